"""The entrance as a browser meets it, for tests: the shell, the guard and the pages before a server that answers anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pyotp
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from loadaid.access.desk import Desk
from loadaid.access.guard import Guard
from loadaid.access.passwords import hashed
from loadaid.access.routes import routes
from loadaid.store import entrance
from loadaid.store.actor import Actor
from loadaid.store.database import Database
from loadaid.ui.rooms import addresses
from loadaid.ui.server import Shell

PASSWORD = "tilleul-42-quai-ombre"
HASH = hashed(PASSWORD)  # once: it takes a tenth of a second
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADDRESS = "http://127.0.0.1:8501"


async def behind(request: Request) -> Response:
    """What stands behind the guard: it answers everything, and says what body it was sent."""
    body = await request.body()
    if request.url.path == "/":
        return HTMLResponse('<!DOCTYPE html><html lang="en"><p>behind the guard</p></html>')
    return PlainTextResponse(f"behind the guard {len(body)}")


async def stream(websocket: WebSocket) -> None:
    """Says with which protocols it was opened."""
    await websocket.accept()
    await websocket.send_text(websocket.headers.get("sec-websocket-protocol", ""))
    await websocket.close()


def server(desk: Desk) -> Starlette:
    """The whole entrance."""
    every = ["GET", "HEAD", "PUT", "POST", "DELETE"]
    open_ones = [WebSocketRoute("/_stcore/stream", stream), Route("/{path:path}", behind, methods=every)]
    return Starlette(
        routes=[*routes(desk), *open_ones],
        middleware=[Middleware(Shell), Middleware(Guard, desk=desk, rooms=addresses())],
    )


class Browser(TestClient):
    """A browser on this machine: it keeps cookies, follows redirects, and says which site a form comes from."""

    def __init__(
        self, desk: Desk, address: str = "127.0.0.1", cookies: dict[str, str] | None = None, **headers: str
    ) -> None:
        same_site = {"sec-fetch-site": "same-origin", "accept-language": "fr", "user-agent": "Firefox/1 Windows"}
        super().__init__(server(desk), ADDRESS, client=(address, 50000), headers={**same_site, **headers})
        for name, value in (cookies or {}).items():
            self.cookies.set(name, value, domain="127.0.0.1")
        self.desk = desk

    def fill(self, path: str, page: str | None = None, **form: str) -> Any:
        """Fills in the form of a page, by default the one at the same address, and sends it."""
        shown = self.get(page or path).text
        found = re.search(r'name="xsrf" value="(\w+)"', shown)
        sealed = re.search(r'name="sealed" value="([^"]+)"', shown)
        hidden = {"sealed": sealed[1]} if sealed else {}
        return self.post(path, data={"xsrf": found[1] if found else "", **hidden, **form})

    @property
    def token(self) -> str | None:
        return self.cookies.get(self.desk.cookie)

    def log_in(self, login: str, password: str = PASSWORD) -> Any:
        return self.fill("/auth/login", login=login, password=password)

    def is_in(self) -> bool:
        """Whether the guard lets this browser through."""
        return "behind the guard" in self.get("/").text


@dataclass(frozen=True)
class Telephone:
    """The second factor of an account."""

    database: Database
    secret: str = SECRET

    def code(self, later_s: int = 0) -> str:
        """The six digits shown now."""
        return pyotp.TOTP(self.secret).at(int(self.database.clock().timestamp()) + later_s)


def give_password(database: Database, actor: Actor, *, second: bool = False, notice: bool = True) -> None:
    """Lets an account sign in with PASSWORD, as if it had done so before; with a telephone that holds SECRET."""
    from loadaid.access.notice import VERSION

    entrance.set_password(database, actor, HASH)
    if second:
        entrance.set_second_factor(database, actor, SECRET, 0, ["ABCDEFGH23", "ABCDEFGH24"])
    if notice:
        entrance.read_notice(database, actor, VERSION, "digest", "fr")
