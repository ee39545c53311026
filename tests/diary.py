"""A diary written the way a clinician reads it, turned into a Log.

A story is a dict (the JSON files of tests/cases). Its first Monday is `start`; every other line is one token per day:

    "days":         ["3 weeks: s - s - s - -", "s - s . . . ."]
    "pain_morning": ["3 weeks: 3 3 4 3 3 3 3", "3 5 4 . . . ."]

days: s session, 2 two sessions that day, - rest noted, y "exercised" ticked without any detail, c session cancelled,
S session on a day also noted "no exercise", . nothing noted. Every other key of the daily table may stand beside it;
"." is a blank cell, one single token holds for all days. `entered_days_later`: the day was written down so much later.

"session" holds the columns of a session and "exercises" those of each exercise by name: one token per session, in
order, or one for all; "." is blank, and "x" in `sets` leaves that exercise out of that session. Without "exercises" a
session has one row without a dose. A cancelled session takes its place in these lists too.

"patient", "safety", "outcomes", "events", "plan" and "more_daily" are rows of the tables, by column name; dates are
ISO or "week 4 Fri"; the safety item "all" stands for every question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from loadaid.domain.records import DAILY, SAFETY_ITEMS, TABLES, Log, Table

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SESSIONS_OF_DAY = {"s": 1, "S": 1, "c": 1, "2": 2}
EXERCISED = {"-": "no", "S": "no", "y": "yes"}
MOMENT = {"date": "datetime64[s]", "datetime": "datetime64[us]"}  # as the reader of log folders has them
Line = str | Sequence[str]
Row = dict[str, Any]


def log_of(story: Mapping[str, Any], patient_id: str = "p1") -> Log:
    """The story as a Log of one patient.

    A token that does not fit its day, an unknown column or line is a ValueError that names the line.
    """
    start = date.fromisoformat(story["start"])
    if start.weekday() != 0:
        raise ValueError(f"start {start} is a {WEEKDAYS[start.weekday()]}: a story begins on a Monday")
    states = tokens(story["days"])
    unknown = {s for s in states if s not in ".-y" and s not in SESSIONS_OF_DAY}
    if unknown:
        raise ValueError(f"days: {sorted(unknown)} unknown, expected s 2 - y c S or .")
    rows: dict[str, list[Row]] = {
        "sessions": list(_sessions(story, states, start)),
        "daily": [*_daily(story, states, start), *story.get("more_daily", ())],
        "patients": [story["patient"]] if "patient" in story else [],
        "safety": [
            {**row, "item": item}
            for row in story.get("safety", ())
            for item in (SAFETY_ITEMS if row["item"] == "all" else (row["item"],))
        ],
        **{name: list(story.get(name, ())) for name in ("outcomes", "events", "plan")},
    }
    return Log(**{table.name: _frame(table, rows[table.name], patient_id, start) for table in TABLES})


def day_of(text: str, start: date) -> date:
    """An ISO date, or "week 4 Fri" counted from the story's first Monday."""
    found = re.fullmatch(r"week (\d+) (\w{3})", text)
    if not found:
        return date.fromisoformat(text)
    return start + timedelta(weeks=int(found[1]) - 1, days=WEEKDAYS.index(found[2]))


def tokens(line: Line) -> list[str]:
    """The tokens of a line; "3 weeks: a b" stands for a b a b a b.

    >>> tokens(["2 weeks: 3 .", "4 5"])
    ['3', '.', '3', '.', '4', '5']
    """
    found: list[str] = []
    for part in [line] if isinstance(line, str) else line:
        times, colon, rest = part.partition(" weeks:")
        found += (rest.split() * int(times)) if colon else part.split()
    return found


def _per(name: str, line: Line, count: int, of: str) -> list[str]:
    found = tokens(line)
    if len(found) == 1:
        return found * count
    if len(found) != count:
        raise ValueError(f"{name}: {len(found)} tokens for {count} {of}: {' '.join(found)}")
    return found


def _daily(story: Mapping[str, Any], states: list[str], start: date) -> Iterator[Row]:
    names = [c.name for c in DAILY.columns if c.name in story]
    lines = {name: _per(name, story[name], len(states), "days") for name in names}
    later = _per("entered_days_later", story.get("entered_days_later", "."), len(states), "days")
    for k, state in enumerate(states):
        day = start + timedelta(days=k)
        row: Row = {name: lines[name][k] for name in names if lines[name][k] != "."}
        if state in EXERCISED:
            row["exercised"] = EXERCISED[state]
        if later[k] != ".":
            row["entered_at"] = f"{day + timedelta(days=int(later[k]))}T20:00"
        if row:
            yield {"date": str(day), **row}


def _sessions(story: Mapping[str, Any], states: list[str], start: date) -> Iterator[Row]:
    place = [(k, n + 1) for k, state in enumerate(states) for n in range(SESSIONS_OF_DAY.get(state, 0))]
    wide = {n: _per(n, line, len(place), "sessions") for n, line in story.get("session", {}).items()}
    done = {
        name: {n: _per(f"{name}, {n}", line, len(place), "sessions") for n, line in columns.items()}
        for name, columns in story.get("exercises", {}).items()
    }
    for i, (k, number) in enumerate(place):
        head: Row = {"date": str(start + timedelta(days=k)), "session": number}
        head |= {n: line[i] for n, line in wide.items() if line[i] != "."}
        if states[k] == "c":
            head["completed"] = "no"
        of_day = {name: {n: line[i] for n, line in columns.items()} for name, columns in done.items()}
        of_day = {name: row for name, row in of_day.items() if row.get("sets") != "x"}
        for name, row in of_day.items():
            yield {**head, "exercise": name, **{n: v for n, v in row.items() if v != "."}}
        if not of_day:
            yield head


def _frame(table: Table, rows: list[Row], patient_id: str, start: date) -> pd.DataFrame:
    """The rows with every column of the contract, blank where the story says nothing."""
    known = {c.name for c in table.columns}
    strange = {name for row in rows for name in row} - known
    if strange:
        raise ValueError(f"{table.name}: no column {sorted(strange)}")
    columns: dict[str, Any] = {}
    for c in table.columns:
        values = [row.get(c.name) for row in rows]
        if c.name == "patient_id":
            columns[c.name] = pd.Categorical([patient_id] * len(rows), categories=[patient_id])
        elif c.kind == "choice":
            if wrong := set(values) - {None, *c.choices}:
                raise ValueError(f"{table.name}.{c.name}: {wrong}, expected one of {c.choices}")
            columns[c.name] = pd.Categorical(values, categories=list(c.choices))
        elif c.kind == "text":
            columns[c.name] = pd.array(values, dtype="str")
        elif c.kind in MOMENT:
            moments = [str(day_of(v, start)) if v and c.kind == "date" else v for v in values]
            columns[c.name] = pd.to_datetime(pd.Series(moments, dtype="str")).to_numpy().astype(MOMENT[c.kind])
        else:
            columns[c.name] = pd.Series(values, dtype="float64").to_numpy()
    return pd.DataFrame(columns)
