"""Backups: one sealed file that holds everything, made while the database is in use, and put back into either kind of database.

Nothing here deletes or changes a database, a backup or any other file that was there before.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, cast

import sqlalchemy as sa

from loadaid.domain.errors import UsageError
from loadaid.domain.finding import RULESET
from loadaid.store import audit, check, dump, sealedfile
from loadaid.store.columns import as_moment, moment
from loadaid.store.database import Database, Snapshot
from loadaid.store.errors import Busy, Damaged, DiskFull, ReadOnly, WrongKey, WrongSchema
from loadaid.store.migrate import current, known, newest, upgrade
from loadaid.store.tables import about, invitations, signins
from loadaid.store.vault import Vault
from loadaid.version import app_version

# patient id -> a mark of what the engine says; the same log gives the same mark
Verdicts = Callable[[Database], Mapping[str, str]]

SUFFIX = ".backup"
FORMAT = 1
PURPOSE = "backups"


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself. rows: of all tables. state: what was not as it should be when it was made."""

    path: Path
    at: str
    kind: str
    schema: str
    version: str
    rows: int
    patients: int
    state: Mapping[str, Any] | None

    @property
    def flaws(self) -> list[str]:
        """What was wrong with the database it was made of; it was kept as it stood."""
        if self.state is None:
            return []
        wrong, changed, lost = (self.state[name] for name in ("audit_wrong", "changed_imports", "references"))
        return [
            *([f"the audit log is not as it was written from entry {wrong} on"] if wrong is not None else []),
            *([f"the rows of {len(changed)} imports are not those that were confirmed"] if changed else []),
            *([f"{lost} rows name a row that is not there"] if lost else []),
        ]


def name(database: Database, prefix: str = "loadaid") -> str:
    """A file name that sorts by time, in UTC."""
    return f"{prefix}-{database.clock():%Y%m%d-%H%M%S}{SUFFIX}"


def backup(database: Database, target: Path, verdicts: Verdicts | None = None) -> Backup:
    """Writes everything, as it is at one moment, into a new file for its owner alone; then reads the file to its end.

    verdicts: what a restored copy must give again. Errors: UsageError when the file is there or cannot be written, Damaged.
    """
    check.quick(database, lambda: last_good(target.parent, database.vault))
    if target.exists():
        raise UsageError(f"{target} is there already, and no backup is ever replaced. Name another file.")
    part = target.with_name(f".{target.name}.part")
    try:
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UsageError(f"{target} is being written by another process, or one was stopped: see {part}.") from None
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(file, "wb") as out, snapshot(database) as connection:
            _write(database, connection, out, verdicts)
            out.flush()
            os.fsync(out.fileno())
        made = examine(part, database.vault)
        os.rename(part, target)
        _keep_name(target.parent)
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror or error}. No backup was made.") from None
    finally:
        part.unlink(missing_ok=True)
    return Backup(**{**asdict(made), "path": target})


def note(database: Database, action: str) -> None:
    """Enters in the audit log that everything was copied; a database that cannot be written is copied without."""
    with contextlib.suppress(Busy, ReadOnly, DiskFull), database.write() as connection:
        audit.append(connection, database.vault.audit_key, database.clock(), None, action, "database")


@contextmanager
def snapshot(database: Database) -> Iterator[sa.Connection]:
    """The database at one moment, however long it takes to read and whoever writes meanwhile."""
    with database.read() as connection:
        if not database.is_sqlite:  # SQLite reads that way by itself
            connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        yield connection


def _write(database: Database, connection: sa.Connection, out: IO[bytes], verdicts: Verdicts | None) -> None:
    schema = current(connection)
    kind = connection.execute(sa.select(about.c.value).where(about.c.name == "kind")).scalar()
    header = {"format": FORMAT, "loadaid": app_version(), "schema": schema, "kind": kind, "at": moment(database.clock()),
              "key": database.vault.check}  # fmt: skip
    sealing = sealedfile.Writer(out, database.vault.subkey(PURPOSE), header)
    with gzip.GzipFile(fileobj=cast(Any, sealing), mode="wb", compresslevel=6, mtime=0) as packed:
        text = io.TextIOWrapper(cast(Any, packed), encoding="utf-8", newline="\n")
        for line in dump.lines(connection):
            text.write(line + "\n")
        # Tables of an earlier version are copied, and only copied: what they mean, that version knew.
        is_ours = schema == newest()
        state = asdict(check.state(connection, database.vault)) if is_ours else None
        readings = dict(verdicts(Snapshot(database, connection))) if verdicts and is_ours else None
        text.write(json.dumps({"state": state, "ruleset": RULESET, "verdicts": readings}) + "\n")
        text.flush()
        text.detach()
    sealing.end()


