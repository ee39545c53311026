"""Life around the exercises: the calendar of a follow-up, work, stress and sleep, day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loadaid.virtual.chance import Chance, Flags, Numbers, ar1
from loadaid.virtual.people import People

LIFTING_POINTS = np.array([0.0, 3.0, 7.0, 10.0])  # none, light, medium, heavy
LAGS = (0.5, 0.3, 0.2)  # how strain acts today, tomorrow and the day after [judgement]
NIGHTS = (0.6, 0.3, 0.1)
EPISODE_DAYS = {"surge": 16, "work": 12, "sleep": 12}
QUIET_START_DAYS = 28  # no episode before a baseline can exist
DELOAD_EVERY_DAYS = 49


@dataclass(frozen=True)
class Life:
    """Patients x days, from the first day of the period to the last.

    followed: the patient is in follow-up. surge, work, sleepless: episodes of the stories. holiday, ill, deload, visit:
    that day. strain, sleep_quality, stress, effort: points 0-10. lifting: 0 none .. 3 heavy.
    strain_above, sleep_below: points beyond the patient's own usual, after lags; 0 on an ordinary day.
    """

    followed: Flags
    surge: Flags
    work: Flags
    sleepless: Flags
    holiday: Flags
    ill: Flags
    deload: Flags
    visit: Flags
    worked: Flags
    effort: Numbers
    lifting: NDArray[np.int64]
    stress: Numbers
    sleep_quality: Numbers
    strain: Numbers
    strain_above: Numbers
    sleep_below: Numbers


def life(who: People, luck: Chance, weekdays: NDArray[np.int64]) -> Life:
    """The days of a block of patients; weekdays: one per day of the period, Monday 0."""
    days = len(weekdays)
    day, left = np.arange(days), np.arange(days)[::-1]
    since = day - who.begin[:, None]
    followed = since >= 0

    period = _whole(luck.between("period", 44, 58))
    episode = {
        kind: (left % period < length) & (since >= QUIET_START_DAYS) & who.is_story("episode", kind)[:, None]
        for kind, length in EPISODE_DAYS.items()
    }
    back = _whole(luck.between("holiday", 12, 17))
    holiday = (left >= back) & (left < back + 18) & who.is_story("ending", "holiday")[:, None] & (since > 0)
    ill_on = np.rint(luck.between("ill_on", 0.3, 0.7) * days)[:, None]
    # Who does the same light dose for weeks must not have an outside reason for it.
    may_be_ill = (luck.person["illness"] < 0.2) & (who.of_story("growth") > 0)
    ill = (day >= ill_on) & (day < ill_on + 4) & may_be_ill[:, None] & (since > 0)
    planned = (who.of_story("growth") > 0) & who.is_story("episode", "none")
    deload = planned[:, None] & (since % DELOAD_EVERY_DAYS >= DELOAD_EVERY_DAYS - 7) & followed
    every = np.where(luck.person["visits"] < 0.5, 14, 21)[:, None]
    visit = followed & (since % every == 0) & ~holiday

    usual_day = who.works[:, weekdays] & (luck.even["work"] < 0.94)
    worked = np.where(episode["work"], weekdays != 6, usual_day) & ~holiday & ~ill
    effort = np.where(worked, np.clip(who.effort[:, None] + 0.9 * luck.bell["effort"] + 4 * episode["work"], 0, 10), 0)
    at_work = np.clip(who.lifting[:, None] + (luck.bell["lifting"] > 1.3), 0, 2)
    lifting = np.where(worked, np.where(episode["work"], 3, at_work), (luck.bell["lifting"] > 0.8).astype(int))
    stress = who.stress[:, None] + ar1(luck.bell["stress"], 1.2, 0.5) + 1.5 * (episode["work"] | episode["sleep"])
    sleep = who.sleep[:, None] + ar1(luck.bell["sleep"], 1.1, 0.3) - 3.5 * episode["sleep"]
    stress, sleep = np.clip(stress, 0, 10), np.clip(sleep, 0, 10)

    strain = daily_strain(effort, lifting, _run(worked), stress)
    acute = lagged(strain, LAGS)
    nights = who.sleep[:, None] - lagged(sleep, NIGHTS)
    return Life(
        followed=followed, surge=episode["surge"], work=episode["work"], sleepless=episode["sleep"],
        holiday=holiday, ill=ill, deload=deload, visit=visit,
        worked=worked, effort=effort, lifting=lifting, stress=stress, sleep_quality=sleep, strain=strain,
        strain_above=np.maximum(0, acute - np.median(acute, axis=1, keepdims=True) - 1),
        sleep_below=np.maximum(0, nights - 1),
    )  # fmt: skip


def daily_strain(effort: Numbers, lifting: NDArray[np.int64], run: Numbers, stress: Numbers) -> Numbers:
    """Strain of a day, 0-10, from work effort, lifting, consecutive workdays and stress [judgement]."""
    parts = 0.20 * effort + 0.10 * LIFTING_POINTS[lifting] + 0.10 * np.minimum(run, 3) / 3 * 10 + 0.15 * stress
    return parts / 0.55


def lagged(values: Numbers, weights: tuple[float, ...]) -> Numbers:
    """Weighted mean of today and the days before; before the first day everything was as on it."""
    total = np.zeros_like(values)
    for lag, weight in enumerate(weights):
        earlier = np.concatenate([np.repeat(values[:, :1], lag, axis=1), values[:, : values.shape[1] - lag]], axis=1)
        total += weight * earlier[:, : values.shape[1]]
    return total


def _run(worked: Flags) -> Numbers:
    """Number of workdays in a row up to each day."""
    run = np.zeros(worked.shape)
    run[:, 0] = worked[:, 0]
    for day in range(1, worked.shape[1]):
        run[:, day] = (run[:, day - 1] + 1) * worked[:, day]
    return run


def _whole(value: Numbers) -> NDArray[np.int64]:
    """One whole number per patient, as a column beside the days."""
    return np.floor(value).astype(np.int64)[:, None]
