"""A second look at what explains pain: yesterday's dose against yesterday's strain, in one regression per patient.

    pain(t) - usual = phi (pain(t-1) - usual) + bE dose(t-1) + bS strain(t-1) + bR short sleep(t) + bW worked(t-1)

Over the last 56 days, on days on which all of it is known; each cause in its own SD. Conjugate normal priors, phi ~ N(0.4, 0.2)
and each b ~ N(0, 0.5), and the patient's own noise (zucker-1997). Confounded by indication: where the dose is lowered in
bad weeks, bE is drawn towards 0 or below, and what this says of the sessions is too little. It moves no headline.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from loadaid.analysis.index import Floats, Ints
from loadaid.analysis.panel import REST
from loadaid.analysis.windows import lag

if TYPE_CHECKING:
    from loadaid.analysis.workings import Workings

DAYS = 56
LEAST_DAYS, LEAST_SESSIONS = 20, 8
PRIOR_MEAN = np.array([0.4, 0.0, 0.0, 0.0, 0.0])  # yesterday's pain, dose, strain, short sleep, work
PRIOR_SD = np.array([0.2, 0.5, 0.5, 0.5, 0.5])
DOSE, STRAIN = 1, 2


@dataclass(frozen=True)
class Lags:
    """One element per patient and day asked for. over_strain: probability that bE exceeds bS, NaN under LEAST_DAYS days or
    LEAST_SESSIONS sessions. exercise, strain: points of pain per own SD. days, sessions: behind them."""

    over_strain: Floats
    exercise: Floats
    strain: Floats
    days: Ints
    sessions: Ints


def lags(w: Workings, rows: Ints, days: Ints) -> Lags:
    """The regression of some patients (rows of the workings) as of some days, one pair each."""
    p, at_rest = w.panel, w.panel.state == REST
    dose = np.where(p.is_session, w.load.dose, np.where(at_rest, 0.0, np.nan))
    causes = [lag(w.symptoms.pain, 1), lag(dose, 1), lag(w.strain.strain, 1), -w.strain.sleep,
              lag(p.daily["worked"], 1)]  # fmt: skip
    back = days[:, None] - np.arange(DAYS)
    at = rows[:, None], np.maximum(back, 0)
    x = np.stack([cause[at] for cause in causes], axis=-1)
    level = w.symptoms.usual[rows, days][:, None]
    y = w.symptoms.pain[at] - level
    x[..., 0] -= level
    known = (back >= 0) & ~np.isnan(y) & ~np.isnan(x[..., : DOSE + 1]).any(axis=-1) & ~np.isnan(x[..., STRAIN])
    x, y = np.where(known[..., None], x, np.nan), np.where(known, y, 0.0)
    n = known.sum(axis=1)
    # A cause that is blank now and then counts as usual on that day; yesterday's pain keeps its points.
    mean = np.nansum(x, axis=1) / np.maximum((~np.isnan(x)).sum(axis=1), 1)
    about = np.nan_to_num(x - mean[:, None])
    spread = np.sqrt((about**2).sum(axis=1) / np.maximum(n - 1, 1)[:, None])
    scaled = about / np.where(spread > 0, spread, 1.0)[:, None]
    scaled[..., 0] = np.nan_to_num(x[..., 0])
    noise = (w.symptoms.sd**2 * (1 - w.symptoms.phi**2))[rows, days][:, None, None]
    precision = np.einsum("pdi,pdj->pij", scaled, scaled) / noise + np.diag(PRIOR_SD**-2)
    pull = np.einsum("pdi,pd->pi", scaled, y) / noise[..., 0] + PRIOR_MEAN / PRIOR_SD**2
    enough = (n >= LEAST_DAYS) & ~np.isnan(precision).any(axis=(1, 2)) & ~np.isnan(pull).any(axis=1)
    sessions = (known & p.is_session[rows[:, None], np.maximum(back - 1, 0)]).sum(axis=1)
    enough &= sessions >= LEAST_SESSIONS
    covariance = np.linalg.inv(np.where(enough[:, None, None], precision, np.eye(len(PRIOR_SD))))
    found = (covariance @ np.where(enough[:, None], pull, 0.0)[..., None])[..., 0]
    apart = found[:, DOSE] - found[:, STRAIN]
    variance = covariance[:, DOSE, DOSE] + covariance[:, STRAIN, STRAIN] - 2 * covariance[:, DOSE, STRAIN]
    below = np.array([0.5 * math.erfc(-z / math.sqrt(2)) for z in apart / np.sqrt(variance)])
    return Lags(
        over_strain=np.where(enough, below, np.nan),
        exercise=np.where(enough, found[:, DOSE], np.nan),
        strain=np.where(enough, found[:, STRAIN], np.nan),
        days=n,
        sessions=sessions,
    )
