"""The databases that other tests are given: new ones, on a server that ends with the tests."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from tests.postgres import Server

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.postgres
def test_the_server_is_one_that_loadaid_supports(postgres_url: str) -> None:
    with create_engine(postgres_url, poolclass=NullPool).connect() as connection:
        assert int(connection.scalar(text("SHOW server_version_num"))) >= 150000


@pytest.mark.parametrize("time_round", [1, 2])
def test_every_test_finds_its_database_empty(database_url: str, time_round: int) -> None:
    with create_engine(database_url, poolclass=NullPool).begin() as connection:
        connection.execute(text("CREATE TABLE patient (id INTEGER)"))


@pytest.mark.postgres_server
def test_a_restart_loses_what_was_not_committed_and_nothing_else(postgres_server: Server) -> None:
    engine = create_engine(postgres_server.url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE entry (day INTEGER)"))
        connection.execute(text("INSERT INTO entry VALUES (1)"))
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO entry VALUES (2)"))
        postgres_server.restart()
        with pytest.raises(OperationalError):
            connection.execute(text("INSERT INTO entry VALUES (3)"))
        connection.invalidate()
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT day FROM entry")).all() == [1]


@pytest.mark.postgres_server
def test_the_server_goes_even_when_the_tests_are_killed() -> None:
    code = "from tests.postgres import running\nwith running() as server: print(server.folder, flush=True); input()"
    tests = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with tests:
        assert tests.stdout
        folder = Path(tests.stdout.readline().decode().strip())
        assert (folder / "data" / "postmaster.pid").is_file()
        tests.send_signal(signal.SIGKILL)
    until = time.monotonic() + 30
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not folder.exists()
