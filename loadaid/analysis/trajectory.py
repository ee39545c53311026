"""The four parameters and function: the last 14 days against the 14 before, each against its own standard error.

Progress shows in lower intensity, later onset, faster recovery, less impact on daily life. Pain and function are never
folded into one score.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from loadaid.analysis.panel import Bools, Floats, Ints, Panel
from loadaid.analysis.symptoms import Symptoms, Usual
from loadaid.analysis.windows import days_since, lag, last_known, window_count, window_mean
from loadaid.domain.limits import Limits
from loadaid.domain.records import MEASURES

CANNOT_TELL, IMPROVED, STABLE, WORSE = range(4)
WORDS = ("cannot_tell", "improved", "stable", "worse")
AXES = ("intensity", "onset", "recovery", "impact", "function")
HALF = 14
LEAST_PAIN, LEAST_IMPACT, LEAST_TIMES = 7, 6, 3
FUNCTION_AGE = 42  # days a questionnaire stands for today (judgement: filled every two to four weeks)
RANK_Z = 1.2815515655446004  # one-sided 10 %
EPS = 1e-9


@dataclass(frozen=True)
class Trajectory:
    """(patients, days) each: direction of every axis (codes of WORDS), and the values before and now behind it.
    certainty: of intensity and impact, the change in standard errors, above 0 when worse."""

    direction: dict[str, Ints]
    before: dict[str, Floats]
    now: dict[str, Floats]
    certainty: dict[str, Floats]

    def any(self, code: int, axes: tuple[str, ...] = AXES) -> Bools:
        """Any of these axes has this direction."""
        return np.logical_or.reduce([self.direction[axis] == code for axis in axes])

    @property
    def known(self) -> Ints:
        """How many axes can be told."""
        return np.add.reduce([(self.direction[axis] != CANNOT_TELL).astype(int) for axis in AXES])


def trajectory(panel: Panel, symptoms: Symptoms, limits: Limits) -> Trajectory:
    """Direction of the five axes, as of every day."""
    d, s = panel.daily, panel.session
    by_average = _means(d["pain_average"], LEAST_PAIN)
    by_morning = _means(d["pain_morning"], LEAST_PAIN)
    use_average = ~np.isnan(by_average[0] - by_average[1])
    pain = tuple(np.where(use_average, a, m) for a, m in zip(by_average, by_morning, strict=True))
    usual = _chosen(use_average, symptoms.average, symptoms.morning)
    better = np.minimum(limits.pain_change, limits.pain_change_share * pain[0])
    found: dict[str, tuple[Any, ...]] = {
        "intensity": _mean_change(pain, usual, better, limits.pain_change, limits),
        "impact": _mean_change(
            _means(d["impact"], LEAST_IMPACT), symptoms.impact, limits.impact_change, limits.impact_change, limits
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
    return Trajectory(*({axis: found[axis][k] for axis in AXES} for k in range(3)), certainty)


def _means(x: Floats, least: int) -> tuple[Floats, Floats, Ints, Ints]:
    """Mean of the previous and the last 14 days, and how many values each has."""
    now, n = window_mean(x, HALF, least), window_count(x, HALF)
    return lag(now, HALF), now, lag(n, HALF, 0), n


def _chosen(first: Bools, one: Usual, other: Usual) -> Usual:
    return Usual(*(np.where(first, getattr(one, f), getattr(other, f)) for f in ("level", "sd", "phi", "known")))


def _mean_change(
    means: tuple[Floats, ...], usual: Usual, improved_by: Floats | float, worse_by: float, limits: Limits
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
    shape = value.shape
    direction, before, now = np.full(shape, CANNOT_TELL), np.full(shape, np.nan), np.full(shape, np.nan)
    first = 0 if later else 1
    counts = window_count(lag(value, first), HALF - first)
    enough = (counts >= LEAST_TIMES) & (lag(window_count(value, HALF), HALF, 0) >= LEAST_TIMES)
    who, day = np.nonzero(enough)
    if not len(who):
        return direction, before, now
    padded, padded_rank = (np.pad(x, ((0, 0), (2 * HALF - 1, 0)), constant_values=np.nan) for x in (value, rank))
    windows = np.lib.stride_tricks.sliding_window_view
    # A window ends on its day; from there days since the session count back.
    cells = windows(padded, 2 * HALF, axis=1)[who, day][:, ::-1]
    ranks = windows(padded_rank, 2 * HALF, axis=1)[who, day][:, ::-1]
    if not later:
        open_hours = 24.0 * np.arange(HALF)
        cells[:, :HALF] = np.minimum(cells[:, :HALF], open_hours)
        ranks[:, :HALF] = np.minimum(ranks[:, :HALF], open_hours)
        cells[:, 0] = ranks[:, 0] = np.nan
    recent, earlier = _median(cells[:, :HALF]), _median(cells[:, HALF:])
    before[who, day], now[who, day] = earlier, recent
    direction[who, day] = STABLE
    longer = (recent >= earlier * (1 + limits.time_change) - EPS) & (recent > earlier + EPS)
    shorter = (recent <= earlier * (1 - limits.time_change) + EPS) & (recent < earlier - EPS)
    for moved, sign, code in ((longer, 1, IMPROVED if later else WORSE), (shorter, -1, WORSE if later else IMPROVED)):
        at = np.flatnonzero(moved)
        at = at[_outranks(ranks[at, :HALF], ranks[at, HALF:], sign)]
        direction[who[at], day[at]] = code
    return direction, before, now


def _median(cells: Floats) -> Floats:
    ordered = np.sort(cells, axis=1)  # NaN last
    n = (~np.isnan(cells)).sum(axis=1)
    row = np.arange(len(cells))
    middle: Floats = (ordered[row, (n - 1) // 2] + ordered[row, n // 2]) / 2
    return middle


def _outranks(recent: Floats, earlier: Floats, sign: int) -> Bools:
    """One-sided Mann-Whitney test at 10 %, normal form with ties and continuity; sign 1: recent larger."""
    n, m = (~np.isnan(recent)).sum(axis=1), (~np.isnan(earlier)).sum(axis=1)
    wins = np.zeros(len(recent))
    for k in range(recent.shape[1]):  # column by column: 14 passes instead of one array 14 times as large
        one = recent[:, k : k + 1]
        wins += (one > earlier).sum(axis=1) + 0.5 * (one == earlier).sum(axis=1)
    both = np.sort(np.concatenate([recent, earlier], axis=1), axis=1)
    ties = np.zeros(len(recent))
    size = np.ones(len(recent))
    for k in range(1, both.shape[1]):
        same = both[:, k] == both[:, k - 1]
        ties += np.where(same, 3 * size * (size + 1), 0.0)  # t^3 - t, grown one by one
        size = np.where(same, size + 1, 1.0)
    total = n + m
    variance = n * m / 12 * (total + 1 - ties / np.maximum(total * (total - 1), 1))
    z = (sign * (wins - n * m / 2) - 0.5) / np.sqrt(np.where(variance > 0, variance, np.inf))
    return np.asarray(z >= RANK_Z - EPS)


def _function(panel: Panel, limits: Limits) -> tuple[Ints, Floats, Floats]:
    """PSFS of the same activities, else RMDQ, else Quebec: the latest score against an earlier one.

    Each score is compared on its own date and stands for six weeks; it is never compared with itself.
    """
    direction = np.full(panel.shape, float(CANNOT_TELL))
    before, now = np.full(panel.shape, np.nan), np.full(panel.shape, np.nan)
    rows = panel.rows["outcomes"]
    if not len(rows.day):
        return direction.astype(int), before, now
    table = pd.DataFrame({
        "patient": rows.patient, "day": rows.day, "measure": rows.values("measure"),
        "activity": rows.frame["activity"].to_numpy(dtype=object), "value": rows.values("value"),
    }).dropna(subset=["measure", "value"])  # fmt: skip
    for name, judge in (("quebec", _by_total), ("rmdq", _by_total), ("psfs", _by_psfs)):  # the last found stands
        scores = table[table["measure"] == list(MEASURES).index(name)]
        step = {"quebec": limits.quebec_change, "rmdq": limits.rmdq_change, "psfs": limits.psfs_change}[name]
        found = judge(scores, step, limits)
        for whole, column in ((direction, "direction"), (before, "before"), (now, "now")):
            grid = _on_days(panel, found, column)
            whole[~np.isnan(grid)] = grid[~np.isnan(grid)]
    return direction.astype(int), before, now


def _on_days(panel: Panel, found: pd.DataFrame, column: str) -> Floats:
    """Each score from its date on, until the next one or for six weeks."""
    grid = np.full(panel.shape, np.nan)
    patient = found["patient"].to_numpy()
    at = np.maximum(found["day"].to_numpy() - panel.start[patient], 0)
    inside = at < panel.length[patient]
    grid[patient[inside], at[inside]] = found[column].to_numpy(dtype=float)[inside]
    fresh = days_since(~np.isnan(grid)) <= FUNCTION_AGE
    return np.where(fresh, last_known(grid), np.nan)


def _pairs(scores: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Every score beside every earlier one of the same patient (and activity), 14 days apart or more."""
    pairs = scores.merge(scores, on=["patient", *keys], suffixes=("", "_then"))
    pairs["apart"] = pairs["day"] - pairs["day_then"]
    return pairs[pairs["apart"] >= HALF]


