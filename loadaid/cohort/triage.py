"""triage(review, day): who is looked at first. Every patient stands in one group, the first that applies; none is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from loadaid.analysis.review import Review
from loadaid.cohort.groups import BY_ID, GROUPS, REASSURES, TESTED, UNTOLD
from loadaid.cohort.standing import standings

WEEKS = 12
MEASURES = max(len(group.measures) for group in GROUPS)
NONE = ""  # the group of a discharged patient


@dataclass(frozen=True)
class Triage:
    """The list of one day, as numbers; sentences are made for the rows that are asked (rows.py).

    listed: one row per patient, in the order of the list: the columns of a standing, days since the last review
    (unreviewed), the group, its measures in order (size_1, size_2; inf: never), and one column per group id: whether its
    rule is met.
    discharged: who is in no group, in text order.
    """

    review: Review | None
    day: date
    listed: pd.DataFrame
    discharged: tuple[str, ...]

    @property
    def patients(self) -> list[str]:
        """Everyone in the order of the list."""
        return list(self.listed.index)

    @property
    def counts(self) -> dict[str, int]:
        """Patients per group, in display order, 0 included."""
        return _counts(self.listed["group"])


@dataclass(frozen=True)
class Week:
    """How many patients stood in each group on a week's last day, by group id, and how many were discharged by then."""

    day: date
    counts: dict[str, int]
    discharged: int


def triage(
    review: Review | None,
    day: date,
    *,
    known: Mapping[str, date | None] | None = None,
    reviewed: Mapping[str, date] | None = None,
) -> Triage:
    """The list as of a day, which the review must reach: review(log, as_of=day). None: nobody has a dated row yet.

    known: everyone the clinic follows, and since when (None: not known); who has no data stands among the new for 14
    days, then among the silent. reviewed: day of the last review of a patient; absent is never, a later day too.
    Errors: UsageError for a day after the last one of the review.
    """
    (found,) = standings(review, [day], known or {})
    seen = pd.Series({p: float((day - on).days) for p, on in (reviewed or {}).items() if on <= day}, dtype=float)
    found = _grouped(found.assign(unreviewed=seen.reindex(found.index)))
    for k in range(MEASURES):
        found[f"size_{k + 1}"] = np.nan
        for group in GROUPS:
            mine = found["group"] == group.id
            if k < len(group.measures) and mine.any():
                found.loc[mine, f"size_{k + 1}"] = group.measures[k].of(found[mine])
    # The frame is in text order of the ids, and the sort is stable: they break ties.
    number = [BY_ID[g].number if g != NONE else 0 for g in found["group"]]
    order = np.lexsort([-found[f"size_{k}"].fillna(-np.inf) for k in range(MEASURES, 0, -1)] + [number])
    listed = found.iloc[order]
    out = listed["group"] == NONE
    return Triage(review, day, listed[~out], tuple(listed.index[out]))


def weeks(
    review: Review | None, day: date, *, known: Mapping[str, date | None] | None = None, n: int = WEEKS
) -> list[Week]:
    """How the cohort moved: the counts as of the last day of each of the last n weeks, oldest first; `day` is the last.

    A day is counted as it could be seen then. Small counts are for who shows them to hide (disclosure.py).
    """
    days = [day - timedelta(weeks=k) for k in range(n - 1, -1, -1)]
    found = groups_by_day(review, days, known or {})
    return [Week(on, _counts(group), int((group == NONE).sum())) for on, group in zip(days, found, strict=True)]


def groups_by_day(review: Review | None, days: Sequence[date], known: Mapping[str, date | None]) -> list[pd.Series]:
    """The group of each patient as of some days: one series per day, by patient id; NONE once discharged, absent before they began."""
    return [_grouped(standing)["group"] for standing in standings(review, days, known)]


def chips(row: pd.Series) -> list[str]:
    """The other groups whose rule a patient of the list meets, in display order."""
    return [g.id for g in GROUPS if row[g.id] and g.id not in (row["group"], REASSURES)]


def _grouped(standing: pd.DataFrame) -> pd.DataFrame:
    """A standing with whether each group applies, and the group of each patient."""
    applies = {group.id: group.applies(standing) for group in GROUPS}
    # An alarm that is kept is not given up to the silence that it is kept against.
    claims = applies | {"silent": applies["silent"] & (standing["kept"] < 0).to_numpy()}
    first = np.select([claims[name] for name in TESTED], TESTED, UNTOLD)
    return standing.assign(group=np.where(standing["discharged"], NONE, first), **applies)


def _counts(group: pd.Series) -> dict[str, int]:
    return {g.id: int((group == g.id).sum()) for g in GROUPS}
