"""A stand-in for the engine: a patient's days with every kind of day, and a review result for every headline."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from loadaid.domain.records import TABLES, Log
from loadaid.locale import Words
from loadaid.report import facts

FIRST, LAST = dt.date(2026, 2, 9), dt.date(2026, 3, 8)
STATES = (["session", "rest"] * 2 + ["session", "not_logged", "not_logged"]) * 4
HEADLINES = ("red_flag", "insufficient_data", "too_fast", "strain_driven", "flare_unclear", "too_cautious", "in_zone")


def measures(patient: str = "p1") -> pd.DataFrame:
    """28 days: Monday, Wednesday and Friday sessions, the last of unknown dose; weekends not logged; pain 0 on 9 Feb."""
    state = np.array(STATES, dtype=object)
    session, logged = state == "session", state != "not_logged"
    n = len(state)
    dose = np.where(session, 130.0 + np.arange(n), np.nan)
    dose[25] = np.nan
    pain = np.where(logged, 3.0, np.nan)
    pain[0], pain[22] = 0.0, 5.0
    classes = np.where(session, "green", "").astype(object)
    classes[21] = "red"
    return pd.DataFrame({
        "patient_id": patient, "date": pd.date_range(FIRST, periods=n), "state": state, "dose": dose, "dose_kind": "external",
        "z_strain": np.where(logged, np.linspace(-1, 3, n), np.nan), "z_recovery": np.where(logged, 0.2, np.nan), "settle_h": np.nan, "baseline": 3.0, "session_class": classes,
        "pain_morning": pain, "pain_average": np.nan, "flare_day": 0.0, "impact": pain, "strain": pain, "recovery": pain,
    })  # fmt: skip


def log(patients: tuple[str, ...] = ("p1",), note: str = "") -> Log:
    """A log with a day for the first and the last date of every patient, a visit and a plan change."""
    tables = {table.name: pd.DataFrame({c.name: pd.Series(dtype=object) for c in table.columns}) for table in TABLES}
    tables["daily"] = pd.DataFrame(
        [{"patient_id": p, "date": pd.Timestamp(d)} for p in patients for d in (FIRST, LAST)]
    )
    tables["sessions"] = pd.DataFrame({"patient_id": pd.Series(dtype=str), "date": pd.Series(dtype="datetime64[us]")})
    rows = [
        (p, day, kind, note) for p in patients for day, kind in (("2026-02-23", "visit"), ("2026-02-25", "plan_change"))
    ]
    events = pd.DataFrame(rows, columns=["patient_id", "date", "kind", "note"])
    tables["events"] = events.assign(date=pd.to_datetime(events["date"]), end_date=pd.NaT)
    return Log(**tables)


def result(headline: str, text: str = "", **more: Any) -> dict[str, Any]:
    """A review result that follows the contract, with one raised, one clear and one unreadable rule."""
    held = {"headline": "too_fast", "date": "2026-03-01"} if headline == "insufficient_data" else None

    def finding(rule: str, state: str, **values: Any) -> dict[str, Any]:
        return {"rule": rule, "state": state, "measured": None, "limit": None, "unit": "points", "days": [], "sentence": text,
                "source": "judgement", "would_clear_if": None, **values}  # fmt: skip

    return {
        "schema": "loadaid/review/1", "ruleset": "1.0.0", "patient_id": "p1", "as_of": LAST.isoformat(),
        "headline": headline, "headline_label": text or headline, "headline_sentence": text or headline,
        "axes": {
            "safety": "emergency" if headline == "red_flag" else "clear", "data": "sufficient", "flare": "absent",
            "progression": "cannot_tell", "attribution": {"driver": "exercise", "shares": None},
            "trajectory": {"intensity": "worse", "onset": "cannot_tell", "recovery": "improved", "impact": "stable", "function": "improved"},
        },
        "findings": [
            finding("dose-spike", "clear", measured=4, limit=10),
            finding("next-morning-response", "raised", measured=2, limit=2, days=["2026-03-03", "2026-03-05"], would_clear_if=text),
            finding("log-quality", "cannot_tell"),
        ],
        "depends_on_unlogged_days": True, "unlogged_days": ["2026-02-14", "2026-02-15"],
        "envelope": {"rest": headline, "usual": headline, "heavy": headline},
        "certainty": certainty(headline, text), "held_since": "2026-03-05", "last_known": held, "dose_kind": "external", "suggestions": [{"id": "hold-dose", "sentence": text}],
        "data_quality": {"days_logged": 20, "days_state_known": 20, "days": 28, "sessions": 12, "reasons": [text] if text else []}, **more,
    }  # fmt: skip


def certainty(headline: str, text: str = "") -> dict[str, Any] | None:
    """Probable where a reading is weighed, undecided where the cause is unclear; two observations for, three against."""
    if headline in ("red_flag", "insufficient_data"):
        return None
    undecided = headline == "flare_unclear"
    names = ("too_fast", "too_cautious", "daily_strain", "recovery")

    def observation(name: str, strength: float) -> dict[str, Any]:
        return {"id": name, "value": 1, "sentence": text or f"sign of {name}", "doublings": dict.fromkeys(names, 0.0) | {name: strength},
                "source": "judgement"}  # fmt: skip

    look = {"probability": 0.8, "said": "probable", "days": 30, "sessions": 12, "caveat": text}
    return {
        "word": "undecided" if undecided else "probable", "said": text or "probable",
        "probability": None if undecided else 0.8, "probabilities": dict.fromkeys(("in_zone", *names), 0.2),
        "observations": [observation(name, k) for k in (2.0, -1.0) for name in names], "exercise_over_strain": look,
    }  # fmt: skip


def page(
    days: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    first: dt.date = FIRST,
    *,
    by_morning: bool = True,
) -> dict[str, Any]:
    """The facts of a page over some days, its numbers those of a patient of whom half is known."""
    shown = facts.window(measures() if days is None else days, first, LAST, by_morning=by_morning)
    known = {"value": 6, "was": 7, "known": 12, "needed": 5}
    unknown = {"value": None, "was": None, "known": 2, "needed": 5}
    four = {"points": [], "before": None, "now": None, "change": "cannot_tell"}
    return {
        "schema": facts.SCHEMA, "window": len(shown), "pain": shown["pain_series"].iloc[0], "days": facts.rows(shown), "usual": 3,
        "band": {"pain": 4, "dose": [130.0, 150.0], "a_week": {"done": 3, "planned": None}},
        "events": facts.events_of(log().events if events is None else events, shown.index[0], shown.index[-1]),
        "responses": facts.responses(shown),
        "numbers": {
            "dose": {"value": 430.4, "was": 380, "change_percent": 13.26, "known": 12, "needed": 10},
            "sessions": {"value": 6, "planned": None, "not_logged": 4},
            "next_morning": {"before": 3, "value": 4, "usual": 3, "known": 5, "needed": 3},
            "settle": {**unknown, "low": None, "high": None}, "posture": unknown, "sleep": known,
        },
        "since": None,
        "four": dict.fromkeys(("recovery", "onset", "intensity", "impact", "function"), four) | {"by_average": {"value": False}},
        "exercises": [],
    }  # fmt: skip


class Review:
    """What the pages use of a review."""

    def __init__(self, headline: str, text: str = "") -> None:
        self.headline, self.text = headline, text

    def measures(self, patient_id: str | None = None) -> pd.DataFrame:
        return measures(patient_id or "p1")

    def result(self, patient_id: str, words: Words, day: dt.date | None = None) -> dict[str, Any]:
        return result(self.headline, self.text)