def _by_psfs(scores: pd.DataFrame, step: float, limits: Limits) -> pd.DataFrame:
    """Higher is better. Improved: 1.3 against 28 to 56 days earlier (else the first), or 2 against 14 days; worse: 2."""
    pairs = _pairs(scores, ["activity"]).groupby(["patient", "day", "day_then", "apart"], as_index=False)
    means = pairs[["value", "value_then"]].mean().sort_values(["patient", "day", "day_then"])
    means["gain"] = means["value"] - means["value_then"]
    return _judged(
        means,
        lambda far, near: (far >= step - EPS) | (near >= limits.psfs_change_strong - EPS),
        lambda far, near: np.minimum(far, near) <= -limits.psfs_change_strong + EPS,
    )


def _by_total(scores: pd.DataFrame, step: float, limits: Limits) -> pd.DataFrame:
    """Lower is better (RMDQ, Quebec)."""
    means = _pairs(scores, []).sort_values(["patient", "day", "day_then"])
    means["gain"] = means["value_then"] - means["value"]
    return _judged(means, lambda far, near: far >= step - EPS, lambda far, near: far <= -step + EPS)


def _judged(
    pairs: pd.DataFrame, improved: Callable[[Floats, Floats], Bools], worse: Callable[[Floats, Floats], Bools]
) -> pd.DataFrame:
    """One row per patient and scored day: direction, the score then (28 to 56 days earlier, else the first) and now."""
    month = pairs[(pairs["apart"] >= 28) & (pairs["apart"] <= 56)].groupby(["patient", "day"]).last()
    first = pairs.groupby(["patient", "day"]).first()
    near = pairs.groupby(["patient", "day"]).last()
    far = month.reindex(first.index).fillna(first)
    gain, lately = far["gain"].to_numpy(dtype=float), near["gain"].to_numpy(dtype=float)
    direction = np.where(worse(gain, lately), WORSE, np.where(improved(gain, lately), IMPROVED, STABLE))
    return pd.DataFrame({
        "patient": [p for p, _ in first.index], "day": [d for _, d in first.index], "direction": direction,
        "before": far["value_then"].to_numpy(dtype=float), "now": far["value"].to_numpy(dtype=float),
    }).astype({"patient": np.int64, "day": np.int64})  # fmt: skip
