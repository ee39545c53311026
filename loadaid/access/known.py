"""Browsers on which an account has signed in before. Their tries are counted apart: a stranger's do not shut the owner out."""

from __future__ import annotations

import hmac
import secrets

from starlette.responses import Response

from loadaid.access.visit import KNOWN_COOKIE, Visit
from loadaid.store.founding import login_mark

AGE_S = 180 * 24 * 3600
MOST = 8  # accounts of one browser, as on the computer of a practice


def try_marks(visit: Visit, login: str) -> tuple[str, str | None]:
    """Under which marks a try of this login is counted: of the login, and of the address unless the browser is known."""
    who = login_mark(visit.database, login)
    browser, seals = _read(visit)
    if any(hmac.compare_digest(_seal(visit, browser, who), seal) for seal in seals):
        return visit.mark("known", f"{browser}\0{who}"), None
    return visit.mark("login", who), visit.mark("address")


def remember(visit: Visit, answer: Response, login: str) -> None:
    """From now on this browser is known to this account."""
    browser, seals = _read(visit)
    browser = browser or secrets.token_hex(16)
    seal = _seal(visit, browser, login_mark(visit.database, login))
    kept = [seal, *(other for other in seals if other != seal)][:MOST]
    visit.set_cookie(answer, KNOWN_COOKIE, ".".join([browser, *kept]), AGE_S)


def _read(visit: Visit) -> tuple[str, list[str]]:
    browser, *seals = visit.request.cookies.get(KNOWN_COOKIE, "")[:1000].split(".")
    return browser, [seal for seal in seals[:MOST] if seal.isascii()]


def _seal(visit: Visit, browser: str, who: str) -> str:
    return visit.database.vault.fingerprint(f"{browser}\0{who}", "known browser")[:32]
