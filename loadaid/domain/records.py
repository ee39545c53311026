"""The tables of a log folder: every column with its unit, range and meaning.

This is the one description of the format. The reader checks against it, the writer orders by it, the panel
takes its units from it, and the documentation is drawn from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "date", "datetime", "number", "whole", "choice"]

FIRST_DATE = "2000-01-01"
YES_NO = ("no", "yes")
FAMILIES = ("motor_control", "strength", "mobility", "endurance", "functional", "other")
TIER_1 = (
    "saddle_numbness", "bladder_change", "bowel_change", "sexual_change",
    "leg_weakness_progressive", "leg_symptoms_both_sides",
)  # fmt: skip
TIER_2 = (
    "fever", "unwell", "weight_loss", "night_pain_non_mechanical", "cancer_history_new_pain", "major_trauma",
    "low_energy_fall", "steroids_or_osteoporosis", "thoracic_pain", "iv_drug_use",
)  # fmt: skip
SAFETY_ITEMS = TIER_1 + TIER_2
MEASURES = {"psfs": 10.0, "rmdq": 24.0, "quebec": 100.0, "fear": 10.0}
EVENT_KINDS = (
    "visit", "plan_change", "deload", "holiday", "illness", "safety_reviewed", "medication_change", "discharge",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: its kind, unit, lowest and highest value, choices, and meaning. A blank cell is "not known"."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    required: bool = False
    session_wide: bool = False


@dataclass(frozen=True)
class Table:
    """One file of the folder: its columns in order and the columns that make a row unique (none: rows may repeat)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    required: bool = False

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


def _patient() -> Column:
    return Column("patient_id", "text", "the patient", required=True)


def _date(meaning: str = "local calendar day of the patient") -> Column:
    return Column("date", "date", meaning, required=True)


def _text(name: str, meaning: str, *, session_wide: bool = False, required: bool = False) -> Column:
    return Column(name, "text", meaning, session_wide=session_wide, required=required)


def _scale(name: str, meaning: str, *, session_wide: bool = False, high: float = 10) -> Column:
    return Column(name, "number", meaning, "points", 0, high, session_wide=session_wide)


def _choice(
    name: str, choices: tuple[str, ...], meaning: str, *, session_wide: bool = False, required: bool = False
) -> Column:
    return Column(name, "choice", meaning, choices=choices, session_wide=session_wide, required=required)


def _count(name: str, meaning: str, high: float = 5000) -> Column:
    return Column(name, "number", meaning, "count", 0, high)


SESSIONS = Table("sessions", (
    _patient(), _date(),
    Column("session", "whole", "nth session of that day; blank = 1", "", 1, 50),
    _text("exercise", "name as the patient knows it"),
    _choice("family", FAMILIES, "family of the exercise"),
    Column("level", "whole", "difficulty step of that exercise", "", 1, 4),
    _count("sets", "sets"), _count("reps", "repetitions in a set"),
    Column("load_kg", "number", "load", "kg", 0, 500),
    Column("hold_s", "number", "hold time of a repetition", "s", 0, 5000),
    Column("session_minutes", "number", "duration of the session", "min", 0, 1440, session_wide=True),
    _scale("session_rpe", "perceived exertion (Borg CR10)", session_wide=True),
    _scale("pain_before", "pain just before the session", session_wide=True),
    _scale("pain_during", "worst pain during the session", session_wide=True),
    _scale("pain_after", "pain right after", session_wide=True),
    Column("onset_min", "number", "time into the session until the usual pain appeared", "min", 0, 1440, session_wide=True),
    Column("settle_h", "number", "time until back to the pre-session level", "h", 0, 336, session_wide=True),
    _scale("soreness", "next-day muscle soreness", session_wide=True),
    _choice("soreness_kind", ("muscle", "usual_pain"), "what the patient calls that soreness", session_wide=True),
    _choice("sleep_disturbed", YES_NO, "that night, by pain from the exercises", session_wide=True),
    _choice("completed", ("yes", "partly", "no"), "no = planned and cancelled", session_wide=True),
    _choice("place", ("home", "clinic"), "where", session_wide=True),
    _text("cancel_reason", "why it was cancelled", session_wide=True),
), required=True)  # fmt: skip

