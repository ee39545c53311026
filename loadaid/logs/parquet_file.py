"""One table from Parquet, a single file or a folder of parts, as a Sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from loadaid.domain.errors import Problem
from loadaid.domain.records import Table
from loadaid.logs.cells import different_texts
from loadaid.logs.sheet import Sheet, Unreadable, as_strings

NOT_READABLE = (pa.ArrowException, OSError, ValueError)


@dataclass(frozen=True)
class Span:
    """Patients from `first` on and before `end` (None: to the last), in text order; a blank id comes before all."""

    first: str
    end: str | None

    def __contains__(self, patient_id: str) -> bool:
        return self.first <= patient_id and (self.end is None or patient_id < self.end)


def parquet_sheet(paths: Sequence[Path], folder: Path, span: Span | None = None) -> Sheet:
    """All parts below one another, in the order of paths; texts dictionary-encoded, other columns as stored.

    A column that has another type in another part is taken as text. span: the rows of these patients only, each with
    its number in its file. Raises Unreadable for what is no Parquet.
    """
    parts: list[_File] = []
    files: list[tuple[str, int]] = []
    problems: list[Problem] = []
    length = 0
    for path in paths:
        try:
            part = _File(path, folder)
        except Unreadable as error:
            problems += error.problems
            continue
        mend = "Rename or leave out one of the two columns."
        twice = sorted({n for n in part.names if part.names.count(n) > 1})
        problems += [Problem("duplicate-column", part.name, 0, n, "", "every column once", mend) for n in twice]
        if span is not None and not twice:
            part.choose(span)
        parts.append(part)
        files.append((part.name, length))
        length += len(part.numbers)
    if problems:
        raise Unreadable(*problems)
    numbers = None if span is None else np.concatenate([part.numbers for part in parts])
    return Sheet(_Columns(parts), length, files, numbers)


def patients_of(path: Path, folder: Path, table: Table) -> list[str]:
    """The patients of one file in text order; "" for a blank id, or when there is no row.

    Raises Unreadable, also when the file lacks a required column.
    """
    file = _File(path, folder)
    if any(c.required and c.name not in file.names for c in table.columns):
        raise Unreadable
    codes, texts = different_texts(file.read("patient_id"))
    found = texts.take(pa.array(np.unique(codes[codes >= 0]))).to_pylist()
    return sorted(found + [""] * (not found or bool((codes < 0).any())))


class _File:
    """One open file and the rows of it that are wanted; numbers: theirs, as a spreadsheet counts them."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.name = path.relative_to(folder).as_posix()
        try:
            self._file = _open(path)
        except NOT_READABLE as error:
            raise Unreadable(_unreadable(self.name, error)) from error
        self.names: list[str] = self._file.schema_arrow.names
        self._sizes = np.array(
            [self._file.metadata.row_group(g).num_rows for g in range(self._file.num_row_groups)], int
        )
        self._groups = list(range(len(self._sizes)))
        self._places: pa.Array | None = None  # of the wanted rows in these groups; None: all rows
        self.numbers = np.arange(2, self._file.metadata.num_rows + 2)

    def choose(self, span: Span) -> None:
        """Only the rows of these patients are wanted: row groups without any are not read again."""
        codes, texts = different_texts(self.read("patient_id"))
        inside = np.array([text in span for text in texts.to_pylist()] + ["" in span])
        wanted = np.flatnonzero(inside[codes])
        group = np.searchsorted(np.cumsum(self._sizes), wanted, side="right")
        is_read = np.isin(np.arange(len(self._sizes)), group)
        left_out = np.cumsum(np.where(is_read, 0, self._sizes))
        self._groups = np.flatnonzero(is_read).tolist()
        if len(wanted) < self._sizes[is_read].sum():
            self._places = pa.array(wanted - left_out[group])
        self.numbers = wanted + 2

    def read(self, name: str) -> pa.ChunkedArray:
        """One column of the wanted rows; blank when the file does not have it."""
        if name not in self.names:
            return pa.chunked_array([pa.nulls(len(self.numbers))])
        try:
            cells = self._file.read_row_groups(self._groups, columns=[name], use_threads=False)[name]
            cells.validate(full=True)
            if len(cells) != (rows := self._sizes[self._groups].sum()):
                raise ValueError(f"column {name} has {len(cells)} of {rows} rows")
            return cells if self._places is None else cells.take(self._places)
        except (*NOT_READABLE, KeyError) as error:  # KeyError: a name with a point in it, taken for a path
            raise Unreadable(_unreadable(self.name, error)) from error


class _Columns(Mapping[str, pa.ChunkedArray]):
    """The columns of all parts by name, each read when it is asked for: a big log is never twice in memory."""

    def __init__(self, parts: Sequence[_File]) -> None:
        self._parts = parts
        self._names = list(dict.fromkeys(n for part in parts for n in part.names))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, name: str) -> pa.ChunkedArray:
        """One column of every part; a part without it is blank there."""
        if name not in self._names:
            raise KeyError(name)
        cells = [part.read(name) for part in self._parts]
        types = {c.type for c in cells} - {pa.null()}
        if len(types) > 1:
            cells, types = [as_strings(c) for c in cells], {pa.large_string()}
        kind = types.pop() if types else pa.null()
        return pa.chunked_array([chunk for c in cells for chunk in c.cast(kind).chunks], kind)


def _open(path: Path) -> Any:
    import pyarrow.parquet as pq  # loaded here: a folder of CSV files does not pay for it

    texts = [f.name for f in pq.read_schema(path) if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)]
    return pq.ParquetFile(path, read_dictionary=texts, memory_map=True)


def _unreadable(file: str, error: Exception) -> Problem:
    mend = "Write the file again, for example with `pandas.DataFrame.to_parquet`."
    return Problem("unreadable-file", file, 0, "", str(error)[:80], "a Parquet file", mend)
