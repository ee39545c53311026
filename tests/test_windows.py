"""Windows over days, against the same thing done the slow and obvious way."""

from __future__ import annotations

import doctest
from collections.abc import Callable

import numpy as np
import pytest

from loadaid.analysis import context, windows
from loadaid.analysis.medians import median_sd_at, window_median, window_median_sd
from loadaid.analysis.windows import (
    days_since,
    lag,
    last_known,
    window_any,
    window_count,
    window_max,
    window_mean,
    window_min,
    window_sd,
    window_sum,
)

pytestmark = pytest.mark.filterwarnings("error")
LENGTHS = [1, 2, 3, 5, 7, 21, 28, 200]


def diaries(seed: int = 0) -> np.ndarray:
    """Eight patients of 0-10 values: gaps of every length, one never logged, one constant, one complete."""
    dice = np.random.default_rng(seed)
    x = np.round(dice.uniform(0, 10, (8, 90)), 1)
    x[dice.uniform(size=x.shape) < 0.35] = np.nan
    x[1] = np.nan
    x[2] = 4.1
    x[3, 20:70] = np.nan
    x[4] = np.round(dice.uniform(0, 10, 90), 1)
    return x


def by_hand(x: np.ndarray, first: int, last: int, of: Callable[[np.ndarray], float], least: int = 1) -> np.ndarray:
    """of(known values of days t-first .. t-last), one window at a time."""
    out = np.full(x.shape, np.nan)
    for patient, day in np.ndindex(x.shape):
        window = x[patient, max(0, day - first) : max(0, day - last + 1)]
        known = window[~np.isnan(window)]
        if len(known) >= least:
            out[patient, day] = of(known)
    return out


@pytest.mark.parametrize("module", [windows, context])
def test_examples_run(module: object) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("n", LENGTHS)
def test_sums_means_extremes_and_spread(n: int) -> None:
    x = diaries()
    np.testing.assert_allclose(window_sum(x, n), by_hand(x, n - 1, 0, np.sum, least=0), rtol=1e-13)
    np.testing.assert_allclose(window_mean(x, n, 3), by_hand(x, n - 1, 0, np.mean, least=3), rtol=1e-13)
    np.testing.assert_array_equal(window_max(x, n), by_hand(x, n - 1, 0, np.max))
    np.testing.assert_array_equal(window_min(x, n), by_hand(x, n - 1, 0, np.min))
    np.testing.assert_array_equal(window_count(x, n), by_hand(x, n - 1, 0, len, least=0))
    np.testing.assert_array_equal(
        window_any(x > 8, n), by_hand(np.where(x > 8, 1.0, 0.0), n - 1, 0, np.max).astype(bool)
    )
    sd = by_hand(x, n - 1, 0, lambda v: float(np.std(v, ddof=1)), least=2)
    np.testing.assert_allclose(window_sd(x, n), sd, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(
    ("first", "last"), [(35, 8), (28, 8), (56, 8), (27, 0), (6, 0), (0, 0), (1, 0), (3, 3), (200, 2)]
)
@pytest.mark.parametrize("least", [1, 2, 7])
@pytest.mark.parametrize("block", [1, 700, 16_000])
def test_median_and_sd_of_a_window_that_ended_earlier(
    first: int, last: int, least: int, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "BLOCK_DAYS", block)
    x = diaries(first)
    found = window_median_sd(x, first, last, least)
    sd = by_hand(x, first, last, lambda v: float(np.std(v, ddof=1)), max(least, 2))
    np.testing.assert_allclose(found.median, by_hand(x, first, last, np.median, least), rtol=1e-14)
    np.testing.assert_allclose(found.sd, sd, rtol=1e-10, atol=1e-14)
    np.testing.assert_array_equal(found.known, by_hand(x, first, last, len, least=0))


def test_equal_values_have_no_spread_at_all_and_an_emptied_window_no_residue() -> None:
    x = np.full((1, 60), 4.1)
    assert (window_median_sd(x, 35, 8, 7).sd[0, 20:] == 0).all()
    x[:, 20:] = 0
    assert (window_sum(x * 0.1, 7)[0, 26:] == 0).all()


def test_whole_numbers_stay_whole_and_kinds_are_kept() -> None:
    mask = np.array([[True, False, True, True]])
    assert window_sum(mask, 3).tolist() == [[1, 1, 2, 2]]
    assert window_sum(mask, 3).dtype == np.int64
    assert lag(mask, 1, fill=False).dtype == bool
    assert lag(mask, 1).dtype == np.float64
    assert lag(np.array([1, 2]), -1, fill=0).tolist() == [2, 0]
    assert lag(np.array([1, 2]), 5, fill=0).tolist() == [0, 0]
    assert lag(np.array([1, 2]), 0, fill=0).tolist() == [1, 2]


def test_last_known_and_days_since() -> None:
    x = np.array([[np.nan, 2.0, np.nan, 3.0], [np.nan] * 4])
    np.testing.assert_array_equal(last_known(x), [[np.nan, 2, 2, 3], [np.nan] * 4])
    np.testing.assert_array_equal(days_since(~np.isnan(x)), [[np.inf, 0, 1, 0], [np.inf] * 4])


def test_any_number_of_leading_axes() -> None:
    x = diaries()
    stacked = np.stack([x, x[::-1]])
    np.testing.assert_array_equal(
        window_median_sd(stacked, 28, 8, 7).median[1], window_median_sd(x, 28, 8, 7).median[::-1]
    )
    np.testing.assert_array_equal(window_sum(stacked, 7)[0], window_sum(x, 7))
    assert window_median_sd(x[:0], 28, 8).median.shape == (0, 90)
    assert window_sum(x[:, :0], 7).shape == (8, 0)


def test_neither_other_patients_nor_later_days_move_the_last_bit() -> None:
    x = diaries()
    for tool in (lambda v: window_median_sd(v, 28, 8, 7).sd, lambda v: window_median_sd(v, 28, 8, 7).median,
                 lambda v: window_sd(v, 7), lambda v: window_mean(v, 28)):  # fmt: skip
        together = tool(x)
        for patient in range(len(x)):
            np.testing.assert_array_equal(tool(x[patient : patient + 1])[0], together[patient])
        for day in (1, 40, 75):
            np.testing.assert_array_equal(tool(x[:, :day]), together[:, :day])


def test_chosen_days_are_those_of_the_whole() -> None:
    x = diaries()
    at = np.nonzero(np.ones(x.shape, dtype=bool))
    whole, chosen = window_median_sd(x, 28, 8, 1), median_sd_at(x, at, 28, 8)
    np.testing.assert_array_equal(chosen.known, whole.known.ravel())
    np.testing.assert_allclose(chosen.median, whole.median.ravel(), rtol=1e-14)
    np.testing.assert_allclose(chosen.sd, whole.sd.ravel(), rtol=1e-10, atol=1e-14)
    np.testing.assert_array_equal(window_median(x, 28, 8).median, whole.median)


def test_inputs_are_left_as_they_were() -> None:
    x = diaries()
    before = x.copy()
    for tool in (window_sum, window_max, window_min, window_mean, window_sd):
        tool(x, 1)[:] = -1
    lag(x, 0)[:] = -1
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("n", [0, -3])
def test_a_window_of_no_days_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        window_sum(diaries(), n)
    with pytest.raises(ValueError, match="empty"):
        window_median_sd(diaries(), first=8, last=28)
