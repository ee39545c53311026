"""One table from Parquet, a single file or a folder of parts, as a Sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from loadaid.domain.errors import Problem
from loadaid.logs.sheet import Sheet, Unreadable, as_strings

NOT_READABLE = (pa.ArrowException, OSError, ValueError)


def parquet_sheet(paths: Sequence[Path], folder: Path) -> Sheet:
    """All parts below one another, in the order of paths; texts dictionary-encoded, other columns as stored.

    A column that has another type in another part is taken as text. Raises Unreadable for what is no Parquet.
    """
    parts: dict[str, Any] = {}
    files: list[tuple[str, int]] = []
    problems: list[Problem] = []
    length = 0
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            part = _open(path)
        except NOT_READABLE as error:
            problems.append(_unreadable(name, error))
            continue
        names = part.schema_arrow.names
        mend = "Rename or leave out one of the two columns."
        twice = sorted({n for n in names if names.count(n) > 1})
        problems += [Problem("duplicate-column", name, 0, n, "", "every column once", mend) for n in twice]
        parts[name] = part
        files.append((name, length))
        length += part.metadata.num_rows
    if problems:
        raise Unreadable(*problems)
    return Sheet(_Columns(parts), length, files)


class _Columns(Mapping[str, pa.ChunkedArray]):
    """The columns of all parts by name, each read when it is asked for: a big log is never twice in memory."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self._parts = parts
        self._names = list(dict.fromkeys(n for part in parts.values() for n in part.schema_arrow.names))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, name: str) -> pa.ChunkedArray:
        """One column of every part; a part without it is blank there."""
        if name not in self._names:
            raise KeyError(name)
        cells = [self._read(file, part, name) for file, part in self._parts.items()]
        types = {c.type for c in cells} - {pa.null()}
        if len(types) > 1:
            cells, types = [as_strings(c) for c in cells], {pa.large_string()}
        kind = types.pop() if types else pa.null()
        return pa.chunked_array([chunk for c in cells for chunk in c.cast(kind).chunks], kind)

    def _read(self, file: str, part: Any, name: str) -> pa.ChunkedArray:
        if name not in part.schema_arrow.names:
            return pa.chunked_array([pa.nulls(part.metadata.num_rows)])
        try:
            cells = part.read(columns=[name], use_threads=False)[name]
            cells.validate(full=True)
            if len(cells) != part.metadata.num_rows:
                raise ValueError(f"column {name} has {len(cells)} of {part.metadata.num_rows} rows")
            return cells
        except (*NOT_READABLE, KeyError) as error:  # KeyError: a name with a point in it, taken for a path
            raise Unreadable(_unreadable(file, error)) from error


def _open(path: Path) -> Any:
    import pyarrow.parquet as pq  # loaded here: a folder of CSV files does not pay for it

    texts = [f.name for f in pq.read_schema(path) if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)]
    return pq.ParquetFile(path, read_dictionary=texts, memory_map=True)


def _unreadable(file: str, error: Exception) -> Problem:
    mend = "Write the file again, for example with `pandas.DataFrame.to_parquet`."
    return Problem("unreadable-file", file, 0, "", str(error)[:80], "a Parquet file", mend)
