"""What each part of the printed page says, as texts: the one place that words the numbers for PDF, HTML and the note.

Everything comes from the result and the page JSON, as they were made or as they were kept; nothing is computed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from loadaid.domain.words import N_
from loadaid.locale import MISSING, Words
from loadaid.report import six
from loadaid.report.facts import ANSWERED, LEAST_ANSWERED, shares
from loadaid.report.terms import (
    ACTIONS,
    AXES,
    RESPONSES,
    SAFETY,
    SIGNS,
    Json,
    a_week,
    amount,
    change,
    days,
    dose_next,
    legible,
    reasons,
    state,
)  # fmt: skip
from loadaid.version import app_version

MOST_EXERCISES = 6
AGREES = {True: N_("D'accord avec la lecture"), False: N_("Pas d'accord avec la lecture")}


def parts(
    result: Json, page: Json, w: Words, *, identity: Mapping[str, str], decision: Json | None, printed: str
) -> dict[str, Any]:
    """All texts of the page by part. `suspended`: a safety answer comes first and the load is not read."""
    suspended = result["headline"] == "red_flag"
    return {
        "language": w.language,
        "suspended": suspended,
        "header": header(result, page, w, identity),
        **worded(result, page, w),
        "decision": decided(decision, page, w, suspended),
        "footer": {
            "use": w("Aide à la décision, non validée cliniquement ; le choix revient au clinicien. Règles {v}.",
                     v=result["ruleset"]),
            "made": w("loadaid {version} · imprimé le {printed} · page 1/1", version=app_version(), printed=legible(printed)),
        },
    }  # fmt: skip


def worded(result: Json, page: Json, w: Words) -> dict[str, Any]:
    """The texts of the reading itself. A frozen one has kept its own (`texts`): they are printed again as they were, whatever
    later versions say in other words."""
    if "texts" in result:
        return deepcopy(dict(result["texts"]))
    return {
        "verdict": verdict(result, w),
        "responses": responses(page, w),
        "six": six.numbers(page, result["dose_kind"], w),
        "since": six.since(page, w),
        "four": four(result, page, w),
        "options": {"title": w("À discuter"), "lines": [] if result["headline"] == "red_flag" else _options(result)},
    }


def header(result: Json, page: Json, w: Words, identity: Mapping[str, str]) -> dict[str, str]:
    """Who, which days, and how much of them is known."""
    first, last = (date.fromisoformat(page["days"][k]["date"]) for k in (0, -1))
    quality = result["data_quality"]
    name, code, age = (legible(identity.get(key) or "", 50) for key in ("name", "code", "age"))
    return {
        "title": w("Bilan d'une page : {name}, {day}", name=name or code, day=w.day(last, long=True)),
        "name": ", ".join(text for text in (name or code, age) if text),
        "code": w("Code {code}", code=code) if code and code != name else "",
        "period": w("{first} au {last} {year}, {n} jours", first=first, last=last, year=str(last.year), n=page["window"]),
        "known": w.plural(
            "{logged}/{total} jours renseignés, {n} séance", "{logged}/{total} jours renseignés, {n} séances",
            quality["sessions"], logged=quality["days_logged"], total=quality["days"],
        ),
        "safety": w(SAFETY[result["axes"]["safety"]]),
    }  # fmt: skip


def verdict(result: Json, w: Words) -> dict[str, Any]:
    """State, since when, how sure, what it depends on, one sentence, at most three reasons; with a safety answer whom to
    contact before all else."""
    since, today = (date.fromisoformat(result[key]) for key in ("held_since", "as_of"))
    suspended, known, sure = result["headline"] == "red_flag", result["last_known"], result["certainty"]
    found = reasons(result)
    sentence = result["headline_sentence"]
    last_known = ""
    if known:
        last_known = w("Dernier état connu ({day}) : {state}", day=date.fromisoformat(known["date"]), state=state(w, known["headline"]))  # fmt: skip
    return {
        "code": result["headline"],
        "label": result["headline_label"],
        "since": w("depuis le {day}", day=w.day(since, long=since.year != today.year)),
        "sure": w("Certitude : {word}", word=sure["said"]) if sure else "",
        "chip": chip(result, w),
        "contact": _options(result) if suspended else [],
        # What a reason says word for word stands in the table, with its days.
        "sentence": "" if sentence in [f["sentence"] for f in found] else legible(sentence, 400),
        "suspended": w("Lecture de la charge suspendue") if suspended else "",
        "last_known": last_known,
        "heads": [w("Relevé"), w("Jours"), w("Mesuré"), w("Seuil"), w("Ne jouerait plus si")],
        "rows": [
            [
                legible(f["sentence"], 260), days(w, f["days"]), amount(w, f["measured"], f["unit"]),
                amount(w, f["limit"], f["unit"]), legible(f["would_clear_if"] or MISSING, 260),
            ]
            for f in found
        ],
        "notices": [legible(text, 220) for text in result["data_quality"]["reasons"] if text not in [f["sentence"] for f in found]][:2],
    }  # fmt: skip


def chip(result: Json, w: Words) -> str:
    """Whether the reading depends on days of which nothing was noted; nothing when every day is known."""
    n = len(result["unlogged_days"])
    if not n or result["headline"] == "red_flag":
        return ""
    if result["depends_on_unlogged_days"]:
        return w.plural(
            "Dépend de {n} jour sans séance ni repos notés : {days}", "Dépend de {n} jours sans séance ni repos notés : {days}",
            n, days=days(w, result["unlogged_days"]),
        )  # fmt: skip
    if result["headline"] == "insufficient_data":
        return w.plural(
            "{n} jour sans séance ni repos notés sur {total}", "{n} jours sans séance ni repos notés sur {total}",
            n, total=result["data_quality"]["days"],
        )  # fmt: skip
    return w.plural(
        "Ne dépend pas du jour sans séance ni repos notés", "Ne dépend pas des {n} jours sans séance ni repos notés", n
    )


def responses(page: Json, w: Words) -> dict[str, Any]:
    """How the sessions were answered: counts and shares, or how many more answers are needed."""
    counts = [page["responses"][name] for name in ANSWERED]
    known, enough = sum(counts), sum(counts) >= LEAST_ANSWERED
    total = sum(page["responses"].values())
    said = w("{known} classées sur {total}", known=known, total=total)
    if not enough:
        said = w.plural(
            "il en faut {needed}, {n} connue", "il en faut {needed}, {n} connues", known, needed=LEAST_ANSWERED
        )
    return {
        "title": w("Réaction aux séances"),
        "caption": said,
        "classes": [
            {"name": name, "label": w(RESPONSES[name]), "n": str(n), "share": w.percent(share / 100) if enough else ""}
            for name, n, share in zip(ANSWERED, counts, shares(counts), strict=True)
        ],
    }


def four(result: Json, page: Json, w: Words) -> list[dict[str, str]]:
    """The four parameters and function: which way, from what to what; a parameter that cannot be read says so."""
    units = {"recovery": w("{x} h", x="{x}"), "onset": w("{x} min", x="{x}")}
    found = []
    for axis, title in AXES.items():
        value, moved = page["four"][axis], result["axes"]["trajectory"][axis]
        known = {key: None if value[key] is None else w.number(value[key]) for key in ("before", "now")}
        said = w("trop peu de jours")
        if known["now"] is not None:
            both = w("{before} → {now}", before=known["before"] or MISSING, now=known["now"])
            said = units.get(axis, "{x}/10").format(x=both)
        found.append({
            "axis": axis, "title": w(title), "sign": SIGNS[moved], "change": change(w, axis, moved), "values": said,
        })  # fmt: skip
    return found


def decided(decision: Json | None, page: Json, w: Words, suspended: bool) -> dict[str, Any]:
    """The decision taken; or boxes to tick and lines to fill, with the last session's doses to start from."""
    told = decision or {}
    following: list[Json] = told.get("next") or []
    last: list[Json] = [] if suspended or decision else page["exercises"]
    shown = following or last
    lines = [{"exercise": legible(one["exercise"], 46), "dose": dose_next(w, one)} for one in shown[:MOST_EXERCISES]]
    agrees = "" if told.get("agrees") is None else w(AGREES[bool(told["agrees"])])
    often, more = told.get("sessions_a_week"), len(shown) - MOST_EXERCISES
    return {
        "taken": decision is not None,
        "title": w("Décision"),
        "actions": [w(text) for text in ACTIONS.values()],
        "action": w(ACTIONS[told["action"]]) if told.get("action") in ACTIONS else "",
        "agrees": agrees,
        "reason": w("Motif : {reason}", reason=legible(told.get("reason") or "", 220)) if told.get("reason") else "",
        "dose": w("Prochaine dose") if decision else w("Dernière séance → dose convenue"),
        "next": lines,
        "more": w.plural("et {n} autre", "et {n} autres", more) if more > 0 else "",
        "often": "" if often is None else a_week(w, often),
        "blanks": [w("Séances par semaine :"), w("Motif :"), w("Kinésithérapeute :")],
        "suspended": w("Lecture de la charge suspendue : aucune dose proposée.") if suspended and not following else "",
        "by": w("{by}, {at}", by=legible(told.get("by") or MISSING, 60), at=legible(told.get("at") or MISSING, 40)),
    }


def _options(result: Json) -> list[str]:
    return [legible(s["sentence"], 300) for s in result["suggestions"]][:3]
