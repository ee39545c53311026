"""Rows already known, from a log folder and from the files read before; and what one file adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from loadaid.domain.records import SESSIONS
from loadaid.intake.model import Found, Problem, Question

Row = dict[str, Any]
Day = tuple[str, str]
KEY = ("patient_id", "date")
WIDE = frozenset(c.name for c in SESSIONS.columns if c.session_wide)
START = "start"  # an extra column of sessions.csv: when the session began, local time


@dataclass
class Known:
    """Rows already known, by patient and day. daily: one row. sessions: number -> rows.

    fresh: by id, rows that the files before in this reading gave; completing one changes it in place. later: of those, by id,
    column -> the file and the row that gave it.
    """

    daily: dict[Day, Row] = field(default_factory=dict)
    sessions: dict[Day, dict[int, list[Row]]] = field(default_factory=dict)
    fresh: dict[int, Row] = field(default_factory=dict)
    later: dict[int, dict[str, tuple[str, Found]]] = field(default_factory=dict)

    @classmethod
    def of(cls, sessions: Iterable[Row], daily: Iterable[Row]) -> Known:
        """From rows without their blanks; a session without a number is the first."""
        known = cls()
        for row in daily:
            known.daily[day_of(row)] = dict(row)
        for row in sessions:
            known.sessions.setdefault(day_of(row), {}).setdefault(int(row.get("session", 1)), []).append(dict(row))
        return known

    def is_fresh(self, row: Row) -> bool:
        """Whether an earlier file of this reading gave this very row."""
        return id(row) in self.fresh

    def complete(self, row: Row, values: Row, file: str, found: Found) -> None:
        """Puts values into a fresh row, and keeps which file they are from."""
        self.later.setdefault(id(row), {}).update({k: (file, found) for k, v in values.items() if row.get(k) != v})
        row |= values

    def patients(self) -> set[str]:
        """Every patient of these rows."""
        return {patient for patient, _ in (*self.daily, *self.sessions)}


@dataclass
class Compared:
    """One file against what was known. rows: (sheet, row) -> "new", "same" or "conflicting". accepted: rows to store, each with
    the Found it comes from. said: everything the file says that holds, also what was known, each with the row it is said of."""

    rows: dict[tuple[str | None, int], str] = field(default_factory=dict)
    accepted: dict[str, list[tuple[Row, Found]]] = field(default_factory=lambda: {"sessions": [], "daily": []})
    said: dict[str, list[tuple[Row, Row, Found]]] = field(default_factory=lambda: {"sessions": [], "daily": []})
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def day_of(row: Mapping[str, Any]) -> Day:
    """Whose row it is, and of which day."""
    return str(row.get("patient_id", "")), str(row["date"])


def with_start(found: Found) -> Row:
    """The row to store, with the time the session began where it is known."""
    return found.values | ({START: found.start} if found.start else {})
