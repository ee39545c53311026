"""A log sorted once: whose rows are where, and from which day to which each patient is followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loadaid.domain import records
from loadaid.domain.errors import UsageError
from loadaid.domain.records import Column, Log, Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NAMED = {"sessions": "exercise", "outcomes": "activity"}
CELLS = 48_000  # patient-days worked on at once: few enough that memory stays small, many enough for arrays to pay
EPOCH = date(1970, 1, 1)


def to_day(number: int) -> date:
    """Calendar day of a number of days since 1970."""
    return EPOCH + timedelta(days=int(number))


def to_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


@dataclass(frozen=True)
class Rows:
    """The rows of one table for some patients, sorted by patient, day (and session number)."""

    table: Table
    frame: pd.DataFrame
    patient: Ints
    day: Ints
    name: Ints | None = None  # exercise or activity of each row, numbered in the order of the names
    order: Ints | None = None  # places in the frame of the sorted rows; None when it is sorted already

    def values(self, name: str) -> Any:
        """One column as an array: numbers as float64, choices as positions, dates as day numbers, moments as minutes, text as it is."""
        return _array(self.frame[name], self.table.column(name))

    def part(self, rows: slice, first_patient: int) -> Rows:
        at = rows if self.order is None else self.order[rows]
        name = None if self.name is None else self.name[rows]
        return Rows(self.table, self.frame.iloc[at], self.patient[rows] - first_patient, self.day[rows], name)


def _array(values: pd.Series[Any], column: Column) -> Any:
    if column.kind == "choice":
        kept = isinstance(values.dtype, pd.CategoricalDtype) and tuple(values.cat.categories) == column.choices
        found = values if kept else pd.Series(pd.Categorical(values, categories=list(column.choices)))
        codes = np.asarray(found.cat.codes, dtype=np.float64)
        return np.where(codes < 0, np.nan, codes)
    if column.kind in ("date", "datetime"):
        unit = "D" if column.kind == "date" else "m"
        moments = values.to_numpy().astype(f"datetime64[{unit}]")
        return np.where(np.isnat(moments), np.nan, moments.astype(np.int64).astype(np.float64))
    if column.kind == "text":
        return values.to_numpy(dtype=object)
    return values.to_numpy(dtype=np.float64)


@dataclass(frozen=True)
class Index:
    """A log sorted once: patients in text order, the rows of each table, each patient's first and last day."""

    ids: list[str]
    tables: dict[str, Rows]
    first: Ints
    last: Ints

    def blocks(self) -> Iterator[slice]:
        """Neighbouring patients of about CELLS patient-days, so that one very long log does not widen the others'."""
        spans = self.last - self.first + 1
        start, widest = 0, 0
        for k, span in enumerate(spans):
            grown = max(widest, int(span))
            if k > start and ((k - start + 1) * grown > CELLS or grown > 2 * min(widest, int(spans[start]))):
                yield slice(start, k)
                start, grown = k, int(span)
            widest = grown
        if len(spans):
            yield slice(start, len(spans))

    def rows(self, name: str, patients: slice) -> Rows:
        """The rows of one table for some patients, who are counted from 0."""
        table = self.tables[name]
        bounds = np.searchsorted(table.patient, [patients.start, patients.stop])
        return table.part(slice(int(bounds[0]), int(bounds[1])), patients.start)


def index(log: Log, *, as_of: date | None = None, patients: Sequence[str] | None = None) -> Index:
    """Sort a log by patient and day; leave out all that is dated after `as_of`, which then is everyone's last day.

    A patient's first and last day are those of the sessions and daily rows; a safety answer given later moves the
    last day, so that it is never hidden. Patients without any dated row are left out; one whose first row comes after
    `as_of` stays, with nothing to say.
    Errors: UsageError for a patient who is not in the log, or when nothing is dated on or before `as_of`.
    """
    frames = {table.name: getattr(log, table.name) for table in records.TABLES}
    dated = [name for name, frame in frames.items() if "date" in frame.columns]
    known = sorted({str(p) for name in dated for p in frames[name]["patient_id"].unique()})
    if patients is not None and (absent := sorted(set(patients) - set(known))):
        raise UsageError(
            f"no patient {absent[0]!r} in this log. Known: {', '.join(known[:10])}{' ...' if len(known) > 10 else ''}"
        )
    ids = known if patients is None else sorted(set(patients))
    tables = {table.name: _sorted(frames[table.name], table, ids, as_of) for table in records.TABLES}
    first = np.full(len(ids), np.iinfo(np.int64).max)
    last = np.full(len(ids), np.iinfo(np.int64).min)
    for name in ("sessions", "daily"):
        np.minimum.at(first, tables[name].patient, tables[name].day)
    for name in ("sessions", "daily", "safety"):
        np.maximum.at(last, tables[name].patient, tables[name].day)
    for name in dated:  # someone who has only answered questions so far
        missing = first[tables[name].patient] == np.iinfo(np.int64).max
        if missing.any():
            rows = tables[name]
            first[rows.patient[missing]] = last[rows.patient[missing]] = rows.day[missing]
    if as_of is not None:
        last[:] = to_number(as_of)
        first = np.minimum(first, last)
    if not any(len(rows.day) for rows in tables.values() if rows.table.name in dated):
        raise UsageError(
            f"nothing in this log is dated on or before {as_of}"
            if as_of
            else "this log has no dated row: add one to sessions.csv or daily.csv"
        )
    return Index(ids, tables, first, last)


def _sorted(frame: pd.DataFrame, table: Table, ids: list[str], as_of: date | None) -> Rows:
    """The rows of the wanted patients up to as_of, sorted. The frame is not copied: a large log stays once in memory."""
    who = frame["patient_id"]
    if isinstance(who.dtype, pd.CategoricalDtype):
        place = {p: k for k, p in enumerate(ids)}
        lookup = np.array([place.get(str(c), -1) for c in who.cat.categories] + [-1], dtype=np.int64)
        patient = lookup[who.cat.codes.to_numpy()]
    else:
        patient = pd.Index(ids, dtype=object).get_indexer(pd.Index(who.astype(object))).astype(np.int64)
    day = np.zeros(len(frame), dtype=np.int64)
    if "date" in frame.columns:
        day = frame["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    keep = patient >= 0
    if as_of is not None:
        keep &= day <= to_number(as_of)
    order = None if keep.all() else np.flatnonzero(keep)
    if order is not None:
        patient, day = patient[order], day[order]
    keys: list[Any] = [day, patient]
    if table.name == "sessions":
        number = np.nan_to_num(frame["session"].to_numpy(dtype=np.float64), nan=1.0)
        keys.insert(0, number if order is None else number[order])
    tidy, same = True, np.ones(max(len(day) - 1, 0), dtype=bool)
    for key in reversed(keys):  # in order when each key, among rows equal so far, never falls
        step = np.diff(key)
        tidy = tidy and not bool((same & (step < 0)).any())
        same &= step == 0
    if not tidy:
        again = np.lexsort(keys)
        patient, day, order = patient[again], day[again], again if order is None else order[again]
    name = None
    if table.name in NAMED:
        # By name, so that neither the order of the rows nor other patients change the order in which doses are added.
        name = pd.factorize(frame[NAMED[table.name]].fillna(""), sort=True)[0]
        name = name if order is None else name[order]
    return Rows(table, frame, patient, day, name, order)
