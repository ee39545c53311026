"""The result's numbers as a table: one row per patient and day, its values those of the result's JSON.

Columns: patient_id, date, headline; each axis (safety, data, flare, progression, driver, trajectory_*); share_*, 0 to 1;
depends_on_unlogged_days; and of each rule, by its id, state_* (raised, clear, cannot_tell) and measured_*, in its unit.
What is not known is null, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from loadaid.analysis import attribution, safety, trajectory
from loadaid.analysis.hold import HEADLINES, INSUFFICIENT, RED_FLAG
from loadaid.analysis.index import Bools, Floats, Index, Ints
from loadaid.analysis.panel import NOT_LOGGED
from loadaid.analysis.result import PROGRESSION, SHARES, WINDOW, shares
from loadaid.analysis.review import Numbers, numbers, read
from loadaid.analysis.rules import RULES
from loadaid.analysis.rules.base import Reading
from loadaid.analysis.windows import window_any
from loadaid.analysis.workings import Workings, workings
from loadaid.domain.finding import STATES
from loadaid.domain.limits import Limits

FLARE = ("cannot_tell", "absent", "present")
PROGRESSIONS = ("cannot_tell", *PROGRESSION.values())
_PROGRESSION = np.array([PROGRESSIONS.index(PROGRESSION.get(code, "cannot_tell")) for code in range(len(HEADLINES))])

Codes = Callable[[Workings, Numbers], Any]


def _direction(axis: str) -> Codes:
    return lambda w, n: w.trajectory.direction[axis]


AXES: dict[str, tuple[tuple[str, ...], Codes]] = {
    "safety": (safety.WORDS, lambda w, n: n.safety),
    "data": (("insufficient", "sufficient"), lambda w, n: w.sufficiency.sufficient),
    "flare": (FLARE, lambda w, n: np.where(w.symptoms.present, 2, w.symptoms.absent)),
    "progression": (PROGRESSIONS, lambda w, n: _PROGRESSION[n.headline[0]]),
    "driver": (attribution.DRIVERS, lambda w, n: n.driver[0]),
    **{f"trajectory_{axis}": (trajectory.WORDS, _direction(axis)) for axis in trajectory.AXES},
}
"""Each axis: its words, and which of them stands on each day."""


def tables(indexed: Index, limits: Limits) -> Iterator[pa.Table]:
    """The days of some neighbouring patients after those of others, by patient_id and date; small enough for memory."""
    for place in indexed.blocks():
        w = workings(indexed, place, limits)
        readings = read(w)
        yield table(w, readings, numbers(w, readings))


def table(w: Workings, readings: Mapping[str, Reading], n: Numbers) -> pa.Table:
    """One row per patient and day of these patients."""
    day = np.arange(w.panel.shape[1])
    patient, column = np.nonzero(day < w.panel.length[:, None])
    dates = (w.panel.start[patient] + column).astype(np.int32)

    def flat(grid: Any) -> Any:
        return np.broadcast_to(grid, w.panel.shape)[patient, column]

    columns = {
        "patient_id": pa.array(w.panel.ids, pa.string()).take(pa.array(patient)),
        "date": pa.array(dates).cast(pa.date32()),
        "headline": _words(HEADLINES, flat(n.headline[0])),
        **{name: _words(words, flat(codes(w, n))) for name, (words, codes) in AXES.items()},
        **{f"share_{name}": _numbers(flat(share)) for name, share in zip(SHARES, _shares(w, n), strict=True)},
        "depends_on_unlogged_days": pa.array(flat(_depends_on_unlogged_days(w, n))),
    }
    for rule, state in zip(RULES, n.state, strict=True):
        columns[f"state_{rule.id}"] = _words(STATES, flat(state))
    for rule, state in zip(RULES, n.state, strict=True):
        known = flat(state) != STATES.index("cannot_tell")
        columns[f"measured_{rule.id}"] = _numbers(np.where(known, rounded(flat(readings[rule.id].measured)), np.nan))
    return pa.table(columns)


def _shares(w: Workings, n: Numbers) -> Floats:
    """Shares of SHARES, (3, patients, days); NaN where the result gives none."""
    explained = w.states.to_explain[0] & ~np.isin(n.headline[0], (RED_FLAG, INSUFFICIENT))
    return np.where(explained, shares(w.explained.parts[:, 0]), np.nan)


def _depends_on_unlogged_days(w: Workings, n: Numbers) -> Bools:
    unlogged = window_any(w.panel.state == NOT_LOGGED, WINDOW)
    return np.asarray(unlogged & (n.headline[1:] != n.headline[0]).any(axis=0))


def rounded(numbers: Floats) -> Floats:
    """To 2 decimals exactly as Python's round does one by one; NaN where not finite.

    >>> rounded(np.array([2.675, 0.125, np.inf])).tolist()
    [2.67, 0.12, nan]
    """
    found = np.where(np.isfinite(numbers), np.round(numbers, 2), np.nan)
    hundredths = np.abs(np.where(np.isfinite(numbers), numbers, 0)) * 100
    halfway = np.flatnonzero(np.abs(hundredths % 1 - 0.5) < 1e-9 * (1 + hundredths))
    different, place = np.unique(numbers[halfway], return_inverse=True)
    found[halfway] = np.array([round(x, 2) for x in different.tolist()], float)[place]
    return found


def _words(words: tuple[str, ...], codes: Ints) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(words))


def _numbers(values: Floats) -> pa.Array:
    return pa.array(values, pa.float64(), from_pandas=True)
