"""What is stored of a reading or of a log: one Line per row that says something new."""

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
    """What an upload adds to a record, each value with the place it is from: only what is not there already."""
    days: dict[str, Line] = {}
    there_daily = {row["date"]: row for row in plain_rows(record.log.daily)}
    for row, found, file in reading.accepted["daily"]:
        day = str(row["date"])
        said = {k: v for k, v in row.items() if k not in PLACE and there_daily.get(day, {}).get(k) != v}
        line = days.setdefault(day, Line("daily", {"date": day}, origin={}))
        days[day] = _with(line, said, {k: _origin(file, found, k) for k in said})
    there = {(row["date"], row["session"], row["line"]): row for row in plain_rows(record.log.sessions)}
    numbers: dict[tuple[str, Any], int] = defaultdict(int)
    for date, session, number in there:
        numbers[date, session] = max(numbers[date, session], int(number))
    lines: dict[tuple[str, Any, int], Line] = {}
    for row, found, file in reading.accepted["sessions"]:
        date, session = str(row["date"]), row.get("session", 1)
        number = row.get("line")
        if number is None:
            numbers[date, session] += 1
            number = numbers[date, session]
        key = (date, session, int(number))
        said = {k: v for k, v in row.items() if k not in PLACE and there.get(key, {}).get(k) != v}
        later = reading.later.get(id(row), {})
        place = {"date": date, "session": session, "line": int(number)}
        line = lines.setdefault(key, Line("sessions", place, origin={}))
        lines[key] = _with(line, said, {k: _origin(*later.get(k, (file, found)), k) for k in said})
    made = [*days.values(), *lines.values()]
    return [line for line in made if set(line.values) - set(PLACE)]


def _with(line: Line, said: Mapping[str, Any], origin: Mapping[str, Any]) -> Line:
    return Line(line.table, {**line.values, **said}, line.cleared, {**line.origin, **origin})


def _origin(file: str, found: Found, column: str) -> list[Any]:
    """File, sheet, row, title and text of one value, as they stood."""
    title, text = found.sources.get(column, ("", ""))
    return [file, found.sheet, found.row, title, text]
