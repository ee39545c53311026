"""One request to a page of sign-in: who asks, from where, in which language, with which form; and the answers it can get."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable
from urllib.parse import parse_qsl, quote, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from loadaid.access import html
from loadaid.access.desk import Desk
from loadaid.locale import LANGUAGES, Words, words
from loadaid.store import signins
from loadaid.store.database import Database
from loadaid.store.errors import StoreError

FORM_COOKIE, LANG_COOKIE, KNOWN_COOKIE = "loadaid-form", "loadaid-lang", "loadaid-known"
YEAR_S = 365 * 24 * 3600
MOST_BYTES = 16_384  # of a form
_threads = CapacityLimiter(8)  # their own: many who sign in at once do not hold up those who are in
WITHIN = re.compile(r"/(?![/\\])[\w\-./?=&%~,:+]{0,500}")
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}


class Visit:
    """A request and what is known of it. database: the desk's, open. form: what was sent, each name once."""

    def __init__(self, desk: Desk, database: Database, request: Request, form: dict[str, str]) -> None:
        self.desk, self.database, self.request, self.form = desk, database, request, form
        self.token = request.cookies.get(desk.cookie)
        self.signin = signins.found(database, self.token)
        self.form_secret = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
        self.w: Words = words(language(request))

    @property
    def is_post(self) -> bool:
        return self.request.method == "POST"

    @property
    def then(self) -> str:
        """Where to go once signed in: an address of our own, else the first page."""
        asked = self.form.get("next") or self.request.query_params.get("next", "")
        return asked if WITHIN.fullmatch(asked) and not asked.startswith(("/auth", "/export")) else "/"

    @property
    def browser(self) -> str:
        """Name and system of the browser, by which people know their own again."""
        agent = self.request.headers.get("user-agent", "")
        named = [next((name for sign, name in signs.items() if sign in agent), "") for signs in (BROWSERS, SYSTEMS)]
        return ", ".join(filter(None, named))

    def mark(self, purpose: str, text: str = "") -> str:
        """The fingerprint under which tries are counted; without a text, of the address the request comes from."""
        client = self.request.client.host if self.request.client else ""
        return self.database.vault.fingerprint(text or client, f"try {purpose}")

    def xsrf(self) -> str:
        """What a form of this browser and this sign-in carries; no other site can know it."""
        return form_mark(self.database, self.form_secret, self.token)

    def is_own_form(self) -> bool:
        """Whether the form was sent from a page of ours, by this browser."""
        headers = self.request.headers
        site, origin = headers.get("sec-fetch-site"), headers.get("origin", "")
        ours = urlsplit(self.desk.public_url).netloc or headers.get("host", "")
        same_site = site == "same-origin" if site else urlsplit(origin).netloc == ours
        return same_site and hmac.compare_digest(self.form.get("xsrf", "").encode(), self.xsrf().encode())

    def page(self, title: str, body: str, status: int = 200) -> Response:
        """A page in the visitor's language."""
        return self._with_cookies(html.page(self, title, body, status))

    def go(self, path: str, token: str | None = None, *, remember: bool = False) -> Response:
        """Sends the browser on. token: of a sign-in that has just begun or gone a step further; "" when it has ended.

        remember: keep `next` for after the last step.
        """
        asked = f"?next={quote(self.then, safe='')}" if remember and self.then != "/" else ""
        answer = RedirectResponse(path + asked, 303)
        if token is not None:
            self.set_cookie(answer, self.desk.cookie, token, None if token else 0)
        return self._with_cookies(answer)

    def set_cookie(self, answer: Response, name: str, value: str, age: int | None, same_site: str = "strict") -> None:
        """A cookie no script can read. age: in seconds; None until the browser is closed, 0 to forget it."""
        secure = self.desk.is_secure or self.request.url.scheme == "https"
        answer.set_cookie(name, value, max_age=age, path="/", secure=secure, httponly=True, samesite=same_site)  # type: ignore[arg-type]

    def _with_cookies(self, answer: Response) -> Response:
        if self.request.cookies.get(FORM_COOKIE) != self.form_secret:
            self.set_cookie(answer, FORM_COOKIE, self.form_secret, None)
        if self.request.query_params.get("lang") in LANGUAGES:
            self.set_cookie(answer, LANG_COOKIE, self.w.language, YEAR_S)
        return answer

    @property
    def chosen_language(self) -> str | None:
        """The language asked for here, or before on this browser."""
        return _chosen_language(self.request)


def language(request: Request) -> str:
    """The language chosen on this browser, else the browser's, else French: known without the database."""
    accepted = [part.split(";")[0].split("-")[0].strip() for part in
                request.headers.get("accept-language", "").lower().split(",")]  # fmt: skip
    return _chosen_language(request) or next((code for code in accepted if code in LANGUAGES), "fr")


def _chosen_language(request: Request) -> str | None:
    asked = request.query_params.get("lang"), request.cookies.get(LANG_COOKIE)
    return next((code for code in asked if code in LANGUAGES), None)


def form_mark(database: Database, secret: str, token: str | None) -> str:
    """What a form carries. secret, token: what the browser's cookies for forms and for the sign-in hold."""
    return database.vault.fingerprint(f"{secret}\0{token or ''}", "form")


Handler = Callable[[Visit], Response]


def answered(desk: Desk, handler: Handler) -> Callable[[Request], object]:
    """A page as Starlette runs it: the form read and checked, the work done in a thread, errors told in words."""

    async def endpoint(request: Request) -> Response:
        database = desk.database
        if database is None:
            return Response("Not found", 404, media_type="text/plain")
        form: dict[str, str] = {}
        if request.method == "POST":
            body = b""
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    return Response("Refused", 413, media_type="text/plain")
            try:
                form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=30))
            except ValueError:
                return Response("Refused", 400, media_type="text/plain")

        def work() -> Response:
            visit = Visit(desk, database, request, form)
            if visit.is_post and not visit.is_own_form():
                return html.expired(visit)
            return handler(visit)

        try:
            return await to_thread.run_sync(work, limiter=_threads)
        except StoreError as error:
            return html.unavailable(words(language(request)), error)

    return endpoint
