"""One CSV file as a Sheet: encoding, quotes, header and row lengths are checked here, the cells are not."""

from __future__ import annotations

import csv
import mmap
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from loadaid.domain.errors import Problem
from loadaid.domain.records import Table
from loadaid.logs.sheet import Ragged, Sheet, Unreadable

TEXT = pa.dictionary(pa.int32(), pa.string())
BLOCK = 4 << 20  # bytes parsed at a time; also the longest row that can be read
RAGGED_SHOWN = 500  # characters kept of a row that does not fit the header


def csv_sheet(path: Path, table: Table, *, as_text: bool = False) -> Sheet:
    """One CSV file; one row per row of the file, rows without any content left out.

    Number columns come converted when every cell of the file is a plain number, and as text otherwise or when
    as_text. Raises Unreadable when rows cannot be told apart.
    """
    with path.open("rb") as file:
        empty = file.seek(0, os.SEEK_END) == 0
        data = None if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if data is None:
        raise Unreadable(_problem(path, "empty-file", "a header row", "Write the column names in the first row."))
    _check_bytes(path, data)
    return _sheet(path, table, data, as_text)


def _sheet(path: Path, table: Table, data: mmap.mmap, as_text: bool) -> Sheet:
    names, rows_begin = _header(path, data)
    numbers = {c.name for c in table.columns if c.kind in ("number", "whole")}
    types = {n: pa.float64() if n in numbers and not as_text else TEXT for n in names}
    ragged: list[Ragged] = []
    if rows_begin:  # a file that ends within its header row has no rows, and Arrow does not read it
        try:
            arrow, ragged = _parse(data, names, types)
        except pa.ArrowInvalid as error:
            if not as_text:
                return _sheet(path, table, data, as_text=True)
            raise Unreadable(_unclear(path, error)) from error
    else:
        arrow = pa.table({n: pa.array([], t) for n, t in types.items()})
    kept = [n for n in names if not n.startswith("\0")]
    if any(types[n] == pa.float64() and pc.any(pc.is_nan(arrow[n])).as_py() for n in kept):
        return _sheet(path, table, data, as_text=True)  # Arrow takes the text "nan" for a number
    columns = {n: arrow[n] for n in kept}
    positions = _numbers(arrow.num_rows, ragged)
    blank = _blank_rows(columns)
    if blank.any():
        kept_rows = np.flatnonzero(~blank)
        columns = {n: c.take(pa.array(kept_rows)) for n, c in columns.items()}
        positions = (np.arange(2, len(blank) + 2) if positions is None else positions)[kept_rows]
    ragged = [r for r in ragged if r.text.strip(", \t\r\n")]  # blanks and commas alone are a blank line
    return Sheet(columns, int((~blank).sum()), [(path.name, 0)], positions, ragged, texts_only=as_text)


def _parse(data: mmap.mmap, names: list[str], types: dict[str, pa.DataType]) -> tuple[pa.Table, list[Ragged]]:
    ragged: list[Ragged] = []

    def note(row: pa.csv.InvalidRow) -> str:
        ragged.append(Ragged(row.number, row.actual_columns, row.expected_columns, row.text[:RAGGED_SHOWN]))
        return "skip"

    arrow = pa.csv.read_csv(
        pa.BufferReader(pa.py_buffer(data)),
        pa.csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names, skip_rows_after_names=1),
        pa.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=note),
        pa.csv.ConvertOptions(
            column_types=types,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            check_utf8=False,
        ),
    )
    return arrow, ragged


def _numbers(rows: int, ragged: list[Ragged]) -> NDArray[np.int64] | None:
    """The spreadsheet row of each row read, when rows in between could not be; None when all were."""
    if not ragged:
        return None
    every = np.arange(2, rows + len(ragged) + 2)
    return np.setdiff1d(every, [r.number for r in ragged], assume_unique=True)[:rows]


def _blank_rows(columns: dict[str, pa.ChunkedArray]) -> NDArray[np.bool_]:
    """One truth per row: no cell of it is filled (a blank line, or separators only)."""
    blank: NDArray[np.bool_] | None = None
    for cells in columns.values():
        if blank is None:
            blank = np.asarray(cells.is_null())
        elif not blank.any():
            break
        else:
            blank = blank & np.asarray(cells.is_null())
    return np.zeros(0, bool) if blank is None else blank