DAILY = Table("daily", (
    _patient(), _date(),
    _scale("pain_morning", "pain on waking"),
    _scale("pain_average", "pain today on average"),
    _scale("pain_worst", "worst pain today"),
    _scale("impact", "how much the back hindered daily life, 0 = not at all"),
    _choice("flare", YES_NO, "a flare-up today, the patient's own word"),
    _choice("exercised", YES_NO, "no = a logged rest day; blank = not known"),
    _scale("sleep_quality", "last night, 10 best"),
    Column("sleep_hours", "number", "last night", "h", 0, 24),
    _scale("stress", "10 worst"), _scale("fatigue", "10 worst"), _scale("mood", "10 best"),
    _scale("leg_pain", "pain or tingling in a leg today"),
    _choice("symptoms_changed", YES_NO, "is it a different pain from usual, asked at a flare"),
    _choice("worked", YES_NO, "worked today"),
    _scale("work_effort", "how demanding the rhythm of work was (CR10)"),
    Column("work_hours", "number", "hours worked", "h", 0, 24),
    _choice("lifting", ("none", "light", "medium", "heavy"),
            "light under 5 kg, medium 5 to 25 kg, heavy above 25 kg or more than 25 times"),
    Column("posture_hours", "number", "time in prolonged postures", "h", 0, 24),
    Column("posture_longest_min", "number", "longest posture without a break", "min", 0, 1440),
    _choice("rescue_medication", YES_NO, "rescue medication taken"),
    _text("managed", "what the patient managed to do today"),
    _count("steps", "recorded steps", 200_000),
    Column("active_minutes", "number", "recorded activity", "min", 0, 1440),
    Column("entered_at", "datetime", "when it was written down; blank = unknown"),
    _text("note", "free text"),
), key=("patient_id", "date"), required=True)  # fmt: skip

PATIENTS = Table("patients", (
    _patient(),
    Column("birth_year", "whole", "year of birth", "", 1900, 2100),
    _text("condition", "low_back by default"),
    Column("onset_date", "date", "when this episode began"),
    _choice("course", ("first", "recurrent", "persistent"), "course of the complaint"),
    _choice("irritability", ("low", "moderate", "high"), "the clinician's judgement"),
    _scale("fear", "fear of movement"),
    _choice("work_status", ("working", "light_duty", "off_work", "not_employed"), "work status"),
    _text("clinician", "who follows the patient"), _text("clinic", "where"),
), key=("patient_id",))  # fmt: skip

SAFETY = Table("safety", (
    _patient(), _date("when it was answered"),
    _choice("item", SAFETY_ITEMS, "the question", required=True),
    _choice("answer", YES_NO, "blank = unknown, not no"),
), key=("patient_id", "date", "item"))  # fmt: skip

OUTCOMES = Table("outcomes", (
    _patient(), _date("when it was filled in"),
    _choice("measure", tuple(MEASURES), "the questionnaire", required=True),
    _text("activity", "psfs: the activity scored"),
    Column("value", "number", "psfs 0-10 (10 = as before), rmdq 0-24, quebec 0-100, fear 0-10", "points", 0, 100),
), key=("patient_id", "date", "measure", "activity"))  # fmt: skip

EVENTS = Table("events", (
    _patient(), _date("first day"),
    Column("end_date", "date", "last day; blank = one day"),
    _choice("kind", EVENT_KINDS, "what happened", required=True),
    _text("note", "free text"),
))  # fmt: skip

PLAN = Table("plan", (
    _patient(), _date("agreed on; holds until the next row of that exercise"),
    _text("exercise", "exercise", required=True),
    _count("sets", "sets"), _count("reps", "repetitions"),
    Column("load_kg", "number", "load", "kg", 0, 500),
    Column("hold_s", "number", "hold time", "s", 0, 5000),
    Column("level", "whole", "difficulty step", "", 1, 4),
    Column("per_week", "number", "sessions a week", "per week", 0, 50),
), key=("patient_id", "date", "exercise"))  # fmt: skip

TABLES = (SESSIONS, DAILY, PATIENTS, SAFETY, OUTCOMES, EVENTS, PLAN)


@dataclass(frozen=True)
class Log:
    """A log in memory: one pandas frame per table of the folder, with all of the table's columns.

    Types: text -> str (patient_id: category); date, datetime -> datetime64; number, whole -> float64 with NaN;
    choice -> ordered-as-written category. Blank is NaN / NaT. Absent tables are frames of no rows.
    Rows are in any order; a patient may be in any subset of the tables.
    """

    sessions: pd.DataFrame
    daily: pd.DataFrame
    patients: pd.DataFrame
    safety: pd.DataFrame
    outcomes: pd.DataFrame
    events: pd.DataFrame
    plan: pd.DataFrame
