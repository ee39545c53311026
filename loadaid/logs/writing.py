"""Writes a log folder, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from loadaid.domain.errors import UsageError
from loadaid.domain.records import TABLES, Column, Log, Table

Format = Literal["csv", "parquet"]


def write(log: Log, folder: Path | str, *, format: Format = "csv") -> None:
    """Write every table that is required or has rows: the contract's columns in its order, then any others.

    Blank stays blank, dates are ISO, whole numbers have no decimals. A log folder that is there already is replaced.
    Errors: UsageError when the folder holds anything but a log, or there is a file of that name; nothing is changed.
    """
    folder = Path(folder).resolve()
    _refuse_other_contents(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as beside:
        new, old = Path(beside, "new"), Path(beside, "old")
        new.mkdir()
        for table in TABLES:
            frame: pd.DataFrame = getattr(log, table.name)
            if table.required or len(frame):
                _write_table(_arrow(table, frame), new / f"{table.name}.{format}")
        if folder.exists():
            os.replace(folder, old)
        try:
            os.replace(new, folder)
        except OSError:
            if old.exists():
                os.replace(old, folder)
            raise


def _refuse_other_contents(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file. Name a folder to write the log to.")
    ours = {f"{t.name}{end}" for t in TABLES for end in (".csv", ".parquet", "")}
    others = sorted(p.name for p in folder.iterdir() if p.name not in ours) if folder.exists() else []
    if others:
        raise UsageError(f"{folder} holds something else than a log ({', '.join(others[:3])}). Name a new folder.")


def _arrow(table: Table, frame: pd.DataFrame) -> pa.Table:
    known = {c.name: _column(c, frame.get(c.name), len(frame)) for c in table.columns}
    return pa.table(known | {n: pa.array(frame[n], pa.string()) for n in frame.columns if n not in known})


def _column(column: Column, values: pd.Series[Any] | None, rows: int) -> pa.Array:
    kinds = {"date": pa.date32(), "datetime": pa.timestamp("us"), "number": pa.float64(), "whole": pa.float64()}
    kind = kinds.get(column.kind, pa.string())
    if values is None:
        return pa.nulls(rows, kind)
    cells = pa.array(values, from_pandas=True)
    return pc.cast(cells, kind) if column.kind != "choice" else pc.cast(cells, pa.string())


def _write_table(rows: pa.Table, path: Path) -> None:
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        pq.write_table(rows, path)
        return
    for i, field in enumerate(rows.schema):
        if pa.types.is_timestamp(field.type):
            moments = pc.replace_substring_regex(pc.strftime(rows[i], "%Y-%m-%dT%H:%M:%S"), r"\.0+$", "")
            rows = rows.set_column(i, field.name, moments)
    try:
        pa.csv.write_csv(rows, path, pa.csv.WriteOptions(quoting_style="none", quoting_header="none"))
    except pa.ArrowInvalid:  # a text holds a comma, a quote or a line break
        pa.csv.write_csv(rows, path, pa.csv.WriteOptions(quoting_style="needed"))
