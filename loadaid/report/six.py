"""The six numbers and what moved since the last visit, in words. A number that is not known says what it needs."""

from __future__ import annotations

from datetime import date
from typing import Any

from loadaid.analysis.trajectory import HALF
from loadaid.locale import MISSING, Words
from loadaid.report.numbers import EARLIEST_VISIT, LATEST_VISIT
from loadaid.report.terms import DOSES, Json, state


def numbers(page: Json, dose_kind: str, w: Words) -> list[dict[str, Any]]:
    """Six of {title, value, unit, lines}: at most two lines under a value; without a value the first says what is missing."""
    n = page["numbers"]
    title, unit = (w(text) for text in DOSES.get(dose_kind, DOSES["none"]))
    days, nights = w("{known} jours connus sur 14", known=n["dose"]["known"]), n["sleep"]["known"]
    return [
        _one(w("{what} par semaine", what=title), _whole(w, n["dose"]["value"]), f" {unit}",
             [_rise(w, n["dose"]), days], _needs_days(w, n["dose"])),
        _sessions(n["sessions"], w),
        _next_morning(n["next_morning"], page["pain"], w),
        _one(w("Retour à l’habituel"), _number(w, n["settle"]["value"]), w("{x} h", x=""),
             [_half(w, n["settle"]), _was(w, n["settle"]) + " · " + w("{n} séances", n=n["settle"]["known"])],
             _needs_sessions(w, n["settle"])),
        _one(w("Posture la plus longue"), _number(w, n["posture"]["value"]), w("{x} min", x=""),
             [_was(w, n["posture"]), w("médiane, {n} jours", n=n["posture"]["known"])], _needs_days(w, n["posture"])),
        _one(w("Sommeil"), _number(w, n["sleep"]["value"]), "/10",
             [_was(w, n["sleep"]), w("médiane, {n} nuits", n=nights)], _needs_days(w, n["sleep"])),
    ]  # fmt: skip


def since(page: Json, w: Words) -> dict[str, Any]:
    """{title, items [{sign, text, was}], note}: since the last visit, or why nothing can be said."""
    found = page["since"]
    if found is None:
        return {"title": w("Première visite"), "items": [], "note": w("aucune visite notée avant ce jour")}
    title = w("Depuis la visite du {day}", day=date.fromisoformat(found["date"]))
    then = w("lecture d'alors : {state}", state=state(w, found["headline"]))
    compared = w("depuis la visite, contre les {n} jours d’avant", n=HALF)
    if "dose" not in found:
        why = w("moins de {n} jours : trop tôt pour comparer", n=LATEST_VISIT) if found["too_soon"] else w(
            "plus de {n} jours : trop ancienne pour comparer", n=EARLIEST_VISIT)  # fmt: skip
        return {"title": title, "items": [], "note": f"{then} · {why}"}
    items = [
        _moved(w, w("Dose par semaine"), found["dose"], 0, "{x}"),
        _moved(w, w("Retour à l’habituel"), found["settle"], 1, w("{x} h", x="{x}")),
        _moved(w, w("Douleur"), found["pain"], 1, "{x}/10"),
    ]
    logged = {key: None if found["logged"][key] is None else 100 * found["logged"][key] for key in ("value", "was")}
    items.append(_moved(w, w("Jours renseignés"), logged, 0, w("{x} %", x="{x}")))
    return {"title": title, "items": items, "note": f"{compared} · {then}"}


def _one(title: str, value: str, unit: str, lines: list[str], needs: str) -> dict[str, Any]:
    if value == MISSING:
        return {"title": title, "value": MISSING, "unit": "", "lines": [needs]}
    return {"title": title, "value": value, "unit": unit, "lines": [line for line in lines if line]}


def _sessions(n: Json, w: Words) -> dict[str, Any]:
    planned = n["planned"]
    said = w("faites / prévues, 14 j") if planned is not None else w("en 14 j, plan inconnu")
    unknown = w.plural("{n} jour inconnu", "{n} jours inconnus", n["not_logged"])
    unit = f"/{w.number(planned, 0)}" if planned is not None else ""
    return {"title": w("Séances"), "value": w.number(n["value"], 0), "unit": unit, "lines": [said, unknown]}


def _next_morning(n: Json, pain: str, w: Words) -> dict[str, Any]:
    title = w("Avant → lendemain") if pain == "pain_morning" else w("Avant → jour suivant")
    both = MISSING
    if n["value"] is not None:
        both = w("{before} → {now}", before=w.number(n["before"]), now=w.number(n["value"]))
    usual = w("habituel inconnu") if n["usual"] is None else w("habituel {usual}", usual=n["usual"])
    lines = [w("médianes, {n} séances", n=n["known"]), usual]
    return _one(title, both, "/10", lines, _needs_sessions(w, n))


def _rise(w: Words, n: Json) -> str:
    if n["was"] is None:
        return w("avant : inconnu")
    moved = w.number(n["change_percent"], 0)
    return w(
        "{moved} % (était {was})", moved=moved if n["change_percent"] <= 0 else f"+{moved}", was=w.number(n["was"], 0)
    )


def _half(w: Words, n: Json) -> str:
    if n["low"] is None or n["high"] is None:
        return ""
    return w("la moitié : {low}–{high} h", low=w.number(n["low"]), high=w.number(n["high"]))


def _was(w: Words, n: Json) -> str:
    return w("avant : inconnu") if n["was"] is None else w("était {was}", was=w.number(n["was"]))


def _needs_days(w: Words, n: Json) -> str:
    return w.plural("{n} jour sur {needed}", "{n} jours sur {needed}", n["known"], needed=n["needed"])


def _needs_sessions(w: Words, n: Json) -> str:
    return w.plural(
        "{n} séance sur {needed}",
        "{n} séances sur {needed}",
        n["known"],
        needed=n["needed"],
    )


def _moved(w: Words, title: str, n: Json, digits: int, unit: str) -> dict[str, str]:
    """From what to what, with an arrow, = or ?; the same when it looks the same at the digits shown."""
    if n["value"] is None or n["was"] is None:
        return {"sign": "?", "text": title, "was": w("trop peu de jours")}
    value, was = (w.number(n[key], digits) for key in ("value", "was"))
    sign = "=" if value == was else "↑" if n["value"] > n["was"] else "↓"
    return {"sign": sign, "text": f"{title} {unit.format(x=value)}", "was": w("était {was}", was=unit.format(x=was))}


def _whole(w: Words, value: float | None) -> str:
    return w.number(value, 0) if value is not None else MISSING


def _number(w: Words, value: float | None) -> str:
    return w.number(value) if value is not None else MISSING
