"""Signing in: every way in that is right opens, every other one looks the same, and what was opened ends when it must."""

from __future__ import annotations

import re
import time
from pathlib import Path
from statistics import median

import pytest
import sqlalchemy as sa

from loadaid.access.desk import Desk
from loadaid.store import entrance, signins
from loadaid.store.tables import accounts, attempts, audit, notices
from loadaid.store.tables import signins as signin_rows
from tests.access_visits import PASSWORD, Browser, Telephone, give_password
from tests.store_clinic import Clinics, copied, made


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    """Two clinics; of the first, physiotherapist, lead and patient have signed in before."""
    found = made(f"sqlite:///{tmp_path_factory.mktemp('once') / 'loadaid.db'}", days=2)
    for name in ("physio", "lead", "other-physio"):
        give_password(found.database, found.actors[name], second=True)
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


def enter(desk: Desk, login: str = "physio@example.org", **more: str) -> Browser:
    """A browser that has signed in with every step."""
    browser = Browser(desk, **more)
    browser.log_in(login)
    if "/second" in str(browser.get("/auth/second").url):
        browser.fill("/auth/second", code=Telephone(desk.database).code())
    assert browser.is_in()
    return browser


def test_a_patient_signs_in_with_a_password(desk: Desk) -> None:
    browser = Browser(desk)
    assert not browser.is_in()
    assert browser.log_in("patient@example.org").url.path == "/"
    assert browser.is_in()


@pytest.mark.parametrize("login", [" PATIENT@example.org ", "Patient@Example.ORG"])
def test_capitals_and_spaces_of_a_login_do_not_count(desk: Desk, login: str) -> None:
    browser = Browser(desk)
    browser.log_in(login)
    assert browser.is_in()


def test_staff_need_their_telephone_too(desk: Desk) -> None:
    browser = Browser(desk)
    assert browser.log_in("physio@example.org").url.path == "/auth/second"
    first = browser.token
    assert not browser.is_in(), "the password alone opens nothing"
    assert browser.get("/auth/account").url.path == "/auth/login"
    assert browser.get("/auth/notice").url.path == "/auth/login"
    browser.fill("/auth/second", code=Telephone(desk.database).code())
    assert browser.is_in()
    assert browser.token != first, "a step further is another token"
    other = Browser(desk, cookies={desk.cookie: first or ""})
    assert not other.is_in()


@pytest.mark.parametrize(
    "login", ["physio@example.org", "nobody@example.org", "admin@example.org", "", "x" * 5000, "\u202e\x00"]
)
def test_wrong_unknown_and_without_a_password_look_the_same(desk: Desk, login: str) -> None:
    answer = Browser(desk).log_in(login, "not the password of anyone")
    assert answer.status_code == 401
    assert "Identifiant ou mot de passe incorrect." in answer.text
    assert re.sub(r'value="[^"]*"', "", answer.text) == re.sub(
        r'value="[^"]*"', "", Browser(desk).log_in("another@example.org", "wrong").text
    )


def test_an_unknown_login_takes_as_long_as_a_wrong_password(desk: Desk) -> None:
    def seconds(login: str, n: int) -> float:
        browser = Browser(desk, f"10.0.0.{n}")
        browser.get("/auth/login")
        with desk.database.write() as connection:
            connection.execute(sa.delete(attempts))
        start = time.perf_counter()
        browser.log_in(login, "not the password")
        return time.perf_counter() - start

    pairs = [(seconds("patient@example.org", n), seconds(f"nobody{n}@example.org", n)) for n in range(15)]
    known, unknown = median(k for k, _ in pairs), median(u for _, u in pairs)
    assert abs(known - unknown) < 0.2 * max(known, unknown), (known, unknown)


def test_a_preset_cookie_is_replaced(desk: Desk) -> None:
    browser = Browser(desk, cookies={desk.cookie: "chosen-by-the-attacker"})
    browser.log_in("patient@example.org")
    assert browser.token != "chosen-by-the-attacker"
    assert not Browser(desk, cookies={desk.cookie: "chosen-by-the-attacker"}).is_in()


