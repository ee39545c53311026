"""Scores of 0 to 10. None is rescaled without a word from the file or the person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from loadaid.intake.cells.numbers import Number
from loadaid.intake.columns.column import Reading
from loadaid.intake.columns.numbercells import OTHER_UNITS, keep, numbers_of, refuse

_RESCALED = {
    "0-100": lambda x: x / 10, "0-1": lambda x: x * 10, "1-5": lambda x: (x - 1) * 2.5, "5-1": lambda x: (5 - x) * 2.5,
    "0-5": lambda x: x * 2,
}  # fmt: skip


def score(reading: Reading) -> None:
    """A score of 0 to 10. One written otherwise (7/10, 70 %, 0 to 100, 6 to 20, 1 to 5) is taken as the person says."""
    numbers = numbers_of(reading)
    others = {i for i, n in numbers.items() if n.out_of not in (None, 10.0) or n.unit == "%"}  # asked for these alone
    scale = _scale(reading, numbers, others)
    if scale is None and not others:
        reading.waiting.update(numbers)
        return
    for i, n in numbers.items():
        if n.unit and (n.unit.split()[0] in OTHER_UNITS or (n.unit != "%" and not re.search(r"[a-z]{2}|!", n.unit))):
            refuse(reading, i, "not-a-number")
            continue
        if n.unit not in ("", "%", "pt", "pts", "point", "points"):  # "8/10 aïe", "4 assis": the words become a note
            reading.tell("words-beside-number", i)
            reading.texts.add(i)
        if scale is None and i in others:
            continue
        if scale == "0-10" or n.out_of == 10 or (others and i not in others):
            keep(reading, i, n.value)
        elif scale == "0-100" and n.value > 100:
            refuse(reading, i, "value-out-of-range", high=100, example="70")
        elif scale in _RESCALED:
            keep(reading, i, _RESCALED[scale](n.value))
            if scale == "0-100" and 0 < n.value <= 10 and median(v.value for v in numbers.values()) > 30:
                reading.tell("small-on-scale", i)
        else:  # Borg's 6 to 20 has no agreed conversion to 0 to 10: it stays unknown
            reading.tell("no-conversion", i)


def _scale(reading: Reading, numbers: dict[int, Number], others: set[int]) -> str | None:
    """The scale of a column of scores; None while it is asked."""
    known = reading.answers.get(f"scale:{reading.name}")
    if reading.of_log:
        return "0-10"
    if known in ("0-10", "0-100", "0-1", "6-20", "1-5", "5-1", "0-5"):
        return known
    if reading.taken.unit == "0-100":
        for i in list(numbers)[:1]:
            reading.tell("rescaled", i, scale="0-100")
        return "0-100"
    bare = {i: n.value for i, n in numbers.items() if n.out_of is None and not n.unit}
    values = list(bare.values())
    above = [i for i, v in bare.items() if v > 10]
    effort = reading.record.name.endswith(("rpe", "effort"))
    if others:
        choices: Sequence[str] = (
            ("0-10", "0-100", "0-5") if not any(numbers[i].out_of == 20 for i in others) else ("0-10", "6-20")
        )
        return reading.ask("scale", choices, sorted(others))
    if reading.taken.unit == "6-20" or (
        effort and above and len(values) >= 3 and min(values) >= 6 and max(values) <= 20
    ):
        return reading.ask("scale", ("0-10", "6-20", "0-100"), above or list(bare))
    if len(above) >= 3 and len(above) * 5 > len(values) and sum(1 for v in values if v <= 100) * 10 >= 9 * len(values):
        return reading.ask("scale", ("0-10", "0-100"), above)
    parts = [i for i, v in bare.items() if 0 < v < 1]
    if len(parts) >= 3 and max(values) <= 1:
        return reading.ask("scale", ("0-10", "0-1"), parts)
    pain = "pain" in reading.record.name
    few_zeros = sum(1 for v in values if v == 0) * 10 <= len(values)  # some write 0 for no answer on a scale from 1
    five = len(values) >= 10 and max(values) <= 5 and few_zeros and all(v == int(v) for v in values)
    if reading.taken.unit == "1-5" or (five and not pain and reading.taken.unit is None):
        return reading.ask("scale", ("0-10", "1-5", "5-1"), list(bare))
    return "0-10"


def constant_or_counting(reading: Reading) -> None:
    """Tells the physiotherapist of a score that never moves for a month, or that a spreadsheet's handle filled."""
    run = [(i, v) for i, v in sorted(reading.values.items()) if isinstance(v, (int, float))]
    values = [v for _, v in run]
    if len(values) >= 28 and len(set(values)) == 1:
        reading.tell("constant-column", run[0][0], n=len(values))
    steps = [b - a for a, b in pairwise(values)]
    for start in range(len(steps) - 4):
        if all(s == 1 for s in steps[start : start + 5]):
            reading.tell("counting-column", run[start][0])
            return
