"""What a mechanism is asked and what it answers. Each lives in a file of its own and shares no equation with another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from loadaid.virtual.chance import Chance, Numbers
from loadaid.virtual.study.world import World

BELL = ("response", "rpe", "settle", "during")
PERSON = ("gain", "ceiling", "reacts", "strain", "nights", "effort_bias", "settle", "sensitive")


@dataclass(frozen=True)
class Day:
    """What a body answers to one day, one element per patient. Doses are in first tolerated doses.

    morning, evening: points of pain added by exercise, by strain, by short nights, (3, patients); morning is before the
    session of the day, evening after it. tolerated, useful: the doses above which this body reacts and below which it
    does not adapt, today. effort: 0-10, during: points above just before, settle: h, soreness: points on the next day;
    all four mean something only on a session day. gained: growth of capacity, 0 to 1.
    """

    morning: Numbers
    evening: Numbers
    tolerated: Numbers
    useful: Numbers
    effort: Numbers
    during: Numbers
    settle: Numbers
    soreness: Numbers
    gained: Numbers


class Body(Protocol):
    """Some patients' bodies, asked day by day, in order."""

    def __init__(self, world: World, luck: Chance) -> None: ...

    def live(self, day: int, dose: Numbers) -> Day:
        """One day with this dose, 0 without a session."""
        ...


def delayed(queue: Numbers, shares: tuple[float, ...], what: Numbers) -> None:
    """Add to the days ahead, in place; queue: (days ahead, patients), 0 = today."""
    for ahead, share in enumerate(shares):
        queue[ahead] += share * what


def passed(queue: Numbers) -> Numbers:
    """The queue a day later."""
    return np.concatenate([queue[1:], np.zeros((1, queue.shape[1]))])
