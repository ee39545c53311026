"""The guard before Streamlit: whoever has not signed in gets the sign-in page, and nothing else answers them.

What is not named here is shut. It looks at the cookie alone, before a body is read.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Mapping
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loadaid.access.desk import Desk
from loadaid.access.html import not_found
from loadaid.access.uploads import MOST_BYTES
from loadaid.access.visit import Visit
from loadaid.domain.rights import Role
from loadaid.store.actor import Actor
from loadaid.store.errors import StoreError

LOGIN = "/auth/login"
OPEN = ("/healthz", "/_stcore/health")
OPEN_UNDER = ("/static/", "/auth/")  # the code of the page, the same for everyone; pages that ask for themselves
NO_PAGES = ("/_stcore", "/media", "/component", "/export", "/auth")
STREAM, UPLOAD = "/_stcore/stream", "/_stcore/upload_file/"
PROTOCOL = b"sec-websocket-protocol"
FRAMING = 10_000  # bytes of an upload that are not the file
FILES = ("favicon.png", "manifest.json")  # what Streamlit's page asks for beside it


class Guard:
    """ASGI middleware. Everything behind it is for people who have signed in, or for one machine that views a folder.

    rooms: the addresses of each role's pages. Whatever else is asked for is not there, be it another role's or nobody's.
    """

    def __init__(self, app: ASGIApp, desk: Desk, rooms: Mapping[Role, Collection[str]]) -> None:
        self.app = app
        self.desk = desk
        self.rooms = rooms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] not in ("http", "websocket") or path in OPEN or path.startswith("/static/"):
            await self.app(scope, receive, send)
        elif self.desk.is_viewer:
            await self._view(scope, receive, send)
        elif path.startswith(OPEN_UNDER) and scope["type"] == "http":
            await self.app(scope, receive, send)
        else:
            await self._admit(scope, receive, send)

    async def _view(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A log folder without accounts: for this machine, and nothing is sent to it."""
        if not _is_this_machine(scope) or scope["path"].startswith((UPLOAD, "/auth/", "/export/")):
            await _refuse(scope, receive, send, 404)
        else:
            await self.app(scope, receive, send)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = HTTPConnection(scope).cookies.get(self.desk.cookie)
        try:
            actor = await run_in_threadpool(self.desk.signed_in, token, seen=False)
        except StoreError:
            await _refuse(scope, receive, send, 503)
            return
        path = scope["path"]
        if actor is None and scope["type"] == "http" and _is_page(scope):
            query = scope["query_string"].decode("latin-1")
            here = path + (f"?{query}" if query else "")
            asked = "" if here == "/" else f"?next={quote(here, safe='')}"
            await RedirectResponse(LOGIN + asked, 303)(scope, receive, send)
        elif actor is None:
            await _refuse(scope, receive, send, 401)
        elif path == STREAM and scope["type"] == "websocket":
            await self.app(self._own_screen(scope, actor), receive, send)
        elif path.startswith(UPLOAD):
            await self._upload(scope, receive, send, actor)
        elif scope["type"] == "http" and _is_page(scope) and path.strip("/") not in (*self.rooms[actor.role], *FILES):
            await (await run_in_threadpool(self._nothing_there, scope))(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _nothing_there(self, scope: Scope) -> Response:
        assert self.desk.database is not None
        return not_found(Visit(self.desk, self.desk.database, Request(scope), {}))

    def _own_screen(self, scope: Scope, actor: Actor) -> Scope:
        """The connection without the id of a screen that is not this sign-in's: a new screen begins then."""
        headers = []
        for name, value in scope["headers"]:
            parts = [part.strip() for part in value.split(b",")]
            if name == PROTOCOL and len(parts) > 2:
                mine = self.desk.screens.is_of(parts[2].decode("latin-1"), actor.signin_id)
                value = b", ".join(parts if mine else parts[:2])
            headers.append((name, value))
        return {**scope, "headers": headers}

    async def _upload(self, scope: Scope, receive: Receive, send: Send, actor: Actor) -> None:
        screen_id = scope["path"].removeprefix(UPLOAD).partition("/")[0]
        length = Headers(scope=scope).get("content-length", "")
        size = int(length) if length.isascii() and length.isdigit() and len(length) < 15 else None
        if not actor.may("draft", "write") or not self.desk.screens.is_of(screen_id, actor.signin_id):
            await _refuse(scope, receive, send, 404)
        elif scope["method"] != "PUT":
            await self.app(scope, receive, send)
        elif size is None:
            await _refuse(scope, receive, send, 411)
        elif size > MOST_BYTES + FRAMING:
            await _refuse(scope, receive, send, 413)
        elif not self.desk.uploads.may(actor.account_id, size):
            await _refuse(scope, receive, send, 429)
        else:
            await self.app(scope, _at_most(receive, size), send)


def _at_most(receive: Receive, size: int) -> Receive:
    """A body that ends where it said it would."""
    left = size

    async def limited() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if left < 0 else message

    return limited


def _is_page(scope: Scope) -> bool:
    return scope["method"] in ("GET", "HEAD") and not scope["path"].startswith(NO_PAGES)


def _is_this_machine(scope: Scope) -> bool:
    client = scope.get("client")
    try:
        return client is not None and ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    """The same few words for everything that is shut."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    words = {401: "Sign in first", 404: "Not found", 503: "Not available"}.get(status, "Refused")
    await PlainTextResponse(words, status)(scope, receive, send)
