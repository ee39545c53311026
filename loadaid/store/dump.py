"""The content of a database as lines of text, the same whichever kind of database it came from, and back.

A line per table, a line per row, a line with their count and hash. Tables stand in the order in which they can be filled.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice
from typing import Any

import sqlalchemy as sa

from loadaid.store.errors import Damaged

ROWS_AT_ONCE = 500


def tables(connection: sa.Connection) -> list[sa.Table]:
    """The tables that are really there, which may be those of an earlier version; what a row names comes before it."""
    there = sa.MetaData()
    there.reflect(connection)
    return [table for table in there.sorted_tables if table.name != "alembic_version"]


def lines(connection: sa.Connection) -> Iterator[str]:
    """Everything, at the moment of the connection's transaction."""
    for table in tables(connection):
        yield _text({"table": table.name, "columns": table.columns.keys()})
        seen = Counted()
        for row in rows(connection, table):
            seen.add(row)
            yield row
        yield _text({"end": table.name, "rows": seen.rows, "sha256": seen.digest.hexdigest()})


def rows(connection: sa.Connection, table: sa.Table) -> Iterator[str]:
    """Each row as a line, by its key, in the same order on every database."""
    binary = connection.dialect.name == "postgresql"  # SQLite compares bytes, PostgreSQL as the server's language does
    order = [sa.collate(c, "C") if binary and isinstance(c.type, sa.Text) else c for c in table.primary_key]
    own = next((key.parent.name for key in table.foreign_keys if key.column.table is table), None)
    with connection.execute(sa.select(table).order_by(*order), execution_options={"yield_per": ROWS_AT_ONCE}) as found:
        for row in _parents_first(found, own) if own else found:
            yield _text(list(row))


def fill(connection: sa.Connection, source: Iterator[str]) -> dict[str, Any]:
    """Puts lines into empty tables of the same schema, reads them back, and gives the line that follows the last table.

    Errors: Damaged when what stands in the database is not what was in the lines.
    """
    there = {table.name: table for table in tables(connection)}
    for line in source:
        said: dict[str, Any] = json.loads(line)
        if "table" not in said:
            at_end(source)
            return said
        _fill_one(connection, there[said["table"]], said["columns"], source)
    raise Damaged("The backup has no end. Use another one.")


def _fill_one(connection: sa.Connection, table: sa.Table, names: list[str], source: Iterator[str]) -> None:
    end: dict[str, Any] = {}
    while not end:
        batch = []
        for line in islice(source, ROWS_AT_ONCE):
            said = json.loads(line)
            if isinstance(said, dict):
                end = said
                break
            batch.append(dict(zip(names, map(_value, said), strict=True)))
        if batch:
            connection.execute(sa.insert(table), batch)
    same(Counted(rows(connection, table)), table.name, end)


def at_end(source: Iterator[str]) -> None:
    """Reads on to where nothing follows, which proves that nothing was cut off. Errors: Damaged."""
    if next(source, None) is not None:
        raise Damaged("Something follows the end of the backup. Use another one.")


def same(seen: Counted, name: str, end: Mapping[str, Any]) -> None:
    """Errors: Damaged when these are not the rows that were counted."""
    if (seen.rows, seen.digest.hexdigest()) != (end.get("rows"), end.get("sha256")):
        raise Damaged(f"The rows of {name} are not those of the backup. Nothing was restored.")


class Counted:
    """Counts and hashes lines."""

    def __init__(self, passing: Iterable[str] = ()) -> None:
        self.rows, self.digest = 0, sha256()
        for line in passing:
            self.add(line)

    def add(self, line: str) -> None:
        self.rows += 1
        self.digest.update(line.encode() + b"\n")


def passed(source: Iterator[str]) -> tuple[Counted, dict[str, Any]]:
    """Reads the rows of one table without keeping them; with the line that ends them."""
    seen = Counted()
    for line in source:
        if line.startswith("{"):
            end: dict[str, Any] = json.loads(line)
            return seen, end
        seen.add(line.rstrip("\n"))
    return seen, {}


def _parents_first(found: Iterable[Any], own: str) -> Iterator[Any]:
    """Rows that name a row of their own table come after it."""
    seen: set[str] = set()
    waiting: dict[str, list[Any]] = {}
    for row in found:
        ready = [row]
        if (parent := getattr(row, own)) is not None and parent not in seen:
            waiting.setdefault(parent, []).append(ready.pop())
        while ready:
            done = ready.pop(0)
            seen.add(done.id)
            yield done
            ready += waiting.pop(done.id, [])
    yield from (row for left in waiting.values() for row in left)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_bytes)


def _bytes(value: bytes | memoryview) -> dict[str, str]:
    return {"bytes": b64encode(value).decode()}


def _value(value: Any) -> Any:
    return b64decode(value["bytes"]) if isinstance(value, dict) else value
