"""Signing in at a provider of identities, against a real one on this machine; and against one that lies."""

from __future__ import annotations

import json
import threading
import time
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import sqlalchemy as sa
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from loadaid.access.desk import Desk
from loadaid.access.provider import NotIdentified, Provider, from_environment
from loadaid.domain.errors import UsageError
from loadaid.store.tables import accounts
from tests.access_visits import ADDRESS, Browser
from tests.store_clinic import Clinics, copied, made

OUR_SECRET = "a secret of some length"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    return made(f"sqlite:///{tmp_path_factory.mktemp('once') / 'loadaid.db'}", days=2)


@pytest.fixture
def clinics(once: Clinics, tmp_path: Path) -> Clinics:
    return copied(once, tmp_path)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider that believes whoever says who they are."""
    with warnings.catch_warnings(record=True):  # it uses what its own library warns of
        import oidc_provider_mock

    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


def opened(clinics: Clinics, issuer: str) -> Desk:
    desk = Desk(public_url=ADDRESS, provider=Provider(issuer, "loadaid", OUR_SECRET))
    desk.open(clinics.database, "real")
    return desk


def at_provider(browser: Browser, subject: str, **claims: str) -> Any:
    """Goes to the provider, signs in there as `subject`, and comes back from another site."""
    there = browser.get("/auth/oidc/start", follow_redirects=False).headers["location"]
    assert parse_qs(urlsplit(there).query)["code_challenge_method"] == ["S256"]
    with httpx2.Client() as client:
        if claims:
            base = there.split("/oauth2")[0]
            client.put(f"{base}/users/{subject}", json=claims)
        back = client.post(there, data={"sub": subject}).headers["location"]
    assert back.startswith(f"{ADDRESS}/auth/oidc/callback")
    return back


def from_elsewhere(browser: Browser, back: str) -> Any:
    """A browser that comes from another site sends no strict cookies along."""
    kept = {c.name: c.value for c in browser.cookies.jar}
    strict = [name for name in kept if name != "loadaid-oidc"]
    for name in strict:
        browser.cookies.delete(name)
    answer = browser.get(back, headers={"sec-fetch-site": "cross-site"})
    for name in strict:
        if name not in {c.name for c in browser.cookies.jar} and name != browser.desk.cookie:
            browser.cookies.set(name, str(kept[name]), domain="127.0.0.1")
    return answer


def joined(desk: Desk, clinics: Clinics, subject: str, who: str = "lead", role: str = "physio") -> Browser:
    """A colleague who has bound an identity to an invitation."""
    browser = Browser(desk)
    code = clinics.repo(who).accounts.invite(role, "Paul")  # type: ignore[arg-type]
    browser.fill("/auth/invitation", code=code)
    page = from_elsewhere(browser, at_provider(browser, subject))
    assert "Relier à mon invitation" in page.text
    xsrf = page.text.split('name="xsrf" value="')[1].split('"')[0]
    assert browser.post("/auth/oidc/finish", data={"xsrf": xsrf}).url.path == "/auth/notice"
    browser.fill("/auth/notice")
    return browser


def test_an_invitation_binds_an_identity_and_the_role_is_ours(clinics: Clinics, issuer: str) -> None:
    desk = opened(clinics, issuer)
    browser = joined(desk, clinics, "kine-1")
    actor = desk.signed_in(browser.token)
    assert actor
    assert actor.role == "physio"
    again = Browser(desk)
    page = from_elsewhere(again, at_provider(again, "kine-1", loadaid_role="admin", role="admin", name="Someone else"))
    assert page.headers["refresh"] == "0; url=/"
    later = desk.signed_in(again.token)
    assert later
    assert (later.account_id, later.role) == (actor.account_id, "physio"), "a claim gives nobody a role"
    clinics.repo("admin").accounts.close(actor.account_id)
    assert desk.signed_in(again.token) is None
    closed = Browser(desk)
    assert "n’a pas encore d’accès" in from_elsewhere(closed, at_provider(closed, "kine-1")).text


def test_an_unknown_identity_opens_nothing(clinics: Clinics, issuer: str) -> None:
    desk = opened(clinics, issuer)
    browser = Browser(desk)
    page = from_elsewhere(browser, at_provider(browser, "stranger", email="physio@example.org", loadaid_role="admin"))
    assert "n’a pas encore d’accès" in page.text
    assert not browser.is_in()
    xsrf = page.text.split('name="xsrf" value="')[1].split('"')[0]
    assert browser.post("/auth/oidc/finish", data={"xsrf": xsrf}).url.path == "/auth/invitation"
    with clinics.database.read() as connection:
        assert set(connection.execute(sa.select(accounts.c.oidc_subject)).scalars()) == {None}


def test_an_answer_is_for_one_browser_once(clinics: Clinics, issuer: str) -> None:
    desk = opened(clinics, issuer)
    joined(desk, clinics, "kine-2")
    mine, theirs = Browser(desk), Browser(desk)
    back = at_provider(mine, "kine-2")
    assert from_elsewhere(theirs, back).status_code == 403, "without the memory of the one that asked"
    at_provider(theirs, "kine-2")
    assert from_elsewhere(theirs, back).status_code == 403, "with the memory of another"
    assert from_elsewhere(mine, back).status_code == 200
    assert from_elsewhere(mine, back).status_code == 403, "a second time"


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=y", "?error=access_denied&state=z"])
def test_an_answer_that_was_not_asked_for_opens_nothing(clinics: Clinics, issuer: str, query: str) -> None:
    browser = Browser(opened(clinics, issuer))
    assert browser.get(f"/auth/oidc/callback{query}").status_code == 403
    at_provider(browser, "x")
    assert browser.get(f"/auth/oidc/callback{query}").status_code == 403


def test_without_a_provider_there_is_none(clinics: Clinics) -> None:
    desk = Desk()
    desk.open(clinics.database, "real")
    browser = Browser(desk)
    assert "organisation" not in browser.get("/auth/login").text
    assert browser.get("/auth/oidc/start").url.path == "/auth/login"
    assert browser.get("/auth/oidc/callback?state=x&code=y").status_code == 403


class Liar:
    """A provider whose answers the test decides: `claims` are changed, `key` signs, `header` is the token's."""

    def __init__(self) -> None:
        self.key: Any = RSAKey.generate_key(2048, {"kid": "1"})
        self.published = self.key
        self.header: dict[str, str] = {"alg": "RS256", "kid": "1"}
        self.claims: dict[str, Any] = {}
        self.about: dict[str, Any] = {}
        liar = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                about = {"issuer": liar.issuer, **{f"{n}_endpoint": f"{liar.issuer}/{n}" for n in ("authorization", "token")},
                         "jwks_uri": f"{liar.issuer}/keys", **liar.about}  # fmt: skip
                self.answer({"keys": [liar.published.as_dict(private=False)]} if self.path == "/keys" else about)

            def do_POST(self) -> None:
                self.answer({"id_token": liar.token()})

            def answer(self, content: object) -> None:
                body = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.nonce = ""

    def token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": "loadaid",
            "sub": "kine",
            "exp": now + 60,
            "iat": now,
            "nonce": self.nonce,
            **self.claims,
        }
        return jwt.encode(
            self.header, {k: v for k, v in claims.items() if v is not None}, self.key, algorithms=["RS256", "HS256"]
        )

    def tell(self) -> Any:
        """Whom the provider identifies by this answer."""
        provider = Provider(self.issuer, "loadaid", OUR_SECRET)
        _, memory = provider.start(f"{ADDRESS}/auth/oidc/callback")
        self.nonce = memory["nonce"]
        return provider.identify(memory["state"], "code", memory, f"{ADDRESS}/auth/oidc/callback")