def test_signing_in_anew_ends_the_sign_in_of_that_browser(desk: Desk) -> None:
    browser = enter(desk)
    old = browser.token
    browser.fill("/auth/login", "/auth/account", login="patient@example.org", password=PASSWORD)
    assert browser.token != old
    assert not Browser(desk, cookies={desk.cookie: old or ""}).is_in()


def test_only_the_fingerprint_of_a_token_is_stored(desk: Desk, tmp_path: Path) -> None:
    token = enter(desk).token
    assert token
    desk.database.close()
    stored = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert token.encode() not in stored
    assert PASSWORD.encode() not in stored


@pytest.mark.parametrize("public", ["", "https://127.0.0.1:8501"])
def test_the_cookie_is_for_us_alone(desk: Desk, public: str) -> None:
    desk.public_url = public
    browser = Browser(desk)
    browser.base_url = public or "http://127.0.0.1:8501"
    xsrf = re.findall(r'name="xsrf" value="(\w+)"', browser.get("/auth/login").text)[0]
    form = {"xsrf": xsrf, "login": "patient@example.org", "password": PASSWORD}
    answer = browser.post("/auth/login", data=form, follow_redirects=False)
    cookies = {line.split("=")[0]: line.split("; ")[1:] for line in answer.headers.get_list("set-cookie")}
    wanted = {"HttpOnly", "Path=/", "SameSite=strict"} | ({"Secure"} if public else set())
    assert set(cookies["__Host-loadaid" if public else "loadaid"]) == wanted, "no domain, and gone with the browser"
    assert all(wanted <= set(parts) for parts in cookies.values())
    assert browser.is_in()


def test_over_tls_a_cookie_that_another_host_could_set_is_not_read(desk: Desk) -> None:
    token = enter(desk).token or ""
    desk.public_url = "https://cabinet.example"
    assert not Browser(desk, cookies={"loadaid": token}).is_in()


@pytest.mark.parametrize(
    ("asked", "language", "lands"),
    [("", "fr", "/"), ("", "en", "/?lang=en"), ("?lang=en", "fr", "/?lang=en"), ("?lang=fr", "en", "/")],
)
def test_a_person_arrives_in_their_language(
    desk: Desk, clinics: Clinics, asked: str, language: str, lands: str
) -> None:
    with clinics.database.write() as connection:
        connection.execute(sa.update(accounts).values(language=language))
    browser = Browser(desk)
    browser.get(f"/auth/login{asked}")
    assert str(browser.log_in("patient@example.org").url).removeprefix("http://127.0.0.1:8501") == lands


def test_forged_cookies_open_nothing(desk: Desk) -> None:
    token = enter(desk).token or ""
    for cookies in (
        {"loadaid": "A" * 43}, {"loadaid": token[:-1] + ("A" if token[-1] != "A" else "B")}, {"loadaid": token * 100},
        {"loadaid": ""}, {"role": "admin", "loadaid-form": "x"}, {"_streamlit_user": token}, {"Loadaid": token},
    ):  # fmt: skip
        assert not Browser(desk, cookies=cookies).is_in()


def test_a_role_in_a_cookie_or_a_form_changes_nothing(desk: Desk) -> None:
    browser = Browser(desk, cookies={"role": "admin", "loadaid-role": "admin"})
    browser.fill("/auth/login", login="patient@example.org", password=PASSWORD, role="admin")
    actor = desk.signed_in(browser.token)
    assert actor is not None
    assert actor.role == "patient"
    assert browser.fill("/auth/demo", "/auth/account", role="admin").url.path != "/auth/account"
    assert desk.signed_in(browser.token) == actor, "a real clinic has no personas"


@pytest.mark.parametrize(("login", "idle"), [("physio@example.org", 15), ("patient@example.org", 30)])
def test_an_idle_browser_is_signed_out(desk: Desk, clinics: Clinics, login: str, idle: int) -> None:
    browser = enter(desk, login)
    for _ in range(4):
        clinics.clock.move(minutes=idle - 1)
        assert desk.signed_in(browser.token), "a sign of life within the time keeps it"
    clinics.clock.move(minutes=idle, seconds=1)
    assert not browser.is_in()


def test_the_guard_alone_is_no_sign_of_life(desk: Desk, clinics: Clinics) -> None:
    browser = enter(desk)
    for _ in range(4):
        clinics.clock.move(minutes=4)
        browser.get("/media/x.png")
    assert not browser.is_in()


