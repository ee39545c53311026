"""Where a practice's data stand: one folder for the demonstration, one for the real clinic, the key apart from both."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from loadaid.store.backup import backup, last_good, name
from loadaid.store.check import quick
from loadaid.store.database import Database, Kind, now, open_database
from loadaid.store.vault import Vault

FILE = "loadaid.db"


@dataclass(frozen=True)
class Place:
    """One database: its kind, its address, its key file, and the folder of its backups."""

    kind: Kind
    url: str
    key: Path
    backups: Path

    @property
    def is_made(self) -> bool:
        """Whether a clinic was started here. A database on a server is taken to be there."""
        return self.key.exists() and (self.file is None or self.file.exists())

    @property
    def is_begun(self) -> bool:
        """Whether there is a trace of a clinic: a missing file or key then is a loss, not a beginning."""
        return self.key.exists() or (self.file is not None and self.file.exists())

    @property
    def file(self) -> Path | None:
        """The file of an embedded database."""
        return Path(self.url.removeprefix("sqlite:///")) if self.url.startswith("sqlite") else None

    def open(self, *, clock: Callable[[], datetime] = now) -> Database:
        """The database, looked at first; before the tables of a real clinic are changed, a backup is put aside.

        Errors: WrongKey when the key file is missing, Damaged; those of `open_database`.
        """
        database = Database(self.url, Vault.open(self.key))
        try:
            self.look(database)
        finally:
            database.close()
        return self._opened(clock)

    def look(self, database: Database) -> None:
        """Errors: Damaged, which names the last good backup, when a quick look finds the database not whole."""
        quick(database, lambda: last_good(self.backups, database.vault))

    def _opened(self, clock: Callable[[], datetime]) -> Database:
        before = self._put_aside if self.kind == "real" else None
        return open_database(self.url, Vault.open(self.key), kind=self.kind, clock=clock, before=before)

    def _put_aside(self, database: Database, schema: str) -> None:
        private(self.backups)
        backup(database, self.backups / name(database, f"before-{schema}"))

    def make(self, *, clock: Callable[[], datetime] = now) -> Database:
        """A new database beside a new key; one that is there already is opened. Folders are for their owner alone."""
        private(self.backups)
        if self.file is not None:
            private(self.file.parent)
        if not self.key.exists():
            Vault.create(self.key)
        return self._opened(clock)


def private(folder: Path) -> None:
    """Makes a folder, and those it lies in that are not there, for their owner alone."""
    for each in (*reversed(folder.parents), folder):
        if not each.is_dir():
            each.mkdir(exist_ok=True, mode=0o700)


def home() -> Path:
    """The folder of all of loadaid's data: LOADAID_HOME, else the usual place of this system."""
    named = os.environ.get("LOADAID_HOME")
    return Path(named).resolve() if named else user_data_path("loadaid", appauthor=False)


def demo() -> Place:
    """The demonstration clinic: always embedded, never on a server."""
    folder = home() / "demo"
    return Place("demo", f"sqlite:///{folder / FILE}", folder / "key", folder / "backups")


def clinic() -> Place:
    """The real clinic. LOADAID_DATABASE_URL puts it on a server, LOADAID_KEY_FILE the key on another disk."""
    folder = home() / "clinic"
    url = os.environ.get("LOADAID_DATABASE_URL") or f"sqlite:///{folder / FILE}"
    key = os.environ.get("LOADAID_KEY_FILE")
    return Place("real", url, Path(key).resolve() if key else home() / "clinic.key", folder / "backups")


def chosen() -> Place:
    """The real clinic once there is one, the demonstration until then."""
    real = clinic()
    return real if real.is_begun or "LOADAID_DATABASE_URL" in os.environ else demo()