@pytest.fixture
def liar() -> Iterator[Liar]:
    made = Liar()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def test_a_right_answer_is_believed(liar: Liar) -> None:
    assert liar.tell().subject == "kine"


@pytest.mark.parametrize(
    "claims", [{"iss": "https://evil.example"}, {"aud": "another"}, {"aud": ["loadaid", "another"]}, {"nonce": "another"}, {"nonce": None},
               {"exp": 1_000_000_000}, {"exp": None}, {"iat": 4_000_000_000}, {"sub": None}, {"aud": None}, {"iss": None}],
)  # fmt: skip
def test_an_answer_for_someone_else_is_not(liar: Liar, claims: dict[str, Any]) -> None:
    liar.claims = claims
    with pytest.raises(NotIdentified):
        liar.tell()


def test_a_token_signed_by_someone_else_is_not(liar: Liar) -> None:
    liar.key = RSAKey.generate_key(2048, {"kid": "1"})
    with pytest.raises(NotIdentified):
        liar.tell()


def test_a_token_signed_with_our_secret_or_the_public_key_is_not(liar: Liar) -> None:
    liar.header = {"alg": "HS256", "kid": "1"}
    for secret in (OUR_SECRET.encode(), liar.published.as_pem(private=False)[26:80]):
        liar.key = OctKey.import_key(secret)
        with pytest.raises(NotIdentified):
            liar.tell()


def test_an_unsigned_token_is_not(liar: Liar) -> None:
    signed = liar.token
    head = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
    liar.token = lambda: f"{head}.{signed().split('.')[1]}."  # type: ignore[method-assign]
    with pytest.raises(NotIdentified):
        liar.tell()


@pytest.mark.parametrize(
    "about",
    [{"issuer": "https://evil.example"}, {"token_endpoint": "http://10.0.0.1/x"}, {"jwks_uri": "file:///etc/passwd"}],
)
def test_a_provider_that_points_elsewhere_is_not(liar: Liar, about: dict[str, Any]) -> None:
    liar.about = about
    with pytest.raises(NotIdentified):
        liar.tell()


def test_half_of_the_settings_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert from_environment() is None
    monkeypatch.setenv("LOADAID_OIDC_ISSUER", "http://example.org")
    with pytest.raises(UsageError, match="https"):
        from_environment()
    monkeypatch.setenv("LOADAID_OIDC_ISSUER", "https://example.org")
    with pytest.raises(UsageError, match="LOADAID_OIDC_CLIENT_ID"):
        from_environment()
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")
    for name, value in {"CLIENT_ID": "loadaid", "CLIENT_SECRET_FILE": str(secret)}.items():
        monkeypatch.setenv(f"LOADAID_OIDC_{name}", value)
    monkeypatch.setenv("LOADAID_PUBLIC_URL", "https://cabinet.example")
    found = from_environment()
    assert found
    assert (found.issuer, found.client_secret) == ("https://example.org", "s3cret")
