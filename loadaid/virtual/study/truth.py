"""What is true of each day, read from the mechanism; and on which days no observer of the log could tell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from loadaid.virtual.chance import Flags, Numbers
from loadaid.virtual.study.living import Lived

STATES = ("in_zone", "too_fast", "too_cautious", "strain", "recovery", "mixed", "not_identifiable")
IN_ZONE, TOO_FAST, TOO_CAUTIOUS, STRAIN, RECOVERY, MIXED, UNKNOWN = range(7)
MATTERS, NOTHING = 0.8, 0.4  # points above usual, as a mean of a week: a state, and none; between, no one can tell
WEEK, MONTH = 7, 21
WARM = 28  # days before which there is no usual level
LEAST_SESSIONS = 4
LEAST_WRITTEN = 5  # days of the last 14 with an entry, under which no observer could tell


def truth(life: Lived, written: Flags, strain_told: Flags, effort_told: Flags) -> NDArray[np.int64]:
    """The state of each day, codes of STATES, (patients, days).

    written: days with an entry. strain_told, effort_told: (patients,) who writes down strain and sleep; dose or effort.

    The largest of what sessions, strain and short nights add to pain over a week, when it matters; mixed when sessions
    and life both matter and neither is twice the other. too_fast also needs sessions above what was tolerated.
    too_cautious: the sessions of three weeks stay below what is useful, and no pause explains it.
    """
    added = (life.morning + life.evening) / 2
    exercise, strain, nights = (_mean(part, WEEK) for part in added)
    daily = strain + nights
    over = _mean_of(life.dose / life.tolerated, life.session, 14)
    light = _mean_of(life.dose / life.useful, life.session, MONTH)
    sessions = _mean(life.session.astype(float), MONTH) * MONTH
    pause = life.world.deload | life.world.holiday | life.world.ill
    idle = _mean(pause.astype(float), 14) > 0
    state = np.full(life.dose.shape, UNKNOWN)
    calm = (exercise < NOTHING) & (daily < NOTHING)
    state[calm & (light >= 1.1) & (over < 1.1)] = IN_ZONE
    state[calm & (light < 0.9) & (sessions >= LEAST_SESSIONS) & ~idle] = TOO_CAUTIOUS
    fast = (exercise >= MATTERS) & (over > 1)
    state[fast & (daily < exercise / 2)] = TOO_FAST
    state[(daily >= MATTERS) & (exercise < daily / 2) & (strain >= nights)] = STRAIN
    state[(daily >= MATTERS) & (exercise < daily / 2) & (strain < nights)] = RECOVERY
    state[(daily >= MATTERS) & (exercise >= MATTERS) & (daily >= exercise / 2) & (exercise >= daily / 2)] = MIXED
    state[:, :WARM] = UNKNOWN
    state[_mean(written.astype(float), 14) * 14 < LEAST_WRITTEN - 0.5] = UNKNOWN
    state[((state == STRAIN) | (state == RECOVERY)) & ~strain_told[:, None]] = UNKNOWN
    state[(state == TOO_CAUTIOUS) & ~effort_told[:, None]] = UNKNOWN
    return state


def since(state: NDArray[np.int64]) -> NDArray[np.int64]:
    """Days for which the state has been the same, 1 on its first day."""
    age = np.ones(state.shape, dtype=np.int64)
    for day in range(1, state.shape[1]):
        age[:, day] = np.where(state[:, day] == state[:, day - 1], age[:, day - 1] + 1, 1)
    return age


def _mean(x: Numbers, days: int) -> Numbers:
    """Mean of the last days."""
    total = np.cumsum(np.pad(x, ((0, 0), (days, 0))), axis=1)
    return np.asarray((total[:, days:] - total[:, :-days]) / np.minimum(np.arange(x.shape[1]) + 1, days))


def _mean_of(x: Numbers, where: Flags, days: int) -> Numbers:
    """Mean of the last days over those that count; NaN when none does."""
    with np.errstate(invalid="ignore"):
        return np.asarray(
            _mean(np.where(where, x, 0.0), days) / np.where(n := _mean(where.astype(float), days), n, np.nan)
        )
