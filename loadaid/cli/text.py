"""A review result as text for a terminal of 80 columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from textwrap import fill
from typing import Any

from loadaid.locale import Words
from loadaid.report import terms
from loadaid.ui import labels

WIDTH = 80
Result = Mapping[str, Any]


def short(result: Result, words: Words) -> str:
    """Patient, day and headline on one line, the main reason under it."""
    day = date.fromisoformat(result["as_of"])
    start = f"{plain(result['patient_id']):<10} {words.day(day):>12}  "
    return "\n".join(
        [_wrapped(result["headline_label"], start, " " * 25), _wrapped(result["headline_sentence"], " " * 25, " " * 25)]
    )


def full(result: Result, words: Words) -> str:
    """Everything a clinician needs from one patient's reading, most telling first."""
    w = words
    day = date.fromisoformat(result["as_of"])
    title = f"{w('Patient')} {plain(result['patient_id'])}, {w.day(day, long=True)}"
    quality, raised = result["data_quality"], terms.reasons(result, None)
    blocks = [
        [title, "─" * min(len(title), WIDTH)],
        [_wrapped(f"{result['headline_label'].upper()}, {_since(result, w)}"), _wrapped(result["headline_sentence"]),
         *_doubts(result, w)],
        _sure(result, w),
        [_wrapped(w(terms.SAFETY[result["axes"]["safety"]]))],
        [w("Relevé"), *(_reason(f, w) for f in raised)] if raised else [],
        [w("Évolution, 14 jours contre 14"), *_trajectory(result["axes"]["trajectory"], w)],
        [w("Données"),
         _item(w("{n}/{total} jours renseignés, {known} avec séance ou repos connus, {sessions} séances.",
                 n=quality["days_logged"], total=quality["days"], known=quality["days_state_known"],
                 sessions=quality["sessions"])),
         *(_item(reason) for reason in quality["reasons"])],
        [w("À discuter"), *(_item(s["sentence"]) for s in result["suggestions"])] if result["suggestions"] else [],
        [_wrapped(w("Aide à la décision, non validée cliniquement ; le choix vous revient. Règles {v}.",
                    v=result["ruleset"]))],
    ]  # fmt: skip
    return "\n\n".join("\n".join(block) for block in blocks if block)


def plain(text: str) -> str:
    """A text of the log without the characters that could steer a terminal."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf") else c for c in str(text))


def _since(result: Result, w: Words) -> str:
    since, today = (date.fromisoformat(result[key]) for key in ("held_since", "as_of"))
    return w("depuis le {day}", day=w.day(since, long=since.year != today.year))


def _doubts(result: Result, w: Words) -> list[str]:
    """What weakens the reading: it rests on unlogged days, or stands in for an older one."""
    said = []
    if result["depends_on_unlogged_days"]:
        n, days = len(result["unlogged_days"]), _days(result["unlogged_days"], w)
        said.append(w.plural("Dépend de {n} jour non renseigné : {days}", "Dépend de {n} jours non renseignés : {days}",
                             n, days=days))  # fmt: skip
    if known := result["last_known"]:
        state, day = terms.state(w, known["headline"]), date.fromisoformat(known["date"])
        said.append(w("Dernier état connu ({day}) : {state}", day=day, state=state))
    return [_wrapped(text) for text in said]


def _sure(result: Result, w: Words) -> list[str]:
    """How sure, what speaks for it and against it, and the second look."""
    certainty = result["certainty"]
    if certainty is None:
        return []
    lines = [_wrapped(w("Certitude : {word}", word=certainty["said"]))]
    lines += [_item(text) for text in labels.weighing(result, w)]
    return lines + ([_item(labels.second_look(certainty, w))] if certainty["exercise_over_strain"] else [])


def _reason(finding: Result, w: Words) -> str:
    """A raised finding: its sentence, its numbers and days, and what would clear it."""
    numbers = [
        f"{w(name)} {terms.amount(w, finding[key], finding['unit'])}"
        for name, key in (("Mesuré", "measured"), ("Seuil", "limit"))
    ]
    lines = [_item(finding["sentence"]), _under(" · ".join([*numbers, _days(finding["days"], w)]))]
    if finding["would_clear_if"]:
        lines.append(_under(f"→ {finding['would_clear_if']}"))
    return "\n".join(lines)


def _trajectory(axes: Mapping[str, str], w: Words) -> list[str]:
    width = max(len(w(terms.AXES[axis])) for axis in axes)
    return [
        f"  {terms.SIGNS[v]} {w(terms.AXES[axis]):<{width}}  {terms.change(w, axis, v)}" for axis, v in axes.items()
    ]


def _days(isos: list[str], w: Words) -> str:
    return w.days([date.fromisoformat(iso) for iso in isos])


def _item(text: str) -> str:
    return _wrapped(text, "  • ", "    ")


def _under(text: str) -> str:
    return _wrapped(text, "    ", "    ")


def _wrapped(text: str, first: str = "", then: str = "") -> str:
    return fill(plain(text), WIDTH, initial_indent=first, subsequent_indent=then, break_on_hyphens=False)
