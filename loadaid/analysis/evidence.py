"""The weak observations added up: how probable each reading is, as of every day.

Every observation multiplies the odds of a reading against "in the zone"; what is not known multiplies by 1. The result
is a probability under the odds of PRIOR, not a measurement of a patient. What a reading means stays a rule (states.py):
too fast needs an answer to the sessions, strain needs symptoms above the usual, too cautious needs that nothing else
explains the dose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.index import Floats
from loadaid.analysis.observations import Observed
from loadaid.domain.weights import HYPOTHESES, OBSERVATIONS, PRIOR

ZONE, FAST, CAUTIOUS, STRAIN, RECOVERY = range(5)
NAMES = ("in_zone", *HYPOTHESES)


@dataclass(frozen=True)
class Evidence:
    """observed: what it rests on. probability: (5, readings, patients, days) of NAMES; they sum to 1.

    In doublings of the odds: answered, by the response to the sessions for too fast (readings, patients, days); symptoms and
    strained, (patients, days), by pain, impact and flares, and by strain and rest, for whichever reading they favour most.
    """

    observed: Observed
    probability: Floats
    answered: Floats
    symptoms: Floats
    strained: Floats

    @property
    def life(self) -> Floats:
        """Of daily strain or recovery."""
        return np.asarray(self.probability[STRAIN] + self.probability[RECOVERY])


def evidence(observed: Observed) -> Evidence:
    """Probabilities from the observations."""
    shape = observed.value["dose-up"].shape
    by_reading, common = np.zeros((len(NAMES), *shape)), np.zeros((len(NAMES), *shape[1:]))
    common[1:] = np.array(PRIOR)[:, None, None]
    answered, symptoms, strained = np.zeros(shape), np.zeros(shape[1:]), np.zeros(shape[1:])
    for one in OBSERVATIONS:
        beyond = np.clip(observed.value[one.id], one.low, one.high) - one.usual
        beyond = np.where(np.isnan(beyond), 0.0, beyond)
        odds = by_reading if beyond.ndim == 3 else common
        for k, weight in enumerate(one.weights, start=1):
            if weight:
                odds[k] += weight * beyond
        if one.group == "response":
            answered += one.weights[0] * beyond
        elif one.group == "symptom":
            symptoms += max(one.weights) * beyond
        elif one.group == "strain":
            strained += max(one.weights) * np.maximum(beyond, 0)
    odds = by_reading + common[:, None]
    odds = np.exp2(odds - odds.max(axis=0))
    return Evidence(observed, odds / odds.sum(axis=0), answered, symptoms, strained)
