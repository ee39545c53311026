"""The whole comparison: the mechanisms that rules were tuned on, and apart from them the one that none was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from loadaid.analysis.hold import HEADLINES
from loadaid.validation.counting import Delays, delays
from loadaid.validation.evaluation import Evaluation, evaluation
from loadaid.validation.scores import scores
from loadaid.virtual.study import UNTOUCHED, study
from loadaid.virtual.study.truth import STATES

TUNED, APART = "tuned", "untouched"


@dataclass(frozen=True)
class Validation:
    """scores: one row per score, as `scores` gives them. confusion: one row per patients, reader, truth and headline with
    its days. delays: of the tuned patients, by reader. size: patients of each group."""

    patients: int
    days: int
    seed: int
    size: dict[str, int]
    scores: pd.DataFrame
    confusion: pd.DataFrame
    delays: dict[str, list[Delays]]

    def value(
        self, score: str, of: str = "", reader: str = "loadaid", group: str = TUNED
    ) -> tuple[float, float, float]:
        """Value, low and high end of one score over all patients of a group; NaN when there is none."""
        return self._overall.get((group, reader, score, of), (np.nan, np.nan, np.nan))

    @cached_property
    def _overall(self) -> dict[tuple[str, ...], tuple[float, float, float]]:
        s = self.scores[self.scores["by"] == ""]
        keys, values = s[["patients", "reader", "score", "of"]], s[["value", "low", "high"]]
        return dict(zip(map(tuple, keys.to_numpy()), map(tuple, values.to_numpy()), strict=True))


def validation(
    patients: int, days: int, seed: int, progress: Callable[[int, int], None] = lambda done, of: None
) -> Validation:
    """Make the virtual patients, have everyone read them, and count. progress: (steps done, steps)."""
    third = max(patients // 3, 1)
    tuned = evaluation(study(patients, days, seed))
    progress(1, 4)
    apart = evaluation(study(third, days, seed, mechanisms=(UNTOUCHED,)))
    progress(2, 4)
    tables = [scores(tuned, TUNED, seed)]
    progress(3, 4)
    tables += [scores(apart, APART, seed)]
    progress(4, 4)
    return Validation(
        patients, days, seed, {TUNED: patients, APART: third}, pd.concat(tables, ignore_index=True),
        pd.concat([_confusion(tuned, TUNED), _confusion(apart, APART)], ignore_index=True),
        {reader: list(delays(tuned, reader)) for reader in tuned.headline},
    )  # fmt: skip


def _confusion(e: Evaluation, group: str) -> pd.DataFrame:
    rows = []
    truth = e.truth[e.asked]
    for reader, said in e.headline.items():
        table = np.zeros((len(STATES), len(HEADLINES)), dtype=np.int64)
        np.add.at(table, (truth, said[e.asked]), 1)
        rows += [(group, reader, state, headline, int(table[i, j]))
                 for i, state in enumerate(STATES[:-1]) for j, headline in enumerate(HEADLINES)]  # fmt: skip
    return pd.DataFrame(rows, columns=["patients", "reader", "truth", "headline", "days"])
