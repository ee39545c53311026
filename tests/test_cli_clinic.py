"""`clinic`: from nothing to a code in one command; nothing secret is typed, kept or overwritten."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from loadaid.__main__ import main
from loadaid.practice import home
from loadaid.store import entrance, invitations

CODE = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("LOADAID_DATABASE_URL", "LOADAID_KEY_FILE", "LOADAID_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOADAID_HOME", str(tmp_path))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["clinic", *arguments]) == code
    said = capsys.readouterr()
    return said.out + said.err


def create(capsys: pytest.CaptureFixture[str], *more: str, code: int = 0) -> str:
    return run(capsys, "create", "--name", "Cabinet des Tilleuls", "--person", "Anne Martin", *more, code=code)


def test_a_clinic_is_made_with_its_first_code(capsys: pytest.CaptureFixture[str], at_home: Path) -> None:
    said = create(capsys)
    [code] = CODE.findall(said)
    assert str(home.clinic().key) in said
    assert home.chosen().kind == "real"
    assert stat.S_IMODE(home.clinic().key.stat().st_mode) == 0o600
    database = home.clinic().open()
    found = invitations.find(database, code)
    assert found
    assert (found.role, found.name) == ("lead", "Anne Martin")
    assert entrance.clinic_name(database, found.clinic_id) == "Cabinet des Tilleuls"
    database.close()
    assert code not in "".join(p.read_bytes().decode("latin-1") for p in at_home.rglob("*") if p.is_file())


def test_a_second_one_is_not_made_by_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    create(capsys)
    assert "already" in create(capsys, code=2)
    assert "hosting" in create(capsys, "--another", "--role", "admin")
    database = home.clinic().open()
    assert len(entrance.clinics(database)) == 2
    database.close()


@pytest.mark.parametrize("lost", ["clinic.key", "clinic/loadaid.db"])
def test_a_loss_is_not_taken_for_a_beginning(capsys: pytest.CaptureFixture[str], at_home: Path, lost: str) -> None:
    create(capsys)
    (at_home / lost).unlink()
    before = sorted(at_home.rglob("*"))
    assert "doctor" in create(capsys, code=2)
    assert sorted(at_home.rglob("*")) == before


def test_a_colleague_is_invited_and_a_lost_login_given_anew(capsys: pytest.CaptureFixture[str]) -> None:
    create(capsys)
    [code] = CODE.findall(run(capsys, "invite", "--name", "Paul Durand"))
    database = home.clinic().open()
    account = invitations.redeem(database, code, "paul@example.org", "Paul Durand", "fr", password_hash="x")
    assert "physio  Paul Durand, paul@example.org, no second factor yet" in run(capsys, "accounts")
    [again] = CODE.findall(run(capsys, "invite", "--login", "paul@example.org"))
    found = invitations.find(database, again)
    assert found
    assert found.account_id == account
    assert "No open account" in run(capsys, "invite", "--login", "nobody", code=2)
    database.close()


def test_with_several_clinics_one_says_which(capsys: pytest.CaptureFixture[str]) -> None:
    assert "clinic create" in run(capsys, "invite", code=2)
    create(capsys)
    run(capsys, "create", "--name", "Cabinet du Port", "--person", "Bob", "--another")
    assert "Say which clinic" in run(capsys, "invite", code=2)
    assert CODE.search(run(capsys, "invite", "--clinic", "Cabinet du Port"))
