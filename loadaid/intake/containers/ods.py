"""ODS, streamed from its content.xml: values as a person sees them, hidden rows, merged cells, formulas without a value.

The usual reader (calamine) ends the process on a cell far away and knows neither hidden rows, merged cells, percents nor
errors. Format: OpenDocument 1.3 part 3, chapter 9 and 19.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from loadaid.intake.containers.number_formats import percent
from loadaid.intake.containers.sheet import STRUCK, Range, Sheet, is_blank
from loadaid.intake.containers.unpacked import Unpacked
from loadaid.intake.limits import COLUMNS, ROWS
from loadaid.intake.model import Fault, FileRefused, Problem, Table, Value

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

CONTENT = re.compile(rb"office:value-type=|<text:p\b")
COUNTED_MB = 1_000  # how far rows are counted, for the message, once there are too many
DEPTH = 4  # document, body, spreadsheet, table: a table elsewhere is part of a drawing or of the history of changes
ERROR = re.compile(r"#[A-Z0-9/]+[!?]|#N/?[AV]|Err:\d+")
ISO_DAY = len("2026-03-09")
DURATION = re.compile(r"(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,9}))?S)?")
WIDEST = 16_384  # columns of the widest spreadsheet


def read(file: BinaryIO) -> tuple[list[Table], list[Problem]]:
    """All sheets, in order, and what must be said about them. Raises FileRefused."""
    archive = Unpacked(file)
    if "META-INF/manifest.xml" in archive:
        with archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read():
                raise FileRefused("password-protected")
    total = partial(archive.count, "content.xml", b"<table:table-row", CONTENT, COUNTED_MB)
    if "content.xml" in archive and archive.size("content.xml") > archive.budget.left:
        rows = total()
        raise FileRefused("too-many-rows", limit=ROWS, rows=rows) if rows > ROWS else archive.budget.refusal()
    reading = _Reading(total)
    path: list[Element] = []
    for event, element in archive.elements("content.xml"):
        if event == "start":
            path.append(element)
            if element.tag == f"{TABLE}table" and len(path) == DEPTH:
                reading.begin(element)
            continue
        path.pop()
        if reading.sheet is None:
            reading.style(element)
        elif element.tag == f"{TABLE}table" and len(path) == DEPTH - 1:
            reading.end()
        elif element.tag == f"{TABLE}table-column":
            reading.column(element)
        elif element.tag == f"{TABLE}table-row":
            reading.row(element)
            path[-1].clear()
        elif element.tag == f"{TABLE}table-source":
            reading.linked = True
    problems = [Problem("macros-left", "noticed")] if any(n.startswith("Basic/") for n in archive.members) else []
    if reading.linked:
        problems.append(Problem("links-left", "noticed"))
    return reading.tables, problems + reading.problems + reading.coloured[:1]


class _Reading:
    """What has been read so far: the styles first, then sheet after sheet."""

    def __init__(self, total: partial[int]) -> None:
        self.total = total
        self.tables: list[Table] = []
        self.problems: list[Problem] = []
        self.coloured: list[Problem] = []
        self.linked = False
        self.hidden_sheets: set[str] = set()  # names of styles
        self.unending_times: set[str] = set()  # names of formats that count on past 24 h
        self.durations: set[str] = set()  # names of styles with such a format
        self.marks: dict[str, str] = {}  # name of a style -> its colour or strike-through
        self.sheet: Sheet | None = None

    def style(self, element: Element) -> None:
        name = element.get(f"{STYLE}name", "")
        if element.tag == f"{NUMBER}time-style" and element.get(f"{NUMBER}truncate-on-overflow") == "false":
            self.unending_times.add(name)
        if element.tag != f"{STYLE}style":
            return
        if element.get(f"{STYLE}data-style-name") in self.unending_times:
            self.durations.add(name)
        for part in element:
            if part.get(f"{TABLE}display") == "false":
                self.hidden_sheets.add(name)
            ground, line = part.get(f"{FO}background-color"), part.get(f"{STYLE}text-line-through-style", "none")
            if ground not in (None, "transparent", "#ffffff"):
                self.marks[name] = self.marks.get(name, "") + str(ground)
            if line != "none":
                self.marks[name] = STRUCK + self.marks.get(name, "")

    def begin(self, table: Element) -> None:
        hidden = table.get(f"{TABLE}style-name", "") in self.hidden_sheets
        self.sheet = Sheet(table.get(f"{TABLE}name", ""), hidden=hidden, total=self.total)
        self.rows = self.columns = 0
        self.hidden_columns: set[int] = set()
        self.merged: list[Range] = []
        self.formula_row: int | None = None
        self.commented = False

    def end(self) -> None:
        assert self.sheet
        sheet, self.sheet = self.sheet, None
        if self.formula_row is not None:
            sheet.notice("formula-values", self.formula_row)
        self.tables.append(sheet.table(self.merged, self.hidden_columns))
        self.problems += sheet.problems
        if self.commented or sheet.marked_row is not None:
            self.coloured.append(Problem("colours-left", "noticed", sheet.name, sheet.marked_row))

    def column(self, element: Element) -> None:
        first, self.columns = self.columns, self.columns + int(element.get(f"{TABLE}number-columns-repeated", 1))
        if is_hidden(element):
            self.hidden_columns.update(range(first, min(self.columns, COLUMNS)))

    def row(self, row: Element) -> None:
        """One row, as often as it is repeated; empty rows to the end of the sheet cost nothing."""
        assert self.sheet
        number = self.rows + 1
        repeated = int(row.get(f"{TABLE}number-rows-repeated", 1))
        self.rows += repeated
        values: dict[int, Value] = {}
        marks: dict[int, str] = {}
        column = 0
        for cell in row:
            if not cell.tag.endswith("table-cell"):
                continue
            first, column = column, column + int(cell.get(f"{TABLE}number-columns-repeated", 1))
            self.commented |= cell.find(f"{OFFICE}annotation") is not None
            value = None if cell.tag == f"{TABLE}covered-table-cell" else self.value(cell)
            if is_blank(value):
                continue
            places = range(first, min(column, first + WIDEST))
            values.update(dict.fromkeys(places, value))
            marks.update(dict.fromkeys(places, self.marks.get(cell.get(f"{TABLE}style-name", ""), "")))
            wide, high = (int(cell.get(f"{TABLE}number-{what}-spanned", 1)) for what in ("columns", "rows"))
            if wide > 1 or high > 1:
                self.merged.append(Range(number, first, number + high - 1, first + wide - 1))
            if cell.get(f"{TABLE}formula") and self.formula_row is None and not isinstance(value, Fault):
                self.formula_row = number
        if values:
            for again in range(min(repeated, ROWS + 1)):
                self.sheet.add(number + again, values, hidden=is_hidden(row), marks=marks)

    def value(self, cell: Element) -> Value:
        """One cell; None when it is empty."""
        kind, formula = cell.get(f"{OFFICE}value-type"), cell.get(f"{TABLE}formula")
        text = "\n".join(_text(paragraph) for paragraph in cell.findall(f"{TEXT}p"))
        if cell.get(f"{CALCEXT}value-type") == "error" or (formula and ERROR.fullmatch(text)):
            return Fault("excel-error", text)
        if formula and kind is None and not text:
            return Fault("formula-without-value", formula.partition(":")[2] or formula)
        if kind in ("float", "currency", "percentage"):
            number = _number(cell.get(f"{OFFICE}value", ""))
            return percent(number) if kind == "percentage" else number
        if kind == "date":
            written = cell.get(f"{OFFICE}date-value", "")
            return date.fromisoformat(written) if len(written) == ISO_DAY else datetime.fromisoformat(written)
        if kind == "time":
            return _time(cell.get(f"{OFFICE}time-value", ""), cell.get(f"{TABLE}style-name") in self.durations)
        if kind == "boolean":
            return cell.get(f"{OFFICE}boolean-value") == "true"
        return text or cell.get(f"{OFFICE}string-value")


def is_hidden(element: Element) -> bool:
    return element.get(f"{TABLE}visibility") in ("collapse", "filter")


def _text(element: Element) -> str:
    """The text of a paragraph; several spaces, tabs and line ends are elements of their own."""
    if element.tag == f"{TEXT}s":
        inside = " " * min(int(element.get(f"{TEXT}c", 1)), 100)
    else:
        inside = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}.get(element.tag, element.text or "")
    return inside + "".join(_text(child) + (child.tail or "") for child in element)


def _number(written: str) -> int | float:
    return int(written) if re.fullmatch(r"-?\d{1,17}", written) else float(written)


def _time(written: str, is_duration: bool) -> time | timedelta:
    """PT08H30M00S: half past eight in the morning, or eight and a half hours when its format counts past a day."""
    found = DURATION.fullmatch(written)
    if found is None:
        raise ValueError(written)
    sign, days, hours, minutes, seconds = found[1], *(int(part or 0) for part in found.group(2, 3, 4, 5))
    length = timedelta(
        days, seconds, minutes=minutes, hours=hours, milliseconds=round(float(f"0.{found[6] or 0}") * 1000)
    )
    if is_duration or sign or length >= timedelta(1):
        return -length if sign else length
    return (datetime.combine(date.min, time()) + length).time()
