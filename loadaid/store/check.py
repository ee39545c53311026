"""Whether a database is whole: its file, its references, the rows of every import, the audit log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from loadaid.store import audit, dump
from loadaid.store.database import Database
from loadaid.store.errors import Damaged, StoreError
from loadaid.store.logtables import TABLES
from loadaid.store.records import MARKED, rows_mark
from loadaid.store.tables import imports
from loadaid.store.vault import Vault

IMPORTS_AT_ONCE = 400


def quick(database: Database, last_backup: Callable[[], Path | None] = lambda: None) -> None:
    """A look at every page before the database is used: a tenth of a second for a clinic's file of some megabytes.

    last_backup: finds the last good one, when it is needed. Errors: Damaged, which names file, backup and what to type.
    """
    try:
        said = _problem(database)
    except StoreError as error:
        if not isinstance(error, Damaged):
            raise
        said = "it cannot be read"
    if said is None:
        return
    what = database.path or f"{database.url.database} on {database.url.host or 'this machine'}"
    backup = last_backup() or "FILE (no backup was found where they are kept)"
    raise Damaged(
        f"The database {what} is damaged ({said}). Nothing was changed. Move it aside, with the files -wal and -shm beside it, "
        f"then put back the last backup: python -m loadaid restore {backup}"
    )


def _problem(database: Database) -> str | None:
    path = database.path
    if path is not None and not path.exists():
        return "the file is missing"
    with database.read() as connection:
        if database.is_sqlite:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
            if found != "ok":
                return "its pages do not hold together"
        # Without its tables a file would look like a new clinic.
        return None if sa.inspect(connection).has_table("about") else "it holds no clinic"


def pages(connection: sa.Connection) -> list[str]:
    """What a full look at every page and index finds; takes seconds to minutes. On PostgreSQL every row is read."""
    if connection.dialect.name == "sqlite":
        found = [str(said) for said in connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars()]
        return [] if found == ["ok"] else [f"{len(found)} problems in its pages or indexes"]
    for table in dump.tables(connection):
        for _ in connection.execute(sa.select(table), execution_options={"yield_per": dump.ROWS_AT_ONCE}):
            pass
    return _indexes(connection)


def _indexes(connection: sa.Connection) -> list[str]:
    """The indexes that do not fit their table, where the server has the extension amcheck."""
    if not connection.execute(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'")).first():
        return []
    names = connection.execute(
        sa.text("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
    ).scalars()
    wrong = []
    for name in names.all():
        try:
            with connection.begin_nested():
                connection.execute(sa.text("SELECT bt_index_check(CAST(:name AS regclass), true)"), {"name": name})
        except sa.exc.DBAPIError:
            wrong.append(f"the index {name} does not fit its table")
    return wrong


def references(connection: sa.Connection) -> int:
    """How many rows name a row that is not there. PostgreSQL lets none come about."""
    if connection.dialect.name != "sqlite":
        return 0
    return len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())


def changed_imports(connection: sa.Connection, vault: Vault, among: Collection[str] | None = None) -> list[str]:
    """Ids of the imports, of all or of some, whose rows are no longer those that were confirmed."""
    changed = []
    for marks in _batches(connection, among):
        found: dict[str, list[tuple[str, list[Any]]]] = {id: [] for id in marks}
        for name, columns in MARKED.items():
            its = TABLES[name].c.import_id
            for import_id, *values in connection.execute(sa.select(its.label("of"), *columns).where(its.in_(marks))):
                found[import_id].append((name, values))
        changed += [id for id, mark in marks.items() if rows_mark(found[id], vault) != mark]
    return changed


def _batches(connection: sa.Connection, among: Collection[str] | None) -> Iterator[dict[str, str]]:
    """Ids of imports with their marks, some at a time."""
    after = ""
    ordered = sa.select(imports.c.id, imports.c.rows_mark).order_by(imports.c.id).limit(IMPORTS_AT_ONCE)
    if among is not None:
        ordered = ordered.where(imports.c.id.in_(among))
    while some := connection.execute(ordered.where(imports.c.id > after)).all():
        yield {row.id: row.rows_mark for row in some}
        after = some[-1].id


@dataclass(frozen=True)
class State:
    """What holds and what does not, so that a restored copy can be held against its original."""

    references: int
    changed_imports: list[str]
    audit_wrong: int | None
    audit_head: audit.Head


def state(connection: sa.Connection, vault: Vault) -> State:
    """The state of everything that can be recomputed."""
    verdict = audit.verify(audit.entries(connection), vault.audit_key)
    return State(references(connection), changed_imports(connection, vault), verdict.wrong, audit.head(connection))