def test_a_working_day_is_the_longest(desk: Desk, clinics: Clinics) -> None:
    browser = enter(desk)
    for _ in range(59):
        clinics.clock.move(minutes=10)
        assert desk.signed_in(browser.token)
    clinics.clock.move(minutes=11)
    assert not desk.signed_in(browser.token)


def test_a_request_writes_at_most_once_a_minute(desk: Desk, clinics: Clinics) -> None:
    browser = enter(desk)

    def seen() -> str:
        with clinics.database.read() as connection:
            return str(connection.execute(sa.select(signin_rows.c.seen_at).order_by(signin_rows.c.at.desc())).scalar())

    before = seen()
    clinics.clock.move(seconds=59)
    desk.signed_in(browser.token)
    assert seen() == before
    clinics.clock.move(seconds=1)
    desk.signed_in(browser.token)
    assert seen() != before


def test_signing_out_ends_it_on_the_server(desk: Desk) -> None:
    browser = enter(desk)
    token = browser.token
    assert browser.get("/auth/logout").status_code == 200, "a link alone signs nobody out"
    assert desk.signed_in(token)
    assert browser.fill("/auth/logout").url.path == "/auth/login"
    assert browser.token is None
    assert desk.signed_in(token) is None


def test_own_sign_ins_are_listed_and_ended(desk: Desk, clinics: Clinics) -> None:
    here, there, elsewhere = (enter(desk, "patient@example.org") for _ in range(3))
    physio = enter(desk)
    page = here.get("/auth/account").text
    assert page.count("Firefox, Windows") == 3
    ids = re.findall(r'name="signin" value="(\w+)"', page)
    assert len(ids) == 2
    here.fill("/auth/end", "/auth/account", signin=ids[0])
    assert [b.is_in() for b in (here, there, elsewhere)].count(True) == 2
    [other] = signins.own(clinics.database, desk.signed_in(physio.token))
    here.fill("/auth/end", "/auth/account", signin=other.id)
    assert physio.is_in(), "nobody ends another's"
    here.fill("/auth/end", "/auth/account")
    assert [b.is_in() for b in (here, there, elsewhere)] == [True, False, False]


def test_a_new_password_ends_all_other_sign_ins(desk: Desk) -> None:
    here, there = enter(desk, "patient@example.org"), enter(desk, "patient@example.org")
    before, new = here.token, "quatre mots bien étranges"
    wrong = here.fill("/auth/password", "/auth/account", present="not it", password=new, again=new)
    assert wrong.status_code == 401
    weak = here.fill(
        "/auth/password", "/auth/account", present=PASSWORD, password="azertyuiop123", again="azertyuiop123"
    )
    assert weak.status_code == 400
    assert there.is_in()
    done = here.fill("/auth/password", "/auth/account", present=PASSWORD, password=new, again=new)
    assert "Mot de passe changé" in done.text
    assert here.token != before
    assert (here.is_in(), there.is_in()) == (True, False)
    assert Browser(desk).log_in("patient@example.org").status_code == 401
    assert Browser(desk).log_in("patient@example.org", new).url.path == "/"


def test_closing_an_account_or_changing_its_role_ends_its_sign_ins_at_once(desk: Desk, clinics: Clinics) -> None:
    admin = clinics.repo("admin")
    physio = enter(desk)
    admin.accounts.change_role(clinics.actors["physio"].account_id, "lead")
    assert not physio.is_in()
    clinics.clock.move(seconds=60)
    physio = enter(desk)
    actor = desk.signed_in(physio.token)
    assert actor is not None
    assert actor.role == "lead"
    admin.accounts.close(clinics.actors["physio"].account_id)
    assert not physio.is_in()
    assert Browser(desk).log_in("physio@example.org").status_code == 401
    admin.accounts.reopen(clinics.actors["physio"].account_id)
    assert not physio.is_in(), "what has ended stays so"


