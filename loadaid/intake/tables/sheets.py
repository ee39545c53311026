"""Which tables of a file are read: hidden ones, examples and sheets not chosen are left, and said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loadaid.intake import headings
from loadaid.intake.cells.spelling import plain
from loadaid.intake.limits import COLUMNS
from loadaid.intake.model import FileReading, FileRefused, Line, Problem, Question, Request, Table, chosen
from loadaid.intake.tables.blocks import Block, blocks, is_empty, text_of
from loadaid.intake.tables.mapping import columns
from loadaid.intake.tables.turned import turned

_NEVER = frozenset(plain(name) for kind in ("example", "help") for name in headings.SHEETS[kind])


def blocks_of(tables: Sequence[Table], request: Request, result: FileReading) -> list[Block]:
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
            answer = chosen(request.answers, "sheet:days-in-columns", ("turn", "ignore"))
            if answer is None:
                facts = {"first": text_of(days.lines[0].cells[0]), "days": len(days.lines), "row": days.head}
                ask_once(result, Question("sheet:days-in-columns", ("turn", "ignore"), facts))
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


def ask_once(result: FileReading, question: Question) -> None:
    """Asks, unless another sheet has asked it already."""
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
    answer = chosen(request.answers, "sheet:hidden-rows", ("take", "leave"))
    if answer is None:
        ask_once(
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
    ask_once(result, Question("sheet:which", ("all", *sheets), {"sheets": told}))
    return found


def _kind(block: Block) -> str:
    """What its titles are about: "sessions" or "daily"."""
    taken = columns(block, {}).taken
    return "sessions" if any(t.target.startswith("sessions.") for t in taken) else "daily"
