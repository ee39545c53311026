"""What surrounds the exercises of a virtual patient: calendar, work, stress, nights, and the scenario's episode."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loadaid.virtual.chance import Chance, Flags, Numbers, ar1
from loadaid.virtual.study.scenarios import SCENARIOS

WEEKS = ((0, 3), (0, 2, 4), (1, 3, 5), (0, 2, 5), (1, 3, 6), (0, 1, 3, 5))
WORK_WEEKS = ((0, 1, 2, 3, 4), (0, 1, 3, 4), (1, 2, 3, 4, 5), ())
ONSET = (35, 50)  # days before the onset of an episode: a usual level exists by then
DELOAD_EVERY = 42
BELL = ("effort", "lifting", "stress", "sleep", "posture", "fatigue")
EVEN = ("work", "skip")
PERSON = (
    "scenario", "week", "work_week", "onset", "length", "start", "growth", "jump", "hurry", "effort", "stress", "sleep",
    "posture", "lifting", "by_effort", "by_lifting", "by_posture", "by_stress", "holiday", "holiday_on", "ill", "ill_on",
    "deloads",
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """A block of patients: (patients,) or (patients, days). Efforts, stress, sleep, fatigue in points 0-10.

    scenario: position in SCENARIOS. active: the scenario's episode runs. due: a usual session day on which a session is
    done; skipped: it is cancelled. effort, lifting (0 none to 3 heavy), posture (h), stress, run (workdays in a row),
    sleep (quality), tired: what the patient could write down. start, growth, jump, hurry: as the scenario asks.
    """

    scenario: NDArray[np.intp]
    active: Flags
    onset: NDArray[np.int64]
    due: Flags
    skipped: Flags
    holiday: Flags
    ill: Flags
    deload: Flags
    worked: Flags
    effort: Numbers
    lifting: NDArray[np.int64]
    posture: Numbers
    stress: Numbers
    run: Numbers
    sleep: Numbers
    tired: Numbers
    start: Numbers
    growth: Numbers
    jump: Numbers
    hurry: Numbers

    def has(self, field: str) -> Numbers:
        """A number of each patient's scenario, (patients,)."""
        return np.array([float(getattr(s, field)) for s in SCENARIOS])[self.scenario]


def world(luck: Chance, weekdays: NDArray[np.int64]) -> World:
    """The days of a block of patients; weekdays: one per day, Monday 0."""
    days = len(weekdays)
    day = np.arange(days)
    scenario = np.searchsorted(np.cumsum([s.share for s in SCENARIOS]), luck.person["scenario"])
    scenario = np.minimum(scenario, len(SCENARIOS) - 1)

    def span(field: str, draw: str) -> Numbers:
        low, high = np.array([getattr(s, field) for s in SCENARIOS], float).T
        return np.asarray(low[scenario] + (high - low)[scenario] * luck.person[draw])

    onset = np.floor(luck.between("onset", *ONSET)).astype(np.int64)
    active = (day >= onset[:, None]) & (day < (onset + np.floor(span("days", "length")))[:, None])

    def episode(field: str) -> Numbers:
        return np.where(active, np.array([getattr(s, field) for s in SCENARIOS])[scenario][:, None], 0.0)

    away = np.floor(luck.between("holiday_on", 15, days - 20)).astype(int)[:, None]
    holiday = (luck.person["holiday"] < 0.15)[:, None] & (day >= away) & (day < away + 10) & ~active
    sick = np.floor(luck.between("ill_on", 15, days - 10)).astype(int)[:, None]
    ill = (luck.person["ill"] < 0.15)[:, None] & (day >= sick) & (day < sick + 5) & ~active
    led = np.array([s.key.startswith("zone") for s in SCENARIOS])[scenario]
    deload = (led & (luck.person["deloads"] < 0.35))[:, None] & (day % DELOAD_EVERY >= DELOAD_EVERY - 7)

    trains = _of_week(WEEKS, luck.person["week"])[:, weekdays]
    usual = trains & ~holiday & ~ill
    skipped = usual & (luck.even["skip"] < 0.08)
    works = _of_week(WORK_WEEKS, luck.person["work_week"])[:, weekdays]
    worked = works & (luck.even["work"] < 0.95) & ~holiday & ~ill
    more, less_sleep = episode("work"), episode("sleep")
    has_work = works.any(axis=1, keepdims=True)
    worked = worked | ((more > 0) & has_work & (weekdays != 6))
    # No two hard periods at work are alike: each part of strain takes its own share of it.
    effort = luck.between("effort", 2, 4)[:, None] + 0.9 * luck.bell["effort"]
    effort = np.where(worked, np.clip(effort + more * luck.between("by_effort", 2, 4.5)[:, None], 0, 10), 0)
    lifts = np.floor(luck.between("lifting", 0, 2.5))[:, None]
    heavier = more * np.floor(luck.between("by_lifting", 0.5, 3))[:, None]
    lifting = np.where(worked, lifts + (luck.bell["lifting"] > 1.3) + heavier, luck.bell["lifting"] > 0.9)
    posture = luck.between("posture", 2, 7)[:, None] * np.where(worked, 1, 0.6) + 0.9 * luck.bell["posture"]
    posture = posture + more * luck.between("by_posture", 0, 3)[:, None]
    stress = luck.between("stress", 1.5, 4.5)[:, None] + ar1(luck.bell["stress"], 1.2, 0.5)
    stress = stress + more * luck.between("by_stress", 0.5, 3)[:, None] + 1.2 * less_sleep
    sleep = luck.between("sleep", 6, 8)[:, None] + ar1(luck.bell["sleep"], 1.2, 0.3)
    sleep = sleep - less_sleep * luck.between("by_stress", 2.5, 4)[:, None] - 0.8 * more
    tired = 2 + 0.35 * effort + 0.7 * np.maximum(0, 7 - sleep) + 1.0 * luck.bell["fatigue"]
    return World(
        scenario=scenario, active=active, onset=onset, due=usual & ~skipped, skipped=skipped, holiday=holiday, ill=ill,
        deload=deload, worked=worked, effort=effort, lifting=np.clip(lifting, 0, 3).astype(np.int64),
        posture=np.clip(posture, 0, 14), stress=np.clip(stress, 0, 10), run=_run(worked), sleep=np.clip(sleep, 0, 10),
        tired=np.clip(tired, 0, 10), start=span("start", "start"), growth=span("growth", "growth"),
        jump=span("jump", "jump"), hurry=span("hurry", "hurry"),
    )  # fmt: skip


def above_usual(x: Numbers, quiet: Flags) -> Numbers:
    """Points of each day above the patient's mean of quiet days, (patients, days)."""
    mean = np.where(quiet, x, 0).sum(axis=1) / np.maximum(quiet.sum(axis=1), 1)
    return np.asarray(x - mean[:, None])


def _of_week(weeks: tuple[tuple[int, ...], ...], draw: Numbers) -> Flags:
    """One of some weeks per patient, as (patients, 7)."""
    table = np.array([[d in week for d in range(7)] for week in weeks])
    return np.asarray(table[np.floor(draw * len(weeks)).astype(int)])


def _run(worked: Flags) -> Numbers:
    """Workdays in a row up to each day."""
    run = np.zeros(worked.shape)
    for day in range(worked.shape[1]):
        run[:, day] = (run[:, day - 1] * (day > 0) + 1) * worked[:, day]
    return run