def test_a_code_of_the_telephone_is_accepted_once(desk: Desk, clinics: Clinics) -> None:
    phone = Telephone(clinics.database)
    enter(desk)
    again = Browser(desk)
    again.log_in("physio@example.org")
    assert again.fill("/auth/second", code=phone.code()).status_code == 401
    assert again.fill("/auth/second", code=phone.code(-30)).status_code == 401, "an earlier one neither"
    assert not again.is_in()
    assert again.fill("/auth/second", code=phone.code(30)).status_code == 200, "a clock may be half a minute off"
    assert again.is_in()


@pytest.mark.parametrize("code", ["", "000000", "1234567", "١٢٣٤٥٦", "abcdef", "0" * 5000])
def test_other_codes_open_nothing(desk: Desk, code: str) -> None:
    browser = Browser(desk)
    browser.log_in("physio@example.org")
    assert browser.fill("/auth/second", code=code).status_code == 401
    assert not browser.is_in()


def test_a_recovery_code_is_accepted_once(desk: Desk, clinics: Clinics) -> None:
    for accepted in (True, False):
        browser = Browser(desk)
        browser.log_in("physio@example.org")
        browser.fill("/auth/second", code="abcde-fgh23")
        assert browser.is_in() == accepted
    assert entrance.by_id(clinics.database, clinics.actors["physio"].account_id).recovery == 1
    lead = Browser(desk)
    lead.log_in("lead@example.org")
    lead.fill("/auth/second", code="ABCDE-FGH23")
    assert lead.is_in(), "the codes of one are not those of another: the lead's own were not used"


def test_guessing_the_second_factor_is_slowed(desk: Desk) -> None:
    browser = Browser(desk)
    browser.log_in("physio@example.org")
    seen = [browser.fill("/auth/second", code=f"{n:06d}").status_code for n in range(40)]
    assert seen.count(401) == 5
    assert browser.fill("/auth/second", code=Telephone(desk.database).code()).status_code == 429


def test_staff_without_a_second_factor_set_one_up_first(desk: Desk, clinics: Clinics) -> None:
    give_password(clinics.database, clinics.actors["admin"])
    browser = Browser(desk)
    page = browser.log_in("admin@example.org")
    assert page.url.path == "/auth/enrol"
    assert "<svg" in page.text
    assert not browser.is_in()
    assert browser.fill("/auth/enrol", code="000000").status_code == 401
    shown = browser.get("/auth/enrol").text
    secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", shown)[0].replace(" ", "")
    values = dict(re.findall(r'name="(xsrf|sealed)" value="([^"]+)"', shown))
    phone = Telephone(clinics.database, secret)
    codes = browser.post("/auth/enrol", data={**values, "code": phone.code()})
    recovery = re.findall(r"<code>(\w{5}-\w{5})</code>", codes.text)
    assert len(set(recovery)) == 8
    assert browser.is_in()
    assert secret not in browser.get("/auth/enrol").text, "it is shown while it is set up, and never again"
    again = Browser(desk)
    again.log_in("admin@example.org")
    assert again.fill("/auth/second", code=phone.code()).status_code == 401, "the code that set it up was used"
    again.fill("/auth/second", code=recovery[3])
    assert again.is_in()


def test_a_sealed_secret_of_another_sign_in_is_not_taken(desk: Desk, clinics: Clinics) -> None:
    for name in ("admin", "physio2"):
        give_password(clinics.database, clinics.actors[name])
    mine, theirs = Browser(desk), Browser(desk)
    mine.log_in("admin@example.org")
    theirs.log_in("physio2@example.org")
    shown = mine.get("/auth/enrol").text
    secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", shown)[0].replace(" ", "")
    sealed = re.findall(r'name="sealed" value="([^"]+)"', shown)[0]
    answer = theirs.fill("/auth/enrol", sealed=sealed, code=Telephone(clinics.database, secret).code())
    assert answer.status_code == 401
    assert not theirs.is_in()


def test_a_patient_may_add_a_second_factor(desk: Desk, clinics: Clinics) -> None:
    browser = enter(desk, "patient@example.org")
    assert "Ajouter un second facteur" in browser.get("/auth/account").text
    shown = browser.get("/auth/enrol").text
    secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", shown)[0].replace(" ", "")
    browser.fill("/auth/enrol")
    values = dict(re.findall(r'name="(xsrf|sealed)" value="([^"]+)"', shown))
    browser.post("/auth/enrol", data={**values, "code": Telephone(clinics.database, secret).code()})
    assert browser.is_in()
    assert Browser(desk).log_in("patient@example.org").url.path == "/auth/second"


