"""The rows of one layout: its columns read one by one, then put together line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from loadaid.domain.records import DAILY, SESSIONS
from loadaid.intake.cells.dates import is_weekday, said
from loadaid.intake.cells.spelling import shown, tidy
from loadaid.intake.columns import counts, exercises, lengths, loads, scores, wordcells
from loadaid.intake.columns.clocks import clocks
from loadaid.intake.columns.column import Reading
from loadaid.intake.columns.days import days, is_ditto
from loadaid.intake.known import START
from loadaid.intake.model import FileReading, Problem, Question, Request, Value, chosen
from loadaid.intake.tables.blocks import is_empty, text_of
from loadaid.intake.tables.layout import Grid, where
from loadaid.intake.tables.lines import read_line
from loadaid.intake.tables.mapping import Taken

_READERS: dict[str, Callable[[Reading], None]] = {
    "points": scores.score, "count": counts.amount, "kg": loads.weight, "min": lengths.duration,
    "h": lengths.duration, "s": lengths.duration,
}  # fmt: skip
# Notices about one cell's own text are said for each text, or for each cell; all others once for a column.
_EACH_TEXT = frozenset((
    "personal-data", "worth-reading-first", "words-not-a-number", "word-not-a-choice", "small-on-scale", "words-beside-number",
))  # fmt: skip
_OF_SETS = (
    "sets_reps",
    "set_order",
    "sessions.sets",
    "sessions.reps",
    "sessions.hold_s",
    "sessions.load_kg",
    "sessions.level",
)
_EACH_CELL = frozenset(("left-unknown", "nothing-noted"))


def read_grid(grid: Grid, request: Request, result: FileReading) -> None:
    """Reads every line of the grid into `result`: rows found, rows set aside, problems, questions."""
    dates = grid.columns.of("date")
    cells = _with_weekdays(grid, grid.cells(dates.at)) if dates else _composed(grid, request.answers)
    # After an empty line, or where every line has its own moment of entry, a blank day is no "as above".
    forms = grid.columns.of("entered") is not None
    after_gap = {i for i, (a, b) in enumerate(pairwise(grid.lines), 1)
                 if forms or b.number != a.number + 1 or grid.place[i] is not grid.place[i - 1]}  # fmt: skip
    grid.day = days(dates.title if dates else "Date", cells, request.today, request.answers, after_gap)
    result.days |= {d.isoformat() for d in grid.day.days if d}
    result.questions += [_example(q, cells, grid) for q in grid.day.questions]
    result.date_order = result.date_order or grid.day.order
    _tell(grid, grid.day.notices, dates.title if dates else "Date", cells, result)
    for taken in grid.columns.taken:
        if "." in taken.target or taken.target in ("note", "sets_reps"):
            _read(grid, taken, request, result)
    starts, ends = grid.columns.of("start"), grid.columns.of("end")
    clock = clocks(grid.lines, grid.day, starts, ends, request.answers)
    grid.waits |= clock.waits
    result.questions += clock.questions
    for taken in filter(None, (starts, ends)):
        told: list[tuple[str, int, dict[str, Any]]] = [(code, i, {}) for code, i, of in clock.notices if of is taken]
        _tell(grid, told, taken.title, grid.cells(taken.at), result)
    for i, line in enumerate(grid.lines):
        read_line(grid, i, line, clock, result)


def _with_weekdays(grid: Grid, cells: list[Value]) -> list[Value]:
    """Dates with the weekday that another column names, so that the two must agree."""
    named = grid.columns.of("weekday")
    if not named:
        return cells
    names = grid.cells(named.at)
    return [f"{tidy(str(n))} {tidy(c)}" if isinstance(c, str) and is_weekday(n) and said(c) else c
            for n, c in zip(names, cells, strict=True)]  # fmt: skip


def _composed(grid: Grid, answers: Mapping[str, str]) -> list[Value]:
    """Dates of three columns: year, month, day. A part left blank is that of the line above, if the person says so."""
    parts = [grid.columns.of(name) for name in ("year", "month", "day_of_month")]
    if any(p is None for p in parts):
        return [None] * len(grid.lines)
    fill = answers.get("merge:ditto:Date") == "yes"
    found: list[Value] = []
    above = ["", "", ""]
    for line in grid.lines:
        texts = [tidy(text_of(line.cells[p.at])) if p and p.at < len(line.cells) else "" for p in parts]
        if fill and any(texts):
            texts = [t or a for t, a in zip(texts, above, strict=True)]
        above = texts if all(texts) else above
        found.append("-".join(t.split(".")[0].zfill(2) for t in texts) if all(texts) else None)
    return found


def _example(question: Question, cells: Sequence[Value], grid: Grid) -> Question:
    facts = dict(question.facts)
    for key in ("text_at", "row_at"):
        if key in facts:
            i = facts.pop(key)
            facts |= {"cell": text_of(cells[i]), "row": grid.lines[i].number}
    return Question(question.id, question.choices, facts)


def _tell(
    grid: Grid,
    notices: Sequence[tuple[str, int, dict[str, Any]]],
    column: str,
    cells: Sequence[Value],
    result: FileReading,
) -> None:
    """Notices are said once for a column, with how often; those about one cell's own text, once for each text."""
    same: dict[tuple[str, object], list[tuple[int, dict[str, Any]]]] = {}
    for code, at, facts in notices:
        own = at if code in _EACH_CELL else text_of(cells[at]) if code in _EACH_TEXT else None
        same.setdefault((code, own), []).append((at, facts))
    for (code, _), told in same.items():
        at, facts = told[0]
        facts = {"times": len(told), **facts} if len(told) > 1 else facts
        facts = dict(facts)
        if "example_at" in facts and grid.day:
            day = grid.day.days[facts.pop("example_at")]
            facts["example"] = {"text": text_of(cells[at]), "day": day}
        row, name = where(grid, at, column)
        result.problems.append(
            Problem(code, "noticed", grid.place[at].sheet, row, name, shown(text_of(cells[at])), facts)
        )


