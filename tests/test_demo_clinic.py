"""The demonstration's database: made anew every day, and nothing else is ever taken away."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from loadaid.domain.errors import UsageError
from loadaid.practice import agenda, cohort, demo
from loadaid.store.actor import Actor
from loadaid.store.repository import repository
from loadaid.store.tables import accounts

TODAY = dt.date(2026, 11, 16)
whole = demo.seed


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOADAID_HOME", str(tmp_path))
    monkeypatch.setattr(demo, "PATIENTS", 2)
    monkeypatch.setattr(demo, "seed", lambda database, today: whole(database, today, 2, 10))


def marks(tmp_path: Path) -> set[str]:
    return {file.name for file in (tmp_path / "demo").iterdir()}


def test_it_is_made_once_a_day(tmp_path: Path) -> None:
    demo.opened(TODAY).close()
    first = (tmp_path / "demo" / "key").read_text()
    demo.opened(TODAY).close()
    assert (tmp_path / "demo" / "key").read_text() == first
    demo.opened(TODAY + dt.timedelta(days=1)).close()
    assert (tmp_path / "demo" / "key").read_text() != first


def test_what_is_not_its_own_stays(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "thesis.txt").write_text("years of work")
    demo.opened(TODAY).close()
    demo.opened(TODAY + dt.timedelta(days=1)).close()
    assert (tmp_path / "demo" / "thesis.txt").read_text() == "years of work"


def test_a_database_that_it_did_not_make_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "loadaid.db").write_text("someone's")
    with pytest.raises(UsageError):
        demo.opened(TODAY)
    assert marks(tmp_path) == {"loadaid.db"}


def test_a_start_that_was_broken_off_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = demo.seed

    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "seed", breaks)
    with pytest.raises(KeyboardInterrupt):
        demo.opened(TODAY)
    monkeypatch.setattr(demo, "seed", small)
    demo.opened(TODAY).close()
    assert {"key", "loadaid.db", "made"} <= marks(tmp_path)


def test_its_day_has_appointments_news_and_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "seed", lambda database, today: whole(database, today, 16, 40))
    database = demo.opened(TODAY)
    with database.read() as connection:
        physios = connection.execute(sa.select(accounts).where(accounts.c.role == "physio")).all()
    lists = [
        cohort.clinic(repository(database, Actor(one.id, one.clinic_id, "physio")), TODAY, cohort.Kept())
        for one in physios
    ]
    clinic = max(lists, key=lambda found: len(found.order))  # the first physiotherapist follows two in three
    blocks = agenda.blocks(clinic)
    assert len(blocks["today"]) == demo.COMING
    assert blocks["news"]
    assert set(clinic.order) - {*blocks["today"], *blocks["news"]}
    assert any(standing.day.questions for standing in clinic.standings.values())
    database.close()
