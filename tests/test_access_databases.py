"""The whole way in on both databases: invited, joined, signed in, guessed at by many at once, closed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from loadaid.access.desk import Desk
from loadaid.store import attempts, entrance, invitations, signins
from tests.access_visits import HASH, PASSWORD, Browser, give_password
from tests.store_clinic import Clinics, made


@pytest.fixture
def clinics(database_url: str) -> Iterator[Clinics]:
    found = made(database_url, days=2)
    yield found
    found.database.close()


def test_the_whole_way_in(clinics: Clinics) -> None:
    desk = Desk()
    desk.open(clinics.database, "real")
    code = clinics.repo("physio").accounts.invite("patient", patient_id=clinics.id(1))
    browser = Browser(desk)
    assert browser.fill("/auth/invitation", code=invitations.new_code()).status_code == 404
    browser.fill("/auth/invitation", code=code)
    browser.fill("/auth/join", login="moi@example.org", password=PASSWORD, again=PASSWORD)
    browser.fill("/auth/notice")
    assert browser.is_in()
    clinics.clock.move(minutes=2)
    actor = desk.signed_in(browser.token)
    assert actor
    assert len(signins.own(clinics.database, actor)) == 1
    assert Browser(desk).log_in("moi@example.org", "wrong").status_code == 401
    assert [one.role for one in entrance.everyone(clinics.database) if one.login == "moi@example.org"] == ["patient"]
    assert len(clinics.repo("lead").accounts.listed()) == 6
    clinics.repo("lead").accounts.close(actor.account_id)
    assert not browser.is_in()


def test_one_code_used_by_many_at_once_makes_one_account(clinics: Clinics) -> None:
    code = clinics.repo("admin").accounts.invite("lead", "Anne")
    start, made_ids, refused = threading.Barrier(8), [], []

    def join(n: int) -> None:
        start.wait()
        try:
            made_ids.append(
                invitations.redeem(clinics.database, code, f"a{n}@example.org", "Anne", "fr", password_hash=HASH)
            )
        except Exception as error:
            refused.append(type(error).__name__)

    at_once(join, 8)
    assert (len(made_ids), refused) == (1, ["NotFound"] * 7)


def test_one_step_of_a_telephone_used_by_many_at_once_is_used_once(clinics: Clinics) -> None:
    physio = clinics.actors["physio"]
    give_password(clinics.database, physio, second=True)
    used: list[bool] = []
    at_once(lambda _: used.append(entrance.use_step(clinics.database, physio.account_id, 7)), 8)
    at_once(lambda _: used.append(entrance.use_recovery(clinics.database, physio.account_id, "ABCDEFGH23")), 8)
    assert used.count(True) == 2


def test_many_guesses_at_once_are_a_few(clinics: Clinics) -> None:
    waits: list[timedelta] = []
    at_once(lambda _: waits.extend(attempts.charge(clinics.database, "login") for _ in range(10)), 8)
    assert waits.count(timedelta(0)) == 5


def at_once(act: object, times: int) -> None:
    threads = [threading.Thread(target=act, args=(n,)) for n in range(times)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
