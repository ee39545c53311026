"""Small diaries for tests: a calm patient, day by day, in which a test changes one thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from loadaid.analysis.review import Review, review
from loadaid.domain.records import EVENTS, OUTCOMES, PATIENTS, PLAN, SAFETY, SAFETY_ITEMS, TABLES, Column, Log, Table
from loadaid.locale import words

MONDAY = dt.date(2026, 1, 5)
Row = dict[str, Any]


def log_of(**tables: Iterable[Row]) -> Log:
    """A log from rows written as dicts; a column that is not given is blank."""
    return Log(**{table.name: _frame(table, list(tables.get(table.name, ()))) for table in TABLES})


def _frame(table: Table, rows: list[Row]) -> pd.DataFrame:
    if not rows:
        return _empty(table)
    return pd.DataFrame({c.name: _typed([row.get(c.name) for row in rows], c) for c in table.columns})


@cache
def _empty(table: Table) -> pd.DataFrame:
    return pd.DataFrame({c.name: _typed([], c) for c in table.columns})


def _typed(values: list[Any], column: Column) -> Any:
    if column.name == "patient_id":
        return pd.Categorical(values)
    if column.kind == "choice":
        return pd.Categorical(values, categories=list(column.choices))
    if column.kind == "text":
        return pd.array(values, dtype="str")
    if column.kind in ("date", "datetime"):
        return np.array(values, dtype="datetime64[s]")
    return np.array(values, dtype=np.float64)


class Diary:
    """A calm patient, Monday to the last day, all sessions alike: day k is `MONDAY + k`.

    day[k], session[k]: the rows, to be changed. Pain is 3, and 2 on Sundays, since a diary without any change is
    no diary. Sessions fall on the weekdays given (0 = Monday). other: rows of the five remaining tables.
    """

    def __init__(self, days: int = 63, trains: Iterable[int] = (0, 2, 4), patient: str = "p1") -> None:
        self.last = days - 1
        self.patient = patient
        trains = set(trains)
        self.day: dict[int, Row] = {k: self._calm_day(k, k % 7 in trains) for k in range(days)}
        self.session: dict[int, Row] = {k: self._calm_session() for k in range(days) if k % 7 in trains}
        self.other: dict[str, list[Row]] = {t.name: [] for t in (PATIENTS, SAFETY, OUTCOMES, EVENTS, PLAN)}

    @staticmethod
    def _calm_day(k: int, trains: bool) -> Row:
        pain = 2 if k % 7 == 6 else 3
        return {
            "pain_morning": pain, "pain_average": pain, "impact": pain - 1, "exercised": "yes" if trains else "no",
            "flare": "no", "sleep_quality": 7, "fatigue": 3, "stress": 3, "worked": "yes" if k % 7 < 5 else "no",
            "work_effort": 3 if k % 7 < 5 else 0, "lifting": "light",
        }  # fmt: skip

    @staticmethod
    def _calm_session() -> Row:
        return {
            "exercise": "squat", "family": "strength", "level": 1, "sets": 3, "reps": 10, "load_kg": 10,
            "session_minutes": 40, "session_rpe": 5, "pain_before": 3, "pain_during": 3, "pain_after": 3, "settle_h": 1,
            "sleep_disturbed": "no", "completed": "yes",
        }  # fmt: skip

    def change(self, days: Iterable[int], **values: Any) -> Diary:
        """Change some values of some days."""
        for k in days:
            self.day[k] |= values
        return self

    def change_sessions(self, days: Iterable[int], **values: Any) -> Diary:
        """Change some values of the sessions of some days."""
        for k in days:
            self.session[k] |= values
        return self

    def add(self, table: str, day: int | None = None, **values: Any) -> Diary:
        """Add a row to another table; `day` gives its date."""
        self.other[table].append(values if day is None else {"date": date(day), **values})
        return self

    def answer(self, day: int, **answers: str) -> Diary:
        """Answer every safety question: no, unless said otherwise."""
        for item in SAFETY_ITEMS:
            self.add("safety", day, item=item, answer=answers.get(item, "no"))
        return self

    def rows(self) -> dict[str, list[Row]]:
        """Rows of every table, for `log_of`."""
        dated = {
            "daily": [{"date": date(k), **row} for k, row in self.day.items()],
            "sessions": [{"date": date(k), **row} for k, row in self.session.items()],
        }
        return {name: [{"patient_id": self.patient, **r} for r in rows] for name, rows in (dated | self.other).items()}

    def log(self) -> Log:
        return log_of(**self.rows())

    def review(self, limits: Mapping[str, float] | None = None) -> Review:
        """The review as of the last day, whatever the last rows hold."""
        return review(self.log(), as_of=date(self.last), limits=limits)

    def result(self, language: str = "fr", *, day: int | None = None, **limits: float) -> dict[str, Any]:
        """The result of a day, default the last."""
        at = None if day is None else date(day)
        return self.review(limits).result(self.patient, words(language), at)

    def finding(self, rule: str, language: str = "fr", *, day: int | None = None, **limits: float) -> dict[str, Any]:
        """One rule's finding on a day, default the last."""
        return finding_of(self.result(language, day=day, **limits), rule)


def finding_of(result: dict[str, Any], rule: str) -> dict[str, Any]:
    """One rule's finding in a result."""
    return next(f for f in result["findings"] if f["rule"] == rule)


def date(k: int) -> dt.date:
    """The calendar day of day k."""
    return MONDAY + dt.timedelta(days=k)


def iso(*days: int) -> list[str]:
    return [date(k).isoformat() for k in days]
