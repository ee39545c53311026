"""Who the virtual patients are: body, habits and job, drawn once per patient around what their story asks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loadaid.virtual.chance import Chance, Flags, Numbers
from loadaid.virtual.stories import STORIES

PERSON = (
    "pain", "sd", "lag_1", "gain", "ceiling", "begin", "weekdays", "missing", "minutes", "job", "effort", "stress",
    "sleep", "effort_scale", "function", "rmdq", "age", "onset", "course", "fear", "clinician", "visits", "period",
    "holiday", "illness", "ill_on", "silent", "safety", "leg", "watch", "posture", "join_4", "join_5", "exercises",
    "activity", "strain",
)  # fmt: skip
# Usual training days of the week, Monday 0. Three a week is the commonest.
WEEKS = ((0, 3), (0, 2, 4), (1, 3, 5), (0, 2, 5), (1, 3, 6), (0, 1, 3, 5))
WORK_WEEK = (0, 1, 2, 3, 4)
SHORT_WORK_WEEK = (0, 1, 3, 4)  # runs of two days, so that a run of six stands out
GAIN = (0.045, 0.06)  # share by which a well-dosed session raises capacity while there is room [judgement]


@dataclass(frozen=True)
class People:
    """A block of patients, one element per patient. Pain, function, effort, stress, sleep in points 0-10.

    story: position in STORIES. begin: day of the first record. trains, works: patients x 7, Monday first.
    capacity: in units of the first dose. gain, ceiling: how fast and how far capacity can grow.
    """

    first: int
    story: NDArray[np.intp]
    begin: NDArray[np.int64]
    trains: Flags
    works: Flags
    pain: Numbers
    sd: Numbers
    lag_1: Numbers
    capacity: Numbers
    gain: Numbers
    ceiling: Numbers
    missing: Numbers
    minutes: Numbers
    effort: Numbers
    lifting: NDArray[np.int64]
    stress: Numbers
    sleep: Numbers
    function: Numbers

    def of_story(self, field: str) -> Numbers:
        """A number of each patient's story."""
        return np.array([getattr(story, field) for story in STORIES], np.float64)[self.story]

    def is_story(self, field: str, value: str) -> Flags:
        """Whether that field of the patient's story has this value."""
        return np.array([getattr(story, field) == value for story in STORIES])[self.story]


def people(first: int, luck: Chance, days: int, first_weekday: int) -> People:
    """The patients first, first + 1, ...: one story after another, so that eleven patients have them all.

    They enter one after another in the first sixth of the period, on a weekday.
    """
    count = len(luck.person["pain"])
    story = (first + np.arange(count)) % len(STORIES)

    def span(field: str) -> Numbers:
        low, high = np.array([getattr(s, field) for s in STORIES]).T
        spread: Numbers = low[story] + (high - low)[story] * luck.person[field]
        return spread

    begin = np.floor(luck.between("begin", 0, max(1, days // 6))).astype(np.int64)
    weekend = (first_weekday + begin) % 7 >= 5
    begin = np.where(weekend, np.minimum(begin + 2, days - 1), begin)

    trains = np.array([[day in week for day in range(7)] for week in WEEKS])
    # Who is in a hurry trains three times a week or more.
    hurries = np.array([s.episode == "surge" for s in STORIES])[story]
    week = np.maximum(_pick(luck, "weekdays", len(WEEKS)), hurries.astype(int))
    driven = np.array([s.episode == "work" for s in STORIES])[story]
    job = driven | (luck.person["job"] < 0.75)
    workdays = np.array([[day in days_ for day in range(7)] for days_ in (WORK_WEEK, SHORT_WORK_WEEK)])
    capacity = 1 / (np.array([s.demand for s in STORIES])[story] * luck.between("effort_scale", 0.95, 1.05))
    return People(
        first=first,
        story=story,
        begin=begin,
        trains=trains[week],
        works=workdays[driven.astype(int)] & job[:, None],
        pain=span("pain"),
        sd=luck.between("sd", 0.8, 1.5),
        lag_1=luck.between("lag_1", 0.2, 0.6),
        capacity=capacity,
        gain=luck.between("gain", *GAIN),
        ceiling=capacity * luck.between("ceiling", 2.3, 3.2),
        missing=span("missing"),
        minutes=np.rint(luck.between("minutes", 25, 45)),
        effort=luck.between("effort", 2, 4),
        lifting=_pick(luck, "strain", 3),
        stress=luck.between("stress", 1.5, 4.5),
        sleep=luck.between("sleep", 6, 8),
        function=np.array([s.function for s in STORIES])[story] + luck.between("function", -0.5, 0.5),
    )


def _pick(luck: Chance, name: str, choices: int) -> NDArray[np.int64]:
    """One of 0 .. choices - 1 per patient."""
    return np.floor(luck.person[name] * choices).astype(np.int64)
