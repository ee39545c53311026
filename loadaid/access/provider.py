"""Signing in at a provider of identities (OpenID Connect): code flow with PKCE, state and nonce.

It is asked who someone is, and never what they may do: roles stand in our own database.
"""

from __future__ import annotations

import os
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from loadaid.domain.errors import LoadaidError, UsageError

SIGNED_WITH = ["RS256", "PS256", "ES256"]  # keys of the provider; never "none", never our own secret
PATIENCE_S = 5.0
KEPT_S = 3600.0
LEEWAY_S = 60  # by which two clocks may differ


class NotIdentified(LoadaidError):
    """The provider did not say who it is, or said it for someone else. Its own words are not passed on."""


@dataclass(frozen=True)
class Identity:
    """Who someone is for a provider. name: as it is written there, possibly empty."""

    issuer: str
    subject: str
    name: str


@dataclass
class Provider:
    """One provider. What it publishes about itself is asked once an hour."""

    issuer: str
    client_id: str
    client_secret: str
    _known: dict[str, Any] = field(default_factory=dict, repr=False)
    _asked: float = field(default=float("-inf"), repr=False)

    def start(self, back: str) -> tuple[str, dict[str, str]]:
        """Where to send a browser, and what to remember until it comes back. back: our address for that.

        Errors: NotIdentified when the provider does not answer.
        """
        memory = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        challenge = urlsafe_b64encode(sha256(memory["verifier"].encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code", "client_id": self.client_id, "redirect_uri": back, "scope": "openid profile",
            "state": memory["state"], "nonce": memory["nonce"], "code_challenge": challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{self._about('authorization_endpoint')}?{urlencode(query)}", memory

    def identify(self, state: str, code: str, memory: dict[str, str], back: str) -> Identity:
        """Who came back. Errors: NotIdentified."""
        if not secrets.compare_digest(state.encode(), memory["state"].encode()):
            raise NotIdentified("This answer belongs to another sign-in.")
        asked = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": back, "client_id": self.client_id,
            "code_verifier": memory["verifier"],
        }  # fmt: skip
        with self._client() as client:
            token = _json(
                client.post, self._about("token_endpoint"), data=asked, auth=(self.client_id, self.client_secret)
            )
        claims = self._claims(str(token.get("id_token", "")))
        if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), memory["nonce"].encode()):
            raise NotIdentified("This answer was made for another sign-in.")
        return Identity(self.issuer, str(claims["sub"]), str(claims.get("name") or ""))

    def _claims(self, token: str) -> dict[str, Any]:
        """What a token says, once its signature, issuer, audience and time are right."""
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S, iss={"value": self.issuer, "essential": True}, aud={"value": self.client_id, "essential": True},
            sub={"essential": True}, exp={"essential": True}, iat={"essential": True},
        )  # fmt: skip
        try:
            with self._client() as client:
                keys = KeySet.import_key_set(_json(client.get, self._about("jwks_uri")))  # type: ignore[arg-type]
            claims = jwt.decode(token, keys, algorithms=SIGNED_WITH).claims
            rules.validate(claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise NotIdentified(f"The provider's answer is not valid ({type(error).__name__}).") from None
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != self.client_id:
            raise NotIdentified("The provider's answer is for another application.")
        return dict(claims)

    def _about(self, name: str) -> str:
        """An address that the provider publishes."""
        if time.monotonic() - self._asked > KEPT_S:
            with self._client() as client:
                known = _json(client.get, self.issuer.rstrip("/") + "/.well-known/openid-configuration")
            if known.get("issuer") != self.issuer:
                raise NotIdentified("The provider calls itself otherwise than LOADAID_OIDC_ISSUER.")
            self._known, self._asked = known, time.monotonic()
        found = str(self._known.get(name, ""))
        try:
            _check_address(name, found)
        except UsageError as error:
            raise NotIdentified(str(error)) from None
        return found

    @staticmethod
    def _client() -> httpx2.Client:
        return httpx2.Client(timeout=PATIENCE_S, follow_redirects=False)


def from_environment() -> Provider | None:
    """The provider of LOADAID_OIDC_ISSUER, LOADAID_OIDC_CLIENT_ID and LOADAID_OIDC_CLIENT_SECRET, or a file with the secret
    in LOADAID_OIDC_CLIENT_SECRET_FILE; None when none is named. Errors: UsageError for half of it.
    """
    issuer, client_id = os.environ.get("LOADAID_OIDC_ISSUER", ""), os.environ.get("LOADAID_OIDC_CLIENT_ID", "")
    if not issuer:
        return None
    _check_address("LOADAID_OIDC_ISSUER", issuer)
    file, secret = os.environ.get("LOADAID_OIDC_CLIENT_SECRET_FILE"), os.environ.get("LOADAID_OIDC_CLIENT_SECRET", "")
    if file:
        secret = Path(file).read_text(encoding="utf-8").strip()
    if not client_id or not secret or not os.environ.get("LOADAID_PUBLIC_URL"):
        raise UsageError(
            "LOADAID_OIDC_ISSUER needs LOADAID_OIDC_CLIENT_ID, LOADAID_OIDC_CLIENT_SECRET (or _FILE) and LOADAID_PUBLIC_URL."
        )
    return Provider(issuer, client_id, secret)


def _check_address(name: str, address: str) -> None:
    """Errors: UsageError for an address that others could read or change on its way."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise UsageError(f"{name} has to begin with https://.")


def _json(ask: Any, address: str, **more: Any) -> dict[str, Any]:
    """A JSON object from the provider. Errors: NotIdentified."""
    try:
        answer = ask(address, **more)
        answer.raise_for_status()
        found = answer.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise NotIdentified(f"The provider did not answer as expected ({type(error).__name__}).") from None
    if not isinstance(found, dict):
        raise NotIdentified("The provider did not answer as expected.")
    return found
