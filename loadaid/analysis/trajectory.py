"""The four parameters and function: the last 14 days against the 14 before, each against its own standard error.

Progress shows in lower intensity, later onset, faster recovery, less impact on daily life. Pain and function are never
folded into one score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from loadaid.analysis.function import function_change
from loadaid.analysis.index import Bools, Floats, Ints
from loadaid.analysis.medians import window_median
from loadaid.analysis.panel import Panel
from loadaid.analysis.symptoms import Symptoms, Usual
from loadaid.analysis.windows import lag, window_count, window_max, window_mean
from loadaid.domain.limits import Limits

CANNOT_TELL, IMPROVED, STABLE, WORSE = range(4)
WORDS = ("cannot_tell", "improved", "stable", "worse")
AXES = ("intensity", "onset", "recovery", "impact", "function")
HALF = 14
LEAST_PAIN, LEAST_IMPACT, LEAST_TIMES = 7, 6, 3
RANK_Z = 1.2815515655446004  # one-sided 10 %
EPS = 1e-9


@dataclass(frozen=True)
class Trajectory:
    """(patients, days) each: direction of every axis (codes of WORDS), and the values before and now behind it.
    certainty: of intensity and impact, the change in standard errors, above 0 when worse. by_average: intensity is
    that of day averages, else that on waking. onset: minutes into a session until the usual pain, those of the session when
    it did not come (painless). settle: hours back to the level before, 0 when the session did not raise it."""

    direction: dict[str, Ints]
    before: dict[str, Floats]
    now: dict[str, Floats]
    certainty: dict[str, Floats]
    by_average: Bools
    onset: Floats
    painless: Bools
    settle: Floats

    def any(self, code: int, axes: tuple[str, ...] = AXES) -> Bools:
        """Any of these axes has this direction."""
        return np.asarray(np.logical_or.reduce([self.direction[axis] == code for axis in axes]))

    @property
    def known(self) -> Ints:
        """How many axes can be told."""
        return np.asarray(np.add.reduce([(self.direction[axis] != CANNOT_TELL).astype(int) for axis in AXES]))


def trajectory(panel: Panel, symptoms: Symptoms, limits: Limits) -> Trajectory:
    """Direction of the five axes, as of every day."""
    d, s = panel.daily, panel.session
    by_average = _means(d["pain_average"], LEAST_PAIN)
    by_morning = _means(d["pain_morning"], LEAST_PAIN)
    use_average = ~np.isnan(by_average[0] - by_average[1])
    pain = [np.where(use_average, a, m) for a, m in zip(by_average, by_morning, strict=True)]
    usual = _chosen(use_average, symptoms.average, symptoms.morning)
    better = np.minimum(limits.pain_change, limits.pain_change_share * pain[0])
    found: dict[str, tuple[Any, ...]] = {
        "intensity": _mean_change(pain, usual, better, limits.pain_change, limits),
        "impact": _mean_change(
            list(_means(d["impact"], LEAST_IMPACT)), symptoms.impact, limits.impact_change, limits.impact_change, limits
        ),
    }
    # A session without its usual pain counts as later than all others; its time is that of the session.
    painless = (s["during"] == 0) & np.isnan(s["onset"])
    onset = np.where(painless, s["minutes"], s["onset"])
    at_once = np.isnan(s["settle"]) & (s["after"] <= s["before"] + EPS)
    settle = np.where(at_once, 0.0, s["settle"])
    found["onset"] = _time_change(onset, np.where(painless & ~np.isnan(onset), np.inf, onset), limits, later=True)
    found["recovery"] = _time_change(settle, settle, limits, later=False)
    found["function"] = _function(panel, limits)
    certainty = {axis: found[axis][3] for axis in ("intensity", "impact")}
    direction, before, now = ({axis: found[axis][k] for axis in AXES} for k in range(3))
    return Trajectory(direction, before, now, certainty, use_average, onset, painless, settle)


def _means(x: Floats, least: int) -> tuple[Floats, Floats, Ints, Ints]:
    """Mean of the previous and the last 14 days, and how many values each has."""
    now, n = window_mean(x, HALF, least), window_count(x, HALF)
    return lag(now, HALF), now, lag(n, HALF, 0), n


def _chosen(first: Bools, one: Usual, other: Usual) -> Usual:
    return Usual(*(np.where(first, getattr(one, f), getattr(other, f)) for f in ("level", "sd", "phi", "known")))


def _mean_change(
    means: list[Any], usual: Usual, improved_by: Floats | float, worse_by: float, limits: Limits
) -> tuple[Ints, Floats, Floats, Floats]:
    """A change counts when it reaches its threshold and 1.645 standard errors of the difference."""
    before, now, n_before, n_now = means
    change = now - before
    inflation = (1 + usual.phi) / (1 - usual.phi)  # neighbouring days repeat one another
    error = usual.sd * np.sqrt(inflation * (1 / np.maximum(n_before, 1) + 1 / np.maximum(n_now, 1)))
    clear = np.abs(change) > limits.confidence * error
    direction = np.where(np.isnan(change), CANNOT_TELL, STABLE)
    direction = np.where(clear & (change <= -improved_by + EPS) & (change < 0), IMPROVED, direction)
    return np.where(clear & (change >= worse_by - EPS), WORSE, direction), before, now, change / error


def _time_change(value: Floats, rank: Floats, limits: Limits, *, later: bool) -> tuple[Ints, Floats, Floats]:
    """Onset or settling: medians a quarter apart and a one-sided rank test at 10 %.

    later=True: a longer time is progress (onset). For settling the session of the day itself is left out and one still
    open counts with the hours that have passed.
    """
    direction = np.full(value.shape, CANNOT_TELL)
    first = 0 if later else 1
    fortnight = window_median(value, HALF - 1, 0, LEAST_TIMES)
    now, known_now = fortnight if first == 0 else window_median(value, HALF - 1, first, LEAST_TIMES)
    before, known_before = lag(fortnight.median, HALF), lag(fortnight.known, HALF, 0)
    enough = (known_now >= LEAST_TIMES) & (known_before >= LEAST_TIMES)
    if not later:
        who, day = np.nonzero(enough & (window_max(value, HALF) > 24))  # only these can still be open
        now[who, day] = _median(_cells(value, who, day, still_open=True)[:, :HALF])
    now, before = np.where(enough, now, np.nan), np.where(enough, before, np.nan)
    direction[enough] = STABLE
    longer = (now >= before * (1 + limits.time_change) - EPS) & (now > before + EPS)
    shorter = (now <= before * (1 - limits.time_change) + EPS) & (now < before - EPS)
    for moved, sign, code in ((longer, 1, IMPROVED if later else WORSE), (shorter, -1, WORSE if later else IMPROVED)):
        who, day = np.nonzero(moved)
        cells = _cells(rank, who, day, still_open=not later)
        surely = _outranks(cells[:, :HALF], cells[:, HALF:], sign)
        direction[who[surely], day[surely]] = code
    return direction, before, now


def _cells(value: Floats, who: Ints, day: Ints, *, still_open: bool) -> Floats:
    """The values of the 28 days up to some days, newest first; hours still running are cut at those that have passed."""
    back = np.arange(2 * HALF)
    column = day[:, None] - back
    cells = np.where(column >= 0, value[who[:, None], np.maximum(column, 0)], np.nan)
    if still_open:
        cells[:, :HALF] = np.minimum(cells[:, :HALF], 24.0 * back[:HALF])
        cells[:, 0] = np.nan
    return cells


def _median(cells: Floats) -> Floats:
    ordered = np.sort(cells, axis=1)  # NaN last
    n = (~np.isnan(cells)).sum(axis=1)
    row = np.arange(len(cells))
    middle: Floats = (ordered[row, (n - 1) // 2] + ordered[row, n // 2]) / 2
    return middle


def _outranks(recent: Floats, earlier: Floats, sign: int) -> Bools:
    """One-sided Mann-Whitney test at 10 %, normal form with ties and continuity; sign 1: recent larger."""
    n, m = (~np.isnan(recent)).sum(axis=1), (~np.isnan(earlier)).sum(axis=1)
    both = np.sort(np.concatenate([recent, earlier], axis=1), axis=1).T.copy()  # one row per place: long rows are quick
    recent, earlier = recent.T.copy(), earlier.T.copy()
    twice_wins = np.zeros(recent.shape[1], dtype=np.int16)
    for one in recent:
        twice_wins += (one > earlier).sum(axis=0, dtype=np.int16) + (one >= earlier).sum(axis=0, dtype=np.int16)
    wins = twice_wins / 2
    ties, size = np.zeros(len(wins)), np.ones(len(wins))
    for k in range(1, len(both)):
        same = both[k] == both[k - 1]
        ties += np.where(same, 3 * size * (size + 1), 0.0)  # t^3 - t, grown one by one
        size = np.where(same, size + 1, 1.0)
    total = n + m
    variance = n * m / 12 * (total + 1 - ties / np.maximum(total * (total - 1), 1))
    z = (sign * (wins - n * m / 2) - 0.5) / np.sqrt(np.where(variance > 0, variance, np.inf))
    return np.asarray(z >= RANK_Z - EPS)


def _function(panel: Panel, limits: Limits) -> tuple[Ints, Floats, Floats]:
    gain, before, now = function_change(panel, limits)
    direction = np.where(np.isnan(gain), CANNOT_TELL, STABLE)
    return np.where(gain >= 1, IMPROVED, np.where(gain <= -1, WORSE, direction)), before, now
