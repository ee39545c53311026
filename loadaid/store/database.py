"""A database of one clinic or several: SQLite in a file, or PostgreSQL 15 and newer. The same statements on both.

One writer at a time, on both: SQLite by BEGIN IMMEDIATE, PostgreSQL by an advisory lock taken first. So a read, a
comparison and a write in one transaction are never overtaken, and the audit log has one order.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError

from loadaid.domain.errors import UsageError
from loadaid.store.errors import Busy, Damaged, DiskFull, ReadOnly, Refused, StoreError, Unreachable, WrongKey
from loadaid.store.tables import about
from loadaid.store.vault import Vault

Kind = Literal["demo", "real"]

DAMAGED = "The database file is damaged. Run `python -m loadaid doctor`; it names the last good backup."
BUSY_MS = 5_000  # how long a writer waits for another
TRY_MS = 50  # how long SQLite waits in one go
WRITER_LOCK = 7_305_114  # an advisory lock of PostgreSQL: any number of our own
PRAGMAS = ("journal_mode=WAL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "synchronous=FULL", "trusted_schema=OFF", "secure_delete=ON",
           "cell_size_check=ON")  # fmt: skip


def now() -> datetime:
    """This machine's clock, in UTC."""
    return datetime.now(UTC)


class Database:
    """An open database and the key of its sealed texts. Make one with `open_database`; it may be shared by threads."""

    def __init__(self, url: str, vault: Vault, clock: Callable[[], datetime] = now) -> None:
        self.url = sa.make_url(url)
        self.vault = vault
        self.clock = clock
        self.openings: dict[Any, float] = {}  # which reads this process has entered in the audit log lately (part.py)
        if self.url.get_backend_name() not in ("sqlite", "postgresql"):
            raise UsageError("The database has to be SQLite or PostgreSQL: sqlite:///FILE or postgresql+psycopg://...")
        self._write, self._read = (
            (_sqlite(self.url), _sqlite(self.url, writes=False)) if self.is_sqlite else [_postgresql(self.url)] * 2
        )

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that is whole or not at all, and that no other writer overtakes.

        Errors: Busy, ReadOnly, DiskFull, Unreachable, Damaged, Refused; nothing is written then.
        """
        with told(), self._write.begin() as connection:
            if not self.is_sqlite:
                connection.execute(sa.text("SET LOCAL lock_timeout = '5s'"))
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITER_LOCK)))
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """What is there at one moment. Errors: Unreachable, Damaged, Busy when very many read at once."""
        with told(), self._read.connect() as connection:
            yield connection

    def begin_file(self) -> None:
        """Begins a new SQLite file for its owner alone; SQLite itself would let others read it."""
        if self.path is not None and not self.path.exists() and self.path.parent.is_dir():
            self.path.touch(0o600)

    def checkpoint(self) -> None:
        """SQLite: moves what the file beside the database still holds into it, so that what was erased is nowhere."""
        if self.is_sqlite:
            with told(), self._write.connect() as connection:
                connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]

    def on_write(self, event: str, call: Callable[..., None]) -> None:
        """Calls a function at every event of the writing connections, as SQLAlchemy names them: for proofs of faults."""
        sa.event.listen(self._write, event, call)

    def close(self) -> None:
        """Lets go of every connection."""
        self._write.dispose()
        self._read.dispose()


class Snapshot(Database):
    """A database as one transaction sees it, for computations that must agree with what else is done in that transaction.

    Nothing is written through it: the transaction is its owner's.
    """

    def __init__(self, database: Database, connection: sa.Connection) -> None:
        self.__dict__.update(database.__dict__)
        self._connection = connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        yield self._connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        raise ReadOnly
        yield self._connection


def _sqlite(url: sa.URL, *, writes: bool = True) -> sa.Engine:
    if not writes and _is_kept_as_is(url):
        url = url.set(database=f"file:{quote(str(url.database))}", query={"immutable": "1", "uri": "true"})
    engine = sa.create_engine(url, pool_timeout=BUSY_MS / 1000)

    @sa.event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # Python's own driver would commit behind our back before CREATE TABLE
        for pragma in PRAGMAS:
            # A folder that cannot be written to can still be read.
            with contextlib.suppress(sqlite3.OperationalError) if "journal" in pragma else contextlib.nullcontext():
                connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if writes:
            _begin_in_turn(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _begin_in_turn(connection: sa.Connection) -> None:
    """Begins to write, once the file is free; gives up after BUSY_MS.

    SQLite keeps no queue, and asks ever more rarely the longer it waits: among twenty writers some would wait in vain. So it
    is made to begin its waiting anew, again and again.
    """
    driver: Any = connection.connection.driver_connection
    end = time.monotonic() + BUSY_MS / 1000
    driver.execute(f"PRAGMA busy_timeout={TRY_MS}")
    try:
        while time.monotonic() < end and _is_busy(driver):
            pass
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # fails with what stands in the way
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def _is_busy(driver: sqlite3.Connection) -> bool:
    """Tries to begin; whether another writer was in the way."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return False


