"""Makes ODS workbooks from the XML of their rows: for repeated and hidden rows, which is where ODS sets its traps."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from tests.bad_inputs.build import archive
from tests.bad_inputs.case import Builder

KIND = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def cell(value: str | float | None, times: int = 1, rows: int = 1) -> str:
    """One cell. An ISO date is a date cell. times: the same cell again, to the right; rows: merged with those below."""
    more = (f' table:number-columns-repeated="{times}"' if times > 1 else "") + (
        f' table:number-rows-spanned="{rows}" table:number-columns-spanned="1"' if rows > 1 else ""
    )
    if value is None:
        return f"<table:table-cell{more}/>"
    shown = f"<text:p>{escape(str(value))}</text:p>"
    if not isinstance(value, str):
        kind = f'office:value-type="float" office:value="{value}"'
    elif len(value) == 10 and value[4] + value[7] == "--":
        kind = f'office:value-type="date" office:date-value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}{more}>{shown}</table:table-cell>"


def covered() -> str:
    """A cell under a merged one."""
    return "<table:covered-table-cell/>"


def row(*cells: str | float | None, times: int = 1, state: str = "") -> str:
    """One row of values, or of what `cell` made. times: the same row again, below. state: "collapse" or "filter" hides it."""
    more = (f' table:number-rows-repeated="{times}"' if times > 1 else "") + (
        f' table:visibility="{state}"' if state else ""
    )
    made = (each if isinstance(each, str) and each.startswith("<") else cell(each) for each in cells)
    return f"<table:table-row{more}>{''.join(made)}</table:table-row>"


def ods(sheets: Mapping[str, str], hidden: str = "") -> Builder:
    """An ODS workbook. sheets: name -> its rows; hidden: the sheet that is not shown."""

    def build() -> bytes:
        tables = "".join(
            f'<table:table table:name="{name}" table:style-name="{"off" if name == hidden else "on"}">{rows}</table:table>'
            for name, rows in sheets.items()
        )
        styles = "".join(
            f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/></style:style>'
            for name, shown in (("on", "true"), ("off", "false"))
        )
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        content = (
            f'{head}<office:document-content {SPACES} office:version="1.3"><office:automatic-styles>{styles}</office:automatic-styles>'
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
        )
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        entries = "".join(
            f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
            for path, kind in (("/", KIND), ("content.xml", "text/xml"))
        )
        listing = (
            f'{head}<manifest:manifest xmlns:manifest="{manifest}" manifest:version="1.3">{entries}</manifest:manifest>'
        )
        return archive(
            [
                ("mimetype", KIND.encode()),
                ("content.xml", content.encode()),
                ("META-INF/manifest.xml", listing.encode()),
            ]
        )

    return build


TITLES = row("Date", "Douleur", "Sommeil (h)")
DAYS = (row("2026-03-14", 3, 7), row("2026-03-15", 4, 6.5), row("2026-03-16", 2, 8))
