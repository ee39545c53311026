"""Writes OLE compound files: old XLS workbooks (BIFF8, numbers and texts) and the shell of a password-protected XLSX."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
IN_SECTORS = 4096  # a shorter stream would stand in the mini stream


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBBIII16sI8s8sIQ", letters, len(letters), kind, 1, FREE, right, child, b"", 0, b"", b"", start, size)  # fmt: skip


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with up to three streams, in order of their names' lengths."""
    table = [FAT, END]
    entries = [_entry("Root Entry", 5, 1, FREE, END, 0)]
    body = b""
    for place, (name, stream) in enumerate(streams.items(), 1):
        data = stream.ljust(IN_SECTORS, b"\0")
        data += b"\0" * (-len(data) % SECTOR)
        start, n = len(table), len(data) // SECTOR
        table += [*range(start + 1, start + n), END]
        entries.append(_entry(name, 2, FREE, place + 1 if place < len(streams) else FREE, start, len(data)))
        body += data
    fat = struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
    head = struct.pack("<8s16sHHHHH6sIIIIIIIII", bytes.fromhex("D0CF11E0A1B11AE1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
                       0, 1, 1, 0, IN_SECTORS, END, 0, END, 0)  # fmt: skip
    head += struct.pack("<109I", 0, *[FREE] * 108)
    return head + fat + b"".join(entries).ljust(SECTOR, b"\0") + body


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def xls(rows: Sequence[Sequence[str | float]], sheet: str = "Feuil1") -> bytes:
    """An XLS workbook of one sheet."""
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0xDBB, 0x7CC, 0, 6))
    name = struct.pack("<BB", len(sheet), 0) + sheet.encode("latin-1")
    end = _record(0x0A, b"")
    bound = len(start) + 4 + 6 + len(name) + len(end)
    book = start + _record(0x85, struct.pack("<IH", bound, 0) + name) + end
    page = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 0x7CC, 0, 6))
    page += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                letters = value.encode("utf-16-le")
                page += _record(0x204, struct.pack("<HHHHB", r, c, 0, len(value), 1) + letters)
            else:
                page += _record(0x203, struct.pack("<HHHd", r, c, 0, value))
    return compound({"Workbook": book + page + end})


def protected_workbook() -> bytes:
    """What Excel writes when a password is asked: the real workbook is one encrypted stream."""
    head = b"\x04\x00\x04\x00\x40\x00\x00\x00<encryption/>"
    return compound({"EncryptionInfo": head, "EncryptedPackage": bytes(range(256)) * 40})
