"""A workbook with notes at the right of its rows. Only bytes of the rows concerned change: formats, formulas and their values,
lists of choices, charts and other sheets are kept.

A general writer (openpyxl) drops the values of formulas, charts' details and what it does not know, so the copy would not
read back. Format: ECMA-376 part 1, section 18.3.1.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from loadaid.intake.containers.sheet import letters
from loadaid.intake.containers.unpacked import Unpacked
from loadaid.intake.containers.xlsx import package_of, read, related, worksheets
from loadaid.intake.copying import Notes, Target, is_note_title, target
from loadaid.intake.limits import COLUMNS
from loadaid.intake.model import FileRefused, Table

DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")
SPANS = re.compile(rb'\sspans="[^"]*"')


@dataclass
class _Row:
    """Where a row stands in its XML. prefix: of its elements. cells: column from 0 -> where it begins and ends."""

    begin: int
    end: int = 0  # where </row> begins
    prefix: str = ""
    cells: dict[int, tuple[int, int]] = field(default_factory=dict)


def workbook(file: BinaryIO, notes: Notes) -> bytes:
    """The copy; b"" for a workbook with macros, which nobody should pass on, and one whose rows are not found."""
    tables = {table.sheet: table for table in read(file)[0]}
    archive = Unpacked(file)
    main = dict(related(archive, "").values()).get("officeDocument", "xl/workbook.xml")
    parts = related(archive, main)
    if any("macro" in kind.lower() or "vba" in kind.lower() for kind, _ in parts.values()):
        return b""
    members = {entry.name: part.lower() for entry, part in worksheets(package_of(archive.root(main)), parts)}
    changed: dict[str, bytes] = {}
    for sheet in dict.fromkeys(sheet for sheet, _, _ in notes.notes):
        where = target(tables[sheet], notes)
        content = None
        if where is not None:
            with archive.open(members[sheet or ""]) as member:
                content = _sheet(member.read(), tables[sheet], where, notes)
        if content is None:
            return b""
        changed[members[sheet or ""]] = content
    return _packed(file, changed)


def _packed(file: BinaryIO, changed: dict[str, bytes]) -> bytes:
    """The archive with some members replaced; all are unpacked within the same limit as for a reading."""
    archive, copy = Unpacked(file), io.BytesIO()
    with ZipFile(copy, "w", ZIP_DEFLATED) as packed:
        for name, info in archive.members.items():
            content = changed.get(name.replace("\\", "/").lower())
            if content is None:
                with archive.open(name) as member:
                    content = member.read()
            packed.writestr(info, content)
    return copy.getvalue()


def _sheet(xml: bytes, table: Table, where: Target, notes: Notes) -> bytes | None:
    """The XML of a sheet with its notes; None when a row has no place in it, or it is in a wide encoding."""
    if b"\0" in xml[:100]:
        return None
    wanted = where.heads | where.texts.keys()
    column = _column(table, where, notes)
    old = {line.number for line in table.lines if column < len(line.cells) and line.cells[column] is not None}
    rows = _rows(xml, wanted | old)
    if not wanted <= rows.keys() or column >= COLUMNS:
        return None
    edits = [(*m.span(), b"") for m in [DIMENSION.search(xml, 0, 4096)] if m]  # it may be left out, and would be wrong
    for number, row in rows.items():
        text = notes.titles[0] if number in where.heads else where.texts.get(number)
        cell = b"" if text is None else _cell(row.prefix, f"{letters(column)}{number}", text)
        after = [begin for at, (begin, _) in row.cells.items() if at > column]
        edits.append((*row.cells.get(column, (min(after, default=row.end),) * 2), cell))
        edits += [(*m.span(), b"") for m in [SPANS.search(xml, row.begin, xml.index(b">", row.begin))] if m]
    pieces, done = [], 0
    for begin, end, new in sorted(edits):
        pieces += [xml[done:begin], new]
        done = end
    return b"".join([*pieces, xml[done:]])


def _column(table: Table, where: Target, notes: Notes) -> int:
    """That of earlier notes, or the first one right of all that is filled."""
    for line in table.lines:
        if line.number in where.heads:
            for at, cell in enumerate(line.cells):
                if is_note_title(cell, notes):
                    return at
    return max(len(line.cells) for line in table.lines)


def _cell(prefix: str, reference: str, text: str) -> bytes:
    p = prefix
    cell = f'<{p}c r="{reference}" t="inlineStr"><{p}is><{p}t>{escape(text)}</{p}t></{p}is></{p}c>'
    return cell.encode("ascii", "xmlcharrefreplace")


def _rows(xml: bytes, wanted: set[int]) -> dict[int, _Row]:
    """Where the wanted rows and their cells stand, by number."""
    rows: dict[int, _Row] = {}
    number, column, begun = 0, -1, 0
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise FileRefused("forbidden-content")

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal number, column, begun
        prefix, _, tag = name.rpartition(":")
        if tag == "row":
            number, column = int(attributes.get("r", number + 1)), -1
            rows[number] = _Row(parser.CurrentByteIndex, prefix=f"{prefix}:" if prefix else "")
        elif tag == "c":
            reference = attributes.get("r", "").rstrip("0123456789")
            column = _number(reference) if reference else column + 1
            begun = parser.CurrentByteIndex

    def end(name: str) -> None:
        at, tag = parser.CurrentByteIndex, name.rpartition(":")[2]
        closed = xml.startswith(b"</" + name.encode(), at)  # otherwise <c/>, and `at` is behind it
        if tag == "c":
            rows[number].cells[column] = (begun, xml.index(b">", at) + 1 if closed else at)
        elif tag == "row" and number in wanted:
            if not closed:
                raise FileRefused("damaged-file")
            rows[number].end = at
        elif tag == "row":
            del rows[number]

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise FileRefused("damaged-file") from None
    return rows


def _number(letters_: str) -> int:
    """The column, from 0, of "AB"."""
    number = 0
    for letter in letters_:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
