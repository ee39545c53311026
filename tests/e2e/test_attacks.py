"""Attacks on the running server of a real clinic: a screen taken over by its id, what a stranger reaches, what the log tells."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidHandshake
from websockets.sync.client import ClientConnection, connect

from loadaid.store import signins
from tests.e2e.conftest import running
from tests.store_clinic import KEY, SENTINELS, Clinics, Clock, made

PATIENCE_S = 60


@dataclass
class Server:
    """The server, its database, and what it wrote into its log."""

    address: str
    clinics: Clinics
    log: Path

    def token(self, who: str) -> str:
        """The token of a new sign-in."""
        self.clinics.clock.at = dt.datetime.now(dt.UTC)
        return signins.begin(self.clinics.database, self.clinics.actors[who].account_id, "full")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("clinic")
    (home / "clinic").mkdir()
    (home / "clinic.key").write_text(base64.b64encode(KEY).decode())
    clinics = made(f"sqlite:///{home / 'clinic' / 'loadaid.db'}", Clock(dt.datetime.now(dt.UTC)))
    log = home / "log.txt"
    with running(None, log, home) as address:
        yield Server(address, clinics, log)
    clinics.database.close()


@contextmanager
def screen(server: Server, token: str | None, screen_id: str = "", **headers: str) -> Iterator[ClientConnection]:
    """A connection as Streamlit's page makes it, without a browser."""
    cookie = {"Cookie": f"loadaid={token}"} if token else {}
    protocols = ["streamlit", "x", *([screen_id] if screen_id else [])]
    address = f"{server.address.replace('http', 'ws')}/_stcore/stream"
    with connect(
        address,
        subprotocols=protocols,
        additional_headers={**cookie, **headers},
        max_size=None,
        open_timeout=PATIENCE_S,
    ) as socket:  # type: ignore[arg-type]
        yield socket


def run(socket: ClientConnection) -> tuple[str, str]:
    """Asks for a run of the page: everything that was sent until it ended, and the id of the screen."""
    socket.send(BackMsg(rerun_script=ClientState()).SerializeToString())
    shown, screen_id = "", ""
    while True:
        message = ForwardMsg.FromString(socket.recv(PATIENCE_S))  # type: ignore[arg-type]
        shown += str(message.SerializeToString().decode("utf-8", "replace"))
        if message.HasField("new_session"):
            screen_id = message.new_session.initialize.session_id
        if message.HasField("script_finished"):
            return shown, screen_id


def test_a_screen_cannot_be_taken_over_by_its_id(server: Server) -> None:
    victim, other = server.token("physio"), server.token("physio2")
    with screen(server, victim) as socket:
        shown, screen_id = run(socket)
        assert SENTINELS[0] in shown
        for stranger in (None, "A" * 43, victim[:-1]):
            with pytest.raises(InvalidHandshake), screen(server, stranger, screen_id):
                pass
        with screen(server, other, screen_id) as attached:
            seen, new_id = run(attached)
            assert SENTINELS[0] not in seen
            assert SENTINELS[2] in seen, "they see their own page, on a screen of their own"
            assert new_id != screen_id
    with screen(server, other, screen_id) as attached:  # and while the screen waits to be taken up again
        assert SENTINELS[0] not in run(attached)[0]
    with screen(server, victim, screen_id) as again:
        shown, same = run(again)
        assert SENTINELS[0] in shown
        assert same == screen_id, "its own browser takes it up again"


@pytest.mark.parametrize("how", ["signed out", "all ended", "account closed", "role changed"])
def test_an_open_screen_stops_at_its_next_run(server: Server, how: str) -> None:
    who = server.clinics.actors["physio"]
    token = server.token("physio")
    with screen(server, token) as socket:
        assert SENTINELS[0] in run(socket)[0]
        admin = server.clinics.repo("admin").accounts
        if how == "signed out":
            found = signins.found(server.clinics.database, token)
            assert found
            signins.end(server.clinics.database, who, found.actor.signin_id)
        elif how == "all ended":
            signins.end(server.clinics.database, who)
        elif how == "account closed":
            admin.close(who.account_id)
        else:
            admin.change_role(who.account_id, "lead")
        seen, _ = run(socket)
        assert SENTINELS[0] not in seen
        assert "Connexion terminée" in seen
        assert SENTINELS[0] not in run(socket)[0]
    if how == "account closed":
        admin.reopen(who.account_id)
    if how == "role changed":
        admin.change_role(who.account_id, "physio")


def test_an_open_page_can_tell_that_someone_else_has_signed_in(server: Server) -> None:
    def alive(token: str) -> tuple[int, bytes]:
        return ask(server, "GET", "/auth/alive", Cookie=f"loadaid={token}")

    first, again, other = server.token("physio"), server.token("physio"), server.token("physio2")
    (_, mine), (_, later), (_, theirs) = answers = [alive(token) for token in (first, again, other)]
    assert [status for status, _ in answers] == [200] * 3
    assert alive(first)[1] == mine
    (who, signin), (same, second), (stranger, third) = (text.split(b" ") for text in (mine, later, theirs))
    assert who == same != stranger
    assert len({signin, second, third}) == 3
    assert alive("A" * 43) == (401, b"")


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_another_site_opens_no_screen(server: Server, headers: dict[str, str]) -> None:
    with pytest.raises(InvalidHandshake), screen(server, server.token("physio"), **headers):
        pass


def ask(server: Server, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=PATIENCE_S)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 303), ("/patients?patient=x", 303), ("/_stcore/metrics", 404), ("/_stcore/script-health-check", 404), ("/media/x.csv", 401),
        ("/export/x", 401), ("/_stcore/stream", 401), ("/_stcore/upload_file/x/y", 401), ("/component/x/y", 404), ("/healthz", 200),
        ("/_stcore/health", 200), ("/auth/login", 200), ("/auth/nothing", 404), ("//auth/login", 303), ("/%2e%2e/_stcore/metrics", 303),
        ("/oauth2callback", 303), ("/_stcore/agent/mcp", 404),
    ],
)  # fmt: skip
def test_what_a_stranger_reaches(server: Server, path: str, status: int) -> None:
    got, body = ask(server, "GET", path)
    assert got == status
    assert not any(name.encode() in body for name in SENTINELS)
    assert ask(server, "HEAD", path)[0] == got
    assert ask(server, "GET", path, Range="bytes=0-10")[0] == got


def test_a_stranger_uploads_nothing(server: Server) -> None:
    for _ in range(10):
        status, _ = ask(server, "PUT", "/_stcore/upload_file/x/y", bytes(4_000_000))
        assert status == 401


def test_a_foreign_host_name_is_refused(server: Server) -> None:
    token = server.token("physio")
    for path in ("/", "/auth/login", "/healthz", "/static/x"):
        assert ask(server, "GET", path, Host="evil.example", Cookie=f"loadaid={token}")[0] == 400


def test_the_log_of_the_server_names_nobody(server: Server) -> None:
    token = server.token("physio")
    with screen(server, token) as socket:
        _, screen_id = run(socket)
    ask(server, "POST", "/auth/login", b"login=Qwxzhotel888&password=Qwxzindia9999")
    log = server.log.read_text()
    assert not any(name in log for name in (*SENTINELS, "Qwxzhotel888", "Qwxzindia9999", token, screen_id))
