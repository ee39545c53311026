"""Writes small FIT files: header, definition and data messages, checksum. Layout: FIT protocol, little-endian."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import UTC, datetime

FIT_EPOCH = 631_065_600  # 1989-12-31 00:00 UTC, in Unix seconds
NIBBLES = (0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
           0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400)  # fmt: skip

FILE_ID, SESSION, LAP, RECORD, ACTIVITY = 0, 18, 19, 20, 34
ENUM, UINT8, UINT16, UINT32, UINT32Z = (0, "B", 1), (2, "B", 1), (0x84, "H", 2), (0x86, "I", 4), (0x8C, "I", 4)

Field = tuple[int, tuple[int, str, int], int]  # field number, base type, value


def checksum(data: bytes) -> int:
    crc = 0
    for byte in data:
        for nibble in (byte & 0xF, byte >> 4):
            crc = (crc >> 4) & 0x0FFF ^ NIBBLES[crc & 0xF] ^ NIBBLES[nibble]
    return crc


def message(number: int, fields: Sequence[Field]) -> bytes:
    """A definition as local message 0, and one data message after it."""
    definition = struct.pack("<BBBHB", 0x40, 0, 0, number, len(fields))
    definition += b"".join(struct.pack("<BBB", field, base[2], base[0]) for field, base, _ in fields)
    return definition + b"\x00" + b"".join(struct.pack("<" + base[1], value) for _, base, value in fields)


def fit_file(messages: bytes, wrong_checksum: bool = False) -> bytes:
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(messages), b".FIT")
    body = head + struct.pack("<H", checksum(head)) + messages
    return body + struct.pack("<H", checksum(body) ^ (0x5A5A if wrong_checksum else 0))


def fit_time(when: datetime) -> int:
    return int(when.timestamp()) - FIT_EPOCH


def walk(start: datetime, seconds: int, kind: int = 4, with_session: bool = True) -> bytes:
    """The messages of a recorded walk: file id (kind 4 = activity), a record every 20 s, lap, session, activity."""
    first = fit_time(start)
    last = first + seconds
    out = message(FILE_ID, [(0, ENUM, kind), (1, UINT16, 1), (2, UINT16, 1), (3, UINT32Z, 12345), (4, UINT32, first)])
    for t in range(first, last + 1, 20):
        out += message(RECORD, [(253, UINT32, t), (3, UINT8, 101), (5, UINT32, (t - first) * 130)])
    if not with_session:
        return out
    totals: list[Field] = [
        (253, UINT32, last),
        (2, UINT32, first),
        (7, UINT32, seconds * 1000),
        (8, UINT32, seconds * 1000),
    ]
    out += message(LAP, totals)
    out += message(SESSION, [*totals, (5, ENUM, 11), (6, ENUM, 0), (16, UINT8, 101), (25, UINT16, 0), (26, UINT16, 1)])
    return out + message(
        ACTIVITY, [(253, UINT32, last), (0, UINT32, seconds * 1000), (1, UINT16, 1), (5, UINT32, last + 3600)]
    )


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, 0, tzinfo=UTC)
