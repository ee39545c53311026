"""XLSX and XLSM, streamed from their XML: values as a person sees them, hidden rows, merged cells, formulas without a value.

openpyxl, streaming, takes twice as long, gives a formula without a value as an empty cell, and tells neither hidden rows
nor merged cells; tests compare the values with it. Format: ECMA-376 part 1, chapter 18.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, BinaryIO

from loadaid.intake.limits import COLUMNS, ROWS
from loadaid.intake.model import Fault, FileRefused, Problem, Table, Value
from loadaid.intake.number_formats import moment, percent
from loadaid.intake.sheet import Range, Sheet, is_blank
from loadaid.intake.unpacked import Unpacked, local
from loadaid.intake.xlsx_styles import Look, looks

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

COUNTED_MB = 1_000  # how far rows are counted, for the message, once there are too many
CONTENT = re.compile(rb"<(?:\w+:)?(?:v|is)\b")
TRUE = ("1", "true")
PLAIN = Look()
ISO_DAY, LONGEST_INT = len("2026-03-09"), 18
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@dataclass
class Book:
    """What the cells of every sheet need."""

    archive: Unpacked
    strings: list[str]
    looks: list[Look]
    from_1904: bool
    columns: dict[str, int] = field(default_factory=dict)

    def column(self, name: str) -> int:
        """The column, from 0, of "AB"."""
        if name not in self.columns:
            number = 0
            for letter in name:
                number = number * 26 + ord(letter) - ord("A") + 1
            self.columns[name] = number - 1
        return self.columns[name]


def read(file: BinaryIO) -> tuple[list[Table], list[Problem]]:
    """All sheets of a workbook, in order, and what must be said about them. Raises FileRefused."""
    archive = Unpacked(file)
    start = dict(related(archive, "").values())
    workbook = start.get("officeDocument", "xl/workbook.xml")
    parts = related(archive, workbook)
    by_kind = dict(parts.values())
    root = archive.root(workbook)
    from_1904 = any(e.get("date1904") in ("1", "true") for e in root if local(e) == "workbookPr")
    styles = looks(archive.root(by_kind["styles"])) if by_kind.get("styles", "") in archive else []
    strings = list(_strings(archive, by_kind["sharedStrings"])) if by_kind.get("sharedStrings", "") in archive else []
    book = Book(archive, strings, styles, from_1904)

    tables: list[Table] = []
    problems: list[Problem] = []
    if "vbaProject" in by_kind:
        problems.append(Problem("macros-left", "noticed"))
    if "externalLink" in by_kind or "connections" in by_kind:
        problems.append(Problem("links-left", "noticed"))
    coloured: list[Problem] = []
    for entry, part in worksheets(root, parts):
        sheet = Sheet(
            entry.get("name", ""),
            hidden=entry.get("state", "visible") != "visible",
            total=partial(archive.count, part, b"<row", CONTENT, COUNTED_MB),
        )
        tables.append(_table(book, part, sheet))
        problems += sheet.problems
        commented = any("omment" in kind for kind, _ in related(archive, part).values())
        if commented or sheet.marked_row is not None:
            coloured.append(Problem("colours-left", "noticed", sheet.name, sheet.marked_row))
    return tables, problems + coloured[:1]


def worksheets(root: Element, parts: dict[str, tuple[str, str]]) -> Iterator[tuple[Element, str]]:
    """The sheets of a workbook that hold cells, in order: what the workbook says of each, and the member it is."""
    for entry in (e for group in root if local(group) == "sheets" for e in group):
        key = next((value for name, value in entry.attrib.items() if name.endswith("}id")), "")
        kind, part = parts.get(key, ("", ""))
        if kind == "worksheet":  # not a chart, or an old dialog
            yield entry, part


def related(archive: Unpacked, part: str) -> dict[str, tuple[str, str]]:
    """What a part points to: id -> (kind, such as "worksheet", name of the member). Names are only looked up."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in archive:
        return {}
    return {
        e.get("Id", ""): (
            e.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, e.get("Target", ""))).lstrip("/"),
        )
        for e in archive.root(rels)
    }


def _strings(archive: Unpacked, part: str) -> Iterator[str]:
    """The texts that cells name by number."""
    parent = None
    for event, element in archive.elements(part):
        if parent is None:
            parent = element
        elif event == "end" and local(element) == "si":
            yield _text(element)
            parent.clear()


