"""The days of a stored record: its first and last, and all that was ever said of one, with what of it still stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from loadaid.logs.plain import plain_rows
from loadaid.store.logtables import KEYS, LOG_TABLES
from loadaid.store.records import Entry, Record
from loadaid.store.repository import Repository

ALL = tuple(table.name for table in LOG_TABLES)
DATA = ("sessions", "daily", "safety", "outcomes")  # what a patient gives; events and plans are the clinic's


@dataclass(frozen=True)
class Said:
    """One value that an import gave. origin: file, sheet, row, title, text there; None where it was typed into a form here.

    stands: whether the record says so now; else a later one was, or it was taken back.
    """

    entry: Entry
    place: Mapping[str, Any]
    column: str
    value: Any
    origin: Sequence[Any] | None
    stands: bool


def first_day(record: Record) -> date | None:
    """The first day anything is dated; None for an empty record."""
    days = [frame["date"].min() for frame in _frames(record) if len(frame)]
    return min(days).date() if days else None


def last_day(record: Record, until: date) -> date | None:
    """The last day, up to one, of which the patient said something; None when there is none."""
    days = [frame["date"][frame["date"] <= str(until)].max() for frame in _frames(record, DATA) if len(frame)]
    known = [day for day in days if day == day]
    return max(known).date() if known else None


def said_of(repo: Repository, record: Record, patient_id: str, day: date) -> list[Said]:
    """Everything said of one day, the newest import first. Errors: NotFound."""
    now = {table.name: _by_place(record, table.name, day) for table in LOG_TABLES}
    taken: set[tuple[Any, ...]] = set()
    found = []
    # Newest first; of one import, row by row as the session was done (a sort keeps the order of the one before it).
    entries = sorted(
        repo.records.day(patient_id, day.isoformat()),
        key=lambda entry: (ALL.index(entry.table), entry.values.get("session", 1), entry.values.get("line", 1)),
    )
    for entry in sorted(entries, key=lambda entry: entry.at, reverse=True):
        names = [name for name in KEYS[entry.table] if name not in ("patient_id", "date", "id")]
        place = {name: entry.values.get(name) for name in names}
        for column, value in entry.values.items():
            if column in (*names, "date"):
                continue
            # Events each stand by themselves; of all else the newest value that the record still holds.
            own = (entry.id,) if entry.table == "events" else tuple(place.values())
            spot = (entry.table, *own, column)
            held = entry.table == "events" or now[entry.table].get((*place.values(), column)) == _plain(value)
            stands = entry.stands and held and spot not in taken
            if stands:
                taken.add(spot)
            found.append(Said(entry, place, column, value, entry.origin.get(column), stands))
    return found


def _by_place(record: Record, table: str, day: date) -> dict[tuple[Any, ...], Any]:
    frame = getattr(record.log, table)
    names = [name for name in KEYS[table] if name not in ("patient_id", "date", "id")]
    rows = plain_rows(frame[frame["date"] == str(day)])
    return {(*(row.get(n) for n in names), column): _plain(value) for row in rows for column, value in row.items()}


def _plain(value: Any) -> Any:
    """Two ways of writing one number, or one moment, are one value."""
    if isinstance(value, int | float):
        return float(value)
    return str(value)[:19]


def _frames(record: Record, names: Sequence[str] = ALL) -> list[Any]:
    return [getattr(record.log, name) for name in names]
