"""Cells of a log as the ways to clear a finding read them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from loadaid.analysis.rules.base import At, Change

EPS = 1e-9
LESS = 1 - 1e-6  # "under" a limit, and not on it
CALM = 3.0  # a pain value for a diary that holds none


def known(at: At, column: str, days: Iterable[int]) -> list[int]:
    """Those of some days, from the first logged one on, on which a daily column is not blank."""
    values = at.w.panel.daily[column][at.row]
    return [d for d in days if 0 <= d <= at.day and not np.isnan(values[d])]


def rounded_down(x: float) -> float:
    """To what a sentence shows."""
    return math.floor(100 * x + EPS) / 100


def some_pain(at: At, column: str) -> float:
    """The middle of what was written, for an entry that is missing."""
    values = at.w.panel.daily[column][at.row, : at.day + 1]
    values = values[~np.isnan(values)]
    return float(np.median(values)) if len(values) else CALM


def lately(at: At, change: Mapping[str, Callable[[float], object]]) -> list[Change]:
    """What these daily columns would read, from what they read, on the last three days."""
    daily = at.w.panel.daily
    days = {
        d: {n: f(at.value(daily[n], d)) for n, f in change.items() if known(at, n, [d])}
        for d in range(at.day - 2, at.day + 1)
    }
    return [Change("daily", d, values) for d, values in days.items() if values]


def pain_column(at: At) -> str:
    return "pain_morning" if at.value(at.w.symptoms.by_morning) else "pain_average"
