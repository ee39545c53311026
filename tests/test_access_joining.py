"""Invitations: a code makes one account, once; every code that does not looks the same, and guessing is slowed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from loadaid.access.desk import Desk
from loadaid.store import invitations
from loadaid.store.errors import NotFound, Refused
from loadaid.store.tables import accounts
from loadaid.store.tables import audit as log
from loadaid.store.tables import invitations as rows
from tests.access_visits import PASSWORD, Browser, Telephone, give_password
from tests.store_clinic import SENTINELS, Clinics, copied, made


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    found = made(f"sqlite:///{tmp_path_factory.mktemp('once') / 'loadaid.db'}", days=2)
    give_password(found.database, found.actors["patient"])
    return found


@pytest.fixture
def clinics(once: Clinics, tmp_path: Path) -> Clinics:
    return copied(once, tmp_path)


@pytest.fixture
def desk(clinics: Clinics) -> Desk:
    made = Desk()
    made.open(clinics.database, "real")
    return made


def join(
    desk: Desk, code: str, login: str = "nouvelle@example.org", address: str = "127.0.0.1", **more: str
) -> Browser:
    """A browser that has used a code and chosen a login."""
    browser = Browser(desk, address)
    assert browser.fill("/auth/invitation", code=code).url.path == "/auth/join"
    browser.fill("/auth/join", **{"login": login, "password": PASSWORD, "again": PASSWORD, **more})
    return browser


def test_a_patient_joins_reads_the_notice_and_sees_their_own_record(desk: Desk, clinics: Clinics) -> None:
    code = clinics.repo("physio").accounts.invite("patient", patient_id=clinics.id(1))
    browser = Browser(desk)
    page = browser.fill("/auth/invitation", code=code.lower().replace("-", " "))
    assert SENTINELS[1] in page.text, "they see at once whether it is theirs"
    assert (
        browser.fill("/auth/join", login="moi@example.org", password=PASSWORD, again=PASSWORD).url.path
        == "/auth/notice"
    )
    assert not browser.is_in()
    browser.fill("/auth/notice")
    assert browser.is_in()
    actor = desk.signed_in(browser.token)
    assert actor
    assert (actor.role, actor.clinic_id) == ("patient", clinics.actors["patient"].clinic_id)
    clinics.actors["new"] = actor
    assert clinics.repo("new").people.own().id == clinics.id(1)
    again = Browser(desk)
    assert again.log_in("moi@example.org").url.path == "/"


def test_a_colleague_joins_with_a_second_factor(desk: Desk, clinics: Clinics) -> None:
    code = clinics.repo("lead").accounts.invite("physio", "Paul Durand")
    browser = join(desk, code)
    assert not browser.is_in()
    shown = browser.get("/auth/enrol").text
    secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", shown)[0].replace(" ", "")
    values = dict(re.findall(r'name="(xsrf|sealed)" value="([^"]+)"', shown))
    browser.post("/auth/enrol", data={**values, "code": Telephone(clinics.database, secret).code()})
    assert not browser.is_in(), "the notice comes first"
    browser.fill("/auth/notice")
    assert browser.is_in()
    assert "Paul Durand" in {m.name for m in clinics.repo("lead").accounts.listed()}


def test_a_code_works_once(desk: Desk, clinics: Clinics) -> None:
    code = clinics.repo("admin").accounts.invite("lead", "Anne")
    first, second = Browser(desk), Browser(desk)
    for browser in (first, second):
        assert browser.fill("/auth/invitation", code=code).url.path == "/auth/join"
    answers = [
        b.fill("/auth/join", login=f"x{n}@example.org", password=PASSWORD, again=PASSWORD)
        for n, b in enumerate((first, second))
    ]
    assert [a.url.path for a in answers] == ["/auth/enrol", "/auth/invitation"]
    assert Browser(desk).fill("/auth/invitation", code=code).status_code == 404


def unusable(clinics: Clinics, how: str) -> str:
    code = clinics.repo("lead").accounts.invite("physio", "Paul")
    if how == "revoked":
        [pending] = clinics.repo("lead").accounts.pending()
        clinics.repo("admin").accounts.revoke(pending.id)
    elif how == "used":
        invitations.redeem(clinics.database, code, "paul@example.org", "Paul", "fr", password_hash="x")
    elif how == "expired":
        clinics.clock.move(days=7, seconds=1)
    return {"wrong": invitations.new_code(), "empty": "", "long": "A" * 5000, "odd": "' OR 1=1 --\x00"}.get(how, code)


@pytest.mark.parametrize("how", ["wrong", "revoked", "used", "expired", "empty", "long", "odd"])
def test_codes_that_open_nothing_look_the_same(desk: Desk, clinics: Clinics, how: str) -> None:
    def told(code: str) -> tuple[int, str]:
        answer = Browser(desk).fill("/auth/invitation", code=code)
        return answer.status_code, re.sub(r'value="[^"]*"', "", answer.text)

    assert told(unusable(clinics, how)) == told("ZZZZ-ZZZZ-ZZZZ-ZZZZ")


@pytest.mark.parametrize(("role", "days"), [("patient", 14), ("physio", 7)])
def test_a_code_lives_for_days(clinics: Clinics, role: str, days: int) -> None:
    patient = clinics.id(1) if role == "patient" else None
    code = clinics.repo("lead" if role == "physio" else "physio").accounts.invite(role, patient_id=patient)  # type: ignore[arg-type]
    clinics.clock.move(days=days)
    clinics.clock.move(seconds=-1)
    assert invitations.find(clinics.database, code)
    clinics.clock.move(seconds=1)
    assert invitations.find(clinics.database, code) is None


def test_ten_thousand_random_codes_open_nothing(clinics: Clinics) -> None:
    known = clinics.repo("lead").accounts.invite("physio")
    assert not any(invitations.find(clinics.database, invitations.new_code()) for _ in range(10_000))
    assert invitations.find(clinics.database, known)


def test_guessing_codes_is_slowed_for_that_address_alone(desk: Desk, clinics: Clinics) -> None:
    guesser = Browser(desk, "10.0.0.9")
    answers = [guesser.fill("/auth/invitation", code=invitations.new_code()) for _ in range(60)]
    assert [a.status_code for a in answers].count(404) == 10
    assert {a.status_code for a in answers} == {404, 429}
    code = clinics.repo("lead").accounts.invite("physio")
    assert guesser.fill("/auth/invitation", code=code).status_code == 429
    assert Browser(desk, "10.0.0.10").fill("/auth/invitation", code=code).url.path == "/auth/join"


def test_a_right_code_does_not_make_guesses_free(desk: Desk, clinics: Clinics) -> None:
    code = clinics.repo("lead").accounts.invite("physio")
    browser = Browser(desk, "10.0.0.9")
    seen = []
    for _ in range(20):
        seen.append(browser.fill("/auth/invitation", code=invitations.new_code()).status_code)
        browser.fill("/auth/invitation", code=code)
    assert seen.count(404) == 10


def test_a_login_of_any_clinic_is_not_given_twice(desk: Desk, clinics: Clinics) -> None:
    code = clinics.repo("other-lead").accounts.invite("physio", "Paul")
    browser = Browser(desk)
    browser.fill("/auth/invitation", code=code)
    answer = browser.fill("/auth/join", login=" Patient@example.org", password=PASSWORD, again=PASSWORD)
    assert answer.status_code == 400
    assert "Cet identifiant ne peut pas être pris" in answer.text
    assert "Cabinet 1" not in answer.text
    assert invitations.find(clinics.database, code), "the code is not used up by it"
    with pytest.raises(Refused):
        invitations.redeem(clinics.database, code, "patient@example.org", "Paul", "fr", password_hash="x")
    assert Browser(desk).log_in("patient@example.org").url.path == "/", "whose it is still signs in"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"password": "court"}, "Au moins 12 caractères"), ({"password": "a" * 129}, "Au plus 128"), ({"again": "other"}, "diffèrent"),
        ({"password": "motdepasse123"}, "se devine"), ({"password": "azertyuiop12"}, "se devine"), ({"password": "kinesitherapeute"}, "se devine"),
        ({"password": "nouvelle-2026-xyz"}, "identifiant"), ({"password": "paul durand quai"}, "nom"), ({"login": "x"}, "3 caractères"),
    ],
)  # fmt: skip
def test_a_weak_password_is_refused_with_a_reason(
    desk: Desk, clinics: Clinics, form: dict[str, str], told: str
) -> None:
    browser = Browser(desk)
    browser.fill("/auth/invitation", code=clinics.repo("lead").accounts.invite("physio", "Paul Durand"))
    given = {"login": "nouvelle@example.org", "password": PASSWORD, "again": form.get("password", PASSWORD), **form}
    answer = browser.fill("/auth/join", **given)
    assert answer.status_code == 400
    assert told in answer.text
    assert given["password"] not in answer.text or len(given["password"]) < 6


def test_a_lost_login_is_given_anew_for_the_same_account(desk: Desk, clinics: Clinics) -> None:
    old = Browser(desk)
    old.log_in("patient@example.org")
    code = clinics.repo("physio").accounts.invite("patient", patient_id=clinics.id(0))
    assert old.is_in(), "a code that waits changes nothing"
    new = join(
        desk, code, "patient@example.org", password="quatre mots bien étranges", again="quatre mots bien étranges"
    )
    new.fill("/auth/notice")
    actor = desk.signed_in(new.token)
    assert actor
    assert actor.account_id == clinics.actors["patient"].account_id
    assert not old.is_in()
    assert Browser(desk).log_in("patient@example.org").status_code == 401


def test_the_last_code_of_a_patient_alone_counts(clinics: Clinics) -> None:
    first, last = (clinics.repo("physio").accounts.invite("patient", patient_id=clinics.id(1)) for _ in range(2))
    assert invitations.find(clinics.database, first) is None
    assert invitations.find(clinics.database, last)


def leave(clinics: Clinics, how: str) -> None:
    """The physiotherapist can no longer invite the second patient, nor the lead a colleague."""
    physio, lead, people = (
        clinics.actors["physio"].account_id, clinics.actors["lead"].account_id, clinics.repo("lead").people,
    )  # fmt: skip
    admin = clinics.repo("admin").accounts
    if how == "closed":
        admin.close(physio)
        admin.close(lead)
    elif how == "another role":
        admin.change_role(physio, "admin")
        admin.change_role(lead, "physio")
    else:
        people.unassign(clinics.id(1), physio)


def revoked(clinics: Clinics) -> int:
    with clinics.database.read() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).where(rows.c.revoked_at.is_not(None))) or 0)


@pytest.mark.parametrize("how", ["closed", "another role", "unassigned"])
@pytest.mark.parametrize("forgotten", [False, True])
def test_a_code_ends_with_what_its_inviter_may(clinics: Clinics, how: str, forgotten: bool) -> None:
    own = clinics.repo("physio").accounts.invite("patient", patient_id=clinics.id(1))
    other = clinics.repo("physio").accounts.invite("patient", patient_id=clinics.id(0))
    staff = clinics.repo("lead").accounts.invite("physio", "Paul")
    by_operator = invitations.issue_by_operator(clinics.database, clinics.actors["lead"].clinic_id, "lead", "Anne")
    leave(clinics, how)
    ended = [own] if how == "unassigned" else [own, other, staff]
    assert revoked(clinics) == len(ended)
    if forgotten:  # as if it had been made in the same moment: what counts is asked again when a code is used
        with clinics.database.write() as connection:
            connection.execute(sa.update(rows).values(revoked_at=None))
    for n, code in enumerate((own, other, staff, by_operator)):
        assert (invitations.find(clinics.database, code) is None) == (code in ended)
        if code in ended:
            with pytest.raises(NotFound):
                invitations.redeem(clinics.database, code, f"x{n}@example.org", "Xavier", "fr", password_hash="x")
    assert invitations.redeem(clinics.database, by_operator, "anne@example.org", "Anne", "fr", password_hash="x")


def test_a_code_that_was_ended_stays_so(clinics: Clinics) -> None:
    code = clinics.repo("physio").accounts.invite("patient", patient_id=clinics.id(1))
    physio = clinics.actors["physio"].account_id
    clinics.repo("lead").people.unassign(clinics.id(1), physio)
    clinics.repo("lead").people.assign(clinics.id(1), physio)
    clinics.repo("admin").accounts.close(physio)
    clinics.repo("admin").accounts.reopen(physio)
    assert invitations.find(clinics.database, code) is None
    again = clinics.repo("physio").accounts.invite("patient", patient_id=clinics.id(1))
    assert invitations.find(clinics.database, again)


def test_a_new_login_is_not_given_past_a_closing_or_to_one_who_has_risen(clinics: Clinics) -> None:
    physio, admin = clinics.actors["physio"].account_id, clinics.repo("admin").accounts
    code = clinics.repo("lead").accounts.renew(physio)
    admin.close(physio)
    admin.reopen(physio)
    assert invitations.find(clinics.database, code) is None
    code = clinics.repo("lead").accounts.renew(physio)
    assert invitations.find(clinics.database, code)
    admin.change_role(physio, "admin")
    with clinics.database.write() as connection:
        connection.execute(sa.update(rows).values(revoked_at=None))
    assert invitations.find(clinics.database, code) is None, "a lead gives no administrator a new login"


def test_the_end_of_a_code_is_in_the_audit_log(clinics: Clinics) -> None:
    clinics.repo("physio").accounts.invite("patient", patient_id=clinics.id(1))
    clinics.repo("lead").people.unassign(clinics.id(1), clinics.actors["physio"].account_id)
    with clinics.database.read() as connection:
        entry = connection.execute(sa.select(log).where(log.c.action == "revoke")).one()
    assert (entry.object, entry.patient_id, entry.actor_id) == (
        "invitation", clinics.id(1), clinics.actors["lead"].account_id,
    )  # fmt: skip


def test_each_sees_and_revokes_the_codes_they_may_make(clinics: Clinics) -> None:
    clinics.repo("physio").accounts.invite("patient", patient_id=clinics.id(1))
    clinics.repo("physio2").accounts.invite("patient", patient_id=clinics.id(2))
    clinics.repo("lead").accounts.invite("physio", "Paul")
    clinics.repo("admin").accounts.invite("lead", "Anne")
    clinics.repo("other-lead").accounts.invite("physio", "Pierre")

    def seen(who: str) -> dict[tuple[str, str | None], str]:
        return {(p.role, p.patient_id): p.id for p in clinics.repo(who).accounts.pending()}

    first, second = ("patient", clinics.id(1)), ("patient", clinics.id(2))
    every = {
        **seen("physio"),
        **seen("physio2"),
        **seen("admin"),
        ("elsewhere", None): seen("other-lead")["physio", None],
    }
    assert {who: set(seen(who)) for who in ("physio", "physio2", "lead", "admin")} == {
        "physio": {first}, "physio2": {second}, "lead": {("physio", None)}, "admin": {("physio", None), ("lead", None)},
    }  # fmt: skip
    with pytest.raises(NotFound):
        clinics.repo("patient").accounts.pending()
    for who in ("patient", "physio", "physio2", "lead", "admin"):
        mine = set(seen(who)) if who != "patient" else set()
        for one in every.keys() - mine:
            with pytest.raises(NotFound):
                clinics.repo(who).accounts.revoke(every[one])
        with pytest.raises(NotFound):
            clinics.repo(who).accounts.revoke("0" * 24)
    assert revoked(clinics) == 0
    for who in ("physio", "physio2", "lead", "admin"):
        for id in seen(who).values():
            clinics.repo(who).accounts.revoke(id)
        assert seen(who) == {}
    assert revoked(clinics) == 4


def test_only_the_fingerprint_of_a_code_is_stored(clinics: Clinics) -> None:
    code = clinics.repo("lead").accounts.invite("physio", "Qwxzgolfseven")
    with clinics.database.read() as connection:
        stored = repr(connection.execute(sa.select(rows)).all())
    assert code not in stored
    assert invitations.plain(code) not in stored
    assert "Qwxzgolfseven" not in stored


MAY = {
    "patient": set(), "physio": {"patient"}, "lead": {"physio"}, "admin": {"physio", "lead", "admin"},
}  # fmt: skip


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("role", ["patient", "physio", "lead", "admin"])
def test_who_may_invite_whom(clinics: Clinics, who: str, role: str) -> None:
    parts = clinics.repo(who).accounts
    patient = clinics.id(1) if role == "patient" else None  # whom the physiotherapist follows, and the lead does not
    if role in MAY[who]:
        assert parts.invite(role, patient_id=patient)  # type: ignore[arg-type]
        return
    with pytest.raises(NotFound):
        parts.invite(role, patient_id=patient)  # type: ignore[arg-type]
    with clinics.database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(rows)).scalar() == 0


@pytest.mark.parametrize("number", [2, 3])
def test_a_patient_of_someone_else_is_not_invited(clinics: Clinics, number: int) -> None:
    with pytest.raises(NotFound):
        clinics.repo("physio").accounts.invite("patient", patient_id=clinics.id(number))


def test_accounts_are_looked_after_within_the_clinic(clinics: Clinics) -> None:
    theirs = clinics.actors["other-physio"].account_id
    for who in ("lead", "admin"):
        parts = clinics.repo(who).accounts
        for act in (parts.close, parts.reopen, parts.renew, lambda id, p=parts: p.change_role(id, "physio")):
            with pytest.raises(NotFound):
                act(theirs)
    for who, whom in (("physio", "physio2"), ("patient", "physio"), ("lead", "admin"), ("admin", "patient")):
        with pytest.raises(NotFound):
            clinics.repo(who).accounts.close(clinics.actors[whom].account_id)
    with pytest.raises(Refused):
        clinics.repo("admin").accounts.close(clinics.actors["admin"].account_id)
    with pytest.raises(NotFound):
        clinics.repo("lead").accounts.change_role(clinics.actors["physio"].account_id, "admin")
    with pytest.raises(NotFound):
        clinics.repo("admin").accounts.change_role(clinics.actors["patient"].account_id, "lead")
    with clinics.database.read() as connection:
        assert set(connection.execute(sa.select(accounts.c.state)).scalars()) == {"active"}


def test_each_sees_the_accounts_that_are_theirs_to_see(clinics: Clinics) -> None:
    def seen(who: str) -> set[str]:
        return {m.id for m in clinics.repo(who).accounts.listed()}

    mine = {a.account_id for name, a in clinics.actors.items() if not name.startswith("other-")}
    assert seen("lead") == seen("admin") == mine
    assert seen("physio") == {clinics.actors["physio"].account_id}
    assert seen("patient") == {clinics.actors["patient"].account_id}
