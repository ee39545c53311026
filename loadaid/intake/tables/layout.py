"""The lines of one layout while they are read: their columns, their days and what each column gave."""

from __future__ import annotations

from dataclasses import dataclass, field

from loadaid.intake.columns.column import Reading
from loadaid.intake.columns.daycolumn import Days
from loadaid.intake.model import Line, Value
from loadaid.intake.tables.blocks import Block, text_of
from loadaid.intake.tables.mapping import Columns


@dataclass
class Grid:
    """Lines of one layout, from one table or from several with the same titles. place: of each line, its block.

    waits: positions of lines that wait for an answer about more than one column.
    """

    columns: Columns
    lines: list[Line]
    place: list[Block]
    day: Days | None = None
    readings: list[Reading] = field(default_factory=list)
    waits: set[int] = field(default_factory=set)

    def cells(self, at: int) -> list[Value]:
        return [line.cells[at] if at < len(line.cells) else None for line in self.lines]


def where(grid: Grid, at: int, column: str) -> tuple[int, str]:
    """(row, column) as the file has them, also where its days are columns."""
    block, line = grid.place[at], grid.lines[at]
    if not block.turned:
        return line.number, column
    return block.turned.get(column, block.head), text_of(line.cells[0])
