"""One sheet while it is being read, whatever the format: its limits, its blanks, its merged cells, its colours."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from loadaid.intake.limits import COLUMNS, ROWS
from loadaid.intake.model import FileRefused, Line, Problem, Table, Value

STRUCK = "struck "


class Range(NamedTuple):
    """A merged range. Rows from 1, columns from 0, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet:
    """Gathers the rows that hold content; empty cells and rows, formatted or not, are nothing.

    Raises FileRefused: too-many-rows, too-many-columns, far-cell; damaged-file when rows go backwards.
    """

    def __init__(self, name: str, *, hidden: bool = False, total: Callable[[], int] | None = None) -> None:
        self.name, self.hidden = name, hidden
        self.total = total  # counts the rows of the whole sheet, for the message
        self.lines: list[tuple[int, dict[int, Value], bool]] = []
        self.width = 0
        self.marks: defaultdict[int, set[str]] = defaultdict(set)
        self.marked_row: int | None = None
        self.problems: list[Problem] = []

    def add(
        self, number: int, cells: Mapping[int, Value], *, hidden: bool = False, marks: Mapping[int, str] | None = None
    ) -> None:
        """One row. cells: column from 0 -> value. marks: column -> its colour, STRUCK before it when struck through, "" for plain."""
        filled = {column: value for column, value in cells.items() if not is_blank(value)}
        if not filled:
            return
        last = max(filled)
        if last >= COLUMNS:
            if len(filled) > COLUMNS:
                raise FileRefused("too-many-columns", sheet=self.name, row=number, limit=COLUMNS, columns=len(filled))
            raise FileRefused("far-cell", sheet=self.name, cell=f"{letters(last)}{number}")
        if len(self.lines) == ROWS:
            raise self.too_many_rows()
        before = self.lines[-1][0] if self.lines else 0
        if number <= before:
            raise FileRefused("damaged-file", sheet=self.name, row=number)
        if number - before > ROWS:
            raise FileRefused("far-cell", sheet=self.name, cell=f"{letters(last)}{number}")
        self._look_at(number, filled, marks or {})
        self.width = max(self.width, last + 1)
        self.lines.append((number, filled, hidden))

    def too_many_rows(self) -> FileRefused:
        rows = max(self.total() if self.total else 0, ROWS + 1)
        return FileRefused("too-many-rows", sheet=self.name, limit=ROWS, rows=rows)

    def _look_at(self, number: int, filled: dict[int, Value], marks: Mapping[int, str]) -> None:
        """Finds the first row whose colours may mean something: values of one column that differ; titles are always dressed up."""
        for column, value in filled.items():
            mark = marks.get(column, "")
            if not isinstance(value, str):
                self.marks[column].add(mark)
            if self.marked_row is None and (mark.startswith(STRUCK) or len(self.marks[column]) > 1):
                self.marked_row = number

    def table(self, merged: Iterable[Range] = (), hidden_columns: Iterable[int] = ()) -> Table:
        """The sheet, every line as wide as the widest. A merged range holds its one value in each of its cells."""
        numbers = [number for number, _, _ in self.lines]
        for range_ in merged:
            here = self.lines[bisect_left(numbers, range_.top) : bisect_left(numbers, range_.bottom + 1)]
            if not here or here[0][0] != range_.top or range_.left not in here[0][1]:
                continue  # nothing stands in it
            value = here[0][1][range_.left]
            for _, cells, _ in here:
                cells.update(dict.fromkeys(range(range_.left, min(range_.right + 1, self.width)), value))
            if len(here) > 1:
                self.notice("merged-cells", range_.top, value, rows=range_.bottom - range_.top + 1)
        lines = [Line(n, [cells.get(c) for c in range(self.width)], hidden) for n, cells, hidden in self.lines]
        columns = frozenset(column for column in hidden_columns if column < self.width)
        return Table(self.name, lines, self.hidden, columns)

    def notice(self, code: str, row: int | None = None, value: Value = None, **facts: int) -> None:
        text = "" if value is None else str(value)
        self.problems.append(Problem(code, "noticed", self.name, row, value=text, facts=facts))


def is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def letters(column: int) -> str:
    """A, B, ..., Z, AA: a column, counted from 0, as a spreadsheet names it."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
