"""What is stored of a reading or of a log: one Line per row, with all that it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from loadaid.domain.records import Log
from loadaid.intake.known import Known
from loadaid.intake.model import Found
from loadaid.intake.result import Reading
from loadaid.logs.plain import plain_rows
from loadaid.store.imports import Line
from loadaid.store.logtables import LOG_TABLES, TABLES
from loadaid.store.records import Record

PLACE = ("patient_id", "date", "session", "line")  # which row is spoken of, not what is said of it


def known(record: Record) -> Known:
    """What a new file is compared with."""
    return Known.of(plain_rows(record.log.sessions), plain_rows(record.log.daily))


def of_log(log: Log) -> dict[str, list[Line]]:
    """patient id -> every row of their log, in order."""
    lines: dict[str, list[Line]] = defaultdict(list)
    for table in LOG_TABLES:
        stored = {c.name for c in TABLES[table.name].c} - {"patient_id"}
        counted: dict[tuple[Any, ...], int] = defaultdict(int)
        for row in plain_rows(getattr(log, table.name)):
            patient_id = str(row["patient_id"])
            if table.name == "sessions":
                session = (patient_id, row["date"], row.setdefault("session", 1))
                counted[session] += 1
                row["line"] = counted[session]
            lines[patient_id].append(Line(table.name, {k: v for k, v in row.items() if k in stored}))
    return lines


def of_reading(reading: Reading, record: Record) -> list[Line]:
    """What an upload says and that holds, each value with the place it is from; also what the record says already.

    When another import that says the same is taken back, this one still stands for it.
    """
    days: dict[str, Line] = {}
    for row, _, found, file in reading.said["daily"]:
        day = str(row["date"])
        line = days.setdefault(day, Line("daily", {"date": day}, origin={}))
        days[day] = _with(line, row, found, file)
    numbers: dict[tuple[str, Any], int] = defaultdict(int)
    for row in plain_rows(record.log.sessions):
        session = (str(row["date"]), row["session"])
        numbers[session] = max(numbers[session], int(row["line"]))
    lines: dict[tuple[str, Any, int], Line] = {}
    given: dict[int, int] = {}  # id of a row that the record has not -> its line
    for row, of, found, file in reading.said["sessions"]:
        date, session = str(row["date"]), of.get("session", 1)
        number = of.get("line", given.get(id(of)))
        if number is None:
            numbers[date, session] += 1
            number = given[id(of)] = numbers[date, session]
        key = (date, session, int(number))
        place = {"date": date, "session": session, "line": int(number)}
        lines[key] = _with(lines.setdefault(key, Line("sessions", place, origin={})), row, found, file)
    made = [*days.values(), *lines.values()]
    return [line for line in made if set(line.values) - set(PLACE)]


def added(reading: Reading, record: Record) -> list[Line]:
    """Of what an upload says, what the record does not say already; an exercise is named where anything of it is new."""
    there = {("daily", str(row["date"])): row for row in plain_rows(record.log.daily)}
    there |= {("sessions", *(row[k] for k in PLACE[1:])): row for row in plain_rows(record.log.sessions)}
    made = []
    for line in of_reading(reading, record):
        known = there.get((line.table, *(line.values[k] for k in PLACE if k in line.values)), {})
        new = {k for k, v in line.values.items() if k not in PLACE and known.get(k) != v}
        if new:
            kept = {k: v for k, v in line.values.items() if k in new or k in (*PLACE, "exercise")}
            made.append(Line(line.table, kept, line.cleared, {k: v for k, v in line.origin.items() if k in kept}))
    return made


def _with(line: Line, row: Mapping[str, Any], found: Found, file: str) -> Line:
    """The line with what a row says; a value said twice is from where it was said first."""
    said = {k: v for k, v in row.items() if k not in PLACE and line.values.get(k) != v}
    origin = {k: _origin(file, found, k) for k in said}
    return Line(line.table, {**line.values, **said}, line.cleared, {**line.origin, **origin})


def _origin(file: str, found: Found, column: str) -> list[Any]:
    """File, sheet, row, title and text of one value, as they stood."""
    title, text = found.sources.get(column, ("", ""))
    return [file, found.sheet, found.row, title, text]
