"""Fits the weights of `domain/weights.py` on the three mechanisms, and prints them.

`python -m loadaid.validation.fit` takes about ten seconds. A softmax regression of the true state (in the zone, too fast,
too cautious, daily strain, recovery) on the observations of the evaluation days, every state counting the same. A weight
that the decision model does not allow (Observation.may) is held at 0 from that side, and all are drawn towards 0, so
that no weight rests on a quirk of one mechanism. UNTOUCHED and the seeds of the validation have no part in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from loadaid.analysis.evidence import NAMES
from loadaid.analysis.index import to_number
from loadaid.analysis.review import review
from loadaid.domain.weights import HYPOTHESES, OBSERVATIONS, Observation
from loadaid.validation.evaluation import EVERY, FIRST_DAY, SETTLED
from loadaid.virtual.study import Study, study
from loadaid.virtual.study.study import END

PATIENTS, SEED = 1500, 11
PENALTY = 0.005  # of the squares, in natural units; of 0.003, 0.005, 0.01 the one that served held-out mechanisms best
STEPS = 3000
TRUTH = {"in_zone": 0, "too_fast": 1, "too_cautious": 2, "strain": 3, "recovery": 4}
Numbers = NDArray[np.float64]


def fitted(made: Study) -> tuple[tuple[float, ...], tuple[Observation, ...]]:
    """PRIOR and OBSERVATIONS as a study's evaluation days give them, rounded as they stand in the table."""
    rows, truth = examples(made)
    usual = np.nanmean(rows[truth == TRUTH["in_zone"]], axis=0)
    weights = softmax_weights(np.nan_to_num(rows - usual), truth) / np.log(2)
    observations = tuple(
        replace(one, usual=_rounded(usual[k], 2), weights=tuple(_rounded(x, 1) for x in weights[k + 1]))
        for k, one in enumerate(OBSERVATIONS)
    )
    return tuple(_rounded(x, 1) for x in weights[0]), observations


def examples(made: Study) -> tuple[Numbers, NDArray[np.int64]]:
    """Observations, clipped, of every evaluation day (days, observations), and what was true of it, codes of TRUTH."""
    reviewed = review(made.log, as_of=END)
    days = made.days.set_index("patient_id")
    first = to_number(END) - len(made.days) // len(made.people) + 1
    found, truths = [], []
    for block in range(len(reviewed.places)):
        w = reviewed.workings(block)[0]
        values = [np.broadcast_to(x[0] if x.ndim == 3 else x, w.panel.shape)
                  for x in (w.evidence.observed.value[one.id] for one in OBSERVATIONS)]  # fmt: skip
        clipped = np.stack(
            [np.clip(x, one.low, one.high) for x, one in zip(values, OBSERVATIONS, strict=True)], axis=-1
        )
        for row, patient in enumerate(w.panel.ids):
            mine = days.loc[patient]
            age, state = mine["age"].to_numpy(), mine["state"].map(TRUTH).to_numpy(dtype=np.float64)
            at = np.arange(len(age))
            asked = (at >= FIRST_DAY) & (age >= SETTLED) & ((age - SETTLED) % EVERY == 0) & ~np.isnan(state)
            column = np.flatnonzero(asked) - (w.panel.start[row] - first)
            found.append(clipped[row, column])
            truths.append(state[asked].astype(np.int64))
    return np.concatenate(found), np.concatenate(truths)


def softmax_weights(x: Numbers, truth: NDArray[np.int64]) -> Numbers:
    """Constant and weights, (1 + observations, hypotheses), in natural units: accelerated projected gradient."""
    x = np.c_[np.ones(len(x)), x]
    count = np.bincount(truth, minlength=len(NAMES))
    each = 1 / (len(NAMES) * count[truth])  # every state counts the same
    target = np.eye(len(NAMES))[truth]
    low, high = _bounds()
    shrink = np.r_[0.0, np.full(x.shape[1] - 1, PENALTY)][:, None]
    step = 1 / (0.5 * np.linalg.eigvalsh((x * each[:, None]).T @ x).max() + PENALTY)
    weights = ahead = np.zeros((x.shape[1], len(HYPOTHESES)))
    for k in range(STEPS):
        odds = np.c_[np.zeros(len(x)), x @ ahead]
        chance = np.exp(odds - odds.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        slope = x.T @ ((chance - target) * each[:, None])[:, 1:] + shrink * ahead
        following = np.clip(ahead - step * slope, low, high)
        ahead = following + k / (k + 3) * (following - weights)
        weights = following
    return weights


def _bounds() -> tuple[Numbers, Numbers]:
    """What each weight may be: by Observation.may; the constant is free."""
    free = {"+": (0.0, np.inf), "-": (-np.inf, 0.0), "0": (0.0, 0.0)}
    rows = [[(-np.inf, np.inf)] * len(HYPOTHESES), *([free[sign] for sign in one.may] for one in OBSERVATIONS)]
    bounds = np.array(rows)
    return bounds[..., 0], bounds[..., 1]


def _rounded(x: float, digits: int) -> float:
    return round(float(x), digits) + 0.0


def lines() -> Iterator[str]:
    """The table as it should stand in domain/weights.py."""
    prior, observations = fitted(study(PATIENTS, seed=SEED))
    yield f"PRIOR = {prior}"
    for one in observations:
        yield f"{one.id:<24} usual {one.usual:>5}  weights {one.weights}"


if __name__ == "__main__":
    print("\n".join(lines()))
