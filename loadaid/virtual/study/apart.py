"""Fourth mechanism: small irritations that come by chance, each heals in its own days, in a body that may stand guard.

The more a session exceeds what the body has lately absorbed, the more irritations it is likely to start, and the later
they are felt. Work starts irritations too; sleep debt is felt from a certain debt on. A bad week switches the patient to
a guarded state that only a good week ends. Constants are judgements, not estimates.
"""

from __future__ import annotations

from math import erf

import numpy as np

from loadaid.virtual.chance import Chance, Numbers
from loadaid.virtual.study.bodies import Day, passed
from loadaid.virtual.study.world import World, above_usual

REMEMBERS = 12  # absorbed sessions, of which the upper quartile is what the body is used to
MARGIN = 1.6  # capacity that an absorbed dose maintains, in doses
FORGETS, WANES = 0.997, 0.005  # memory kept, capacity lost towards what is maintained, per day
AT_TOLERATED = 0.5  # irritations expected from a tolerated dose
HEALS = 0.70  # left the next day
MOST = 4.5
CALMS = 0.5  # points, as a mean of about a week, that end the guarded state


class Apart:
    """Pain = open irritations and sleep debt, more when guarded, never above MOST."""

    def __init__(self, world: World, luck: Chance) -> None:
        count, quiet = len(world.scenario), ~world.active
        hard = 0.30 * above_usual(world.effort, quiet) + 0.5 * above_usual(world.lifting.astype(float), quiet)
        hard = hard + 0.25 * above_usual(world.posture, quiet) + 0.25 * above_usual(world.stress, quiet)
        self.hard = np.square(np.maximum(0, hard - 0.5)) / (1 + np.maximum(0, hard - 0.5))
        self.short = np.maximum(0, -above_usual(world.sleep, quiet) - 0.9)
        self.by_hard = luck.between("strain", 0.9, 1.7)
        self.from_debt = luck.between("nights", 7.5, 4)
        self.size = luck.between("reacts", 0.45, 0.85)
        self.steep = luck.between("ceiling", 5.5, 8)
        self.learns = luck.between("gain", 0.012, 0.03)
        self.alarms = luck.between("sensitive", 2.2, 1.2)
        self.bias, self.settle = luck.between("effort_bias", -0.8, 0.8), luck.between("settle", 1, 8)
        even = 0.5 + 0.5 * np.vectorize(erf)(luck.bell["response"] / np.sqrt(2))
        self.by_session, self.by_day = even, (even * 4096) % 1  # two draws from one
        self.able, self.memory = np.ones(count), np.full((REMEMBERS, count), 0.7)
        self.open, self.coming = np.zeros((2, count)), np.zeros((3, count))
        self.debt, self.week, self.guarded = np.zeros(count), np.zeros(count), np.zeros(count)
        self.luck = luck

    def live(self, day: int, dose: Numbers) -> Day:
        session = dose > 0
        self.debt = 0.75 * self.debt + self.short[:, day]
        debt = self.debt**2 / (self.debt**2 + self.from_debt**2)
        self.open = self.open * (HEALS + 0.08 * self.guarded + 0.06 * debt)
        self.open[0] += 0.5 * self.coming[0]
        morning = self._felt(3.2 * debt)
        tender = np.minimum(0.05 * self.open[0] + 0.02 * self.open[1], 0.2)
        able = self.able * (1 - tender) * (1 - 0.05 * self.guarded) * (1 - 0.05 * debt)
        ratio = dose / able
        started = _count(self.by_session[:, day], AT_TOLERATED * np.minimum(ratio, 2) ** self.steep)
        lag = np.clip(started - 1, 0, 2)
        for ahead in range(3):
            # What comes later comes half overnight, half in the course of its day.
            self.coming[ahead] += np.where(lag == ahead, started, 0) * np.where(ahead == 0, 2, 1)
        self.open[0] += 0.5 * self.coming[0]
        self.open[1] += _count(self.by_day[:, day], self.by_hard * self.hard[:, day])
        evening = self._felt(2.2 * debt)

        absorbed = session & (started < 2)
        self.memory = np.where(absorbed, np.concatenate([self.memory[1:], dose[None]]), self.memory) * FORGETS
        kept = MARGIN * np.quantile(self.memory, 0.75, axis=0)
        grown = self.learns * np.maximum(0, kept - self.able) * absorbed
        effort = 10 * ratio**1.4 / (ratio**1.4 + 0.75) + 0.6 * self.guarded + 0.8 * debt
        answer = Day(
            morning=morning,
            evening=evening,
            tolerated=able,
            useful=self.able / MARGIN,
            effort=np.clip(effort + self.bias + 0.5 * self.luck.bell["rpe"][:, day], 0, 10),
            during=0.3 + 0.4 * self.open[0] + 0.8 * self.guarded + 0.7 * self.luck.bell["during"][:, day],
            settle=self.settle * np.exp(0.4 * self.luck.bell["settle"][:, day]) + 10 * np.minimum(started, 4),
            soreness=np.where(started > 1, np.minimum(2.2 * self.size * started, 6), 0) * session,
            gained=np.clip((self.able - 1) / 0.3, 0, 1),
        )
        self.able = np.clip(self.able + grown - WANES * np.maximum(0, self.able - kept), 0.75, 2.4)
        self.week += (evening.sum(axis=0) - self.week) / 6
        self.guarded = np.where(self.week > self.alarms, 1.0, np.where(self.week < CALMS, 0.0, self.guarded))
        self.coming = passed(self.coming)
        return answer

    def _felt(self, sleepless: Numbers) -> Numbers:
        """Points of pain from each source; together they come ever closer to MOST."""
        each = np.stack([self.size * self.open[0], self.size * self.open[1], sleepless]) * (1 + 0.25 * self.guarded)
        total = np.maximum(each.sum(axis=0), 1e-9)
        return np.asarray(each / total * MOST * -np.expm1(-total / MOST))


def _count(even: Numbers, expected: Numbers) -> Numbers:
    """A Poisson count, at most 4, where an even draw falls."""
    term, below = np.exp(-expected), np.exp(-expected)
    count = np.zeros(expected.shape)
    for k in range(1, 5):
        count += even > below
        term = term * expected / k
        below = below + term
    return count
