"""Loads in kilos. No pound is taken for a kilo without a word from the file or the person."""

from __future__ import annotations

import re

from loadaid.intake.cells.numbers import Number
from loadaid.intake.cells.sets import POUND
from loadaid.intake.cells.spelling import tidy
from loadaid.intake.columns.column import Reading
from loadaid.intake.columns.numbercells import KILOS, POUNDS, keep, numbers_of, refuse
from loadaid.intake.columns.unitsteps import unit_step
from loadaid.intake.columns.unlikely import unlikely

_TWICE = re.compile(r"(\d+)\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(kgs?|lbs?)?", re.IGNORECASE)


def weight(reading: Reading) -> None:
    """A load in kilos; pounds are converted where the file or the person says that they are pounds."""
    twice = [i for i, c in enumerate(reading.cells) if isinstance(c, str) and _TWICE.fullmatch(tidy(c))]
    doubled = reading.ask("unit", ("sum", "one"), twice) if twice else None
    numbers = numbers_of(reading, skip=set(twice))
    if doubled:
        for i in twice:
            times, each, unit = _TWICE.fullmatch(tidy(str(reading.cells[i]))).groups()  # type: ignore[union-attr]
            value = float(each.replace(",", ".")) * (float(times) if doubled == "sum" else 1)
            numbers[i] = Number(value, (unit or "").casefold())
    bare = [i for i, n in numbers.items() if not n.unit and n.value > 0]
    unit = _bare_weight(reading, numbers, bare) if bare else None
    for i, n in numbers.items():
        pounds = n.unit in POUNDS or (not n.unit and unit == "lb")
        if n.out_of is not None or (n.unit and n.unit not in KILOS | POUNDS):
            refuse(reading, i, "not-a-number")
        elif pounds:
            keep(reading, i, round(n.value * POUND, 2))
        elif n.unit or unit in ("kg", "lb") or n.value <= 0:
            keep(reading, i, n.value)
    told = [i for i, n in numbers.items() if (n.unit in POUNDS or unit == "lb") and i in reading.values and n.value > 0]
    if told:
        n = numbers[told[0]]
        reading.tell("pounds", told[0], lb=n.value, kg=n.value * POUND)
    unlikely(reading)


def _bare_weight(reading: Reading, numbers: dict[int, Number], bare: list[int]) -> str | None:
    """kg or lb for numbers without a unit: asked where the title is English, or where the numbers jump by 2.2."""
    values = [numbers[i].value for i in bare]
    at = unit_step(values, 2.0, 2.4)
    french = not re.search(r"weight|load|dumbbell", reading.name, re.IGNORECASE)
    written = {n.unit for n in numbers.values() if n.unit}
    if at is not None:
        answer = reading.ask("unit", ("kg", "lb", "changed"), bare, before=values[at - 1], after=values[at])
        if answer == "changed":
            heavier_after = values[at] > values[at - 1]
            for n, i in enumerate(bare):
                pounds = (n >= at) == heavier_after
                keep(reading, i, round(numbers.pop(i).value * POUND, 2) if pounds else numbers.pop(i).value)
            return "kg"
        return answer
    if reading.taken.unit in ("kg", "lb"):
        return reading.taken.unit
    if written & POUNDS or (not french and not written):
        return reading.ask("unit", ("kg", "lb"), bare)
    return "kg"