def _dittos(grid: Grid, taken: Taken, answers: Mapping[str, str], result: FileReading) -> list[Value]:
    """The cells of a column; those with a ditto mark are what stands above, if the person says so, else they are blank."""
    cells = grid.cells(taken.at)
    marks = [i for i, c in enumerate(cells) if i and isinstance(c, str) and is_ditto(c)]
    if not marks:
        return cells
    answer = chosen(answers, "merge:ditto:cells", ("yes", "no"))
    for i in marks:
        cells[i] = cells[i - 1] if answer == "yes" else None
    if answer == "yes" and (nothing := [i for i in marks if is_empty(cells[i])]):
        _tell(grid, [("nothing-noted", i, {}) for i in nothing], taken.title, grid.cells(taken.at), result)
    if answer == "no":
        _tell(grid, [("left-unknown", i, {}) for i in marks], taken.title, grid.cells(taken.at), result)
    if answer is None:
        grid.waits.update(marks)
        row, column = where(grid, marks[0], taken.title)
        facts = {
            "n": len(marks),
            "cell": text_of(grid.cells(taken.at)[marks[0]]),
            "above": text_of(cells[marks[0] - 1]),
            "row": row,
            "column": column,
        }
        if all(q.id != "merge:ditto:cells" for q in result.questions):
            result.questions.append(Question("merge:ditto:cells", ("yes", "no"), facts))
    return cells


def _is_of_log(grid: Grid) -> bool:
    """Whether the titles are those of a log folder's table. One or two of them, such as "fatigue", are anyone's."""
    titles = {t.title for t in grid.columns.taken} | set(grid.columns.unknown)
    return any(
        {"patient_id", "date"} <= titles <= {c.name for c in table.columns} | {START} for table in (SESSIONS, DAILY)
    )


def _read(grid: Grid, taken: Taken, request: Request, result: FileReading) -> None:
    cells = _dittos(grid, taken, request.answers, result)
    reading = Reading(
        taken,
        cells,
        request.answers,
        per_set=grid.columns.of("set_order") is not None,
        of_log=_is_of_log(grid),
        alone=not any(grid.columns.of(name) for name in _OF_SETS),
    )
    if taken.target == "note":
        wordcells.free_text(reading)
    elif taken.target == "sets_reps":
        reading = Reading(Taken(taken.at, taken.title, "sessions.reps", None), reading.cells, request.answers)
        counts.sets_and_reps(reading)
        reading.taken = taken
    elif taken.target == "sessions.exercise":
        exercises.exercise(reading)
    elif reading.record.kind == "choice":
        wordcells.choice(reading)
    elif reading.record.kind == "text":
        wordcells.free_text(reading)
    else:
        _READERS.get(reading.record.unit, counts.amount)(reading)
        if reading.record.unit == "points":
            scores.constant_or_counting(reading)
    grid.readings.append(reading)
    _decimal(reading, result)
    for question in reading.questions:
        facts = dict(question.facts)
        at = facts.pop("at")
        row, name = where(grid, at, taken.title)
        result.questions.append(Question(question.id, question.choices, facts | {"row": row, "column": name}))
    _tell(grid, reading.notices, taken.title, reading.cells, result)


def _decimal(reading: Reading, result: FileReading) -> None:
    """Notes the decimal sign that the cells of a column of numbers show, and tells when they show both."""
    numeric = (
        reading.taken.target != "note" and "." in reading.taken.target and reading.record.kind in ("number", "whole")
    )
    texts = [str(reading.cells[i]) for i in reading.values if isinstance(reading.cells[i], str)] if numeric else []
    signs = [m[1] for t in texts if (m := re.search(r"\d([.,])\d{1,2}(?!\d)", t))]
    result.decimal = result.decimal or reading.decimal or next(iter(signs), None)
    if len(set(signs)) == 2 and all(code != "mixed-decimals" for code, _, _ in reading.notices):
        reading.tell("mixed-decimals", next(i for i in reading.values if "," in reading.text(i)))
