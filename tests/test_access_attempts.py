"""Guessing: a thousand tries are some twenty, nobody is shut out for good, and nobody else is slowed."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from loadaid.access.desk import Desk
from loadaid.store import attempts
from tests.access_visits import PASSWORD, Browser, give_password
from tests.store_clinic import Clinics, copied, made


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    found = made(f"sqlite:///{tmp_path_factory.mktemp('once') / 'loadaid.db'}", days=2)
    for name in ("patient", "other-patient"):
        give_password(found.database, found.actors[name])
    return found


@pytest.fixture
def clinics(once: Clinics, tmp_path: Path) -> Clinics:
    return copied(once, tmp_path)


@pytest.fixture
def desk(clinics: Clinics) -> Desk:
    made = Desk()
    made.open(clinics.database, "real")
    return made


def judged(
    clinics: Clinics,
    tries: int,
    over: timedelta,
    mark: str = "login",
    address: str | None = None,
    *,
    each: bool = False,
) -> int:
    """How many of so many tries, evenly over a time, are judged. each: another login every time."""
    free = 0
    for n in range(tries):
        free += attempts.charge(clinics.database, f"{mark} {n}" if each else mark, address=address) == timedelta(0)
        clinics.clock.move(seconds=over.total_seconds() / tries)
    return free


def test_a_thousand_guesses_of_one_password_are_a_few(clinics: Clinics) -> None:
    assert judged(clinics, 1000, timedelta(minutes=15)) == 8


def test_a_day_of_guesses_is_a_few_too(clinics: Clinics) -> None:
    assert judged(clinics, 2880, timedelta(days=1)) <= 25


def test_one_password_tried_on_a_thousand_logins_is_slowed_too(clinics: Clinics) -> None:
    assert judged(clinics, 1000, timedelta(minutes=15), address="here", each=True) <= 30


def test_a_whole_practice_behind_one_address_is_not_slowed_by_one_guesser(clinics: Clinics) -> None:
    judged(clinics, 1000, timedelta(minutes=15), "victim", "practice")
    assert judged(clinics, 9, timedelta(0), "colleague", "practice", each=True) == 9


def test_a_thousand_at_once_are_no_more(clinics: Clinics) -> None:
    free, start = [], threading.Barrier(16)

    def guess() -> None:
        start.wait()
        free.extend(attempts.charge(clinics.database, "login") for _ in range(20))

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(free) == 320
    assert free.count(timedelta(0)) == 5


def test_waits_double_and_end(clinics: Clinics) -> None:
    waits = [attempts.SECRET.wait(n) for n in range(40)]
    assert waits[:5] == [timedelta(0)] * 5
    assert [int(w.total_seconds()) for w in waits[5:13]] == [64, 128, 256, 512, 1024, 2048, 4096, 7200]
    assert max(waits) == timedelta(hours=2)
    judged(clinics, 1000, timedelta(hours=1))
    clinics.clock.move(hours=2)
    assert attempts.charge(clinics.database, "login") == timedelta(0), "nothing is shut for good"


def test_failures_are_forgotten(clinics: Clinics) -> None:
    judged(clinics, 100, timedelta(minutes=1))
    clinics.clock.move(days=1, seconds=1)
    assert judged(clinics, 10, timedelta(0)) == 5
    attempts.forgive(clinics.database, "login")
    assert judged(clinics, 10, timedelta(0)) == 5


def test_a_stranger_cannot_shut_out_an_owner_with_a_known_browser(desk: Desk, clinics: Clinics) -> None:
    owner = Browser(desk)
    owner.log_in("patient@example.org")
    owner.fill("/auth/logout", "/auth/account")
    stranger = Browser(desk, "10.0.0.9")
    seen = [stranger.log_in("patient@example.org", f"guess {n}").status_code for n in range(12)]
    assert seen == [401] * 5 + [429] * 7
    assert "Réessayez dans 2 minutes" in stranger.log_in("patient@example.org", "x").text
    assert stranger.log_in("patient@example.org").status_code == 429, "the right password neither, while it waits"
    assert Browser(desk).log_in("patient@example.org").status_code == 429
    assert owner.log_in("patient@example.org").url.path == "/"


def test_a_known_browser_has_its_own_few_tries(desk: Desk, clinics: Clinics) -> None:
    owner = Browser(desk)
    owner.log_in("patient@example.org")
    owner.fill("/auth/logout", "/auth/account")
    seen = [owner.log_in("patient@example.org", f"guess {n}").status_code for n in range(12)]
    assert seen.count(401) == 5
    known = owner.cookies["loadaid-known"]
    forged = [known[:-1] + ("0" if known[-1] != "0" else "1"), "a.b.c", "." * 500, known.split(".")[0], "x"]
    for cookie in forged:
        browser = Browser(desk, cookies={"loadaid-known": cookie})
        for n in range(6):
            browser.log_in("nobody@example.org", f"guess {n}")
        assert browser.log_in("nobody@example.org", "x").status_code == 429
        clinics.clock.move(days=2)
    assert Browser(desk, cookies={"loadaid-known": known}).log_in("other-patient@example.org").url.path == "/"


def test_an_unknown_login_waits_like_a_known_one(desk: Desk) -> None:
    for login in ("patient@example.org", "nobody@example.org"):
        browser = Browser(desk)
        assert [browser.log_in(login, f"guess {n}").status_code for n in range(8)] == [401] * 5 + [429] * 3
    assert Browser(desk).log_in("other-patient@example.org", PASSWORD).url.path == "/", "others sign in meanwhile"
