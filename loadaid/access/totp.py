"""The second factor: six digits from an app on a telephone, new every 30 seconds, each accepted once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from io import BytesIO

import pyotp
import segno

STEP_S = 30
EARLIER_OR_LATER = 1  # steps by which a telephone's clock may be off
RECOVERY_CODES = 8
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_secret() -> str:
    """A secret for one telephone: 160 random bits."""
    return pyotp.random_base32()


def step(secret: str, code: str, now: datetime) -> int | None:
    """The 30 seconds a code belongs to; None when it is not one of now. Whether it was used before, the store knows."""
    digits = "".join(c for c in code if c in "0123456789")
    if len(digits) != 6:
        return None
    generator = pyotp.TOTP(secret)
    for shift in range(-EARLIER_OR_LATER, EARLIER_OR_LATER + 1):
        at = now + timedelta(seconds=shift * STEP_S)
        if secrets.compare_digest(generator.at(at), digits):
            return int(at.timestamp()) // STEP_S
    return None


def address(secret: str, login: str, clinic: str) -> str:
    """What the telephone reads: the secret with a name to find it by."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=f"loadaid {clinic}"[:60])


def picture(text: str) -> str:
    """A QR code as SVG, drawn here: nobody else sees the secret."""
    out = BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, scale=4, border=4, light="#ffffff", dark="#16202a", omitsize=False
    )
    return out.getvalue().decode()


def recovery_codes() -> list[str]:
    """Codes for the day the telephone is lost: 49 random bits each, tried under the same waits as the others."""
    return ["".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(RECOVERY_CODES)]


def plain(code: str) -> str:
    """A recovery code as it is compared."""
    return "".join(c for c in code.upper() if c.isascii() and c.isalnum())
