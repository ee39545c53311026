"""Tables with a column per day, turned so that each day is a line."""

from __future__ import annotations

from datetime import date, timedelta

from loadaid.intake.cells.dates import said
from loadaid.intake.cells.spelling import shown, tidy
from loadaid.intake.containers.sheet import letters
from loadaid.intake.model import FileRefused, Line, Problem, Table, Value
from loadaid.intake.tables.blocks import Block, is_empty, is_head, text_of
from loadaid.intake.tables.titles import meaning
from loadaid.intake.tables.weeks import month_of

DAYS = 3  # fewer dates on a line are no calendar
NUMBERS = 7  # fewer numbers in a row are no month


def turned(table: Table, today: date) -> Block | None:
    """The table with its days as lines; None when no line near the top holds days above known titles at the left."""
    for n, line in enumerate(table.lines[:20]):
        if is_head(line.cells):  # titles of another form of table
            return None
        days = _days(line, table, today)
        if len(days) < DAYS or said(line.cells[0]):
            continue
        below = [
            row
            for row in table.lines[n + 1 :]
            if row.cells and isinstance(row.cells[0], str) and not is_empty(row.cells[0])
        ]
        if not any(meaning(tidy(text_of(row.cells[0]))).targets for row in below):
            continue
        if any(not is_empty(c) for row in table.lines[n + 1 :] for c in row.cells[len(line.cells) :]):
            row = next(r for r in table.lines[n + 1 :] if any(not is_empty(c) for c in r.cells[len(line.cells) :]))
            raise FileRefused(
                "wrong-cell-count", sheet=table.sheet, row=row.number, titles=len(line.cells), cells=len(row.cells)
            )
        notices = [Problem("column-without-a-day", "noticed", table.sheet, line.number, letters(i), shown(text_of(cell)))
                   for i, cell in enumerate(line.cells) if i and i not in days and _holds(i, [line, *below])]  # fmt: skip
        notices += [Problem("line-without-title", "noticed", table.sheet, row.number) for row in table.lines[n + 1 :]
                    if is_empty(row.cells[0]) and any(i < len(row.cells) and not is_empty(row.cells[i]) for i in days)]  # fmt: skip
        notices += [Problem("row-above-titles", "noticed", table.sheet, row.number, value=shown(text_of(row.cells[0])))
                    for row in table.lines[:n] if sum(not is_empty(c) for c in row.cells) > DAYS]  # fmt: skip
        titles = ["Date", *(tidy(text_of(row.cells[0])) for row in below)]
        lines = [
            Line(i + 1, [day, *(row.cells[i] if i < len(row.cells) else None for row in below)])
            for i, day in days.items()
        ]
        places = dict(zip(titles, [line.number, *(row.number for row in below)], strict=True))
        return Block(
            table.sheet, line.number, titles, [""] * len(titles), len(titles), lines, notices=notices, turned=places
        )
    return None


def _holds(at: int, lines: list[Line]) -> bool:
    return any(at < len(line.cells) and not is_empty(line.cells[at]) for line in lines)


def _days(line: Line, table: Table, today: date) -> dict[int, Value]:
    """Position -> day of a line of dates, or of the numbers 1, 2, 3, ... under the name of a month."""
    dates = {i: cell for i, cell in enumerate(line.cells) if i > 0 and said(cell)}
    if len(dates) >= DAYS:
        return dates
    numbers = {
        i: int(n)
        for i, cell in enumerate(line.cells)
        if i > 0 and (n := text_of(cell).strip()).isdecimal() and 1 <= int(n) <= 31
    }
    values = list(numbers.values())
    if len(values) < NUMBERS or values != list(range(values[0], values[0] + len(values))):
        return {}
    first = month_of(table, today)
    return {i: first + timedelta(days=n - 1) for i, n in numbers.items()} if first else {}
