"""One line of a layout put together from its columns: its rows of the log folder, or why it gives none."""

from __future__ import annotations

import re
from typing import Any

from loadaid.intake.cells.numbers import is_blank
from loadaid.intake.cells.spelling import plain, shown, tidy
from loadaid.intake.columns.clocks import Clocks
from loadaid.intake.model import FileReading, Found, Line, Problem
from loadaid.intake.tables.blocks import Block, is_empty, text_of
from loadaid.intake.tables.layout import Grid, where
from loadaid.intake.tables.mapping import NO_SESSION_ALONE
from loadaid.intake.tables.synonyms import IGNORE

# What a rest day has none of.
_DONE = ("exercise", "sets", "reps", "load_kg", "hold_s", "session_minutes", "session_rpe")


def read_line(grid: Grid, i: int, line: Line, clock: Clocks, result: FileReading) -> None:
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
            put_aside(result, key, _nothing(grid, i))
            return
        else:
            text = text_of(line.cells[date_column.at]) if date_column and date_column.at < len(line.cells) else ""
            wrong.insert(0, (date_column.title if date_column else "Date", code, facts, text))
    if i in clock.wrong:
        code, column, text, facts = clock.wrong[i]
        wrong.append((column, code, facts, text))
    if wrong:
        for name, code, facts, text in wrong:
            row, column = where(grid, i, name)
            put_aside(result, key, Problem(code, "refused", block.sheet, row, column, shown(text), facts))
        return
    if waits:
        result.waiting.add(key)
        return
    rows = _rows(grid, i, clock, result)
    if isinstance(rows, tuple):
        row, column = where(grid, i, rows[0])
        put_aside(result, key, Problem(rows[1], "refused", block.sheet, row, column, shown(rows[2])))
    elif rows:
        result.found += rows
    else:
        put_aside(result, key, _nothing(grid, i))


def _nothing(grid: Grid, i: int) -> Problem:
    """That a line holds nothing to store: it is blank, but for its day, or what it holds has no place."""
    block, day = grid.place[i], grid.columns.of("date")
    unused = any(not is_empty(c) for at, c in enumerate(grid.lines[i].cells) if not day or at != day.at)
    row, column = where(grid, i, "Date")
    return Problem(
        "unused-row" if unused else "blank-row", "skipped", block.sheet, row, column if block.turned else None
    )


def put_aside(result: FileReading, key: tuple[str | None, int], problem: Problem) -> None:
    """Sets a row aside, and says why."""
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
    of_kinds: dict[str, tuple[str, str]] = {}
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
            of_kinds = {n: origin for more in kinds for n in more}
        if i in reading.texts:
            notes.append((f"{reading.name} : {tidy(reading.text(i))}", origin))
        rest = rest or i in reading.rest
    sources["sessions"] |= of_kinds  # their values stand over those of other columns
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
    done = bool(kinds) or any(sessions.get(name) for name in _DONE)
    zeros = [name for name in ("session_minutes", "sets", "reps") if sessions.get(name) == 0]
    if not done and (rest or zeros):
        daily.setdefault("exercised", "no")
        origin = next(
            ((r.name, r.text(i)) for r in grid.readings if i in r.rest),
            sources["sessions"][zeros[0]] if zeros else ("", ""),
        )
        sources["daily"].setdefault("exercised", origin)
        left = [n for n in sessions if n not in ("session", "completed") and sessions[n] != 0]
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
