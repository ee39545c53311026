"""Counts, and sets with their repetitions: "3x10", "10/10/8", "30 s"."""

from __future__ import annotations

import re
from typing import Any

from loadaid.intake.cells.sets import Block, blocks, without_side
from loadaid.intake.cells.spelling import tidy
from loadaid.intake.columns.column import Reading
from loadaid.intake.columns.numbercells import keep, numbers_of, refuse
from loadaid.intake.columns.unlikely import unlikely
from loadaid.intake.tables.blocks import is_empty

_SIDES = re.compile(r"(\d+)\s*[gdlr]\W*(\d+)\s*[gdlr]|[gdlr]\s*(\d+)\W*[gdlr]\s*(\d+)", re.IGNORECASE)
_REPS_RANGE = re.compile(r"\d+\s*[x×*]\s*\d+\s*(?:[-–]|à|a|to)\s*\d+", re.IGNORECASE)
_WHOLE = frozenset(("sets", "reps", "steps"))
_OWN_UNITS = {
    "steps": ("pas", "steps"),
    "reps": ("reps", "rep", "repetitions", "x", "fois"),
    "sets": ("series", "serie", "sets", "set", "x"),
}


def amount(reading: Reading) -> None:
    """A count or another bare number in the column's own unit; repetitions may be sets ("3x10", "10/10/8", "30 s")."""
    name = reading.record.name
    if name in ("reps", "sets"):
        _sets_cells(reading)
    numbers = numbers_of(reading)
    for i, n in numbers.items():
        if name == "session" and n.value == 0:  # no session that day; told apart when the line is put together
            reading.values[i] = 0
            continue
        if n.out_of is not None or (n.unit and not _fits(n.unit, name)):
            if name == "reps" and n.unit in ("s", "sec", "secs", "secondes", "seconds"):
                reading.more[i] = [{"hold_s": n.value}]
            else:
                refuse(reading, i, "not-a-number")
        elif (reading.record.kind == "whole" or name in _WHOLE) and n.value != int(n.value):
            refuse(reading, i, "not-a-whole-number")
        else:
            keep(reading, i, n.value)
    unlikely(reading)


def _fits(unit: str, name: str) -> bool:
    return unit in _OWN_UNITS.get(name, ())


def sets_and_reps(reading: Reading) -> None:
    """A column of its own for "3x10@12kg"."""
    _sets_cells(reading)
    for i in numbers_of(reading):
        reading.wrong[i] = ("not-sets", {})  # one number alone may be sets or repetitions


def _sets_cells(reading: Reading) -> None:
    sides, ranges = [], []
    for i, cell in enumerate(reading.cells):
        if not isinstance(cell, str) or is_empty(cell):
            continue
        if found := blocks(cell):
            reading.more[i] = [as_values(b) for b in found]
            if any(b.pounds is not None for b in found):
                first = next(b for b in found if b.pounds is not None)
                reading.tell("pounds", i, lb=first.pounds, kg=first.load_kg)
        elif reading.record.name == "reps" and (one := without_side(cell)).isdecimal() and one != tidy(cell):
            reading.more[i] = [{"reps": int(one)}]
        elif _SIDES.fullmatch(tidy(cell)):
            sides.append(i)
        elif _REPS_RANGE.fullmatch(tidy(cell)):
            ranges.append(i)
    if ranges and (answer := reading.ask("merge:range", ("lower", "middle", "upper", "missing"), ranges)):
        for i in ranges:
            times, low, high = (int(n) for n in re.findall(r"\d+", str(reading.cells[i]))[:3])
            reps = {"lower": low, "middle": (low + high) / 2, "upper": high}.get(answer)
            reading.more[i] = [{"sets": times} | ({"reps": reps} if reps is not None else {})]
            if reps is None:
                reading.texts.add(i)
    if sides and (answer := reading.ask("merge:sides", ("sum", "one_side", "missing"), sides)):
        for i in sides:
            left, right = re.findall(r"\d+", str(reading.cells[i]))
            if answer != "missing":
                reading.more[i] = [
                    {"reps": float(left) + float(right) if answer == "sum" else max(float(left), float(right))}
                ]
            else:
                reading.texts.add(i)


def as_values(block: Block) -> dict[str, Any]:
    """Equal sets as columns of the log folder, without what the cell does not say."""
    named = {"sets": block.sets, "reps": block.reps, "hold_s": block.hold_s, "load_kg": block.load_kg}
    return {name: int(v) if float(v).is_integer() else v for name, v in named.items() if v is not None}
