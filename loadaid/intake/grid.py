"""The rows of one layout: its columns read one by one, then put together line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from loadaid.intake import numbercells, wordcells
from loadaid.intake.blocks import Block, is_empty, text_of
from loadaid.intake.clocks import Clocks, clocks
from loadaid.intake.column import Reading
from loadaid.intake.dates import is_weekday, said
from loadaid.intake.days import Days, days, is_ditto
from loadaid.intake.mapping import NO_SESSION_ALONE, Columns, Taken
from loadaid.intake.model import FileReading, Found, Line, Problem, Question, Request, Value
from loadaid.intake.numbers import is_blank
from loadaid.intake.spelling import plain, shown, tidy
from loadaid.intake.synonyms import IGNORE

_READERS: dict[str, Callable[[Reading], None]] = {
    "points": numbercells.score, "count": numbercells.amount, "kg": numbercells.weight, "min": numbercells.duration,
    "h": numbercells.duration, "s": numbercells.duration,
}  # fmt: skip
# Notices about one cell's own text are said for each text, or for each cell; all others once for a column.
_EACH_TEXT = frozenset((
    "personal-data", "worth-reading-first", "words-not-a-number", "word-not-a-choice", "small-on-scale", "words-beside-number",
))  # fmt: skip
_EACH_CELL = frozenset(("left-unknown", "nothing-noted"))
# What a rest day has none of.
_DONE = ("exercise", "sets", "reps", "load_kg", "hold_s", "session_minutes", "session_rpe")


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
        _line(grid, i, line, clock, result)


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
        row, name = _where(grid, at, column)
        result.problems.append(
            Problem(code, "noticed", grid.place[at].sheet, row, name, shown(text_of(cells[at])), facts)
        )


def _where(grid: Grid, at: int, column: str) -> tuple[int, str]:
    """(row, column) as the file has them, also where its days are columns."""
    block, line = grid.place[at], grid.lines[at]
    if not block.turned:
        return line.number, column
    return block.turned.get(column, block.head), text_of(line.cells[0])


def _dittos(grid: Grid, taken: Taken, answers: Mapping[str, str], result: FileReading) -> list[Value]:
    """The cells of a column; those with a ditto mark are what stands above, if the person says so, else they are blank."""
    cells = grid.cells(taken.at)
    marks = [i for i, c in enumerate(cells) if i and isinstance(c, str) and is_ditto(c)]
    if not marks:
        return cells
    answer = answers.get("merge:ditto:cells")
    for i in marks:
        cells[i] = cells[i - 1] if answer == "yes" else None
    if answer == "yes" and (nothing := [i for i in marks if is_empty(cells[i])]):
        _tell(grid, [("nothing-noted", i, {}) for i in nothing], taken.title, grid.cells(taken.at), result)
    if answer == "no":
        _tell(grid, [("left-unknown", i, {}) for i in marks], taken.title, grid.cells(taken.at), result)
    if answer is None:
        grid.waits.update(marks)
        row, column = _where(grid, marks[0], taken.title)
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


def _read(grid: Grid, taken: Taken, request: Request, result: FileReading) -> None:
    cells = _dittos(grid, taken, request.answers, result)
    reading = Reading(taken, cells, request.answers, per_set=grid.columns.of("set_order") is not None)
    if taken.target == "note":
        wordcells.free_text(reading)
    elif taken.target == "sets_reps":
        reading = Reading(Taken(taken.at, taken.title, "sessions.reps", None), reading.cells, request.answers)
        numbercells.sets_and_reps(reading)
        reading.taken = taken
    elif taken.target == "sessions.exercise":
        wordcells.exercise(reading)
    elif reading.record.kind == "choice":
        wordcells.choice(reading)
    elif reading.record.kind == "text":
        wordcells.free_text(reading)
    else:
        _READERS.get(reading.record.unit, numbercells.amount)(reading)
        if reading.record.unit == "points":
            numbercells.constant_or_counting(reading)
    grid.readings.append(reading)
    _decimal(reading, result)
    for question in reading.questions:
        facts = dict(question.facts)
        at = facts.pop("at")
        row, name = _where(grid, at, taken.title)
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


def _line(grid: Grid, i: int, line: Line, clock: Clocks, result: FileReading) -> None:
    """One line of the file: refused with all that is wrong in it, waiting, skipped as empty, or its rows."""
    block, day = grid.place[i], grid.day
    key = (block.sheet, line.number)
    if day is None or key in result.set_aside:
        return
    filled = [t for t in grid.columns.taken if t.target not in ("date", IGNORE, "weekday", "year", "month", "day_of_month", "entered")
              and t.at < len(line.cells) and not is_empty(line.cells[t.at])]  # fmt: skip
    wrong = [(r.name, *r.wrong[i], r.text(i)) for r in grid.readings if i in r.wrong]
    asked = any(at < len(line.cells) and not is_empty(line.cells[at]) for at in grid.columns.asked)
    waits = asked or i in grid.waits or any(i in r.waiting for r in grid.readings)
    date_column = grid.columns.of("date")
    if i in day.wrong:
        code, facts = day.wrong[i]
        if code == "":
            waits = True
        elif not filled and not asked:
            unused = any(not is_empty(c) for at, c in enumerate(line.cells) if not date_column or at != date_column.at)
            row, column = _where(grid, i, "Date")
            code = "unused-row" if unused else "blank-row"
            _set_aside(result, key, Problem(code, "skipped", block.sheet, row, column if block.turned else None))
            return
        else:
            text = text_of(line.cells[date_column.at]) if date_column and date_column.at < len(line.cells) else ""
            wrong.insert(0, (date_column.title if date_column else "Date", code, facts, text))
    if i in clock.wrong:
        code, column, text, facts = clock.wrong[i]
        wrong.append((column, code, facts, text))
    if wrong:
        for name, code, facts, text in wrong:
            row, column = _where(grid, i, name)
            _set_aside(result, key, Problem(code, "refused", block.sheet, row, column, shown(text), facts))
        return
    if waits:
        result.waiting.add(key)
        return
    rows = _rows(grid, i, clock, result)
    if isinstance(rows, tuple):
        row, column = _where(grid, i, rows[0])
        _set_aside(result, key, Problem(rows[1], "refused", block.sheet, row, column, shown(rows[2])))
    elif rows:
        result.found += rows
    else:
        unused = any(not is_empty(c) for at, c in enumerate(line.cells) if not date_column or at != date_column.at)
        row, column = _where(grid, i, "Date")
        code = "unused-row" if unused else "blank-row"
        _set_aside(result, key, Problem(code, "skipped", block.sheet, row, column if block.turned else None))


def _set_aside(result: FileReading, key: tuple[str | None, int], problem: Problem) -> None:
    result.set_aside[key] = problem.outcome
    result.problems.append(problem)


def _rows(grid: Grid, i: int, clock: Clocks, result: FileReading) -> list[Found] | tuple[str, str, str]:
    """The rows of one line; (column, code, text) when its cells do not go together."""
    day = grid.day.days[i] if grid.day else None
    if day is None:
        return []
    line, block = grid.lines[i], grid.place[i]
    values: dict[str, dict[str, Any]] = {"sessions": {}, "daily": {}}
    sources: dict[str, dict[str, tuple[str, str]]] = {"sessions": {}, "daily": {}}
    kinds: list[dict[str, Any]] = []
    rest, notes = False, []
    for reading in grid.readings:
        origin = (reading.name, reading.text(i))
        if reading.taken.target == "note":
            if reading.values.get(i):
                notes.append((reading.values[i], origin))
            continue
        table, name = reading.taken.target.split(".") if "." in reading.taken.target else ("sessions", "reps")
        if i in reading.values:
            values[table][name] = reading.values[i]
            sources[table][name] = origin
        if i in reading.more:
            if kinds and kinds != reading.more[i]:
                return reading.name, "not-sets", reading.text(i)
            kinds = reading.more[i]
            sources["sessions"] |= {n: origin for more in reading.more[i] for n in more}
        if i in reading.texts:
            notes.append((f"{reading.name} : {tidy(reading.text(i))}", origin))
        rest = rest or i in reading.rest
    sessions, daily = values["sessions"], values["daily"]
    if grid.columns.of("set_order"):
        if _is_no_set(grid, line, sessions):
            return []
        if sessions.pop("session_rpe", None) is not None and i == _first_effort(grid):
            column, text = sources["sessions"]["session_rpe"]
            result.problems.append(Problem("effort-per-set", "noticed", block.sheet, line.number, column, shown(text)))
        if i and grid.lines[i - 1].cells == line.cells:
            result.problems.append(Problem("same-set-twice", "noticed", block.sheet, line.number))
        sessions = _one_set(sessions)
    if "session_minutes" not in sessions and clock.minutes[i] is not None and (sessions or not daily):
        ends = grid.columns.of("end")
        sessions["session_minutes"] = clock.minutes[i]
        sources["sessions"]["session_minutes"] = (
            ends.title if ends else "",
            f"{clock.start[i]} - {text_of(line.cells[ends.at]) if ends else ''}",
        )
    if mismatch := _mismatch(sessions, kinds, grid, i):
        return mismatch
    if sessions.get("session") == 0:
        if kinds or any(sessions.get(name) for name in _DONE):
            return sources["sessions"]["session"][0], "rest-and-session", sources["sessions"]["session"][1]
        del sessions["session"]
        result.problems.append(
            Problem("nothing-noted", "noticed", block.sheet, line.number, *sources["sessions"]["session"])
        )
    if rest and (kinds or any(sessions.get(name) for name in _DONE)):
        reading = next(r for r in grid.readings if i in r.rest)
        return reading.name, "rest-and-session", reading.text(i)
    bare = not set(sessions) - {"session_minutes", "session", "completed"} and not kinds
    if (rest and not kinds and not set(sessions) & {"exercise", "session_rpe", "sets", "reps"}) or (
        bare and sessions.get("session_minutes") == 0
    ):
        daily.setdefault("exercised", "no")
        origin = next(
            ((r.name, r.text(i)) for r in grid.readings if i in r.rest),
            sources["sessions"].get("session_minutes", ("", "")),
        )
        sources["daily"].setdefault("exercised", origin)
        left = [n for n in sessions if n not in ("session", "session_minutes", "completed")]
        notes += [(f"{title} : {text}", (title, text)) for title, text in (sources["sessions"][n] for n in left)]
        sessions = {}
    if (
        sessions
        and not kinds
        and {f"sessions.{name}" for name in sessions} <= NO_SESSION_ALONE
        and daily.get("exercised") != "yes"
    ):
        notes += [
            (f"{title} : {text}", (title, text)) for title, text in (sources["sessions"][name] for name in sessions)
        ]
        sessions = {}
    if notes:
        daily["note"] = " / ".join(dict.fromkeys(text for text, _ in notes))
        sources["daily"]["note"] = notes[0][1]
    found = []
    patient = _patient(grid, line, block)
    for more in kinds or [{}]:
        whole = sessions | more
        if whole and set(whole) != {"session"}:
            row = {"date": day.isoformat()} | patient | whole
            found.append(
                Found(
                    "sessions",
                    block.sheet,
                    line.number,
                    row,
                    dict(sources["sessions"]),
                    clock.start[i],
                    _group(grid, line),
                )
            )
    if daily:
        found.append(
            Found(
                "daily", block.sheet, line.number, {"date": day.isoformat()} | patient | daily, dict(sources["daily"])
            )
        )
    return found


def _first_effort(grid: Grid) -> int | None:
    return next((min(r.values) for r in grid.readings if r.taken.target == "sessions.session_rpe" and r.values), None)


def _is_no_set(grid: Grid, line: Line, sessions: dict[str, Any]) -> bool:
    """A line of a training app that is no set done: its rest timer, a note, or a set of 0 repetitions."""
    order = grid.columns.of("set_order")
    name = plain(text_of(line.cells[order.at])) if order and order.at < len(line.cells) else ""
    undone = (
        sessions.get("reps") == 0 and not sessions.get("hold_s") and "load_kg" in sessions and sessions["load_kg"] > 0
    )
    return bool(re.search(r"timer|minuteur|repos|\brest\b|^note", name)) or undone


def _one_set(sessions: dict[str, Any]) -> dict[str, Any]:
    """A line per set, as training apps write it: they put 0 where a set has no repetitions or no hold."""
    kept = {
        k: v
        for k, v in sessions.items()
        if not (k in ("reps", "hold_s", "load_kg") and v == 0) and k not in ("sets", "session_rpe")
    }
    return kept | {"sets": 1}


def _mismatch(sessions: dict[str, Any], kinds: list[dict[str, Any]], grid: Grid, i: int) -> tuple[str, str, str] | None:
    """What was done, said twice and differently: "3x12" in one column and "10" in the column of repetitions."""
    if not kinds:
        return None
    same = (
        "sets" not in sessions
        or not any("sets" in k for k in kinds)
        or sum(k.get("sets", 0) for k in kinds) == sessions["sets"]
    )
    if same and "sets" in sessions and any("sets" in k for k in kinds):
        sessions.pop("sets")
    if same and all(k.get(name, value) == value for k in kinds for name, value in sessions.items() if name != "sets"):
        return None
    reading = next(r for r in grid.readings if i in r.more)
    return reading.name, "not-sets", reading.text(i)


def _patient(grid: Grid, line: Line, block: Block) -> dict[str, str]:
    named = grid.columns.of("patient")
    cell = line.cells[named.at] if named and named.at < len(line.cells) else None
    name = tidy(text_of(cell)).replace("\0", "") if cell is not None and not is_blank(text_of(cell)) else block.patient
    return {"patient_id": name} if name else {}


def _group(grid: Grid, line: Line) -> str:
    if not grid.columns.of("set_order"):
        return ""
    names = [t for t in grid.columns.taken if t.target in ("workout", "date", "start")]
    return "|".join(plain(text_of(line.cells[t.at])) for t in names if t.at < len(line.cells))
