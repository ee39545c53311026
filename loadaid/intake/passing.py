"""A reading as bytes and back, to go from the sandboxed child to its parent. Only plain JSON passes: nothing is run by reading it."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from loadaid.intake.model import FileReading, Found, Mapped, Problem, Question, Request
from loadaid.intake.problems import KINDS


def request_to_bytes(request: Request) -> bytes:
    """What the child is told, as one line of JSON."""
    return json.dumps(asdict(request), default=_day).encode()


def request_from_bytes(data: bytes) -> Request:
    """The request of one line of JSON."""
    return Request(**json.loads(data, object_hook=_hook))


def reading_to_bytes(reading: FileReading) -> bytes:
    """The whole reading. Keys of pairs become lists."""
    plain = {f.name: getattr(reading, f.name) for f in fields(FileReading)}
    plain["set_aside"] = [[sheet, row, outcome] for (sheet, row), outcome in reading.set_aside.items()]
    plain["waiting"] = sorted(reading.waiting, key=str)
    plain["days"] = sorted(reading.days)
    plain["found"] = [
        [f.table, f.sheet, f.row, f.values, {k: list(v) for k, v in f.sources.items()}, f.start, f.group]
        for f in reading.found
    ]
    for name in ("columns", "questions", "problems"):
        plain[name] = [asdict(x) for x in plain[name]]
    return json.dumps(plain, default=_day, ensure_ascii=False).encode("utf-8", "surrogatepass")


def reading_from_bytes(data: bytes) -> FileReading:
    """The reading a child wrote. Errors: ValueError, TypeError, KeyError for anything else."""
    plain: dict[str, Any] = json.loads(data.decode("utf-8", "replace"), object_hook=_hook)
    plain["set_aside"] = {(sheet, row): outcome for sheet, row, outcome in plain["set_aside"]}
    plain["waiting"] = {(sheet, row) for sheet, row in plain["waiting"]}
    plain["days"] = set(plain["days"])
    plain["found"] = [
        Found(table, sheet, row, values, {k: (v[0], v[1]) for k, v in sources.items()}, start, group)
        for table, sheet, row, values, sources, start, group in plain["found"]
    ]
    plain["columns"] = [Mapped(**c) for c in plain["columns"]]
    plain["questions"] = [Question(q["id"], tuple(q["choices"]), q["facts"]) for q in plain["questions"]]
    plain["problems"] = [Problem(**p) for p in plain["problems"]]
    if unknown := {p.code for p in plain["problems"]} - KINDS.keys():
        raise ValueError(f"problems that no one can word: {unknown}")
    return FileReading(**plain)


def _day(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return {"$day": value.isoformat()}
    raise TypeError(type(value).__name__)


def _hook(value: dict[str, Any]) -> Any:
    return date.fromisoformat(value["$day"]) if value.keys() == {"$day"} else value
