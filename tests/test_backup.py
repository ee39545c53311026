"""Backups: whole or not at all, readable with the key alone, restored into either kind of database, and proven."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path

import pytest
import sqlalchemy as sa

from loadaid.__main__ import main
from loadaid.domain.errors import LoadaidError, UsageError
from loadaid.practice.prove import backups as proof
from loadaid.practice.readings import verdicts
from loadaid.store import audit, backup, check, dump, invitations, sealedfile, signins, tables
from loadaid.store.database import Database
from loadaid.store.errors import Damaged, WrongKey, WrongSchema
from loadaid.store.repository import repository
from loadaid.store.vault import Vault
from tests.store_clinic import KEY, SENTINELS, Clinics, Clock, made


@pytest.fixture(scope="module")
def clinics(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinics]:
    """Two small clinics in a file. Tests that change something take a copy."""
    found = made(f"sqlite:///{tmp_path_factory.mktemp('store') / 'clinic.db'}", days=20)
    yield found
    found.database.close()


@pytest.fixture(scope="module")
def one(clinics: Clinics, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    return backup.backup(clinics.database, tmp_path_factory.mktemp("backups") / "one.backup", verdicts).path


def content(database: Database) -> list[str]:
    """Every row but the entries of the audit log that a restore adds."""
    with database.read() as connection:
        return [line for line in dump.lines(connection) if '"restore"' not in line and '"end":"audit"' not in line]


def empty(url: str, key: bytes = KEY) -> Database:
    return Database(url, Vault(key), Clock())


def test_a_backup_restores_into_either_database_and_back(
    one: Path, clinics: Clinics, database_url: str, tmp_path: Path
) -> None:
    there = empty(database_url)
    done = backup.restore(one, there, verdicts)
    assert (done.patients, done.compared, done.migrated) == (6, 6, False)
    assert content(there) == content(clinics.database)
    again = backup.backup(there, tmp_path / "again.backup", verdicts)
    back = empty(f"sqlite:///{tmp_path / 'back.db'}")
    backup.restore(again.path, back, verdicts)
    assert content(back) == content(clinics.database)
    with back.read() as connection:
        assert audit.verify(audit.entries(connection), back.vault.audit_key).wrong is None
    for database in (there, back):
        database.close()


def test_what_was_open_at_the_backup_opens_nothing_after_a_restore(clinics: Clinics, tmp_path: Path) -> None:
    physio = clinics.actors["physio"].account_id
    here = empty(f"sqlite:///{tmp_path / 'here.db'}")
    backup.restore(backup.backup(clinics.database, tmp_path / "a.backup").path, here)
    invite = repository(here, clinics.actors["lead"]).accounts.invite
    token, code = signins.begin(here, physio, "full"), invite("physio", "Paul")
    by_operator = invitations.issue_by_operator(here, clinics.actors["lead"].clinic_id, "lead", "Anne")
    used = invite("physio", "Anne")
    invitations.redeem(here, used, "anne@example.org", "Anne", "fr", password_hash="x")
    kept = backup.backup(here, tmp_path / "b.backup", verdicts).path
    back = empty(f"sqlite:///{tmp_path / 'back.db'}")
    assert backup.restore(kept, back, verdicts).compared == 6, "compared as it was, ended afterwards"
    assert signins.found(here, token)
    assert signins.found(back, token) is None
    assert [invitations.find(here, c) is None for c in (code, by_operator)] == [False, False]
    assert [invitations.find(back, c) for c in (code, by_operator)] == [None, None]
    assert signins.found(back, signins.begin(back, physio, "full")), "who may, signs in again"
    with back.read() as connection:
        [entry] = connection.execute(
            sa.select(tables.audit).where(tables.audit.c.action == "restore", tables.audit.c.detail.like("1 sign-ins%"))
        ).all()
        assert (entry.role, entry.detail) == ("operator", "1 sign-ins ended, 2 codes revoked")
        assert audit.verify(audit.entries(connection), back.vault.audit_key).wrong is None
    for database in (here, back):
        database.close()


def test_a_backup_is_for_its_owner_alone_and_says_nothing_without_the_key(one: Path) -> None:
    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    content = one.read_bytes()
    assert not any(name.encode() in content for name in SENTINELS)
    assert b"low_back" not in content
    assert [p.name for p in one.parent.iterdir()] == [one.name]


def test_no_backup_is_ever_replaced(clinics: Clinics, one: Path) -> None:
    before = one.read_bytes()
    with pytest.raises(UsageError, match="no backup is ever replaced"):
        backup.backup(clinics.database, one)
    assert one.read_bytes() == before


def test_a_backup_that_cannot_be_finished_leaves_no_file(clinics: Clinics, tmp_path: Path) -> None:
    def fails(_: Database) -> dict[str, str]:
        raise OSError(28, "No space left on device")

    with pytest.raises(UsageError, match="No space left on device"):
        backup.backup(clinics.database, tmp_path / "x.backup", fails)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError, match="cannot be written"):
        backup.backup(clinics.database, tmp_path / "absent" / "x.backup")


def test_two_backups_to_one_name_do_not_mix(clinics: Clinics, tmp_path: Path) -> None:
    def meanwhile(database: Database) -> dict[str, str]:
        with pytest.raises(UsageError, match="another process"):
            backup.backup(clinics.database, tmp_path / "x.backup")
        return {}

    backup.backup(clinics.database, tmp_path / "x.backup", meanwhile)
    assert backup.examine(tmp_path / "x.backup", Vault(KEY)).patients == 6


def test_a_full_database_is_left_alone(one: Path, clinics: Clinics) -> None:
    before = content(clinics.database)
    with pytest.raises(UsageError, match="empty one only"):
        backup.restore(one, clinics.database)
    assert content(clinics.database) == before


def test_another_key_is_named_before_anything_is_done(one: Path, tmp_path: Path) -> None:
    there = empty(f"sqlite:///{tmp_path / 'new.db'}", bytes(32))
    with pytest.raises(WrongKey, match="made with another key"):
        backup.restore(one, there)
    assert list(tmp_path.iterdir()) == []


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


HARMS: dict[str, Callable[[bytes], bytes]] = {
    "first byte": lambda c: flipped(c, 0),
    "header": lambda c: c.replace(b'"kind":"real"', b'"kind":"demo"'),
    "salt": lambda c: flipped(c, c.index(b'"salt"') + 12),
    "first piece": lambda c: flipped(c, c.index(b"}\n") + 10),
    "middle": lambda c: flipped(c, len(c) // 2),
    "last byte": lambda c: flipped(c, len(c) - 1),
    "cut": lambda c: c[: len(c) // 2],
    "cut by one": lambda c: c[:-1],
    "cut to the header": lambda c: c[: c.index(b"}\n") + 2],
    "longer": lambda c: c + b"x",
    "empty": lambda c: b"",
    "another file": lambda c: b"patient_id,date\n",
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_backup_is_refused_whole(one: Path, tmp_path: Path, harm: str) -> None:
    bad = tmp_path / "bad.backup"
    bad.write_bytes(HARMS[harm](one.read_bytes()))
    with pytest.raises(Damaged):
        backup.examine(bad, Vault(KEY))
    there = empty(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(Damaged):
        backup.restore(bad, there)
    assert [p.name for p in tmp_path.iterdir()] == ["bad.backup"]


def test_pieces_of_a_backup_cannot_be_swapped(clinics: Clinics, tmp_path: Path) -> None:
    whole = tmp_path / "file"
    with whole.open("wb") as out:
        writer = sealedfile.Writer(out, KEY, {})
        writer.write(os.urandom(3 * sealedfile.PIECE))
        writer.end()
    content = whole.read_bytes()
    start, size = content.index(b"}\n") + 2, sealedfile.PIECE + sealedfile.TAG
    pieces = [content[start + k * size : start + (k + 1) * size] for k in range(3)]
    for order in ([1, 0, 2], [0, 1], [0, 2], [0, 0, 1, 2]):
        whole.write_bytes(content[:start] + b"".join(pieces[k] for k in order))
        with whole.open("rb") as file, pytest.raises(Damaged):
            BufferedReader(sealedfile.Reader(file, KEY)).read()


def test_a_backup_of_a_newer_version_is_refused(
    clinics: Clinics, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "current", lambda _: "9999")
    with pytest.raises(WrongSchema, match="newer version"):
        backup.backup(clinics.database, tmp_path / "new.backup")
    assert list(tmp_path.iterdir()) == []


def test_readings_that_come_out_otherwise_stop_a_restore(one: Path, tmp_path: Path) -> None:
    def otherwise(database: Database) -> dict[str, str]:
        found = dict(verdicts(database))
        return found | {next(iter(found)): "another"}

    with pytest.raises(Damaged, match="readings of 1 patients"):
        backup.restore(one, empty(f"sqlite:///{tmp_path / 'new.db'}"), otherwise)
    assert list(tmp_path.iterdir()) == []


def test_what_was_wrong_is_kept_as_it_stood_and_said(one: Path, tmp_path: Path) -> None:
    there = empty(f"sqlite:///{tmp_path / 'new.db'}")
    backup.restore(one, there)
    with there.write() as connection:
        connection.execute(sa.text("DROP TRIGGER audit_no_update"))
        connection.execute(sa.text("UPDATE audit SET role = 'lead' WHERE seq = 3"))
        connection.execute(sa.text("UPDATE daily SET pain_average = 9.5 WHERE id = (SELECT MIN(id) FROM daily)"))
    told = backup.backup(there, tmp_path / "flawed.backup")
    assert [flaw.split(" ")[0:3] for flaw in told.flaws] == [["the", "audit", "log"], ["the", "rows", "of"]]
    again = empty(f"sqlite:///{tmp_path / 'again.db'}")
    backup.restore(told.path, again)
    with again.read() as connection:
        assert len(check.changed_imports(connection, again.vault)) == 1
    there.close()
    again.close()


def test_a_backup_says_what_is_there_at_one_moment(clinics: Clinics, tmp_path: Path, database_url: str) -> None:
    there = empty(database_url)
    backup.restore(backup.backup(clinics.database, tmp_path / "a.backup").path, there)
    before = content(there)

    def meanwhile(seen: Database) -> dict[str, str]:
        def write() -> None:
            with there.write() as connection:
                connection.execute(sa.text("UPDATE clinics SET name = 'written meanwhile'"))

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        with seen.read() as connection:
            assert "written meanwhile" not in connection.scalars(sa.text("SELECT name FROM clinics")).all()
        return {}

    backup.backup(there, tmp_path / "b.backup", meanwhile)
    back = empty(f"sqlite:///{tmp_path / 'back.db'}")
    backup.restore(tmp_path / "b.backup", back)
    assert content(back) == before
    there.close()
    back.close()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_backups_made_while_others_write_restore_with_equal_readings(kind: str, request: pytest.FixtureRequest) -> None:
    database = None if kind == "sqlite" else request.getfixturevalue("postgres_url")
    counts = proof.prove(2, database=database)
    assert counts.failed == []
    assert counts.tried["backups restored, all readings equal"] == 2


def test_the_newest_good_backup_is_found(one: Path, clinics: Clinics, tmp_path: Path) -> None:
    assert backup.last_good(tmp_path, Vault(KEY)) is None
    old = tmp_path / "z.backup"
    old.write_bytes(one.read_bytes())
    clinics.clock.move(days=1)
    new = backup.backup(clinics.database, tmp_path / "a.backup").path
    clinics.clock.move(days=-1)
    (tmp_path / "nothing.backup").write_text("x")
    assert backup.latest(tmp_path) == new
    new.write_bytes(new.read_bytes()[:-1])
    assert backup.last_good(tmp_path, Vault(KEY)) == old


def test_the_command_line_backs_up_and_restores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from loadaid.practice import home

    monkeypatch.setenv("LOADAID_HOME", str(tmp_path / "home"))
    assert main(["backup"]) == 2
    assert "There is no clinic" in capsys.readouterr().err
    place = home.clinic()
    Vault(KEY).save(place.key)
    home.private(place.backups)
    made(place.url, days=10).database.close()
    assert main(["backup"]) == 0
    assert "6 patients, sealed and read to its end" in capsys.readouterr().out
    (file,) = place.backups.iterdir()
    assert main(["restore", str(file), "--rehearse"]) == 0
    said = capsys.readouterr().out
    assert "all equal" in said
    assert "since that backup" not in said, "a rehearsal leaves nothing to do"
    assert main(["restore", str(file)]) == 2
    assert "empty one only" in capsys.readouterr().err
    assert main(["restore", str(file), "--to", f"sqlite:///{tmp_path / 'other.db'}"]) == 0
    told = capsys.readouterr().out
    assert "Every sign-in has ended and every code is revoked" in told
    assert "since that backup" in told
    assert main(["restore", str(tmp_path / "absent")]) == 2
    assert main(["audit", "verify"]) == 0
    assert stat.S_IMODE((tmp_path / "other.db").stat().st_mode) == 0o600
    said = capsys.readouterr()
    assert not any(name in said.out + said.err for name in SENTINELS)


def test_the_key_goes_to_paper_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io

    monkeypatch.setenv("LOADAID_HOME", str(tmp_path))
    assert main(["key"]) == 2
    capsys.readouterr()
    Vault(KEY).save(tmp_path / "clinic.key")
    assert main(["key"]) == 0
    sheet = capsys.readouterr()
    assert "Print it" in sheet.err
    assert main(["key", "--put-back"]) == 2
    (tmp_path / "clinic.key").unlink()
    typed = " ".join(line.strip() for line in sheet.out.splitlines() if line.startswith("    "))
    monkeypatch.setattr("sys.stdin", io.StringIO(typed.lower() + "\n"))
    assert main(["key", "--put-back"]) == 0
    assert Vault.open(tmp_path / "clinic.key").check == Vault(KEY).check
    assert stat.S_IMODE((tmp_path / "clinic.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "slip", [lambda t: t[:-1], lambda t: t.replace("A", "B", 1), lambda t: t + "A", lambda t: "1" * 56]
)
def test_a_slip_in_the_key_is_found(slip: Callable[[str], str]) -> None:
    with pytest.raises(LoadaidError):
        Vault.typed(slip(Vault(KEY).written.replace(" ", "")))
