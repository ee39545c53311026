"""A frame's rows as plain values: without blanks, days as ISO, whole numbers as such."""

from __future__ import annotations

from typing import Any

import pandas as pd


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """One dict per row, columns that are blank in it left out."""
    columns = {}
    for name in frame.columns:
        values = frame[name]
        if values.dtype.kind == "M":
            form = "%Y-%m-%dT%H:%M:%S" if name == "entered_at" else "%Y-%m-%d"
            columns[name] = values.dt.strftime(form).tolist()
        else:
            columns[name] = values.astype(object).where(values.notna(), None).tolist()
    return [
        {n: int(v) if isinstance(v, float) and v.is_integer() else v
         for n, v in zip(columns, cells, strict=True) if v is not None and v == v}
        for cells in zip(*columns.values(), strict=True)
    ]  # fmt: skip
