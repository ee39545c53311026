"""A copy of a patient's file with a column of notes at its right: everything else stays as it is, byte for byte.

Runs in the sandboxed child, as the reading does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from loadaid.intake.cells.spelling import plain
from loadaid.intake.limits import MEGABYTE, UNPACKED_MB
from loadaid.intake.model import FileRefused, Table

if TYPE_CHECKING:
    from loadaid.intake.containers.delimited import Record

LINE_END = re.compile("(\r\n|\r|\n)")


@dataclass(frozen=True)
class Notes:
    """What to write beside which row. titles: of the new column; the first is written, any of them is known again.

    notes: (sheet, row as a spreadsheet shows it, text). answers: those the file was read with, which say its encoding.
    """

    titles: Sequence[str]
    notes: Sequence[tuple[str | None, int, str]]
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Target:
    """One sheet to write on. heads: rows of titles. rows: every row of data. texts: row -> note."""

    heads: set[int]
    rows: set[int]
    texts: dict[int, str]


def copied(file: BinaryIO, notes: Notes) -> bytes:
    """The copy; b"" for a file whose rest cannot be kept as it is: then the notes must be given in another form."""
    from loadaid.intake.containers.content import kind_of

    try:
        kind = kind_of(file)
        if kind == "text":
            return _text(file.read(UNPACKED_MB * MEGABYTE), notes)
        if kind == "xlsx":
            from loadaid.intake.copying_xlsx import workbook

            return workbook(file, notes)
    except FileRefused:
        pass
    return b""


def target(table: Table, notes: Notes) -> Target | None:
    """Where to write on a sheet; None when it has no row of titles, or a note is for no row of data."""
    from loadaid.intake.tables.blocks import blocks

    texts = {row: text for sheet, row, text in notes.notes if sheet == table.sheet}
    found = blocks(table)
    if not found or not all(b.head for b in found):
        return None
    heads = {b.head for b in found}
    rows = {line.number for b in found for line in b.lines}
    return Target(heads, rows, texts) if texts.keys() <= rows else None


def is_note_title(title: object, notes: Notes) -> bool:
    """Whether a column is the one an earlier copy added."""
    return isinstance(title, str) and plain(title) in {plain(t) for t in notes.titles}


def _text(data: bytes, notes: Notes) -> bytes:
    """A delimited file: one more cell in its titles and in every row of data."""
    from loadaid.intake.containers.delimited import records_of, split
    from loadaid.intake.containers.text import decoded

    read = decoded(data, notes.answers)
    where = target(split(read, notes.answers).table, notes)
    if where is None:
        return b""
    before, physical, separator, records = records_of(read.text, notes.answers, [])
    # Bytes as letters, one for one, so that what cannot be read as text is kept too.
    letters = read.encoding if read.encoding.startswith("utf-16") else "latin-1"
    whole = len(data) // 2 * 2 if letters != "latin-1" else len(data)
    lines = LINE_END.split(data[:whole].decode(letters, "surrogatepass"))
    if len(lines) // 2 + 1 != before + len(physical):
        return b""

    def written(text: str) -> str:
        return text.encode(read.encoding, "replace").decode(letters)

    width, again, quoted = 0, False, False
    for number, record in enumerate(records, 1):
        if number not in where.heads and number not in where.rows:
            continue
        at = 2 * (record.last + before)
        line, cells, text = lines[at], len(record.cells), where.texts.get(number, "")
        if number in where.heads:
            width, again = _width(record, notes)
            quoted = line.endswith(written('"'))
            text = notes.titles[0]
        while cells > width + again and line.endswith(separator):  # empty cells that no title stands over
            line, cells = line.removesuffix(separator), cells - 1
        if cells > width + again and not record.cells[cells - 1].strip():
            return b""  # cells of blanks or empty quotes there: they would have to be changed
        if again:  # the note of an earlier copy goes; in a row that is not as wide as its titles it cannot be told
            old = record.cells[width] if cells == width + 1 else None
            note = next((n for n in (f'{separator}"{old}"', f"{separator}{old}") if line.endswith(written(n))), None)
            if old is None or note is None:
                return b""
            line, cells = line.removesuffix(written(note)), width
        # Too few cells or too many are refused, and must be so again: nothing is filled up.
        lines[at] = line + written(separator + (f'"{text}"' if quoted or separator in text else text))
    return "".join(lines).encode(letters, "surrogatepass") + data[whole:]


def _width(titles: Record, notes: Notes) -> tuple[int, bool]:
    """How many cells stand left of the notes, up to the last title; whether there are notes already."""
    last = max(at for at, title in enumerate(titles.cells) if title.strip())
    again = is_note_title(titles.cells[last], notes)
    return last + (not again), again