def _text(element: Element) -> str:
    """The text of a cell, its differently dressed runs joined; readings of Japanese (rPh) left out."""
    runs = (e for child in element if local(child) != "rPh" for e in (child, *child))
    # Excel writes the carriage return of a pasted text as _x000D_.
    return "".join(e.text or "" for e in runs if local(e) == "t").replace("_x000D_", "")


def _table(book: Book, part: str, sheet: Sheet) -> Table:
    """One sheet, row by row; nothing of the XML is kept behind the row being read."""
    archive = book.archive
    if part in archive and archive.size(part) > archive.budget.left:
        # Too big to read. How many rows there are is the more helpful answer, when it is the reason.
        raise sheet.too_many_rows() if sheet.total and sheet.total() > ROWS else archive.budget.refusal()
    merged: list[Range] = []
    hidden_columns: set[int] = set()
    shared: dict[str, str] = {}  # formulas written once for several cells
    formula_row, data, number = None, None, 0
    for event, element in archive.elements(part):
        tag = local(element)
        if event == "start":
            data = element if tag == "sheetData" else data
        elif tag == "row":
            number = int(element.get("r") or number + 1)
            cells, marks, calculated = _cells(book, element, shared)
            sheet.add(number, cells, hidden=element.get("hidden") in TRUE, marks=marks)
            formula_row = number if calculated and formula_row is None else formula_row
            if data is not None:
                data.clear()  # nothing is kept of the rows behind
        elif tag == "col" and element.get("hidden") in TRUE:
            hidden_columns.update(range(int(element.get("min", 1)) - 1, min(int(element.get("max", 1)), COLUMNS)))
        elif tag == "mergeCell":
            merged.append(_range(book, element.get("ref", "")))
    if formula_row is not None:
        sheet.notice("formula-values", formula_row)
    return sheet.table(merged, hidden_columns)


def _range(book: Book, reference: str) -> Range:
    """A1:B3 as a range."""
    ends = [REFERENCE.fullmatch(end) for end in reference.split(":")]
    if not all(ends):
        raise FileRefused("damaged-file")
    corners = [(int(end[2]), book.column(end[1])) for end in ends if end]
    return Range(*corners[0], *corners[-1])


def _cells(book: Book, row: Element, shared: dict[str, str]) -> tuple[dict[int, Value], dict[int, str], bool]:
    """The cells of a row: values by column, marks by column, whether any value was calculated by a formula."""
    values: dict[int, Value] = {}
    marks: dict[int, str] = {}
    calculated, column = False, -1
    for cell in row:
        name = cell.get("r", "").rstrip("0123456789")
        column = book.column(name) if name else column + 1
        children = {local(child): child for child in cell}
        if not children:
            continue  # formatted, empty
        style = int(cell.get("s") or 0)
        look = book.looks[style] if style < len(book.looks) else PLAIN
        value = _value(book, cell.get("t", "n"), children, look.kind)
        formula = children.get("f")
        if formula is not None:
            said = formula.text or shared.get(formula.get("si", ""), "")
            shared.setdefault(formula.get("si", ""), said)
            if value is None and cell.get("t") != "str":  # an empty text is a value: =IF(A1="","",A1)
                value = Fault("formula-without-value", f"={said}")
            calculated = calculated or not (is_blank(value) or isinstance(value, Fault))
        values[column] = value
        if look.mark:
            marks[column] = look.mark
    return values, marks, calculated


def _value(book: Book, kind: str, children: dict[str, Element], shown: str) -> Value:
    """One cell. kind: as the file types it. shown: what its format makes of a number. An empty cell is None."""
    if kind == "inlineStr":
        return _text(children["is"]) if "is" in children else None
    text = (children["v"].text or "") if "v" in children else ""
    if not text:
        return None
    if kind == "s":
        return book.strings[int(text)]
    if kind == "str":
        return text.replace("_x000D_", "")
    if kind == "b":
        return text in TRUE
    if kind == "e":
        return Fault("excel-error", text)
    if kind == "d":
        return date.fromisoformat(text) if len(text) == ISO_DAY else datetime.fromisoformat(text)
    number = int(text) if text.lstrip("-").isdecimal() and len(text) < LONGEST_INT else float(text)
    if not isfinite(number):
        return text
    if shown == "percent":
        return percent(number)
    return number if shown == "number" else moment(number, shown, from_1904=book.from_1904)
