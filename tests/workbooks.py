"""Workbooks for tests, written part by part, so that a test can put in what no writer would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# Cell styles 1 to 9, by position: what their number format is.
FORMATS = (
    "dd/mm/yyyy",
    "h:mm",
    "[h]:mm",
    "dd/mm/yyyy hh:mm",
    "0.0%",
    '0.0 "kg"',
    "[$-40C]d mmm yyyy",
    "[Red]0;0",
    "mmm",
)

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts>'
    + "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for n, code in enumerate(FORMATS)
    )
    + '</numFmts><fonts><font/><font><strike/></font></fonts><fills><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill></fills><cellXfs><xf numFmtId="0"/>'
    + "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(FORMATS)))
    + '<xf numFmtId="0" fillId="1"/><xf numFmtId="0" fontId="1"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)
RED, STRUCK, BUILTIN_DATE = 10, 11, 12  # three more cell styles


def zipped(members: Mapping[str, str | bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """targets: id -> (kind, target)."""
    return f'<Relationships xmlns="{PACKAGE}">' + "".join(
        f'<Relationship Id="{key}" Type="{DOCUMENT}/{kind}" Target="{target}"/>' for key, (kind, target) in targets.items()
    ) + "</Relationships>"  # fmt: skip


def xlsx(
    rows: str,
    *,
    before: str = "",
    after: str = "",
    prologue: str = "",
    book: str = "",
    strings: str = "",
    more: Mapping[str, str | bytes] | None = None,
    links: Mapping[str, tuple[str, str]] | None = None,
    namespace: str = MAIN,
    sheets: str = '<sheet name="Avril" sheetId="1" r:id="r1"/>',
) -> io.BytesIO:
    """A workbook of one sheet "Avril". rows, before, after: XML of sheetData and around it; links: more parts of the book."""
    parts = {
        "r1": ("worksheet", "/xl/worksheets/sheet1.xml"),
        "r2": ("styles", "styles.xml"),
        "r3": ("sharedStrings", "sharedStrings.xml"),
    }
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations({"r1": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{DOCUMENT}">{book}<sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations({**parts, **(links or {})}),
            "xl/styles.xml": STYLES,
            "xl/sharedStrings.xml": f'<sst xmlns="{namespace}">{strings}</sst>',
            "xl/worksheets/sheet1.xml": f'{prologue}<worksheet xmlns="{namespace}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>',
            **(more or {}),
        }
    )


def cell(place: str, value: object = None, *, style: int = 0, kind: str = "n", formula: str | None = None) -> str:
    """One cell; value None: without a value."""
    said = "" if formula is None else f"<f>{formula}</f>"
    return f'<c r="{place}" s="{style}" t="{kind}">{said}' + ("" if value is None else f"<v>{value}</v>") + "</c>"


def row(number: int, *cells: str, hidden: bool = False) -> str:
    return f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}>{"".join(cells)}</row>'


SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"),
                        ("fo", "xsl-fo-compatible"))
) + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'  # fmt: skip
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(
    tables: str, *, styles: str = "", prologue: str = "", more: Mapping[str, str | bytes] | None = None
) -> io.BytesIO:
    """tables: XML of the sheets."""
    content = (
        f"{prologue}<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": ODS_TYPE, "content.xml": content, **(more or {})})
