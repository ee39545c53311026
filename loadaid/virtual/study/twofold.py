"""Third mechanism: every session leaves fitness that fades slowly and fatigue that fades fast; pain is a gain on both.

The gain is central: it rises while pain is above usual and comes down slowly, so that the same fatigue hurts more after
a bad fortnight. Fitness carries dose; strain and short nights are tiredness of the same kind as fatigue, but enter
through the gain as well. Constants are judgements, not estimates.
"""

from __future__ import annotations

import numpy as np

from loadaid.virtual.chance import Chance, Numbers
from loadaid.virtual.study.bodies import Day
from loadaid.virtual.study.world import World, above_usual

FIT, TIRED = np.exp(-1 / 30), np.exp(-1 / 2.2)
CARRIES = 1.38  # fatigue over what fitness carries at which the body reacts
USEFUL = 0.6
HURTS = 2.4


class Twofold:
    """Fitness and fatigue of each patient, and the gain on what they give."""

    def __init__(self, world: World, luck: Chance) -> None:
        quiet = ~world.active
        count = len(world.scenario)
        per_week = np.maximum(world.due[:, :28].mean(axis=1), 0.15)
        heavy = 0.30 * above_usual(world.lifting.astype(float), quiet) + 0.14 * above_usual(world.effort, quiet)
        heavy = heavy + 0.10 * above_usual(world.stress, quiet) + 0.15 * np.maximum(world.run - 4, 0)
        self.load = np.maximum(0, heavy - 0.2)
        self.short = np.maximum(0, -above_usual(world.sleep, quiet) - 0.8)
        self.by_load, self.by_short = luck.between("strain", 0.5, 1.1), luck.between("nights", 0.25, 0.5)
        self.hurts = HURTS * luck.between("reacts", 0.8, 1.25)
        self.gains = luck.between("gain", 0.09, 0.18)
        self.calm = luck.between("sensitive", 0.02, 0.05)
        self.bias, self.settle = luck.between("effort_bias", -2.8, 0.6), luck.between("settle", 3, 14)
        self.rate = per_week
        self.fitness = 0.9 * per_week / (1 - FIT)
        self.first = self.fitness.copy()
        self.fatigue, self.strained, self.sleepless = np.zeros(count), np.zeros(count), np.zeros(count)
        self.gain = np.ones(count)
        self.luck = luck

    def live(self, day: int, dose: Numbers) -> Day:
        session = dose > 0
        self.fatigue, self.strained, self.sleepless = TIRED * self.fatigue, 0.6 * self.strained, 0.5 * self.sleepless
        self.sleepless = self.sleepless + 0.5 * self.short[:, day]
        able = 1 + self.gains * 5 * (self.fitness / self.first - 1)
        able = np.clip(able, 0.75, 2.4)
        morning = self._felt(able)
        self.strained = self.strained + 0.4 * self.load[:, day]
        carried = self.fatigue / able
        self.fatigue = self.fatigue + dose * np.exp(0.15 * self.luck.bell["response"][:, day])
        evening = self._felt(able)
        ratio = dose / able
        after = np.maximum(0, self.fatigue / able - CARRIES)
        self.fitness = FIT * self.fitness + np.where(ratio > USEFUL, np.minimum(dose, 1.25 * able), 0.5 * dose)
        felt = evening.sum(axis=0)
        self.gain = np.clip(self.gain + 0.025 * np.maximum(0, felt - 0.8) - self.calm * (self.gain - 1), 1, 2)
        return Day(
            morning=morning,
            evening=evening,
            tolerated=np.where(session, np.maximum(CARRIES - carried, 0.5) * able, CARRIES * able),
            useful=USEFUL * able,
            effort=6.0 * np.sqrt(np.maximum(ratio, 0)) + 1.2 * carried + self.bias - 0.4 + 0.7 * self.luck.bell["rpe"][:, day],
            during=0.5 + 1.6 * after * self.gain + 0.7 * self.luck.bell["during"][:, day],
            settle=self.settle * np.exp(0.3 * self.luck.bell["settle"][:, day]) * self.gain**2 + 60 * after,
            soreness=np.where(dose > 1.35 * able, 4.0, 0.0),
            gained=np.clip((able - 1) / 0.4, 0, 1),
        )  # fmt: skip

    def _felt(self, able: Numbers) -> Numbers:
        over = np.maximum(0, self.fatigue / able - CARRIES) * 2 * self.hurts
        life = np.stack([self.by_load * self.strained * 1.6, self.by_short * self.sleepless * 1.6])
        return np.asarray(np.minimum(np.stack([over, *life]) * self.gain, 4.5))
