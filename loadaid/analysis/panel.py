"""The panel: a log as arrays of shape (patients, days), session, rest and not logged kept apart.

Column 0 is a patient's first logged day, so a log moved in time gives the same numbers. Values are float64, NaN is
"not known". Choices are the position in the contract's list (yes/no: 1/0). One patient is a panel of one row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loadaid.analysis.index import Bools, Floats, Index, Ints, Rows
from loadaid.domain import records

NOT_LOGGED, REST, SESSION = 0, 1, 2
STATES = ("not_logged", "rest", "session")


@dataclass(frozen=True)
class Panel:
    """Some patients' logs as arrays of shape (patients, days).

    start, length: first day (days since 1970) and number of days of each patient, shape (patients,).
    daily: one array per number or choice column of daily.csv. session: the session day, per (d) of the model:
    minutes, load_au summed (NaN if any part is unknown), rpe minute-weighted, before / after of the first / last
    session, during the largest, onset the smallest, settle, soreness, sleep_disturbed the largest.
    state: NOT_LOGGED, REST or SESSION; -1 beyond the patient's last day.
    """

    ids: list[str]
    start: Ints
    length: Ints
    daily: dict[str, Floats]
    session: dict[str, Floats]
    state: NDArray[np.int8]
    rows: dict[str, Rows]

    @property
    def shape(self) -> tuple[int, int]:
        return self.state.shape

    @property
    def is_session(self) -> Bools:
        return np.asarray(self.state == SESSION)


def panel(indexed: Index, patients: slice) -> Panel:
    """The panel of some neighbouring patients of an index."""
    first, last = indexed.first[patients], indexed.last[patients]
    length = last - first + 1
    shape = (len(first), int(length.max()))
    rows = {table.name: indexed.rows(table.name, patients) for table in records.TABLES}
    daily_rows = rows["daily"]
    at = (daily_rows.patient, daily_rows.day - first[daily_rows.patient])
    daily = {}
    for column in records.DAILY.columns:
        if column.kind in ("number", "choice", "datetime") and column.name not in ("steps", "active_minutes"):
            daily[column.name] = _grid(shape, at, daily_rows.values(column.name))
    logged = np.logical_or.reduce([~np.isnan(x) for name, x in daily.items() if name != "entered_at"])
    session, done, cancelled = session_days(rows["sessions"], first, shape)
    exercised = daily["exercised"]
    state = np.full(shape, NOT_LOGGED, dtype=np.int8)
    state[(exercised == 0) | cancelled] = REST
    state[done | (exercised == 1)] = SESSION
    state[np.arange(shape[1]) >= length[:, None]] = -1
    daily["logged"] = np.where(logged | done | cancelled, 1.0, 0.0)
    daily["contradiction"] = np.where(done & (exercised == 0), 1.0, 0.0)
    return Panel(indexed.ids[patients], first, length, daily, session, state, rows)


def _grid(shape: tuple[int, int], at: tuple[Ints, Ints], values: Floats) -> Floats:
    grid = np.full(shape, np.nan)
    grid[at] = values
    return grid


def _session_starts(rows: Rows) -> Bools:
    """True on the first row of each session."""
    number = np.nan_to_num(rows.values("session"), nan=1.0)
    new = np.ones(len(number), dtype=bool)
    new[1:] = (np.diff(rows.patient) != 0) | (np.diff(rows.day) != 0) | (np.diff(number) != 0)
    return new


def done_rows(rows: Rows) -> Bools:
    """Rows whose session was done; `completed` may stand on any row of it, and blank is done."""
    new = _session_starts(rows)
    if not len(new):
        return new
    cancelled = np.fmax.reduceat(rows.values("completed"), np.flatnonzero(new)) == 2
    return np.asarray(~cancelled[np.cumsum(new) - 1])


SESSION_VALUES = (
    "minutes", "rpe", "load_au", "before", "during", "after", "onset", "settle",
    "soreness", "muscle", "sleep_disturbed", "cancelled",
)  # fmt: skip


def session_days(rows: Rows, first: Ints, shape: tuple[int, int]) -> tuple[dict[str, Floats], Bools, Bools]:
    """Sessions joined to session days. Returns the values, where a session was done, where only cancelled ones stand.

    Rows of one session repeat its values or leave them blank, so the largest known is the value.
    """
    empty = {name: np.full(shape, np.nan) for name in SESSION_VALUES}
    none = np.zeros(shape, dtype=bool)
    if not len(rows.day):
        return empty, none, none.copy()
    start = np.flatnonzero(_session_starts(rows))
    patient, offset = rows.patient[start], rows.day[start] - first[rows.patient[start]]

    def wide(name: str) -> Floats:
        values: Floats = np.fmax.reduceat(rows.values(name), start)
        return values

    was_done = ~(wide("completed") == 2)
    cancelled = none.copy()
    cancelled[patient[~was_done], offset[~was_done]] = True
    values = {name: wide(name)[was_done] for name in (
        "session_minutes", "session_rpe", "pain_before", "pain_during", "pain_after", "onset_min", "settle_h",
        "soreness", "soreness_kind", "sleep_disturbed")}  # fmt: skip
    patient, offset = patient[was_done], offset[was_done]
    if not len(patient):
        empty["cancelled"] = np.where(cancelled, 1.0, np.nan)
        return empty, none, cancelled
    day_start = np.flatnonzero(np.r_[True, (np.diff(patient) != 0) | (np.diff(offset) != 0)])
    day_last = np.r_[day_start[1:], len(patient)] - 1
    minutes, rpe = values["session_minutes"], values["session_rpe"]
    weight = np.where(np.isnan(rpe), 0.0, np.nan_to_num(minutes, nan=0.0))
    total = np.add.reduceat(weight, day_start)
    weighted = np.add.reduceat(weight * np.nan_to_num(rpe), day_start) / np.where(total > 0, total, np.nan)
    plain = np.add.reduceat(np.nan_to_num(rpe), day_start) / np.maximum(np.add.reduceat(~np.isnan(rpe), day_start), 1)
    plain = np.where(np.add.reduceat((~np.isnan(rpe)).astype(float), day_start) > 0, plain, np.nan)
    muscle = np.where(np.isnan(values["soreness_kind"]), np.nan, (values["soreness_kind"] == 0).astype(float))
    result = {
        "minutes": np.add.reduceat(minutes, day_start),
        "rpe": np.where(total > 0, weighted, plain),
        "load_au": np.add.reduceat(minutes * rpe, day_start),
        "before": values["pain_before"][day_start],
        "during": np.fmax.reduceat(values["pain_during"], day_start),
        "after": values["pain_after"][day_last],
        "onset": np.fmin.reduceat(values["onset_min"], day_start),
        "settle": np.fmax.reduceat(values["settle_h"], day_start),
        "soreness": np.fmax.reduceat(values["soreness"], day_start),
        "muscle": np.fmax.reduceat(muscle, day_start),
        "sleep_disturbed": np.fmax.reduceat(values["sleep_disturbed"], day_start),
    }
    at = (patient[day_start], offset[day_start])
    grids = {name: _grid(shape, at, v) for name, v in result.items()}
    grids["cancelled"] = np.where(cancelled, 1.0, np.nan)
    done = none.copy()
    done[at] = True
    return grids, done, cancelled & ~done
