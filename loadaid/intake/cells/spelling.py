"""The same words however they are typed: case, accents, spaces, punctuation and invisible characters aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Zero-width and direction marks: they change nothing a person sees, or hide what they see.
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_NEVER_SEEN = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]"
)  # joiners stay: emoji are made of them
CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e]")
DASHES = re.compile("[\u2010-\u2015\u2212]")  # those of a word processor, and the minus sign
_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u3000]+")


def tidy(text: str) -> str:
    """The text as a person sees it: composed accents, plain spaces, nothing invisible. Digits stay as they are typed."""
    if text.isascii() and text.isprintable():
        return text.strip() if "  " not in text else _SPACES.sub(" ", text).strip()
    return _SPACES.sub(" ", INVISIBLE.sub("", CONTROL.sub("", unicodedata.normalize("NFC", text)))).strip()


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Lower case without accents, spaces for anything but letters and digits: "Douleur (réveil)" is "douleur reveil"."""
    text = INVISIBLE.sub("", text).replace("œ", "oe").replace("Œ", "oe").replace("°", " ")
    letters = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def readable(text: str) -> str:
    """A free text as it is kept: composed accents, nothing invisible, its lines as they are."""
    kept = _NEVER_SEEN.sub("", CONTROL.sub("", unicodedata.normalize("NFC", text)))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in kept.splitlines()).strip()


def is_wide(text: str) -> bool:
    """Digits of another width or script than 0 to 9."""
    return any(c.isdecimal() and not c.isascii() for c in text)


def narrow(text: str) -> str:
    """The same text with such digits as 0 to 9."""
    return (
        "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text)
        if is_wide(text)
        else text
    )


def shown(text: str, limit: int = 40) -> str:
    """A cell quoted in a message: control characters made visible, one line, cut to `limit` characters."""
    seen = INVISIBLE.sub(lambda m: f"[U+{ord(m[0]):04X}]", re.sub(r"[\r\n\t]+", " ", text))
    seen = re.sub("[\x00-\x1f]", lambda m: chr(0x2400 + ord(m[0])), seen)
    seen = re.sub("[\x7f-\x9f\ud800-\udfff]", "␡", seen).strip()
    return seen if len(seen) <= limit else seen[: limit - 1] + "…"


def harmless(text: str) -> str:
    """A text for a table that a spreadsheet may open: one it would take for a formula begins with an apostrophe."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
