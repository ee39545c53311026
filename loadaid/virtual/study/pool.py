"""Second mechanism: one pool of irritation that drains by a share a day, and a buffer below which nothing is felt.

Sessions, work and short nights fill the same pool, so that an ordinary session is felt in a hard week. The buffer grows
where the pool regularly comes near it. Short nights slow the drain. Constants are judgements, not estimates.
"""

from __future__ import annotations

import numpy as np

from loadaid.virtual.chance import Chance, Numbers
from loadaid.virtual.study.bodies import Day
from loadaid.virtual.study.world import World, above_usual

DRAINS = 0.55  # share left the next day
FILLS = 1.0  # by a session of a tolerated dose
USEFUL = 0.55
GROWS, SHRINKS = 0.022, 0.0035


class Pool:
    """Pain = softly, what stands above the buffer."""

    def __init__(self, world: World, luck: Chance) -> None:
        count = len(world.scenario)
        quiet = ~world.active
        self.work = np.maximum(0, 0.10 * above_usual(world.effort, quiet) + 0.13 * above_usual(world.posture, quiet)
                               + 0.07 * above_usual(world.stress, quiet) + 0.08 * np.maximum(world.run - 3, 0) - 0.12)  # fmt: skip
        self.short = np.maximum(0, -above_usual(world.sleep, quiet) - 1)
        self.by_work, self.by_short = luck.between("strain", 0.8, 1.5), luck.between("nights", 0.12, 0.24)
        self.steep = luck.between("reacts", 6.0, 9.0)
        self.grows = GROWS * luck.between("gain", 0.7, 1.3)
        self.bias, self.settle = luck.between("effort_bias", -2.8, 0.6), luck.between("settle", 1, 6)
        self.buffer = np.full(count, 1.35)
        self.parts = np.zeros((3, count))  # what in the pool came from exercise, work, short nights
        self.luck = luck

    def live(self, day: int, dose: Numbers) -> Day:
        session = dose > 0
        left = np.clip(DRAINS + 0.05 * self.short[:, day], 0.3, 0.85)
        self.parts = self.parts * left
        self.parts[2] += self.by_short * self.short[:, day]
        morning = self._felt()
        self.parts[1] += self.by_work * self.work[:, day]
        before = self.parts.sum(axis=0)
        self.parts[0] += FILLS * dose * np.exp(0.12 * self.luck.bell["response"][:, day])
        full = self.parts.sum(axis=0)
        evening = self._felt()
        tolerated = (self.buffer + 0.12 - before * (~session | (before < self.buffer))).clip(0.25 * self.buffer)
        tolerated = np.where(session, tolerated, self.buffer)
        ratio = dose / (self.buffer - 0.2)
        over = np.maximum(0, full - self.buffer)
        hours = self.settle * np.exp(0.4 * self.luck.bell["settle"][:, day])
        # Hours until the pool is back below the buffer, at the rate it drains.
        hours = hours + np.where(over > 0, 45 * np.log1p(over / self.buffer) / -np.log(left), 0)
        self.buffer = self.buffer + self.grows * np.clip(1 - np.abs(full / self.buffer - 0.9) / 0.3, 0, 1) * session
        self.buffer = np.maximum(self.buffer - SHRINKS * (self.buffer - 1.1), 0.9)
        return Day(
            morning=morning,
            evening=evening,
            tolerated=tolerated,
            useful=USEFUL * (self.buffer - 0.2),
            effort=1.2 + 4.6 * np.power(np.maximum(ratio, 0), 1.3) + 0.25 * before + self.bias + 0.6 * self.luck.bell["rpe"][:, day],
            during=0.3 + 1.1 * self.steep * over * 0.5 + 0.8 * self.luck.bell["during"][:, day],
            settle=hours,
            soreness=np.where(ratio > 1.3, 3.5, 0.0) * session,
            gained=np.clip((self.buffer - 1.35) / 0.6, 0, 1),
        )  # fmt: skip

    def _felt(self) -> Numbers:
        """Points of pain, shared out by what fills the pool."""
        full = self.parts.sum(axis=0)
        points = self.steep * np.log1p(np.exp(9 * (full - self.buffer))) / 9
        points = np.minimum(points, 5)
        share: Numbers = self.parts / np.maximum(full, 1e-9) * points
        return share
