"""That twenty writers at once lose nothing and are refused nothing: each reads a number, adds one, writes it back."""

from __future__ import annotations

import multiprocessing
import tempfile
import threading
import time
from multiprocessing.queues import Queue
from pathlib import Path

import sqlalchemy as sa

from loadaid.practice.prove.counts import Counts
from loadaid.store.database import Database, open_database
from loadaid.store.errors import StoreError
from loadaid.store.tables import attempts
from loadaid.store.vault import Vault

KEY = bytes(range(32))
PROCESSES, THREADS = 4, 5


def prove(count: int = 100, minutes: float | None = None, database: str | None = None) -> Counts:
    """Each of 4 processes with 5 threads adds one `count` times to the same number. database: an empty one."""
    counts = Counts()
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="loadaid-") as folder:
        url = database or f"sqlite:///{Path(folder, 'clinic.db')}"
        there = open_database(url, Vault(KEY), kind="real")
        with there.write() as connection:
            connection.execute(sa.insert(attempts).values(mark="sum", failures=0, last_at="", next_at=""))
        said: Queue[tuple[int, float, list[str]]] = context.Queue()
        workers = [context.Process(target=_process, args=(url, count, said)) for _ in range(PROCESSES)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join((minutes or 30) * 60)
        # What a process said is small, so it ended with its answer on the way; one that died has none.
        answers = [said.get(timeout=10) for worker in workers if worker.exitcode == 0]
        counts.hold(len(answers) == PROCESSES, f"{PROCESSES - len(answers)} processes died")
        with there.read() as connection:
            total = connection.execute(sa.select(attempts.c.failures)).scalar_one()
        there.close()
    wanted = PROCESSES * THREADS * count
    counts.add("writes", sum(done for done, _, _ in answers))
    counts.add("the longest wait, in ms", round(1000 * max((longest for _, longest, _ in answers), default=0)))
    for _, _, errors in answers:
        for error in errors:
            counts.hold(False, error)
    counts.hold(total == wanted, f"{wanted} were added one by one, {total} are there")
    return counts


def _process(url: str, count: int, said: Queue[tuple[int, float, list[str]]]) -> None:
    database, waits, errors = Database(url, Vault(KEY)), [0.0], list[str]()

    def add() -> None:
        for _ in range(count):
            began = time.monotonic()
            try:
                with database.write() as connection:
                    now = connection.execute(sa.select(attempts.c.failures)).scalar_one()
                    connection.execute(sa.update(attempts).values(failures=now + 1))
                waits.append(time.monotonic() - began)
            except StoreError as error:
                errors.append(f"{type(error).__name__} after {time.monotonic() - began:.1f} s")

    threads = [threading.Thread(target=add) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.close()
    said.put((len(waits) - 1, max(waits), errors))
