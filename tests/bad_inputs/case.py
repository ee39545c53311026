"""One bad input and what must come of it. Written from the catalogue and the contract alone, before any parser.

The reading is given TODAY, and DEFAULT_PATIENT where neither the file nor the case names a patient.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

TODAY = date(2026, 11, 26)
DEFAULT_PATIENT = "patient"

Builder = Callable[[], bytes]
File = tuple[str, Builder]
Row = Mapping[str, object]
Never = tuple[str, str, object]


class Holds(str):
    """A stored text that must hold this one, whatever else stands in it."""

    __slots__ = ()


@dataclass(frozen=True)
class Case:
    """One case of the catalogue. A number comes back when the case has several faces.

    outcome: A accepted, N accepted with a notice, Q a question is open, R rows refused and the others kept, F file refused.
    code: the problem code, or the question id, that must appear. Several, between "|": one of them. A question id that
    ends with ":" is a beginning. row, column, value: what that problem must show, where they are given; row as a
    spreadsheet counts it. also: further codes or question ids that must appear. read_as: what the file's entry must say.
    rows: the exact counts of the receipt; counts that are not named are 0.

    stored: rows that must be among the accepted ones, each with "table"; a number may differ by a thousandth of itself
    (pounds); None = not known, and so absent or blank; Holds = a part of the text. never: (table, column, value) that
    must not be stored. Both speak of the reading without answers. stored_after, never_after, rows_after: the same after
    `answers`. known: files of the log folder given as already known. size_only: the file is this long (the runner may
    stretch what the builder gives with nothing).
    """

    number: int
    title: str
    files: tuple[File, ...]
    outcome: str
    code: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    sheet: str | None = None
    also: tuple[str, ...] = ()
    read_as: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] | None = None
    stored: tuple[Row, ...] = ()
    never: tuple[Never, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    rows_after: Mapping[str, int] | None = None
    stored_after: tuple[Row, ...] = ()
    never_after: tuple[Never, ...] = ()
    known: Mapping[str, bytes] | None = None
    patient: str | None = None
    size_only: int | None = None
    why: str = ""


def counts(received: int, **kinds: int) -> dict[str, int]:
    """The receipt of a reading. `new` is what the other kinds leave, unless it is given."""
    others = ("same", "conflicting", "refused", "skipped")
    left = received - sum(kinds.get(kind, 0) for kind in others)
    return {"received": received, "new": left} | dict.fromkeys(others, 0) | kinds


def daily(day: str, **values: object) -> Row:
    return {"table": "daily", "date": day, **values}


def session(day: str, **values: object) -> Row:
    return {"table": "sessions", "date": day, **values}
