"""That an import is whole or not there, wherever its process is killed; and that what was confirmed stays.

A child imports without a pause, by the same call as the screens, and says each receipt aloud. It is ended by SIGKILL: at a
moment of chance, or before the nth statement of an import, the commit counted as one, so that every step is hit.
This tries the death of a process, not a power cut: for that stands SQLite's own promise with synchronous=FULL.
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from loadaid.practice.demo import seed
from loadaid.practice.prove.counts import Counts, Until
from loadaid.store import audit, check
from loadaid.store.actor import Actor
from loadaid.store.database import Database, open_database
from loadaid.store.imports import Line
from loadaid.store.records import every_record
from loadaid.store.repository import Repository, repository
from loadaid.store.tables import accounts, imports, patients
from loadaid.store.vault import Vault

KEY = bytes(range(32))
DAY = date(2026, 11, 16)
ROWS = 24  # of an import: two sessions of four lines a day, and four days
LONGEST_S = 0.06  # of the moments of chance


def prove(count: int = 1000, minutes: float | None = None, database: str | None = None, patients: int = 4) -> Counts:
    """`count` children killed while they import. database: an empty PostgreSQL one; else a file."""
    counts, until, dice = Counts(), Until(minutes), random.Random(2026)
    with tempfile.TemporaryDirectory(prefix="loadaid-") as name:
        url = database or f"sqlite:///{Path(name) / 'clinic.db'}"
        made = open_database(url, Vault(KEY), kind="demo")
        seed(made, DAY, patients, 20)
        steps = _steps(made)
        made.close()  # a connection must not be shared with a child
        for number in range(count):
            if not until:
                counts.unfinished = True
                break
            _round(url, number, steps, dice, counts)
        _whole(url, counts)
    return counts


def _round(url: str, number: int, steps: int, dice: random.Random, counts: Counts) -> None:
    step = number % steps + 1 if number % 2 else None
    said, child = _killed(url, number, step, dice.uniform(0, LONGEST_S))
    counts.add("killed before a statement" if step else "killed at a moment of chance")
    counts.hold(os.WIFSIGNALED(child), f"round {number}: the child ended by itself")
    here = open_database(url, Vault(KEY))
    try:
        with here.read() as connection:
            rows = connection.execute(sa.select(imports.c.id).where(imports.c.key.like(f"{number}-%"))).all()
            there = {row.id for row in rows}
            halves = set(check.changed_imports(connection, here.vault, there))
        counts.add("imports confirmed aloud", len(said))
        counts.add("imports found", len(there))
        counts.hold(set(said) <= there, f"round {number}: a confirmed import is not there")
        counts.hold(len(there) <= len(said) + 1, f"round {number}: more imports than were made")
        counts.hold(not halves, f"round {number}: half an import is there")
    finally:
        here.close()


def _killed(url: str, number: int, step: int | None, seconds: float) -> tuple[list[str], int]:
    """The receipts that a child said aloud, and how it ended."""
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hears)
        try:
            _child(url, number, step, lambda text: os.write(says, f"{text}\n".encode()))
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(3)
    os.close(says)
    with os.fdopen(hears, "rb") as heard:
        first = heard.readline()
        if step is None and first:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        said = heard.read().decode()
    return said.split("\n")[:-1], status  # a line that was cut was not said


def _child(url: str, number: int, step: int | None, say: Callable[[str], Any]) -> None:
    """Imports until it is killed, and says "ready" and each receipt when it has it."""
    here = open_database(url, Vault(KEY))
    repo = _lead(here)
    followed = [patient.id for patient in repo.people.listed() if patient.name]
    patient = followed[number % len(followed)]
    revision = repo.records.get(patient).revision
    say("ready")
    if step is not None:
        _die_before(here, step)
    for k in range(1000):
        receipt = repo.imports.confirm(patient, "form", _lines(number + k), key=f"{number}-{k}", revision=revision)
        say(receipt.import_id)
        revision += 1


def _die_before(here: Database, step: int) -> None:
    """The process kills itself before its nth statement or commit from now on."""
    left = step

    def count(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    here.on_write("before_cursor_execute", count)
    here.on_write("commit", count)


def _steps(here: Database) -> int:
    """How many statements and commits two imports take: every place where a child can be killed, and some after."""
    counted = 0

    def count(*_: Any) -> None:
        nonlocal counted
        counted += 1

    here.on_write("before_cursor_execute", count)
    here.on_write("commit", count)
    repo = _lead(here)
    patient = next(p.id for p in repo.people.listed() if p.name)
    counted = 0
    for k in range(2):
        repo.imports.confirm(patient, "form", _lines(k), key=f"steps-{k}", revision=repo.records.get(patient).revision)
    return counted


def _lead(here: Database) -> Repository:
    with here.read() as connection:
        lead = connection.execute(sa.select(accounts).where(accounts.c.role == "lead")).one()
    return repository(here, Actor(lead.id, lead.clinic_id, "lead"))


def _lines(k: int) -> list[Line]:
    days = [(DAY - timedelta(days=1 + (k + n) % 20)).isoformat() for n in range(ROWS // 6)]
    daily = [Line("daily", {"date": day, "pain_average": float(k % 11), "note": "prose"}) for day in days]
    sessions = [
        Line("sessions", {"date": day, "session": 9, "line": n + 1, "exercise": f"exercice {n}", "reps": 10.0})
        for day in days for n in range(ROWS // len(days) - 1)
    ]  # fmt: skip
    return daily + sessions


def _whole(url: str, counts: Counts) -> None:
    """At the end: file, references, every import, the audit log, and every record can be read."""
    here = open_database(url, Vault(KEY))
    try:
        with here.read() as connection:
            counts.hold(not check.pages(connection), "the pages of the file do not hold together")
            counts.hold(not check.references(connection), "a row names a row that is not there")
            counts.hold(not check.changed_imports(connection, here.vault), "an import is not as it was confirmed")
            log = audit.verify(audit.entries(connection), here.vault.audit_key)
            total = connection.execute(sa.select(sa.func.count()).select_from(patients)).scalar_one()
        counts.hold(log.wrong is None, f"the audit log breaks at entry {log.wrong}")
        counts.add("audit entries in one chain", log.entries)
        read = [record for _, record in every_record(here) if not record.odd and not record.changed]
        counts.hold(len(read) == total, "a record cannot be read whole")
        counts.add("records read whole", len(read))
    finally:
        here.close()
