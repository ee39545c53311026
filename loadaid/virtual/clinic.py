"""The virtual clinic: blocks of patients, lived and written down, joined into one log."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from loadaid.domain.records import TABLES, Log
from loadaid.virtual.body import body
from loadaid.virtual.chance import chance
from loadaid.virtual.chart import events, first_yes, outcomes, patients, safety
from loadaid.virtual.diary import daily, logged
from loadaid.virtual.exercises import NAMES
from loadaid.virtual.frames import calendar, weekday
from loadaid.virtual.life import life
from loadaid.virtual.people import PERSON, people
from loadaid.virtual.training import exercises_of, plan, sessions
from loadaid.virtual.truth import truth

END = date(2026, 11, 15)
BLOCK = 250  # patients lived together: few loops, and arrays of a size the processor likes

BELL = (
    "pain", "morning", "average", "impact", "effort", "lifting", "stress", "sleep", "response", "rpe", "minutes",
    "during", "settle", "onset", "fatigue", "mood", "leg", "posture", "steps",
)  # fmt: skip
EVEN = (
    "work", "skip", "lighten", "missing", "gap", "gap_days", "session_known", "worst", "flare", "exercised", "rescue",
    "late", "clock", "managed", "note", "asked", "soreness", "disturbed", "blank_morning", "blank_impact", "blank_sleep",
    "blank_stress", "blank_minutes", "blank_rpe", "blank_before", "blank_during", "blank_after", "blank_onset",
    "blank_settle", "blank_soreness",
)  # fmt: skip
ONCE = PERSON + tuple(f"shuffle_{i}" for i in range(len(NAMES)))


def clinic(patients: int = 60, days: int = 180, seed: int = 1, *, end: date = END) -> Log:
    """The log of a virtual clinic: invented patients, ids P-001, P-002, ..., the last day of the log being `end`.

    Every patient follows one of eleven stories in turn. The same arguments give the same log; patient k is the same
    whatever the number of patients. Sizes: about 0.7 daily rows and 1.3 session rows per patient-day.
    Errors: ValueError when patients or days are below 1.
    """
    return clinic_with_truth(patients, days, seed, end=end)[0]


def clinic_with_truth(
    patients: int = 60, days: int = 180, seed: int = 1, *, end: date = END
) -> tuple[Log, pd.DataFrame]:
    """The log of `clinic`, and what no clinician sees: one row per patient and day of follow-up, as `truth` gives it."""
    if patients < 1 or days < 1:
        raise ValueError(f"A clinic needs 1 patient and 1 day or more; got {patients} patients and {days} days.")
    ids = pd.CategoricalDtype([patient_id(k) for k in range(patients)])
    blocks = [_block(first, min(BLOCK, patients - first), days, seed, end, ids) for first in range(0, patients, BLOCK)]
    tables = {name: pd.concat([block[name] for block in blocks], ignore_index=True) for name in blocks[0]}
    known = tables.pop("truth")
    return Log(**tables), known


def patient_id(position: int) -> str:
    """Id of the patient at this position: P-001 for 0."""
    return f"P-{position + 1:03d}"


def _block(
    first: int, count: int, days: int, seed: int, end: date, ids: pd.CategoricalDtype
) -> dict[str, pd.DataFrame]:
    """The tables of some neighbouring patients, and their truth."""
    dates = calendar(end, days)
    luck = chance(seed, first, count, days, BELL, EVEN, ONCE)
    who = people(first, luck, days, int(weekday(dates)[0]))
    around = life(who, luck, weekday(dates))
    felt = body(who, around, luck, who.trains[:, weekday(dates)])
    written = logged(who, around, luck)
    does = exercises_of(who, felt, luck)
    agreed, changed = plan(who, around, felt, dates, ids, does)
    # A patient who has gone silent fills in nothing at all.
    last_written = np.where(written.any(axis=1), days - 1 - written[:, ::-1].argmax(axis=1), -1)
    heard = np.arange(days) <= np.where(who.is_story("ending", "silent"), last_written, days)[:, None]
    tables = {
        "sessions": sessions(who, around, felt, luck, written, dates, ids, does),
        "daily": daily(who, around, felt, luck, written, dates, ids),
        "patients": patients(who, luck, end, days, ids),
        "safety": safety(who, felt, luck, heard, dates, ids),
        "outcomes": outcomes(who, felt, luck, heard, dates, ids),
        "events": events(who, around, changed, dates, ids),
        "plan": agreed,
    }
    assert list(tables) == [table.name for table in TABLES]
    return {**tables, "truth": truth(who, around, felt, heard, first_yes(who, luck, days), dates, ids)}
