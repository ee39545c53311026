"""Chance, made repeatable: each virtual patient has a random stream of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Chance:
    """What chance gives to a block of patients, by name.

    bell: standard normal draws, each patients x days. even: 0 to 1, each patients x days.
    person: 0 to 1, each one per patient. Never missing.
    """

    bell: dict[str, Numbers]
    even: dict[str, Numbers]
    person: dict[str, Numbers]

    def between(self, name: str, low: float, high: float) -> Numbers:
        """One number per patient, evenly spread from low to high."""
        return low + (high - low) * self.person[name]


def chance(
    seed: int,
    first: int,
    patients: int,
    days: int,
    bell: tuple[str, ...],
    even: tuple[str, ...],
    person: tuple[str, ...],
) -> Chance:
    """The draws of patients first .. first + patients - 1, each from the child stream of their own number.

    Patient k gets the same draws whatever the number of patients or how they are cut into blocks.
    """
    normal = np.empty((len(bell), patients, days))
    uniform = np.empty((len(even), patients, days))
    once = np.empty((len(person), patients))
    for row in range(patients):
        stream = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(first + row,)))
        once[:, row] = stream.random(len(person))
        normal[:, row] = stream.standard_normal((len(bell), days))
        uniform[:, row] = stream.random((len(even), days))
    return Chance(
        dict(zip(bell, normal, strict=True)),
        dict(zip(even, uniform, strict=True)),
        dict(zip(person, once, strict=True)),
    )


def ar1(bell: Numbers, sd: Numbers | float, lag_1: Numbers | float) -> Numbers:
    """Noise that remembers yesterday: patients x days, of the given standard deviation and lag-1 correlation.

    It starts in its steady state, so the first day is as noisy as the last.
    """
    noise = np.empty_like(bell)
    step = np.sqrt(1 - np.square(lag_1))
    noise[:, 0] = bell[:, 0]
    for day in range(1, bell.shape[1]):
        noise[:, day] = lag_1 * noise[:, day - 1] + step * bell[:, day]
    scaled: Numbers = noise * np.reshape(sd, (-1, 1))
    return scaled


def points(value: Numbers) -> Numbers:
    """A 0 to 10 answer as people give it: a whole number, never off the scale."""
    return np.clip(np.rint(value), 0, 10) + 0.0  # the sum turns -0 into 0
