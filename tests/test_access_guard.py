"""The guard, before a server that would answer anything to anyone: what is shut, to whom, and with how little said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from loadaid.access import uploads
from loadaid.access.desk import Desk
from loadaid.access.exports import LASTS_S, Exports
from loadaid.access.uploads import Uploads
from loadaid.store import signins
from loadaid.store.errors import Unreachable
from tests.access_visits import Browser, give_password
from tests.store_clinic import Clinics, copied, made


class Seconds:
    """A clock of seconds that is moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


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
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def desk(clinics: Clinics, seconds: Seconds) -> Iterator[Desk]:
    made = Desk(exports=Exports(seconds), uploads=Uploads(seconds))
    made.open(clinics.database, "real")
    yield made
    made.close()


@pytest.fixture
def nobody(desk: Desk) -> Browser:
    return Browser(desk)


@pytest.fixture
def patient(desk: Desk) -> Browser:
    """A patient at a screen of their own, called "mine"."""
    browser = Browser(desk)
    browser.log_in("patient@example.org")
    actor = desk.signed_in(browser.token)
    assert actor is not None
    assert desk.screens.bind("mine", actor.signin_id)
    return browser


@pytest.fixture
def other(desk: Desk) -> Browser:
    browser = Browser(desk)
    browser.log_in("other-patient@example.org")
    return browser


SHUT = [
    "/media/a.csv",
    "/export/x",
    "/_stcore/upload_file/a/b",
    "/_stcore/stream",
    "/media",
    "/export",
    "/_stcore/upload_file/",
]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("path", SHUT)
def test_nobody_gets_one_equal_answer_to_everything(nobody: Browser, path: str, method: str) -> None:
    answer = nobody.request(method, path, follow_redirects=False, headers={"range": "bytes=0-9"})
    assert answer.status_code == 401
    assert answer.text == ("" if method == "HEAD" else "Sign in first")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?patient=P-001",
        "/review",
        "/a/b/c",
        "/index.html",
        "//evil.example/",
        "/..%2f_stcore/metrics",
        "/healthz/x",
    ],
)
def test_pages_lead_to_the_sign_in_page(nobody: Browser, path: str) -> None:
    answer = nobody.get(path, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/auth/login")
    assert nobody.post(path, follow_redirects=False).status_code == 401


@pytest.mark.parametrize(
    "asked", ["//evil.example", "https://evil.example", "/\\evil.example", "/auth/logout", "/export/x", "javascript:alert(1)",
              "/x\r\nSet-Cookie: a=b", "/<script>", "/%0d%0aX: y\n"],
)  # fmt: skip
def test_after_signing_in_nobody_is_sent_elsewhere(desk: Desk, asked: str) -> None:
    browser = Browser(desk)
    browser.get("/auth/login", params={"next": asked})
    answer = browser.fill("/auth/login", login="patient@example.org", password="tilleul-42-quai-ombre", next=asked)
    assert answer.url.path == "/"
    assert answer.url.host == "127.0.0.1"


def test_the_page_that_was_asked_for_comes_after_signing_in(desk: Desk) -> None:
    browser = Browser(desk)
    page = browser.get("/?patient=P-001&day=2026-11-14")
    assert page.url.path == "/auth/login"
    assert 'name="next" value="/?patient=P-001&amp;day=2026-11-14"' in page.text
    answer = browser.fill(
        "/auth/login",
        login="patient@example.org",
        password="tilleul-42-quai-ombre",
        next="/?patient=P-001&day=2026-11-14",
    )
    assert str(answer.url).endswith("/?patient=P-001&day=2026-11-14")


@pytest.mark.parametrize("path", ["/healthz", "/_stcore/health", "/static/js/index.js"])
def test_what_needs_no_sign_in_is_open(nobody: Browser, path: str) -> None:
    assert "behind the guard" in nobody.get(path).text


@pytest.mark.parametrize("path", ["/auth/x", "/auth/", "/auth/login/x", "/auth/../_stcore/stream"])
def test_other_addresses_of_sign_in_are_not_found(nobody: Browser, path: str) -> None:
    assert "behind the guard" not in nobody.get(path).text


def test_a_signed_in_browser_passes(patient: Browser) -> None:
    assert "behind the guard" in patient.get("/").text
    assert "behind the guard" in patient.get("/media/x.png").text
    assert patient.get("/_stcore/metrics").status_code == 404


def protocols(browser: Browser, screen: str) -> str:
    with browser.websocket_connect(
        "ws://127.0.0.1:8501/_stcore/stream", subprotocols=["streamlit", "xsrf", screen]
    ) as socket:
        return socket.receive_text()


def test_a_screen_is_given_to_its_own_sign_in_only(patient: Browser, other: Browser, nobody: Browser) -> None:
    assert protocols(patient, "mine") == "streamlit, xsrf, mine"
    assert protocols(other, "mine") == "streamlit, xsrf", "another begins a new screen"
    assert protocols(patient, "unknown") == "streamlit, xsrf"
    for screen in ("mine", ""):
        with pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)):
            protocols(nobody, screen)


