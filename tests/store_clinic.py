"""A small clinic in a database, for tests: two clinics, their people, and patients with names nobody else has."""

from __future__ import annotations

import atexit
import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from loadaid.domain.rights import Role
from loadaid.logs.plain import plain_rows
from loadaid.practice.lines import of_log
from loadaid.store.actor import Actor
from loadaid.store.columns import metadata
from loadaid.store.database import Database, open_database
from loadaid.store.founding import add_account, add_clinic
from loadaid.store.repository import Repository, repository
from loadaid.store.tables import accounts
from loadaid.store.vault import Vault
from loadaid.virtual import clinic

TODAY = dt.date(2026, 11, 16)
NOW = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
KEY = bytes(range(32))
# Twelve letters each, found nowhere else: what leaks is found by them.
SENTINELS = ("Qwxzalphaone", "Qwxzbravotwo", "Qwxzcharlie3", "Qwxzdelta444", "Qwxzecho5555", "Qwxzfoxtrot6")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: dt.datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += dt.timedelta(**by)


@dataclass
class Clinics:
    """database, clock; actors by name ("physio", "physio2", "lead", "admin", "patient", and "other-..." of the second clinic);
    patients: sentinel name -> id. physio follows the first two of the first clinic, physio2 the third; patient is the first."""

    database: Database
    clock: Clock
    actors: dict[str, Actor] = field(default_factory=dict)
    patients: dict[str, str] = field(default_factory=dict)

    def repo(self, who: str) -> Repository:
        return repository(self.database, self.actors[who])

    def id(self, number: int) -> str:
        """Id of the nth patient: 0 to 2 of the first clinic, 3 to 5 of the second."""
        return self.patients[SENTINELS[number]]


def made(url: str, clock: Callable[[], dt.datetime] | None = None, days: int = 40) -> Clinics:
    """Two clinics of three patients each, each patient with `days` days of log that end yesterday.

    They are made once in a process and copied, so their ids are the same in every test.
    """
    own = clock if isinstance(clock, Clock) else Clock()
    first, file = _first(days)
    path = sa.make_url(url).database if url.startswith("sqlite") else None
    if path and not Path(path).exists():
        shutil.copy(file, path)
    database = open_database(url, Vault(KEY), kind="real", clock=own)
    with database.read() as connection:
        is_empty = connection.execute(sa.select(accounts.c.id).limit(1)).first() is None
    if is_empty:
        _copy_rows(file, database)
    return Clinics(database, own, dict(first.actors), dict(first.patients))


def copied(clinics: Clinics, folder: Path) -> Clinics:
    """The same clinics in a file of their own, at the first moment again, with what a test file has added to them."""
    assert clinics.database.path
    clinics.database.close()
    shutil.copy(clinics.database.path, folder / "loadaid.db")
    clock = Clock()
    database = open_database(f"sqlite:///{folder / 'loadaid.db'}", Vault(KEY), kind="real", clock=clock)
    return replace(clinics, database=database, clock=clock, actors=dict(clinics.actors))


def _copy_rows(file: Path, database: Database) -> None:
    source = Database(f"sqlite:///{file}", Vault(KEY))
    with source.read() as there, database.write() as here:
        for table in metadata.sorted_tables:
            rows = [row._asdict() for row in there.execute(sa.select(table))]
            if rows and table.name != "about":
                here.execute(sa.insert(table), rows)
    source.close()


@cache
def _first(days: int) -> tuple[Clinics, Path]:
    """The clinics themselves, through the store as anyone would make them, and their file, closed."""
    folder = tempfile.mkdtemp(prefix="loadaid-clinics-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = Path(folder, "loadaid.db")
    found = Clinics(open_database(f"sqlite:///{file}", Vault(KEY), kind="real", clock=Clock()), Clock())
    log = clinic(6, days, 3, end=TODAY - dt.timedelta(days=1))
    lines, charts = of_log(log), plain_rows(log.patients)
    roles: dict[str, Role] = {"physio": "physio", "physio2": "physio", "lead": "lead", "admin": "admin"}
    for number, prefix in enumerate(("", "other-")):
        clinic_id = add_clinic(found.database, f"Cabinet {number + 1}", "fr")
        for name, role in roles.items():
            account = add_account(found.database, clinic_id, role, f"{prefix}{name}", f"{prefix}{name}@example.org")
            found.actors[prefix + name] = Actor(account, clinic_id, role)
        for k in range(3):
            name = SENTINELS[3 * number + k]
            physio = found.repo(prefix + ("physio2" if k == 2 else "physio"))
            found.patients[name] = patient_id = physio.people.create(name, None, charts[3 * number + k])
            physio.imports.confirm(patient_id, "seed", lines[f"P-{3 * number + k + 1:03d}"], key="seed", revision=0)
        account = add_account(
            found.database, clinic_id, "patient", SENTINELS[3 * number], f"{prefix}patient@example.org",
            patient_id=found.id(3 * number),
        )  # fmt: skip
        found.actors[prefix + "patient"] = Actor(account, clinic_id, "patient")
    found.database.close()
    return found, file
