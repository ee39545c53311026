"""Who writes the log, and how: what is felt becomes whole numbers, blanks, habits of writing, and days without a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loadaid.domain.records import DAILY, EVENT_KINDS, EVENTS, OUTCOMES, PATIENTS, PLAN, SAFETY, SESSIONS, Log
from loadaid.virtual.chance import Chance, Flags, Numbers, ar1, points
from loadaid.virtual.exercises import FAMILY, NAMES, prescription, programme
from loadaid.virtual.frames import BLANK, frame
from loadaid.virtual.study.living import Lived

BELL = ("pain", "morning", "average", "impact", "before", "function")
EVEN = (
    "missing",
    "session_known",
    "flare",
    "b_morning",
    "b_impact",
    "b_sleep",
    "b_work",
    "b_rpe",
    "b_pain",
    "b_settle",
)
PERSON = (
    "level", "sd", "lag_1", "miss", "kind", "answers", "hindered", "psfs", "effort_known", "strain_known", "dose_known",
    "settle_known", "says_flare", "minutes", "psfs_level", "during_usual", "settle_usual", *(f"shuffle_{k}" for k in range(len(NAMES))),
)  # fmt: skip
KINDS = ("plain", "under", "bad_days", "fives")  # habits of writing
KIND_SHARES = (0.70, 0.12, 0.08, 0.10)
LEAST_KNOWN_SD, MOST_KNOWN_SD = 0.8, 1.5  # points, of real diaries (page-2022)
EXERCISES = 3
PSFS_EVERY = 14
ACTIVITIES = ("Rester assis une heure", "Porter les courses")


@dataclass(frozen=True)
class Habits:
    """How each patient writes, (patients,): kind (position in KINDS), noise sd, share of days missing, what is left blank."""

    kind: NDArray[np.intp]
    sd: Numbers
    missing: Numbers
    morning: Flags
    average: Flags
    effort: Flags
    strain: Flags
    sleep: Flags
    dose: Flags
    settle: Flags
    psfs: Flags


def habits(luck: Chance) -> Habits:
    """Drawn once per patient; 0.8 to 1.5 points of noise, 10 to 45 % of the days missing beside longer gaps."""
    p = luck.person
    kind = np.minimum(np.searchsorted(np.cumsum(KIND_SHARES), p["kind"]), len(KINDS) - 1)
    return Habits(
        kind=kind, sd=luck.between("sd", LEAST_KNOWN_SD, MOST_KNOWN_SD), missing=luck.between("miss", 0.1, 0.45),
        morning=p["answers"] < 0.85, average=p["answers"] > 0.15, effort=p["effort_known"] < 0.88,
        strain=p["strain_known"] < 0.85, sleep=p["strain_known"] > 0.12, dose=p["dose_known"] < 0.85,
        settle=p["settle_known"] < 0.7, psfs=p["psfs"] < 0.7,
    )  # fmt: skip


def written(
    life: Lived, luck: Chance, dates: NDArray[np.datetime64], ids: pd.CategoricalDtype, first: int
) -> tuple[Log, Flags]:
    """The log of a block of patients, numbered from `first` in `ids`; and the days with a daily row, (patients, days)."""
    how = habits(luck)
    felt = _felt(life, luck, how)
    days = _days_written(felt["average"] - luck.between("level", 2, 5)[:, None], how, luck)
    count = len(how.kind)
    events = _events(life, dates)
    log = Log(
        sessions=_sessions(life, felt, how, luck, days, dates, ids, first),
        daily=_daily(life, felt, how, luck, days, dates, ids, first),
        patients=frame(PATIENTS, ids, {"patient_id": first + np.arange(count)}),
        safety=frame(SAFETY, ids, {"patient_id": np.zeros(0, int)}),
        outcomes=_outcomes(life, felt, how, luck, days, dates, ids, first),
        events=frame(EVENTS, ids, {**events, "patient_id": first + events["patient_id"]}),
        plan=frame(PLAN, ids, {"patient_id": np.zeros(0, int)}),
    )
    return log, days


def _felt(life: Lived, luck: Chance, how: Habits) -> dict[str, Numbers]:
    """Pain, impact and function before anyone writes them down."""
    noise = ar1(luck.bell["pain"], 1.0, luck.between("lag_1", 0.1, 0.7)) * np.sqrt(how.sd**2 - 0.2)[:, None]
    level = luck.between("level", 2, 5)[:, None] - 0.8 * life.gained
    morning, evening = life.morning.sum(axis=0), life.evening.sum(axis=0)
    average = level + noise + (morning + evening) / 2 + 0.45 * luck.bell["average"]
    hindered = level + luck.between("hindered", -1, 1)[:, None] - 1.5 * life.gained
    return {
        "morning": level + noise + morning + 0.45 * luck.bell["morning"],
        "average": average,
        "before": level + noise + morning + 0.45 * luck.bell["before"],
        "added": (morning + evening) / 2,
        "impact": hindered + 0.6 * (average - level) + 0.35 * (morning + evening) / 2 + 0.7 * luck.bell["impact"],
        "function": np.clip(luck.between("psfs_level", 3.5, 6)[:, None] + 3.5 * life.gained - 0.3 * evening, 0, 10),
    }


def _say(x: Numbers, how: Habits) -> Numbers:
    """What a habit makes of a feeling: half of what is above 3 kept back, or steps of 5."""
    kind = how.kind[:, None]
    x = np.where(kind == KINDS.index("under"), np.minimum(x, 3 + 0.5 * (x - 3)), x)
    return np.where(kind == KINDS.index("fives"), np.clip(5 * np.rint(x / 5), 0, 10), points(x))


def _days_written(above: Numbers, how: Habits, luck: Chance) -> Flags:
    """Days with a daily row. Mostly single days are missing, in runs at times; some write on bad days only."""
    share = how.missing
    go_on = 0.45
    begin = share * (1 - go_on) / (1 - share)
    missing = np.zeros(above.shape, dtype=bool)
    before = np.zeros(len(share), dtype=bool)
    gap = np.zeros(len(share))
    for day in range(above.shape[1]):
        draw = luck.even["missing"][:, day]
        gap = np.where((draw > 0.995) & (gap <= 0), 4 + np.floor((draw - 0.995) * 1200), gap - 1)
        before = draw < np.where(before, go_on, begin)
        missing[:, day] = before | (gap > 0)
    good = (how.kind == KINDS.index("bad_days"))[:, None] & (above < 0.3) & (luck.even["session_known"] < 0.6)
    return np.asarray(~missing & ~good)


def _kept(x: Numbers, known: Flags, draw: Numbers, share: float) -> Numbers:
    """Values of those who answer, with a share left blank."""
    return np.where(known[:, None] & (draw >= share), x, np.nan)


def _daily(life: Lived, felt: dict[str, Numbers], how: Habits, luck: Chance, days: Flags, dates: Any, ids: Any, first: int) -> pd.DataFrame:  # fmt: skip
    world, even = life.world, luck.even
    everyone = np.ones(len(how.kind), dtype=bool)
    worse = felt["added"]
    # Some call an ordinary bad day a flare, most never do; half of the real ones are called so.
    lightly = luck.between("says_flare", 0, 0.18)[:, None] ** 2
    flare = np.where(worse > 1.8, even["flare"] < 0.45, even["flare"] < lightly).astype(int)
    cells: dict[str, Any] = {
        "pain_morning": _kept(_say(felt["morning"], how), how.morning, even["b_morning"], 0.08),
        "pain_average": _kept(_say(felt["average"], how), how.average, even["b_morning"][:, ::-1], 0.08),
        "impact": _kept(_say(felt["impact"], how), everyone, even["b_impact"], 0.1),
        "flare": np.where(even["b_impact"] < 0.9, flare, BLANK),
        "exercised": np.where(even["session_known"] < 0.85, life.session.astype(int), BLANK),
        "sleep_quality": _kept(points(world.sleep), how.sleep, even["b_sleep"], 0.1),
        "stress": _kept(points(world.stress), how.strain, even["b_work"], 0.1),
        "fatigue": _kept(points(world.tired), how.sleep, even["b_work"], 0.15),
        "worked": np.where(how.strain[:, None], world.worked.astype(int), BLANK),
        "work_effort": _kept(points(world.effort), how.strain, even["b_work"], 0.1),
        "lifting": np.where(how.strain[:, None], world.lifting, BLANK),
        "posture_hours": _kept(np.rint(2 * world.posture) / 2, how.strain, even["b_sleep"], 0.2),
    }
    patient, day = np.nonzero(days)
    values = {name: cell[patient, day] for name, cell in cells.items()}
    return frame(DAILY, ids, {"patient_id": first + patient, "date": dates[day], **values})


def _sessions(life: Lived, felt: dict[str, Numbers], how: Habits, luck: Chance, days: Flags, dates: Any, ids: Any, first: int) -> pd.DataFrame:  # fmt: skip
    known = np.where(days, luck.even["session_known"] < 0.97, luck.even["session_known"] < 0.55)
    patient, day = np.nonzero(life.session & known)
    at, even = (patient, day), luck.even
    before = _say(felt["before"], how)[at]
    # Some always feel a session more than others, and take longer to settle, whatever the dose.
    usual_rise, usual_hours = (
        luck.between("during_usual", -0.2, 1.2)[:, None],
        np.exp(luck.between("settle_usual", -0.6, 0.6))[:, None],
    )
    during = np.maximum(_say(felt["before"] + life.during + usual_rise, how)[at], before)
    left = life.dose.shape[1] - 1 - day
    settles = np.where(during > before, np.clip(np.rint(2 * (life.settle * usual_hours)[at]) / 2, 0.5, 96), 0)
    minutes = np.rint(luck.between("minutes", 22, 45)[patient] * np.clip(0.75 + 0.25 * life.dose[at], 0.6, 1.5))
    after = np.where(settles > 3, np.minimum(before + 1, during), before)
    effort_known = how.effort[patient] & (even["b_rpe"][at] >= 0.1)
    pains = even["b_pain"][at] >= 0.15
    sore = np.where(left > 0, points(life.soreness)[at], np.nan)
    wide = {
        "session_minutes": minutes,
        "session_rpe": np.where(effort_known, np.clip(points(life.effort), 1, 10)[at], np.nan),
        "pain_before": np.where(pains, before, np.nan),
        "pain_during": np.where(pains, during, np.nan),
        "pain_after": np.where(pains, after, np.nan),
        "settle_h": np.where(how.settle[patient] & (even["b_settle"][at] >= 0.2) & (settles <= 24 * left + 4), settles, np.nan),
        "soreness": np.where(sore >= 2, sore, np.nan),
        "soreness_kind": np.where(sore >= 2, 0, BLANK),
        "completed": np.zeros(len(day), int),
    }  # fmt: skip
    shuffle = np.stack([luck.person[f"shuffle_{k}"] for k in range(len(NAMES))], axis=1)
    does = programme(shuffle)[:, :EXERCISES]
    rows, slot = np.repeat(np.arange(len(day)), EXERCISES), np.tile(np.arange(EXERCISES), len(day))
    exercise = does[patient[rows], slot]
    start = life.planned[:, 0]
    todo = prescription(exercise, life.dose[at][rows] / start[patient[rows]])._asdict()
    todo = {name: np.where(how.dose[patient[rows]], value, np.nan) for name, value in todo.items()}
    return frame(SESSIONS, ids, {
        "patient_id": first + patient[rows], "date": dates[day[rows]], "session": np.ones(len(rows)),
        "exercise": (NAMES, exercise), "family": FAMILY[exercise], **todo,
        **{name: value[rows] for name, value in wide.items()},
    })  # fmt: skip


def _outcomes(life: Lived, felt: dict[str, Numbers], how: Habits, luck: Chance, days: Flags, dates: Any, ids: Any, first: int) -> pd.DataFrame:  # fmt: skip
    due = (np.arange(life.dose.shape[1]) % PSFS_EVERY == 0)[None] & how.psfs[:, None] & (luck.even["b_impact"] > 0.15)
    patient, day = np.nonzero(due)
    both = np.stack([felt["function"], felt["function"] - 0.5])[:, patient, day]
    scores = both + 0.8 * np.stack([luck.bell["function"], luck.bell["before"]])[:, patient, day]
    rows = np.tile(np.arange(len(day)), len(ACTIVITIES))
    activity = np.repeat(np.arange(len(ACTIVITIES)), len(day))
    return frame(OUTCOMES, ids, {
        "patient_id": first + patient[rows], "date": dates[day[rows]], "measure": np.zeros(len(rows), int),
        "activity": (ACTIVITIES, activity), "value": np.clip(np.rint(scores), 0, 10).ravel(),
    })  # fmt: skip


def _events(life: Lived, dates: Any) -> dict[str, Any]:
    """Holidays, illness and lighter weeks that the clinic knows of."""
    found: dict[str, list[Any]] = {"patient_id": [], "date": [], "end_date": [], "kind": []}
    for kind, grid in (("holiday", life.world.holiday), ("illness", life.world.ill), ("deload", life.world.deload)):
        edge = np.diff(np.pad(grid.astype(int), ((0, 0), (1, 1))), axis=1)
        for (patient, begin), (_, end) in zip(np.argwhere(edge == 1), np.argwhere(edge == -1), strict=True):
            found["patient_id"].append(int(patient))
            found["date"].append(dates[begin])
            found["end_date"].append(dates[end - 1])
            found["kind"].append(EVENT_KINDS.index(kind))
    return {
        "patient_id": np.array(found["patient_id"], int), "kind": np.array(found["kind"], int),
        **{name: np.array(found[name], "datetime64[s]") for name in ("date", "end_date")},
    }  # fmt: skip
