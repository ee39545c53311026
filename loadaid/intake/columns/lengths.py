"""Lengths of time, in the unit of their column: minutes, hours or seconds."""

from __future__ import annotations

import re
from datetime import date, datetime
from statistics import median

from loadaid.intake.cells.durations import Span, span
from loadaid.intake.cells.numbers import Number, is_about, without_about
from loadaid.intake.cells.spelling import tidy
from loadaid.intake.columns.column import Reading
from loadaid.intake.columns.numbercells import keep, numbers_of
from loadaid.intake.columns.unitsteps import unit_step
from loadaid.intake.columns.unlikely import unlikely
from loadaid.intake.model import Fault, Value
from loadaid.intake.tables.blocks import is_empty

PER = {"s": 1.0, "min": 60.0, "h": 3600.0}  # seconds in one unit


def duration(reading: Reading) -> None:
    """A time span in the unit of its column (min, h or s); bare numbers have the unit of the title, or of the column."""
    unit = {"points": "min"}.get(reading.record.unit, reading.record.unit)
    spans: dict[int, float] = {}
    bare: dict[int, float] = {}
    colons: dict[int, tuple[int, int]] = {}
    texts = []
    about = [
        i
        for i, c in enumerate(reading.cells)
        if isinstance(c, str) and is_about(c) and span(without_about(c)) is not None
    ]
    answer = reading.ask("merge:range", ("as_written", "missing"), about) if about else None
    if answer == "missing":
        reading.texts.update(about)
    read = [i for i, c in enumerate(reading.cells) if not is_empty(c) and (i not in about or answer == "as_written")]
    for i, found in reading.once_per_text(read, _span):
        if isinstance(found, Fault):
            reading.wrong[i] = (found.code, {})
        elif isinstance(found, Span):
            if found.colon:
                colons[i] = found.colon
            else:
                spans[i] = (found.seconds or 0.0) / PER[unit]
        elif isinstance(found, float):
            bare[i] = found
        else:
            texts.append(i)
    bare |= {i: n.value for i, n in numbers_of(reading, only=texts).items() if _is_bare(reading, i, n)}
    _colons(reading, colons, spans, unit)
    own = reading.taken.unit if reading.taken.unit in PER else None
    scale = PER[own or unit] / PER[unit] if bare else 1.0
    if own is None and bare:
        scale = _bare_duration(reading, bare, unit)
    for i, value in (spans | {i: v * scale for i, v in bare.items()}).items():
        if i not in reading.waiting:
            keep(reading, i, round(value, 4) or value)
    unlikely(reading)


def _span(cell: Value) -> Span | float | Fault | None:
    if isinstance(cell, (Fault, bool, datetime)):
        return cell if isinstance(cell, Fault) else None
    if isinstance(cell, date):
        return None
    cell = without_about(cell) if isinstance(cell, str) else cell
    found = span(cell)
    if isinstance(found, float) and isinstance(cell, str) and not re.fullmatch(r"[\d.,]+", tidy(cell)):
        return None
    return (
        None
        if isinstance(found, float) and isinstance(cell, str) and "," in cell and re.fullmatch(r"\d+,\d{3}", tidy(cell))
        else found
    )


def _is_bare(reading: Reading, i: int, n: Number) -> bool:
    """Whether a number read as such is bare; one with a unit that is no time is wrong."""
    if n.unit or n.out_of:
        reading.wrong[i] = ("not-a-duration", {})
        return False
    return True


def _colons(reading: Reading, colons: dict[int, tuple[int, int]], spans: dict[int, float], unit: str) -> None:
    """Settles "1:30": hours and minutes, or minutes and seconds; by the title, by what is possible, else asked."""
    if not colons:
        return
    form = reading.taken.unit if reading.taken.unit in ("h:min", "min:s") else None
    if form is None and unit == "h":
        form = "h:min"
    elif form is None and (unit == "s" or any(first >= 24 for first, _ in colons.values())):
        form = "min:s"
    if form is None and _like_the_rest(colons, spans, PER[unit]):
        form = "h:min"
        reading.tell("clock-spans", next(iter(colons)))
    if form is None:
        form = reading.ask("unit", ("h:min", "min:s"), list(colons))
    if form:
        for i, (first, second) in colons.items():
            seconds = first * 3600 + second * 60 if form == "h:min" else first * 60 + second
            spans[i] = seconds / PER[unit]


def _like_the_rest(colons: dict[int, tuple[int, int]], spans: dict[int, float], per: float) -> bool:
    """Whether "0:45" among "45 min" and "1 h 30" can only be hours and minutes: as minutes and seconds it is a tenth of them."""
    known = list(spans.values())
    if len(known) < 3:
        return False
    short = [(a * 60 + b) / per for a, b in colons.values()]
    long = [(a * 3600 + b * 60) / per for a, b in colons.values()]
    return max(short) * 5 < median(known) and max(long) <= 3 * max(known)


def _bare_duration(reading: Reading, bare: dict[int, float], unit: str) -> float:
    """Column units per bare number; 1 where nothing speaks against the column's own unit."""
    values = list(bare.values())
    if unit == "h":
        return _quarters(reading, bare)
    if unit != "min":
        return 1.0
    at = unit_step(values, 45, 75)
    hours = len(values) >= 2 and max(values) <= 3 and any(v != int(v) for v in values)
    if at is None and not hours:
        return 1.0
    answer = reading.ask("unit", ("min", "h") if at is None else ("min", "h", "changed"), list(bare))
    if answer == "changed" and at is not None:
        later_hours = values[at] < values[at - 1]
        for n, i in enumerate(list(bare)):
            in_hours = (n >= at) == later_hours
            keep(reading, i, bare.pop(i) * (60 if in_hours else 1))
    return 60.0 if answer == "h" else 1.0


def _quarters(reading: Reading, bare: dict[int, float]) -> float:
    """Hours written "7,30" and "8,00": by the clock, or in hundredths; asked when every one could be by the clock."""
    written = [re.fullmatch(r"\d+[.,](00|15|30|45)", tidy(reading.text(i))) for i in bare]
    if all(written) and any(m and m[1] in ("15", "30", "45") for m in written):
        answer = reading.ask("unit", ("h", "h:min"), list(bare))
        if answer == "h:min":
            for i in list(bare):
                hours, minutes = re.findall(r"\d+", reading.text(i))
                keep(reading, i, round(int(hours) + int(minutes) / 60, 4))
                bare.pop(i)
    return 1.0
