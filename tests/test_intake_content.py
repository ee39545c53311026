"""What a file is, told by its content alone."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile

import pytest

from loadaid.intake.containers.content import kind_of, misnamed
from loadaid.intake.model import FileRefused

DIARY = "Date;Séance;Douleur\n09/03/2026;Équilibre;3\n10/03/2026;Marche;4\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


GARMIN = "DI_CONNECT/DI-Connect-Fitness/someone_0_summarizedActivities.json"
HEALTH = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate)>\n]>\n<HealthData/>'

CONTENTS: dict[str, tuple[str, bytes]] = {
    "nothing": ("empty", b""),
    "only spaces": ("empty", b" \r\n\t \n" * 2000),
    "only a byte order mark": ("empty", b"\xef\xbb\xbf"),
    "only spaces in UTF-16": ("empty", " \r\n ".encode("utf-16")),
    "only NULs": ("binary", bytes(100_000)),
    "random bytes": ("binary", random.Random(1).randbytes(5000)),
    "text, then NULs": ("text", DIARY.encode() + bytes(20_000)),
    "a NUL in a cell": ("text", DIARY.replace("3\n", "3\0\n").encode()),
    "UTF-8": ("text", DIARY.encode()),
    "a letter cut at the end of what is looked at": ("text", b"a" * 4095 + "é".encode()),
    "cp1252": ("text", DIARY.encode("cp1252")),
    "Mac Roman": ("text", DIARY.encode("mac_roman")),
    "UTF-16": ("text", DIARY.encode("utf-16")),
    "UTF-16 LE without a mark": ("text", DIARY.encode("utf-16-le")),
    "UTF-16 BE without a mark": ("text", DIARY.encode("utf-16-be")),
    "one digit": ("text", b"5"),
    "a text that begins with a comparison": ("text", b"< 5;moins de cinq\n"),
    "a text that begins with a bracket": ("text", b"[Avril]\nDate;Douleur\n"),
    "TCX": ("tcx", b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a watch -->\n<TrainingCenterDatabase xmlns="x"/>'),
    "GPX in UTF-16": ("gpx", '<?xml version="1.0" encoding="utf-16"?><gpx version="1.1"/>'.encode("utf-16")),
    "Apple Health, unpacked": ("apple_health_xml", HEALTH.encode()),
    "another XML": ("xml", b'<?xml version="1.0"?><Workbook/>'),
    "a web page": ("html", b"\r\n<!DOCTYPE html><html><body></body></html>"),
    "a table of a web page": ("html", b'<table border="1"><tr><td>Date</td></tr></table>'),
    "JSON": ("json", b'\xef\xbb\xbf  {"sessions": []}'),
    "a list in JSON": ("json", b'[{"date": "2026-03-09"}]'),
    "a shortcut to Google Sheets": ("gsheet", b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1", "email": ""}'),
    "FIT": ("fit", b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT\x00\x00"),
    "PDF": ("pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    "JPEG": ("picture", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
    "PNG": ("picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    "HEIC": ("picture", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"),
    "gzip": ("gzip", gzip.compress(b"x")),
    "XLSX": ("xlsx", zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""})),
    "Word": ("binary", zipped({"[Content_Types].xml": "", "word/document.xml": ""})),
    "ODS": ("ods", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""})),
    "ODT": ("binary", zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""})),
    "Numbers": ("numbers", zipped({"Index/Document.iwa": b"", "preview.jpg": b""})),
    "XLS": ("xls", OLE + "Workbook".encode("utf-16-le")),
    "XLS of Excel 95": ("xls", OLE + "Book".encode("utf-16-le")),
    "Word with a workbook inside": ("binary", OLE + "WordDocument Workbook".encode("utf-16-le")),
    "XLSX with a password": ("encrypted", OLE + "EncryptedPackage".encode("utf-16-le")),
    "zip": ("zip", zipped({"diary.csv": DIARY})),
    "Apple Health": ("apple_health", zipped({"apple_health_export/export.xml": HEALTH, "apple_health_export/export_cda.xml": "<ClinicalDocument/>"})),
    "Apple Health of another language": ("apple_health", zipped({"apple_health_export/vienti.xml": HEALTH})),
    "export.xml of another program": ("zip", zipped({"export.xml": "<diary/>"})),
    "Garmin": ("garmin_export", zipped({GARMIN: "[]"})),
    "Strava": ("strava_export", zipped({"activities.csv": "Activity ID", "activities/1.fit.gz": b""})),
}  # fmt: skip


@pytest.mark.parametrize("case", CONTENTS)
def test_a_file_is_what_stands_in_it(case: str) -> None:
    kind, content = CONTENTS[case]
    file = io.BytesIO(content)
    assert kind_of(file) == kind
    assert file.tell() == 0, "left at its start for the reader"


def test_a_zip_cut_off_is_refused_not_guessed() -> None:
    content = zipped({"[Content_Types].xml": "x" * 1000, "xl/workbook.xml": json.dumps(list(range(300)))})
    with pytest.raises(FileRefused) as refused:
        kind_of(io.BytesIO(content[: len(content) // 2]))
    assert refused.value.problem.code == "truncated-file"


@pytest.mark.parametrize(
    ("name", "kind", "ending"),
    [
        ("journal.csv", "xlsx", ".csv"),
        ("journal.XLSX", "text", ".xlsx"),
        ("journal.xls", "html", ".xls"),
        ("journal.csv", "text", None),
        ("journal.xlsm", "xlsx", None),
        ("export.xml", "apple_health_xml", None),
        ("export.zip", "apple_health", None),
        ("journal", "xlsx", None),
        ("journal.2026", "xlsx", None),
    ],
)
def test_a_name_that_belies_its_content_is_said(name: str, kind: str, ending: str | None) -> None:
    assert misnamed(name, kind) == ending
