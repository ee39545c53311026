"""What a file is, by what stands in it; a name only serves to say that it is wrong.

Signatures: the formats' own specifications. Apple Health names its archive and its XML in the phone's language
(export, exportar, eksport, vienti): it is known by its first element.
"""

from __future__ import annotations

import codecs
import os
import re
from typing import BinaryIO

from loadaid.intake.containers.unpacked import Budget, Unpacked
from loadaid.intake.limits import APPLE_XML_MB
from loadaid.intake.model import FileRefused

HEAD = 4096
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
CONTROLS = bytes({*range(9), *range(14, 27), *range(28, 32), 127})
PICTURE = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|II\*\0|MM\0\*|BM....\0\0\0\0|....ftyp(heic|heix|heim|hevc|mif1|msf1|avif)",
    re.DOTALL,
)
PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)\s*", re.DOTALL)
ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?([A-Za-z_][\w.-]*)", re.IGNORECASE)
ROOTS = {"trainingcenterdatabase": "tcx", "gpx": "gpx", "healthdata": "apple_health_xml"}
ROOTS |= dict.fromkeys(["html", "head", "body", "meta", "style", "table", "div", "script"], "html")
JSON = re.compile(r'\{\s*["}]|\[\s*(?:["{\[\]]|-?\d+(?:\.\d+)?\s*[,\]])')
SHORTCUT = re.compile(r'"doc_id"\s*:|"url"\s*:\s*"https://docs\.google\.com')

_ZIPS = frozenset({"zip", "apple_health", "garmin_export", "strava_export"})
_XML = frozenset({"xml", "tcx", "gpx", "apple_health_xml"})
# What a file with this ending is expected to be.
ENDINGS: dict[str, frozenset[str]] = {
    **dict.fromkeys([".csv", ".tsv", ".txt"], frozenset({"text"})),
    **dict.fromkeys([".xlsx", ".xlsm", ".xltx", ".xltm"], frozenset({"xlsx", "encrypted"})),
    ".xls": frozenset({"xls", "encrypted"}), ".ods": frozenset({"ods"}), ".numbers": frozenset({"numbers"}),
    ".fit": frozenset({"fit"}), ".tcx": frozenset({"tcx"}), ".gpx": frozenset({"gpx"}), ".xml": _XML,
    ".json": frozenset({"json", "gsheet"}), ".gsheet": frozenset({"gsheet"}), ".gz": frozenset({"gzip"}), ".zip": _ZIPS,
}  # fmt: skip


def kind_of(file: BinaryIO) -> str:
    """What a file is, by its content.

    One of: empty, text, json, gsheet, xml, tcx, gpx, apple_health_xml, html, xlsx, ods, xls, encrypted, numbers, fit,
    pdf, picture, gzip, zip, apple_health, garmin_export, strava_export, binary. The file is left at its start.

    Raises FileRefused: truncated-file, unsafe-archive, damaged-file.
    """
    file.seek(0)
    head = file.read(HEAD)
    try:
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _zip_kind(Unpacked(file))
        if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            return _ole_kind(head + file.read())
        if head.startswith(b"\x1f\x8b"):
            return "gzip"
        if head[8:12] == b".FIT":
            return "fit"
        if b"%PDF-" in head[:1024]:
            return "pdf"
        if PICTURE.match(head):
            return "picture"
        text = _text(head)
        if text is None:
            return "binary"
        if not text.strip("\ufeff \t\r\n\v\f\xa0") and _is_blank(head + file.read()):
            return "empty"
        return _text_kind(text.lstrip("\ufeff \t\r\n\0"), small=len(head) < HEAD)
    finally:
        file.seek(0)


def misnamed(name: str, kind: str) -> str | None:
    """The ending of a name, such as ".csv", when the content is of another kind; None when they agree or nothing is known."""
    ending = os.path.splitext(name)[1].lower()
    return ending if kind not in ENDINGS.get(ending, {kind}) else None


def health_record(archive: Unpacked) -> str | None:
    """The name of Apple Health's XML in its archive, None when there is none."""
    for name in archive.members:
        if name.lower().endswith(".xml") and name.count("/") <= 1:
            with archive.open(name, Budget(APPLE_XML_MB)) as member:
                if re.search(rb"<(!DOCTYPE )?HealthData\b", member.read(2048)):
                    return name
    return None


def _zip_kind(archive: Unpacked) -> str:
    names = {name.replace("\\", "/").lower() for name in archive.members}
    if "[content_types].xml" in names:
        return "xlsx" if "xl/workbook.xml" in names or _has(names, "xl/worksheets/") else "binary"
    if "mimetype" in names:
        with archive.open("mimetype") as member:
            return "ods" if b"opendocument.spreadsheet" in member.read(200) else "binary"
    if any(name.endswith(".iwa") for name in names) or "index.numbers" in names:
        return "numbers"
    if any("summarizedactivities" in name and name.endswith(".json") for name in names):
        return "garmin_export"
    if "activities.csv" in names and _has(names, "activities/"):
        return "strava_export"
    try:
        return "apple_health" if health_record(archive) else "zip"
    except FileRefused:  # a member that cannot be read is no reason yet: perhaps another one is the table
        return "zip"


def _has(names: set[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)


def _ole_kind(content: bytes) -> str:
    """The container of old Office files: its parts are told by their names."""
    names = ("EncryptedPackage", "WordDocument", "PowerPoint Document", "Workbook", "Book")
    kinds = ("encrypted", "binary", "binary", "xls", "xls")
    return next(
        (kind for name, kind in zip(names, kinds, strict=True) if name.encode("utf-16-le") in content), "binary"
    )


def _text(head: bytes) -> str | None:
    """The beginning of a file as text, whatever its encoding; None when it looks like no text at all."""
    for bom, encoding in BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, errors="replace")
    even, odd = (head[at::2].count(0) / max(1, len(head[at::2])) for at in (0, 1))
    if max(even, odd) > 0.4 and min(even, odd) < 0.1:  # every second byte of a Western text in UTF-16 is 0
        return head.decode("utf-16-le" if odd > even else "utf-16-be", errors="replace")
    head = head.rstrip(b"\0") or head  # a text whose end a disk fault has emptied is a text: its reader says so
    controls = (len(head) - len(head.translate(None, CONTROLS))) / max(1, len(head))
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
        return text if controls < 0.3 or not head else None  # a text with some broken cells is still a text
    except UnicodeDecodeError:
        return head.decode("cp1252", errors="replace") if controls < 0.03 else None  # of random bytes 0.1


def _is_blank(content: bytes) -> bool:
    text = _text(content)
    return text is not None and not text.strip("\ufeff \t\r\n\v\f\xa0")


def _text_kind(text: str, *, small: bool) -> str:
    if text.startswith("MIME-Version:"):  # a web archive, as Excel can save one
        return "html"
    if text.startswith("{\\rtf"):
        return "binary"
    if JSON.match(text):
        return "gsheet" if small and SHORTCUT.search(text) else "json"
    declared = text.startswith("<?xml")
    while begun := PROLOG.match(text):
        text = text[begun.end() :]
    root = ROOT.match(text)
    if root is None:
        return "xml" if declared else "text"
    return ROOTS.get(root[1].lower(), "xml")
