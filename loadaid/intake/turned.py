"""Tables with a column per day, turned so that each day is a line."""

from __future__ import annotations

from loadaid.intake.blocks import Block, is_empty, text_of
from loadaid.intake.dates import said
from loadaid.intake.model import Line, Table
from loadaid.intake.spelling import tidy
from loadaid.intake.titles import meaning

DAYS = 3  # fewer dates on a line are no calendar


def turned(table: Table) -> Block | None:
    """The table with its days as lines; None when no line near the top holds days above known titles at the left."""
    for n, line in enumerate(table.lines[:20]):
        at = [i for i, cell in enumerate(line.cells) if i > 0 and said(cell)]
        if len(at) < DAYS or said(line.cells[0]):
            continue
        below = [row for row in table.lines[n + 1 :] if row.cells and not is_empty(row.cells[0])]
        if not any(meaning(tidy(text_of(row.cells[0]))).targets for row in below):
            continue
        titles = ["Date", *(tidy(text_of(row.cells[0])) for row in below)]
        lines = [
            Line(i + 1, [line.cells[i], *(row.cells[i] if i < len(row.cells) else None for row in below)]) for i in at
        ]
        places = dict(zip(titles, [line.number, *(row.number for row in below)], strict=True))
        return Block(table.sheet, line.number, titles, [""] * len(titles), len(titles), lines, turned=places)
    return None
