"""Ways in which a clean file goes wrong: bytes that change on the way, and cells as people really fill them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from openpyxl.utils.exceptions import IllegalCharacterError

from tests.intake_seeds import Rows, Seed

NASTY: tuple[object, ...] = (
    "3-4", "3 à 4", "~3", ">5", "5+", "7/10", "70 %", "4/5", "1e400", "1e3", "0x1F", "inf", "nan", "-3", "(3)", "+4", "1,234", "1.234", "1 234",
    "1,234kg", "1'234,5", "12,5,5", "1.2.3", "9" * 40, "9" * 400, "-" + "9" * 400, "0,0000001", "3,", ",5", "٣", "７", "10²", "①", "½", "12lb", "30 s", "1h75",
    "1:30", "99:99", "25:61:00", "1h30", "90'", "45 sec", "2 j", "3x10", "3x10@12kg", "10/10/8", "3x8-10", "3x30s", "2 x 12", "8D/10G", "AMRAP", "3x10x5kg",
    "31/02/2026", "2026-02-30", "2026-13-45", "0000-00-00", "03/04/2026", "2026-03-15", "3-avr", "13-Mar-26", "46000", "46000,5", "20260315", "20269999", "1/1",
    "lun. 10 mars 2026", "32 mars 2026", "2026-03-09T23:59:59+14:00", "29/02/2025", "01/01/1900", "01/01/2099", "S14", "hier", "idem", '"', "''", "〃",
    "repos", "rest", "annulé", "oui", "non", "x", "X", "?", "-", "—", "n/a", "null", "None", "#REF!", "#N/A", "#####", "vrai", "TRUE", "0", "00", "-0", "0,0", "10,0001", "11",
    "=1+1", '=HYPERLINK("http://x.invalid";"3")', "=cmd|' /C calc'!A0", "@SUM(A1)", "+33612345678", "\u202e7", "3\u200b", "\ufeff5", "5\u00a0", "a\0b", "\0", "\x1b[31m5", "🙂", "🙂🙂3",
    "e\u0301", "3\n4", "a;b", "a,b", "a\tb", 'a"b', '"a', "très mal", "beaucoup", "mot " * 700, "Date", "Total", "Moyenne : 4", "km", "(min)", "ok\r\nfin",
)  # fmt: skip
TYPED_NASTY: tuple[object, ...] = (date(2026, 4, 3), date(1899, 12, 31), 1e300, -7, 0.7, 46000, True, 3.0000001)
LINES: tuple[list[object], ...] = (
    ["Journal de Mme X"], [], ["", "", ""], ["Semaine 2"], ["Total", 12, 3], ["Date"], ["kg", "min", "h"], ["Douleur", "avant", "après"],
)  # fmt: skip
Told = str  # what was done, in words, so that a failure can be understood


def flip(data: bytearray, r: random.Random) -> Told:
    at = r.randrange(len(data))
    data[at] ^= 1 << r.randrange(8)
    return f"flip {at}"


def insert(data: bytearray, r: random.Random) -> Told:
    at, more = r.randrange(len(data) + 1), bytes(r.choice(b'\x00\xff";,\n\r\t0-/ \xc3') for _ in range(r.randint(1, 4)))
    data[at:at] = more
    return f"insert {more!r} at {at}"


def delete(data: bytearray, r: random.Random) -> Told:
    at, length = r.randrange(len(data)), r.randint(1, 20)
    del data[at : at + length]
    return f"delete {length} at {at}"


def duplicate_block(data: bytearray, r: random.Random) -> Told:
    at, length = r.randrange(len(data)), r.randint(1, 200)
    data[at:at] = data[at : at + length]
    return f"duplicate {length} at {at}"


def truncate(data: bytearray, r: random.Random) -> Told:
    at = r.randrange(len(data))
    del data[at:]
    return f"truncate at {at}"


def _place(rows: Rows, r: random.Random, first: int = 1) -> tuple[int, int] | None:
    lines = [i for i in range(min(first, len(rows) - 1), len(rows)) if rows[i]]
    if not lines:
        return None
    line = r.choice(lines)
    return line, r.randrange(len(rows[line]))


def nasty_cell(rows: Rows, r: random.Random) -> Told:
    place = _place(rows, r, first=r.choice((0, 1, 1, 1, 1, 1)))
    if place is None:
        return "nothing"
    value = r.choice(TYPED_NASTY) if r.random() < 0.08 else r.choice(NASTY)
    rows[place[0]][place[1]] = value
    return f"{place} = {str(value)[:30]!r}"


def nasty_column(rows: Rows, r: random.Random) -> Told:
    """The same kind of value over much of a column, as one person writes."""
    place = _place(rows, r)
    if place is None:
        return "nothing"
    values = [r.choice(NASTY) for _ in range(r.randint(1, 3))]
    for row in rows[1:]:
        if len(row) > place[1] and r.random() < 0.6:
            row[place[1]] = r.choice(values)
    return f"column {place[1]} of {[str(v)[:30] for v in values]}"


def swap_cells(rows: Rows, r: random.Random) -> Told:
    one, other = _place(rows, r), _place(rows, r)
    if one is None or other is None:
        return "nothing"
    rows[one[0]][one[1]], rows[other[0]][other[1]] = rows[other[0]][other[1]], rows[one[0]][one[1]]
    return f"swap {one} {other}"


def blank_cell(rows: Rows, r: random.Random) -> Told:
    place = _place(rows, r, 0)
    if place is None:
        return "nothing"
    rows[place[0]][place[1]] = ""
    return f"blank {place}"


def longer_line(rows: Rows, r: random.Random) -> Told:
    at = r.randrange(len(rows))
    if r.random() < 0.5 and rows[at]:
        rows[at].insert(r.randrange(len(rows[at])), r.choice(NASTY))
        return f"cell too many in {at}"
    rows[at] = rows[at][:-1]
    return f"cell less in {at}"


def duplicate_row(rows: Rows, r: random.Random) -> Told:
    at, to = r.randrange(len(rows)), r.randrange(len(rows) + 1)
    rows.insert(to, list(rows[at]))
    return f"row {at} again at {to}"


def shuffle_rows(rows: Rows, r: random.Random) -> Told:
    body = rows[1:]
    r.shuffle(body)
    rows[1:] = body
    return "shuffle"


def drop_title(rows: Rows, r: random.Random) -> Told:
    at = r.randrange(max(1, len(rows[0])))
    if at < len(rows[0]):
        rows[0][at] = ""
    return f"no title {at}"


def duplicate_title(rows: Rows, r: random.Random) -> Told:
    if len(rows[0]) < 2:
        return "nothing"
    one, other = r.sample(range(len(rows[0])), 2)
    rows[0][other] = rows[0][one]
    return f"title {one} also at {other}"


def swap_columns(rows: Rows, r: random.Random) -> Told:
    if len(rows[0]) < 2:
        return "nothing"
    one, other = r.sample(range(len(rows[0])), 2)
    for row in rows:
        if max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]
    return f"columns {one} {other}"


def swap_titles(rows: Rows, r: random.Random) -> Told:
    if len(rows[0]) < 2:
        return "nothing"
    one, other = r.sample(range(len(rows[0])), 2)
    rows[0][one], rows[0][other] = rows[0][other], rows[0][one]
    return f"titles {one} {other}"


def insert_line(rows: Rows, r: random.Random) -> Told:
    at, line = r.choice((0, 0, r.randrange(len(rows)))), r.choice(LINES)
    rows.insert(at, list(line))
    return f"line {line} at {at}"


OF_BYTES: tuple[Callable[[bytearray, random.Random], Told], ...] = (flip, insert, delete, duplicate_block, truncate)
OF_CELLS: tuple[Callable[[Rows, random.Random], Told], ...] = (
    nasty_cell, nasty_cell, nasty_cell, nasty_column, swap_cells, blank_cell, longer_line, duplicate_row, shuffle_rows, drop_title, duplicate_title, swap_columns,
    swap_titles, insert_line,
)  # fmt: skip


def mutated(seed: Seed, r: random.Random) -> tuple[bytes, Rows | None, list[Told]]:
    """(the file, its cells where they are known, what was done). Cells in three cases of four, where the seed has them."""
    told: list[Told] = []
    if seed.rows is not None and seed.write is not None and r.random() < 0.75:
        rows = [list(row) for row in seed.rows]
        for _ in range(r.randint(1, 4)):
            if rows:
                told.append(r.choice(OF_CELLS)(rows, r))
        try:
            return seed.write(rows), rows, told
        except (
            ValueError,
            OverflowError,
            IllegalCharacterError,
        ):  # a value that this format cannot hold, such as NUL in XML
            told.append("not written")
    data = bytearray(seed.bytes())
    for _ in range(r.choice((1, 1, 2, 3, 5, 20))):
        if data:
            told.append(r.choice(OF_BYTES)(data, r))
    return bytes(data), None, told
