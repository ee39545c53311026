"""Cells that hold a time span: "1h30", "90'", "1:30", "01:30:00", "45 s", "0,5 h", and the spans of a spreadsheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta

from loadaid.intake.cells.numbers import Number, number
from loadaid.intake.cells.spelling import tidy

SECONDS = {
    **dict.fromkeys(("h", "hr", "hrs", "heure", "heures", "hour", "hours"), 3600.0),
    **dict.fromkeys(("m", "min", "mins", "mn", "minute", "minutes", "'", "′", "’"), 60.0),
    **dict.fromkeys(("s", "sec", "secs", "seconde", "secondes", "second", "seconds", '"', "″", "''", "”"), 1.0),
    **dict.fromkeys(("j", "jour", "jours", "d", "day", "days"), 86400.0),
}
_STEP = {3600.0: 60.0, 60.0: 1.0}  # "1h30": what follows hours without a unit is minutes
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+\.?|''|['\"′″’”])?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """A time span. seconds: its length when the cell says it. colon: (first, second) when "1:30" may be h:min or min:s."""

    seconds: float | None
    colon: tuple[int, int] | None = None


def span(value: object) -> Span | float | None:
    """A Span where the cell has units, a bare number (its unit is the column's) as a float, else None."""
    if isinstance(value, timedelta):
        return Span(value.total_seconds())
    if isinstance(value, time):
        return Span(value.hour * 3600.0 + value.minute * 60 + value.second)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    text = tidy(str(value)).casefold()
    if m := re.fullmatch(r"(\d{1,3}):(\d{2}):(\d{2})(?:\.\d+)?", text):
        return Span(int(m[1]) * 3600.0 + int(m[2]) * 60 + int(m[3])) if int(m[2]) < 60 > int(m[3]) else None
    if m := re.fullmatch(r"(\d{1,3}):(\d{2})", text):
        return Span(None, (int(m[1]), int(m[2]))) if int(m[2]) < 60 else None
    bare = number(text)
    if isinstance(bare, Number) and not bare.unit and bare.out_of is None:
        return bare.value
    return _with_units(text.replace(" et ", " ").replace("and", " "))


def _with_units(text: str) -> Span | None:
    """A span such as "1h 30 min", "1h30", "1 min 30": units go down, and only the last part may lack one."""
    at, seconds, unit = 0, 0.0, 0.0
    while at < len(text):
        part = _PART.match(text, at)
        if not part:
            return None
        name = (part[2] or "").rstrip(".")
        scale = SECONDS.get(name) if name else _STEP.get(unit)
        if scale is None or (unit and scale >= unit) or (not name and part.end() < len(text)):
            return None
        amount = float(part[1].replace(",", "."))
        if not name and amount >= 60:
            return None
        seconds += amount * scale
        unit, at = scale, part.end()
    return Span(seconds) if unit else None


def minutes_of(clock: str) -> int:
    """Minutes since midnight of "HH:MM"."""
    return int(clock[:2]) * 60 + int(clock[3:5])
