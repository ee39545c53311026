"""The audit log: every harm to it is found, nobody can change it through the database, and its head kept elsewhere shows a cut."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from loadaid.__main__ import main
from loadaid.domain.errors import UsageError
from loadaid.practice import home
from loadaid.practice.prove import audit as proof
from loadaid.store import audit
from loadaid.store.database import Database, open_database
from loadaid.store.errors import ClockWentBack, StoreError
from loadaid.store.tables import audit as log
from loadaid.store.vault import Vault
from tests.store_clinic import KEY, NOW, Clock


@pytest.fixture
def database(database_url: str) -> Database:
    """A database with twelve entries."""
    opened = open_database(database_url, Vault(KEY), kind="real", clock=Clock())
    written(opened, 12)
    return opened


def written(database: Database, count: int) -> None:
    for _ in range(count):
        with database.write() as connection:
            audit.append(connection, database.vault.audit_key, database.clock(), None, "read", "record", patient_id="a")


def verdict(database: Database, *anchors: audit.Head) -> audit.Verdict:
    with database.read() as connection:
        return audit.verify(audit.entries(connection), database.vault.audit_key, anchors)


def head(database: Database) -> audit.Head:
    with database.read() as connection:
        return audit.head(connection)


def without_guard(database: Database) -> sa.Connection:
    """A way around the triggers, as someone with the file or the server has it."""
    connection = sa.create_engine(database.url, poolclass=sa.NullPool).connect()
    if database.is_sqlite:
        for name in ("audit_no_update", "audit_no_delete"):
            connection.execute(sa.text(f"DROP TRIGGER IF EXISTS {name}"))
    else:
        connection.execute(sa.text("ALTER TABLE audit DISABLE TRIGGER ALL"))
    return connection


def test_an_untouched_log_is_whole(database: Database) -> None:
    assert verdict(database) == audit.Verdict(12, None)
    assert verdict(database, head(database)).wrong is None
    database.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET role = 'admin' WHERE seq = 3", "DELETE FROM audit WHERE seq = 12"]
)
def test_the_database_itself_refuses_to_change_an_entry(database: Database, statement: str) -> None:
    with pytest.raises(StoreError), database.write() as connection:
        connection.execute(sa.text(statement))
    assert verdict(database) == audit.Verdict(12, None)
    database.close()


@pytest.mark.postgres
def test_postgresql_refuses_to_empty_the_log(postgres_url: str) -> None:
    database = open_database(postgres_url, Vault(KEY), kind="real")
    written(database, 2)
    with pytest.raises(StoreError), database.write() as connection:
        connection.execute(sa.text("TRUNCATE audit"))
    assert verdict(database).entries == 2
    database.close()


@pytest.mark.parametrize("column", log.c.keys())
def test_a_changed_field_in_the_database_is_found(database: Database, column: str) -> None:
    other = "13" if column == "seq" else "'failed'" if column == "result" else "'x'"
    with without_guard(database) as connection:
        connection.execute(sa.text(f"UPDATE audit SET {column} = {other} WHERE seq = 7"))
        connection.commit()
    assert verdict(database).wrong == 7
    database.close()


def test_a_cut_end_and_an_old_copy_are_found_only_beside_a_head_kept_elsewhere(database: Database) -> None:
    kept = head(database)
    with without_guard(database) as connection:
        connection.execute(sa.text("DELETE FROM audit WHERE seq > 9"))
        connection.commit()
    assert verdict(database).wrong is None
    assert verdict(database, kept).wrong == 12
    database.clock = Clock(NOW + dt.timedelta(hours=1))
    written(database, 5)  # an old copy that was worked on
    assert verdict(database).wrong is None
    assert verdict(database, kept).wrong == 12
    assert "not the entry of the head" in verdict(database, kept).why
    database.close()


def test_the_key_of_another_clinic_proves_nothing(database: Database) -> None:
    with database.read() as connection:
        assert audit.verify(audit.entries(connection), Vault(bytes(32)).audit_key).wrong == 1
    database.close()


def test_every_harm_to_forty_entries_is_found() -> None:
    counts = proof.prove(40)
    assert counts.failed == []
    assert counts.tried["changed actor_id"] == 120
    assert counts.tried["taken out"] == counts.tried["swapped with the next, numbered anew"] == 39
    assert {f"changed {name}" for name in log.c.keys()} <= counts.tried.keys()  # noqa: SIM118


def test_a_proof_says_when_it_ran_out_of_time() -> None:
    assert proof.prove(40, minutes=0).unfinished


def test_the_log_refuses_a_clock_that_went_back(tmp_path: Path) -> None:
    clock = Clock()
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}", Vault(KEY), kind="real", clock=clock)
    written(database, 1)
    clock.move(seconds=-60)  # a clock set right by the network
    written(database, 1)
    clock.move(days=-1)
    with pytest.raises(ClockWentBack):
        written(database, 1)
    with database.read() as connection:
        ats = connection.scalars(sa.select(log.c.at).order_by(log.c.seq)).all()
    assert ats == sorted(ats)
    assert len(ats) == 2
    database.close()


def test_heads_are_kept_as_lines_and_read_back() -> None:
    one, two = audit.Head(1, "a" * 64), audit.Head(12, "0" * 64)
    text = "\n".join(audit.anchor_line(NOW + dt.timedelta(days=n), kept) for n, kept in enumerate((one, two)))
    assert audit.anchors(text + "\n\n") == [one, two]


@pytest.mark.parametrize("text", ["", "\n", "2026-11-16 12", "2026-11-16 x " + "a" * 64, "2026-11-16 1 " + "a" * 63])
def test_a_file_without_heads_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        audit.anchors(text)


def test_heads_that_contradict_one_another_are_not_both_there(database: Database) -> None:
    kept = head(database)
    assert verdict(database, kept, audit.Head(kept.seq, "f" * 64)).wrong == kept.seq
    database.close()


def test_the_command_line_tells_a_cut_log_only_beside_a_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOADAID_HOME", str(tmp_path))
    database = home.clinic().make()
    written(database, 5)
    heads = tmp_path / "heads.txt"
    for _ in range(2):
        assert main(["audit", "head", "--out", str(heads)]) == 0
        written(database, 1)
    assert len(heads.read_text().splitlines()) == 2
    assert main(["audit", "verify", "--anchor", str(heads)]) == 0
    assert "All 2 heads" in capsys.readouterr().out
    with without_guard(database) as connection:
        connection.execute(sa.text("DELETE FROM audit WHERE seq > 5"))
        connection.commit()
    assert main(["audit", "verify"]) == 0
    assert "Whether its end was cut off shows only beside a head" in capsys.readouterr().out
    assert main(["audit", "verify", "--anchor", str(heads)]) == 5
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "entry 6" in told.err
    with without_guard(database) as connection:
        connection.execute(sa.text("UPDATE audit SET role = 'lead' WHERE seq = 2"))
        connection.commit()
    assert main(["audit", "head", "--out", str(heads)]) == 5  # no head of a log that is not whole
    assert len(heads.read_text().splitlines()) == 2
    (tmp_path / "other.txt").write_text("hello")
    assert main(["audit", "verify", "--anchor", str(tmp_path / "other.txt")]) == 2
    assert main(["audit", "verify", "--anchor", str(tmp_path / "absent.txt")]) == 2
    database.close()


def test_a_proof_is_run_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", "audit", "--count", "5"]) == 0
    assert "Held each time." in capsys.readouterr().out
    assert main(["prove", "audit", "--database", "postgresql://nowhere"]) == 2
    assert main(["prove", "nothing"]) == 2
