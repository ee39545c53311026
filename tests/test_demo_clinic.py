"""The demonstration's database: made anew every day, and nothing else is ever taken away."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from loadaid.domain.errors import UsageError
from loadaid.practice import demo

TODAY = dt.date(2026, 11, 16)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOADAID_HOME", str(tmp_path))
    monkeypatch.setattr(demo, "PATIENTS", 2)
    seed = demo.seed
    monkeypatch.setattr(demo, "seed", lambda database, today: seed(database, today, 2, 10))


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
    whole = demo.seed

    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "seed", breaks)
    with pytest.raises(KeyboardInterrupt):
        demo.opened(TODAY)
    monkeypatch.setattr(demo, "seed", whole)
    demo.opened(TODAY).close()
    assert {"key", "loadaid.db", "made"} <= marks(tmp_path)
