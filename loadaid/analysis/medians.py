"""Medians and spread of trailing windows: a patient's usual level and usual variation, as of every day."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from loadaid.analysis.windows import Bools, Floats, Ints, window_count, window_sum

BLOCK_DAYS = 24_000  # patient-days worked on at once, so that all arrays of the sort stay in the cache


class Spread(NamedTuple):
    """The usual of a window: median and sample SD (NaN when too few values are known), and how many are."""

    median: Floats
    sd: Floats
    known: Ints


class Middle(NamedTuple):
    """Median of a window (NaN when too few values are known), and how many are."""

    median: Floats
    known: Ints


def window_median(x: Floats, first: int, last: int, least: int = 1) -> Middle:
    """Median and number of the known values of days t-first .. t-last; NaN where fewer than `least` are known.

    >>> window_median(np.array([4.0, np.nan, 5.0, 9.0]), first=2, last=0).median
    array([4. , 4. , 4.5, 7. ])
    """
    median, _, known = _spread(x, first, last, least, with_sd=False)
    return Middle(median, known)


def window_median_sd(x: Floats, first: int, last: int, least: int = 2) -> Spread:
    """Median, sample SD (n - 1) and number of the known values of days t-first .. t-last, as of every day t.

    NaN where fewer than `least` (at least 2 for the SD) are known. The SD of equal values is exactly 0.

    >>> window_median_sd(np.array([4.0, np.nan, 5.0, 9.0]), first=3, last=1)
    Spread(median=array([nan, nan, nan, 4.5]), sd=array([       nan,        nan,        nan, 0.70710678]), \
known=array([0, 1, 1, 2]))
    """
    return _spread(x, first, last, least, with_sd=True)


def median_sd_at(x: Floats, at: tuple[Any, ...], first: int, last: int) -> Spread:
    """window_median_sd on chosen days only: x is (patients, days), `at` their rows and days, the answer one value each.

    >>> median_sd_at(np.array([[4.0, np.nan, 5.0, 9.0]]), (np.array([0]), np.array([3])), first=3, last=1).median
    array([4.5])
    """
    row, day = at
    column = day[:, None] - np.arange(last, first + 1)
    cells = np.where(column >= 0, x[row[:, None], np.maximum(column, 0)], np.nan)
    known = (~np.isnan(cells)).sum(axis=1)
    each, in_order = np.arange(len(cells)), np.sort(cells, axis=1)  # NaN last
    low, high = in_order[each, np.maximum(known - 1, 0) // 2], in_order[each, np.minimum(known // 2, first - last)]
    about = cells - (np.nansum(cells, axis=1) / np.maximum(known, 1))[:, None]
    sd = np.sqrt(np.nansum(about * about, axis=1) / np.maximum(known - 1, 1))
    return Spread(np.where(known > 0, low + (high - low) / 2, np.nan), np.where(known > 1, sd, np.nan), known)


def _spread(x: Floats, first: int, last: int, least: int, *, with_sd: bool) -> Spread:
    if not 0 <= last <= first:
        raise ValueError(f"a window of days t-{first} .. t-{last} is empty: `first` is the earlier day")
    spread = Spread(np.full(x.shape, np.nan), np.full(x.shape, np.nan), np.zeros(x.shape, dtype=np.int64))
    days = x.shape[-1]
    rows = x.reshape(-1, days)
    out = [part.reshape(-1, days) for part in spread]  # views: filled block by block
    has_values = np.flatnonzero(~np.isnan(rows).all(axis=1)) if days else np.zeros(0, dtype=int)
    step = max(1, BLOCK_DAYS // (days + first))
    for start in range(0, len(has_values), step):
        chosen = has_values[start : start + step]
        for part, values in zip(out, _median_sd(rows[chosen], first, last, least, with_sd), strict=True):
            part[chosen] = values
    return spread


def _median_sd(rows: Floats, first: int, last: int, least: int, with_sd: bool) -> tuple[Floats, Floats, Ints]:
    """window_median_sd of a few patients, laid end to end on one line.

    Before each patient stand `first` unknown days, so no window reaches into the patient before.
    """
    width = first - last + 1
    line = np.full((len(rows), rows.shape[1] + first), np.nan)
    line[:, first:] = rows
    flat = line.ravel()
    missing = np.isnan(flat)
    known = width - window_count(missing, width)

    # Unknown days stand in turn for +inf and -inf: in any window the two balance within one, so the median stays in
    # the middle of the sorted window. `tilt` says which is left over: 1 a -inf, -1 a +inf, 0 none.
    stands_for = np.where(missing, np.where(np.cumsum(missing) % 2, np.inf, -np.inf), flat)
    tilt = window_sum(np.where(missing, -np.sign(stands_for), 0).astype(np.int8), width)
    in_order = np.sort(sliding_window_view(stands_for, width), axis=-1)  # one row per whole window
    middle = width - 1 + tilt[width - 1 :]  # twice its place
    each = np.arange(len(in_order))
    low, high = in_order[each, np.maximum(middle // 2, 0)], in_order[each, np.minimum((middle + 1) // 2, width - 1)]
    median = np.full(len(flat), np.nan)
    with np.errstate(invalid="ignore"):  # inf - inf in windows without any known value, blanked below
        median[width - 1 :] = np.where(low == high, low, low + (high - low) / 2)

    squares = _squares(line, missing, width) if with_sd else np.full(flat.shape, np.nan)
    sd = np.sqrt(squares / np.maximum(known - 1, 1))
    median[known < max(least, 1)] = np.nan
    sd[known < max(least, 2)] = np.nan
    as_of = slice(first - last, line.shape[1] - last)
    return median.reshape(line.shape)[:, as_of], sd.reshape(line.shape)[:, as_of], known.reshape(line.shape)[:, as_of]


def _squares(line: Floats, missing: Bools, width: int) -> Floats:
    """As _squares_about_mean, for values of one scale (pain, hours, kg): quicker, and exact to about 1e-12 of the range.

    line: one row per patient; missing and the answer lie on one line. Sums are taken about each patient's first known
    value, so that little cancels and no later day or other patient moves even the last bit; what rounding leaves is 0.
    """
    first = line[np.arange(len(line)), np.argmin(np.isnan(line), axis=1)]
    off = np.where(missing, 0.0, (line - first[:, None]).ravel())
    squares = window_sum(off * off, width)
    rest = squares - window_sum(off, width) ** 2 / np.maximum(width - window_count(missing, width), 1)
    return np.where(rest <= 1e-12 * squares, 0.0, rest)