def _is_kept_as_is(url: sa.URL) -> bool:
    """Whether nobody writes to a file in a folder that we cannot write to: SQLite reads it only when told so.

    A file -wal beside it holds what was written last; with it, SQLite finds its way alone.
    """
    path = Path(url.database or "")
    return path.is_file() and not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists()


def _postgresql(url: sa.URL) -> sa.Engine:
    # pre_ping: after a restart of the server the first statement would fail
    return sa.create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=5, max_overflow=10,
                            pool_timeout=BUSY_MS / 1000,
                            connect_args={"connect_timeout": 5, "application_name": "loadaid"})  # fmt: skip


@contextmanager
def told() -> Iterator[None]:
    """What a driver says, as one of our errors: no statement and no value is passed on."""
    try:
        yield
    except IntegrityError as error:
        raise Refused(f"A stored value breaks a rule of the record ({_rule(error)}). Nothing was saved.") from None
    except DataError:
        raise Refused("A value cannot be stored as what its column holds. Nothing was saved.") from None
    except DBAPIError as error:
        raise _error(error) from None
    except sa.exc.TimeoutError:  # every connection of this process is in use
        raise Busy from None
    except UnicodeDecodeError:  # bytes where a text was
        raise Damaged(DAMAGED) from None


def _rule(error: IntegrityError) -> str:
    """The name of the constraint; a driver's message may quote the row."""
    diagnosed = getattr(error.orig, "diag", None)
    if diagnosed is not None:
        return str(diagnosed.constraint_name or diagnosed.column_name or "unknown")
    text = str(error.orig)
    return text.rsplit(": ", 1)[-1] if text.count(": ") == 1 else "unknown"


def _error(error: DBAPIError) -> StoreError:
    said = str(error.orig).lower()
    if isinstance(error.orig, sqlite3.Error):
        if "locked" in said or "busy" in said:
            return Busy()
        if "readonly" in said or "unable to open" in said:
            return ReadOnly()
        if "full" in said or "disk i/o" in said:
            return DiskFull()
        if "malformed" in said or "not a database" in said or "could not decode" in said:
            return Damaged(DAMAGED)
        if "no such table" in said or "no such column" in said:
            return Damaged("The database has not the tables this version needs.")
    elif getattr(error.orig, "sqlstate", None) in ("55P03", "40001", "40P01"):
        return Busy()
    elif getattr(error.orig, "sqlstate", None) in ("25006", "42501"):
        return ReadOnly()
    elif (getattr(error.orig, "sqlstate", None) or "").startswith("53"):
        return DiskFull()
    elif isinstance(error, OperationalError) or error.connection_invalidated:
        return Unreachable()
    return StoreError(f"The database refused a statement ({type(error.orig).__name__}). Nothing was saved.")


def open_database(url: str, vault: Vault, *, kind: Kind | None = None, clock: Callable[[], datetime] = now,
                  before: Callable[[Database, str], None] | None = None) -> Database:  # fmt: skip
    """The database at an address, brought to this version's tables; a new one becomes of this kind.

    kind: None takes what is there. before: see migrate. Errors: WrongKey for another key than it was made with, WrongSchema,
    UsageError for a database of the other kind or an address that is none, and those of `Database.write`.
    """
    from loadaid.store.migrate import migrate

    database = Database(url, vault, clock)
    database.begin_file()
    try:
        migrate(database, before)
        with database.read() as connection:
            known = _about(connection)
        if "kind" not in known:
            with database.write() as connection:
                if not (known := _about(connection)):
                    if kind is None:
                        raise UsageError(
                            "There is no clinic in this database yet. Start one: python -m loadaid clinic create"
                        )
                    known = {"kind": kind, "key": vault.check}
                    connection.execute(sa.insert(about), [{"name": n, "value": v} for n, v in known.items()])
        if not hmac.compare_digest(known["key"], vault.check):
            raise WrongKey("This database was made with another key file. Put that one back from your key sheet.")
        if kind not in (None, known["kind"]):
            raise UsageError(
                f"This database is of the kind {known['kind']!r}: demonstration and real data never share one."
            )
    except BaseException:
        database.close()
        raise
    return database


def _about(connection: sa.Connection) -> dict[str, str]:
    return {row.name: row.value for row in connection.execute(sa.select(about))}
