"""Numbers of a log as the inputs of a finding read them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from loadaid.analysis.rules.base import At, Input
from loadaid.domain.words import N_

SCALE_TERM = N_("Échelle saturée : le niveau habituel + {over_usual_red} dépasse {scale_ceiling}.")
MORNING, AVERAGE = N_("douleur au réveil"), N_("douleur moyenne du jour")
USUAL = N_("niveau habituel")
FLARE_DAY = N_("jour de poussée")


def one(at: At, name: str, day: int | None, value: float, unit: str = "points", of: str = "") -> Input:
    """One number of a day (column), or of none; NaN is not known."""
    on = None if day is None else at.calendar(day)
    return Input(name, on, None if math.isnan(value) else float(value), unit, of)


def daily(at: At, name: str, grid: Any, days: Iterable[int], unit: str = "points") -> list[Input]:
    """One number a day."""
    return [one(at, name, d, at.value(grid, d), unit) for d in days]


def back(at: At, first: int, last: int = 0) -> range:
    """Days t-first .. t-last from the first logged day on, oldest first."""
    return range(max(at.day - first, 0), at.day - last + 1)


def known(inputs: Sequence[Input], *names: str) -> int:
    """How many of the inputs of these names are known."""
    return sum(x.value is not None for x in inputs if x.name in names)


def is_saturated(at: At) -> bool:
    """Whether today's usual level lies too near the top of the scale; then no entry would let a rule on pain tell."""
    return bool(at.value(at.w.symptoms.saturated))
