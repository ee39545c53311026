"""Group A, 1 to 25: what the file is, before any of its text is read."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime

from openpyxl import Workbook

from tests.bad_inputs.build import (
    MACRO_TYPE,
    WORKBOOK_TYPE,
    archive,
    inline,
    members,
    raw,
    sheet_rows,
    text,
    workbook,
    written_workbook,
)
from tests.bad_inputs.case import Builder, Case, counts, daily, session
from tests.bad_inputs.fit import fit_file, noon, walk
from tests.bad_inputs.good import EN, FR, FR_TITLES, GOOD, SHEET
from tests.bad_inputs.ods import DAYS, TITLES, cell, ods, row
from tests.bad_inputs.ole import protected_workbook, xls

FR_CSV = text(*FR, newline="\r\n")
EN_CSV = text(*EN)
BOOK = workbook(SHEET)

HTML = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table>
<tr><th>Date</th><th>Douleur</th></tr><tr><td>14/03/2026</td><td>3</td></tr><tr><td>15/03/2026</td><td>4</td></tr>
</table></body></html>
"""
TCX = """<?xml version="1.0" encoding="UTF-8"?>
{doctype}<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>
<Activity Sport="Other"><Id>2026-03-14T12:00:00Z</Id><Lap StartTime="2026-03-14T12:00:00Z">
<TotalTimeSeconds>2700</TotalTimeSeconds><Notes>{note}</Notes></Lap></Activity></Activities></TrainingCenterDatabase>
"""
GPX = """<?xml version="1.0" encoding="UTF-8"?>
{doctype}<gpx version="1.1" creator="montre" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>{note}</name><trkseg>
<trkpt lat="0" lon="0"><time>2026-03-14T12:00:00Z</time></trkpt>
<trkpt lat="0.001" lon="0"><time>2026-03-14T12:30:00Z</time></trkpt></trkseg></trk></gpx>
"""
LAUGHS = (
    "<!DOCTYPE lolz [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>\n"
)
EXTERNAL = "<!DOCTYPE x [<!ENTITY e SYSTEM 'http://example.org/e'>]>\n"


def zipped(*files: tuple[str, Builder]) -> Builder:
    return lambda: archive((name, build()) for name, build in files)


def cut(build: Builder, share: float) -> Builder:
    def shorter() -> bytes:
        data = build()
        return data[: int(len(data) * share)]

    return shorter


def garbage() -> bytes:
    return random.Random(5).randbytes(6000)


def wide_zeros() -> bytes:
    """A CSV of 60 MB that packs into 60 kB."""
    return (FR_TITLES + "\n").encode() + b"14/03/2026;3;7\n" * 4_000_000


def sheet_bomb() -> bytes:
    """A workbook of a few hundred kB whose one sheet has a million rows, over 50 MB of XML."""
    parts = members(BOOK())
    rows = b'<row><c><v>46095</v></c><c><v>3</v></c><c t="b"><v>1</v></c></row>' * 1_000_000
    sheet = parts["xl/worksheets/sheet1.xml"]
    head, tail = sheet.split(b"<sheetData>")[0], sheet.split(b"</sheetData>")[1]
    parts["xl/worksheets/sheet1.xml"] = head + b"<sheetData>" + rows + b"</sheetData>" + tail
    return archive(parts.items())


def nested() -> bytes:
    data = FR_CSV()
    for depth in range(5):
        data = archive([(f"journal{depth}.zip" if depth else "journal.csv", data)])
    return data


def styled_far(book: Workbook) -> None:
    """Formatting without content, as from a click on a whole column."""
    book.worksheets[0].cell(row=5000, column=40).number_format = "0.00"


def far_cell(book: Workbook) -> None:
    book.worksheets[0]["XFD1048576"] = "x"


def with_macros(parts: dict[str, bytes]) -> None:
    types = parts["[Content_Types].xml"].decode().replace(WORKBOOK_TYPE, MACRO_TYPE)
    vba = '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    parts["[Content_Types].xml"] = types.replace("</Types>", vba).encode()
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"AutoOpen" * 64