def test_the_notice_is_read_before_anything_and_again_when_it_changes(
    desk: Desk, clinics: Clinics, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loadaid.access.notice.VERSION", "2027-01")
    browser = Browser(desk)
    assert browser.log_in("patient@example.org").url.path == "/auth/notice"
    assert not browser.is_in()
    assert browser.get("/auth/account").url.path == "/auth/login"
    browser.fill("/auth/notice")
    assert browser.is_in()
    with clinics.database.read() as connection:
        receipt = connection.execute(sa.select(notices).where(notices.c.version == "2027-01")).one()
    assert receipt.account_id == clinics.actors["patient"].account_id
    assert (receipt.language, len(receipt.digest)) == ("fr", 64)
    assert Browser(desk).log_in("patient@example.org").url.path == "/"


def test_a_try_with_an_unknown_login_is_nobodys(desk: Desk, clinics: Clinics) -> None:
    Browser(desk).log_in("unknown@example.org", "wrong password here")
    with clinics.database.read() as connection:
        entry = connection.execute(sa.select(audit).order_by(audit.c.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object, entry.result, entry.actor_id) == ("begin", "sign-in", "denied", None)
    assert entry.role == "anonymous", "and not the operator's"


def test_what_is_over_for_a_month_is_forgotten(desk: Desk, clinics: Clinics) -> None:
    def kept() -> list[str]:
        with clinics.database.read() as connection:
            return list(connection.scalars(sa.select(signin_rows.c.id).order_by(signin_rows.c.at)))

    def begin(who: str) -> str:
        token = signins.begin(clinics.database, clinics.actors[who].account_id, "full")
        found = signins.found(clinics.database, token)
        assert found
        return found.actor.signin_id

    Browser(desk).log_in("unknown@example.org", "wrong password here")
    ran_out, ended = begin("patient"), begin("physio")
    clinics.clock.move(hours=1)
    signins.end(clinics.database, clinics.actors["physio"], ended)
    clinics.clock.move(days=29, hours=23)
    third = begin("lead")
    assert set(kept()) == {ran_out, ended, third}
    with clinics.database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(attempts)) == 0, "a wait of a month ago"
    clinics.clock.move(seconds=3601)
    fourth = begin("lead")
    assert set(kept()) == {ran_out, third, fourth}
    clinics.clock.move(hours=10)
    fifth = begin("lead")
    assert set(kept()) == {third, fourth, fifth}
    Browser(desk).log_in("unknown@example.org", "wrong password here")
    clinics.clock.move(hours=23)
    begin("lead")
    with clinics.database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(attempts)) == 2, "of the login and the address"


def test_each_step_is_in_the_audit_log_and_no_secret_is(desk: Desk, clinics: Clinics) -> None:
    Browser(desk).log_in("physio@example.org", "wrong password here")
    browser = enter(desk)
    browser.fill("/auth/logout")
    with clinics.database.read() as connection:
        rows = connection.execute(sa.select(audit).where(audit.c.object == "sign-in").order_by(audit.c.seq)).all()
        text = repr(connection.execute(sa.select(audit)).all())
    assert [(r.action, r.result) for r in rows] == [("begin", "denied"), ("begin", "done"), ("end", "done")]
    assert {r.actor_id for r in rows} == {clinics.actors["physio"].account_id}
    assert not any(word in text for word in ("wrong password", PASSWORD, "example.org"))


def test_the_same_login_in_two_clinics_leads_to_its_own(desk: Desk, clinics: Clinics) -> None:
    mine, theirs = enter(desk), enter(desk, "other-physio@example.org")
    actors = [desk.signed_in(b.token) for b in (mine, theirs)]
    assert [a.clinic_id for a in actors if a] == [clinics.actors[n].clinic_id for n in ("physio", "other-physio")]


def test_a_closed_accounts_password_is_not_told_from_a_wrong_one(desk: Desk, clinics: Clinics) -> None:
    with clinics.database.write() as connection:
        connection.execute(sa.update(accounts).values(state="closed"))
    assert Browser(desk).log_in("patient@example.org").status_code == 401
