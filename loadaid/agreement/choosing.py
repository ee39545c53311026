"""Which fortnights the raters see: readable ones, every reading among them, few of the same patient."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from loadaid.agreement.labels import CODES
from loadaid.analysis.hold import HEADLINES
from loadaid.analysis.index import Ints, to_day
from loadaid.analysis.review import Review
from loadaid.domain.errors import UsageError

DAYS, JUDGED = 28, 14  # days shown on a sheet; the last of them are judged
LEAST = 4  # sheets of each headline, where the log and the count allow (judgement)
READABLE = [k for k, name in enumerate(HEADLINES) if name in CODES and name != "insufficient_data"]


class Choice(NamedTuple):
    """A fortnight by its last day, and loadaid's headline on that day."""

    patient_id: str
    day: date
    headline: str


def choose(made: Review, count: int, seed: int) -> list[Choice]:
    """`count` fortnights in random order; the same log and seed give the same.

    First one of each headline in turn, rarest first, LEAST times; then whichever has been seen least. Each time from the
    patient who has given fewest. No day is shown twice: two fortnights of one patient end DAYS apart or more.
    Errors: UsageError when the log does not hold so many.
    """
    chance = np.random.default_rng(seed)
    patient, day, headline = _candidates(made, chance)
    rarest = sorted(set(headline.tolist()), key=lambda code: (np.sum(headline == code), code))
    turns, picks, free = rarest * LEAST, list[int](), np.ones(len(patient), bool)
    given, seen = np.zeros(len(made.patients), int), np.zeros(len(HEADLINES), int)
    while free.any() and len(picks) < count:
        left = np.flatnonzero(free & (headline == turns.pop(0)) if turns else free)
        if len(left):
            pick = int(left[np.lexsort((seen[headline[left]], given[patient[left]]))[0]])
            picks.append(pick)
            given[patient[pick]] += 1
            seen[headline[pick]] += 1
            free &= (patient != patient[pick]) | (np.abs(day - day[pick]) >= DAYS)
    if len(picks) < count:
        raise UsageError(
            f"--count {count}: this log holds {len(picks)} fortnights that can be read and share no day. "
            f"Each ends on a day with a reading and needs {DAYS} logged days before it. "
            + (f"Ask for --count {len(picks)}, or take a larger log." if picks else "Take a larger log.")
        )
    return [
        Choice(made.patients[patient[k]], to_day(day[k]), HEADLINES[headline[k]]) for k in chance.permutation(picks)
    ]


def _candidates(made: Review, chance: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Patient, day and headline of every day with a reading of the load and enough days before it, in random order."""
    found = []
    for place, numbers in zip(made.places, made.numbers, strict=True):
        first, last = made.indexed.first[place], made.indexed.last[place]
        headline = numbers.headline[0].astype(np.int64)
        offset = np.arange(headline.shape[1])
        inside = (offset >= DAYS) & (offset <= (last - first)[:, None])
        row, at = np.nonzero(inside & np.isin(headline, READABLE))
        found.append(np.stack([row + place.start, first[row] + at, headline[row, at]]))
    every = np.concatenate(found, axis=1)
    patient, day, headline = every[:, chance.permutation(every.shape[1])]
    return patient, day, headline
