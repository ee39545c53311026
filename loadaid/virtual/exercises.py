"""The exercises of the virtual clinic, and how a dose becomes sets, repetitions, kilograms and seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from loadaid.domain.records import FAMILIES
from loadaid.virtual.chance import Numbers

LEVEL_STEP = 0.15  # one level is this much harder, as in the dose the review computes
KG_THAT_DOUBLES = 20.0


@dataclass(frozen=True)
class Exercise:
    """A first dose. grows: what is raised first. kg 0: body weight. hold_s: of one repetition, or of one bout of walking."""

    name: str
    family: str
    grows: Literal["load", "hold", "reps"]
    sets: int
    reps: int
    kg: float = 0.0
    hold_s: float = 0.0
    level: int = 1


EXERCISES = (
    Exercise("Soulevé de terre kettlebell", "strength", "load", 3, 8, kg=12, level=2),
    Exercise("Squat gobelet", "strength", "load", 3, 10, kg=8, level=2),
    Exercise("Tirage horizontal à la poulie", "strength", "load", 3, 10, kg=15),
    Exercise("Fente avant avec haltères", "strength", "load", 3, 8, kg=6, level=2),
    Exercise("Hip thrust avec haltère", "strength", "load", 3, 10, kg=10),
    Exercise("Port de charge une main", "functional", "load", 4, 5, kg=8),
    Exercise("Lever de chaise", "functional", "reps", 3, 10),
    Exercise("Montée de marche", "functional", "reps", 3, 10, level=2),
    Exercise("Gainage latéral", "motor_control", "hold", 3, 2, hold_s=20),
    Exercise("Gainage ventral", "motor_control", "hold", 3, 1, hold_s=25),
    Exercise("Bird-dog", "motor_control", "reps", 3, 8),
    Exercise("Dead bug", "motor_control", "reps", 3, 8),
    Exercise("Pont fessier", "strength", "reps", 3, 12),
    Exercise("Flexion-extension à quatre pattes", "mobility", "reps", 2, 10),
    Exercise("Rotation du tronc allongé", "mobility", "reps", 2, 8),
    Exercise("Marche rapide", "endurance", "hold", 3, 1, hold_s=300),
)
NAMES = tuple(e.name for e in EXERCISES)
FAMILY = np.array([FAMILIES.index(e.family) for e in EXERCISES])
# The first exercise of everyone builds strength, so that every programme has an effort to judge.
BUILDS = np.flatnonzero([e.family in ("strength", "functional") for e in EXERCISES])
MOST_EXERCISES = 5

_GROWS = np.array([e.grows for e in EXERCISES])
_SETS, _REPS, _KG, _HOLD, _LEVEL = np.array([(e.sets, e.reps, e.kg, e.hold_s, e.level) for e in EXERCISES], float).T


class Prescription(NamedTuple):
    """One element per exercise row; load_kg and hold_s are NaN where the exercise has none."""

    sets: Numbers
    reps: Numbers
    load_kg: Numbers
    hold_s: Numbers
    level: Numbers


def programme(shuffle: Numbers) -> NDArray[np.intp]:
    """Five different exercises per patient, positions in EXERCISES; the first builds strength or everyday function.

    shuffle: one number 0-1 per patient and exercise.
    """
    first = BUILDS[np.argmin(shuffle[:, BUILDS], axis=1)]
    order = np.where(np.arange(len(EXERCISES)) == first[:, None], -1, shuffle)
    return np.argsort(order, axis=1)[:, :MOST_EXERCISES]


def prescription(exercise: NDArray[np.intp], dose: Numbers) -> Prescription:
    """What is done at a dose, 1 being the exercise's first dose, in steps people use: 1 rep, 0.5 kg, 1 s (walking 15 s).

    Loaded exercises gain repetitions up to 15, the load does the rest; body-weight ones move up a level, at most to 4.
    """
    grows, reps, kg, hold, level = (a[exercise] for a in (_GROWS, _REPS, _KG, _HOLD, _LEVEL))
    loaded, held, counted = grows == "load", grows == "hold", grows == "reps"
    up = np.minimum(level + np.where(counted, (dose > 1.6).astype(float) + (dose > 2.2), 0), 4)
    eased = dose * (1 + LEVEL_STEP * (level - 1)) / (1 + LEVEL_STEP * (up - 1))
    more = np.where(loaded, np.clip(np.rint(reps * dose**0.4), np.minimum(reps, 5), 15), reps)
    reps = np.where(counted, np.clip(np.rint(reps * eased), 1, 60), more)
    heavy = KG_THAT_DOUBLES * (_REPS[exercise] * (1 + kg / KG_THAT_DOUBLES) * dose / reps - 1)
    tick = np.where(hold >= 60, 15, 1)
    return Prescription(
        sets=_SETS[exercise],
        reps=reps,
        load_kg=np.where(loaded, np.clip(np.rint(heavy * 2) / 2, 1, 500), np.nan),
        hold_s=np.where(held, np.clip(np.rint(hold * dose / tick), 1, None) * tick, np.nan),
        level=up,
    )
