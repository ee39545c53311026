"""One table from Parquet, a single file or a folder of parts, as a Sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from loadaid.domain.errors import Problem
from loadaid.logs.sheet import Sheet, Unreadable, as_strings


def parquet_sheet(paths: Sequence[Path], folder: Path) -> Sheet:
    """All parts below one another, in the order of paths; texts dictionary-encoded, other columns as stored.

    A column that has another type in another part is taken as text. Raises Unreadable for what is no Parquet.
    """
    import pyarrow.parquet as pq  # 0.1 s that a folder of CSV files need not pay

    tables, files, problems, length = [], [], [], 0
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            schema = pq.read_schema(path)
            texts = [f.name for f in schema if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)]
            part = pq.ParquetFile(path, read_dictionary=texts).read(use_threads=False)
        except (pa.ArrowException, OSError, ValueError) as error:
            mend = "Write the file again, for example with `pandas.DataFrame.to_parquet`."
            problems.append(Problem("unreadable-file", name, 0, "", str(error)[:80], "a Parquet file", mend))
            continue
        twice = sorted({n for n in part.column_names if part.column_names.count(n) > 1})
        mend = "Rename or leave out one of the two columns."
        problems += [Problem("duplicate-column", name, 0, n, "", "every column once", mend) for n in twice]
        tables.append(part)
        files.append((name, length))
        length += part.num_rows
    if problems:
        raise Unreadable(*problems)
    names = list(dict.fromkeys(n for part in tables for n in part.column_names))
    return Sheet({n: _below_one_another(tables, n) for n in names}, length, files)


def _below_one_another(tables: Sequence[pa.Table], name: str) -> pa.ChunkedArray:
    """One column of every part; a part without it is blank there."""
    cells = [t[name] if name in t.column_names else pa.chunked_array([pa.nulls(len(t))]) for t in tables]
    types = {c.type for c in cells} - {pa.null()}
    if len(types) > 1:
        cells = [as_strings(c) for c in cells]
    kind = next(iter({c.type for c in cells} - {pa.null()}), pa.null())
    return pa.chunked_array([chunk for c in cells for chunk in c.cast(kind).chunks], kind)
