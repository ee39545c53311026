"""Rooms of a running server, asked for as browsers ask: who may not enter sees what anyone sees where nothing is."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import sqlalchemy as sa

from loadaid.crowd import Person
from loadaid.domain.rights import ROLES, Role
from loadaid.store.actor import Actor
from loadaid.store.database import Database
from loadaid.store.repository import Repository, repository
from loadaid.store.tables import accounts, assignments, audit, patients
from loadaid.store.vault import Vault
from loadaid.ui.rooms import ROOMS, addresses
from tests.e2e.conftest import running, sign_in

NOWHERE = "no-such-page"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rooms")


@pytest.fixture(scope="module")
def app(home: Path) -> Iterator[str]:
    with running(None, home / "app.txt", home) as address:
        yield address


@pytest.fixture(scope="module")
def lead(app: str, home: Path) -> Iterator[Repository]:
    """Who follows whom is looked up beside the server, in the database it has made."""
    database = Database(f"sqlite:///{home / 'demo' / 'loadaid.db'}", Vault.open(home / "demo" / "key"))
    with database.read() as connection:
        who = connection.execute(sa.select(accounts).where(accounts.c.role == "lead")).one()
    yield repository(database, Actor(who.id, who.clinic_id, "lead"))
    database.close()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def got(address: str, path: str, cookies: dict[str, str]) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of one request."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.request("GET", path, headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())})
        answer = connection.getresponse()
        kept = {k.lower(): v for k, v in answer.headers.items() if k.lower() not in ("date", "set-cookie")}
        return answer.status, kept, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("role", ROLES)
def test_the_page_of_another_role_is_a_page_that_is_not_there(app: str, role: Role) -> None:
    cookies = sign_in(app, role)
    own = set(addresses()[role])
    nothing = got(app, f"/{NOWHERE}", cookies)
    assert nothing[0] == 404
    for room in {room.path for rooms in ROOMS.values() for room in rooms} - own:
        status, headers, body = got(app, f"/{room}", cookies)
        same = body.replace(f"/{room}", f"/{NOWHERE}")
        headers["content-length"] = str(int(headers["content-length"]) - len(room) + len(NOWHERE))
        assert (status, headers, same) == nothing, f"{role} at /{room}"
    for path in own:
        assert got(app, f"/{path}", cookies)[0] == 200


def test_a_patient_who_is_not_theirs_is_a_patient_who_is_not_there(
    app: str, lead: Repository, stack: ExitStack
) -> None:
    person = stack.enter_context(Person(app, "physio"))
    person.rerun()
    listed = set(re.findall(r"patient=([0-9a-f]{24})", person.seen))
    everyone = lead.people.listed()
    with lead.people.database.read() as connection:
        physio = connection.execute(
            sa.select(accounts.c.id).where(accounts.c.role == "physio").order_by(accounts.c.created_at).limit(1)
        ).scalar_one()
        followed = set(
            connection.scalars(
                sa.select(assignments.c.patient_id).where(
                    assignments.c.account_id == physio, assignments.c.until.is_(None)
                )
            )
        )
        sealed = dict(connection.execute(sa.select(patients.c.id, patients.c.identity_sealed)).all())
    strangers = [p for p in everyone if p.id not in followed]
    assert strangers
    assert not listed & {p.id for p in strangers}
    vault = lead.people.database.vault

    def name(patient: str) -> str:
        found = re.search(r'"name": "([^"]+)"', vault.unseal(sealed[patient], f"patients.identity:{patient}"))
        assert found
        return found[1]

    asked = (
        strangers[0].id,
        strangers[1].id,
        "0" * 24,
        "malformed",
        "../../etc/passwd",
        "'; DROP TABLE patients; --",
        "\u202e",
    )
    seen = []
    for patient in asked:
        query = urlencode({"patient": patient})
        person.rerun(query)
        seen.append(person.seen.replace(query, "patient=ID"))
    assert len(set(seen)) == 1, "one page, whatever was asked"
    for stranger in strangers[:2]:
        assert all(name(stranger.id) not in text and stranger.code not in text for text in seen)
    assert person.errors == []
    with lead.people.database.read() as connection:
        denied = connection.scalars(sa.select(audit.c.patient_id).where(audit.c.result == "denied")).all()
    assert {strangers[0].id, strangers[1].id, "0" * 24, "malformed"} <= set(denied)


def test_the_server_s_own_words_hold_nobody(app: str, home: Path) -> None:
    """Neither names nor ids of screens, which take a screen over, nor patients' ids reach the log."""
    with Person(app, "patient") as person:
        person.rerun(page="file")
        person.upload("Qwxzsentinel.csv", b"Date;Douleur\n2026-11-01;3\n")
    time.sleep(0.5)
    said = (home / "app.txt").read_text("utf-8", "replace")
    for secret in ("Qwxzsentinel", "upload_file", "Camille", "Exemple", person.cookies["loadaid"]):
        assert secret not in said
    assert not re.search(r"[0-9a-f]{24}", said)


def test_the_server_calls_nobody(tmp_path: Path) -> None:
    """A day of work without a network: not one connection to, or question after, another machine."""
    notes = tmp_path / "called.txt"
    start = (str(Path(__file__).with_name("offline.py")), str(notes))
    with running(None, tmp_path / "app.txt", tmp_path, start) as address:
        for role in ROLES:
            with Person(address, role) as person:
                for room in addresses()[role]:
                    person.rerun(page=room)
                for patient in re.findall(r"patient=([0-9a-f]{24})", person.seen)[:1]:
                    person.rerun(f"patient={patient}")
                assert person.errors == [], role
    assert not notes.exists(), notes.read_text()
