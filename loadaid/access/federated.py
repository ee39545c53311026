"""Signing in at the provider of identities: there and back. Whom it names must have an account here, or an invitation."""

from __future__ import annotations

import base64
import json

from starlette.responses import Response

from loadaid.access import html
from loadaid.access.joining import code_of, forget_code
from loadaid.access.login import begin
from loadaid.access.provider import Identity, NotIdentified
from loadaid.access.visit import Visit
from loadaid.store import entrance, invitations
from loadaid.store.errors import NotFound, Refused, WrongKey

COOKIE = "loadaid-oidc"
AGE_S = 600


def start(visit: Visit) -> Response:
    """Sends the browser to the provider, and remembers, sealed in its own cookie, what must come back."""
    provider = visit.desk.provider
    if provider is None:
        return visit.go("/auth/login")
    try:
        address, memory = provider.start(_back(visit))
    except NotIdentified:
        return _failed(visit)
    answer = visit.go(address)
    memory = {**memory, "next": visit.then}
    sealed = visit.database.vault.seal_bytes(json.dumps(memory).encode(), COOKIE)
    # Lax: the way back comes from another site.
    visit.set_cookie(answer, COOKIE, base64.urlsafe_b64encode(sealed).decode(), AGE_S, "lax")
    return answer


def callback(visit: Visit) -> Response:
    """The way back. The role is the account's; what the provider says of roles is not read."""
    provider, memory, query = visit.desk.provider, _memory(visit), visit.request.query_params
    if provider is None or memory is None:
        return _failed(visit)
    try:
        who = provider.identify(query.get("state", ""), query.get("code", ""), memory, _back(visit))
    except NotIdentified:
        return _failed(visit)
    visit.form["next"] = memory.get("next", "/")
    return _arrived(visit, who)


def finish(visit: Visit) -> Response:
    """Binds an identity to the account of an invitation that this browser holds."""
    w, who = visit.w, _waiting(visit)
    if who is None or not visit.is_post:
        return visit.go("/auth/login")
    code = code_of(visit)
    found = invitations.find(visit.database, code) if code else None
    if found is None:
        return visit.go("/auth/invitation")
    try:
        account_id = invitations.redeem(
            visit.database, code, f"{who.issuer} {who.subject}", found.name or who.name or w("Sans nom"), w.language,
            oidc_issuer=who.issuer, oidc_subject=who.subject,
        )  # fmt: skip
    except (NotFound, Refused):
        return visit.go("/auth/invitation")
    answer = begin(visit, entrance.by_id(visit.database, account_id), proven=True)
    visit.set_cookie(answer, COOKIE, "", 0, "lax")
    return forget_code(visit, answer)


def _arrived(visit: Visit, who: Identity) -> Response:
    """Our own cookies do not come along from another site, so a page of ours goes on from here by itself."""
    w = visit.w
    known = entrance.by_subject(visit.database, who.issuer, who.subject)
    if known is None:
        body = html.paragraph(
            w("Cette identité n'a pas encore d'accès ici. Si vous avez saisi un code d'invitation, reliez-la.")
        )
        body += html.form(visit, "/auth/oidc/finish", "", w("Relier à mon invitation"))
        answer = visit.page(
            w("Identité reconnue"), body + html.link("/auth/invitation", w("Saisir un code d'invitation"))
        )
        kept = json.dumps({"issuer": who.issuer, "subject": who.subject, "name": who.name}).encode()
        sealed = base64.urlsafe_b64encode(visit.database.vault.seal_bytes(kept, f"{COOKIE} waiting")).decode()
        visit.set_cookie(answer, COOKIE, sealed, AGE_S, "lax")
        visit.set_cookie(answer, visit.desk.cookie, "", 0)  # the form above was made without it
        return answer
    gone = begin(visit, known, proven=True)
    answer = visit.page(w("Connecté"), html.link(gone.headers["location"], w("Continuer")))
    answer.headers["Refresh"] = f"0; url={gone.headers['location']}"
    answer.raw_headers.extend((name, value) for name, value in gone.raw_headers if name == b"set-cookie")
    visit.set_cookie(answer, COOKIE, "", 0, "lax")
    return answer


def _failed(visit: Visit) -> Response:
    w = visit.w
    text = w("L'identification n'a pas abouti. Rien n'a été ouvert ; vous pouvez recommencer.")
    return visit.page(w("Identification"), html.wrong(text) + html.link("/auth/login", w("Recommencer")), 403)


def _back(visit: Visit) -> str:
    return f"{visit.desk.public_url.rstrip('/')}/auth/oidc/callback"


def _memory(visit: Visit) -> dict[str, str] | None:
    return _unsealed(visit, COOKIE)


def _waiting(visit: Visit) -> Identity | None:
    kept = _unsealed(visit, f"{COOKIE} waiting")
    return Identity(**kept) if kept else None


def _unsealed(visit: Visit, place: str) -> dict[str, str] | None:
    try:
        sealed = base64.urlsafe_b64decode(visit.request.cookies.get(COOKIE, ""))
        found: dict[str, str] = json.loads(visit.database.vault.unseal_bytes(sealed, place))
    except (ValueError, WrongKey):
        return None
    return found
