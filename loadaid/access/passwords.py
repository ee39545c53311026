"""Passwords: argon2id, and which ones are too easy to guess.

Length and what attackers try first decide, not kinds of letters. No renewal is forced.
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from loadaid.domain.words import N_

SHORTEST, LONGEST = 12, 128
COMPARED = 60  # letters that are looked at for patterns; the search grows with the square of their number
GUESSABLE = 3  # of zxcvbn's 0 to 4: 3 is "safe against a slow guesser", and ours are slowed
# What zxcvbn's English lists do not know, and people of this trade would try first.
HERE = ("loadaid", "motdepasse", "azerty", "azertyuiop", "qsdfghjklm", "bonjour", "soleil", "kine", "kinesitherapeute", "physio",
        "cabinet", "patient", "sante", "bienvenue", "janvier", "septembre", "france")  # fmt: skip
TOO_SHORT = N_("Au moins {n} caractères : une phrase de quatre mots sans lien entre eux convient.")
TOO_LONG = N_("Au plus {n} caractères.")
HAS_LOGIN = N_("Le mot de passe ne doit pas contenir l'identifiant ni votre nom.")
GUESSED = N_("Ce mot de passe se devine trop vite. Choisissez quatre mots sans lien entre eux, par exemple.")

_hasher = PasswordHasher()  # RFC 9106, for machines with little memory: 64 MiB for each
_at_once = BoundedSemaphore(2)  # so many take 64 MiB and a processor at the same time; others wait


def hashed(password: str) -> str:
    """What is stored of a password."""
    with _at_once:
        return _hasher.hash(_plain(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password. None, for an account that is not there, takes as long and is never right."""
    try:
        with _at_once:
            _hasher.verify(stored or dummy(), _plain(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_dated(stored: str) -> bool:
    """Whether a stored password was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def dummy() -> str:
    """A hash nobody has the password of. Made once, before the first visitor."""
    return _hasher.hash(secrets.token_urlsafe(32))


def weakness(password: str, login: str, name: str = "") -> tuple[str, int] | None:
    """Why a new password is refused, as a sentence and its {n}; None when it is not."""
    from zxcvbn import zxcvbn  # its word lists cost a tenth of a second, and few processes set a password

    plain = _plain(password)
    if len(plain) < SHORTEST:
        return TOO_SHORT, SHORTEST
    if len(plain) > LONGEST:
        return TOO_LONG, LONGEST
    own = [part for part in [login, login.split("@")[0], *name.split()] if len(part) > 3]
    if any(part.casefold() in plain.casefold() for part in own):
        return HAS_LOGIN, 0
    if zxcvbn(plain[:COMPARED], user_inputs=[*own, *HERE])["score"] < GUESSABLE:
        return GUESSED, 0
    return None


def _plain(password: str) -> str:
    """The same letters on every keyboard."""
    return unicodedata.normalize("NFC", password)
