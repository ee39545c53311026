"""Function: PSFS of the same activities, else Roland-Morris, else Quebec, each score against earlier ones.

A score is compared on its own date and then stands for six weeks; days of the log never change it.
"""

from __future__ import annotations

import numpy as np

from loadaid.analysis.exercises import places
from loadaid.analysis.index import Floats
from loadaid.analysis.panel import Panel
from loadaid.analysis.windows import last_known
from loadaid.domain.limits import Limits
from loadaid.domain.records import MEASURES

STANDS_DAYS = 42  # judgement: questionnaires are filled in every two to four weeks
NEAR, MONTH, FAR = 14, 28, 56  # days between two scores that may be compared
EPS = 1e-9


def function_change(panel: Panel, limits: Limits) -> tuple[Floats, Floats, Floats]:
    """Gain of function, and the score then and now: (patients, days); NaN where no two scores can be compared.

    The gain counts limits: 1 or more is an improvement, -1 or less a worsening, between is stable.
    """
    gain, then, now = (np.full(panel.shape, np.nan) for _ in range(3))
    if not len(panel.rows["outcomes"].day):
        return gain, then, now
    for name, better, step in (
        ("quebec", -1, limits.quebec_change), ("rmdq", -1, limits.rmdq_change), ("psfs", 1, limits.psfs_change),
    ):  # fmt: skip
        day, value = _scores(panel, name)
        if np.isnan(day).all():
            continue
        near, _ = _against_earlier(day, value, NEAR, FAR)
        far, earlier = _against_earlier(day, value, MONTH, FAR)
        first, start = _against_first(day, value)
        far, earlier = (np.where(np.isnan(far), f, x) for x, f in ((far, first), (earlier, start)))
        counted = better * far / step
        if name == "psfs":  # small steps over a month, two points over a fortnight; worse only from two points
            near = np.where(np.isnan(near), far, near) / limits.psfs_change_strong
            far_strong = far / limits.psfs_change_strong
            counted = np.where(near >= 1 - EPS, np.fmax(counted, near), counted)
            worst = np.fmin(near, far_strong)
            counted = np.where(worst <= -1 + EPS, worst, np.where(counted <= -1 + EPS, -0.99, counted))
        counted = np.where(np.abs(np.abs(counted) - 1) < EPS, np.sign(counted), counted)
        latest = np.where(np.isnan(counted), np.nan, earlier + far)
        for grid, scores in ((gain, counted), (then, np.where(np.isnan(counted), np.nan, earlier)), (now, latest)):
            found = _standing(panel, day, scores)
            grid[~np.isnan(found)] = found[~np.isnan(found)]
    return gain, then, now


def psfs_now(panel: Panel) -> Floats:
    """Mean PSFS of the latest date, for six weeks; NaN when there is none."""
    day, value = _scores(panel, "psfs")
    known = (~np.isnan(value)).sum(axis=2)
    mean = np.where(known > 0, np.nansum(value, axis=2) / np.maximum(known, 1), np.nan)
    return _standing(panel, day, mean)


def _scores(panel: Panel, measure: str) -> tuple[Floats, Floats]:
    """Dates (patients, dates) as columns of the panel, in order, and values (patients, dates, activities)."""
    rows = panel.rows["outcomes"]
    value = rows.values("value")
    keep = (rows.values("measure") == list(MEASURES).index(measure)) & ~np.isnan(value)
    patient, at = rows.patient[keep], rows.day[keep] - panel.start[rows.patient[keep]]
    activity, activities = places(rows, keep)
    new = np.ones(len(at), dtype=bool)
    new[1:] = (np.diff(patient) != 0) | (np.diff(at) != 0)
    nth = np.cumsum(new) - 1
    nth = nth - nth[np.searchsorted(patient, patient)] if len(nth) else nth
    dates = int(nth.max()) + 1 if len(nth) else 1
    day, values = np.full((panel.shape[0], dates), np.nan), np.full((panel.shape[0], dates, activities), np.nan)
    day[patient, nth], values[patient, nth, activity] = at, value[keep]
    return day, values


def _shared_mean(now: Floats, then: Floats) -> tuple[Floats, Floats]:
    """Mean change over the activities scored on both dates, and their mean then."""
    both = ~np.isnan(now - then)
    count = both.sum(axis=2)
    change = np.where(both, now - then, 0.0).sum(axis=2) / np.maximum(count, 1)
    before = np.where(both, then, 0.0).sum(axis=2) / np.maximum(count, 1)
    return np.where(count > 0, change, np.nan), np.where(count > 0, before, np.nan)


def _against_earlier(day: Floats, value: Floats, least: int, most: int) -> tuple[Floats, Floats]:
    """Each score against the latest one `least` to `most` days earlier."""
    change, before = np.full(day.shape, np.nan), np.full(day.shape, np.nan)
    for k in range(1, day.shape[1]):
        apart = day[:, k:] - day[:, :-k]
        if not (apart <= most).any():
            break
        fits = (apart >= least) & (apart <= most) & np.isnan(change[:, k:])
        moved, then = _shared_mean(value[:, k:], value[:, :-k])
        change[:, k:] = np.where(fits, moved, change[:, k:])
        before[:, k:] = np.where(fits & ~np.isnan(moved), then, before[:, k:])
    return change, before


def _against_first(day: Floats, value: Floats) -> tuple[Floats, Floats]:
    """Each score against the first of each activity, where that is 14 days old or more."""
    nth = (~np.isnan(value)).argmax(axis=1)
    first = np.take_along_axis(value, nth[:, None, :], axis=1)
    since = np.take_along_axis(day, nth, axis=1)
    old = day[:, :, None] - since[:, None, :] >= NEAR
    return _shared_mean(value, np.where(old, first, np.nan))


def _standing(panel: Panel, day: Floats, scores: Floats) -> Floats:
    """Scores from their date on, until the next or for six weeks; a score before the log stands from its own date."""
    grid, said = np.full(panel.shape, np.nan), np.full(panel.shape, np.nan)
    who, nth = np.nonzero(~np.isnan(scores))
    at = day[who, nth]
    inside = at < panel.length[who]
    who, nth, at = who[inside], nth[inside], at[inside]
    column = np.maximum(at, 0).astype(int)
    grid[who, column], said[who, column] = scores[who, nth], at
    age = np.arange(panel.shape[1]) - last_known(said)
    return np.where(age <= STANDS_DAYS, last_known(grid), np.nan)