def _header(path: Path, data: mmap.mmap) -> tuple[list[str], int]:
    """The column names (a nameless one gets a name beginning with NUL) and where the rows begin (0: nowhere)."""
    end = min((i for i in (data.find(b"\n"), data.find(b"\r")) if i >= 0), default=-1)
    try:
        line = data[: end if end >= 0 else len(data)].decode("utf-8-sig")
        names = [name.strip() for name in next(csv.reader([line]), [])]
    except csv.Error as error:
        raise Unreadable(_unclear(path, error)) from error
    twice = [name for name, times in Counter(names).items() if name and times > 1]
    if twice:
        raise Unreadable(*(
            _problem(path, "duplicate-column", "every column once", "Delete or rename one of the two columns.", 1, name)
            for name in twice
        ))  # fmt: skip
    return [name or f"\0{i}" for i, name in enumerate(names)], end + 1


def _check_bytes(path: Path, data: mmap.mmap) -> None:
    """Raises Unreadable for what Arrow takes without a word or a place: NUL, other encodings, quotes that do not pair up."""
    nul = data.find(b"\0")
    if nul >= 0:
        mend = "Export the file again as CSV, UTF-8."
        raise Unreadable(_problem(path, "nul-byte", "text only, no NUL byte", mend, _line(data, nul)))
    if wrong := _not_utf8(path, data):
        raise Unreadable(wrong)
    if data.find(b'"') < 0:
        return
    quotes = _positions(data, b'"')
    lone = _lone_quote(data, quotes)
    if lone is not None:
        raise Unreadable(_problem(
            path, "unclosed-quote", 'quotes in pairs around a whole cell, a quote inside it written ""',
            "Close the quote that is open here, or delete it.", _line(data, int(quotes[lone]), quotes[:lone]),
        ))  # fmt: skip


def _lone_quote(data: mmap.mmap, quotes: NDArray[np.int64]) -> int | None:
    """Which quote breaks the pairing: opening ones begin a cell, closing ones end it, two in a row stand for one."""
    raw = np.frombuffer(data, np.uint8)
    edges = np.frombuffer(b",\r\n", np.uint8)
    opening, closing = quotes[0::2], quotes[1::2]
    begins = (opening == 0) | np.isin(raw[opening - 1], edges)
    begins[1:] |= opening[1:] == closing[: len(opening) - 1] + 1
    if opening[0] == 3 and data[:3] == b"\xef\xbb\xbf":
        begins[0] = True
    ends = (closing == len(raw) - 1) | np.isin(raw[np.minimum(closing + 1, len(raw) - 1)], edges)
    ends[: len(opening) - 1] |= opening[1:] == closing[: len(opening) - 1] + 1
    wrong = np.concatenate([2 * np.flatnonzero(~begins), 2 * np.flatnonzero(~ends)])
    if len(wrong):
        return int(wrong.min())
    return len(quotes) - 1 if len(quotes) % 2 else None


def _positions(data: mmap.mmap, byte: bytes) -> NDArray[np.int64]:
    raw = np.frombuffer(data, np.uint8)
    step = 16 << 20  # bytes looked at together, so that a big file needs no second copy of itself
    return np.concatenate([np.flatnonzero(raw[i : i + step] == byte[0]) + i for i in range(0, len(raw), step)])


def _line(data: mmap.mmap, at: int, quotes: NDArray[np.int64] | None = None) -> int:
    """The spreadsheet row of one byte; line ends inside quotes do not count."""
    before = data[:at]
    ends = np.flatnonzero(np.frombuffer(before, np.uint8) == (b"\n" if b"\n" in before else b"\r")[0])
    if quotes is not None:
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
    return len(ends) + 1


def _not_utf8(path: Path, data: mmap.mmap) -> Problem | None:
    ends = pa.py_buffer(np.array([0, len(data)], np.int64))
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(data)])
    try:
        whole.cast(pa.large_string())  # looks at the bytes where they are; decoding would copy the file
        return None
    except pa.ArrowInvalid:
        return _first_wrong_byte(path, data)


def _first_wrong_byte(path: Path, data: mmap.mmap) -> Problem:
    at = 0
    try:
        data[:].decode()
    except UnicodeDecodeError as error:
        at = error.start
    mend = "Save the file as CSV UTF-8."
    return _problem(path, "not-utf8", "UTF-8 text", mend, _line(data, at), value=f"byte {data[at]:02x}")


def _unclear(path: Path, error: Exception) -> Problem:
    return _problem(path, "unreadable-file", "comma-separated text", f"Save the file as CSV UTF-8 again ({error}).")


def _problem(
    path: Path, code: str, expected: str, mend: str, row: int = 0, column: str = "", value: str = ""
) -> Problem:
    return Problem(code, path.name, row, column, value, expected, mend)
