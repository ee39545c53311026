"""What the clinic keeps beside the diary: who the patient is, safety answers, questionnaires, events."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loadaid.domain.records import EVENT_KINDS, EVENTS, MEASURES, OUTCOMES, PATIENTS, SAFETY, SAFETY_ITEMS, TIER_1
from loadaid.virtual.body import Body
from loadaid.virtual.chance import Chance, Flags, Numbers, points
from loadaid.virtual.frames import BLANK, calendar, frame
from loadaid.virtual.life import Life
from loadaid.virtual.people import People

Dates = NDArray[np.datetime64]
CLINICIANS = ("Kiné A", "Kiné B", "Kiné C", "Kiné D")
CLINIC = ("Cabinet de démonstration",)
ACTIVITIES = (
    ("Porter les courses", "Rester assis une heure"), ("Jardiner", "Conduire une heure"),
    ("Lacer ses chaussures", "Marcher trente minutes"), ("Porter un enfant", "Dormir sur le dos"),
)  # fmt: skip
PSFS_EVERY, RMDQ_EVERY, SAFETY_EVERY = 14, 28, 30
WORKING, OFF_WORK, NOT_EMPLOYED = 0, 2, 3


def patients(who: People, luck: Chance, end: date, days: int, ids: pd.CategoricalDtype) -> pd.DataFrame:
    """The patients table, one row each. Everything is invented; no one has a name."""
    count = len(who.story)
    age = np.floor(luck.between("age", 22, 64) + np.where(who.works.any(axis=1), 0, 8))
    since = np.floor(luck.between("onset", 45, 900)).astype(np.int64)
    start = calendar(end, days)[who.begin]
    idle = np.where(age >= 60, NOT_EMPLOYED, OFF_WORK)
    return frame(PATIENTS, ids, {
        "patient_id": who.first + np.arange(count), "birth_year": end.year - age,
        "condition": (("low_back",), np.zeros(count, int)),
        "onset_date": start - since.astype("timedelta64[D]").astype("timedelta64[s]"),
        # A complaint of more than three months is not called a first one.
        "course": np.where(since > 365, 2, np.where(since > 90, 1, np.floor(2 * luck.person["course"]))).astype(int),
        "irritability": np.where(who.is_story("key", "too_cautious") | (luck.person["gain"] < 0.4), 0, 1),
        "fear": points(who.of_story("fear") + luck.between("fear", -1.5, 1.5)),
        "work_status": np.where(who.works.any(axis=1), WORKING, idle),
        "clinician": (CLINICIANS, np.floor(luck.person["clinician"] * len(CLINICIANS)).astype(int)),
        "clinic": (CLINIC, np.zeros(count, int)),
    })  # fmt: skip


def first_yes(who: People, luck: Chance, days: int) -> NDArray[np.int64]:
    """The day of the answer that asks for a doctor, in the last days of that story; beyond the last day for the others."""
    day = days - 1 - np.floor(luck.between("safety", 0, 4)).astype(np.int64)
    return np.where(who.is_story("ending", "safety"), np.maximum(day, who.begin), days)


def safety(who: People, felt: Body, luck: Chance, seen: Flags, dates: Dates, ids: pd.CategoricalDtype) -> pd.DataFrame:
    """The safety answers: sixteen at the start, about monthly, at most flares, and on the day of a yes."""
    days = len(dates)
    since = np.arange(days) - who.begin[:, None]
    yes_on = first_yes(who, luck, days)[:, None]
    flare_begins = felt.flare & ~np.pad(felt.flare, ((0, 0), (1, 0)))[:, :-1]
    asked = (since % SAFETY_EVERY == 0) & (luck.even["asked"] < 0.88) | flare_begins & (luck.even["asked"] < 0.6)
    asked = (since >= 0) & seen & asked | (since == 0) | (np.arange(days) == yes_on)
    patient, day = np.nonzero(asked)
    items = len(SAFETY_ITEMS)
    # The draws below tier 1's share of the list fall on tier 1: about four in ten.
    item_of_yes = np.floor(luck.person["leg"] * items).astype(int)
    item_of_yes = np.where(luck.person["safety"] < 0.4, item_of_yes % len(TIER_1), item_of_yes)
    row = np.repeat(np.arange(len(patient)), items)
    item = np.tile(np.arange(items), len(patient))
    yes = (day[row] >= yes_on[patient[row], 0]) & (item == item_of_yes[patient[row]])
    return frame(SAFETY, ids, {
        "patient_id": who.first + patient[row], "date": dates[day[row]], "item": item, "answer": yes.astype(int),
    })  # fmt: skip


def outcomes(
    who: People, felt: Body, luck: Chance, seen: Flags, dates: Dates, ids: pd.CategoricalDtype
) -> pd.DataFrame:
    """The questionnaires: two psfs activities every two weeks, always the same two, and rmdq every four."""
    since = np.arange(len(dates)) - who.begin[:, None]
    function = who.function[:, None] + (9.3 - who.function[:, None]) * 0.85 * felt.gained - 0.3 * felt.excess
    disability = luck.between("rmdq", 9, 14)[:, None] - 7 * felt.gained + 0.6 * felt.excess
    disability = disability - 5 * who.is_story("key", "too_cautious")[:, None]
    activity = np.floor(luck.person["activity"] * len(ACTIVITIES)).astype(int)
    words = tuple(name for pair in ACTIVITIES for name in pair)

    def rows(measure: str, every: int, value: Numbers, which: int | None) -> dict[str, NDArray[np.generic]]:
        due = (since >= 0) & (since % every == 0) & seen & (luck.even["asked"] < 0.95)
        patient, day = np.nonzero(due)
        top = MEASURES[measure]
        return {
            "patient_id": who.first + patient, "date": dates[day],
            "measure": np.full(len(patient), list(MEASURES).index(measure)),
            "activity": np.full(len(patient), BLANK) if which is None else 2 * activity[patient] + which,
            "value": np.clip(np.rint(value[patient, day]), 0, top),
        }  # fmt: skip

    parts = [
        rows("psfs", PSFS_EVERY, function + 0.3 * luck.bell["leg"], 0),
        rows("psfs", PSFS_EVERY, function - 0.4 + 0.3 * luck.bell["steps"], 1),
        rows("rmdq", RMDQ_EVERY, disability + 0.8 * luck.bell["mood"], None),
    ]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return frame(OUTCOMES, ids, {**joined, "activity": (words, joined["activity"])})


def events(who: People, days: Life, changed: Flags, dates: Dates, ids: pd.CategoricalDtype) -> pd.DataFrame:
    """The events: visits, plan changes, lighter weeks, holidays and illnesses; the last three with their last day."""
    parts = []
    for kind, marked, lasts in (
        ("visit", days.visit, False), ("plan_change", changed, False), ("deload", days.deload, True),
        ("holiday", days.holiday, True), ("illness", days.ill, True),
    ):  # fmt: skip
        edge = np.pad(marked, ((0, 0), (1, 1)))
        patient, first = np.nonzero(marked & ~edge[:, :-2] if lasts else marked)
        last = np.nonzero(marked & ~edge[:, 2:])[1] if lasts else first
        until = dates[last] if lasts else np.full(len(last), np.datetime64("NaT"), "datetime64[s]")
        parts.append((patient, dates[first], until, np.full(len(patient), EVENT_KINDS.index(kind))))
    patient, first, until, kinds = (np.concatenate(column) for column in zip(*parts, strict=True))
    return frame(EVENTS, ids, {"patient_id": who.first + patient, "date": first, "end_date": until, "kind": kinds})
