"""A file that only the key opens, written and read as a stream: a header in clear, then pieces, each sealed.

AES-256-GCM under a key of the file's own. A piece that is changed, swapped or left out is found, and so is a changed
header and a missing end (https://age-encryption.org/v1, the STREAM construction).
"""

from __future__ import annotations

import io
import json
import secrets
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from loadaid.store.errors import Damaged

MAGIC = b"loadaid backup\n"
PIECE, TAG = 64 * 1024, 16
LONGEST_HEADER = 4096


class Writer(io.RawIOBase):
    """Seals what is written to it. The file is whole only once `close` came without an error."""

    def __init__(self, out: IO[bytes], key: bytes, header: dict[str, Any]) -> None:
        salt = secrets.token_bytes(32)
        line = json.dumps({**header, "salt": salt.hex()}, separators=(",", ":")).encode() + b"\n"
        out.write(MAGIC + line)
        self._out, self._cipher = out, _cipher(key, salt, line)
        self._waiting, self._pieces = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._waiting += content
        while len(self._waiting) > PIECE:  # the last piece waits: it is marked as such
            self._seal(PIECE)
        return len(content)

    def end(self) -> None:
        """Writes the last piece."""
        self._seal(PIECE, last=True)

    def _seal(self, size: int, *, last: bool = False) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._pieces, last), bytes(self._waiting[:size]), None))
        del self._waiting[:size]
        self._pieces += 1


class Reader(io.RawIOBase):
    """Opens what a Writer sealed, after `header` was read. Errors of reading: Damaged."""

    def __init__(self, source: IO[bytes], key: bytes) -> None:
        self.header, line = _header(source)
        self._source, self._cipher = source, _cipher(key, bytes.fromhex(self.header["salt"]), line)
        self._next, self._pieces, self._open = source.read(PIECE + TAG), 0, b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._open and self._next:
            piece, self._next = self._next, self._source.read(PIECE + TAG)
            try:
                self._open = self._cipher.decrypt(_nonce(self._pieces, not self._next), piece, None)
            except InvalidTag:
                raise Damaged("The backup is damaged or not complete. Use another one.") from None
            self._pieces += 1
        given = self._open[: len(into)]
        into[: len(given)] = given
        self._open = self._open[len(given) :]
        return len(given)


def header(source: IO[bytes]) -> dict[str, Any]:
    """What a file says of itself in clear; it is proven only by reading the rest. Errors: Damaged for a file of another kind."""
    return _header(source)[0]


def _header(source: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    try:
        line = source.readline(LONGEST_HEADER) if source.read(len(MAGIC)) == MAGIC else b""
        found: dict[str, Any] = json.loads(line)
        bytes.fromhex(found["salt"])
    except (ValueError, TypeError, KeyError):
        raise Damaged("This is not a backup of loadaid, or its beginning is damaged.") from None
    return found, line


def _cipher(key: bytes, salt: bytes, line: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=line).derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
