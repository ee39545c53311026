"""Tables to rows of the log folder: which sheets count, what the columns mean, what every line says."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from itertools import groupby

from loadaid.domain.records import TABLES
from loadaid.intake.cells.spelling import plain, shown
from loadaid.intake.columns.wordcells import worth_reading_first
from loadaid.intake.limits import ROWS
from loadaid.intake.model import FileReading, FileRefused, Mapped, Problem, Request, Table
from loadaid.intake.tables.blocks import Block, is_empty, text_of
from loadaid.intake.tables.grid import read_grid
from loadaid.intake.tables.layout import Grid
from loadaid.intake.tables.mapping import columns, untitled
from loadaid.intake.tables.namedays import day_of_sheets, days_of_weeks, wait_all
from loadaid.intake.tables.sessions import settle
from loadaid.intake.tables.sheets import blocks_of
from loadaid.intake.tables.synonyms import ADDED, IGNORE
from loadaid.intake.tables.titles import meaning
from loadaid.intake.tables.widths import check_widths

_OF_ALL = ("sheet:", "column:text", "column:encoding", "column:quotes")  # until they are answered no row is sure


def understand(
    tables: Sequence[Table], request: Request, result: FileReading, *, delimited: bool = False, unreadable: Collection[int] = ()
) -> FileReading:  # fmt: skip
    """Everything the tables say, added to `result`. delimited: a text file, whose lines may lack or have too many cells.
    unreadable: its lines in another encoding than the rest.

    Errors: FileRefused when no table has a column of days, or none has anything to store.
    """
    _check_own(tables)
    found = blocks_of(tables, request, result)
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


def _grid(group: list[Block], request: Request, result: FileReading, delimited: bool) -> Grid | None:
    """The tables of one layout as a grid; None when its columns leave nothing to read."""
    first = group[0]
    lines = [line for b in group for line in b.lines]
    whole = Block(first.sheet, first.head, first.titles, first.units, first.width, lines)
    if delimited and whole.head:
        check_widths(whole, result)
    taken = columns(whole, request.answers) if whole.head else untitled(whole, request.answers)
    for block in group:
        for problem in block.set_aside:
            result.set_aside[(block.sheet, problem.row or 0)] = problem.outcome
            result.received += 1
            result.problems.append(problem)
        result.problems += block.notices
        result.received += len(block.lines)
    named = {t.target for t in taken.taken}
    has_day = _has_day(named)
    if not has_day and (weekdays := taken.of("weekday")):
        has_day = days_of_weeks(group, taken, weekdays.at, request, result)
    if not has_day and day_of_sheets(group, taken, request, result):
        has_day = True
    asks_day = any(q.id == "sheet:day" for q in result.questions)
    if has_day or asks_day:  # without days nothing could be stored, whatever is answered
        known = {asked.id for asked in result.questions}
        result.questions += [q for q in taken.questions if q.id not in known]
    result.columns += [Mapped(t.title, t.target, t.unit) for t in taken.taken if t.target != IGNORE]
    if (day := taken.of("date")) and meaning(day.title).targets == ("entered",):
        result.problems.append(Problem("day-of-entry", "noticed", whole.sheet, whole.head or None, day.title))
    unused = [*taken.unknown, *(t.title for t in taken.taken if t.target == IGNORE)]
    result.ignored += unused
    _look_into(whole, unused, result)
    result.problems += [Problem("two-values-a-cell" if name in taken.double else "unknown-column", "noticed", whole.sheet, whole.head or None, name)
                        for name in unused]  # fmt: skip
    stores = any("." in t or t in ("sets_reps", "note") for t in named)
    if not has_day or not (stores or taken.questions):
        if asks_day or (taken.questions and has_day):
            wait_all(group, result)
        else:
            _leave(group, result)
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


def _leave(group: list[Block], result: FileReading) -> None:
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
