"""Agreement of two readers beyond chance, with its uncertainty. Tables of counts: a row what one said, a column the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from loadaid.analysis.index import Floats, Ints

DRAWS, SEED = 2000, 1
LEVEL = 95  # %
UNDEFINED = 5  # % of draws without a kappa above which the interval cannot be told (judgement)


def raw(tables: NDArray[Any]) -> Any:
    """Share of sheets on which both said the same. tables: (..., k, k); NaN without any sheet."""
    with np.errstate(invalid="ignore"):
        return np.trace(tables, axis1=-2, axis2=-1) / tables.sum(axis=(-2, -1))


def kappa(tables: NDArray[Any]) -> Any:
    """Cohen's kappa, (agreement - agreement by chance) / (1 - agreement by chance). tables: (..., k, k).

    NaN without any sheet, or when both used one and the same label only: chance then explains all of it.
    Source: Cohen J. 1960, Educ Psychol Meas 20:37.

    >>> print(round(kappa(np.array([[40, 9], [6, 45]])), 3))
    0.7
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        total = tables.sum(axis=(-2, -1))
        chance = (tables.sum(axis=-1) * tables.sum(axis=-2)).sum(axis=-1) / total**2
        return np.where(chance < 1, (raw(tables) - chance) / (1 - chance), np.nan)[()]


def by_label(table: NDArray[Any]) -> Floats:
    """Agreement on each label: of the times either said it, the share the other said it too. NaN when nobody did.

    Beside kappa because kappa falls when one label prevails, whatever the agreement (Feinstein AR, Cicchetti DV 1990,
    J Clin Epidemiol 43:543). Source: Cicchetti DV, Feinstein AR 1990, J Clin Epidemiol 43:551.
    """
    with np.errstate(invalid="ignore"):
        return np.asarray(2 * np.diagonal(table) / (table.sum(axis=0) + table.sum(axis=1)))


def intervals(tables: Ints) -> tuple[tuple[float, float], tuple[float, float]]:
    """LEVEL % percentile bootstrap intervals of raw agreement and of kappa. tables: (patients, k, k), one a patient.

    Patients are drawn with all their sheets, which resemble one another. Seeded: the same tables give the same.
    NaN when it cannot be told: a single patient, no disagreement at all (every draw would say 1), or, for kappa,
    more than UNDEFINED % of the draws without one. Source: Efron B, Tibshirani RJ 1993, An Introduction to the
    Bootstrap, ch. 13.
    """
    n, unknown = len(tables), (np.nan, np.nan)
    if n < 2 or raw(tables.sum(axis=0)) == 1:
        return unknown, unknown
    times = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=DRAWS)
    drawn = np.tensordot(times, tables, axes=1)
    kappas = kappa(drawn)
    share = 100 * np.isnan(kappas).mean()
    return _middle(raw(drawn)), _middle(kappas) if share <= UNDEFINED else unknown


def _middle(values: Floats) -> tuple[float, float]:
    low, high = np.nanpercentile(values, [(100 - LEVEL) / 2, (100 + LEVEL) / 2])
    return float(low), float(high)
