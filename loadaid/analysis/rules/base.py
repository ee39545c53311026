"""What a rule is: a question, a limit with its source, a measure, and the sentences for its three answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np

from loadaid.analysis.index import Bools, Floats, to_day
from loadaid.analysis.response import FINAL, WITHIN
from loadaid.analysis.workings import Workings
from loadaid.domain.evidence import Limit
from loadaid.domain.limits import BY_ID
from loadaid.domain.words import Speaker

Group = Literal["safety", "data", "symptom", "response", "dose", "caution", "strain"]
EPS = 1e-9


@dataclass(frozen=True)
class Reading:
    """A rule's numbers, all (patients, days): measured and limit, raised, and known (False: cannot tell)."""

    measured: Floats
    limit: Floats | float
    raised: Bools
    known: Bools


@dataclass(frozen=True)
class At:
    """One patient on one day: what a sentence needs to look up."""

    w: Workings
    readings: Mapping[str, Reading]
    row: int
    day: int

    def value(self, grid: Any, day: int | None = None) -> float:
        """A number of this day, or of another; of the log as logged where there are several readings."""
        grid = grid[0] if grid.ndim == 3 else grid
        return float(grid[self.row, self.day if day is None else day])

    def calendar(self, day: int) -> date:
        return to_day(int(self.w.panel.start[self.row]) + day)

    def dates(self, days: Sequence[int]) -> list[date]:
        return [self.calendar(day) for day in days]

    def where(self, mask: Any, back: int) -> list[int]:
        """Days of the last `back` days on which a mask is true, oldest first."""
        mask = mask[0] if mask.ndim == 3 else mask
        first = max(self.day - back + 1, 0)
        return [first + int(k) for k in np.flatnonzero(mask[self.row, first : self.day + 1])]

    def last_sessions(self) -> list[int]:
        """The last three classed session days within 21 days, oldest first, as known today."""
        classed = self.where(self.w.response.classed, WITHIN)
        return [d for d in classed if d < self.day][-3:]

    def is_red(self, session: int) -> bool:
        """Whether a session counts as red, as known today."""
        return bool(self.w.response.red[min(self.day - session, FINAL)][self.row, session])


Facts = dict[str, object]


@dataclass(frozen=True)
class Rule:
    """One question with its three answers.

    limit: the limit that decides (its source is the rule's). measure: Workings -> Reading, shape (patients, days).
    days: the days behind the finding. facts: what the sentences name besides {measured}, {limit} and {days}.
    raised, clear, cannot_tell, would_clear: French sentences (msgid). unit: of measured and limit.
    """

    id: str
    group: Group
    question: str
    limit_id: str
    unit: str
    measure: Callable[[Workings], Reading]
    raised: str
    clear: str
    cannot_tell: str
    would_clear: str
    days: Callable[[At], list[int]]
    facts: Callable[[At, Speaker], Facts] = lambda at, words: {}

    @property
    def limit(self) -> Limit:
        return BY_ID[self.limit_id]


def at_least(measured: Floats, limit: Any, known: Bools | None = None) -> Reading:
    """Raised at the limit or above."""
    return Reading(measured, limit, measured >= limit - EPS, ~np.isnan(measured) if known is None else known)


def above(measured: Floats, limit: Any, known: Bools | None = None) -> Reading:
    """Raised above the limit; on the line is clear."""
    return Reading(measured, limit, measured > limit + EPS, ~np.isnan(measured) if known is None else known)


def below(measured: Floats, limit: Any) -> Reading:
    """Raised below the limit: not enough of something. Always known: none is none."""
    return Reading(measured, limit, measured < limit - EPS, np.ones(measured.shape, dtype=bool))
