"""One column of dates, decided as a whole: which number is the month, which year is meant, and which cells are no day.

Proof decides: a 13, a future day, a weekday that disagrees, an order of lines that only one reading has. Where both
readings stand, the person is asked, with a date read aloud; a cell is never read differently from its column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

from loadaid.domain.records import FIRST_DATE
from loadaid.intake.dates import EPOCH_1904, Said, from_serial, is_week, said
from loadaid.intake.model import Fault, Question, Value
from loadaid.intake.numbers import is_blank
from loadaid.intake.spelling import is_wide, plain, tidy
from loadaid.intake.synonyms import WEEKS

FIRST = date.fromisoformat(FIRST_DATE)
DITTO = frozenset(("idem", "id", "ditto", "same", "pareil", "meme jour", "same day", "do"))
_MARKS = frozenset(('"', "''", "„", "”", "〃", "//", "↓", "|", "«", "»", '-"-', '–"–', "“", ",,"))
_MANGLED = re.compile(r"\d{1,2}-[^\W\d_]{3,5}\.?")
ORDERS = ("dmy", "mdy")
NEIGHBOURS, FAR = 10, 21  # days; judgement: a diary has gaps, and hardly ever one day of another month in between
SURE_FROM = 5  # different days whose order in the file counts as proof; judgement: by chance 1 in 120


@dataclass
class Days:
    """What a column of dates says. days: one per cell, None where it is refused or an answer is awaited.

    wrong: position -> (code, facts). order: "dmy", "mdy", "iso" or None. notices: (code, position, facts).
    """

    days: list[date | None]
    said: list[Said | None]
    wrong: dict[int, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    order: str | None = None
    notices: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def days(
    title: str, cells: Sequence[Value], today: date, answers: Mapping[str, str], after_gap: Collection[int] = ()
) -> Days:
    """The day of every cell of one column, in the order of the file. today: of the patient; nothing later than tomorrow.

    after_gap: positions that follow an empty line, where a blank is no longer the day above.
    """
    result = Days([None] * len(cells), [_said(c) for c in cells])
    _mangled(cells, result)
    _ditto(title, cells, result, answers, after_gap)
    _order(title, result, today, answers)
    _years(title, result, today, answers)
    shift = _serial_shift(title, result, today, answers)
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
    answer = answers.get(f"merge:ditto:{title}")
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


def _order(title: str, result: Days, today: date, answers: Mapping[str, str]) -> None:
    numbered = [(i, s) for i, s in enumerate(result.said) if s and s.numbers]
    if not numbered:
        result.order = "iso" if any(s and s.iso for s in result.said) else None
        return
    swapped = _swapped_by_spreadsheet(result, numbered)
    if swapped:
        for i in swapped:
            one = result.said[i]
            result.said[i] = Said(numbers=(one.month or 0, one.day or 0), year=one.year, time=one.time) if one else None
        numbered = [(i, s) for i, s in enumerate(result.said) if s and s.numbers]
    question = f"date-order:{title}"
    order = answers.get(question)
    if order not in ORDERS:
        order = None if swapped else _proved([s for _, s in numbered], today)
        if order and any(max(s.numbers or (0, 0)) <= 12 and len(set(s.numbers or ())) == 2 for _, s in numbered):
            first = next(i for i, s in numbered if s.numbers and max(s.numbers) <= 12 and len(set(s.numbers)) == 2)
            result.notices.append(("date-order-proved", first, {"order": order, "example_at": first}))
    open_ones = [(i, s) for i, s in numbered if s.numbers and max(s.numbers) <= 12]
    if order is None and not open_ones:  # none of them is a day in either order
        order = "dmy"
    if order is None:
        i, one = open_ones[0]
        a, b = one.numbers or (0, 0)
        year = _full_year(one, today) or today.year
        facts = {"text_at": i, "dmy": _day(year, b, a), "mdy": _day(year, a, b), "swapped": bool(swapped)}
        result.questions.append(Question(question, ORDERS, facts))
        for i, _ in numbered:
            result.wrong.setdefault(i, ("", {}))
        return
    result.order = order
    for i, one in numbered:
        a, b = one.numbers or (0, 0)
        day, month = (a, b) if order == "dmy" else (b, a)
        if month > 12 >= day:
            result.wrong.setdefault(i, ("other-date-order", {"order": order}))
        result.said[i] = Said(day=day, month=month, year=one.year, short_year=one.short_year, weekday=one.weekday,
                              time=one.time, zone=one.zone)  # fmt: skip


def _swapped_by_spreadsheet(result: Days, numbered: list[tuple[int, Said]]) -> list[int]:
    """Cells that a spreadsheet of another country may have turned round: it makes dates of 03/04 and leaves 13/04 a text."""
    typed = [i for i, s in enumerate(result.said) if s and s.iso and s.day]
    texts = [s.numbers for _, s in numbered if s.numbers]
    if len(typed) < 2 or not texts or not all(max(t) > 12 for t in texts):
        return []
    small = all((s.day or 13) <= 12 for i in typed if (s := result.said[i]))
    return typed if small and len(texts) >= 2 else []


def _proved(cells: Sequence[Said], today: date) -> str | None:
    """The order that the column proves; None when both stand."""
    pairs = [s.numbers for s in cells if s.numbers]
    if all(a == b for a, b in pairs):
        return "dmy"
    over = {"dmy": sum(1 for a, b in pairs if a > 12 >= b), "mdy": sum(1 for a, b in pairs if b > 12 >= a)}
    if over["dmy"] != over["mdy"]:
        return max(over, key=lambda o: over[o])
    if over["dmy"]:
        return None
    read = {"dmy": [_read(s, today, dmy=True) for s in cells], "mdy": [_read(s, today, dmy=False) for s in cells]}
    broken = {order: sum(1 for d, ok in days if not ok) for order, days in read.items()}
    if broken["dmy"] != broken["mdy"] and min(broken.values()) == 0:
        return min(broken, key=lambda o: broken[o])
    if any(broken.values()):
        return None
    in_order = {order: _runs_one_way([d for d, _ in days if d]) for order, days in read.items()}
    return next((o for o in ORDERS if in_order[o] and not in_order["mdy" if o == "dmy" else "dmy"]), None)


def _read(one: Said, today: date, *, dmy: bool) -> tuple[date | None, bool]:
    """(the day in this order, whether it can be: it exists, is not to come, and its weekday agrees)."""
    a, b = one.numbers or (0, 0)
    year = _full_year(one, today)
    day = _day(year or today.year, *((b, a) if dmy else (a, b)))
    if day is None:
        return None, False
    if year is None:
        return day, True
    return day, day <= today + timedelta(days=1) and one.weekday in (None, day.weekday())


def _runs_one_way(found: Sequence[date]) -> bool:
    if len(set(found)) < SURE_FROM:
        return False
    pairs = list(pairwise(found))
    return all(a <= b for a, b in pairs) or all(a >= b for a, b in pairs)


def _full_year(one: Said, today: date) -> int | None:
    """Two digits mean this century up to next year; None when the cell has no year."""
    if one.year is None or not one.short_year:
        return one.year
    return 2000 + one.year if one.year <= (today.year + 1) % 100 else 1900 + one.year


def _years(title: str, result: Days, today: date, answers: Mapping[str, str]) -> None:
    """Days without a year: the last of them lies in the year that the person names, the others go back from there."""
    bare = [
        (i, s)
        for i, s in enumerate(result.said)
        if s and s.day and s.month and s.year is None and i not in result.wrong
    ]
    bare = [(i, s) for i, s in bare if _day(2000, s.month or 0, s.day or 0)]
    if not bare:
        return
    latest = today.year
    _by_neighbours(bare, result)
    bare = [(i, s) for i, s in bare if (one := result.said[i]) and one.year is None]
    if not bare:
        return
    candidates = [y for y in (latest, latest - 1) if _fits(bare, y, today)]
    question = f"year:{title}"
    answer = answers.get(question)
    named = [s for _, s in bare if s.weekday is not None]
    if answer is None and len(named) >= 2:
        agreeing = [y for y in range(latest - 4, latest + 1) if _weekdays_agree(bare, y, today)]
        answer = str(agreeing[0]) if len(agreeing) == 1 else None
        if answer:
            result.notices.append(("year-by-weekdays", bare[0][0], {"year": answer}))
    if answer is None or not answer.isdigit():
        choices = tuple(str(y) for y in (candidates or [latest - 1]) + [(candidates or [latest - 1])[-1] - 1])[:3]
        last_i, last = bare[-1] if _forward(bare) else bare[0]
        facts = {"text_at": last_i, "example": _day(int(choices[0]), last.month or 1, last.day or 1)}
        result.questions.append(Question(question, choices, facts))
        for i, _ in bare:
            result.wrong.setdefault(i, ("", {}))
        return
    for i, year in _dated(bare, int(answer)).items():
        one = result.said[i]
        if one:
            result.said[i] = Said(day=one.day, month=one.month, year=year, weekday=one.weekday, time=one.time)


def _forward(bare: Sequence[tuple[int, Said]]) -> bool:
    """Whether the lines go from old to new: more small steps up than down."""
    marks = [(s.month or 0) * 31 + (s.day or 0) for _, s in bare]
    steps = [b - a for a, b in pairwise(marks) if a != b and abs(b - a) < 186]
    return sum(1 for s in steps if s > 0) * 2 >= len(steps)


def _dated(bare: Sequence[tuple[int, Said]], last_year: int) -> dict[int, int]:
    """Position -> year, counted back from the latest line; a jump of half a year is a change of year."""
    order = list(reversed(bare)) if _forward(bare) else list(bare)
    found, year, before = {}, last_year, None
    for i, one in order:
        mark = (one.month or 0) * 31 + (one.day or 0)
        if before is not None and mark - before > 186:
            year -= 1
        elif before is not None and before - mark > 186:
            year += 1
        found[i], before = year, mark
    return found


def _by_neighbours(bare: Sequence[tuple[int, Said]], result: Days) -> None:
    """The year of a day that stands between two full dates of one year, and fits there."""
    for i, one in bare:
        before = next((d for s in reversed(result.said[:i]) if (d := _whole(s))), None)
        after = next((d for s in result.said[i + 1 :] if (d := _whole(s))), None)
        day = (
            _day(before.year, one.month or 0, one.day or 0) if before and after and before.year == after.year else None
        )
        if day and before and after and before <= day <= after:
            result.said[i] = replace(one, year=day.year)
            result.notices.append(("year-by-neighbours", i, {"year": str(day.year)}))


def _whole(one: Said | None) -> date | None:
    return _day(one.year, one.month or 0, one.day or 0) if one and one.year and one.year > 99 else None


def _fits(bare: Sequence[tuple[int, Said]], year: int, today: date) -> bool:
    years = _dated(bare, year)
    dates = [_day(years[i], s.month or 0, s.day or 0) for i, s in bare]
    return sum(1 for d in dates if d is None or d <= today) * 5 >= len(dates) * 4


def _weekdays_agree(bare: Sequence[tuple[int, Said]], year: int, today: date) -> bool:
    years = _dated(bare, year)
    pairs = [(_day(years[i], s.month or 0, s.day or 0), s.weekday) for i, s in bare if s.weekday is not None]
    agree = sum(1 for d, w in pairs if d and d.weekday() == w and d <= today)
    return agree * 5 >= len(pairs) * 4


def _serial_shift(title: str, result: Days, today: date, answers: Mapping[str, str]) -> int:
    """Days to add to day numbers: those of an old Mac count from 1904, and read four years too early."""
    serials = [(i, s.serial) for i, s in enumerate(result.said) if s and s.serial]
    if not serials:
        return 0
    mac = (EPOCH_1904 - date(1899, 12, 30)).days
    last_i, last = max(serials, key=lambda x: x[1])
    plain_day, mac_day = from_serial(last), from_serial(last, EPOCH_1904)
    answer = answers.get(f"year:{title}")
    if answer == str(mac_day.year):
        return mac
    if answer is None and today - timedelta(days=366) <= mac_day <= today + timedelta(days=1):
        facts = {"text_at": last_i, "example": plain_day, "other": mac_day}
        result.questions.append(Question(f"year:{title}", (str(plain_day.year), str(mac_day.year)), facts))
        for i, _ in serials:
            result.wrong.setdefault(i, ("", {}))
    return 0


def _settle(i: int, one: Said, result: Days, today: date, shift: int) -> None:
    if one.serial is not None:
        day: date | None = from_serial(one.serial) + timedelta(days=shift)
    else:
        year = _full_year(one, today)
        if one.short_year and one.year is not None and year is not None and year < 2000:
            result.wrong[i] = ("century-unclear", {"early": str(year), "late": str(2000 + one.year)})
            return
        day = _day(year or 0, one.month or 0, one.day or 0)
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


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
