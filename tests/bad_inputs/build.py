"""Makes the bytes of the files: CSV, workbooks and archives that are the same on every run."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.bad_inputs.case import Builder

LONG_AGO = (2026, 1, 1, 0, 0, 0)  # the time of every member of an archive: bytes must not depend on the clock

CORE = '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def raw(data: bytes) -> Builder:
    return lambda: data


def text(*lines: str, encoding: str = "utf-8", newline: str = "\n", before: bytes = b"") -> Builder:
    """A text file; before: a byte order mark."""
    return lambda: before + "".join(line + newline for line in lines).encode(encoding)


def archive(members: Iterable[tuple[str, bytes]], stored: bool = False) -> bytes:
    """A zip archive; the same name may come twice."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as packed:
        warnings.simplefilter("ignore", UserWarning)  # duplicate names are meant
        for name, data in members:
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_STORED if stored or name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(info, data)
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def workbook(*sheets: Iterable[Iterable[object]], names: tuple[str, ...] = ("Feuil1",), touch: Callable[[Workbook], object] | None = None,
             change: Callable[[dict[str, bytes]], object] | None = None) -> Builder:  # fmt: skip
    """An XLSX workbook: one list of rows per sheet. touch: changes the workbook; change: the members of its archive."""

    def build() -> bytes:
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in zip(names, sheets, strict=True):
            sheet: Worksheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        if touch:
            touch(book)
        out = io.BytesIO()
        book.save(out)
        parts = members(out.getvalue()) | {"docProps/core.xml": CORE.encode()}
        if change:
            change(parts)
        return archive(parts.items())

    return build


def inline(reference: str, value: str | float, kind: str = "", formula: str = "") -> str:
    """One cell of sheet XML. kind: "e" an error, "str" the text of a formula; else by the type of the value."""
    f = f"<f>{escape(formula)}</f>" if formula else ""
    if not kind and isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    t = f' t="{kind}"' if kind else ""
    return f'<c r="{reference}"{t}>{f}<v>{escape(str(value))}</v></c>'


def sheet_rows(rows: Mapping[int, Iterable[str]], dimension: str = "") -> str:
    """The rows of sheet XML, from the cells that `inline` makes."""
    body = "".join(f'<row r="{number}">' + "".join(cells) + "</row>" for number, cells in rows.items())
    return (f'<dimension ref="{dimension}"/>' if dimension else "") + f"<sheetData>{body}</sheetData>"


def written_workbook(body: str, extra: Mapping[str, str] | None = None, prolog: str = "", in_workbook: str = "",
                     book_rels: str = "", types: str = "") -> Builder:  # fmt: skip
    """An XLSX workbook of one sheet, "Feuil1", from its XML: for what openpyxl does not write, such as computed values."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{WORKBOOK_TYPE}"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>{types}</Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="Feuil1" sheetId="1" r:id="rId1"/>'
        f"</sheets>{in_workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>{book_rels}</Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}{prolog}<worksheet xmlns="{MAIN}">{body}</worksheet>',
        **(extra or {}),
    }
    return lambda: archive((name, part.encode()) for name, part in parts.items())


def day_number(day: str, epoch_1904: bool = False) -> int:
    """The number a spreadsheet keeps for an ISO date."""
    return (date.fromisoformat(day) - (date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30))).days
