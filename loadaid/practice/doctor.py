"""A look at everything that can go wrong with an installation, one line each. Nothing is changed; no name and no value is said."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from loadaid.domain.errors import LoadaidError
from loadaid.practice.home import Place, home
from loadaid.store import audit, check, tables
from loadaid.store.backup import examine, last_good, latest
from loadaid.store.columns import as_moment, moment
from loadaid.store.database import Database, now
from loadaid.store.errors import StoreError
from loadaid.store.migrate import current, known, newest
from loadaid.store.tables import about, drafts
from loadaid.store.vault import Vault

State = Literal["ok", "attention", "wrong"]
BACKUP_DAYS = 2  # a backup every day, and one day of grace
FREE_BYTES = 1_000_000_000
RESTORE = "Put the last backup back: python -m loadaid restore {backup}"


@dataclass(frozen=True)
class Check:
    """One line. mend: what to do, unless all is well."""

    name: str
    state: State
    said: str
    mend: str = ""


def examined(place: Place, clock: Callable[[], datetime] = now) -> Iterator[Check]:
    """Every check in turn; those that need an open database only when it opens."""
    yield _place(place)
    try:
        vault = Vault.open(place.key)
    except StoreError as error:
        yield Check("key", "wrong", str(error), "Type it in again: python -m loadaid key --put-back")
        return
    yield from _key_file(place)
    yield from _room(place)
    database = Database(place.url, vault, clock)
    try:
        yield from _looked_at(place, database)
    finally:
        database.close()
    yield _backup(place, vault, clock)
    yield _left_over(place)


def _place(place: Place) -> Check:
    what = "the real clinic" if place.kind == "real" else "the demonstration: no real clinic was started here"
    return Check("place", "ok", f"{what}, {sa.make_url(place.url).render_as_string()}")


def _key_file(place: Place) -> Iterator[Check]:
    mode = place.key.stat().st_mode & 0o777
    if os.name == "posix" and mode & 0o077:
        yield Check("key", "wrong", f"others on this machine can read {place.key}", f"chmod 600 {place.key}")
    elif place.key.resolve().is_relative_to(place.backups.resolve()):
        yield Check("key", "wrong", "the key file lies among the backups: whoever finds them can open them",
                    f"Move {place.key} elsewhere and name it in LOADAID_KEY_FILE")  # fmt: skip
    else:
        yield Check("key", "ok", f"{place.key}, for its owner alone, apart from the backups")


def _room(place: Place) -> Iterator[Check]:
    path = place.file
    folder = path.parent if path else home()
    for name, wanted in (("disk", folder), ("disk of backups", place.backups)):
        if not wanted.exists():
            continue
        free = shutil.disk_usage(wanted).free
        if free < FREE_BYTES:
            yield Check(name, "attention", f"{free // 1_000_000} MB left in {wanted}", "Free some space")
        else:
            yield Check(name, "ok", f"{free // 1_000_000_000} GB left in {wanted}")
    if path and path.exists() and os.name == "posix":
        files = [f for f in (path, *(path.with_name(path.name + more) for more in ("-wal", "-shm"))) if f.exists()]
        if any(f.stat().st_mode & 0o077 for f in files) and folder.stat().st_mode & 0o077:
            yield Check("folder", "wrong", f"others on this machine can read {folder}", f"chmod 700 {folder}")


def _looked_at(place: Place, database: Database) -> Iterator[Check]:
    try:
        place.look(database)
        with database.read() as connection:
            schema = current(connection)
            mark = connection.execute(sa.select(about.c.value).where(about.c.name == "key")).scalar()
    except LoadaidError as error:
        yield Check("database", "wrong", str(error), "What depends on it was not looked at")
        return
    yield Check("database", "ok", "it opens and a quick look at every page found nothing")
    if schema not in known():
        yield Check("schema", "wrong", f"made by a newer version of loadaid ({schema})", "Use that version")
        return
    if schema != newest():
        yield Check("schema", "attention", f"{schema}: made by an older version",
                    "The next start changes the tables, after it put a backup aside")  # fmt: skip
        return
    yield Check("schema", "ok", str(schema))
    if mark not in (None, database.vault.check):
        yield Check("key of the database", "wrong", "the database was made with another key",
                    "Type that one in: python -m loadaid key --put-back")  # fmt: skip
        return
    yield _writable(database)
    with database.read() as connection:
        yield from _content(connection, place, database)


def _writable(database: Database) -> Check:
    try:
        with database.write():
            return Check("writing", "ok", "possible")
    except StoreError as error:
        state: State = "attention" if error.code == "busy" else "wrong"
        return Check("writing", state, str(error), "Look at the rights of the folder and at the space on its disk")


def _content(connection: sa.Connection, place: Place, database: Database) -> Iterator[Check]:
    mend = RESTORE.format(backup=last_good(place.backups, database.vault) or "FILE")
    problems = check.pages(connection)
    yield _either("pages", not problems, "every page and index holds together", "; ".join(problems), mend)
    lost = check.references(connection)
    yield _either("references", not lost, "every row names rows that are there", f"{lost} rows name none", mend)
    changed = check.changed_imports(connection, database.vault)
    shown = ", ".join(changed[:5]) + (", ..." if len(changed) > 5 else "")
    yield _either("imports", not changed, "the rows of every import are those that were confirmed",
                  f"rows of {len(changed)} imports were changed: {shown}", mend)  # fmt: skip
    verdict = audit.verify(audit.entries(connection), database.vault.audit_key)
    yield _either("audit log", verdict.wrong is None,
                  f"{verdict.entries} entries as they were written; its end is proven by an anchor only (audit verify --anchor FILE)",
                  f"entry {verdict.wrong}: {verdict.why}", "Keep the file as it is and find out who could write to it")  # fmt: skip
    yield _clock(connection, database)
    expired = connection.execute(
        sa.select(sa.func.count()).select_from(drafts).where(drafts.c.until < moment(database.clock()))
    ).scalar_one()
    yield Check("drafts", "ok", f"{expired} expired" if expired else "none expired")


def _clock(connection: sa.Connection, database: Database) -> Check:
    last = connection.execute(sa.select(sa.func.max(tables.audit.c.at))).scalar()
    if last and as_moment(last) - database.clock() > audit.SLACK:
        return Check("clock", "wrong", f"it stands before the last entry of the audit log ({last[:16]} UTC)",
                     "Set the clock; if it is right, the last entry was made under a wrong one")  # fmt: skip
    said = f"{database.clock():%Y-%m-%d %H:%M} UTC, after the last entry; whether it is right cannot be told from here"
    return Check("clock", "ok", said)


def _backup(place: Place, vault: Vault, clock: Callable[[], datetime]) -> Check:
    mend = "Make one: python -m loadaid backup" + ("" if place.kind == "real" else " (the demonstration needs none)")
    state: State = "attention" if place.kind == "real" else "ok"
    path = latest(place.backups)
    if path is None:
        return Check("last backup", state, f"none in {place.backups}", mend)
    try:
        made = examine(path, vault)
    except LoadaidError as error:
        return Check("last backup", "wrong", f"{path.name}: {error}", mend)
    days = (clock() - as_moment(made.at)) / timedelta(days=1)
    said = f"{path.name}, {days:.1f} days old, {made.rows} rows, read to its end"
    if made.flaws:
        return Check("last backup", "attention", f"{said}; {'; '.join(made.flaws)}", "See the lines above")
    return Check("last backup", "ok" if days <= BACKUP_DAYS else state, said, mend if days > BACKUP_DAYS else "")


def _left_over(place: Place) -> Check:
    path = place.file
    folders = {place.backups, *([path.parent] if path else [])}
    left = sorted(file for folder in folders if folder.exists() for file in folder.glob(".*.part"))
    if not left:
        return Check("left over", "ok", "no unfinished file")
    return Check("left over", "attention", f"unfinished: {', '.join(map(str, left[:3]))}",
                 "Delete them if no backup is running")  # fmt: skip


def _either(name: str, holds: bool, well: str, ill: str, mend: str) -> Check:
    return Check(name, "ok", well) if holds else Check(name, "wrong", ill, mend)
