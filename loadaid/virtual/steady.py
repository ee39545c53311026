"""Stable diaries: nothing happens but noise, so every alarm on them is a false one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from loadaid.domain.records import DAILY, EVENTS, OUTCOMES, PATIENTS, PLAN, SAFETY, SESSIONS, Log, Table
from loadaid.virtual.chance import Chance, Numbers, ar1, chance, points
from loadaid.virtual.clinic import END, patient_id
from loadaid.virtual.exercises import FAMILY, NAMES, prescription
from loadaid.virtual.frames import calendar, frame, weekday

SD, LAG_1 = 1.1, 0.4  # of each reported pain within a patient, before whole numbers
OWN_SD = 0.3  # of that, what morning and day average do not share
IMPACT_FOLLOWS = 0.65  # correlation of impact with pain before whole numbers
MISSING = 0.2
WEEK = (0, 2, 4)  # 12 sessions in 28 days
WEEKLY_GROWTH = 1.05
PROGRAMME = tuple(NAMES.index(n) for n in ("Soulevé de terre kettlebell", "Squat gobelet", "Hip thrust avec haltère"))
ONE_EXERCISE = 0.5  # share of the patients who do the first of them only

BELL = ("pain", "morning", "average", "impact", "minutes", "before")
EVEN = ("missing", "rpe", "during", "after")


def stable(patients: int, days: int = 84, seed: int = 1, *, end: date = END) -> Log:
    """The log of patients in whom nothing changes but the dose, +5 % each week: 3 sessions a week, well tolerated.

    Pain: one AR(1) series per patient around an own level of 2 to 5; morning and day average each add a little noise of
    their own, so that each has SD 1.1 and lag-1 correlation 0.4 before it becomes a whole number 0-10.
    20 % of the days have no daily row; the sessions of those days are kept. Only sessions and daily have rows.
    Meant for about 12 weeks: after a year the loads would be no one's. Errors: ValueError below 1 patient or day.
    """
    if patients < 1 or days < 1:
        raise ValueError(f"Stable diaries need 1 patient and 1 day or more; got {patients} patients and {days} days.")
    luck = chance(seed, 0, patients, days, BELL, EVEN, ("level", "impact", "programme"))
    ids = pd.CategoricalDtype([patient_id(k) for k in range(patients)])
    dates = calendar(end, days)
    trains = np.isin(weekday(dates), WEEK)
    felt_morning, felt_average, felt_impact = felt(luck)
    morning, average, impact = points(felt_morning), points(felt_average), points(felt_impact)

    patient, day = np.nonzero(luck.even["missing"] >= MISSING)
    at = (patient, day)
    daily = frame(DAILY, ids, {
        "patient_id": patient, "date": dates[day], "pain_morning": morning[at], "pain_average": average[at],
        "impact": impact[at], "exercised": trains[day].astype(int),
    })  # fmt: skip

    session_days = np.flatnonzero(trains)
    patient, day = np.repeat(np.arange(patients), len(session_days)), np.tile(session_days, patients)
    at = (patient, day)
    before = points(felt_morning[at] + OWN_SD * luck.bell["before"][at])
    after = np.minimum(before + (luck.even["after"][at] < 0.3), 10)
    session = {
        "session_minutes": np.rint(40 + 2 * luck.bell["minutes"][at]),
        "session_rpe": 4 + np.floor(3 * luck.even["rpe"][at]),
        "pain_before": before,
        "pain_during": np.minimum(before + np.floor(3 * luck.even["during"][at]), 10),
        "pain_after": after,
        "settle_h": np.where(after > before, 1.0, np.nan),
        "completed": np.zeros(len(day), int),
    }
    several = np.where(luck.person["programme"] < ONE_EXERCISE, 1, len(PROGRAMME))
    row, slot = np.nonzero(np.arange(len(PROGRAMME)) < several[patient][:, None])
    exercise = np.array(PROGRAMME)[slot]
    done = prescription(exercise, WEEKLY_GROWTH ** (day[row] // 7).astype(float))
    sessions = frame(SESSIONS, ids, {
        "patient_id": patient[row], "date": dates[day[row]], "session": np.ones(len(row)),
        "exercise": (NAMES, exercise), "family": FAMILY[exercise], **done._asdict(),
        **{name: value[row] for name, value in session.items()},
    })  # fmt: skip

    def empty(table: Table) -> pd.DataFrame:
        return frame(table, ids, {"patient_id": np.zeros(0, int)})

    return Log(sessions, daily, *(empty(table) for table in (PATIENTS, SAFETY, OUTCOMES, EVENTS, PLAN)))


def felt(luck: Chance) -> tuple[Numbers, Numbers, Numbers]:
    """Morning pain, day-average pain and impact, patients x days, before they become whole numbers on the scale."""
    shared = np.sqrt(SD**2 - OWN_SD**2)
    series = ar1(luck.bell["pain"], shared, LAG_1 * SD**2 / shared**2)
    level = luck.between("level", 2, 5)[:, None]
    morning = level + series + OWN_SD * luck.bell["morning"]
    average = level + series + OWN_SD * luck.bell["average"]
    apart = np.sqrt(1 - IMPACT_FOLLOWS**2) * SD * luck.bell["impact"]
    impact = level + luck.between("impact", -1, 0.5)[:, None] + IMPACT_FOLLOWS * (average - level) + apart
    return morning, average, impact
