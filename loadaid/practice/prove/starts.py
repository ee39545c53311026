"""That of many processes that start at once on an empty database one makes the tables, and all start."""

from __future__ import annotations

import multiprocessing
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from loadaid.practice.prove.counts import Counts, Until
from loadaid.store.database import Database, open_database
from loadaid.store.errors import StoreError
from loadaid.store.migrate import current, migrate, newest
from loadaid.store.vault import Vault

KEY = bytes(range(32))


def prove(count: int = 50, minutes: float | None = None, database: str | None = None, processes: int = 8) -> Counts:
    """`count` rounds: the processes wait for one another, then all open the same empty database. database: emptied each time."""
    counts, until = Counts(), Until(minutes)
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(processes)
    ends = [context.Pipe() for _ in range(processes)]
    workers = [context.Process(target=_worker, args=(end[1], gate), daemon=True) for end in ends]
    for worker in workers:
        worker.start()
    for _, its in ends:
        its.close()  # so that the end of a worker is seen here
    with tempfile.TemporaryDirectory(prefix="loadaid-") as folder:
        for number in range(count):
            if not until:
                counts.unfinished = True
                break
            url = database or f"sqlite:///{Path(folder, f'{number}.db')}"
            if database:
                _emptied(database)
            _round(number, url, [end[0] for end in ends], counts)
    for mine, _ in ends:
        mine.send(None)
    for worker in workers:
        worker.join()
    return counts


def _round(number: int, url: str, ends: list[Connection[Any, Any]], counts: Counts) -> None:
    for end in ends:
        end.send(url)
    answers = [end.recv() for end in ends]
    counts.add("starts", len(answers))
    counts.add("migrations", sum(answer is True for answer in answers))
    counts.hold(sum(answer is True for answer in answers) == 1, f"round {number}: not one migration: {answers}")
    counts.hold(not any(isinstance(answer, str) for answer in answers), f"round {number}: {answers}")
    made = Database(url, Vault(KEY))
    with made.read() as connection:
        counts.hold(current(connection) == newest(), f"round {number}: another schema")
        counts.hold(
            connection.execute(sa.text("SELECT COUNT(*) FROM about")).scalar_one() == 2, f"round {number}: about"
        )
    made.close()


def _worker(end: Connection[Any, Any], gate: Any) -> None:
    """Answers each address with whether it was the one that migrated, or with what failed."""
    while (url := end.recv()) is not None:
        gate.wait()
        database = Database(url, Vault(KEY))
        try:
            was_it = migrate(database)
            open_database(url, Vault(KEY), kind="real").close()
            end.send(was_it)
        except StoreError as error:
            end.send(f"{type(error).__name__}: {error}")
        finally:
            database.close()


def _emptied(url: str) -> None:
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"), poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
