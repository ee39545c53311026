"""Streamlit's side: every run asks anew who is there, and shows nothing to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from loadaid.access.desk import Desk
from loadaid.store import signins
from loadaid.ui import session
from tests.store_clinic import SENTINELS, Clinics, copied, made

MAIN = Path(__file__).resolve().parent.parent / "loadaid" / "ui" / "main.py"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    return made(f"sqlite:///{tmp_path_factory.mktemp('once') / 'loadaid.db'}")


@pytest.fixture
def clinics(once: Clinics, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinics]:
    """The clinics, open at the desk that the screens ask."""
    found = copied(once, tmp_path)
    desk = Desk()
    desk.open(found.database, "real")
    monkeypatch.setattr(session, "desk", desk)
    yield found
    desk.close()


def as_browser_of(clinics: Clinics, who: str | None, monkeypatch: pytest.MonkeyPatch) -> str:
    """From now on the screen's browser holds a new sign-in of this person, or nothing."""
    token = signins.begin(clinics.database, clinics.actors[who].account_id, "full") if who else ""
    monkeypatch.setattr(session, "cookie", lambda name: {session.desk.cookie: token}.get(name))
    return token


def everything(app: AppTest) -> str:
    return "".join(str(e.proto) for e in app.main if getattr(e, "proto", None) is not None) + str(app.get("html"))


def test_nobody_is_shown_the_way_to_sign_in_and_nothing_else(clinics: Clinics, monkeypatch: pytest.MonkeyPatch) -> None:
    as_browser_of(clinics, None, monkeypatch)
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    assert not app.exception
    bodies = [e.proto.body for e in app.get("html") if not e.proto.body.startswith("<style>")]
    assert len(bodies) == 1
    assert 'href="/auth/login"' in bodies[0]


def test_a_sign_in_that_ends_ends_the_screen(clinics: Clinics, monkeypatch: pytest.MonkeyPatch) -> None:
    as_browser_of(clinics, "physio", monkeypatch)
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    assert not app.exception
    assert SENTINELS[0] in everything(app)
    signins.end(clinics.database, clinics.actors["physio"])
    app.run()
    assert "/auth/login" in everything(app)
    assert not any(name in everything(app) for name in SENTINELS)


def test_a_screen_drawn_for_one_is_not_anothers(clinics: Clinics, monkeypatch: pytest.MonkeyPatch) -> None:
    as_browser_of(clinics, "physio", monkeypatch)
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    as_browser_of(clinics, "physio2", monkeypatch)
    app.run()
    assert "/auth/login" in everything(app)
    assert not any(name in everything(app) for name in SENTINELS)


def test_an_unfinished_sign_in_is_none(clinics: Clinics, monkeypatch: pytest.MonkeyPatch) -> None:
    for stage in ("first", "notice"):
        token = signins.begin(clinics.database, clinics.actors["physio"].account_id, stage)  # type: ignore[arg-type]
        monkeypatch.setattr(session, "cookie", lambda name, token=token: token)
        app = AppTest.from_file(str(MAIN), default_timeout=60).run()
        assert "/auth/login" in everything(app)


def test_a_screen_that_looks_after_itself_keeps_nobody_signed_in(
    clinics: Clinics, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = as_browser_of(clinics, "physio", monkeypatch)
    for _ in range(5):
        clinics.clock.move(minutes=4)
        session.desk.signed_in(token, seen=False)
    assert session.desk.signed_in(token) is None
