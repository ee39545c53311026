"""What the styles of an XLSX say of its cells: whether a number is a date, a time or a percent, and whether it is coloured."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from loadaid.intake.model import Fault, Value
from loadaid.intake.unpacked import local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# ECMA-376 part 1, 18.8.30: formats known by number alone; 27 to 36 and 50 to 58 are dates of East Asian versions.
BUILTIN = (
    dict.fromkeys([9, 10], "percent") | dict.fromkeys([14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)], "date")
    | dict.fromkeys([18, 19, 20, 21, *range(32, 36), 45, 47], "time") | {22: "datetime", 46: "duration"}
)  # fmt: skip
ASIDE = re.compile(
    r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE
)  # texts, paddings, colours, languages
WHITE = ({"rgb": "FFFFFFFF"}, {"rgb": "00FFFFFF"}, {"theme": "0"}, {"indexed": "9"}, {"indexed": "64"})
DAY_MS = 86_400_000
LAST_DAY = 2_958_465  # 31/12/9999


class Look(NamedTuple):
    """kind: number, percent, date, time, datetime or duration. mark: its colour or strike-through, "" for neither."""

    kind: str = "number"
    mark: str = ""


def looks(styles: Element) -> list[Look]:
    """The look of each cell style, in the order in which cells name them."""
    groups = {local(group): list(group) for group in styles}
    codes = {e.get("numFmtId"): format_kind(e.get("formatCode", "")) for e in groups.get("numFmts", [])}
    struck = [
        any(local(e) == "strike" and e.get("val") not in ("0", "false") for e in font)
        for font in groups.get("fonts", [])
    ]
    fills = [_colour(fill) for fill in groups.get("fills", [])]

    def look(style: Element) -> Look:
        number = style.get("numFmtId", "0")
        font, fill = int(style.get("fontId", 0)), int(style.get("fillId", 0))
        kind = codes.get(number) or BUILTIN.get(int(number), "number")
        strike = "strike" if font < len(struck) and struck[font] else ""
        return Look(kind, strike + (fills[fill] if fill < len(fills) else ""))

    return [look(style) for style in groups.get("cellXfs", [])]


def _colour(fill: Element) -> str:
    for pattern in fill:
        if pattern.get("patternType") not in (None, "none", "gray125"):
            ground = next((e.attrib for e in pattern if local(e) == "fgColor"), {})
            return "" if ground in WHITE else str(sorted(ground.items()))
    return ""


def format_kind(code: str) -> str:
    """What a number shown with this format is, judged from its first section: "dd/mm/yyyy" is a date, "[h]:mm" a duration."""
    shown = ASIDE.sub("", code.split(";")[0]).lower()
    if "%" in shown:
        return "percent"
    if "[" in shown:
        return "duration"
    if "general" in shown:
        return "number"
    has_time = "h" in shown or "s" in shown
    if "d" in shown or "y" in shown or ("m" in shown and not has_time):
        return "datetime" if has_time else "date"
    return "time" if has_time else "number"


def moment(serial: float, kind: str, *, from_1904: bool) -> Value:
    """A serial number as the date, time or duration that its format shows; a Fault where a spreadsheet shows "#####".

    Day 0 and 29 February 1900, which only a spreadsheet knows, stay as they are shown. A time of day of one day or more,
    which shows only its last hours, is given with its day.
    """
    if not abs(serial) <= LAST_DAY or (serial < 0 and kind != "duration"):
        return Fault("excel-error", "#####")
    days, fraction = divmod(serial, 1)
    milliseconds = round(fraction * DAY_MS)  # a serial number of today is exact to a few microseconds
    if kind == "duration":
        return timedelta(days=days, milliseconds=milliseconds)
    if serial < 1 and kind in ("time", "datetime") and milliseconds < DAY_MS:
        return (datetime.combine(date.min, time()) + timedelta(milliseconds=milliseconds)).time()
    if not from_1904 and days in (0, 60):
        return "00/01/1900" if days == 0 else "29/02/1900"
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 31 if days < 60 else 30)
    try:
        found = datetime.combine(first, time()) + timedelta(days=days, milliseconds=milliseconds)
    except OverflowError:
        return Fault("excel-error", "#####")
    return found.date() if kind == "date" and not milliseconds else found
