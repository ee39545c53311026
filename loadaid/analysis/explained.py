"""What a reaction is best explained by: by the evidence where it speaks of sessions or of daily life, else by points.

The points (attribution.py) need no history. The evidence weighs the same observations against the patient's own usual,
and is right far more often on virtual patients (docs/validation.md); it speaks once it holds something specific.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.attribution import EXERCISE, MIXED, NO_DRIVER, RECOVERY, STRAIN, UNCLEAR, Attribution
from loadaid.analysis.evidence import FAST, Evidence
from loadaid.analysis.evidence import RECOVERY as REST
from loadaid.analysis.evidence import STRAIN as LIFE
from loadaid.analysis.hold import INSUFFICIENT, RED_FLAG, STRAIN_DRIVEN, TOO_FAST
from loadaid.analysis.index import Bools, Floats, Ints
from loadaid.analysis.states import States
from loadaid.domain.limits import Limits

EPS = 1e-9
LIFE_DRIVERS = (STRAIN, RECOVERY)


@dataclass(frozen=True)
class Explained:
    """parts: (3, readings, patients, days), of exercise, daily strain, recovery, in proportion; all 0 when nothing speaks.
    driver: (readings, patients, days), DRIVERS, as if a reaction were there. by_evidence: it decides, not the points."""

    parts: Floats
    driver: Ints
    by_evidence: Bools


def explained(points: Attribution, found: Evidence, limits: Limits) -> Explained:
    """Parts and driver, as of every day."""
    weighed = found.probability[[FAST, LIFE, REST]]
    exercise = weighed[0] / weighed.sum(axis=0)
    specific = np.maximum(found.answered, found.strained) >= limits.evidence_needed - EPS
    by_evidence = specific & (np.maximum(exercise, 1 - exercise) >= limits.share - EPS)
    parts = np.where(
        by_evidence,
        weighed,
        np.stack([points.exercise, points.strain, points.recovery]).astype(float),
    )
    total = parts.sum(axis=0)
    share = np.where(total > 0, parts[0] / np.where(total > 0, total, 1.0), np.nan)
    life = np.where(parts[1] >= parts[2], STRAIN, RECOVERY)
    driver = np.where(share >= limits.share - EPS, EXERCISE, np.where(1 - share >= limits.share - EPS, life, MIXED))
    few = np.maximum(parts[0], parts[1] + parts[2]) < limits.points_needed - EPS
    return Explained(parts, np.where(few & ~by_evidence, UNCLEAR, driver), by_evidence)


def driver_shown(why: Explained, states: States) -> Ints:
    """The driver as shown, (readings, patients, days): none without anything to explain, and never against the headline."""
    driver, headline = why.driver, states.headline
    against = (headline == TOO_FAST) & np.isin(driver, LIFE_DRIVERS) | (headline == STRAIN_DRIVEN) & (
        driver == EXERCISE
    )
    driver = np.where(states.mixed_spike | against, MIXED, driver)
    driver = np.where(headline == INSUFFICIENT, UNCLEAR, driver)
    return np.where(states.to_explain & (headline[0] != RED_FLAG), driver, NO_DRIVER)
