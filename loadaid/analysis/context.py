"""The load measures of the literature, under the names and definitions of their papers: context beside a screen.

No rule uses them. All count a day without a session as 0, because their definitions do, so an unlogged week reads as
a week of rest: `unlogged7` and `unlogged28` stand beside them, to be looked at first.

Sources: Foster 1998 (monotony, strain), Williams 2017 (EWMA, uncoupled ratio), Lolli 2017 (why uncoupled).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from loadaid.analysis.index import CELLS
from loadaid.analysis.panel import NOT_LOGGED, SESSION, STATES
from loadaid.analysis.windows import Floats, Ints, days_since, lag, window_count, window_sd, window_sum

MEASURES = (
    "acute7_mean", "chronic28_mean", "acwr_coupled", "acwr_uncoupled21", "ewma7_williams", "ewma28_williams",
    "acwr_ewma_williams", "monotony_ddof1", "strain_ddof1", "week_change",
)  # fmt: skip
SLACK = 1e-9  # an SD smaller than this share of its mean is rounding: the days are equal


def context_measures(load: Floats, state: Ints) -> dict[str, Floats]:
    """The ten context load measures of every day, and how many days of the last 7 and 28 were not logged.

    load: (patients, days), RPE x minutes summed over a day's sessions; NaN on a session day = unknown load, and every
    window that contains that day is blank. state: same shape, panel.NOT_LOGGED, REST or SESSION. Day 0 is each
    patient's first logged day. Result: MEASURES, unlogged7 and unlogged28, same shape; NaN where undefined: too few
    days, all rest, equal days (monotony), nothing to divide by.

    An EWMA has no end, so it has no window to blank: after a session of unknown load it is blank for as many days as
    its name says (the day's weight is then down to 13 %), and goes on from where it was before that day.

    >>> load = np.array([[30.0] * 21 + [50.0] * 7])
    >>> measures = context_measures(load, np.full(load.shape, SESSION))
    >>> [round(float(measures[name][0, -1]), 3) for name in ("ewma7_williams", "acwr_ewma_williams", "week_change")]
    [47.33, 1.25, 0.667]
    """
    daily = np.where(state == SESSION, load, 0.0)  # NaN: a session of unknown load
    sum7, sum28 = _whole_sum(daily, 7), _whole_sum(daily, 28)
    sum21_before = lag(_whole_sum(daily, 21), 7)
    sd7 = window_sd(daily, 7, least=7)
    monotony = _ratio(sum7 / 7, np.where(sd7 > SLACK * sum7 / 7, sd7, 0.0))
    before = lag(sum7, 7)
    ewma7, ewma28 = ewma(daily, 7), ewma(daily, 28)
    return {
        "acute7_mean": sum7 / 7,
        "chronic28_mean": sum28 / 28,
        "acwr_coupled": _ratio(sum7 / 7, sum28 / 28),
        "acwr_uncoupled21": _ratio(sum7 / 7, sum21_before / 21),
        "ewma7_williams": ewma7,
        "ewma28_williams": ewma28,
        "acwr_ewma_williams": _ratio(ewma7, ewma28),
        "monotony_ddof1": monotony,
        "strain_ddof1": sum7 * monotony,
        "week_change": _ratio(sum7 - before, before),
        "unlogged7": window_count(state == NOT_LOGGED, 7).astype(float),
        "unlogged28": window_count(state == NOT_LOGGED, 28).astype(float),
    }


def with_context(measures: pd.DataFrame) -> pd.DataFrame:
    """The table of a review's measures with the context load measures as further columns.

    measures: one row per patient and calendar day, patients one after the other, days in order; with patient_id,
    load_au and state. Result: the same rows and MEASURES, NaN where undefined.
    """
    patient = pd.factorize(measures["patient_id"])[0]
    lengths = np.bincount(patient)
    day = np.arange(len(measures)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    load = measures["load_au"].to_numpy(dtype=np.float64)
    state = pd.Categorical(measures["state"], categories=list(STATES)).codes
    columns = {name: np.full(len(measures), np.nan) for name in MEASURES}
    ends = np.cumsum(lengths)
    start = 0
    while start < len(lengths):  # some patients at a time, as many as the cache holds
        stop = start + max(1, CELLS // int(lengths[start]))
        rows = slice(int(ends[start] - lengths[start]), int(ends[min(stop, len(lengths)) - 1]))
        place = (patient[rows] - start, day[rows])
        shape = (int(place[0].max()) + 1, int(place[1].max()) + 1)
        loads, states = np.zeros(shape), np.full(shape, NOT_LOGGED)
        loads[place], states[place] = load[rows], state[rows]
        found = context_measures(loads, states)
        for name, values in columns.items():
            values[rows] = found[name][place]
        start = stop
    return measures.assign(**columns)


def ewma(daily: Floats, n: int) -> Floats:
    """Exponentially weighted mean load: E = E before + 2 / (n + 1) x (load - E before), from the first known day.

    daily: (patients, days), 0 on days without a session, NaN = unknown load: blank then and for n - 1 days more.

    >>> ewma(np.array([[62.0, 0.0, 66.0]]), 7)
    array([[62.   , 46.5  , 51.375]])
    """
    weight = 2 / (n + 1)
    by_day = np.ascontiguousarray(daily.T)  # one row per day: each step of the recursion is one pass over the patients
    mean = np.empty_like(by_day)
    held = np.full(by_day.shape[1], np.nan)
    for day, today in enumerate(by_day):
        moved = weight * today + (1 - weight) * held
        held = np.where(np.isnan(moved), np.where(np.isnan(held), today, held), moved)
        mean[day] = held
    blank = days_since(np.isnan(daily)) < n
    return np.asarray(np.where(blank, np.nan, mean.T))


def _whole_sum(daily: Floats, n: int) -> Floats:
    """Sum of n days, blank until there are n days and when one of them is unknown."""
    return np.where(window_count(daily, n) == n, window_sum(daily, n), np.nan)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, blank where there is nothing to divide by."""
    ratio = np.full(part.shape, np.nan)
    np.divide(part, whole, out=ratio, where=whole > 0)
    return ratio
