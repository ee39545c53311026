"""A paper diary typed in at the desk: cells of text, a row a day -> what they say otherwise than the record, ready to be stored.

A blank cell is not known, and 0 is 0. A cell that shows what is noted and is left as it is says nothing anew. Emptied, it is
taken back as in the patient's own form, whose code makes the rows to store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from loadaid.domain.records import DAILY, SESSIONS, Column
from loadaid.intake.cells.numbers import BLANK, Number, number
from loadaid.intake.cells.spelling import plain
from loadaid.intake.headings import CHOICES
from loadaid.locale import Words
from loadaid.practice import checkin
from loadaid.practice.checkin import Answers, Fields, Noted
from loadaid.store.imports import Line
from loadaid.store.records import Record

FORTNIGHT = 14
# In the order of the paper, then what stands beside it. Nothing has a column for where it hurts: see `with_place`.
USUAL = (
    "pain_morning", "pain_average", "impact", "flare", "exercised", "sleep_quality", "stress", "work_effort",
    "posture_longest_min", "leg_pain", "symptoms_changed", "where",
    "session_minutes", "session_rpe", "pain_during", "pain_after", "settle_h",
)  # fmt: skip
ALL = (
    "managed", "pain_morning", "pain_average", "impact", "flare", "exercised", "sleep_quality", "stress", "fatigue", "work_effort",
    "lifting", "note", "posture_longest_min", "leg_pain", "symptoms_changed", "where", "worked",
    "session_minutes", "session_rpe", "pain_before", "pain_during", "pain_after", "settle_h", "soreness",
)  # fmt: skip
_OF_SESSIONS = {c.name for c in SESSIONS.columns if c.session_wide}
FIELDS = Fields(
    tuple(n for n in ALL if n not in _OF_SESSIONS and n != "where"), tuple(n for n in ALL if n in _OF_SESSIONS)
)
TEXTS = (*checkin.TEXTS, "where")
# What may be typed for a choice; its beginning is enough. In pairs as everywhere: French, English.
DONE: dict[str, tuple[str, ...]] = {"yes": ("faits", "done", "oui", "yes"), "no": ("repos", "rest", "non", "no")}
_PLACE = re.compile(r"\s*\[(?:lieu|where)\s*:\s*([^\[\]]*)\]\s*$")
Cells = Mapping[str, Mapping[str, str]]  # ISO day -> column -> what was typed in place of what is noted


@dataclass(frozen=True)
class Wrong:
    """A cell that cannot be kept: where it is (day or exercise, column), what stands in it, what was expected, how to mend it."""

    where: date | str
    column: str
    text: str
    expected: str
    mend: str


@dataclass(frozen=True)
class Checked:
    """What a fortnight says. changes: (day, column, text noted so far, text now). ask: flares of which "the same pain?" is not known."""

    days: Sequence[date]
    lines: Sequence[Line]
    counts: Mapping[str, int]  # new, changed, same, blank, faulty: of days
    changes: Sequence[tuple[date, str, str, str]]
    wrong: Sequence[Wrong]
    ask: Sequence[date]


def days(last: date) -> list[date]:
    """The fortnight up to a day, in the order of the paper."""
    return [last - timedelta(days=n) for n in range(FORTNIGHT - 1, -1, -1)]


def noted(record: Record, shown: Sequence[date]) -> dict[date, Noted]:
    """What stands of some days, as far as the grid shows it."""
    return checkin.noted_days(record, shown, FIELDS)


def text(there: Noted, name: str, w: Words) -> str:
    """What a cell shows of what is noted; "" where nothing is known."""
    note, where = without_place(there.answers.daily.get("note"))
    if name in ("note", "where"):
        return (note if name == "note" else where) or ""
    found = there.answers.sessions.get(_session(there), {}) if name in FIELDS.session else there.answers.daily
    value = found.get(name)
    if value is None or isinstance(value, str):
        return _words(name)[value][0 if w.language == "fr" else 1] if value and name not in TEXTS else value or ""
    return w.number(float(value), 3)


def checked(known: Mapping[date, Noted], cells: Cells, w: Words) -> Checked:
    """What the cells of some days say otherwise than what is known of them."""
    lines: list[Line] = []
    changes, wrong, ask = [], [], []
    counts = dict.fromkeys(("new", "changed", "same", "blank", "faulty"), 0)
    for day, there in known.items():
        typed = cells.get(day.isoformat(), {})
        change, faults = read(there, day, typed, w)
        answers = checkin.over(there, change)
        said = checkin.lines_beside(answers, day, there) if typed and not faults else []
        is_known = bool(there.answers.daily or there.rows)
        kind = ("changed" if is_known else "new") if said else "same" if is_known else "blank"
        counts["faulty" if faults else kind] += 1
        changes += [(day, n, text(there, n, w), t) for n, t in typed.items() if text(there, n, w) != t]
        if answers.daily.get("flare") == "yes" and answers.daily.get("symptoms_changed") is None:
            ask.append(day)
        lines += said
        wrong += faults
    return Checked(list(known), lines, counts, changes, wrong, ask)


def read(there: Noted, day: date, typed: Mapping[str, str], w: Words) -> tuple[Answers, list[Wrong]]:
    """What the typed cells of a day say, and those that cannot be kept."""
    daily: dict[str, Any] = {}
    session: dict[str, Any] = {}
    wrong = []
    for name, cell in typed.items():
        value, expected = _value(name, cell, w)
        if expected:
            mend = w("corrigez la case, ou videz-la si ce n'est pas connu")
            wrong.append(Wrong(day, name, cell, expected, mend))
        (session if name in FIELDS.session else daily)[name] = value
    if "note" in daily or "where" in daily:
        note, where = without_place(there.answers.daily.get("note"))
        daily["note"] = with_place(daily.get("note", note), daily.pop("where", where), w)
    change = Answers(daily, {_session(there): session} if session else {})
    if not wrong:
        change, wrong = _agreeing(there, day, change, w)
    return change, wrong


def _agreeing(there: Noted, day: date, change: Answers, w: Words) -> tuple[Answers, list[Wrong]]:
    """Cells of one day that cannot both hold are told: neither of them is dropped unseen."""
    now = checkin.over(there, change)
    daily, wrong = now.daily, []
    has_values = any(v is not None for v in now.sessions.get(_session(there), {}).values())
    touched = bool(change.sessions) or "exercised" in change.daily
    if touched and has_values and daily.get("exercised") != "yes" and not there.rich:
        if daily.get("exercised") is None and "exercised" not in change.daily and not there.rows:
            change = Answers({**change.daily, "exercised": "yes"}, change.sessions)  # values of a session are one
        elif daily.get("exercised") == "no" or "exercised" in there.answers.daily:
            wrong.append(Wrong(day, "exercised", _said(daily.get("exercised"), w), w("« faits », car la séance a des valeurs"),
                               w("écrivez « faits », ou videz les cases de la séance")))  # fmt: skip
    if change.daily.get("symptoms_changed") and daily.get("flare") != "yes":
        wrong.append(Wrong(day, "symptoms_changed", w("noté"), w("vide : la question se pose à une poussée"),
                           w("notez la poussée, ou videz la case")))  # fmt: skip
    if change.daily.get("work_effort") is not None and daily.get("worked") == "no":
        wrong.append(Wrong(day, "work_effort", w.number(float(daily["work_effort"])), w("vide : « pas travaillé » est noté"),
                           w("corrigez « Travaillé » dans toutes les colonnes, ou videz la case")))  # fmt: skip
    return change, wrong


def _value(name: str, cell: str, w: Words) -> tuple[Any, str]:
    """What a cell says, None for not known; and what was expected where it says nothing that can be kept."""
    if name in TEXTS:
        return cell.strip() or None, ""
    if plain(cell) in BLANK:
        return None, ""
    column = column_of(name)
    if column.kind == "choice":
        words = _words(name)
        meant = {value for value, said in words.items() if any(plain(s).startswith(plain(cell)) for s in said)}
        expected = ", ".join(said[0 if w.language == "fr" else 1] for said in words.values())
        return (meant.pop(), "") if len(meant) == 1 else (None, expected)
    return number_of(column, cell, w)


def number_of(column: Column, cell: str, w: Words) -> tuple[float | None, str]:
    """The number a cell says, None for not known; and what was expected where it says none that can be kept."""
    if plain(cell) in BLANK:
        return None, ""
    said = number(cell)
    low, high = column.low or 0, column.high or 0
    if (
        isinstance(said, Number) and said.unit in ("", column.unit) and said.out_of in (None, high) and low <= said.value <= high
        and (column.kind == "number" or said.value.is_integer())
    ):  # fmt: skip
        return said.value, ""
    bounds = {"low": w.number(low), "high": w.number(high, 0)}
    if column.kind == "whole":
        return None, w("un nombre entier de {low} à {high}", **bounds)
    return None, w("un nombre de {low} à {high}", **bounds)


def column_of(name: str) -> Column:
    """The description of a column of the grid."""
    return SESSIONS.column(name) if name in FIELDS.session else DAILY.column(name)


def _words(name: str) -> Mapping[str, tuple[str, ...]]:
    return DONE if name == "exercised" else CHOICES.get(name, CHOICES["yes_no"])


def _said(value: Any, w: Words) -> str:
    return _words("exercised")[value][0 if w.language == "fr" else 1] if value else w("vide")


def _session(there: Noted) -> int:
    """The session whose values stand in the row: the first of the day."""
    return min(there.rows, default=1)


def with_place(note: str | None, where: str | None, w: Words) -> str | None:
    """A note that says where it hurts, at its end: the log has no column for it."""
    return " ".join(filter(None, (note, where and w("[lieu : {where}]", where=re.sub(r"[\[\]]", "", where))))) or None


def without_place(note: str | None) -> tuple[str | None, str | None]:
    """The note and the place apart again."""
    found = _PLACE.search(note or "")
    return (note[: found.start()] or None, found[1]) if note and found else (note, None)
