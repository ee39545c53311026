"""A column of dates while it is decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from loadaid.intake.cells.dates import Said
from loadaid.intake.model import Question


@dataclass
class Days:
    """What a column of dates says. days: one per cell, None where it is refused or an answer is awaited.

    wrong: position -> (code, facts). order: "dmy", "mdy", "iso" or None. notices: (code, position, facts).
    """

    days: list[date | None]
    said: list[Said | None]
    wrong: dict[int, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    order: str | None = None
    notices: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(one: Said, today: date) -> int | None:
    """Two digits mean this century up to next year; None when the cell has no year."""
    if one.year is None or not one.short_year:
        return one.year
    return 2000 + one.year if one.year <= (today.year + 1) % 100 else 1900 + one.year
