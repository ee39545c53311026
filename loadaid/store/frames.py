"""Rows of the log tables -> the log: all imports that stand, one over the other, of each value the last word.

A value that breaks its column's own rule, which only a tampered file can hold, is left blank and told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from loadaid.domain.records import Column, Table
from loadaid.store.logtables import KEYS

NUMBER = "number"  # of the import a row came with: what stands later wins
ALL = "*"  # in `cleared`: the whole row is taken back
EXTRA = {"sessions": ("line", "start")}
SESSION = ("patient_id", "date", "session")
Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Odd:
    """A stored value that cannot be: its table, the id of its row, its column. Never the value."""

    table: str
    row_id: str
    column: str


def overlaid(table: Table, columns: Columns) -> Columns:
    """One row per thing spoken of, from rows that stand in the order of their imports; values as stored.

    columns: name -> values, "id", "number" and "cleared" among them. Most logs were never corrected: then nothing is done.
    """
    key = KEYS[table.name]
    places = list(zip(*(columns[name] for name in key), strict=True))
    several = table.name == "sessions" and _said_twice(columns)
    if len(set(places)) == len(places) and not several and not any(columns["cleared"]):
        return columns
    rows = _cleared(table, pd.DataFrame(columns, dtype=object), list(key))
    if table.name == "sessions":
        rows = _session_wide(table, rows)
    # the last value that is not missing, column by column
    rows = rows.groupby(list(key), sort=False, dropna=False, as_index=False).last()
    return {name: rows[name].astype(object).where(rows[name].notna(), None).tolist() for name in columns}


def _said_twice(columns: Columns) -> bool:
    """Whether some session was spoken of by more than one import."""
    sessions = list(zip(*(columns[name] for name in SESSION), strict=True))
    return len(set(sessions)) < len(set(zip(sessions, columns[NUMBER], strict=True)))


def _cleared(table: Table, rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Takes back what a later row says is not known after all."""
    gone: list[int] = []
    wide = {c.name for c in table.columns if c.session_wide}
    for at in rows.index[rows["cleared"].notna()]:
        names = json.loads(str(rows.at[at, "cleared"]))
        before = rows.index < at
        same = before & (rows[key] == rows.loc[at, key]).all(axis=1)
        if ALL in names:
            gone += [*rows.index[same], at]
            continue
        rows.loc[same, [n for n in names if n not in wide]] = None
        if wide & set(names):
            session = before & (rows[list(SESSION)] == rows.loc[at, list(SESSION)]).all(axis=1)
            rows.loc[session, [n for n in names if n in wide]] = None
    return rows.drop(index=gone).reset_index(drop=True)


def _session_wide(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    """What holds for a whole session and was said by several imports: the last word, on every row of it.

    An import may say it row by row, each otherwise: where it has the last word, its rows keep theirs.
    """
    sessions = rows.groupby(list(SESSION), sort=False, dropna=False)
    several = sessions[NUMBER].transform("nunique") > 1
    if several.any():
        wide = [c.name for c in table.columns if c.session_wide]
        part = rows[several]
        last = part.groupby(list(SESSION), sort=False, dropna=False)[wide].transform("last")
        for name in wide:
            says = part[name].notna()
            by = part[NUMBER].where(says).groupby([part[n] for n in SESSION], sort=False, dropna=False).transform("max")
            own = part[name].where(says & (part[NUMBER] == by))
            places = [part[n] for n in KEYS[table.name]]
            own = own.groupby(places, sort=False, dropna=False).transform("last")
            last[name] = own.where(own.notna(), last[name])
        rows.loc[several, wide] = last
    return rows


def typed(table: Table, columns: Columns, ids: Sequence[str]) -> tuple[pd.DataFrame, list[Odd]]:
    """The frame as a Log holds it, and what in it cannot be. A row without a day that can be is left out."""
    odd: list[Odd] = []
    place = {patient_id: k for k, patient_id in enumerate(ids)}
    codes = np.array([place[i] for i in columns["patient_id"]], dtype=np.intp)
    made: dict[str, Any] = {"patient_id": pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(ids)))}
    for column in table.columns:
        if column.name != "patient_id":
            made[column.name], wrong = _column(column, columns[column.name])
            odd += [Odd(table.name, str(columns["id"][int(k)]), column.name) for k in np.flatnonzero(wrong)]
    for name in EXTRA.get(table.name, ()):
        made[name] = _numbers(columns[name]) if name == "line" else _texts(columns[name])
    frame = pd.DataFrame(made)
    needed = [c.name for c in table.columns if c.required]
    whole = frame[needed].notna().all(axis=1)
    return (frame if whole.all() else frame[whole].reset_index(drop=True)), odd


def _column(column: Column, values: Sequence[Any]) -> tuple[Any, Any]:
    """The values as the Log holds them, blank where they cannot be; and where that is."""
    if column.kind in ("number", "whole"):
        numbers = _numbers(values)
        wrong = (numbers < float(column.low or 0)) | (numbers > float(column.high or np.inf)) | np.isinf(numbers)
        return np.where(wrong, np.nan, numbers), wrong
    if column.kind in ("date", "datetime"):
        moments = np.array([_moment(text) for text in values], dtype="M8[us]")
        missing = np.array([text is None for text in values], dtype=bool)
        return moments.astype("M8[s]" if column.kind == "date" else "M8[us]"), np.isnat(moments) & ~missing
    if column.kind == "choice":
        dtype, place = _choices(column.choices)
        codes = np.array([place.get(value, -2) for value in values], dtype=np.intp)
        return pd.Categorical.from_codes(np.maximum(codes, -1), dtype=dtype), codes == -2
    return _texts(values), np.zeros(len(values), dtype=bool)


@cache
def _choices(choices: tuple[str, ...]) -> tuple[Any, dict[str | None, int]]:
    return pd.CategoricalDtype(list(choices)), {None: -1, **{choice: k for k, choice in enumerate(choices)}}


def _numbers(values: Sequence[Any]) -> Any:
    return np.array(values, dtype=np.float64)


def _texts(values: Sequence[Any]) -> Any:
    return pd.Series(values, dtype="str")


@lru_cache(4096)
def _moment(text: str | None) -> np.datetime64:
    """An ISO day or moment; not-a-time for anything else."""
    try:
        return np.datetime64(datetime.fromisoformat(text).replace(tzinfo=None), "us") if text else np.datetime64("NaT")
    except ValueError:
        return np.datetime64("NaT")
