"""Brings a database to the tables of this version: one process does it, in one transaction, after a copy was put aside."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from loadaid.store.database import Database
from loadaid.store.errors import Busy, WrongSchema

HERE = Path(__file__).parent / "migrations"
PATIENCE_S = 60  # how long a process waits while another one migrates


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", HERE.as_posix())
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The schema this version needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def current(connection: sa.Connection) -> str | None:
    """The schema a database has; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def known() -> set[str]:
    """Every schema this version can start from."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def upgrade(connection: sa.Connection, schema: str = "head") -> None:
    """Brings the tables to a schema, in the transaction of this connection."""
    command.upgrade(_config(connection), schema)


def migrate(database: Database, before: Callable[[Database, str], None] | None = None) -> bool:
    """Brings the database to this version's tables; whether anything was done.

    Whoever comes second waits, then finds the work done. before: called with the old schema before a database that holds
    data is changed, to put a copy aside; when it fails nothing is changed.
    Errors: WrongSchema for a database of a newer version, Busy when another process takes over a minute.
    """
    wanted = newest()
    end = time.monotonic() + PATIENCE_S
    while True:
        with database.read() as connection:
            has = current(connection)
        if has == wanted:
            return False
        if has is not None and has not in known():
            raise WrongSchema(f"This database was made by a newer version of loadaid (schema {has}). Use that version.")
        try:
            with database.write() as connection:
                if current(connection) != has:
                    continue  # another process was first
                if has is not None and before is not None:
                    before(database, has)  # it reads beside this transaction, which keeps every writer out
                upgrade(connection)
            return True
        except Busy:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
