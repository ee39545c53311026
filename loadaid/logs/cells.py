"""Checks one column cell by cell and gives it its type.

A column comes as texts, of which few differ, so every check is made once per different text. A number or date column
of a Parquet file may come as numbers or dates; then the values themselves are checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from loadaid.domain.records import FIRST_DATE, Column
from loadaid.logs import wording
from loadaid.logs.findings import Findings
from loadaid.logs.sheet import as_strings

LAST_DATE = "2100-12-31"
NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
UNITS = {"date": "M8[s]", "datetime": "M8[us]"}
OFFSET = r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
MOMENT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?)" + OFFSET + "$"

Ints = NDArray[np.int64]


@dataclass
class Cells:
    """One checked column: its pandas values, and per row a number that tells its values apart (-1 or NaN = blank)."""

    values: Any
    numbers: NDArray[Any]


def check_column(column: Column, cells: pa.ChunkedArray, findings: Findings) -> Cells:
    """The column as the Log holds it; cells that break the contract go to `findings` and come back blank."""
    if column.kind in ("number", "whole"):
        return _numbers(column, cells, findings)
    return _moments(column, cells, findings) if column.kind in ("date", "datetime") else _texts(column, cells, findings)


def absent_column(column: Column, rows: int) -> Cells:
    """A known column the file does not have: all blank."""
    if column.kind in ("number", "whole"):
        nothing = np.full(rows, np.nan)
        return Cells(nothing, nothing)
    blank = np.full(rows, -1, np.int8)
    if column.kind in ("date", "datetime"):
        return Cells(np.full(rows, "NaT", UNITS[column.kind]), blank)
    if column.kind == "choice":
        return Cells(pd.Categorical.from_codes(blank, dtype=pd.CategoricalDtype(list(column.choices))), blank)
    if column.name == "patient_id":
        return Cells(pd.Categorical.from_codes(blank, categories=pd.Index([], dtype="str")), blank)
    return Cells(_as_str(pa.nulls(rows, pa.large_string())), blank)


def extra_column(cells: pa.ChunkedArray) -> Any:
    """A column the contract does not know, as text; nothing in it is checked."""
    return _as_str(as_strings(cells))


def different_texts(cells: pa.ChunkedArray) -> tuple[Ints, pa.Array]:
    """The different texts of a column, without blanks around them, and which one each row has (-1 = blank)."""
    if not pa.types.is_dictionary(cells.type) or not pa.types.is_string(cells.type.value_type):
        cells = as_strings(cells).cast(pa.string()).dictionary_encode()
    whole = cells.unify_dictionaries().combine_chunks()
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    texts = pc.utf8_trim_whitespace(whole.dictionary)
    texts = pc.if_else(pc.equal(texts, ""), None, texts)
    trimmed = texts.dictionary_encode()
    if len(trimmed.dictionary) < len(texts):  # " a" and "a" are one text, " " is none
        mapping = np.append(trimmed.indices.fill_null(-1).to_numpy(zero_copy_only=False), -1)
        codes, texts = mapping[codes].astype(np.int32), trimmed.dictionary
    return codes, texts


def _numbers(column: Column, cells: pa.ChunkedArray, findings: Findings) -> Cells:
    rows = None
    if any(is_kind(cells.type) for is_kind in (pa.types.is_floating, pa.types.is_integer, pa.types.is_decimal)):
        numbers = _floats(cells)
    else:
        rows, texts = different_texts(cells)
        fits = pc.match_substring_regex(texts, NUMBER)
        numbers = np.append(_floats(pc.if_else(fits, texts, None)), np.nan)
        _add(findings, "not-a-number", column, ~fits.fill_null(True).to_numpy(zero_copy_only=False), rows)
    wrong = (numbers < float(column.low or 0)) | (numbers > float(column.high or np.inf))
    _add(findings, "value-out-of-range", column, wrong, rows)
    if column.kind == "whole":
        uneven = (numbers != np.floor(numbers)) & ~np.isnan(numbers) & ~wrong
        _add(findings, "not-a-whole-number", column, uneven, rows)
        wrong |= uneven
    if wrong.any():
        numbers = np.where(wrong, np.nan, numbers)
    found = numbers if rows is None else numbers[rows]
    return Cells(found, found)


def _moments(column: Column, cells: pa.ChunkedArray, findings: Findings) -> Cells:
    stored = cells.type
    if pa.types.is_date(stored) or pa.types.is_timestamp(stored):
        rows, moments = _stored_moments(column, cells)
        misread = (moments != moments.astype("M8[D]")) if column.kind == "date" else np.zeros(len(moments), bool)
    else:
        rows, texts = different_texts(cells)
        fits = pc.match_substring_regex(texts, DATE if column.kind == "date" else MOMENT)
        plain = pc.replace_substring_regex(pc.if_else(fits, texts, None), MOMENT, r"\1T\2")  # the offset is dropped
        moments = pd.to_datetime(plain.to_pandas(), format="ISO8601", errors="coerce").to_numpy().astype("M8[us]")
        misread = np.isnat(moments)
    _add(findings, f"not-a-{column.kind}", column, misread, rows)
    if column.required:
        _add(findings, "blank-required", column, rows < 0, None)
    outside = (moments < np.datetime64(FIRST_DATE)) | (moments >= np.datetime64(LAST_DATE) + 1)
    _add(findings, "date-out-of-range", column, outside, rows)
    moments = np.append(np.where(misread | outside, np.datetime64("NaT"), moments), np.datetime64("NaT"))
    since = (moments.astype("M8[D]") - np.datetime64(FIRST_DATE)).astype(np.int64)
    days = np.maximum(since, -1).astype(np.int32)  # NaT is the lowest whole number
    return Cells(moments.astype(UNITS[column.kind])[rows], days[rows])


def _stored_moments(column: Column, cells: pa.ChunkedArray) -> tuple[Ints, NDArray[np.datetime64]]:
    """The different dates or times of a column that has them as such, in local time, and which one each row has."""
    local = (pc.local_timestamp(cells) if getattr(cells.type, "tz", None) else cells).cast(
        pa.timestamp("us"), safe=False
    )
    if column.kind == "datetime":  # hardly two are the same: not worth looking for
        moments = local.to_numpy()
        return np.where(np.isnat(moments), -1, np.arange(len(moments))), moments
    whole = local.combine_chunks().dictionary_encode()
    rows = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return rows, whole.dictionary.to_numpy(zero_copy_only=False)


def _texts(column: Column, cells: pa.ChunkedArray, findings: Findings) -> Cells:
    rows, texts = different_texts(cells)
    if column.required:
        _add(findings, "blank-required", column, rows < 0, None)
    if column.kind == "choice":
        places = pc.index_in(texts, pa.array(column.choices, texts.type)).fill_null(-1).to_numpy(zero_copy_only=False)
        _add(findings, "unknown-choice", column, places < 0, rows)
        codes = np.append(places, -1).astype(np.int8)[rows]
        return Cells(pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(column.choices))), codes)
    if column.name == "patient_id":
        return Cells(pd.Categorical.from_codes(rows, categories=texts.to_pandas()), rows)
    taken = texts.take(pa.array(rows, mask=rows < 0))
    return Cells(_as_str(taken), rows)


def _add(findings: Findings, code: str, column: Column, wrong: NDArray[np.bool_], rows: Ints | None) -> None:
    """`wrong` is per row, or with `rows` per different text (rows: which one each row has)."""
    if wrong.any():
        where = wrong if rows is None else np.append(wrong, False)[rows]
        findings.add(code, column.name, np.flatnonzero(where), wording.describe(code, column))


def _floats(values: pa.Array | pa.ChunkedArray) -> NDArray[np.float64]:
    """As float64 of their own, blank = NaN; chunk by chunk, because fresh memory is what takes the time."""
    numbers = np.empty(len(values))
    end = 0
    for chunk in values.chunks if isinstance(values, pa.ChunkedArray) else [values]:
        start, end = end, end + len(chunk)
        numbers[start:end] = pc.fill_null(pc.cast(chunk, pa.float64(), safe=False), np.nan)
    return numbers


def _as_str(texts: pa.Array | pa.ChunkedArray) -> Any:
    return pd.array(texts.cast(pa.large_string()), dtype="str")
