"""The shell around Streamlit: closed doors, headers on every answer, the page in the reader's language."""

from __future__ import annotations

import asyncio
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from loadaid.ui import server, session
from loadaid.ui.server import Shell

LINKS = Path(server.__file__).with_name("links.js").read_bytes()
PAGE = '<!DOCTYPE html><html lang="en"><head></head><script>var a = 1</script><script src="b.js"></script></html>'


async def open_server(request: Request) -> Response:
    """Answers every address, as an open Streamlit would."""
    if request.url.path != "/":
        return PlainTextResponse("open")
    return HTMLResponse(PAGE, headers={"etag": "x", "seen-encoding": request.headers.get("accept-encoding", "none")})


SERVER = Starlette(
    routes=[Route("/{path:path}", open_server, methods=["GET", "PUT", "POST"])], middleware=[Middleware(Shell)]
)


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(path: str, query: str = "", method: str = "GET", host: str = "localhost:8501") -> Answer:
    """One request to the server behind the shell, from a browser that takes compressed pages."""
    sent: list[Message] = []
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(b"accept-encoding", b"gzip"), (b"host", host.encode())], "http_version": "1.1", "scheme": "http", "server": ("x", 80),
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(SERVER(scope, receive, send))
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent[1:]))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/_stcore/metrics"), ("PUT", "/_stcore/upload_file"), ("GET", "/_stcore/script-health-check"),
        ("POST", "/_stcore/agent/interact"), ("GET", "/_stcore/bidi-components/x"), ("GET", "/component/x/index.html"),
        ("GET", "/_stcore"), ("GET", "/_stcore/health/x"),
    ],
)  # fmt: skip
def test_streamlits_open_doors_are_shut(method: str, path: str) -> None:
    answer = ask(path, method=method)
    assert answer.status == 404
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/stream", "/healthz", "/static/a.js", "/media/x.png"])
def test_what_a_page_needs_stays_open(path: str) -> None:
    assert ask(path).body == b"open"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "127.0.0.1.nip.io", ""]
)
def test_a_foreign_host_name_is_refused(host: str) -> None:
    assert ask("/", host=host).status == 400


def test_host_config_names_no_foreign_origin() -> None:
    assert json.loads(ask("/_stcore/host-config").body)["allowedOrigins"] == []


@pytest.mark.parametrize("path", ["/", "/_stcore/metrics", "/_stcore/host-config", "/media/x.png", "/static/a.js"])
def test_every_answer_has_the_security_headers(path: str) -> None:
    headers = ask(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"], "no other host is ever named"
    assert (headers.get("cache-control") == "private, no-store") == (not path.startswith("/static/"))


@pytest.mark.parametrize(("query", "lang"), [("", "fr"), ("lang=fr", "fr"), ("lang=en", "en"), ("lang=<x>", "fr")])
def test_the_page_is_in_the_language_of_the_address(query: str, lang: str) -> None:
    answer = ask("/", query)
    assert f'<html lang="{lang}">' in answer.body.decode()
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["seen-encoding"] == "none", "a compressed page could not be rewritten"
    assert "etag" not in answer.headers


def test_only_the_pages_own_inline_scripts_may_run() -> None:
    policy = ask("/").headers["content-security-policy"]
    own = [b64encode(sha256(script).digest()).decode() for script in (LINKS, b"var a = 1")]
    assert sorted(re.findall(r"script-src ([^;]+);", policy)[0].split()) == sorted(
        ["'self'", *(f"'sha256-{digest}'" for digest in own)]
    )


def test_the_page_knows_where_the_chart_s_library_is() -> None:
    named = re.findall(r'<meta name="chart" content="/([^"]+)">', ask("/").body.decode())
    assert len(named) == 1, "one file of Streamlit draws charts"
    assert (Path(streamlit.__file__).parent / "static" / named[0]).stat().st_size > 1_000_000, "the library itself"


def test_a_page_of_a_clinic_watches_over_its_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    script = b'<script src="/auth/watch.js" defer></script></head>'
    assert script in ask("/").body
    monkeypatch.setattr(session.desk, "is_viewer", True)
    assert script not in ask("/").body, "a folder has no sign-in"
