"""Tables without dates whose week or day stands in a title, in the name of a sheet or of the file."""

from __future__ import annotations

import re

from loadaid.intake.cells.dates import said
from loadaid.intake.model import FileReading, Problem, Question, Request, chosen
from loadaid.intake.tables.blocks import Block, text_of
from loadaid.intake.tables.mapping import Columns, Taken
from loadaid.intake.tables.sheets import ask_once
from loadaid.intake.tables.synonyms import IGNORE
from loadaid.intake.tables.weeks import Week, day_of_week, week


def days_of_weeks(group: list[Block], taken: Columns, at: int, request: Request, result: FileReading) -> bool:
    """A table of weekdays under the name of a week: each line gets its day. False when no week is named."""
    found = [(block, week(block.above, block.sheet, request.today)) for block in group]
    if not any(w for _, w in found):
        return False
    width = max(len(line.cells) for b in group for line in b.lines) if any(b.lines for b in group) else 0
    for block, named in found:
        if isinstance(named, Week) and block.lines:
            facts = {"monday": named.monday, "title": named.title}
            result.problems.append(Problem("week-by-title", "noticed", block.sheet, block.head, facts=facts))
        for line in block.lines:
            line.cells += [None] * (width - len(line.cells))
            cell = line.cells[at]
            line.cells.append(day_of_week(named.monday, cell) if isinstance(named, Week) else None)
            if isinstance(named, tuple):
                result.set_aside[(block.sheet, line.number)] = "refused"
                facts = {"title": named[0], "sheet": named[1]}
                result.problems.append(
                    Problem("week-unclear", "refused", block.sheet, line.number, value=text_of(cell), facts=facts)
                )
    taken.taken.append(Taken(width, taken.of("weekday").title, "date", None))  # type: ignore[union-attr]
    taken.taken = [t for t in taken.taken if t.target != "weekday"]
    return True


def day_of_sheets(group: list[Block], taken: Columns, request: Request, result: FileReading) -> bool:
    """A sheet or a file named after its day: every line is of that day, if the person says so."""
    may_start = any(t.target == "start" for t in taken.taken) or any("start" in q.choices for q in taken.questions)
    if len(group) != 1 or not may_start:
        return False
    name = group[0].sheet if group[0].sheet and said(group[0].sheet) else re.sub(r"\.\w+$", "", request.name)
    digits = re.search(r"\d{4}[-_.]\d{2}[-_.]\d{2}|\d{2}[-_.]\d{2}[-_.]\d{4}", name)
    one = said(name) or (said(digits[0].replace("_", "-")) if digits else None)
    if one is None:
        return False
    answer = chosen(request.answers, "sheet:day", ("yes", IGNORE))
    if answer is None or answer == IGNORE:
        if answer is None:
            ask_once(result, Question("sheet:day", ("yes", IGNORE), {"name": name}))
            wait_all(group, result)
        return False
    at = len(group[0].titles)
    for line in group[0].lines:
        line.cells += [None] * (at - len(line.cells)) + [
            name if said(name) else digits[0].replace("_", "-") if digits else name
        ]
    taken.taken.append(Taken(at, "Date", "date", None))
    return True


def wait_all(group: list[Block], result: FileReading) -> None:
    """Every row of a table waits for an answer."""
    result.waiting |= {(b.sheet, line.number) for b in group for line in b.lines}
