"""Exercises at the desk: the plan in force beside what was done, a session to log, a plan to change. Names meet as they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from loadaid.domain.records import PLAN, SESSIONS
from loadaid.intake.cells.spelling import plain, readable
from loadaid.locale import Words
from loadaid.logs.plain import plain_rows
from loadaid.practice.desk import FORTNIGHT, Wrong, number_of
from loadaid.store.imports import Line
from loadaid.store.records import Record

DOSE = ("sets", "reps", "load_kg", "hold_s", "level")
AGREED = (*DOSE, "per_week")
OF_SESSION = ("session_minutes", "session_rpe", "pain_before", "pain_during", "pain_after", "onset_min")
Row = Mapping[str, Any]  # exercise and its numbers; what is not known is absent


@dataclass(frozen=True)
class Beside:
    """One exercise: what is agreed (None: not in the plan) and what was done in the last 14 days.

    done: sessions with it; planned: in as many days, None when it is not agreed how often. last: its last row, None for none.
    """

    exercise: str
    agreed: Row | None
    done: int
    planned: float | None
    last: Row | None


def in_force(record: Record, today: date) -> list[dict[str, Any]]:
    """The plan as it holds today, by name. A row of 0 times a week takes an exercise out of it."""
    rows: dict[str, dict[str, Any]] = {}
    for row in _until(record.log.plan, today):
        rows[plain(row["exercise"])] = row
    return [row for _, row in sorted(rows.items()) if row.get("per_week") != 0]


def last_session(record: Record, today: date) -> list[dict[str, Any]]:
    """The exercises of the last session that named any."""
    rows = [row for row in _done(record, today) if "exercise" in row]
    return [row for row in rows if _place(row) == _place(rows[-1])]


def prefilled(record: Record, today: date) -> list[dict[str, Any]]:
    """What a session of today is made of to begin with: the plan, else the last session."""
    return in_force(record, today) or last_session(record, today)


def beside(record: Record, today: date) -> list[Beside]:
    """Every exercise of the plan, then those done besides it, with what was done in the last 14 days."""
    recent = [row for row in _done(record, today) if row["date"] > (today - timedelta(days=FORTNIGHT)).isoformat()]
    plan = {plain(row["exercise"]): row for row in in_force(record, today)}
    named = {plain(row["exercise"]): str(row["exercise"]) for row in [*recent, *plan.values()] if "exercise" in row}
    found = []
    for name in [*plan, *(n for n in named if n not in plan)]:
        rows = [row for row in recent if plain(row.get("exercise", "")) == name]
        a_week = plan.get(name, {}).get("per_week")
        planned = None if a_week is None else a_week * FORTNIGHT / 7
        found.append(
            Beside(named[name], plan.get(name), len({_place(row) for row in rows}), planned, rows[-1] if rows else None)
        )
    return found


def unnamed(record: Record, today: date) -> int:
    """Sessions of the last 14 days of which no exercise is noted: any exercise may have been in them."""
    recent = [row for row in _done(record, today) if row["date"] > (today - timedelta(days=FORTNIGHT)).isoformat()]
    return len({_place(row) for row in recent} - {_place(row) for row in recent if "exercise" in row})


def number_on(record: Record, day: date) -> int:
    """Which session of its day a new one is."""
    rows = plain_rows(record.log.sessions[record.log.sessions["date"] == pd.Timestamp(day)])
    return max((int(row["session"]) for row in rows), default=0) + 1


def doses(
    typed: Sequence[Mapping[str, str]], names: Sequence[str], w: Words
) -> tuple[list[dict[str, Any]], list[Wrong]]:
    """The rows of a grid of exercises as numbers, those without a name left out; and its cells that cannot be kept."""
    rows, wrong = [], []
    for number, cells in enumerate(typed, 1):
        exercise = readable(cells.get("exercise", ""))
        row: dict[str, Any] = {"exercise": exercise}
        for name in names:
            value, expected = number_of((PLAN if name in AGREED else SESSIONS).column(name), cells.get(name, ""), w)
            if expected:
                wrong.append(Wrong(exercise or w("ligne {n}", n=number), name, cells[name], expected, _mend(w)))
            if value is not None:
                row[name] = value
        if exercise:
            rows.append(row)
    return rows, wrong


def whole_session(typed: Mapping[str, str], w: Words) -> tuple[dict[str, float], list[Wrong]]:
    """What holds for a whole session, as numbers; and what cannot be kept."""
    values, wrong = {}, []
    for name, cell in typed.items():
        value, expected = number_of(SESSIONS.column(name), cell, w)
        if expected:
            wrong.append(Wrong(w("toute la séance"), name, cell, expected, _mend(w)))
        if value is not None:
            values[name] = value
    return values, wrong


def session_lines(
    record: Record, day: date, place: str, rows: Sequence[Row], values: Mapping[str, float]
) -> list[Line]:
    """A session that was done: a line per exercise, the family as it was noted before. What holds for all stands on each."""
    families = {
        plain(r["exercise"]): r["family"] for r in plain_rows(record.log.sessions) if {"exercise", "family"} <= set(r)
    }
    at = {"date": day.isoformat(), "session": number_on(record, day)}
    made = []
    for line, row in enumerate(rows or [{}], 1):
        family = families.get(plain(row.get("exercise", "")))
        known = {"family": family} if family else {}
        made.append(
            Line("sessions", {**at, "line": line, **row, **known, **values, "completed": "yes", "place": place})
        )
    return made


def plan_lines(record: Record, today: date, opened: Sequence[Row], rows: Sequence[Row], note: str) -> list[Line]:
    """What changes the plan from today: a row per exercise agreed otherwise than when the form was opened, and the event.

    What somebody else changed meanwhile in other exercises stays. An exercise that is no longer there gets a row of 0 times a
    week: the log has no other word for it. Nothing changed: no line.
    """
    before = {plain(row["exercise"]): row for row in opened}
    spelled = {plain(row["exercise"]): row["exercise"] for row in _until(record.log.plan, today)}
    now = {(name := plain(row["exercise"])): {**row, "exercise": spelled.get(name, row["exercise"])} for row in rows}
    said = [row for name, row in now.items() if _agreed(row) != _agreed(before.get(name))]
    said += [{"exercise": row["exercise"], "per_week": 0} for name, row in before.items() if name not in now]
    standing = {row["exercise"]: row for row in _until(record.log.plan, today) if row["date"] == today.isoformat()}
    made = []
    for row in said:
        # A row of the same day is one row: what it says and is no longer agreed is taken back.
        gone = [name for name in AGREED if name in standing.get(row["exercise"], {}) and name not in row]
        made.append(Line("plan", {"date": today.isoformat(), **row}, gone))
    if made:
        event = {"date": today.isoformat(), "kind": "plan_change"}
        made.append(Line("events", event | ({"note": readable(note)} if readable(note) else {})))
    return made


def taken_over(record: Record, today: date, decided: Mapping[str, Any]) -> list[Row]:
    """The plan in force with the doses of a decision's next session; an exercise that is new to it, as often as the others.

    Exercises that the session does not have stay as they are. How often each is agreed stays.
    """
    rows: dict[str, Row] = {plain(row["exercise"]): row for row in in_force(record, today)}
    for one in decided.get("next", ()):
        name, often = plain(one["exercise"]), {"per_week": decided.get("sessions_a_week")}
        before = rows.get(name, {"exercise": one["exercise"], **often})
        dose = {column: one[column] for column in DOSE}
        rows[name] = {**before, **dose}
    said = ("exercise", *AGREED)
    return [{name: row[name] for name in said if row.get(name) is not None} for row in rows.values()]


def twice(rows: Sequence[Row]) -> str | None:
    """An exercise that two rows name; None when each stands once."""
    names = [plain(row["exercise"]) for row in rows]
    return next((str(row["exercise"]) for row, name in zip(rows, names, strict=True) if names.count(name) > 1), None)


def _agreed(row: Row | None) -> dict[str, Any] | None:
    return None if row is None else {name: float(row[name]) for name in AGREED if name in row}


def _mend(w: Words) -> str:
    return w("corrigez la case, ou videz-la si ce n'est pas connu")


def _until(frame: pd.DataFrame, today: date) -> list[dict[str, Any]]:
    return plain_rows(frame[frame["date"] <= pd.Timestamp(today)].sort_values("date", kind="stable"))


def _done(record: Record, today: date) -> list[dict[str, Any]]:
    """Lines of sessions up to today that were not cancelled, in order."""
    return [row for row in _until(record.log.sessions, today) if row.get("completed") != "no"]


def _place(row: Row) -> tuple[str, int]:
    return str(row["date"]), int(row["session"])