def protected_ods() -> bytes:
    """What LibreOffice writes when a password is asked: the content is noise, and the manifest says how it was made."""
    parts = members(ods({"Feuille1": TITLES})())
    key = (
        b'<manifest:encryption-data manifest:checksum-type="SHA256/1K" manifest:checksum="AA=="/></manifest:file-entry>'
    )
    parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace(b'"text/xml"/>', b'"text/xml">' + key)
    parts["content.xml"] = random.Random(9).randbytes(800)
    return archive(parts.items())


def numbers_document() -> bytes:
    """What Numbers saves: an archive of its own tables, with a preview picture."""
    names = ("Index/Document.iwa", "Index/Tables/DataList.iwa", "Metadata/Properties.plist", "preview.jpg")
    return archive([(name, b"\x00\x10\x04" + name.encode()) for name in names], stored=True)


def wide_table(days: int) -> Builder:
    """Days in columns, 5,000 of them, in lines under the line limit."""
    cells = range(days)
    return text("Jour;" + ";".join(f"j{n}" for n in cells), "Douleur;" + ";".join(str(n % 10) for n in cells))


DATED = raw(fit_file(walk(noon(2026, 3, 14), 45 * 60)))
CUT_AT_31_20 = fit_file(walk(noon(2026, 3, 14), 45 * 60))[
    : 14 + len(walk(noon(2026, 3, 14), 31 * 60 + 20, with_session=False))
]
JPEG = bytes.fromhex("FFD8FFE000104A46494600010101004800480000FFDB") + bytes(range(256)) * 8 + bytes.fromhex("FFD9")
PNG = bytes.fromhex("89504E470D0A1A0A0000000D49484452") + bytes(range(256)) * 4
HEIC = b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic" + bytes(range(256)) * 4
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
THREE = counts(3)

