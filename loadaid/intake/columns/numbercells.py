"""Cells of numbers, a column at a time: what scores, lengths, loads and counts have in common.

What one cell leaves open (which sign is decimal, which unit, which scale) is settled by the whole column, or asked; no
score is rescaled, no range halved and no pound taken for a kilo without a word from the file or the person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from loadaid.intake.cells.dates import said
from loadaid.intake.cells.durations import SECONDS
from loadaid.intake.cells.numbers import Number, Range, is_about, number
from loadaid.intake.cells.spelling import narrow
from loadaid.intake.columns.column import Reading
from loadaid.intake.columns.wordcells import word_for_number
from loadaid.intake.model import Fault, Value
from loadaid.intake.tables.blocks import is_empty

POUNDS = frozenset(("lb", "lbs", "livre", "livres", "pound", "pounds"))
KILOS = frozenset(("kg", "kgs", "kilo", "kilos"))
# What may stand after a number and is no word of its own.
OTHER_UNITS = (
    frozenset(SECONDS)
    | POUNDS
    | KILOS
    | {"x", "reps", "rep", "km", "m", "fois", "pas", "steps", "g", "d", "sur", "a", "ou", "et", "out", "to"}
)
EXAMPLE = {"points": "7", "min": "30", "h": "7", "kg": "12", "count": "10", "s": "30"}


def numbers_of(
    reading: Reading, *, skip: set[int] | frozenset[int] = frozenset(), only: Sequence[int] | None = None
) -> dict[int, Number]:
    """The cells that are numbers; ranges as the person says; words become notes; the rest is wrong."""
    at = [i for i in (range(len(reading.cells)) if only is None else only)
          if not is_empty(reading.cells[i]) and i not in skip and i not in reading.more and i not in reading.waiting]  # fmt: skip
    decimal = reading.answers.get(f"decimal:{reading.name}")
    sign = {"comma": ",", "point": "."}.get(decimal or "")
    found: dict[int, Number] = {}
    ranges: dict[int, Range] = {}
    for i, one in reading.once_per_text(at, lambda cell: _number(cell, sign)):
        if isinstance(one, Number):
            found[i] = one
        elif isinstance(one, Range) and reading.record.name == "sets":
            reading.wrong[i] = ("not-sets", {})
        elif isinstance(one, Range):
            ranges[i] = one
        elif isinstance(one, tuple):
            reading.wrong[i] = one
        elif not word_for_number(reading, i):
            of_sets = reading.record.name in ("sets", "reps") and re.search(r"\d\s*[x×*]", reading.text(i))
            refuse(reading, i, "not-sets" if of_sets else "not-a-number")
    _decimals(reading, found, sign)
    _ranges(reading, ranges, found)
    for i, n in list(found.items()):
        if n.wide:
            reading.tell("wide-digits", i, read=f"{n.value:g}")
        if i in reading.waiting:
            del found[i]
    return found


def _number(cell: Value, sign: str | None) -> Number | Range | tuple[str, dict[str, Any]] | None:
    if isinstance(cell, Fault):
        return cell.code, {}
    if isinstance(cell, (bool, time, timedelta)):
        return None
    if isinstance(cell, (int, float)):
        return Number(float(cell))
    if isinstance(cell, date):
        return "became-a-date", {
            "date": cell if not isinstance(cell, datetime) else cell.date(),
            "typed": f"{cell.day}-{cell.month}",
        }
    text = str(cell)
    if "\0" in text:
        return "nul-character", {}
    found = number(text, sign)
    if (
        found is None and (day := said(text)) and day.day and day.month
    ):  # "3-avr", "03/04/2026": a spreadsheet made it a date
        return "became-a-date", {"date": text, "typed": f"{day.day}-{day.month}"}
    if found is None and (day := said(text)) and day.numbers and day.year:
        return "became-a-date", {"date": text, "typed": f"{day.numbers[0]}-{day.numbers[1]}"}
    return found


def _decimals(reading: Reading, found: dict[int, Number], sign: str | None) -> None:
    """Which sign is the decimal one: proved by 3,5; "1,234" alone is asked, unless only one reading is possible."""
    signs = {n.decimal for n in found.values() if n.decimal and n.sure}
    if len(signs) == 2:
        reading.tell("mixed-decimals", next(i for i, n in found.items() if n.decimal == "," and n.sure))
    reading.decimal = signs.pop() if len(signs) == 1 else None
    unsure = [i for i, n in found.items() if not n.sure]
    if not unsure:
        return
    high = reading.record.high or float("inf")
    whole = reading.record.unit == "count"
    grouped = {
        i: float(
            "".join(re.findall(r"\d+[.,]\d{3}", narrow(reading.text(i)))[:1]).replace(",", "").replace(".", "") or "inf"
        )
        for i in unsure
    }
    if whole:
        found |= {i: Number(grouped[i], found[i].unit) for i in unsure}
        return
    possible = [i for i in unsure if grouped[i] <= high]
    other = reading.decimal
    if (other and all(found[i].decimal == other for i in unsure)) or sign or not (possible or other):
        return
    reading.ask("decimal", ("comma", "point"), unsure, **{"as": found[unsure[0]].value, "or": grouped[unsure[0]]})


def _ranges(reading: Reading, ranges: dict[int, Range], found: dict[int, Number]) -> None:
    """Settles "3-4", "~3", ">5": lower, middle or upper for all of them, or unknown; "3-3" is 3."""
    for i in [i for i, r in ranges.items() if r.low == r.high and not is_about(reading.text(i))]:
        found[i] = Number(ranges.pop(i).low or 0.0)
    if not ranges:
        return
    answer = reading.ask("merge:range", range_choices(list(ranges.values())), list(ranges))
    for i, r in ranges.items():
        bounds = [b for b in (r.low, r.high) if b is not None]
        if answer == "missing":
            reading.texts.add(i)
        elif answer:
            taken = {"lower": bounds[0], "upper": bounds[-1], "as_written": bounds[0]}
            found[i] = Number(taken.get(answer, sum(bounds) / len(bounds)))


def range_choices(ranges: Sequence[Range]) -> tuple[str, ...]:
    """What may be answered: an "about 3000" has no lower and no upper."""
    about = all(r.low == r.high for r in ranges)
    return ("as_written", "missing") if about else ("lower", "middle", "upper", "missing")


def keep(reading: Reading, i: int, value: float) -> None:
    """Takes a value in, or refuses one outside the range of its column."""
    column = reading.record
    low, high = column.low or 0.0, column.high if column.high is not None else float("inf")
    if not low <= value <= high:
        refuse(reading, i, "value-out-of-range")
    else:
        reading.values[i] = int(value) if float(value).is_integer() else round(value, 6) or value


def refuse(reading: Reading, i: int, code: str, **other: Any) -> None:
    """Refuses a cell, with what its column expects."""
    column = reading.record
    unit = "" if column.unit in ("points", "count") else column.unit
    facts = {"low": column.low or 0, "high": column.high, "unit": unit, "example": EXAMPLE.get(column.unit, "1")}
    reading.wrong[i] = (code, facts | other)
