"""Tables to rows of the log folder: which sheets count, what the columns mean, what every line says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from loadaid.domain.records import TABLES
from loadaid.intake import headings
from loadaid.intake.blocks import Block, blocks, is_empty, text_of
from loadaid.intake.dates import said
from loadaid.intake.grid import Grid, read_grid
from loadaid.intake.limits import COLUMNS, ROWS
from loadaid.intake.mapping import Columns, Taken, columns, untitled
from loadaid.intake.model import FileReading, FileRefused, Line, Mapped, Problem, Question, Request, Table
from loadaid.intake.numbers import Number, number
from loadaid.intake.sessions import settle
from loadaid.intake.spelling import plain, shown, tidy
from loadaid.intake.synonyms import ADDED, IGNORE
from loadaid.intake.turned import turned
from loadaid.intake.weeks import Week, day_of_week, week
from loadaid.intake.wordcells import worth_reading_first

_OF_ALL = ("sheet:", "column:text", "column:encoding", "column:quotes")  # until they are answered no row is sure
_NEVER = frozenset(plain(name) for kind in ("example", "help") for name in headings.SHEETS[kind])


def understand(
    tables: Sequence[Table], request: Request, result: FileReading, *, delimited: bool = False, unreadable: Collection[int] = ()
) -> FileReading:  # fmt: skip
    """Everything the tables say, added to `result`. delimited: a text file, whose lines may lack or have too many cells.
    unreadable: its lines in another encoding than the rest.

    Errors: FileRefused when no table has a column of days, or none has anything to store.
    """
    _check_own(tables)
    found = _blocks(tables, request, result)
    for block in found if unreadable else ():
        _refuse_unreadable(block, unreadable, result)
    if (rows := sum(len(b.lines) for b in found)) > ROWS:
        raise FileRefused("too-many-rows", limit=ROWS, rows=rows)
    if not found:
        if not result.questions:
            raise FileRefused("header-only" if any(t.lines for t in tables) else "empty-file", bytes=0)
        return result
    layouts = [(list(group), key) for key, group in groupby(sorted(found, key=_layout), key=_layout)]
    layouts.sort(key=lambda layout: found.index(layout[0][0]))
    grids = [grid for group, _ in layouts if (grid := _grid(group, request, result, delimited))]
    if not grids and not result.questions:
        _refuse_unknown(found)
    for grid in grids:
        read_grid(grid, request, result)
    if not result.found and not result.waiting and not result.questions:
        if any(p.code == "unused-row" for p in result.problems):
            _refuse_unknown(found)
        if not result.set_aside:
            raise FileRefused("header-only")
    settle(result, request.answers)
    if any(q.id.startswith(_OF_ALL) for q in result.questions):
        result.waiting |= {(f.sheet, f.row) for f in result.found}
        result.found = []
    result.layout = hashlib.sha256("\n".join("|".join(key) for _, key in layouts).encode()).hexdigest()[:12]
    return result


def _check_own(tables: Sequence[Table]) -> None:
    """Refuses the other tables of a log folder, which are no diary."""
    first = tables[0].lines[0].cells if len(tables) == 1 and tables[0].lines else []
    titles = {str(c) for c in first}
    for table in TABLES:
        own = {c.name for c in table.columns}
        if not table.required and "patient_id" in titles and titles <= own and len(titles) > 1:
            raise FileRefused("other-table", table=table.name)


def _refuse_unreadable(block: Block, unreadable: Collection[int], result: FileReading) -> None:
    """Lines of data in another encoding; a whole file when its days are columns, since such a line runs through all of them."""
    if block.turned:
        raise FileRefused("mixed-encoding", row=min(unreadable))
    for line in block.lines:
        if line.number in unreadable:
            result.set_aside[(block.sheet, line.number)] = "refused"
            result.problems.append(Problem("mixed-encoding", "refused", block.sheet, line.number))


def _layout(block: Block) -> list[str]:
    """Its titles, without the column that a copy with corrections has beside them."""
    return [t for title in block.titles if (t := plain(title)) not in ADDED]


def _blocks(tables: Sequence[Table], request: Request, result: FileReading) -> list[Block]:
    """The tables of all sheets that are read: hidden ones, examples and sheets not chosen are left, and said."""
    found: list[Block] = []
    for table in tables:
        if table.sheet is not None and plain(table.sheet) in _NEVER:
            result.problems.append(Problem("example-sheet", "noticed", table.sheet))
            continue
        if not table.lines:
            continue
        if table.hidden:
            result.problems.append(Problem("hidden-sheet", "noticed", table.sheet))
            continue
        _check_size(table)
        table = _without_hidden(table, request, result)
        days = turned(table, request.today)
        if days is not None:
            answer = request.answers.get("sheet:days-in-columns")
            if answer is None:
                facts = {"first": text_of(days.lines[0].cells[0]), "days": len(days.lines), "row": days.head}
                _ask_once(result, Question("sheet:days-in-columns", ("turn", "ignore"), facts))
            if answer != "ignore":
                found.append(days)
            continue
        of_sheet = blocks(table)
        for block in of_sheet:
            block.set_aside = [p for p in block.set_aside if result.set_aside.get((table.sheet, p.row or 0)) is None]
        known = [b for b in of_sheet if b.head]
        if table.sheet is not None and len(tables) > 1 and not known:
            result.problems.append(Problem("sheet-without-table", "noticed", table.sheet))
            continue
        found += of_sheet
    return _chosen_sheets(found, request, result)


def _check_size(table: Table) -> None:
    if (width := max(len(line.cells) for line in table.lines)) > COLUMNS:
        raise FileRefused("too-many-columns", sheet=table.sheet, limit=COLUMNS, columns=width)


def _ask_once(result: FileReading, question: Question) -> None:
    if all(q.id != question.id for q in result.questions):
        result.questions.append(question)


def _without_hidden(table: Table, request: Request, result: FileReading) -> Table:
    """Hidden lines and columns: taken or left as the person says."""
    lines = [line.number for line in table.lines if line.hidden and any(not is_empty(c) for c in line.cells)]
    at = [
        i
        for i in table.hidden_columns
        if any(i < len(line.cells) and not is_empty(line.cells[i]) for line in table.lines)
    ]
    if not lines and not at:
        return table
    answer = request.answers.get("sheet:hidden-rows")
    if answer is None:
        _ask_once(
            result,
            Question(
                "sheet:hidden-rows", ("take", "leave"), {"n": len(lines), "columns": len(at), "row": (lines or [0])[0]}
            ),
        )
    if answer == "take":
        return table
    if answer == "leave":
        for number in lines:
            result.set_aside[(table.sheet, number)] = "skipped"
            result.received += 1
            result.problems.append(Problem("hidden-row", "skipped", table.sheet, number))
    kept = [line for line in table.lines if not (line.hidden and answer == "leave")]
    blanked = [
        Line(line.number, [None if i in at and answer == "leave" else c for i, c in enumerate(line.cells)])
        for line in kept
    ]
    return replace(table, lines=blanked)


def _chosen_sheets(found: list[Block], request: Request, result: FileReading) -> list[Block]:
    """Several sheets with a table of the same kind: which of them, asked once. A sheet of sessions beside one of days is no doubt."""
    sheets = list(dict.fromkeys(b.sheet for b in found if b.sheet is not None and b.lines))
    if len(sheets) < 2:
        return found
    kinds = [_kind(b) for b in found if b.lines]
    if len(set(kinds)) == len(kinds):
        return found
    answer = request.answers.get("sheet:which")
    if answer == "all":
        return found
    if answer in sheets:
        return [b for b in found if b.sheet == answer]
    told = [f"{name} ({sum(len(b.lines) for b in found if b.sheet == name)})" for name in sheets]
    _ask_once(result, Question("sheet:which", ("all", *sheets), {"sheets": told}))
    return found


def _kind(block: Block) -> str:
    """What its titles are about: "sessions" or "daily"."""
    taken = columns(block, {}).taken
    return "sessions" if any(t.target.startswith("sessions.") for t in taken) else "daily"


def _grid(group: list[Block], request: Request, result: FileReading, delimited: bool) -> Grid | None:
    """The tables of one layout as a grid; None when its columns leave nothing to read."""
    first = group[0]
    lines = [line for b in group for line in b.lines]
    whole = Block(first.sheet, first.head, first.titles, first.units, first.width, lines)
    if delimited and whole.head:
        _widths(whole, result)
    taken = columns(whole, request.answers) if whole.head else untitled(whole, request.answers)
    for block in group:
        for problem in block.set_aside:
            result.set_aside[(block.sheet, problem.row or 0)] = "skipped"
            result.received += 1
            result.problems.append(problem)
        result.problems += block.notices
        result.received += len(block.lines)
    result.questions += [q for q in taken.questions if q.id not in {asked.id for asked in result.questions}]
    named = {t.target for t in taken.taken}
    has_day = _has_day(named)
    if not has_day and (weekdays := taken.of("weekday")):
        has_day = _days_of_weeks(group, taken, weekdays.at, request, result)
    if not has_day and _day_of_sheets(group, taken, request, result):
        has_day = True
    result.columns += [Mapped(t.title, t.target, t.unit) for t in taken.taken if t.target != IGNORE]
    unused = [*taken.unknown, *(t.title for t in taken.taken if t.target == IGNORE)]
    result.ignored += unused
    _look_into(whole, unused, result)
    result.problems += [Problem("unknown-column", "noticed", whole.sheet, whole.head or None, name) for name in unused]
    stores = any("." in t or t in ("sets_reps", "note") for t in named)
    if not has_day or not (stores or taken.questions):
        if taken.questions and (has_day or not whole.head):
            _wait_all(group, result)
        elif not result.questions or whole.head:
            _leave(group, result, whole)
        return None
    return Grid(taken, [line for b in group for line in b.lines], [b for b in group for _ in b.lines])


def _has_day(targets: set[str]) -> bool:
    return "date" in targets or {"year", "month", "day_of_month"} <= targets


def _look_into(block: Block, unused: Sequence[str], result: FileReading) -> None:
    """Words that must be read first are told also from columns that are not used."""
    for at, title in enumerate(block.titles):
        if title and title not in unused:
            continue
        for line in block.lines:
            cell = line.cells[at] if at < len(line.cells) else None
            if isinstance(cell, str) and len(cell) > 8 and worth_reading_first(cell):
                result.problems.append(
                    Problem("worth-reading-first", "noticed", block.sheet, line.number, title or None, shown(cell))
                )


def _wait_all(group: list[Block], result: FileReading) -> None:
    result.waiting |= {(b.sheet, line.number) for b in group for line in b.lines}


def _leave(group: list[Block], result: FileReading, whole: Block) -> None:
    """A table without days among others that have them: nothing of it can be stored, and every line says so."""
    for block in group:
        for line in block.lines:
            result.set_aside[(block.sheet, line.number)] = "refused"
        if block.lines:
            titles = ", ".join(t for t in block.titles if t)
            first = block.lines[0].number
            result.problems.append(
                Problem("missing-column", "refused", block.sheet, first, facts={"titles": shown(titles, 80)})
            )


def _refuse_unknown(found: list[Block]) -> None:
    titles = ", ".join(t for b in found for t in b.titles if t)
    code = (
        "nothing-to-store"
        if any(_has_day({t.target for t in columns(b, {}).taken}) for b in found)
        else "missing-column"
    )
    first = found[0]
    if not first.head:
        titles = ", ".join(shown(text_of(c), 20) for c in first.lines[0].cells if not is_empty(c))
    raise FileRefused(code, sheet=first.sheet, row=first.head or None, titles=shown(titles, 120))


def _days_of_weeks(group: list[Block], taken: Columns, at: int, request: Request, result: FileReading) -> bool:
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


def _day_of_sheets(group: list[Block], taken: Columns, request: Request, result: FileReading) -> bool:
    """A sheet or a file named after its day: every line is of that day, if the person says so."""
    may_start = any(t.target == "start" for t in taken.taken) or any("start" in q.choices for q in taken.questions)
    if len(group) != 1 or not may_start:
        return False
    name = group[0].sheet if group[0].sheet and said(group[0].sheet) else re.sub(r"\.\w+$", "", request.name)
    digits = re.search(r"\d{4}[-_.]\d{2}[-_.]\d{2}|\d{2}[-_.]\d{2}[-_.]\d{4}", name)
    one = said(name) or (said(digits[0].replace("_", "-")) if digits else None)
    if one is None:
        return False
    answer = request.answers.get("sheet:day")
    if answer is None or answer == IGNORE:
        if answer is None:
            _ask_once(result, Question("sheet:day", ("yes", IGNORE), {"name": name}))
            _wait_all(group, result)
        return False
    at = len(group[0].titles)
    for line in group[0].lines:
        line.cells += [None] * (at - len(line.cells)) + [
            name if said(name) else digits[0].replace("_", "-") if digits else name
        ]
    taken.taken.append(Taken(at, "Date", "date", None))
    return True


def _widths(block: Block, result: FileReading) -> None:
    """Lines with more or fewer cells than titles are refused; when most are, the file is, because everything shifted."""
    titles = block.width
    odd: list[tuple[Line, int]] = []
    for line in block.lines:
        filled = len(line.cells)
        while filled > titles and is_empty(line.cells[filled - 1]):
            filled -= 1
        if filled != titles:
            odd.append((line, filled))
    longer = [(line, n) for line, n in odd if n > titles]
    if longer and len(longer) * 2 > len(block.lines):
        line, cells = longer[0]
        code = "comma-clash" if _split_decimals(line) else "every-row-shifted"
        raise FileRefused(code, sheet=block.sheet, row=line.number, titles=titles, cells=cells)
    for line, cells in odd:
        facts = {"titles": titles, "cells": cells}
        result.set_aside[(block.sheet, line.number)] = "refused"
        text = shown(" ".join(text_of(c) for c in line.cells[titles:]) if cells > titles else text_of(line.cells[-1]))
        result.problems.append(Problem("wrong-cell-count", "refused", block.sheet, line.number, None, text, facts))


def _split_decimals(line: Line) -> bool:
    """Two whole numbers side by side where a decimal comma may have been taken for a separator."""
    texts = [tidy(text_of(c)) for c in line.cells]
    return any(
        isinstance(a := number(x), Number)
        and isinstance(b := number(y), Number)
        and a.value == int(a.value)
        and 0 <= b.value <= 99
        and len(y) <= 2
        for x, y in pairwise(texts)
    )
