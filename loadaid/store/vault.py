"""Names, notes and secrets are kept sealed; the key stands in a file of its own, never in the database.

AES-256-GCM, one subkey per purpose. A sealed text is bound to its place: moved to another row it cannot be opened.
The "1:" in front names the key in force, so that one key per patient can come later.
"""

from __future__ import annotations

import base64
import contextlib
import hmac
import os
import secrets
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from loadaid.store.errors import WrongKey

BYTES = 32
NONCE = 12
PAPER = 56  # letters and digits of a key on paper
VERSION = "1"
CLOSED = "A sealed text cannot be opened: it was changed, or the key file is another one."


class Vault:
    """Seals and opens texts, and makes fingerprints by which a sealed text can be looked up."""

    def __init__(self, key: bytes) -> None:
        if len(key) != BYTES:
            raise WrongKey(f"A key has {BYTES} bytes; this one has {len(key)}.")
        self._key = key

    @classmethod
    def open(cls, path: Path) -> Vault:
        """The key of a file. Errors: WrongKey when it is missing, or is no key."""
        try:
            return cls(base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True))
        except FileNotFoundError:
            raise WrongKey(
                f"The key file {path} is missing. Put it back from your key sheet: without it nobody can read the names and notes."
            ) from None
        except (OSError, ValueError) as error:
            raise WrongKey(
                f"The key file {path} cannot be read: {type(error).__name__}. Put it back from your key sheet."
            ) from None

    @classmethod
    def create(cls, path: Path) -> Vault:
        """A new key, in a new file that only its owner can read. Errors: FileExistsError when there is one."""
        vault = cls(secrets.token_bytes(BYTES))
        vault.save(path)
        return vault

    def save(self, path: Path) -> None:
        """Writes the key into a new file that only its owner can read. Errors: FileExistsError when there is one."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="ascii") as out:
            out.write(base64.b64encode(self._key).decode() + "\n")
            out.flush()
            os.fsync(out.fileno())

    @property
    def written(self) -> str:
        """The key for paper: 14 groups of four letters and digits, of which the last shows a slip in the others."""
        letters = _letters(self._key) + _letters(sha256(self._key).digest())[:4]
        return " ".join(letters[i : i + 4] for i in range(0, len(letters), 4))

    @classmethod
    def typed(cls, text: str) -> Vault:
        """The key of a paper, as it was typed in. Errors: WrongKey, which says whether it is the length or a letter."""
        letters = "".join(text.split()).replace("-", "").upper()
        if len(letters) != PAPER:
            raise WrongKey(f"The key on the sheet has {PAPER} letters and digits; {len(letters)} were typed.")
        with contextlib.suppress(ValueError):
            vault = cls(base64.b32decode(letters[:-4] + "===="))
            if "".join(vault.written.split()) == letters:
                return vault
        raise WrongKey("This is not a key: a letter is wrong. It has the letters A to Z and the digits 2 to 7 only.")

    def subkey(self, purpose: str) -> bytes:
        """32 bytes for one purpose; knowing one says nothing about the others."""
        return HKDF(SHA256(), BYTES, salt=None, info=f"loadaid {purpose}".encode()).derive(self._key)

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.subkey("texts"))

    @cached_property
    def _marks(self) -> bytes:
        return self.subkey("fingerprints")

    @cached_property
    def audit_key(self) -> bytes:
        """The key of the audit log's chain."""
        return self.subkey("audit")

    @property
    def check(self) -> str:
        """A mark by which a database knows its key."""
        return self.fingerprint("", "check")

    def seal(self, text: str, place: str) -> str:
        """The text, readable only with the key and only for this place, such as "patients.identity:ID"."""
        return f"{VERSION}:" + base64.b64encode(self.seal_bytes(text.encode(), place)).decode()

    def unseal(self, sealed: str, place: str) -> str:
        """The text again. Errors: WrongKey when the key or the place is another, or the text was changed."""
        version, _, body = sealed.partition(":")
        try:
            if version != VERSION:
                raise ValueError(version)
            return self.unseal_bytes(base64.b64decode(body, validate=True), place).decode()
        except ValueError:
            raise WrongKey(CLOSED) from None

    def seal_bytes(self, content: bytes, place: str) -> bytes:
        """Bytes, such as an uploaded file, sealed in the same way."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, content, place.encode())

    def unseal_bytes(self, sealed: bytes, place: str) -> bytes:
        """The bytes again. Errors: WrongKey, as for texts."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
        except (InvalidTag, ValueError):
            raise WrongKey(CLOSED) from None

    def fingerprint(self, text: str, purpose: str) -> str:
        """The same text gives the same mark; without the key the mark says nothing."""
        return hmac.new(self._marks, f"{purpose}\0{text}".encode(), sha256).hexdigest()


def _letters(content: bytes) -> str:
    return base64.b32encode(content).decode().rstrip("=")
