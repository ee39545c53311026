"""The addresses of sign-in and of files to fetch, as Starlette routes that stand beside Streamlit's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from loadaid.access import enrolment, federated, joining, login, own
from loadaid.access.desk import Desk
from loadaid.access.visit import Handler, answered
from loadaid.store import audit
from loadaid.store.actor import Actor
from loadaid.store.errors import StoreError

PAGES: dict[str, Handler] = {
    "/auth/login": login.login, "/auth/demo": login.demo, "/auth/second": login.second, "/auth/enrol": enrolment.enrol,
    "/auth/invitation": joining.invitation, "/auth/join": joining.join, "/auth/notice": joining.read, "/auth/logout": own.logout,
    "/auth/account": own.account, "/auth/end": own.end, "/auth/password": own.password, "/auth/oidc/start": federated.start,
    "/auth/oidc/callback": federated.callback, "/auth/oidc/finish": federated.finish,
}  # fmt: skip
WATCH = (Path(__file__).parent / "watch.js").read_text("utf-8")
EVERY = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def routes(desk: Desk) -> list[Route]:
    """Every address under /auth and /export. What else is asked for under them is not found."""
    pages = [Route(path, answered(desk, handler), methods=["GET", "POST"]) for path, handler in PAGES.items()]
    rest = [Route(f"/{first}/{{rest:path}}", _nothing, methods=EVERY) for first in ("auth", "export")]
    watching = [Route("/auth/alive", _alive(desk)), Route("/auth/watch.js", _watch)]
    return [*pages, *watching, Route("/export/{token}", _export(desk)), *rest]


def _alive(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def alive(request: Request) -> Response:
        """Whether this browser is still signed in, and by whom: a mark of the person and one of the sign-in, which tell a
        page only whether they are still the same. Nobody has to be there for a page to ask."""
        signed_in = partial(desk.signed_in, request.cookies.get(desk.cookie), seen=False)
        try:
            actor = await run_in_threadpool(signed_in)
        except StoreError:
            return Response(status_code=503)
        if actor is None or desk.database is None:
            return Response(status_code=401)
        fingerprint = desk.database.vault.fingerprint
        marks = fingerprint(actor.account_id, "alive account")[:32], fingerprint(actor.signin_id, "alive sign-in")[:32]
        return PlainTextResponse(" ".join(marks))

    return alive


async def _watch(_request: Request) -> Response:
    return Response(WATCH, media_type="text/javascript")


def _export(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def export(request: Request) -> Response:
        """A file that waits, once. Its head alone is not given: that would show who has one."""
        actor = await run_in_threadpool(desk.signed_in, request.cookies.get(desk.cookie))
        if actor is None:
            return PlainTextResponse("Sign in first", 401)
        wanted = request.method == "GET"
        found = desk.exports.take(request.path_params["token"], actor.account_id) if wanted else None
        await run_in_threadpool(_note, desk, actor, "denied" if found is None else "done")
        if found is None:
            return PlainTextResponse("Not found", 404)
        headers = {"Content-Disposition": found.disposition, "Cache-Control": "private, no-store"}
        return Response(found.content, 200, headers, found.type)

    return export


def _note(desk: Desk, actor: Actor, result: str) -> None:
    database = desk.database
    assert database is not None
    with database.write() as connection:
        audit.append(connection, database.vault.audit_key, database.clock(), actor, "fetch", "export", result=result)


async def _nothing(_request: Request) -> Response:
    return PlainTextResponse("Not found", 404)
