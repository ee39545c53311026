"""Tables whose days are only weekdays, or only numbers of a month: the week or the month stands in a title or a sheet's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from loadaid.intake.cells.dates import month_named, weekday_named
from loadaid.intake.cells.spelling import plain, tidy
from loadaid.intake.model import Line, Table
from loadaid.intake.tables.blocks import text_of

_SPAN = re.compile(
    r"(?:du |from |week of )?(?:(?:lundi|monday) )?(\d{1,2})(?:er)?(?: ([a-z]{3,}))? (?:au|to|a) (?:(?:dimanche|sunday) )?\d{1,2}(?:er)? ([a-z]{3,})(?: (\d{4}))?"
)
_FROM = re.compile(
    r"(?:semaine du|week of|week from|sem du|a partir du) (?:(?:lundi|monday) )?(\d{1,2})(?:er)? (\d{1,2}|[a-z]{3,})(?: (\d{4}|\d{2}))?"
)
_NUMBER = re.compile(r"(?:^|\b)(?:s|sem|semaine|w|week) ?(\d{1,2})(?: (\d{4}))?\b")


@dataclass(frozen=True)
class Week:
    """monday: its first day. title: the words that say so."""

    monday: date
    title: str


def week(texts: list[str], sheet: str | None, today: date) -> Week | tuple[str, str] | None:
    """The week that titles or the sheet's name give; (title, sheet) when they name two; None when they name none.

    A year that is not written is that of the last such Monday.
    """
    titled = next(((d, t) for t in texts if (d := _of_title(t, today))), None)
    named = _of_number(plain(sheet), today) if sheet else None
    if titled and named and titled[0] != named:
        return titled[1], str(sheet)
    if titled:
        return Week(*titled)
    return Week(named, str(sheet)) if named else None


def _of_title(text: str, today: date) -> date | None:
    words = plain(text)
    if m := _SPAN.search(words):
        return _monday(m[1], m[2] or m[3], m[4], today)
    if m := _FROM.search(words):
        return _monday(m[1], m[2], m[3], today)
    return _of_number(words, today)


def _monday(day: str, month: str, year: str | None, today: date) -> date | None:
    number = int(month) if month.isdigit() else month_named(month)
    years = [int(year) % 100 + 2000] if year else range(today.year, today.year - 5, -1)
    for y in years:
        try:
            found = date(y, number or 0, int(day))
        except ValueError:
            continue
        if found <= today and found.weekday() == 0:
            return found
    return None


def _of_number(words: str, today: date) -> date | None:
    m = _NUMBER.search(words)
    if not m or not 1 <= int(m[1]) <= 53:
        return None
    years = [int(m[2])] if m[2] else [today.year, today.year - 1]
    for year in years:
        try:
            found = date.fromisocalendar(year, int(m[1]), 1)
        except ValueError:
            continue
        if found <= today:
            return found
    return None


def day_of_week(monday: date, cell: object) -> date | None:
    """The day of that week which a cell names."""
    weekday = weekday_named(str(cell))
    return None if weekday is None else monday + timedelta(days=weekday)


def month_of(table: Table, today: date) -> date | None:
    """The first day of the month that the top lines or the name of a sheet give, such as "Octobre 2026"."""
    lines: list[Line] = table.lines[:4]
    texts = [tidy(text_of(c)) for line in lines for c in line.cells[:6] if isinstance(c, str)]
    for text in [*texts, table.sheet or ""]:
        for word, year in re.findall(r"([a-z]{3,})(?: (\d{4}))?", plain(text)):
            if number := month_named(word):
                years = [int(year)] if year else [today.year, today.year - 1]
                return next((d for y in years if (d := date(y, number, 1)) <= today), None)
    return None
