"""One table as it stands in its file or files, before anything is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from loadaid.domain.errors import Problem


class Unreadable(Exception):
    """A file that cannot be taken row by row; carries the problems found in it."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(*problems)


@dataclass(frozen=True)
class Ragged:
    """A row with another number of cells than the header: its number, its cells, and the beginning of its text."""

    number: int
    cells: int
    expected: int
    text: str


@dataclass
class Sheet:
    """The columns as Arrow arrays, and the place every row comes from.

    files: the name of each file and the position of its first row in the columns.
    numbers: the row as a spreadsheet counts it (the header is row 1); None: first row 2 in every file, no row left out.
    texts_only: no column was converted on the way in, so a value can be quoted as it was written.
    """

    columns: Mapping[str, pa.ChunkedArray]
    length: int
    files: list[tuple[str, int]]
    numbers: NDArray[np.int64] | None = None
    ragged: list[Ragged] = field(default_factory=list)
    texts_only: bool = True

    def place(self, row: int) -> tuple[str, int]:
        """The file and the spreadsheet row of one position."""
        name, first = next((name, first) for name, first in reversed(self.files) if first <= row)
        return name, int(self.numbers[row]) if self.numbers is not None else row - first + 2

    def texts(self, column: str, rows: NDArray[np.int64]) -> list[str]:
        """The cells of these rows as they were written; "" for a blank one or a column the file does not have."""
        if column not in self.columns:
            return [""] * len(rows)
        cells = pc.utf8_trim_whitespace(as_strings(self.columns[column].take(pa.array(rows))))
        return [text or "" for text in cells.to_pylist()]


def as_strings(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Any column as text, one string (or null) per row; lists and records as Python shows them."""
    try:
        return pc.cast(cells, pa.large_string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        shown = [None if x is None else str(x) for x in cells.to_pylist()]
        return pa.chunked_array([pa.array(shown, pa.large_string())])
