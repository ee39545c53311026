"""Cells that hold a day: ISO, 03/04/2026, "ven. 3 avril", "April 3rd", day numbers of a spreadsheet.

One cell is read here into what it says; which of day and month stands first, and which year is meant, is decided for
the whole column (see columns/days.py). Month and weekday names are those of CLDR, through Babel; a parser of free dates was
tried and reads "2,5" as 2 May.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from loadaid.intake.cells.spelling import DASHES, narrow, plain, tidy

SERIALS = range(35_000, 60_001)  # 1995 to 2064: day numbers of a spreadsheet, in a column of dates only
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}:\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?"
)
# "2026/11/10 8:31:12 PM UTC+1": also the moment of a form's answer, local, with its zone beside it
_YMD = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ,]+(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?(?:\s*(?:UTC|GMT)(?:[+-]\d{1,2}(?::\d{2})?)?)?)?",
                  re.IGNORECASE)  # fmt: skip
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_TWO = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|'?\d{2}))?\.?(?:[ ,à]+(\d{1,2})\s*[:h]\s*(\d{2})(?::\d{2})?\s*([ap]m)?)?",
                  re.IGNORECASE)  # fmt: skip
_WEEK = re.compile(r"(?:\d{4}[- ]?)?(?:s|sem|semaine|w|wk|week)\.?\s*\d{1,2}(?:[ /-]\d{4})?", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What one cell says of its day. year: None when it says none. numbers: (first, second) of "03/04" as they stand.

    day, month: when the cell proves them. short_year: two digits. zone: the text has one.
    """

    numbers: tuple[int, int] | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    short_year: bool = False
    weekday: int | None = None
    time: str | None = None
    zone: bool = False
    serial: int | None = None
    iso: bool = False


@cache
def _names(kind: str) -> dict[str, int]:
    """Plain name -> number of every month (1 to 12) or weekday (0 = Monday), French and English."""
    from babel import Locale

    found: dict[str, int] = {}
    for language in ("fr", "en"):
        locale = Locale(language)
        names = locale.months["format"]["wide"] if kind == "months" else locale.days["format"]["wide"]
        found |= {plain(name): number for number, name in names.items()}
    return found


def _named(word: str, kind: str) -> int | None:
    """The month (three letters or more) or weekday (two) that a word shortens, when only one can be meant."""
    if len(word) < (3 if kind == "months" else 2):
        return None
    numbers = {number for name, number in _names(kind).items() if name.startswith(word)}
    return numbers.pop() if len(numbers) == 1 else None


def said(value: object) -> Said | None:
    """What a cell says of its day; None when it is no date. A serial is only taken from a whole number in SERIALS."""
    if isinstance(value, datetime):
        clock = value.strftime("%H:%M") if (value.hour or value.minute) else None
        return Said(day=value.day, month=value.month, year=value.year, time=clock, iso=True)
    if isinstance(value, date):
        return Said(day=value.day, month=value.month, year=value.year, iso=True)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return Said(serial=int(value)) if int(value) in SERIALS else None
    text = DASHES.sub("-", narrow(tidy(str(value))))
    weekday, rest = _leading_weekday(text)
    if m := _ISO.fullmatch(rest):
        return Said(day=int(m[3]), month=int(m[2]), year=int(m[1]), time=_clock(m[4]), zone=bool(m[5]), weekday=weekday,
                    iso=True)  # fmt: skip
    if m := _YMD.fullmatch(rest):
        return Said(day=int(m[3]), month=int(m[2]), year=int(m[1]), time=_half_day(m[4], m[5], m[6]), weekday=weekday,
                    iso=True)  # fmt: skip
    if m := _COMPACT.fullmatch(rest):
        return Said(day=int(m[3]), month=int(m[2]), year=int(m[1]), iso=True)
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", rest) and int(rest[:5]) in SERIALS:
        return Said(serial=int(rest[:5]))
    if m := _TWO.fullmatch(rest):
        year, short = _year(m[3])
        return Said(numbers=(int(m[1]), int(m[2])), year=year, short_year=short, weekday=weekday,
                    time=_half_day(m[4], m[5], m[6]))  # fmt: skip
    found = _in_words(rest, weekday)
    if found is None and weekday is not None:  # "Mar 9, 2026": a month after all, when a year stands there
        other = _in_words(text, None)
        return other if other and other.year is not None else None
    return found


def is_week(value: object) -> bool:
    """A week, such as "S14", which does not say which day."""
    return isinstance(value, str) and bool(_WEEK.fullmatch(tidy(value)))


def month_named(text: str) -> int | None:
    """1 to 12 for the name of a month or the beginning of one."""
    return _named(plain(text), "months")


def weekday_named(text: str) -> int | None:
    """0 to 6, from Monday, for the name of a weekday or the beginning of one."""
    return _named(plain(text), "days")


def is_weekday(value: object) -> bool:
    """A weekday and nothing else: "lun.", "Monday"."""
    return isinstance(value, str) and weekday_named(value) is not None


def _leading_weekday(text: str) -> tuple[int | None, str]:
    m = re.match(r"([^\W\d_]{2,})\.?,?\s+(?:le\s+)?(?=\S)", text)
    weekday = _named(plain(m[1]), "days") if m else None
    return (weekday, text[m.end() :]) if m and weekday is not None else (None, text)


def _year(text: str | None) -> tuple[int | None, bool]:
    if text is None:
        return None, False
    digits = text.lstrip("'")
    return int(digits), len(digits) == 2


def _clock(text: str | None) -> str | None:
    return text.zfill(5) if text and int(text.split(":")[0]) < 24 and int(text.split(":")[1]) < 60 else None


def _half_day(hour: str | None, minute: str | None, half: str | None) -> str | None:
    if hour is None or minute is None:
        return None
    if int(hour) > 23 or int(minute) > 59:
        return None
    h = int(hour) % 12 + (12 if half.casefold() == "pm" else 0) if half else int(hour)
    return f"{h:02d}:{minute}"


def _in_words(text: str, weekday: int | None) -> Said | None:
    """A day with its month as a word: "3 avril 2026", "1er mai", "April 3rd, 2026", "3-Apr-26", "12 nov. 2025, 18:03"."""
    clock = re.search(r"[ ,à]+(\d{1,2})\s*[:h]\s*(\d{2})(?::\d{2})?\s*([ap]m)?$", text, re.IGNORECASE)
    body = text[: clock.start()] if clock else text
    words = re.findall(r"\d+|[^\W\d_]+", body)
    if re.sub(r"[\s.,/'-]", "", body) != "".join(words):
        return None
    words = [w for w in words if plain(w) not in ("er", "st", "nd", "rd", "th", "le", "of", "the", "de")]
    letters = [w for w in words if w.isalpha()]
    digits = [w for w in words if w.isdigit()]
    if len(letters) != 1 or not 1 <= len(digits) <= 2:
        return None
    month = _named(plain(letters[0]), "months")
    if month is None or words.index(letters[0]) > 1 or len(digits[0]) > 2:
        return None
    year, short = _year(digits[1]) if len(digits) == 2 else (None, False)
    if year is not None and len(digits[1]) not in (2, 4):
        return None
    time = _half_day(clock[1], clock[2], clock[3]) if clock else None
    return Said(day=int(digits[0]), month=month, year=year, short_year=short, weekday=weekday, time=time)


def from_serial(serial: int, epoch: date = EPOCH_1900) -> date:
    """The day of a spreadsheet's day number."""
    return epoch + timedelta(days=serial)
