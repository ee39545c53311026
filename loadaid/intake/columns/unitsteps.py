"""Where a column changes its unit on the way: kilos to pounds, minutes to hours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from statistics import median


def unit_step(values: Sequence[float], low: float, high: float) -> int | None:
    """Where a column changes its unit: the one place where its usual value is multiplied by low to high, or divided."""
    lows, highs = list(accumulate(values, min)), list(accumulate(values, max))
    later_lows, later_highs = (
        list(accumulate(reversed(values), min))[::-1],
        list(accumulate(reversed(values), max))[::-1],
    )
    for at in range(3, len(values) - 2):
        before, after = (lows[at - 1], highs[at - 1]), (later_lows[at], later_highs[at])
        apart = before[1] < after[0] or after[1] < before[0]
        if apart and before[1] < 1.6 * before[0] and after[1] < 1.6 * after[0]:
            usual = sorted((median(values[:at]), median(values[at:])))
            if low <= usual[1] / max(usual[0], 1e-9) <= high:
                return at
    return None
