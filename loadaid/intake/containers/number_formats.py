"""What a spreadsheet's number format makes of a number, through openpyxl: a date, a time of day, a duration, a percent."""

from __future__ import annotations

import re
from datetime import date, time
from typing import cast

from loadaid.intake.model import Fault, Value

LAST_DAY = 2_958_465  # 31/12/9999
HOURS = re.compile(r"(?<![_\\])[hs]", re.IGNORECASE)
DAYS = re.compile(r"(?<![_\\])[dy]", re.IGNORECASE)


def format_kind(code: str) -> str:
    """What a number shown with this format is, judged from its first section: "dd/mm/yyyy" is a date, "[h]:mm" a duration."""
    from openpyxl.styles.numbers import STRIP_RE, is_date_format, is_timedelta_format

    if is_timedelta_format(code):
        return "duration"
    shown = STRIP_RE.sub("", code.split(";")[0])
    if not is_date_format(code):
        return "percent" if "%" in shown else "number"
    if not HOURS.search(shown):
        return "date"
    return "datetime" if DAYS.search(shown) else "time"


def moment(serial: float, kind: str, *, from_1904: bool) -> Value:
    """A serial number as the date, time or duration that its format shows; a Fault where a spreadsheet shows "#####".

    Day 0 and 29 February 1900, which only a spreadsheet knows, stay as they are shown. A time of day of one day or more,
    which shows only its last hours, is given with its day.
    """
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    if not abs(serial) <= LAST_DAY or (serial < 0 and kind != "duration"):
        return Fault("excel-error", "#####")
    if kind == "duration":
        return cast(Value, from_excel(serial, timedelta=True))
    if kind == "date" and serial < 1:
        return date(1904, 1, 1) if from_1904 else "00/01/1900"
    if int(serial) == 60 and not from_1904:
        return "29/02/1900"
    try:
        found = from_excel(serial, MAC_EPOCH if from_1904 else WINDOWS_EPOCH)
    except OverflowError:
        return Fault("excel-error", "#####")
    return cast(Value, found.date() if kind == "date" and found.time() == time() else found)


def percent(value: float) -> str:
    """0.7 in a cell that shows percents is 70 % to the person: "70 %"."""
    return f"{round(value * 100, 10):.12g} %"
