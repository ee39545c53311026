"""What is written about the exercises: the sessions table, and the plan agreed at the visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loadaid.domain.records import PLAN, SESSIONS
from loadaid.virtual.body import Body
from loadaid.virtual.chance import Chance, Flags, Numbers, points
from loadaid.virtual.diary import blanked, pain
from loadaid.virtual.exercises import FAMILY, MOST_EXERCISES, NAMES, prescription, programme
from loadaid.virtual.frames import BLANK, frame
from loadaid.virtual.life import Life
from loadaid.virtual.people import People

HEAVIER = 1.06  # times the heaviest dose so far: muscles feel it
REASONS = ("Trop fatigué", "Pas le temps", "Trop mal", "Imprévu familial")


@dataclass(frozen=True)
class Programme:
    """Five exercises per patient: which, from which day (beyond the last day: never), and the dose on that day."""

    exercise: NDArray[np.intp]
    joins: NDArray[np.int64]
    dose: Numbers


def exercises_of(who: People, felt: Body, luck: Chance) -> Programme:
    """Three exercises from the start, a fourth for most, often later, a fifth for some; never in the same-dose story."""
    patients, days = felt.dose.shape
    shuffle = np.stack([luck.person[f"shuffle_{i}"] for i in range(len(NAMES))], axis=1)
    joins = np.repeat(who.begin[:, None], MOST_EXERCISES, axis=1)
    changes = who.of_story("growth") > 0
    fourth = np.where(luck.person["join_4"] < 0.4, 0, np.where(luck.person["join_4"] < 0.8, 30, 9 * days))
    fifth = np.where(luck.person["join_5"] < 0.35, 60 + np.floor(100 * luck.person["join_5"]), 9 * days)
    joins[:, 3] += np.where(changes, fourth, 0).astype(np.int64)
    joins[:, 4] += np.where(changes, fifth, 9 * days).astype(np.int64)
    dose = felt.planned[np.arange(patients)[:, None], np.minimum(joins, days - 1)]
    return Programme(programme(shuffle), joins, dose)


def sessions(
    who: People, days: Life, felt: Body, luck: Chance, written: Flags, dates: NDArray[np.datetime64],
    ids: pd.CategoricalDtype, does: Programme,
) -> pd.DataFrame:  # fmt: skip
    """The sessions table: one row per exercise of a session that was written down, cancelled ones without values.

    Half of the sessions of unwritten days are known all the same; some of the written days lack theirs.
    """
    silent = days.followed & ~_ever_again(written)
    known = np.where(written, luck.even["session_known"] < 0.96, luck.even["session_known"] < 0.5) & ~silent
    patient, day = np.nonzero((felt.session | felt.cancelled) & known)
    wide = _session_wide(who, days, felt, luck, does, patient, day)
    row, slot = np.nonzero(does.joins[patient] <= day[:, None])
    patient, day = patient[row], day[row]
    exercise = does.exercise[patient, slot]
    todo = prescription(exercise, felt.dose[patient, day] / does.dose[patient, slot])
    cancelled = felt.cancelled[patient, day]
    partly = wide["completed"][row] == 1
    done = {name: np.where(cancelled, np.nan, value) for name, value in todo._asdict().items()}
    done["sets"] = np.where(partly & (done["sets"] > 1), done["sets"] - 1, done["sets"])
    words = {"cancel_reason": (REASONS, np.where(cancelled, (row * 7) % len(REASONS), BLANK))}
    return frame(SESSIONS, ids, {
        "patient_id": who.first + patient, "date": dates[day], "session": np.ones(len(row)),
        "exercise": (NAMES, exercise), "family": FAMILY[exercise], **done,
        **{name: value[row] for name, value in wide.items()}, **words,
    })  # fmt: skip


def _session_wide(
    who: People, days: Life, felt: Body, luck: Chance, does: Programme, patient: NDArray[np.intp], day: NDArray[np.intp]
) -> dict[str, Any]:
    """The answers about a whole session, one element per session; some are left blank, all of a cancelled one."""
    at = (patient, day)
    bell = {name: values[at] for name, values in luck.bell.items()}
    even = {name: values[at] for name, values in luck.even.items()}
    demand = np.where(felt.cancelled[at], 0.8, felt.ratio[at])
    gained, over = felt.gained[at], np.maximum(0, demand - 1.1)
    minutes = np.rint(who.minutes[patient] * np.clip(0.8 + 0.2 * felt.dose[at], 0.7, 1.4) + 2 * bell["minutes"])
    before = points(pain(who, felt, luck)[0][at] + 0.3 * bell["rpe"])
    during = points(before + 0.4 + 4 * np.maximum(0, demand - 0.8) + 0.7 * bell["during"])
    during = np.maximum(during, before)
    settle = who.of_story("settle_h")[patient] * np.exp(-1.2 * gained + 0.25 * bell["settle"]) + 60 * over
    after = points(before + 0.5 * (during - before) + np.minimum(settle / 12, 1.5))
    onset = minutes * np.minimum(0.25 + 0.55 * gained, 0.95) * np.exp(0.2 * bell["onset"])

    heaviest = np.maximum.accumulate(np.where(felt.session, felt.dose, 0), axis=1)
    heavier = felt.dose[at] > HEAVIER * np.where(day > 0, heaviest[patient, day - 1], np.inf)
    new = ((does.joins[patient] <= day[:, None]) & (does.joins[patient] > day[:, None] - 7)).any(axis=1)
    irritated = (felt.excess[patient, np.minimum(day + 1, felt.excess.shape[1] - 1)] > 1.5) & (over > 0)
    muscle = (heavier | new) & ~irritated & (even["soreness"] < 0.6)
    soreness = np.where(muscle, 3 + np.floor(3 * even["worst"]), np.where(irritated, during - 1, np.nan))
    # What the log's last evening cannot know yet: tomorrow's muscles, tonight's sleep, an irritation still there.
    left = felt.dose.shape[1] - 1 - day
    soreness = np.where(left > 0, soreness, np.nan)
    settle = np.where(after > before, np.clip(np.rint(2 * settle) / 2, 0.5, 96), 0)
    settle = np.where(settle <= 24 * left + 4, settle, np.nan)
    blank = np.where(felt.cancelled[at], 2.0, 0.0)
    answers = {
        "session_minutes": (minutes, even["blank_minutes"], 0.05), "session_rpe": (_effort(demand, bell), even["blank_rpe"], 0.1),
        "pain_before": (before, even["blank_before"], 0.1), "pain_during": (during, even["blank_during"], 0.12),
        "pain_after": (after, even["blank_after"], 0.12),
        "onset_min": (np.where((during > 0) & (onset <= minutes), np.rint(onset), np.nan), even["blank_onset"], 0.15),
        "settle_h": (settle, even["blank_settle"], 0.15),
        "soreness": (soreness, even["blank_soreness"], 0.15),
    }  # fmt: skip
    values: dict[str, Any] = {name: blanked(v, draw - blank, share) for name, (v, draw, share) in answers.items()}
    kind = np.where(muscle, 0, 1)
    values["soreness_kind"] = np.where(np.isnan(values["soreness"]), BLANK, kind)
    disturbed = (irritated & (over > 0.25) & (even["disturbed"] < 0.75)).astype(int)
    unknown = felt.cancelled[at] | (even["disturbed"] > 0.85) | (left == 0)
    values["sleep_disturbed"] = np.where(unknown, BLANK, disturbed)
    partly = ((over > 0.2) & (even["session_known"] < 0.15)).astype(int)
    values["completed"] = np.where(felt.cancelled[at], 2, partly)
    values["place"] = days.visit[at].astype(int)
    return values


def _effort(demand: Numbers, bell: dict[str, Numbers]) -> Numbers:
    """Perceived exertion: about 5 at a demand that trains, 2 to 3 at a light one."""
    return np.clip(points(5.8 * demand + 0.45 * bell["rpe"]), 1, 10)


def _ever_again(written: Flags) -> Flags:
    """Whether anything is written on that day or later."""
    return np.logical_or.accumulate(written[:, ::-1], axis=1)[:, ::-1]


def plan(
    who: People, days: Life, felt: Body, dates: NDArray[np.datetime64], ids: pd.CategoricalDtype, does: Programme
) -> tuple[pd.DataFrame, Flags]:
    """The plan table, and on which days it changed. A row is written when what is agreed is new or not the same."""
    patient, day = np.nonzero(days.visit)
    row, slot = np.nonzero(does.joins[patient] <= day[:, None])
    patient, day = patient[row], day[row]
    exercise = does.exercise[patient, slot]
    agreed = prescription(exercise, felt.planned[patient, day] / does.dose[patient, slot])
    rows = pd.DataFrame({"patient": patient, "slot": slot, **agreed._asdict()}).sort_values(
        ["patient", "slot"], kind="stable"
    )
    changes = rows.fillna(0).diff().ne(0).any(axis=1).reindex(range(len(row))).to_numpy()
    changed = np.zeros_like(days.visit)
    changed[patient[changes], day[changes]] = True
    changed &= np.arange(changed.shape[1]) != who.begin[:, None]
    per_week = who.trains.sum(axis=1)[patient]
    kept = {name: value[changes] for name, value in {**agreed._asdict(), "per_week": per_week}.items()}
    return frame(PLAN, ids, {
        "patient_id": who.first + patient[changes], "date": dates[day[changes]],
        "exercise": (NAMES, exercise[changes]), **kept,
    }), changed  # fmt: skip
