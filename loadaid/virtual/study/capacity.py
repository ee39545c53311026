"""First mechanism: dose against a capacity that adapts. What exceeds it is felt over the next two days and sensitises.

Strain and short nights take away from the capacity and are felt by themselves. Constants are judgements that give
diaries like those of practice; they are not estimates.
"""

from __future__ import annotations

import numpy as np

from loadaid.virtual.chance import Chance, Numbers
from loadaid.virtual.study.bodies import Day, delayed, passed
from loadaid.virtual.study.world import World, above_usual

IRRITATES = (0.45, 1.0, 0.45)  # of a reaction: that evening, the next day, the day after
POINTS, MOST = 8.0, 4.5  # points per unit of demand above what is tolerated, and the most a session adds
USEFUL = 0.68
WANES = 0.003
STRAIN_LAGS = (0.5, 0.3, 0.2)
HABIT = 0.5  # how fast a muscle forgets an unusual dose, per week


class Capacity:
    """Demand = dose over capacity left today."""

    def __init__(self, world: World, luck: Chance) -> None:
        count = len(world.due)
        quiet = ~world.active
        strain = 0.5 * above_usual(world.effort, quiet) + 0.3 * above_usual(world.stress, quiet)
        strain = strain + 0.4 * above_usual(world.lifting.astype(float), quiet) + 0.5 * np.maximum(world.run - 4, 0)
        self.strain = np.maximum(0, _lagged(strain, STRAIN_LAGS) - 0.6)
        self.nights = np.maximum(0, _lagged(-above_usual(world.sleep, quiet), (0.6, 0.3, 0.1)) - 0.7)
        self.by_strain = luck.between("strain", 0.4, 1.0)
        self.by_nights = luck.between("nights", 0.5, 1.1)
        self.reacts = luck.between("reacts", 0.7, 1.3)
        self.gain, self.ceiling = luck.between("gain", 0.012, 0.03), luck.between("ceiling", 2.0, 3.2)
        self.bias, self.settle = luck.between("effort_bias", -2.8, 0.6), luck.between("settle", 2, 10)
        self.able, self.first = np.ones(count), np.ones(count)
        self.sensitised, self.usual_dose = np.zeros(count), np.full(count, 0.85)
        self.coming, self.growing = np.zeros((3, count)), np.zeros((3, count))
        self.luck = luck

    def live(self, day: int, dose: Numbers) -> Day:
        strain, nights = self.strain[:, day], self.nights[:, day]
        able = self.able * np.clip(1 - 0.05 * strain - 0.05 * nights, 0.6, 1)
        session = dose > 0
        demand = dose / able
        waking = np.minimum(self.coming[0], MOST)
        over = np.maximum(0, demand - 1.08) * session
        reaction = POINTS * self.reacts * over * (1 + 0.6 * self.sensitised)
        reaction = np.minimum(reaction * np.exp(0.25 * self.luck.bell["response"][:, day]), MOST)
        delayed(self.coming, IRRITATES, reaction)
        life = np.stack([np.minimum(self.by_strain * strain, 4), np.minimum(self.by_nights * nights, 4)])
        evening = np.stack([np.minimum(self.coming[0], MOST), *life])
        trained = np.clip((demand - USEFUL) / 0.25, 0, 1) - np.clip((demand - 1.2) / 0.5, 0, 1.2)
        delayed(self.growing, (0.5, 0.3, 0.2), trained * session)
        unusual = np.maximum(0, dose / self.usual_dose - 1.1)
        settle = self.settle * np.exp(0.3 * self.luck.bell["settle"][:, day]) + 110 * over
        answer = Day(
            morning=np.stack([waking, 0.5 * life[0], life[1]]),
            evening=evening,
            tolerated=1.08 * able,
            useful=USEFUL * able,
            effort=5.6 * demand + self.bias + 0.5 * self.luck.bell["rpe"][:, day],
            during=0.4 + 3 * np.maximum(0, demand - 0.8) + 0.6 * self.luck.bell["during"][:, day],
            settle=settle,
            soreness=np.minimum(8 * unusual, 6) * session,
            gained=np.clip((self.able / self.first - 1) / 0.6, 0, 1),
        )
        self.sensitised = np.clip(0.95 * self.sensitised + 0.03 * evening.sum(axis=0), 0, 1)
        grown = self.gain * (1 - self.able / (self.ceiling * self.first)) * self.growing[0]
        self.able = np.maximum(self.able * (1 + grown) - WANES * (self.able - 0.9 * self.first), 0.5)
        self.usual_dose += np.where(session, HABIT / 2 * (dose - self.usual_dose), 0)
        self.coming, self.growing = passed(self.coming), passed(self.growing)
        return answer


def _lagged(x: Numbers, weights: tuple[float, ...]) -> Numbers:
    """Weighted mean of today and the days before; the first day stands for those before it."""
    earlier = np.concatenate([np.repeat(x[:, :1], len(weights) - 1, axis=1), x], axis=1)
    days = x.shape[1]
    return np.asarray(sum(w * earlier[:, len(weights) - 1 - k :][:, :days] for k, w in enumerate(weights)))