def test_a_screen_is_not_given_after_signing_in_anew(desk: Desk, patient: Browser) -> None:
    patient.fill("/auth/logout", "/auth/account")
    patient.log_in("patient@example.org")
    assert protocols(patient, "mine") == "streamlit, xsrf"


def put(browser: Browser, screen: str = "mine", size: int = 100, **headers: str) -> int:
    return int(browser.put(f"/_stcore/upload_file/{screen}/f", content=b"x" * size, headers=headers).status_code)


def test_uploads_need_a_sign_in_and_its_own_screen(patient: Browser, other: Browser, nobody: Browser) -> None:
    assert put(nobody) == 401
    assert put(other) == 404
    assert put(patient, "another") == 404
    assert put(patient) == 200
    assert other.delete("/_stcore/upload_file/mine/f").status_code == 404
    assert patient.delete("/_stcore/upload_file/mine/f").status_code == 200


def test_an_administrator_uploads_nothing(desk: Desk, clinics: Clinics) -> None:
    from loadaid.store import signins

    token = signins.begin(clinics.database, clinics.actors["admin"].account_id, "full")
    admin = Browser(desk, cookies={desk.cookie: token})
    actor = desk.signed_in(token)
    assert actor
    desk.screens.bind("admins", actor.signin_id)
    assert put(admin, "admins") == 404


def test_uploads_are_counted_per_account_and_in_all(
    desk: Desk, patient: Browser, other: Browser, seconds: Seconds
) -> None:
    assert [put(patient) for _ in range(12)] == [200] * 10 + [429] * 2
    actor = desk.signed_in(other.token)
    assert actor
    desk.screens.bind("theirs", actor.signin_id)
    assert put(other, "theirs") == 200, "others may still"
    seconds.at = uploads.HOUR_S + 1
    assert put(patient) == 200
    assert not desk.uploads.may("a third", uploads.IN_ALL)


def test_a_large_or_unmeasured_upload_is_refused_before_it_is_read(patient: Browser) -> None:
    read = 0

    def body() -> Iterator[bytes]:
        nonlocal read
        read += 1
        yield b"x"

    address = "/_stcore/upload_file/mine/f"
    assert (
        patient.put(address, content=b"x", headers={"content-length": str(uploads.MOST_BYTES * 2)}).status_code == 413
    )
    assert patient.put(address, content=body()).status_code == 411
    for odd in ("-1", "1e3", "٣", "9" * 30):
        assert patient.put(address, content=b"x", headers={"content-length": odd.encode()}).status_code in (400, 411)


def test_more_bytes_than_were_said_are_not_passed_on(patient: Browser) -> None:
    from starlette.requests import ClientDisconnect

    with pytest.raises(ClientDisconnect):
        patient.put("/_stcore/upload_file/mine/f", content=b"x" * 1000, headers={"content-length": "10"})


