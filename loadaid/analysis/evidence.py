"""The weak observations added up: how probable each reading is, as of every day, and whether it may be said.

Every observation multiplies the odds of a reading against "in the zone"; what is not known multiplies by 1. The result
is a probability under equal chances beforehand, not a measurement. What a reading means stays a rule: too fast needs a
response to the sessions, strain needs symptoms above the usual, too cautious needs that nothing else explains the dose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.index import Floats
from loadaid.analysis.observations import Observed
from loadaid.domain.weights import HYPOTHESES, OBSERVATIONS, PRIOR

ZONE, FAST, CAUTIOUS, STRAIN, RECOVERY = range(5)
SYMPTOMS = ("pain-level", "impact-level", "flare-days")
LIFE = ("strain-level", "short-nights", "tiredness")
RESPONSE = ("days-after-sessions", "next-morning-rise", "pain-in-session", "settling", "red-share")
USUAL = np.array([one.usual for one in OBSERVATIONS])
LOW, HIGH = np.array([one.low for one in OBSERVATIONS]), np.array([one.high for one in OBSERVATIONS])
WEIGHTS = np.array([one.weights for one in OBSERVATIONS])


@dataclass(frozen=True)
class Evidence:
    """observed: what it rests on. probability: (5, patients, days) of ZONE .. RECOVERY.
    response, symptoms: doublings for too fast by the response to sessions, and for strain by symptoms."""

    observed: Observed
    probability: Floats
    response: Floats
    symptoms: Floats
    strained: Floats

    @property
    def life(self) -> Floats:
        """Of daily strain or recovery."""
        return np.asarray(self.probability[STRAIN] + self.probability[RECOVERY])


def evidence(observed: Observed) -> Evidence:
    """Probabilities from the observations."""
    values = observed.values
    shape = values.shape[1:]
    odds = np.zeros((len(HYPOTHESES) + 1, *shape))
    odds[1:] = np.array(PRIOR)[:, None, None]
    response, symptoms, life = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for k, one in enumerate(OBSERVATIONS):
        beyond = np.clip(values[k], one.low, one.high) - one.usual
        beyond = np.where(np.isnan(beyond), 0.0, beyond)
        for j, weight in enumerate(one.weights, start=1):
            if weight:
                odds[j] += weight * beyond
        if one.id in RESPONSE:
            response += one.weights[0] * beyond
        if one.id in SYMPTOMS:
            symptoms += max(one.weights) * beyond
        if one.id in LIFE:
            life += max(one.weights) * np.maximum(beyond, 0)
    odds = np.exp2(odds - odds.max(axis=0))
    return Evidence(observed, odds / odds.sum(axis=0), response, symptoms, life)


def contribution(k: int, value: float) -> tuple[float, ...]:
    """Doublings of one observation for each hypothesis; zeros when it is not known."""
    one = OBSERVATIONS[k]
    if np.isnan(value):
        return (0.0,) * len(HYPOTHESES)
    beyond = min(max(value, one.low), one.high) - one.usual
    return tuple(weight * beyond for weight in one.weights)
