"""One column of dates, decided as a whole: which number is the month, which year is meant, and which cells are no day.

Proof decides: a 13, a future day, a weekday that disagrees, an order of lines that only one reading has. Where both
readings stand, the person is asked, with a date read aloud; a cell is never read differently from its column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

from loadaid.domain.records import FIRST_DATE
from loadaid.intake.cells.dates import Said, from_serial, is_week, said
from loadaid.intake.cells.numbers import is_blank
from loadaid.intake.cells.spelling import is_wide, plain, tidy
from loadaid.intake.columns.daycolumn import Days, calendar_day, full_year
from loadaid.intake.columns.dayorder import find_order
from loadaid.intake.columns.years import find_years, serial_shift
from loadaid.intake.model import Fault, Question, Value, chosen
from loadaid.intake.tables.synonyms import WEEKS

FIRST = date.fromisoformat(FIRST_DATE)
DITTO = frozenset(("idem", "id", "ditto", "same", "pareil", "meme jour", "same day", "do"))
_MARKS = frozenset(('"', "''", "„", "”", "〃", "//", "↓", "|", "«", "»", '-"-', '–"–', "“", ",,"))
_MANGLED = re.compile(r"\d{1,2}-[^\W\d_]{3,5}\.?")
NEIGHBOURS, FAR = 10, 21  # days; judgement: a diary has gaps, and hardly ever one day of another month in between


def days(
    title: str, cells: Sequence[Value], today: date, answers: Mapping[str, str], after_gap: Collection[int] = ()
) -> Days:
    """The day of every cell of one column, in the order of the file. today: of the patient; nothing later than tomorrow.

    after_gap: positions that follow an empty line, where a blank is no longer the day above.
    """
    result = Days([None] * len(cells), [_said(c) for c in cells])
    _mangled(cells, result)
    _ditto(title, cells, result, answers, after_gap)
    find_order(title, result, today, answers)
    find_years(title, result, today, answers)
    shift = serial_shift(title, result, today, answers)
    for i, one in enumerate(result.said):
        if one is None:
            if i not in result.wrong:
                result.wrong[i] = _no_day(cells[i], plain(title) in WEEKS)
        elif i not in result.wrong:
            _settle(i, one, result, today, shift)
    _far(result)
    _tell(result)
    wide = next((i for i, c in enumerate(cells) if isinstance(c, str) and is_wide(c) and result.days[i]), None)
    if wide is not None:
        result.notices.append(("wide-digits", wide, {"read": result.days[wide]}))
    return result


def _said(cell: Value) -> Said | None:
    return None if isinstance(cell, Fault) else said(cell)


def _mangled(cells: Sequence[Value], result: Days) -> None:
    """Refuses "03-avr" among full dates: what a spreadsheet makes of "3-4"."""
    full = sum(1 for s in result.said if s and (s.year is not None or s.serial))
    for i, one in enumerate(result.said):
        if one and one.year is None and one.day and full and _MANGLED.fullmatch(tidy(str(cells[i]))):
            facts = {"date": str(cells[i]), "typed": f"{one.day}-{one.month}"}
            result.wrong[i] = ("became-a-date", facts)


def _no_day(cell: Value, of_weeks: bool) -> tuple[str, dict[str, Any]]:
    if isinstance(cell, Fault):
        return cell.code, {}
    if cell is None or (isinstance(cell, str) and is_blank(cell)):
        return "blank-date", {}
    return ("week-without-days" if is_week(cell) or of_weeks else "not-a-date"), {}


def _ditto(
    title: str, cells: Sequence[Value], result: Days, answers: Mapping[str, str], after_gap: Collection[int]
) -> None:
    """A blank or a ditto mark under a date: the day above, if the person says so."""
    marks: list[int] = []
    for i, cell in enumerate(cells):
        follows = i > 0 and (result.said[i - 1] is not None or marks[-1:] == [i - 1])
        if (
            result.said[i] is None
            and follows
            and i not in after_gap
            and (cell is None or (isinstance(cell, str) and (is_blank(cell) or is_ditto(cell))))
        ):
            marks.append(i)
    if not marks:
        return
    answer = chosen(answers, f"merge:ditto:{title}", ("yes", "no"))
    if answer == "yes":
        for i in marks:
            result.said[i] = result.said[i - 1]
    elif answer is None:
        above = next(cells[i] for i in range(marks[0] - 1, -1, -1) if result.said[i])
        facts = {"n": len(marks), "above": str(above), "row_at": marks[0]}
        result.questions.append(Question(f"merge:ditto:{title}", ("yes", "no"), facts))
        for i in marks:
            result.wrong[i] = ("", {})


def is_ditto(text: str) -> bool:
    """A mark or word that says: as above."""
    return tidy(text) in _MARKS or plain(text) in DITTO


def _settle(i: int, one: Said, result: Days, today: date, shift: int) -> None:
    if one.serial is not None:
        day: date | None = from_serial(one.serial) + timedelta(days=shift)
    else:
        year = full_year(one, today)
        if one.short_year and one.year is not None and year is not None and year < 2000:
            result.wrong[i] = ("century-unclear", {"early": str(year), "late": str(2000 + one.year)})
            return
        day = calendar_day(year or 0, one.month or 0, one.day or 0)
    if day is None:
        result.wrong[i] = ("no-such-day", {})
    elif day > today + timedelta(days=1):
        result.wrong[i] = ("future-date", {"date": day})
    elif day < FIRST:
        result.wrong[i] = ("date-too-early", {"first": FIRST})
    elif one.weekday is not None and one.weekday != day.weekday():
        result.wrong[i] = ("weekday-disagrees", {"date": day, "weekday": day.weekday()})
    else:
        result.days[i] = day


def _far(result: Days) -> None:
    """Refuses a day that stands alone between two neighbours close to one another: a month or a year typed wrongly."""
    known = [(i, d) for i, d in enumerate(result.days) if d]
    runs = [(day, [i for i, _ in lines]) for day, lines in groupby(known, key=lambda at: at[1])]
    for (before, _), (day, lines), (after, _) in zip(runs, runs[1:], runs[2:], strict=False):
        close = abs((after - before).days) <= NEIGHBOURS
        if close and min(abs((day - before).days), abs((day - after).days)) > FAR:
            for i in lines:
                result.days[i] = None
                result.wrong[i] = ("date-out-of-sequence", {"date": day, "before": before, "after": after})


def _tell(result: Days) -> None:
    for code, sign in (("serial-dates", "serial"), ("two-digit-years", "short_year"), ("other-time-zone", "zone")):
        at = next((i for i, s in enumerate(result.said) if s and getattr(s, sign) and result.days[i]), None)
        if at is not None:
            result.notices.append((code, at, {"example_at": at}))
    known = [d for d in result.days if d]
    ups = sum(1 for a, b in pairwise(known) if b > a)
    downs = sum(1 for a, b in pairwise(known) if b < a)
    if ups and downs and min(ups, downs):
        result.notices.append(("rows-not-in-order", next(i for i, d in enumerate(result.days) if d), {}))