def _keep_name(folder: Path) -> None:
    """Makes sure that a new name outlives a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _opened(path: Path, vault: Vault) -> Iterator[tuple[dict[str, Any], Iterator[str]]]:
    """The header and the lines. Errors: WrongKey, WrongSchema, Damaged."""
    with path.open("rb") as file:
        reader = sealedfile.Reader(file, vault.subkey(PURPOSE))
        header = reader.header
        if header.get("key") != vault.check:
            raise WrongKey(
                "This backup was made with another key. Put that key back from its sheet (python -m loadaid key --put-back): "
                "without it nobody can open the backup."
            )
        if header.get("format") != FORMAT or header.get("schema") not in known():
            made_by = f"{header.get('loadaid')}, schema {header.get('schema')}"
            raise WrongSchema(f"This backup was made by a newer version of loadaid ({made_by}). Use that version.")
        try:
            with gzip.GzipFile(fileobj=io.BufferedReader(reader, sealedfile.PIECE)) as packed:
                yield header, io.TextIOWrapper(cast(Any, packed), encoding="utf-8", newline="\n")
        except (EOFError, gzip.BadGzipFile):
            raise Damaged("The backup is damaged or not complete. Use another one.") from None


def examine(path: Path, vault: Vault) -> Backup:
    """Reads a backup to its end: that every piece and every table is whole. Errors: WrongKey, WrongSchema, Damaged."""
    with _opened(path, vault) as (header, lines):
        rows = patients = 0
        for line in lines:
            said: dict[str, Any] = json.loads(line)
            if "table" not in said:
                dump.at_end(lines)
                return Backup(path, header["at"], header["kind"], header["schema"], header["loadaid"], rows, patients,
                              said["state"])  # fmt: skip
            seen, end = dump.passed(lines)
            dump.same(seen, said["table"], end)
            rows += seen.rows
            patients += seen.rows if said["table"] == "patients" else 0
    raise Damaged("The backup has no end. Use another one.")


def latest(folder: Path) -> Path | None:
    """The backup of a folder that was begun last, by what it says of itself."""
    return next(iter(listed(folder)), None)


def last_good(folder: Path, vault: Vault) -> Path | None:
    """The newest backup of a folder that can be read to its end with this key."""
    for path in listed(folder):
        with contextlib.suppress(Damaged, WrongKey, WrongSchema, OSError):
            return examine(path, vault).path
    return None


def listed(folder: Path) -> list[Path]:
    """The backups of a folder, the newest first, by the moment each says it was begun; files of another kind are left out."""
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        with contextlib.suppress(Damaged, OSError, KeyError, ValueError), path.open("rb") as file:
            found.append((as_moment(sealedfile.header(file)["at"]), path))
    return [path for _, path in sorted(found, reverse=True)]


@dataclass(frozen=True)
class Restored:
    """What was put back. compared: patients whose reading was computed again; None when another version made the backup."""

    rows: int
    patients: int
    compared: int | None
    migrated: bool


def restore(path: Path, database: Database, verdicts: Verdicts | None = None) -> Restored:
    """Puts a backup into an empty database, in one transaction, and proves it: rows, references, audit log, imports, readings.

    Then every sign-in ends and every code is revoked: which of them were ended since the backup, it cannot know.
    Errors: WrongKey, WrongSchema, Damaged, UsageError when something is there. Nothing is left behind then.
    """
    file = database.path
    is_new = file is not None and not file.exists()
    try:
        database.begin_file()
        with _opened(path, database.vault) as (header, lines), database.write() as connection:
            if sa.inspect(connection).get_table_names():
                raise UsageError("There is something in this database. A backup is put back into an empty one only.")
            upgrade(connection, header["schema"])
            manifest = dump.fill(connection, lines)
            upgrade(connection)
            done = _proven(database, connection, header, manifest, verdicts)
            # Only now, so that the copy was compared as it was: what was open when the backup was made opens nothing.
            audit.append(
                connection, database.vault.audit_key, database.clock(), None, "restore", "database",
                detail=_shut(connection, moment(database.clock())),
            )  # fmt: skip
            return done
    except BaseException:
        database.close()
        if file is not None and is_new:
            for made in (file, *(file.with_name(file.name + more) for more in ("-wal", "-shm"))):
                made.unlink(missing_ok=True)
        raise


def _shut(connection: sa.Connection, now: str) -> str:
    """Ends every sign-in and revokes every code: what was ended since the backup would be open again. How many."""
    ended = sa.update(signins).where(signins.c.ended_at.is_(None)).values(ended_at=now)
    revoked = (
        sa.update(invitations)
        .where(invitations.c.used_at.is_(None), invitations.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return f"{connection.execute(ended).rowcount} sign-ins ended, {connection.execute(revoked).rowcount} codes revoked"


def _proven(
    database: Database, connection: sa.Connection, header: Mapping[str, Any], manifest: Mapping[str, Any], verdicts: Verdicts | None
) -> Restored:  # fmt: skip
    if manifest["state"] is not None:
        found = json.loads(json.dumps(asdict(check.state(connection, database.vault))))
        if wrong := [name for name in found if found[name] != manifest["state"][name]]:
            raise Damaged(f"The copy differs from its original in: {', '.join(wrong)}. Nothing was restored.")
    compared = None
    # Another version may say the same in other words, or something else: then there is nothing to compare.
    same_version = (header["loadaid"], manifest["ruleset"]) == (app_version(), RULESET)
    if verdicts is not None and same_version and manifest["verdicts"] is not None:
        again = dict(verdicts(Snapshot(database, connection)))
        before = manifest["verdicts"]
        if wrong := [id for id in before.keys() | again.keys() if before.get(id) != again.get(id)]:
            raise Damaged(f"The readings of {len(wrong)} patients are not those of the backup. Nothing was restored.")
        compared = len(again)
    count = sum(
        connection.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in dump.tables(connection)
    )
    patients = connection.execute(sa.text("SELECT COUNT(*) FROM patients")).scalar_one()
    return Restored(count, patients, compared, header["schema"] != newest())
