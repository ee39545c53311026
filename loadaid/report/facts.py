"""facts(review, patient, day) -> the numbers of one patient's page as plain JSON, without a word of any language.

The screen, the printed page, the text note and the page of a patient are drawn from these and from the review's result, so
that they cannot differ; kept with a frozen reading, they draw the same page again. None is not known; it is never 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from loadaid.analysis.result import number
from loadaid.analysis.review import Review
from loadaid.domain.records import Log
from loadaid.report import course, doses, numbers

SCHEMA = "loadaid/page/1"
CLASSES = ("green", "amber", "red", "flare", "cannot_tell", "pending")
ANSWERED = CLASSES[:4]
LEAST_ANSWERED = 3  # as many as a reading needs (limit classed_sessions)
OVER_USUAL = 1  # points: up to here a morning is drawn as tolerated; a rule asks for 2


def facts(made: Review, log: Log, patient: str, day: date, days: int = 28) -> dict[str, Any]:
    """What stands on the page of a patient as of a day, of the `days` days up to it.

    days: one a calendar day, with the session dose that was planned. band: what was tolerated, pain up to a level, session doses from
    lowest to highest. responses: sessions of the window by what followed. numbers, since, four: as their modules say.
    exercises: the last session whose dose is known, each exercise with its share of that dose.
    Errors: UsageError for an unknown patient or a day outside the log.
    """
    at = made.at(patient, day)
    by_morning = bool(at.w.symptoms.by_morning[at.row, at.day])
    shown = window(made.measures(patient), day - timedelta(days=days - 1), day, by_morning=by_morning)
    usual = number(at.value(at.w.symptoms.usual))
    span = range(at.day - days + 1, at.day + 1)
    return {
        "schema": SCHEMA,
        "window": days,
        "pain": shown["pain_series"].iloc[0],
        "days": [{**one, "planned": dose} for one, dose in zip(rows(shown), doses.planned(at, span), strict=True)],
        "usual": usual,
        "band": {
            "pain": None if usual is None else min(usual + OVER_USUAL, 10),
            "dose": doses.tolerated(at),
            "a_week": doses.sessions_a_week(at),
        },
        "events": events_of(log.events[log.events["patient_id"] == patient], shown.index[0], shown.index[-1]),
        "responses": responses(shown),
        "numbers": numbers.numbers(at),
        "since": numbers.since_visit(made, at, log.events),
        "four": course.four(at),
        "exercises": doses.last_session(at, log.sessions, patient),
    }


def window(measured: pd.DataFrame, first: date, last: date, *, by_morning: bool = True) -> pd.DataFrame:
    """One row per calendar day first..last of a patient's measures, indexed by date. `state` is "" on days outside the log.

    pain, pain_series: the series the review reads, on waking or the day's average; the other one only when the
    first has no value at all in these days. One page never mixes the two. response: what followed a session (CLASSES), as
    known on the last day measured. entry: something was noted that day.
    """
    index = pd.date_range(first, last, name="date")
    shown = measured.set_index(pd.DatetimeIndex(measured["date"])).reindex(index)
    shown["state"] = shown["state"].astype(object).where(shown["state"].notna(), "")
    wanted, other = ("pain_morning", "pain_average") if by_morning else ("pain_average", "pain_morning")
    series = other if shown[wanted].isna().all() and shown[other].notna().any() else wanted
    flare = shown["flare_day"].eq(1)
    begins = flare & ~flare.shift(1, fill_value=False)
    known = shown["session_class"].isin(["green", "amber", "red"])
    # A session counts as followed by a flare when one begins on its day or on the day after.
    followed = known & (begins | begins.shift(-1, fill_value=False))
    noted = shown[["pain_morning", "pain_average", "impact", "strain", "recovery"]].notna().any(axis="columns")
    return shown.assign(
        pain=shown[series],
        pain_series=series,
        flare=flare,
        flare_begins=begins,
        response=shown["session_class"].where(shown["state"] == "session").mask(followed, "flare"),
        entry=noted | shown["state"].isin(["session", "rest"]),
    )


COLUMNS = ("dose", "pain", "baseline", "impact", "z_strain", "z_recovery", "settle_h")


def rows(shown: pd.DataFrame) -> list[dict[str, Any]]:
    """The days of `window` as a page holds them."""
    return [
        {
            "date": stamp.date().isoformat(),
            "state": row["state"],
            "entry": bool(row["entry"]),
            "response": row["response"] if isinstance(row["response"], str) else None,
            "flare": bool(row["flare"]),
            "flare_begins": bool(row["flare_begins"]),
            **{name: number(row[name]) for name in COLUMNS},
        }
        for stamp, row in zip(shown.index, shown.to_dict("records"), strict=True)
    ]


def events_of(events: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> list[dict[str, Any]]:
    """A patient's events that touch some days and were dated by the last of them; one of several days has another `last`."""
    ends = events["end_date"].fillna(events["date"])
    touching = (events["date"] <= last) & (ends >= first)
    return [
        {
            "first": start.date().isoformat(),
            "last": end.date().isoformat(),
            "kind": str(kind),
            "note": str(note) if isinstance(note, str) else None,
        }
        for start, end, kind, note in zip(
            events.loc[touching, "date"],
            ends[touching],
            events.loc[touching, "kind"],
            events.loc[touching, "note"],
            strict=True,
        )
    ]


def responses(shown: pd.DataFrame) -> dict[str, int]:
    """Sessions of `window` by what followed them (CLASSES)."""
    found = shown["response"].value_counts()
    return {name: int(found.get(name, 0)) for name in CLASSES}


def shares(counts: Sequence[int]) -> list[int]:
    """Whole percents that sum to 100, by largest remainder; the earlier part wins a tie. None counted: all 0."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    exact = np.array(counts) * 100 / total
    whole = np.floor(exact + 1e-9).astype(int)
    order = sorted(range(len(counts)), key=lambda k: (whole[k] - exact[k], k))
    for k in order[: 100 - int(whole.sum())]:
        whole[k] += 1
    return [int(n) for n in whole]
