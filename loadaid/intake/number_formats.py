"""What a spreadsheet's number format makes of a number: a date, a time of day, a duration, a percent."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from loadaid.intake.model import Fault, Value

# texts, paddings, colours, languages
ASIDE = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
DAY_MS = 86_400_000
LAST_DAY = 2_958_465  # 31/12/9999


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


def percent(value: float) -> str:
    """0.7 in a cell that shows percents is 70 % to the person: "70 %"."""
    return f"{round(value * 100, 10):.12g} %"
