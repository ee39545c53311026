"""Trailing windows over days: what was true of the last n days, as of every day.

Every array has shape (..., days): the last axis is consecutive calendar days, the others are patients. A window ends
on its day and reaches back; days before the first do not exist. NaN is "not known" and is left out, never counted as 0.

Windows are built by doubling (sums of 1, 2, 4, 8 ... days, joined), not by running sums: a running sum of decimals
keeps a residue after its window has emptied, and a ratio of two residues looks like a finding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
T = TypeVar("T")

BLOCK_DAYS = 16_000  # patient-days worked on at once in window_median_sd, so that all its arrays stay in the cache


def lag(x: Array, k: int, fill: float = np.nan) -> Array:
    """The value k days earlier (k > 0) or later (k < 0); `fill` where there is no such day.

    The kind of number is kept when `fill` fits it.

    >>> lag(np.array([1.0, 2.0, 3.0]), 1)
    array([nan,  1.,  2.])
    >>> lag(np.array([True, False, True]), -1, fill=False)
    array([False,  True, False])
    """
    moved = np.full(x.shape, fill, dtype=np.result_type(x, fill))
    if abs(k) < x.shape[-1]:
        moved[_later(k)] = x[_later(-k)]
    return moved


def window_sum(x: Array, n: int) -> Array:
    """Sum of the last n days; NaN adds nothing, a window without a known value is 0. bool and int give int64.

    >>> window_sum(np.array([1.0, np.nan, 2.5, 4.0]), 2)
    array([1. , 1. , 2.5, 6.5])
    >>> window_sum(np.array([True, True, False, True]), 3)
    array([1, 2, 2, 2])
    """
    if x.dtype.kind != "f":
        total = np.cumsum(x, axis=-1, dtype=np.int64)  # whole numbers leave no residue
        total[_later(n)] -= total[_later(-n)].copy()
        return total
    return _joined(np.where(np.isnan(x), 0.0, x), n, np.add, 0.0)


def window_count(x: Array, n: int) -> Ints:
    """How many of the last n days are known (float) or True (bool).

    >>> window_count(np.array([1.0, np.nan, 0.0, np.nan]), 2)
    array([1, 1, 1, 1])
    """
    return window_sum(~np.isnan(x) if x.dtype.kind == "f" else x != 0, n)


def window_mean(x: Floats, n: int, least: int = 1) -> Floats:
    """Mean of the known values of the last n days; NaN when fewer than `least` are known.

    >>> window_mean(np.array([1.0, np.nan, 2.0, 6.0]), 3, least=2)
    array([nan, nan, 1.5, 4. ])
    """
    known = window_count(x, n)
    return np.where(known >= max(least, 1), window_sum(x, n) / np.maximum(known, 1), np.nan)


def window_sd(x: Floats, n: int, least: int = 2) -> Floats:
    """Sample SD (n - 1) of the known values of the last n days; NaN when fewer than `least` (at least 2) are known.

    Equal values give exactly 0.

    >>> window_sd(np.array([1.0, np.nan, 3.0, 3.0]), 3)
    array([       nan,        nan, 1.41421356, 0.        ])
    """
    known = window_count(x, n)
    spread = np.sqrt(_squares_about_mean(x, np.isnan(x), n) / np.maximum(known - 1, 1))
    return np.where(known >= max(least, 2), spread, np.nan)


def window_max(x: Floats, n: int) -> Floats:
    """Largest known value of the last n days; NaN when none is known.

    >>> window_max(np.array([np.nan, 3.0, 1.0, 2.0]), 2)
    array([nan,  3.,  3.,  2.])
    """
    return _joined(x, n, np.fmax, np.nan)


def window_min(x: Floats, n: int) -> Floats:
    """Smallest known value of the last n days; NaN when none is known.

    >>> window_min(np.array([np.nan, 3.0, 1.0, 2.0]), 2)
    array([nan,  3.,  1.,  1.])
    """
    return _joined(x, n, np.fmin, np.nan)


def window_any(mask: Bools, n: int) -> Bools:
    """True when at least one of the last n days is.

    >>> window_any(np.array([True, False, False, False]), 2)
    array([ True,  True, False, False])
    """
    return _joined(mask, n, np.logical_or, False)


def days_since(mask: Bools) -> Floats:
    """Days since the last True, 0 on the day itself; inf before the first.

    >>> days_since(np.array([False, True, False, False]))
    array([inf,  0.,  1.,  2.])
    """
    day = np.arange(mask.shape[-1])
    last = np.maximum.accumulate(np.where(mask, day, -1), axis=-1)
    return np.where(last >= 0, (day - last).astype(float), np.inf)


def last_known(x: Floats) -> Floats:
    """The latest known value up to each day; NaN before the first.

    >>> last_known(np.array([np.nan, 2.0, np.nan, 5.0]))
    array([nan,  2.,  2.,  5.])
    """
    day = np.arange(x.shape[-1])
    last = np.maximum.accumulate(np.where(np.isnan(x), 0, day), axis=-1)
    return np.take_along_axis(x, last, axis=-1)


def _squares_about_mean(line: Floats, missing: Bools, width: int) -> Floats:
    """Sum of squared deviations from the mean of the known values of every window (Chan's joining of two samples)."""
    one = ((~missing).astype(float), np.where(missing, 0.0, line), np.zeros(line.shape))
    return _over_days(one, width, _join_samples)[2]


Sample = tuple[Floats, Floats, Floats]  # how many, their mean, their summed squares about it


def _join_samples(late: Sample, early: Sample, k: int) -> Sample:
    (n, mean, squares), (n_early, mean_early, squares_early) = late, (lag(part, k, 0.0) for part in early)
    both = n + n_early
    share = n_early / np.maximum(both, 1)
    apart = mean_early - mean
    return both, mean + apart * share, squares + squares_early + apart * apart * share * n


def _over_days(one: T, n: int, join: Callable[[T, T, int], T]) -> T:
    """Join n days by doubling: 1, 2, 4 ... days, then those that make up n.

    join(late, early, k) puts together a window and the one that ends k days before it. n is 1 or more.
    """
    total: T | None = None
    reach, width, block = 0, 1, one
    while True:
        if n & width:
            total = block if total is None else join(total, block, reach)
            reach += width
        if reach == n and total is not None:
            return total
        block = join(block, block, width)
        width *= 2


def _joined(x: Array, n: int, with_: np.ufunc, blank: object) -> Array:
    """The last n days joined by a ufunc; the days before the first are `blank`, which changes nothing.

    All patients lie end to end on one line, each behind n - 1 blank days, so that one step serves them all.
    """
    if n < 1:
        raise ValueError(f"a window has at least one day, not {n}")
    line = np.full((*x.shape[:-1], x.shape[-1] + n - 1), blank, dtype=x.dtype)
    line[..., n - 1 :] = x

    def join(late: Array, early: Array, k: int) -> Array:
        both = np.empty_like(late)
        both[:k] = late[:k]
        with_(late[k:], early[:-k], out=both[k:])
        return both

    return np.ascontiguousarray(_over_days(line.ravel(), n, join).reshape(line.shape)[..., n - 1 :])


def _later(k: int) -> tuple[Any, slice]:
    """The days that have a day k earlier (k > 0) or k later (k < 0)."""
    return ..., slice(k, None) if k >= 0 else slice(None, k)
