"""Arrays to the tables of a log, with the types `loadaid.domain.records` promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loadaid.domain.records import Table

BLANK = -1
MOMENT = {"date": "datetime64[s]", "datetime": "datetime64[us]"}  # as the reader of log folders has them
Words = tuple[Sequence[str], NDArray[np.intp]]


def frame(table: Table, ids: pd.CategoricalDtype, values: Mapping[str, object]) -> pd.DataFrame:
    """One table of the log, one row per element of the arrays given, every column of the contract present.

    values: by column name. patient_id: positions in `ids`. number: floats, NaN blank. choice: positions in the
    choices, -1 blank. text: (words, positions in them), -1 blank. date: datetime64, NaT blank.
    A column that is not given is blank.
    """
    rows = len(np.asarray(values["patient_id"]))
    columns: dict[str, object] = {}
    for column in table.columns:
        given = values.get(column.name)
        if column.name == "patient_id":
            columns[column.name] = pd.Categorical.from_codes(np.asarray(given), dtype=ids)
        elif column.kind == "choice":
            codes = np.full(rows, BLANK) if given is None else np.asarray(given)
            columns[column.name] = pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(column.choices)))
        elif column.kind == "text":
            columns[column.name] = _text(given if isinstance(given, tuple) else ((), np.full(rows, BLANK)))
        elif column.kind in ("date", "datetime"):
            blank = np.full(rows, np.datetime64("NaT"))
            columns[column.name] = np.asarray(blank if given is None else given, MOMENT[column.kind])
        else:
            columns[column.name] = np.full(rows, np.nan) if given is None else np.asarray(given, np.float64)
    return pd.DataFrame(columns)


def _text(words: Words) -> pd.api.extensions.ExtensionArray:
    """Text by position. The blank stands last, which is where position -1 points."""
    vocabulary, codes = words
    return pd.array([*vocabulary, np.nan], dtype="str").take(codes)


def calendar(end: date, days: int) -> NDArray[np.datetime64]:
    """The days of the log, last one `end`, as datetime64[s]."""
    last = np.datetime64(end, "D")
    return np.arange(last - days + 1, last + 1).astype("datetime64[s]")


def weekday(dates: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Day of the week of each date, Monday 0."""
    # Day 0 of datetime64 is Thursday 1 January 1970.
    return (dates.astype("datetime64[D]").astype(np.int64) + 3) % 7