def test_an_export_is_for_one_account_once_and_within_a_minute(
    desk: Desk, clinics: Clinics, patient: Browser, other: Browser, nobody: Browser, seconds: Seconds
) -> None:
    def offer(name: str = "journal.csv") -> str:
        return desk.exports.offer(clinics.actors["patient"].account_id, b"a;b", name, "text/csv; charset=utf-8")

    address = offer()
    assert nobody.get(address).status_code == 401
    assert other.get(address).status_code == 404
    assert patient.head(address).status_code == 404
    assert patient.post(address).status_code == 404
    answer = patient.get(address, headers={"range": "bytes=0-0"})
    assert (answer.status_code, answer.content) == (200, b"a;b")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert patient.get(address).status_code == 404, "once"
    late = offer()
    seconds.at += LASTS_S + 1
    assert patient.get(late).status_code == 404
    assert other.get("/export/nothing").text == patient.get(late).text


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("journal.csv", "attachment; filename=\"journal.csv\"; filename*=UTF-8''journal.csv"),
        ("journal d'Éloïse.csv", "attachment; filename=\"journal d'_lo_se.csv\"; filename*=UTF-8''journal%20d%27%C3%89lo%C3%AFse.csv"),
        ('a"; x="b\r\nSet-Cookie: y', "attachment; filename=\"a_; x=_b__Set-Cookie_ y\"; filename*=UTF-8''a_%3B%20x%3D_b__Set-Cookie_%20y"),
        ("../../etc/passwd", "attachment; filename=\"_.._etc_passwd\"; filename*=UTF-8''_.._etc_passwd"),
        ("\u202efdp.exe", "attachment; filename=\"_fdp.exe\"; filename*=UTF-8''_fdp.exe"),
        ("", "attachment; filename=\"export\"; filename*=UTF-8''export"),
    ],
)  # fmt: skip
def test_the_name_of_an_export_cannot_change_the_answer(
    desk: Desk, clinics: Clinics, patient: Browser, name: str, header: str
) -> None:
    address = desk.exports.offer(clinics.actors["patient"].account_id, b"", name, "text/plain")
    assert patient.get(address).headers["content-disposition"] == header


def test_exports_that_nobody_fetches_do_not_fill_the_memory(desk: Desk) -> None:
    addresses = [desk.exports.offer("a", bytes(30_000_000), "x", "y") for _ in range(5)]
    kept = [desk.exports.take(address.removeprefix("/export/"), "a") is not None for address in addresses]
    assert kept == [False, False, True, True, True]


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "", "origin": "http://evil.example"},
                {"sec-fetch-site": "", "origin": "null"}, {"sec-fetch-site": ""}, {"sec-fetch-site": "none"}],
)  # fmt: skip
def test_a_form_from_another_site_does_nothing(desk: Desk, patient: Browser, headers: dict[str, str]) -> None:
    token = patient.token
    page = patient.get("/auth/account").text
    xsrf = page.split('name="xsrf" value="')[1].split('"')[0]
    assert patient.post("/auth/logout", data={"xsrf": xsrf}, headers=headers).status_code == 403
    assert desk.signed_in(token)
    assert patient.post("/auth/logout", data={"xsrf": "x" * 64}).status_code == 403, "and one without its token neither"
    assert patient.post("/auth/logout", data={}).status_code == 403
    assert desk.signed_in(token)
    own = {"sec-fetch-site": "", "origin": "http://127.0.0.1:8501"}
    assert patient.post("/auth/logout", data={"xsrf": xsrf}, headers=own).status_code == 200
    assert desk.signed_in(token) is None


def test_the_token_of_one_browsers_forms_is_not_anothers(patient: Browser, other: Browser) -> None:
    xsrf = other.get("/auth/account").text.split('name="xsrf" value="')[1].split('"')[0]
    assert patient.post("/auth/logout", data={"xsrf": xsrf}).status_code == 403


def test_a_large_form_is_refused(nobody: Browser) -> None:
    assert nobody.post("/auth/login", content=b"x=" + b"y" * 100_000).status_code == 413
    assert nobody.post("/auth/login", content="&".join(f"a{n}=1" for n in range(100)).encode()).status_code in (
        400,
        403,
    )


