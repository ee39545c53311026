"""What is read at a glance, as HTML text from a page's facts: how sessions were answered, six numbers, what moved since the
last visit. Pure. A number that rests on too little is a dash with what is missing, never a 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from loadaid.domain.words import N_
from loadaid.locale import MISSING, Words
from loadaid.report.facts import ANSWERED, LEAST_ANSWERED, shares
from loadaid.ui import labels
from loadaid.ui.text import esc

Page = Mapping[str, Any]
LEAST_CHANGE = 0.5  # what is rounded away is no change


def strip(w: Words, result: Mapping[str, Any], page: Page) -> str:
    """How much of the log is known, and safety; the first thing to be read."""
    q, counts = result["data_quality"], page["responses"]
    known, sessions = sum(counts[c] for c in ANSWERED), sum(counts.values())
    facts = [
        w("<b>{n}/{total}</b> jours renseignés", n=q["days_logged"], total=q["days"]),
        w("<b>{n}/{total}</b> lendemains connus", n=known, total=sessions),
        esc(w(labels.SAFETY[result["axes"]["safety"]])),
    ]
    return "".join(f"<span>{fact}</span>" for fact in facts)


def responses(w: Words, page: Page) -> str:
    """One bar of the sessions of the window by what followed them, with counts, and shares that sum to 100."""
    counts = [page["responses"][name] for name in ANSWERED]
    total, sessions = sum(counts), sum(page["responses"].values())
    told = w.plural("{known} séance classée sur {n}", "{known} séances classées sur {n}", sessions, known=total)
    head = f'<h2>{esc(w("Réaction aux séances"))} <span class="quiet">{esc(told)}</span></h2>'
    if total < LEAST_ANSWERED:
        needed = w("il en faut {n}", n=LEAST_ANSWERED)
        return head + f'<div class="bar"><span class="part none">{esc(needed)}</span></div>'
    parts = [(name, n, share) for name, n, share in zip(ANSWERED, counts, shares(counts), strict=True) if n]
    bar = "".join(f'<span class="part {name}" style="flex:{n} 0 15px">{n}</span>' for name, n, _ in parts)
    key = "".join(
        f'<li class="{name}">{esc(w(labels.CLASSES[name]))} <b>{n}</b> {esc(w.percent(share / 100))}</li>'
        for name, n, share in parts
    )
    return f'{head}<div class="bar" aria-hidden="true">{bar}</div><ul class="key">{key}</ul>'


def numbers(w: Words, page: Page, dose_kind: str) -> str:
    """The six numbers, each with what it was or is compared with; over the last 14 days."""
    n = page["numbers"]
    dose, sessions, morning, settle, posture, sleep = (
        n[name] for name in ("dose", "sessions", "next_morning", "settle", "posture", "sleep")
    )
    unit = w(labels.DOSE_UNITS[dose_kind]) if labels.DOSE_UNITS[dose_kind] else ""
    of = "" if sessions["planned"] is None else f"/{sessions['planned']}"
    both = None if morning["value"] is None else f"{w.number(morning['before'])} → {w.number(morning['value'])}"
    middle = w("la moitié : {low} à {high} h", low=settle["low"], high=settle["high"])
    cells = [
        _cell(w, w("Dose par semaine"), dose, _whole(w, dose["value"]), unit, _moved(w, dose, 0), w("jours")),
        _cell(w, w("Séances"), {}, f"{sessions['value']}{of}", w("en 14 j"), [_unlogged(w, sessions["not_logged"])], ""),
        _cell(w, w("Avant → lendemain"), morning, both, "/10", [_usual(w, morning["usual"])], w("séances")),
        _cell(w, w("Retour à l’habituel"), settle, w.number(settle["value"] or 0), "h", [middle, _was(w, settle, "h")],
              w("séances")),
        _cell(w, w("Posture la plus longue"), posture, _whole(w, posture["value"]), "min", [_was(w, posture, "min")], w("jours")),
        _cell(w, w("Sommeil"), sleep, w.number(sleep["value"] or 0), "/10", [_was(w, sleep, "")], w("nuits")),
    ]  # fmt: skip
    return f'<div class="six">{"".join(cells)}</div>'


def _cell(
    w: Words, title: str, fact: Mapping[str, Any], value: str | None, unit: str, below: list[str], of_what: str
) -> str:
    """One number; where it is not known, how many values there are of how many."""
    if fact and fact["value"] is None:
        known = w("{known} sur {needed} {what}", known=fact["known"], needed=fact["needed"], what=of_what)
        why = "" if fact["known"] >= fact["needed"] else known
        lines, shown = [why or w("dose inconnue")], f"<b>{MISSING}</b>"
    else:
        lines, shown = below, f"<b>{esc(value)}</b> {esc(unit)}"
    under = "".join(f"<small>{esc(line)}</small>" for line in lines if line)
    return f"<div><h3>{esc(title)}</h3><p>{shown}</p>{under}</div>"


def _whole(w: Words, x: float | None) -> str | None:
    return None if x is None else w.number(x, 0)


def _moved(w: Words, fact: Mapping[str, Any], digits: int) -> list[str]:
    if fact["was"] is None:
        return [w("avant : non connue")]
    change = fact["change_percent"] / 100
    sign = "+" if change > 0 else ""
    return [w("{change} (était {was})", change=sign + w.percent(change), was=w.number(fact["was"], digits))]


def _was(w: Words, fact: Mapping[str, Any], unit: str) -> str:
    return (
        w("avant : non connu") if fact["was"] is None else w("était {was} {unit}", was=fact["was"], unit=unit).strip()
    )


def _usual(w: Words, usual: float | None) -> str:
    return w("habituel non connu") if usual is None else w("habituel {usual}", usual=usual)


def _unlogged(w: Words, n: int) -> str:
    return w.plural("{n} jour non renseigné", "{n} jours non renseignés", n) if n else w("tous les jours connus")


def since(w: Words, page: Page) -> str:
    """What moved since the last visit, a line each; a first visit, and one of a few days ago, say so."""
    found = page["since"]
    if found is None:
        return f"<h2>{esc(w('Première visite'))}</h2><p>{esc(w('Aucune visite n’est notée avant ce jour.'))}</p>"
    was = labels.state(w, found["headline"])
    head = f"<h2>{esc(w('Depuis la visite du {day}', day=date.fromisoformat(found['date'])))}</h2>"
    if "dose" not in found:
        why = w("il y a {n} j : trop tôt pour comparer", n=found["days"])
        if not found["too_soon"]:
            why = w("il y a {n} j : trop loin pour comparer", n=found["days"])
        lines = [("?", why, w("lecture d’alors : {was}", was=was))]
    else:
        lines = [
            _line(w, found["dose"], w("Dose"), N_("était {was} par semaine"), share=True),
            _line(w, found["settle"], w("Retour à l’habituel"), N_("était {was} h"), unit=" h"),
            _line(w, found["pain"], w("Douleur"), N_("était {was} en moyenne")),
            _line(w, found["logged"], w("Saisie"), N_("était {was}"), percent=True),
            ("", w("Lecture d’alors"), was),
        ]
    body = "".join(
        f'<li><b class="sign">{sign}</b><b>{esc(text)}</b> <span class="quiet">{esc(more)}</span></li>'
        for sign, text, more in lines
    )
    return f'{head}<ul class="moved">{body}</ul>'


def _line(
    w: Words,
    fact: Mapping[str, Any],
    name: str,
    was: str,
    unit: str = "",
    *,
    share: bool = False,
    percent: bool = False,
) -> tuple[str, str, str]:
    """An arrow, what changed by how much, and what it was."""
    now, before = fact["value"], fact["was"]
    if now is None or before is None or (share and not before):
        return "?", name, w("trop peu de jours pour comparer")
    if percent:
        same = abs(now - before) * 100 < LEAST_CHANGE
        return _arrow(now - before, same=same), f"{name} {w.percent(now)}", w(was, was=w.percent(before))
    digits = 0 if share or unit else 1
    moved = now / before - 1 if share else now - before
    shown = w.percent(moved) if share else w.number(moved, digits) + unit
    same = abs(moved) * (100 if share else 10**digits) < LEAST_CHANGE
    told = w("inchangé") if same else ("+" if moved > 0 else "") + shown
    return _arrow(moved, same=same), f"{name} {told}", w(was, was=w.number(before, digits))


def _arrow(moved: float, *, same: bool) -> str:
    return "=" if same else "↑" if moved > 0 else "↓"
