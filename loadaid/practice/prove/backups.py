"""That a backup made while others write is one moment of the clinic, and restores with every reading equal."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from loadaid.practice.demo import seed
from loadaid.practice.prove.counts import Counts, Until
from loadaid.practice.readings import verdicts
from loadaid.store.actor import Actor
from loadaid.store.backup import backup, restore
from loadaid.store.database import Database, open_database
from loadaid.store.errors import ChangedMeanwhile, StoreError
from loadaid.store.imports import Line
from loadaid.store.repository import repository
from loadaid.store.tables import accounts, clinics, patients
from loadaid.store.vault import Vault

KEY = bytes(range(32))
DAY = date(2026, 11, 16)


def prove(count: int = 100, minutes: float | None = None, database: str | None = None, patients: int = 4) -> Counts:
    """Two writers add days without a pause; meanwhile `count` backups are made, each restored into a new file and proven.

    A restore recomputes rows, references, audit log, marks of imports and readings. database: an empty one to write to;
    else a file. Every import meanwhile has two rows: a backup never holds one of them.
    """
    counts, until = Counts(), Until(minutes)
    with tempfile.TemporaryDirectory(prefix="loadaid-") as name:
        folder = Path(name)
        there = open_database(database or f"sqlite:///{folder / 'clinic.db'}", Vault(KEY), kind="demo")
        seed(there, DAY, patients, 30)
        try:
            with _writers(there, counts):
                for number in range(count):
                    if not until:
                        counts.unfinished = True
                        break
                    _round(there, folder, number, counts)
        finally:
            there.close()
    return counts


def _round(there: Database, folder: Path, number: int, counts: Counts) -> None:
    made = backup(there, folder / f"{number}.backup", verdicts)
    back = Database(f"sqlite:///{folder / f'{number}.db'}", Vault(KEY))
    try:
        done = restore(made.path, back, verdicts)
        with back.read() as connection:
            halves = connection.execute(HALF).all()
        counts.hold(not halves, f"backup {number} holds half an import")
        counts.hold(not made.flaws, f"backup {number}: {made.flaws}")
        counts.hold(done.compared == done.patients, f"backup {number}: readings were not compared")
        counts.add("backups restored, all readings equal", int(done.compared == done.patients))
    except StoreError as error:
        counts.hold(False, f"backup {number}: {error}")
    finally:
        back.close()


# every import of a writer has two rows
HALF = sa.text(
    "SELECT imports.id FROM imports LEFT JOIN daily ON daily.import_id = imports.id WHERE imports.kind = 'correction' "
    "GROUP BY imports.id HAVING COUNT(daily.id) <> 2"
)


@contextmanager
def _writers(there: Database, counts: Counts) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=_write, args=(there, stop, which, counts)) for which in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _write(there: Database, stop: threading.Event, which: int, counts: Counts) -> None:
    """Corrects two days of one patient, again and again, until it is stopped."""
    with there.read() as connection:
        lead = connection.execute(sa.select(accounts).where(accounts.c.role == "lead")).one()
        clinic = connection.execute(sa.select(clinics.c.id)).scalar_one()
        followed = connection.scalars(sa.select(patients.c.id).order_by(patients.c.code)).all()[which]
    repo = repository(there, Actor(lead.id, clinic, "lead"))
    number = 0
    while not stop.is_set():
        days = [DAY - timedelta(days=2 + (number + k) % 20) for k in (0, 1)]
        lines = [Line("daily", {"date": day.isoformat(), "pain_average": float(number % 11)}) for day in days]
        try:
            repo.imports.confirm(
                followed, "correction", lines, key=f"{which}-{number}", revision=repo.people.get(followed).revision
            )
            counts.add("imports meanwhile")
        except ChangedMeanwhile:
            pass
        except StoreError as error:
            counts.hold(False, f"a writer was refused: {error}")
        number += 1
        stop.wait(0.1)  # two people at their desks, not a flood
