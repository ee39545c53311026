"""A follow-up lived day by day: the dose is led, the body answers, and a bad week may change what is led."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from loadaid.virtual.chance import Chance, Flags, Numbers
from loadaid.virtual.study.bodies import Body, Day
from loadaid.virtual.study.world import World

BAD_WEEK = 1.2  # points above usual, as a mean of the last days, that make a clinician think
EVEN = ("lower",)


@dataclass(frozen=True)
class Lived:
    """(patients, days), or (3, patients, days) for morning and evening. As Day; dose 0 and the rest idle without a session."""

    world: World
    dose: Numbers
    planned: Numbers
    morning: Numbers
    evening: Numbers
    tolerated: Numbers
    useful: Numbers
    effort: Numbers
    during: Numbers
    settle: Numbers
    soreness: Numbers
    gained: Numbers

    @property
    def session(self) -> Flags:
        return np.asarray(self.dose > 0)


def lived(world: World, body: Body, luck: Chance) -> Lived:
    """Live all days of a block of patients.

    Every week the dose rises a little unless the week was bad, in which case clinicians often lower it, whatever made
    the week bad: dose and pain are confounded, as in practice. The first rise comes after two weeks.
    """
    count, days = world.due.shape
    step, recent, last, cut = world.start.copy(), np.zeros(count), np.full(count, 0.9), np.ones(count)
    hurry, growth, stuck = world.hurry, world.growth, world.has("stuck") > 0
    careful = np.array([0.35, 0.7])[(world.has("work") + world.has("sleep") > 0).astype(int)]
    careful = np.where(world.jump > 1, 0.15, careful)
    dose, planned = np.zeros((count, days)), np.zeros((count, days))
    answers: list[Day] = []
    for day in range(days):
        active = world.active[:, day]
        onset = (day == world.onset) & active
        step = step * np.where(onset, world.jump, 1)
        new_week = (day >= 14) & (day % 7 == 0) & ~world.deload[:, day] & ~world.holiday[:, day]
        bad = recent > BAD_WEEK
        room = np.clip((1.0 - last) / 0.15, 0, 1.2)
        rise = np.where(
            active & (hurry > 0), hurry, np.where(active & (stuck | (world.jump > 1)), 0, growth * room * ~bad)
        )
        step = step * (1 + rise * new_week)
        lowers = new_week & bad & (luck.even["lower"][:, day] < careful) & ~(active & (hurry > 0))
        cut = np.where(lowers, np.maximum(cut * 0.8, 0.5), np.where(new_week & ~bad, np.minimum(cut / 0.9, 1), cut))
        back = day > 0 and world.holiday[:, day - 1] & ~world.holiday[:, day]
        step = step * np.where(back, 0.8, 1)
        planned[:, day] = step * cut * np.where(world.deload[:, day], 0.65, 1)
        dose[:, day] = planned[:, day] * world.due[:, day]
        answer = body.live(day, dose[:, day])
        last = np.where(dose[:, day] > 0, dose[:, day] / answer.tolerated, last)
        recent = recent + (answer.evening.sum(axis=0) - recent) / 5
        answers.append(answer)
    grids = {f.name: np.stack([getattr(a, f.name) for a in answers], axis=-1) for f in fields(Day)}
    return Lived(world=world, dose=dose, planned=planned, **grids)
