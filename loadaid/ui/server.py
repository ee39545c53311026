"""What stands between the browser and Streamlit: headers, the page's language, and the doors that stay shut."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from loadaid.access.visit import LANG_COOKIE, YEAR_S
from loadaid.locale import LANGUAGES
from loadaid.ui.session import is_viewer

# Streamlit's own addresses that a page needs. Its metrics and its agent interface answer to anyone, so they stay shut;
# to whom the others answer, the guard behind this decides (access/guard.py).
OPEN = ("/_stcore/health", "/_stcore/stream")
OPEN_UNDER = "/_stcore/upload_file/"
SHUT = ("/_stcore", "/component")
# Streamlit's page asks for this before it starts; Streamlit itself would answer with a list of foreign origins.
HOST_CONFIG = {
    "allowedOrigins": [], "useExternalAuthToken": False, "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False, "metricsUrl": "", "blockErrorDialogs": False, "resourceCrossOriginMode": None,
}  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()", "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip

WATCH = b'<script src="/auth/watch.js" defer></script>'
# The part of Streamlit's page that draws a chart; its name changes with each release.
CHART = b"".join(
    f'<meta name="chart" content="/static/js/{file.name}">'.encode()
    for file in Path(streamlit.__file__).parent.glob("static/static/js/PlotlyChart.*.js")
)
LINKS = CHART + b"<script>" + (Path(__file__).parent / "links.js").read_bytes() + b"</script>"


def content_policy(page: bytes = b"") -> str:
    """The Content-Security-Policy: this machine only, and of inline scripts only those that stand in `page`."""
    inline = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    hashes = "".join(f" 'sha256-{b64encode(sha256(script).digest()).decode()}'" for script in inline)
    # Streamlit and plotly write their styles while they run: style-src needs 'unsafe-inline'.
    return (
        f"default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


class Shell:
    """ASGI middleware: closed doors, security headers on every answer, and the page in the language chosen."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        answer: ASGIApp = self.app
        if not is_host_allowed(Headers(scope=scope).get("host")):  # Streamlit itself asks for websockets only
            answer = PlainTextResponse("This host name is not in server.allowedHosts", status_code=400)
        elif path == "/_stcore/host-config":
            answer = JSONResponse(HOST_CONFIG)
        elif path.startswith(SHUT) and path not in OPEN and not path.startswith(OPEN_UNDER):
            answer = PlainTextResponse("Not found", status_code=404)
        elif not path.startswith("/static/"):
            # A compressed or "not modified" page could not be rewritten.
            unwanted = (b"accept-encoding", b"if-none-match", b"if-modified-since")
            scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k not in unwanted]}
        await answer(scope, receive, _Answer(scope, send))


class _Answer:
    """Sends an answer on, a page only once it is whole and rewritten."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.send = send
        self.public = scope["path"].startswith("/static/")
        self.is_streamlits = not scope["path"].startswith("/auth/")
        asked = HTTPConnection(scope)
        self.chosen = asked.query_params.get("lang", "")
        self.lang = next((code for code in (self.chosen, asked.cookies.get(LANG_COOKIE)) if code in LANGUAGES), "fr")
        self.secure = "; Secure" if scope.get("scheme") == "https" else ""
        self.start: Message | None = None
        self.page = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._start(message)
        elif self.start is None:
            await self.send(message)
        else:
            self.page += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self.start)

    async def _start(self, message: Message) -> None:
        headers = MutableHeaders(raw=message["headers"])
        for name, value in {**HEADERS, "Content-Security-Policy": content_policy()}.items():
            headers.setdefault(name, value)
        if not self.public:
            headers["Cache-Control"] = "private, no-store"
        message = {**message, "headers": headers.raw}
        if self.is_streamlits and headers.get("content-type", "").startswith("text/html"):
            self.start = message
        else:
            await self.send(message)

    async def _send_page(self, start: Message) -> None:
        page = self.page.replace(b'<html lang="en">', f'<html lang="{self.lang}">'.encode(), 1)
        own = LINKS if is_viewer() else LINKS + WATCH
        page = page.replace(b"</head>", own + b"</head>", 1)
        headers = MutableHeaders(raw=start["headers"])
        headers["Content-Length"] = str(len(page))
        headers["Content-Security-Policy"] = content_policy(page)
        if self.chosen in LANGUAGES:  # the pages that are gone to from here are in it too
            cookie = f"{LANG_COOKIE}={self.lang}; Path=/; Max-Age={YEAR_S}; HttpOnly; SameSite=strict{self.secure}"
            headers.append("Set-Cookie", cookie)
        for name in ("etag", "last-modified"):
            del headers[name]
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": page})
