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

    def last_during(self) -> list[int]:
        """The last session of 21 days whose pain during it is known, if any."""
        return self.where(~np.isnan(self.w.panel.session["during"]), WITHIN)[-1:]

    def is_excused(self, session: int) -> bool:
        """Whether muscle soreness explains what followed a session, as known today."""
        return bool(self.w.response.excused[min(self.day - session, FINAL)][self.row, session])

    def is_red(self, session: int) -> bool:
        """Whether a session counts as red, as known today."""
        return bool(self.w.response.red[min(self.day - session, FINAL)][self.row, session])


@dataclass(frozen=True)
class Change:
    """Cells of one day that would read otherwise; the row is added where there is none.

    day: column of the panel; may lie before the first logged day or after today. values: by column of `table`, of all rows
    of that day, or of those of one exercise. times: they multiply what stands there.
    """

    table: str
    day: int
    values: Mapping[str, object]
    times: bool = False
    exercise: str | None = None


@dataclass(frozen=True)
class Input:
    """One number that a finding rests on.

    name: French msgid. day: None for what is of no single day. value: None for not known. unit: "yes/no" is 1 or 0.
    of: the exercise, as the patient writes it; blank where it is of none.
    """

    name: str
    day: date | None
    value: float | None
    unit: str = "points"
    of: str = ""


Facts = dict[str, object]
Ways = list[list[Change]]  # each clears the finding by itself; none: nothing does


@dataclass(frozen=True)
class Rule:
    """One question with its three answers.

    limit: the limit that decides (its source is the rule's). measure: Workings -> Reading, shape (patients, days).
    days: the days behind the finding. facts: what the sentences name besides {measured}, {limit} and {days}.
    raised, clear, cannot_tell, would_clear: French sentences (msgid). unit: of measured and limit.
    clears: what in the log would clear a raised finding, as would_clear says. names: what would_clear names besides.
    recipe: how the measured number comes from the inputs and when it is raised (msgid; limits by id in braces); terms:
    what its words stand for. inputs: the numbers behind the finding, enough to work it out again. lacks: how many more
    entries, at least, would let it tell where it cannot; None: none would.
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
    clears: Callable[[At], Ways]
    recipe: str
    inputs: Callable[[At], list[Input]]
    lacks: Callable[[At], int | None] = lambda at: 0
    terms: tuple[str, ...] = ()
    facts: Callable[[At, Speaker], Facts] = lambda at, words: {}
    names: Callable[[At, Speaker], Facts] = lambda at, words: {}

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
