"""Migrations: one process does it, whole or not at all, after a backup was put aside; another version is refused clearly."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from loadaid.__main__ import main
from loadaid.domain.errors import UsageError
from loadaid.practice import home
from loadaid.practice.prove import starts as proof
from loadaid.store import backup, check, migrate
from loadaid.store.database import Database, open_database
from loadaid.store.errors import Damaged, StoreError, WrongKey, WrongSchema
from loadaid.store.vault import Vault
from tests.store_clinic import KEY, Clock, made

# A later version: a table made anew to change a column, a new one, and rows changed.
LATER = '''
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9002", "{before}", None, None
def upgrade():
    with op.batch_alter_table("clinics") as clinics:
        clinics.add_column(sa.Column("town", sa.Text))
    op.create_table("rooms", sa.Column("id", sa.Text, primary_key=True), sqlite_strict=True)
    op.execute("UPDATE clinics SET town = 'Lyon'")
'''  # fmt: skip


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations of a version that is one ahead."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.HERE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9002_later.py").write_text(LATER.format(before=migrate.newest()))
    return folder


@pytest.fixture
def old(database_url: str) -> Iterator[Database]:
    """A database of this version with two clinics, about to be opened by a later one."""
    clinics = made(database_url, days=10)
    yield clinics.database
    clinics.database.close()


def towns(database: Database) -> list[str] | None:
    """What the later version wrote; None in the old schema."""
    with database.read() as connection:
        has = {column["name"] for column in sa.inspect(connection).get_columns("clinics")}
        assert sa.inspect(connection).has_table("rooms") == ("town" in has)
        return list(connection.scalars(sa.text("SELECT town FROM clinics"))) if "town" in has else None


def test_a_new_database_gets_the_tables_once(database_url: str) -> None:
    database = Database(database_url, Vault(KEY))
    assert migrate.migrate(database)
    assert not migrate.migrate(database)
    with database.read() as connection:
        assert migrate.current(connection) == migrate.newest()
    database.close()


def test_a_copy_is_put_aside_before_tables_change(
    old: Database, later: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = tmp_path / "aside.backup"
    before = migrate.newest()
    monkeypatch.setattr(migrate, "HERE", later)
    assert migrate.migrate(old, lambda database, schema: backup.backup(database, aside) and None)
    assert towns(old) == ["Lyon", "Lyon"]
    kept = backup.examine(aside, Vault(KEY))
    assert (kept.schema, kept.patients, kept.state) == (before, 6, None)
    back = Database(f"sqlite:///{tmp_path / 'back.db'}", Vault(KEY))
    assert backup.restore(aside, back).migrated  # an old backup is brought to the newer tables
    assert towns(back) == ["Lyon", "Lyon"]
    back.close()


def test_without_a_copy_nothing_changes(old: Database, later: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_database: Database, _schema: str) -> None:
        raise UsageError("no room for a backup")

    monkeypatch.setattr(migrate, "HERE", later)
    with pytest.raises(UsageError):
        migrate.migrate(old, fails)
    assert towns(old) is None


def test_an_older_version_refuses_a_newer_database(old: Database, later: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(migrate, "HERE", later)
        migrate.migrate(old)
    with pytest.raises(WrongSchema, match="newer version of loadaid"):
        open_database(old.url.render_as_string(hide_password=False), Vault(KEY))


def _killed(url: str, folder: str, statement: int) -> None:
    """Migrates, and is killed before one of its statements."""
    migrate.HERE = Path(folder)
    database, seen = Database(url, Vault(KEY)), 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    with database.read() as connection:
        connection.execute(sa.text("SELECT 1"))
    sa.event.listen(database._write, "before_cursor_execute", count)
    migrate.migrate(database)


def test_a_migration_killed_at_any_statement_leaves_the_old_schema(old: Database, later: Path) -> None:
    url = old.url.render_as_string(hide_password=False)
    old.close()  # no connection goes with the child
    context = multiprocessing.get_context("fork")
    killed = 0
    for statement in range(1, 60):
        child = context.Process(target=_killed, args=(url, str(later), statement))
        child.start()
        child.join()
        if child.exitcode == 0:
            break
        assert child.exitcode == -signal.SIGKILL
        assert towns(old) is None, f"killed at statement {statement}"
        old.close()
        killed += 1
    assert killed >= 8
    assert towns(old) == ["Lyon", "Lyon"]  # the one that was not killed
    check.quick(old)
    with old.read() as connection:
        assert check.references(connection) == 0


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_processes_that_start_at_once_make_one_migration(kind: str, request: pytest.FixtureRequest) -> None:
    counts = proof.prove(2, database=None if kind == "sqlite" else request.getfixturevalue("postgres_url"), processes=4)
    assert counts.failed == []
    assert counts.tried == {"starts": 8, "migrations": 2}


def test_a_real_clinic_is_backed_up_when_a_later_version_opens_it(
    later: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOADAID_HOME", str(tmp_path / "home"))
    place = home.clinic()
    place.make(clock=Clock()).close()
    before = migrate.newest()
    monkeypatch.setattr(migrate, "HERE", later)
    assert main(["doctor"]) == 4
    assert "made by an older version" in capsys.readouterr().out
    place.open(clock=Clock()).close()
    assert [path.name for path in place.backups.iterdir()] == [f"before-{before}-20261116-090000.backup"]


def test_a_lost_file_is_never_taken_for_a_new_clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOADAID_HOME", str(tmp_path))
    place = home.clinic()
    place.make().close()
    file = tmp_path / "clinic" / "loadaid.db"
    file.write_bytes(b"")
    with pytest.raises(Damaged, match="holds no clinic"):
        place.open()
    file.unlink()
    assert home.chosen() == place
    with pytest.raises(Damaged, match="file is missing"):
        place.open()
    assert not file.exists()
    place.key.unlink()
    file.write_bytes(b"something")
    assert home.chosen() == place
    with pytest.raises(WrongKey, match="is missing"):
        place.open()


def test_a_damaged_file_names_the_last_good_backup_and_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOADAID_HOME", str(tmp_path))
    place = home.clinic()
    Vault(KEY).save(place.key)
    home.private(place.backups)
    clinics = made(place.url, days=10)
    kept = backup.backup(clinics.database, place.backups / "kept.backup").path
    clinics.database.close()
    file = tmp_path / "clinic" / "loadaid.db"
    content = file.read_bytes()
    file.write_bytes(content[:4096] + os.urandom(2000) + content[6096:])
    with pytest.raises(StoreError, match="damaged") as told:
        place.open()
    assert str(file) in str(told.value)
    assert f"python -m loadaid restore {kept}" in str(told.value)
    assert main(["backup"]) == 2
    assert list(place.backups.iterdir()) == [kept]
