"""What must come of a messy log, and the tables that say it.

A table is text: a line of column names, then one line per row, cells apart by spaces. "." = must be blank, "a|b" = either.
The first cell is the row of the spreadsheet (or first-last), with a flag where the row is not plain:
"?" waits for an answer, and is stored after it; "!" is refused or stored as it stands here, and must be named by a
problem or a question; "~" may be left out, because its columns may be. Days are MM-DD of 2026.
Of rows first-last (a set each) and of several stored rows from one row, sets and totals are added up: reps "=28" are 28 in all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Place = tuple[str | None, int]  # sheet, row


@dataclass(frozen=True)
class Log:
    """One messy log. file: its name here; named: the name the patient gave it.

    answers: question id -> what the patient answers; every one of them must be asked. tolerated: the same for questions
    that need not be asked. daily, exercises, sessions: the tables, {sheet: text} where there are sheets (see above).
    waits: the whole log may wait for an answer; open: columns that may. notes: day -> a part of its note.
    refused, skipped: rows that must be so, by sheet. never: (table, column, value) that must not be stored.
    said: columns that are not stored, and must be named by a problem. free: columns of which nothing is said here.
    whole_refused: the problem code when nothing of the file can be used.
    """

    file: str
    named: str
    answers: Mapping[str, str] = field(default_factory=dict)
    tolerated: Mapping[str, str] = field(default_factory=dict)
    daily: Mapping[str | None, str] = field(default_factory=dict)
    exercises: str = ""
    sessions: str = ""
    waits: bool = False
    open: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str | None, str] = field(default_factory=dict)
    skipped: Mapping[str | None, str] = field(default_factory=dict)
    never: tuple[tuple[str, str, object], ...] = ()
    said: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    whole_refused: str | None = None


@dataclass(frozen=True)
class Row:
    """One row of a table. rows: first and last row of the spreadsheet. cells: column -> what may stand there."""

    sheet: str | None
    rows: range
    flag: str
    day: str
    cells: Mapping[str, tuple[str, ...]]

    def __str__(self) -> str:
        at = f"{self.rows[0]}" if len(self.rows) == 1 else f"{self.rows[0]}-{self.rows[-1]}"
        return f"{self.sheet or 'row'} {at} ({self.day})"


def table(text: str, sheet: str | None = None) -> list[Row]:
    """The rows of a table; the last column takes the rest of the line, so that an exercise may have spaces."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if not lines:
        return []
    titles = lines[0].split()
    found = []
    for line in lines[1:]:
        cells = line.split(maxsplit=len(titles) - 1)
        assert len(cells) == len(titles), f"{len(titles)} titles: {line}"
        flag = cells[0][-1] if cells[0][-1] in "!?~" else ""
        first, _, last = cells[0].rstrip("!?~").partition("-")
        values = {t: tuple(c.split("|")) for t, c in zip(titles[2:], cells[2:], strict=True)}
        rows = range(int(first), int(last or first) + 1)
        found.append(Row(sheet, rows, flag, f"2026-{cells[1]}", values))
    return found


def places(rows: Mapping[str | None, str]) -> set[Place]:
    """{sheet: "12 14-16"} as (sheet, row)."""
    found: set[Place] = set()
    for sheet, text in rows.items():
        for part in text.split():
            first, _, last = part.partition("-")
            found |= {(sheet, n) for n in range(int(first), int(last or first) + 1)}
    return found
