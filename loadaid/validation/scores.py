"""Scores with 95 % intervals: patients are drawn again, with all their days, and everything is counted anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loadaid.validation.counting import Count, Delays, counts, delays
from loadaid.validation.evaluation import Evaluation
from loadaid.validation.readers import LOADAID

DRAWS = 500
INTERVAL = (2.5, 97.5)
BY = ("mechanism", "noise", "missing", "reporter")
BROKEN_DOWN = ("balanced_accuracy", "fast_accuracy", "cannot_tell", "false_alarms")
MARGINS = {"balanced_accuracy": "margin", "fast_accuracy": "fast_margin"}
COLUMNS = ("patients", "by", "class", "reader", "score", "of", "value", "low", "high", "counted")


def scores(e: Evaluation, group: str, seed: int) -> pd.DataFrame:
    """One row per score, COLUMNS; margin, fast_margin: of loadaid above this
    reader, on the same draws. patients: the group's name. by, class: the breakdown, blank for all.

    counted: days, changes or episodes behind the value. NaN where there is none; inf: more than half were never found.
    """
    rows = [
        row for place, (by, name, mask) in enumerate(_classes(e)) for row in _rows(e, by, name, mask, [seed, place])
    ]
    return pd.DataFrame([(group, *row) for row in rows], columns=list(COLUMNS))


def _classes(e: Evaluation) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    """Everyone, then each class of each breakdown."""
    yield "", "", np.ones(len(e.people), dtype=bool)
    for by in BY:
        for name in sorted(e.people[by].unique()):
            yield by, str(name), (e.people[by] == name).to_numpy()


def _rows(e: Evaluation, by: str, name: str, mask: NDArray[np.bool_], seed: list[int]) -> Iterator[tuple[Any, ...]]:
    weights = draws(mask, seed)
    ours: dict[str, NDArray[np.float64]] = {}  # loadaid is read first
    for reader in e.headline:
        for count in counts(e, reader):
            if by and count.score not in BROKEN_DOWN:
                continue
            values = ratio(count, weights)
            yield by, name, reader, count.score, count.of, *summary(values), _counted(count, mask)
            if count.score in MARGINS:
                if reader == LOADAID:
                    ours[count.score] = values
                yield (
                    by,
                    name,
                    reader,
                    MARGINS[count.score],
                    "",
                    *summary(ours[count.score] - values),
                    _counted(count, mask),
                )
        if by:
            continue
        for delay in delays(e, reader):
            for score, values in (
                ("median_delay", median(delay, weights)),
                ("never_found", never_found(delay, weights)),
            ):
                yield by, name, reader, score, delay.state, *summary(values), len(delay.days)


def draws(mask: NDArray[np.bool_], seed: list[int]) -> NDArray[np.float64]:
    """How often each patient is drawn, (1 + DRAWS, patients); the first row is the patients as they are."""
    chosen = np.flatnonzero(mask)
    weights = np.zeros((1 + DRAWS, len(mask)))
    weights[0, chosen] = 1
    share = np.full(len(chosen), 1 / max(len(chosen), 1))
    weights[1:, chosen] = np.random.default_rng(seed).multinomial(len(chosen), share, DRAWS)
    return weights


def ratio(count: Count, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The score under each draw; NaN where a part has nothing to divide by."""
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = [(weights @ part) / (weights @ whole) for part, whole in count.parts]
    return np.asarray(count.scale * np.mean(parts, axis=0))


def median(delay: Delays, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median delay under each draw, episodes that were never found counted as later than all others."""
    if not len(delay.days):
        return np.full(len(weights), np.nan)
    order = np.argsort(delay.days, kind="stable")
    passed = np.cumsum(weights[:, delay.patient[order]], axis=1)
    half = np.argmax(passed >= passed[:, -1:] / 2, axis=1)
    return np.where(passed[:, -1] > 0, delay.days[order][half], np.nan)


def never_found(delay: Delays, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of the episodes that were never found while they lasted, under each draw."""
    drawn = weights[:, delay.patient]
    with np.errstate(invalid="ignore"):
        return np.asarray((drawn @ np.isinf(delay.days).astype(float)) / drawn.sum(axis=1))


def summary(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Value, low and high end of its interval; of the draws, those in which there was something to count."""
    drawn = np.sort(values[1:][~np.isnan(values[1:])])
    if np.isnan(values[0]) or not len(drawn):
        return np.nan, np.nan, np.nan
    # Ends are drawn values themselves: between a number of days and "never" there is nothing.
    low, high = np.percentile(drawn, INTERVAL, method="nearest")
    return float(values[0]), float(low), float(high)


def _counted(count: Count, mask: NDArray[np.bool_]) -> int:
    return int(sum(whole[mask].sum() for _, whole in count.parts))