CASES: tuple[Case, ...] = (
    Case(1, "empty CSV", (("journal.csv", raw(b"")),), "F", "empty-file"),
    Case(1, "empty file under a workbook's name", (("diary.xlsx", raw(b"")),), "F", "empty-file"),
    Case(2, "byte order mark, spaces and newlines only", (("journal.csv", raw(b"\xef\xbb\xbf \r\n\r\n  \t\n")),), "F", "empty-file"),
    Case(2, "UTF-16 byte order mark and newlines only", (("diary.txt", raw("\r\n \r\n".encode("utf-16"))),), "F", "empty-file"),
    Case(2, "workbook without a cell", (("journal.xlsx", workbook([])),), "F", "empty-file|header-only|not-a-table|missing-column"),
    Case(3, "titles only", (("journal.csv", text(FR_TITLES)),), "F", "header-only"),
    Case(3, "titles only, in English, without the last newline", (("diary.csv", raw(b"Date,Pain,Sleep (h)")),), "F", "header-only"),
    Case(3, "titles only, in a workbook", (("journal.xlsx", workbook(SHEET[:1])),), "F", "header-only"),
    Case(3, "titles only, in an ODS workbook", (("journal.ods", ods({"Feuille1": TITLES})),), "F", "header-only"),
    Case(4, "no titles: the first row is a day", (("journal.csv", text("14/03/2026;3;nuit correcte", "15/03/2026;4;réveil à 4 h", "16/03/2026;2;rien à dire", "17/03/2026;5;jardinage")),),
         "Q", "column:2", never=(("daily", "pain_worst", 3), ("daily", "pain_morning", 3)),
         answers={"column:1": "date", "column:2": "daily.pain_average", "column:3": "daily.note"}, rows_after=counts(4),
         stored_after=(daily("2026-03-14", pain_average=3, note="nuit correcte"), daily("2026-03-17", pain_average=5, note="jardinage")),
         why="The first row must not be lost as titles. Whether the column of dates is asked too is left open: 'column:1' may be needless."),
    Case(4, "no titles, in English", (("diary.csv", text("2026-03-14,3,7", "2026-03-15,4,6.5", "2026-03-16,2,8")),), "Q", "column:2", also=("column:3",),
         answers={"column:1": "date", "column:2": "daily.pain_average", "column:3": "daily.sleep_hours"}, rows_after=THREE, stored_after=GOOD),
    Case(5, "random bytes under a CSV's name", (("journal.csv", garbage),), "F", "not-a-table"),
    Case(5, "a program under a CSV's name", (("diary.csv", raw(b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(256)) * 12)),), "F", "not-a-table"),
    Case(5, "a database under a workbook's name", (("journal.xlsx", raw(b"SQLite format 3\x00" + bytes(2032))),), "F", "not-a-table|truncated-file|damaged-file"),
    Case(6, "a real XLS workbook", (("journal.xls", raw(xls([["Date", "Douleur", "Sommeil (h)"], ["14/03/2026", 3.0, 7.0], ["15/03/2026", 4.0, 6.5], ["16/03/2026", 2.0, 8.0]]))),),
         "A", rows=THREE, stored=GOOD, read_as={"kind": "xls"}, why="F with 'save as .xlsx' is allowed by the catalogue; the product reads XLS, so A."),
    Case(6, "a real XLS workbook under an XLSX name", (("diary.xlsx", raw(xls([["Date", "Pain"], ["2026-03-14", 3.0], ["2026-03-15", 4.0]], sheet="Sheet1"))),), "N", "name-is-not-content", rows=counts(2),
         stored=(daily("2026-03-14", pain_average=3), daily("2026-03-15", pain_average=4)), read_as={"kind": "xls"}),
    Case(7, "a web page under an XLS name", (("journal.xls", raw(HTML.encode())),), "F", "html-as-workbook",
         why="Q offers to read the page's table; the problem's words ask to save as .xlsx, so F."),
    Case(7, "a web page under an XLS name, byte order mark and doctype first", (("diary.xls", raw(b"\xef\xbb\xbf\r\n<!DOCTYPE html>\r\n" + HTML.encode())),), "F", "html-as-workbook"),
    Case(8, "a CSV under a workbook's name", (("journal.xlsx", FR_CSV),), "N", "name-is-not-content", rows=THREE, stored=GOOD, read_as={"kind": "csv", "separator": ";"}),
    Case(8, "a workbook under a CSV's name", (("diary.csv", BOOK),), "N", "name-is-not-content", rows=THREE, stored=GOOD, read_as={"kind": "xlsx"}),
    Case(8, "an ODS workbook under an XLSX name", (("journal.xlsx", ods({"Feuille1": TITLES + "".join(DAYS)})),), "N", "name-is-not-content", rows=THREE, stored=GOOD, read_as={"kind": "ods"}),
    Case(9, "a workbook behind a password", (("journal.xlsx", raw(protected_workbook())),), "F", "password-protected"),
    Case(9, "an ODS workbook behind a password", (("journal.ods", protected_ods),), "F", "password-protected"),
    Case(10, "a workbook cut in the middle", (("journal.xlsx", cut(BOOK, 0.6)),), "F", "truncated-file"),
    Case(10, "a workbook without its last bytes", (("diary.xlsx", cut(BOOK, 0.99)),), "F", "truncated-file"),
    Case(10, "an archive cut in the middle", (("journal.zip", cut(zipped(("journal.csv", FR_CSV)), 0.5)),), "F", "truncated-file"),
    Case(10, "an ODS workbook cut in the middle", (("journal.ods", cut(ods({"Feuille1": TITLES + "".join(DAYS)}), 0.7)),), "F", "truncated-file"),
    Case(11, "an archive with one CSV", (("journal.zip", zipped(("journal.csv", FR_CSV))),), "A", rows=THREE, stored=GOOD, why="The one table inside is not in doubt: A, not Q."),
    Case(11, "an archive made on a Mac: one CSV and the system's own files", (("diary.zip", zipped(("diary.csv", EN_CSV), ("__MACOSX/._diary.csv", raw(b"\x00\x05\x16\x07")), (".DS_Store", raw(b"\x00\x00\x00\x01Bud1")))),),
         "A", rows=THREE, stored=GOOD),
    Case(11, "an archive with two tables", (("journal.zip", zipped(("mars.csv", FR_CSV), ("avril.csv", text(FR_TITLES, "14/04/2026;3;7")))),), "F", "archive-of-several",
         why="The catalogue asks to unzip: nothing is read, so F."),
    Case(11, "an archive without a table", (("photos.zip", zipped(("IMG_0001.jpg", raw(JPEG)))),), "F", "archive-without-table|picture-or-pdf"),
    Case(12, "an archive of 60 MB of CSV", (("journal.zip", zipped(("journal.csv", wide_zeros))),), "F", "too-big-unpacked"),
    Case(12, "a workbook of a million rows in 100 kB", (("diary.xlsx", sheet_bomb),), "F", "too-big-unpacked|too-many-rows"),
    Case(12, "an ODS workbook that repeats one filled row a million times", (("journal.ods", ods({"Feuille1": TITLES + row("2026-03-14", 3, 7, times=1_000_000)})),), "F", "too-many-rows|too-big-unpacked",
         why="1 kB that asks for 3 million cells."),
    Case(12, "an ODS workbook that repeats one filled cell 16,000 times in a row", (("diary.ods", ods({"Sheet1": TITLES + row("2026-03-14", cell(3, times=16_000))})),), "F", "too-many-columns|far-cell|too-big-unpacked"),
    Case(12, "archives in archives", (("journal.zip", nested),), "F", "archive-without-table|unsafe-archive|too-big-unpacked"),
    Case(13, "one cell in the last corner of the sheet", (("journal.xlsx", workbook(SHEET, touch=far_cell)),), "F", "far-cell"),
    Case(13, "formatting without content, far from the table", (("diary.xlsx", workbook(SHEET, touch=styled_far)),), "A", rows=THREE, stored=GOOD,
         why="Empty cells past the table hold nothing and cost nothing: A."),
    Case(13, "an ODS workbook whose empty rows and cells reach the end of the sheet", (("journal.ods", ods({"Feuille1": TITLES + "".join(DAYS) + row(cell(None, times=1024), times=1_048_572)})),), "A", rows=THREE, stored=GOOD, why="Every ODS of LibreOffice ends like this."),
    Case(14, "200 MB", (("journal.csv", FR_CSV),), "F", "too-big", size_only=200_000_000),
    Case(15, "a million rows in 13 MB", (("diary.csv", lambda: b"Date,Pain\n" + b"2026-03-14,3\n" * 1_000_000),), "F", "too-many-rows", why="Under the 20 MB, so the count of rows must stop it."),
    Case(15, "20,001 rows", (("journal.csv", lambda: b"Date;Douleur\n" + b"14/03/2026;3\n" * 20_001),), "F", "too-many-rows"),
    Case(16, "5,000 columns", (("journal.csv", wide_table(5000)),), "F", "too-many-columns"),
    Case(16, "201 columns, in English", (("diary.csv", text(",".join(["Date", "Pain", *(f"x{n}" for n in range(199))]), "2026-03-14,3" + "," * 199)),), "F", "too-many-columns"),
    Case(17, "one line of 30 MB", (("journal.csv", lambda: b"a" * 30_000_000),), "F", "line-too-long|too-big", why="The 20 MB limit may speak first."),
    Case(17, "one line of 15 MB after good rows", (("journal.csv", lambda: text(*FR)() + b"17/03/2026;3;" + b"7" * 15_000_000),), "F", "line-too-long"),
    Case(18, "a workbook with macros", (("journal.xlsm", workbook(SHEET, change=with_macros)),), "N", "macros-left", rows=THREE, stored=GOOD),
    Case(18, "a workbook with macros under an XLSX name", (("diary.xlsx", workbook([["Date", "Pain", "Sleep (h)"], *SHEET[1:]], names=("Diary",), change=with_macros)),), "N", "macros-left", rows=THREE, stored=GOOD),
    Case(19, "a FIT file cut after 31:20 of 45:00", (("sortie.fit", raw(CUT_AT_31_20)),), "Q", "merge:damaged", answers={"merge:damaged": "keep"}, never=(("sessions", "session_minutes", 45),),
         stored_after=(session("2026-03-14"),), never_after=(("sessions", "session_minutes", 45),), why="Never the full length, never silence."),
    Case(19, "a FIT file whose checksum is wrong, all records there", (("walk.fit", raw(fit_file(walk(noon(2026, 3, 14), 45 * 60), wrong_checksum=True))),), "Q", "merge:damaged", also=("checksum-differs",),
         why="Any value may be another, so nothing is stored before the answer."),
    Case(19, "a FIT file whose header is damaged", (("sortie.fit", raw(b"\x0e\x20\x54\x08\xff\xff\xff\xff.FIT" + fit_file(b"")[12:])),), "F", "damaged-file|truncated-file|no-activity"),
    Case(20, "the watch's clock stands at its epoch, 1989-12-31", (("sortie.fit", raw(fit_file(walk(datetime(1989, 12, 31, 0, 1, tzinfo=UTC), 1800)))),), "R", "wrong-clock",
         rows=counts(1, refused=1), never=(("sessions", "session_minutes", 30),)),
    Case(20, "the watch's clock was reset to 2000-01-01", (("walk.fit", raw(fit_file(walk(noon(2000, 1, 1), 1800)))),), "R", "wrong-clock", rows=counts(1, refused=1),
         never=(("sessions", "date", "2000-01-01"),), why="2000-01-01 is inside the contract's dates, and still the date of a reset clock."),
    Case(20, "a FIT file of settings, no session", (("settings.fit", raw(fit_file(walk(noon(2026, 3, 14), -20, kind=2, with_session=False)))),), "F", "no-activity"),
    Case(21, "a TCX with a document type and nested entities", (("sortie.tcx", text(TCX.format(doctype=LAUGHS, note="&a9;"))),), "F", "forbidden-content"),
    Case(21, "a GPX with an outside entity", (("walk.gpx", text(GPX.format(doctype=EXTERNAL, note="&e;"))),), "F", "forbidden-content"),
    Case(21, "a workbook whose sheet has a document type", (("journal.xlsx", written_workbook(sheet_rows({1: [inline("A1", "Date"), inline("B1", "Douleur")], 2: [inline("A2", 46095), inline("B2", 3)]}), prolog=EXTERNAL)),), "F", "forbidden-content"),
    Case(22, "an archive that climbs out of its folder", (("journal.zip", zipped(("../../journal.csv", FR_CSV))),), "F", "unsafe-archive"),
    Case(22, "an archive with the same name twice", (("diary.zip", zipped(("diary.csv", EN_CSV), ("diary.csv", text(EN[0], "2026-03-14,9,1")))),), "F", "unsafe-archive"),
    Case(22, "an archive with a Windows path", (("journal.zip", zipped(("C:\\Users\\journal.csv", FR_CSV))),), "F", "unsafe-archive"),
    Case(23, "a PDF", (("journal.pdf", raw(PDF)),), "F", "picture-or-pdf"),
    Case(23, "a photo", (("IMG_2041.JPG", raw(JPEG)),), "F", "picture-or-pdf"),
    Case(23, "a photo of a phone (HEIC)", (("IMG_2042.HEIC", raw(HEIC)),), "F", "picture-or-pdf"),
    Case(23, "a screenshot under a CSV's name", (("diary.csv", raw(PNG)),), "F", "picture-or-pdf"),
    Case(24, "the same bytes twice", (("journal.csv", FR_CSV), ("journal (1).csv", FR_CSV)), "N", "same-bytes", rows=counts(6, same=3), stored=GOOD),
    Case(24, "the same bytes twice, in English", (("diary.csv", EN_CSV), ("diary-copy.csv", EN_CSV)), "N", "same-bytes", rows=counts(6, same=3), stored=GOOD),
    Case(25, "a Numbers document", (("journal.numbers", numbers_document),), "F", "needs-export"),
    Case(25, "a Google Sheets shortcut", (("Journal.gsheet", text(json.dumps({"url": "https://docs.google.com/open?id=abc", "doc_id": "abc", "email": "x@example.org"}))),), "F", "needs-export"),
)  # fmt: skip
