"""What the patient writes in the evening: the daily table, with its gaps and late entries."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loadaid.domain.records import DAILY
from loadaid.virtual.body import Body
from loadaid.virtual.chance import Chance, Flags, Numbers, ar1, points
from loadaid.virtual.frames import BLANK, frame
from loadaid.virtual.life import Life
from loadaid.virtual.people import People

MANAGED = (
    "Courses", "Jardinage", "Ménage", "Marche avec le chien", "Conduite une heure", "Jeux avec les enfants",
    "Bricolage", "Cuisine debout",
)  # fmt: skip
NOTES = ("Journée tranquille.", "Raideur au lever.", "Longtemps debout.", "Mieux après la marche.", "Mauvaise nuit.")


def pain(who: People, felt: Body, luck: Chance) -> tuple[Numbers, Numbers]:
    """Morning and day-average pain as felt, patients x days, before anyone puts a whole number on it."""
    noise = felt.usual + ar1(luck.bell["pain"], who.sd, who.lag_1)
    yesterday = np.zeros_like(felt.excess)
    yesterday[:, 1:] = (felt.from_strain + felt.from_sleep)[:, :-1]
    morning = noise + np.minimum(felt.response + 0.9 * yesterday, 5) + 0.3 * luck.bell["morning"]
    average = noise + felt.excess + 0.3 * luck.bell["average"]
    return morning, average


def logged(who: People, days: Life, luck: Chance) -> Flags:
    """On which days of the follow-up something was written: mostly single days are missing, with some runs."""
    share = who.missing
    skips = 0.7 * share / (1 - share)  # with 0.3 to go on missing, this gives the patient's share
    missing = np.zeros_like(days.followed)
    before = np.zeros(len(share), bool)
    gap_left = np.zeros(len(share))
    for day in range(missing.shape[1]):
        gap = luck.even["gap"][:, day] < 0.004
        gap_left = np.where(gap, 4 + np.floor(luck.even["gap_days"][:, day] * 6), gap_left - 1)
        before = luck.even["missing"][:, day] < np.where(before, 0.3, skips)
        missing[:, day] = before | (gap_left > 0)
    left = np.arange(missing.shape[1])[::-1]
    silent = who.is_story("ending", "silent")[:, None] & (left < luck.between("silent", 12, 28)[:, None])
    return days.followed & ~missing & ~silent


def daily(
    who: People, days: Life, felt: Body, luck: Chance, written: Flags, dates: NDArray[np.datetime64],
    ids: pd.CategoricalDtype,
) -> pd.DataFrame:  # fmt: skip
    """The daily table: one row per patient and written day."""
    morning, average = (points(p) for p in pain(who, felt, luck))
    bell, even = luck.bell, luck.even
    beyond = felt.excess + felt.flare  # what is on top of an ordinary day
    hindrance = felt.usual + who.of_story("impact")[:, None] - (0.5 + 0.3 * felt.usual) * felt.gained
    impact = points(hindrance + 0.6 * beyond + 0.5 * (average - felt.usual - felt.excess) + 0.5 * bell["impact"])
    worst = np.minimum(average + np.floor(3 * even["worst"]), 10)
    flare = np.where(felt.flare, even["flare"] < 0.8, even["flare"] < 0.004).astype(int)
    exercised = np.where(even["exercised"] < 0.06, BLANK, felt.session.astype(int))
    leg = points(np.where(luck.person["leg"][:, None] < 0.25, 0.5 * average + bell["leg"] - 0.5, 0))
    stress = points(days.stress)
    fatigue = points(2 + 0.4 * days.strain + 0.8 * days.sleep_below + 0.9 * bell["fatigue"])
    rescue = np.where(even["rescue"] < 0.1, BLANK, (worst >= 6) & (even["rescue"] < 0.6)).astype(int)
    hours = np.where(days.worked, np.clip(7.5 + 0.7 * bell["effort"], 3, 11), 0)
    sitting = np.clip(
        luck.between("posture", 2, 7)[:, None] * np.where(days.worked, 1, 0.6) + 0.9 * bell["posture"], 0, 14
    )
    steps = 6500 - 250 * impact + 1600 * bell["steps"] + 2500 * felt.session
    watch = (luck.person["watch"] < 0.5)[:, None]
    cells: dict[str, Any] = {
        "pain_morning": blanked(morning, even["blank_morning"], 0.05), "pain_average": average, "pain_worst": worst,
        "impact": blanked(impact, even["blank_impact"], 0.05),
        "flare": np.where(even["blank_impact"] > 0.95, BLANK, flare), "exercised": exercised,
        "sleep_quality": blanked(points(days.sleep_quality), even["blank_sleep"], 0.06),
        "sleep_hours": np.clip(np.rint(2 * (7 + 0.4 * (days.sleep_quality - 7) + 0.4 * bell["fatigue"])) / 2, 2, 11),
        "stress": blanked(stress, even["blank_stress"], 0.08), "fatigue": blanked(fatigue, even["blank_stress"], 0.08),
        "mood": points(8 - 0.35 * average - 0.2 * stress + 0.7 * bell["mood"]), "leg_pain": leg,
        "symptoms_changed": np.where(flare == 1, (even["flare"] < 0.02).astype(int), BLANK),
        "worked": days.worked.astype(int), "work_effort": np.where(days.worked, points(days.effort), np.nan),
        "work_hours": np.rint(2 * hours) / 2, "lifting": days.lifting,
        "posture_hours": np.rint(2 * sitting) / 2, "posture_longest_min": np.clip(5 * np.rint(3 * sitting + 3), 5, 240),
        "rescue_medication": rescue,
        "steps": np.where(watch, np.clip(np.rint(steps), 300, None), np.nan),
        "active_minutes": np.where(watch, np.clip(np.rint(steps / 170), 0, None), np.nan),
        "entered_at": entered_at(dates, even["late"], even["clock"]),
    }  # fmt: skip
    patient, day = np.nonzero(written)
    values = {name: cell[patient, day] for name, cell in cells.items()}
    words = {"managed": (MANAGED, even["managed"], 0.3), "note": (NOTES, even["note"], 0.05)}
    for name, (texts, draw, share) in words.items():
        chosen = draw[patient, day] / share * len(texts)
        values[name] = (texts, np.where(chosen < len(texts), chosen, BLANK).astype(int))
    return frame(DAILY, ids, {"patient_id": who.first + patient, "date": dates[day], **values})


def entered_at(dates: NDArray[np.datetime64], late: Numbers, clock: Numbers) -> NDArray[np.datetime64]:
    """When a day was written down: mostly that evening, sometimes the next day, now and then unknown.

    Nothing is written after the last day of the log.
    """
    minutes = np.where(late < 0.12, 24 * 60 + 7 * 60 + 300 * clock, 19 * 60 + 230 * clock).astype("timedelta64[m]")
    minutes[:, -1] = (19 * 60 + 230 * clock[:, -1]).astype("timedelta64[m]")
    moments: NDArray[np.datetime64] = dates + minutes.astype("timedelta64[s]")
    moments[late > 0.96] = np.datetime64("NaT")
    return moments


def blanked(values: Numbers, draw: Numbers, share: float) -> Numbers:
    """The values with this share of them left out."""
    return np.where(draw < share, np.nan, values)
