"""Making in a log exactly the changes a finding says would clear it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from loadaid.analysis.rules.base import At, Change
from loadaid.domain.records import TABLES, Log, Table

Dated = tuple[str, dt.date, Change]


def dated(at: At, changes: Iterable[Change]) -> list[Dated]:
    """Changes with their patient and calendar day."""
    return [(at.w.panel.ids[at.row], at.calendar(change.day), change) for change in changes]


def changed(log: Log, changes: Iterable[Dated]) -> Log:
    """The log with these changes made; patients in any number, a day and cell once each."""
    by_table: dict[str, list[Dated]] = {}
    for one in changes:
        by_table.setdefault(one[2].table, []).append(one)
    return replace(log, **{name: _changed(getattr(log, name), name, found) for name, found in by_table.items()})


def _changed(frame: pd.DataFrame, name: str, changes: list[Dated]) -> pd.DataFrame:
    frame = frame.reset_index(drop=True)
    columns = sorted({column for *_, change in changes for column in change.values})
    cells: dict[str, Any] = {column: frame[column].to_numpy(dtype=object, copy=True) for column in columns}
    at = frame.groupby([frame["patient_id"].astype(str), frame["date"]], observed=True).indices
    added: list[dict[str, Any]] = []
    for patient, day, change in changes:
        rows = at.get((patient, pd.Timestamp(day)), np.zeros(0, dtype=int))[: 0 if name == "events" else None]
        if name == "sessions":  # a cancelled one is none
            rows = rows[(frame["completed"].iloc[rows] != "no").to_numpy()]
        if change.exercise is not None:
            rows = rows[(frame["exercise"].iloc[rows] == change.exercise).to_numpy()]
        for column, value in change.values.items():
            cells[column][rows] = cells[column][rows] * value if change.times else value
        if not len(rows):
            assert not change.times, "a dose that is not there cannot be made lighter"
            added.append(
                {"patient_id": patient, "date": pd.Timestamp(day), **change.values}
                | ({"session": 50} if name == "sessions" else {})
            )
    table = next(t for t in TABLES if t.name == name)
    new = {column: pd.Series(cells[column]) for column in columns}
    out = frame.assign(**new)
    if added:
        out = pd.concat([out.astype({"patient_id": object}), pd.DataFrame(added)], ignore_index=True)
    return _typed(out, table)


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The columns as a log holds them."""
    kinds = {c.name: c for c in table.columns}
    new: dict[str, Any] = {"patient_id": pd.Categorical(frame["patient_id"].astype(str))}
    for name, c in kinds.items():
        if c.kind == "choice":
            new[name] = pd.Categorical(frame[name], categories=list(c.choices))
        elif c.kind in ("date", "datetime"):
            new[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
        elif c.kind in ("number", "whole"):
            new[name] = frame[name].astype("float64")
        elif name != "patient_id":
            new[name] = frame[name].astype("str")
    return frame.assign(**new)[[c.name for c in table.columns]]


def filled(table: Table, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A table of some rows; what they do not name is blank."""
    return _typed(pd.DataFrame(rows, columns=[c.name for c in table.columns]), table)


def of(log: Log, patients: Iterable[str] | None = None, until: dt.date | None = None) -> Log:
    """A part of a log: of some patients, up to a day."""
    part = {t.name: getattr(log, t.name) for t in TABLES}
    for name, frame in part.items():
        keep = np.ones(len(frame), dtype=bool)
        if patients is not None:
            keep &= frame["patient_id"].isin(list(patients)).to_numpy()
        if until is not None and "date" in frame:
            keep &= (frame["date"] <= pd.Timestamp(until)).to_numpy()
        part[name] = frame[keep]
    return Log(**part)