def test_a_database_that_does_not_answer_lets_nobody_in(
    desk: Desk, patient: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object, **__: object) -> None:
        raise Unreachable

    monkeypatch.setattr("loadaid.store.signins.found", down)
    assert patient.get("/media/x").status_code == 503
    assert patient.get("/", follow_redirects=False).status_code == 503
    page = patient.get("/auth/login")
    assert page.status_code == 503
    assert "La base de données ne répond pas" in page.text
    assert "The database does not answer" in patient.get("/auth/login?lang=en").text
    assert '<html lang="en">' in Browser(desk, **{"accept-language": "en"}).get("/auth/login").text
    assert "behind the guard" not in page.text


def test_before_the_database_is_open_nobody_passes(patient: Browser, desk: Desk) -> None:
    desk.database = None
    assert patient.get("/media/x").status_code == 401
    assert patient.get("/auth/login").status_code == 404


def test_a_folder_is_viewed_from_this_machine_only_and_takes_nothing() -> None:
    desk = Desk(is_viewer=True)
    here = Browser(desk)
    assert "behind the guard" in here.get("/").text
    assert "behind the guard" in here.get("/media/x.png").text
    assert protocols(here, "any") == "streamlit, xsrf, any"
    assert put(here, "any") == 404
    assert here.get("/auth/login").status_code == 404
    assert here.get("/export/x").status_code == 404
    for address in ("192.168.1.20", "8.8.8.8", "testclient", "fe80::1"):
        assert Browser(desk, address).get("/").status_code == 404
    assert "behind the guard" in Browser(desk, "::1").get("/").text


def test_pages_of_sign_in_may_load_nothing_and_frame_nowhere(nobody: Browser) -> None:
    page = nobody.get("/auth/login")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "same-origin"
    assert "<script" not in page.text
    assert page.headers["x-frame-options"] == "DENY"
    assert nobody.get("/auth/login?lang=en").text.startswith('<!DOCTYPE html><html lang="en">')


@pytest.mark.parametrize(
    ("asked", "accepted", "lang"),
    [("", "fr-FR,fr;q=0.9", "fr"), ("", "en-GB,en;q=0.9", "en"), ("", "de, en;q=0.5", "en"), ("", "de", "fr"), ("?lang=fr", "en", "fr"), ("?lang=xx", "", "fr")],
)  # fmt: skip
def test_the_page_is_in_a_language_its_reader_has(desk: Desk, asked: str, accepted: str, lang: str) -> None:
    browser = Browser(desk)
    browser.headers["accept-language"] = accepted
    assert f'<html lang="{lang}">' in browser.get(f"/auth/login{asked}").text
    if asked == "?lang=fr":
        assert '<html lang="fr">' in browser.get("/auth/login").text, "a choice is remembered"


def test_what_was_typed_comes_back_as_text(nobody: Browser) -> None:
    page = nobody.log_in('"><script>alert(1)</script>', "x")
    assert "<script>" not in page.text
    assert 'value="&quot;&gt;&lt;script&gt;' in page.text


def test_a_page_can_ask_whether_its_sign_in_stands(patient: Browser, nobody: Browser, clinics: Clinics) -> None:
    assert nobody.get("/auth/alive").status_code == 401
    assert "fetch" in nobody.get("/auth/watch.js").text
    for _ in range(4):
        assert patient.get("/auth/alive").status_code == 200
        clinics.clock.move(minutes=8)
    assert patient.get("/auth/alive").status_code == 401, "asking is no sign of life"


def test_a_page_can_see_that_another_person_or_sign_in_is_there(desk: Desk, clinics: Clinics) -> None:
    def marks(who: str) -> list[str]:
        actor = clinics.actors[who]
        browser = Browser(desk, cookies={"loadaid": signins.begin(clinics.database, actor.account_id, "full")})
        answer = browser.get("/auth/alive")
        assert "no-store" in answer.headers["cache-control"]
        assert answer.text == browser.get("/auth/alive").text, "one sign-in has one mark"
        signed_in = desk.signed_in(browser.token)
        assert signed_in
        for secret in (signed_in.signin_id, signed_in.account_id, browser.token):
            assert secret
            assert secret not in answer.text
        return answer.text.split(" ")

    (who, first), (same, second), (other, third) = marks("patient"), marks("patient"), marks("physio")
    assert who == same != other
    assert len({first, second, third}) == 3
