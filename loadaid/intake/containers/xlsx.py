"""XLSX and XLSM, through openpyxl: values as a person sees them, hidden rows, merged cells, formulas without a value.

openpyxl's own loading loses a whole table to an odd filter, font or print setting, tells either values or formulas, and
cannot be held to limits. So the archive is opened here, member by member, and openpyxl understands each piece: the list of
sheets, a style, a text, a row. Format: ECMA-376 part 1, chapter 18.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from loadaid.intake.containers.number_formats import moment, percent
from loadaid.intake.containers.sheet import Range, Sheet, is_blank
from loadaid.intake.containers.unpacked import Unpacked, local, only
from loadaid.intake.containers.xlsx_styles import Look, looks
from loadaid.intake.limits import COLUMNS, ROWS
from loadaid.intake.model import Fault, Problem, Table, Value

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

COUNTED_MB = 1_000  # how far rows are counted, for the message, once there are too many
CONTENT = re.compile(rb"<(?:\w+:)?(?:v|is)\b")
TRUE = ("1", "true")
PLAIN = Look()
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DATA, ROW, COLUMN, MERGED, FORMULA, VALUE = (
    MAIN + name for name in ("sheetData", "row", "col", "mergeCells", "f", "v")
)
DRESS = ("}rPr", "}rPh", "}phoneticPr")  # in a text: fonts, and readings of Japanese


@dataclass
class Book:
    """What the cells of every sheet need."""

    archive: Unpacked
    strings: list[str]
    looks: list[Look]
    from_1904: bool


def read(file: BinaryIO) -> tuple[list[Table], list[Problem]]:
    """All sheets of a workbook, in order, and what must be said about them. Raises FileRefused."""
    archive = Unpacked(file)
    workbook = dict(related(archive, "").values()).get("officeDocument", "xl/workbook.xml")
    parts = related(archive, workbook)
    by_kind = dict(parts.values())
    root = archive.root(workbook)
    package = package_of(root)
    styles = looks(archive.root(by_kind["styles"])) if by_kind.get("styles", "") in archive else []
    strings = list(_strings(archive, by_kind["sharedStrings"])) if by_kind.get("sharedStrings", "") in archive else []
    book = Book(archive, strings, styles, bool(package.workbookPr.date1904))

    tables: list[Table] = []
    problems: list[Problem] = []
    if "vbaProject" in by_kind or "xl/vbaProject.bin" in archive:
        problems.append(Problem("macros-left", "noticed"))
    if "externalLink" in by_kind or "connections" in by_kind:
        problems.append(Problem("links-left", "noticed"))
    coloured: list[Problem] = []
    for entry, part in worksheets(package, parts):
        sheet = Sheet(
            entry.name,
            hidden=entry.state != "visible",
            total=partial(archive.count, part, b"<row", CONTENT, COUNTED_MB),
        )
        tables.append(_table(book, part, sheet))
        problems += sheet.problems
        commented = any("omment" in kind for kind, _ in related(archive, part).values())
        if commented or sheet.marked_row is not None:
            coloured.append(Problem("colours-left", "noticed", sheet.name, sheet.marked_row))
    return tables, problems + coloured[:1]


def package_of(root: Element) -> Any:
    """What the workbook says of itself: its sheets with names, ids and states, and its calendar."""
    from openpyxl.packaging.workbook import WorkbookPackage

    for element in root.iter():  # strict workbooks spell the namespace of an id otherwise
        for name in [name for name in element.attrib if name.endswith("}id")]:
            element.set("id", element.attrib[name])
    return WorkbookPackage.from_tree(only(root, "workbookPr", "sheets"))


def worksheets(package: Any, parts: dict[str, tuple[str, str]]) -> Iterator[tuple[Any, str]]:
    """The sheets that hold cells, in order: what the workbook says of each, and the member it is."""
    for entry in package.sheets:
        kind, part = parts[entry.id] if entry.id else ("module", "")
        if kind == "worksheet":  # not a chart, an old dialog, or a module of an old macro
            yield entry, part


def related(archive: Unpacked, part: str) -> dict[str, tuple[str, str]]:
    """What a part points to: id -> (kind, such as "worksheet", name of the member). Names are only looked up."""
    from openpyxl.packaging.relationship import RelationshipList, get_rels_path

    rels = get_rels_path(part)
    if rels not in archive:
        return {}
    start = posixpath.join("/", posixpath.dirname(part))
    return {
        to.Id: (to.Type.rpartition("/")[2], posixpath.normpath(posixpath.join(start, to.Target)).lstrip("/"))
        for to in RelationshipList.from_tree(archive.root(rels))
    }


def _elements(archive: Unpacked, part: str) -> Iterator[tuple[str, Element]]:
    """The elements of a part, by the names that openpyxl knows: strict workbooks have others. What dresses a text is renamed away."""
    for event, element in archive.elements(part):
        if event == "start":
            if not element.tag.startswith(MAIN):
                element.tag = MAIN + local(element)
            if element.tag.endswith(DRESS):
                element.tag = "left-out"
        yield event, element


def _strings(archive: Unpacked, part: str) -> Iterator[str]:
    """The texts that cells name by number."""
    from openpyxl.cell.text import Text

    parent = None
    for event, element in _elements(archive, part):
        if parent is None:
            parent = element
        elif event == "end" and local(element) == "si":
            yield Text.from_tree(element).content
            parent.clear()


def _table(book: Book, part: str, sheet: Sheet) -> Table:
    """One sheet, row by row; nothing of the XML is kept behind the row being read."""
    from openpyxl.worksheet._reader import WorkSheetParser
    from openpyxl.worksheet.merge import MergeCells

    archive = book.archive
    if part in archive and archive.size(part) > archive.budget.left:
        # Too big to read. How many rows there are is the more helpful answer, when it is the reason.
        raise sheet.too_many_rows() if sheet.total and sheet.total() > ROWS else archive.budget.refusal()
    parser = WorkSheetParser(None, book.strings, data_only=True)
    merged: list[Range] = []
    formula_row, data = None, None
    for event, element in _elements(archive, part):
        if event == "start":
            data = element if element.tag == DATA else data
        elif element.tag == ROW:
            number, cells = parser.parse_row(element)
            about = parser.row_dimensions.pop(str(number), {})
            if cells:
                values, marks, calculated = _cells(book, parser, cells, element)
                sheet.add(number, values, hidden=about.get("hidden") in TRUE, marks=marks)
                formula_row = number if calculated and formula_row is None else formula_row
            if data is not None:
                data.clear()  # nothing is kept of the rows behind
        elif element.tag == COLUMN:
            parser.parse_column_dimensions(element)
        elif element.tag == MERGED:
            ranges = MergeCells.from_tree(element).mergeCell
            merged += [Range(r.min_row, r.min_col - 1, r.max_row, r.max_col - 1) for r in ranges]
    if formula_row is not None:
        sheet.notice("formula-values", formula_row)
    hidden_columns: set[int] = set()
    for column in parser.column_dimensions.values():
        if column.get("hidden") in TRUE:
            hidden_columns.update(range(int(column["min"]) - 1, min(int(column.get("max", 1)), COLUMNS)))
    return sheet.table(merged, hidden_columns)


def _cells(
    book: Book, parser: Any, cells: list[dict[str, Any]], row: Element
) -> tuple[dict[int, Value], dict[int, str], bool]:
    """The cells of a row: values by column, marks by column, whether any value was calculated by a formula."""
    values: dict[int, Value] = {}
    marks: dict[int, str] = {}
    calculated = False
    for cell, element in zip(cells, row, strict=True):
        if not len(element):
            continue  # formatted, empty
        column, style = cell["column"] - 1, cell["style_id"]
        look = book.looks[style] if style < len(book.looks) else PLAIN
        value = _value(book, cell, element, look.kind)
        if element.find(FORMULA) is not None:
            if value is None and cell["data_type"] != "str":  # an empty text is a value: =IF(A1="","",A1)
                value = Fault("formula-without-value", _formula(parser, element))
            calculated = calculated or not (is_blank(value) or isinstance(value, Fault))
        values[column] = value
        if look.mark:
            marks[column] = look.mark
    return values, marks, calculated


def _formula(parser: Any, cell: Element) -> str:
    """The formula of a cell as a spreadsheet shows it; only "=" where it cannot be told."""
    try:
        formula = parser.parse_formula(cell)
    except Exception:  # a formula that openpyxl cannot take apart: there is no value either way
        return "="
    text = getattr(formula, "text", formula)  # an array formula is an object
    return text if isinstance(text, str) else "="


def _value(book: Book, cell: dict[str, Any], element: Element, shown: str) -> Value:
    """One cell. cell: as openpyxl understands it. shown: what its format makes of a number. An empty cell is None."""
    value: Any = cell["value"]
    if isinstance(value, str):
        if cell["data_type"] == "e":
            return Fault("excel-error", value)
        if cell["data_type"] != "s":
            raise ValueError(cell["data_type"])  # no such type of cell
        return value.replace("_x000D_", "")  # so Excel writes the carriage return of a pasted text
    if value is None or cell["data_type"] != "n":
        return cast(Value, value)
    if not isfinite(value):
        return element.findtext(VALUE)
    if shown == "percent":
        return percent(value)
    return value if shown == "number" else moment(value, shown, from_1904=book.from_1904)
