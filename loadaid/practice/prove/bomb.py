"""A workbook that is small as it is sent and large once it is unpacked, to see whom it hinders."""

from __future__ import annotations

import io
import zipfile


def workbook(rows: int) -> bytes:
    """A small xlsx that holds that many rows once it is unpacked."""
    out = io.BytesIO()
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>2026-01-01</t></is></c><c r="B{0}"><v>3</v></c></row>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("_rels/.rels", RELS.format("officeDocument", "xl/workbook.xml"))
        made.writestr("xl/workbook.xml", BOOK)
        made.writestr("xl/_rels/workbook.xml.rels", RELS.format("worksheet", "worksheets/sheet1.xml"))
        with made.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f"<worksheet {MAIN}><sheetData>".encode())
            for first in range(1, rows + 1, 1000):
                sheet.write("".join(row.format(n) for n in range(first, first + 1000)).encode())
            sheet.write(b"</sheetData></worksheet>")
    return out.getvalue()


OFFICE = "http://schemas.openxmlformats.org"
MAIN = f'xmlns="{OFFICE}/spreadsheetml/2006/main"'
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = (
    f'<Types xmlns="{OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/></Types>'
)
RELS = (
    f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument/2006/relationships/{{}}" Target="{{}}"/></Relationships>'
)
BOOK = (
    f'<workbook {MAIN} xmlns:r="{OFFICE}/officeDocument/2006/relationships"><sheets><sheet name="Journal" sheetId="1" '
    'r:id="r1"/></sheets></workbook>'
)
