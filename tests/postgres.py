"""A PostgreSQL for the tests: a private server that ends with them, and a new database for every test that asks."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import URL, NullPool, create_engine, make_url, text

NAMED = os.environ.get("LOADAID_TEST_POSTGRES")
NOT_INSTALLED = "no initdb found: install PostgreSQL (apt-get install postgresql)"
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

# Nothing is forced onto the disk: a test kills the server at most, never the machine.
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
full_page_writes = off
shared_buffers = 32MB
"""

# The tests hold the other end of its input. When that closes, be it by a kill, the server and its folder go.
LAST_ONE_OUT = """
read -r _
kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"
while [ -e "$1/data/postmaster.pid" ]; do sleep 0.05; done
rm -rf "$1"
"""


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: on the path, else the newest that Debian installed."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl"):
        return Path(on_path).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else None


PROGRAMS = programs()


@dataclass(frozen=True)
class Server:
    """A PostgreSQL that answers on a socket in a folder of its own."""

    folder: Path

    @property
    def url(self) -> URL:
        """Its database `postgres`, from which others are made and dropped."""
        return URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(self.folder)})

    def start(self) -> None:
        self._run("initdb", "--username=postgres", "--auth=trust", "--no-locale", "--encoding=UTF8", "--no-sync")
        with (self.folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS.format(folder=self.folder))
        self._run("pg_ctl", "start")

    def restart(self) -> None:
        """As after a crash: connections break, open transactions are lost, committed ones are not."""
        self._run("pg_ctl", "restart", "--mode=immediate")

    def _run(self, program: str, *arguments: str) -> None:
        assert PROGRAMS
        log = self.folder / "log.txt"
        # Root runs the tests in a container, and PostgreSQL refuses to be run by root.
        user: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if AS_ROOT else {}
        # A file takes what it says: the server would keep a pipe open for as long as it runs.
        with log.open("ab") as out:
            done = subprocess.run(
                [PROGRAMS / program, "-D", self.folder / "data", *arguments],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False, **user,
            )  # fmt: skip
        assert done.returncode == 0, f"{program} failed: {log.read_text()}"


@contextmanager
def running() -> Iterator[Server]:
    """A new server; it is gone at the end, however the end comes."""
    assert PROGRAMS, f"{NOT_INSTALLED}."
    # Not in a folder of pytest's, which the server's user may not enter and whose name is too long for a socket.
    server = Server(Path(tempfile.mkdtemp(prefix="loadaid-")))
    if AS_ROOT:
        shutil.chown(server.folder, "postgres", "postgres")
    command = ["sh", "-c", LAST_ONE_OUT, "sh", server.folder]
    # In a session of its own, it outlives a Ctrl+C in the terminal.
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ):
        server.start()
        yield server


@contextmanager
def new_database(server: URL) -> Iterator[str]:
    """The URL of an empty database on a server, dropped at the end with whoever is still connected."""
    name = f"test_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def postgres_shared() -> Iterator[URL]:
    """The server that the tests of one process share."""
    if NAMED:
        yield make_url(NAMED)
        return
    with running() as server:
        yield server.url


@pytest.fixture
def postgres_url(postgres_shared: URL) -> Iterator[str]:
    """A new, empty PostgreSQL database; ask for it only in tests marked `postgres`."""
    with new_database(postgres_shared) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'loadaid.sqlite'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def postgres_server() -> Iterator[Server]:
    """A server of the test's own, which it may restart; ask for it only in tests marked `postgres_server`."""
    with running() as server:
        yield server
