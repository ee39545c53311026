"""Faults of the database itself: full disk, read-only, held, restarted, damaged. Each ends in one of our errors and nothing half."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from loadaid.practice.prove import corruption, writers
from loadaid.store import audit, backup, check
from loadaid.store.database import BUSY_MS, Database, open_database
from loadaid.store.errors import Busy, Damaged, DiskFull, ReadOnly, StoreError
from loadaid.store.tables import attempts
from loadaid.store.vault import Vault
from tests.postgres import Server
from tests.store_clinic import KEY, Clock, made

NOBODY = 65534


def written(database: Database, size: int = 0) -> None:
    """One more row, of at least this size."""
    with database.write() as connection:
        number = connection.execute(sa.select(sa.func.count()).select_from(attempts)).scalar_one()
        row = {"mark": f"{number}-{'x' * size}", "failures": 0, "last_at": "", "next_at": ""}
        connection.execute(sa.insert(attempts).values(row))


def count(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(attempts)).scalar_one())


def in_child(work: Callable[[], None]) -> None:
    """Does something in a process of its own, whose limits and rights end with it."""
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    child.join()
    assert child.exitcode == 0


def without_rights(folder: Path, work: Callable[[], None]) -> None:
    """Does something as a user who may only read this folder."""

    def as_nobody() -> None:
        if os.geteuid() == 0:  # root may write anywhere
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        work()

    for above in folder.parents:  # pytest's own folders let nobody else in
        if above.stat().st_uid == os.geteuid() and above != Path("/"):
            above.chmod(above.stat().st_mode | 0o711)
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    try:
        in_child(as_nobody)
    finally:
        folder.chmod(0o755)
        for file in folder.iterdir():
            file.chmod(0o644)


# every connection


def test_every_connection_to_a_file_is_set_for_safety(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}", Vault(KEY), kind="real")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_MS, "trusted_schema": 0}
    for opened in (database.read, database.write):
        with opened() as connection:
            for pragma, value in wanted.items():
                assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    assert (tmp_path / "a.db").stat().st_mode & 0o777 == 0o600
    database.close()


# F3: the disk is full


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A disk of 2 MB in this folder; false where this machine lets nobody mount one."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, check=False
    )
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", folder], check=True)


def fill(database: Database) -> None:
    """Writes until there is no more room, then looks whether all is as it was."""
    for _ in range(5):
        written(database)
    rows = [{"mark": f"{number}{'y' * 20_000}", "failures": 0, "last_at": "", "next_at": ""} for number in range(1000)]
    with pytest.raises(DiskFull), database.write() as connection:
        connection.execute(sa.insert(attempts), rows)
    assert count(database) == 5
    check.quick(database)


def test_a_full_disk_keeps_what_was_there_and_says_so(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as is_mounted:
        if is_mounted:
            database = open_database(f"sqlite:///{tmp_path / 'disk' / 'a.db'}", Vault(KEY), kind="real")
            fill(database)
            written(database)  # what was half written gave its room back
            database.close()


def test_a_file_that_may_not_grow_keeps_what_was_there(tmp_path: Path) -> None:
    """The same without rights to mount a disk: the process may write no file longer than 2 MB."""

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
        database = open_database(f"sqlite:///{tmp_path / 'a.db'}", Vault(KEY), kind="real")
        fill(database)
        database.close()

    in_child(work)


def test_a_backup_to_a_full_disk_leaves_no_file(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}", Vault(KEY), kind="real")
    with database.write() as connection:
        for number in range(40):
            row = {"mark": f"{number}{os.urandom(100_000).hex()}", "failures": 0, "last_at": "", "next_at": ""}
            connection.execute(sa.insert(attempts).values(row))
    folder = tmp_path / "backups"
    folder.mkdir()

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        there = Database(f"sqlite:///{tmp_path / 'a.db'}", Vault(KEY))
        with pytest.raises(Exception, match="cannot be written: File too large"):
            backup.backup(there, folder / "one.backup")
        there.close()

    in_child(work)
    assert list(folder.iterdir()) == []
    assert count(database) == 40
    database.close()


# F4: it may only be read


@pytest.mark.parametrize("is_open_elsewhere", [False, True])
def test_a_database_in_a_read_only_folder_opens_and_can_be_read(tmp_path: Path, is_open_elsewhere: bool) -> None:
    folder = tmp_path / "clinic"
    folder.mkdir()
    url = f"sqlite:///{folder / 'a.db'}"
    owner = open_database(url, Vault(KEY), kind="real", clock=Clock())
    written(owner)
    if not is_open_elsewhere:
        owner.close()

    def work() -> None:
        database = open_database(url, Vault(KEY), kind="real", clock=Clock())
        check.quick(database)
        assert count(database) == 1
        with pytest.raises(ReadOnly, match="can be read"):
            written(database)
        assert count(database) == 1
        backup.note(database, "backup")  # no entry, and no error
        database.close()

    without_rights(folder, work)
    assert count(owner) == 1
    written(owner)
    owner.close()


@pytest.mark.postgres
def test_a_server_that_only_lets_read_says_so(postgres_url: str) -> None:
    database = open_database(postgres_url, Vault(KEY), kind="real")
    name = sa.make_url(postgres_url).database
    with database.write() as connection:
        connection.execute(sa.text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    database.close()
    assert count(database) == 0
    with pytest.raises(ReadOnly):
        written(database)
    database.close()


# F5: others write


def test_a_held_database_answers_busy_after_five_seconds_and_nothing_is_lost(database_url: str) -> None:
    database = open_database(database_url, Vault(KEY), kind="real")
    other = Database(database_url, Vault(KEY))
    began = time.monotonic()
    with other.write():
        with pytest.raises(Busy):
            written(database)
        assert count(database) == 0  # reading goes on
    assert 4.5 < time.monotonic() - began < 9
    written(database)
    assert count(database) == 1
    database.close()
    other.close()


def test_more_readers_than_connections_are_told_to_try_again(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}", Vault(KEY), kind="real")
    with ExitStack() as stack:
        for _ in range(15):
            stack.enter_context(database.read())
        with pytest.raises(Busy):
            count(database)
    assert count(database) == 0
    database.close()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_twenty_writers_lose_nothing(kind: str, request: pytest.FixtureRequest) -> None:
    counts = writers.prove(5, database=None if kind == "sqlite" else request.getfixturevalue("postgres_url"))
    assert counts.failed == []
    assert counts.tried["writes"] == 100


def test_an_error_in_the_middle_leaves_nothing_behind(database_url: str) -> None:
    database = open_database(database_url, Vault(KEY), kind="real", clock=Clock())

    def fails(connection: sa.Connection) -> None:
        audit.append(connection, database.vault.audit_key, database.clock(), None, "read", "record")
        connection.execute(sa.text("CREATE TABLE half (id TEXT)"))
        raise RuntimeError

    with pytest.raises(RuntimeError), database.write() as connection:
        fails(connection)
    with database.read() as connection:
        assert audit.head(connection) == audit.START
        assert not sa.inspect(connection).has_table("half")
    database.close()


# F9: the server restarts


@pytest.mark.postgres_server
def test_after_a_restart_of_the_server_at_most_one_action_fails(postgres_server: Server) -> None:
    database = open_database(postgres_server.url.render_as_string(), Vault(KEY), kind="real")
    for _ in range(3):
        written(database)
    postgres_server.restart()
    written(database)  # the pool looks first whether its connections live
    assert count(database) == 4

    def interrupted(connection: sa.Connection) -> None:
        connection.execute(sa.text("DELETE FROM attempts"))
        postgres_server.restart()
        connection.execute(sa.text("DELETE FROM attempts"))

    with pytest.raises(StoreError), database.write() as connection:
        interrupted(connection)
    assert count(database) == 4
    written(database)
    assert count(database) == 5
    database.close()


@pytest.mark.postgres_server
def test_connections_of_many_threads_come_back_after_a_restart(postgres_server: Server) -> None:
    database = open_database(postgres_server.url.render_as_string(), Vault(KEY), kind="real")
    failures: list[str] = []
    done, is_back = threading.Semaphore(0), threading.Event()

    def work() -> None:
        for _ in range(10):
            try:
                written(database)
            except StoreError as error:
                failures.append(error.code)
                is_back.wait()
            done.release()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    done.acquire()
    postgres_server.restart()
    is_back.set()
    for thread in threads:
        thread.join()
    assert len(failures) <= 4  # what was under way in each thread
    assert set(failures) <= {"unreachable", "store"}
    assert count(database) >= 40 - len(failures)
    database.close()


def test_a_server_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    database = Database(f"postgresql://nobody@/none?host={tmp_path}", Vault(KEY))
    with pytest.raises(StoreError) as told:
        count(database)
    assert told.value.code == "unreachable"
    database.close()


# F10: the file is damaged


def test_ten_random_corruptions_give_no_other_reading_without_a_word() -> None:
    counts = corruption.prove(10, patients=2, chance=3)
    assert counts.failed == []
    assert sum(counts.tried.values()) == 10


@pytest.mark.parametrize("harm", ["head", "page", "text", "cut", "another file"])
def test_a_damaged_file_is_one_of_our_errors(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "a.db"
    made(f"sqlite:///{path}", days=10).database.close()
    content = bytearray(path.read_bytes())
    if harm == "head":
        content[:100] = bytes(100)
    if harm == "page":
        content[4096:6096] = os.urandom(2000)
    if harm == "cut":
        del content[len(content) // 2 :]
    if harm == "another file":
        content = bytearray(b"patient_id,date\n" * 1000)
    path.write_bytes(content)
    if harm == "text":
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE clinics SET name = CAST(x'ff41' AS TEXT)")
        connection.close()
    database = Database(f"sqlite:///{path}", Vault(KEY))

    def used() -> None:
        check.quick(database)
        with database.read() as connection:
            connection.execute(sa.text("SELECT * FROM clinics")).all()

    with pytest.raises(Damaged):
        used()
    database.close()


def test_a_changed_value_of_a_log_is_found(database_url: str) -> None:
    clinics = made(database_url, days=10)
    with clinics.database.read() as connection:
        assert check.changed_imports(connection, clinics.database.vault) == []
    with clinics.database.write() as connection:
        connection.execute(sa.text("UPDATE daily SET pain_average = 9.5 WHERE id = (SELECT MAX(id) FROM daily)"))
        connection.execute(sa.text("DELETE FROM sessions WHERE id = (SELECT MAX(id) FROM sessions)"))
    with clinics.database.read() as connection:
        assert 1 <= len(check.changed_imports(connection, clinics.database.vault)) <= 2
        assert check.pages(connection) == []
    clinics.database.close()


@pytest.mark.postgres
def test_indexes_are_looked_at_where_the_server_can(postgres_url: str) -> None:
    database = open_database(postgres_url, Vault(KEY), kind="real")
    with database.write() as connection:
        connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS amcheck"))
    with database.read() as connection:
        assert check.pages(connection) == []
    database.close()
