"""What a preview shows of an upload: the rows as they would be stored, and what they say otherwise than the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

from loadaid.intake.annotate import annotated, ending
from loadaid.intake.doubles import paired
from loadaid.intake.known import KEY, WIDE
from loadaid.intake.model import Found
from loadaid.intake.result import ReadFile
from loadaid.locale import Words
from loadaid.logs.plain import plain_rows
from loadaid.practice.lines import added
from loadaid.practice.uploads import Preview
from loadaid.store.imports import Line

PAGE = 15  # rows on one page of a preview


@dataclass(frozen=True)
class Conflict:
    """One value of a file beside the other one that is noted already. kept: "known", "file", or None while it is asked."""

    table: str
    column: str
    day: str
    known: Any
    said: str
    file: str
    row: int
    kept: str | None


def pages(shown: Preview) -> list[list[Line]]:
    """What would be new in the record, exactly, in the order of its days, a page at a time."""
    lines = sorted(added(shown.reading, shown.record), key=_place)
    return [lines[at : at + PAGE] for at in range(0, len(lines), PAGE)]


def conflicts(shown: Preview) -> list[Conflict]:
    """Every value that a file gives otherwise than the record, in the order of their days."""
    daily = {row["date"]: row for row in plain_rows(shown.record.log.daily)}
    sessions: dict[tuple[Any, Any], list[dict[str, Any]]] = {}
    for row in plain_rows(shown.record.log.sessions):
        sessions.setdefault((row["date"], row.get("session", 1)), []).append(row)
    found = []
    for file in shown.reading.files:
        of_days: dict[tuple[Any, Any], list[Found]] = {}
        for one in file.reading.found:
            day = str(one.values["date"])
            if one.table == "daily":
                found += list(_differing(file, one, daily.get(day, {})))
            else:
                of_days.setdefault((day, one.values.get("session", 1)), []).append(one)
        for place, ones in of_days.items():
            rows = sessions.get(place, [])
            wide = {name: value for row in rows for name, value in row.items() if name in WIDE}
            for one, like in zip(ones, paired([one.values for one in ones], rows), strict=True):
                found += list(_differing(file, one, wide | (like or {})))
    return sorted(found, key=lambda c: (c.day, c.table, c.row))


def to_correct(shown: Preview) -> list[int]:
    """The places of files in which something is refused."""
    return [
        k for k, file in enumerate(shown.reading.files) if any(p.outcome == "refused" for p in file.reading.problems)
    ]


def copy(shown: Preview, number: int, w: Words) -> tuple[str, bytes]:
    """A name, and a file with what to correct beside each row of it."""
    name, content = shown.upload.files[number]
    with TemporaryFile(buffering=0) as file:
        file.write(content)
        file.seek(0)
        made = annotated(file, shown.reading.files[number], w)
    stem, _, _ = name.rpartition(".")
    return w("{name}, à corriger", name=stem or name) + ending(made), made


def _differing(file: ReadFile, found: Found, there: dict[str, Any]) -> Iterator[Conflict]:
    for name, value in found.values.items():
        if name in (*KEY, "session") or name not in there or there[name] == value:
            continue
        if name == "note" and str(value) in str(there[name]):
            continue
        title, text = found.sources.get(name, (name, str(value)))
        kept = file.answers.get(f"merge:{title}")
        yield Conflict(found.table, name, str(found.values["date"]), there[name], text, file.name, found.row, kept)


def _place(line: Line) -> tuple[Any, ...]:
    values = line.values
    return values["date"], line.table, values.get("session", 1), values.get("line", 1)
