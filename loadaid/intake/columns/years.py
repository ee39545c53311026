"""Which year a day without one is in: proved by weekdays or by the days around, or asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from loadaid.intake.cells.dates import EPOCH_1900, EPOCH_1904, Said, from_serial
from loadaid.intake.columns.daycolumn import Days, calendar_day
from loadaid.intake.model import Question, chosen


def find_years(title: str, result: Days, today: date, answers: Mapping[str, str]) -> None:
    """Days without a year: the last of them lies in the year that the person names, the others go back from there."""
    bare = [
        (i, s)
        for i, s in enumerate(result.said)
        if s and s.day and s.month and s.year is None and i not in result.wrong
    ]
    bare = [(i, s) for i, s in bare if calendar_day(2000, s.month or 0, s.day or 0)]
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
    if answer is None or not re.fullmatch(r"(?:19|20)\d\d", answer):  # another year than those proposed may be said
        choices = tuple(str(y) for y in (candidates or [latest - 1]) + [(candidates or [latest - 1])[-1] - 1])[:3]
        last_i, last = bare[-1] if _forward(bare) else bare[0]
        facts = {"text_at": last_i, "example": calendar_day(int(choices[0]), last.month or 1, last.day or 1)}
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
            calendar_day(before.year, one.month or 0, one.day or 0)
            if before and after and before.year == after.year
            else None
        )
        if day and before and after and before <= day <= after:
            result.said[i] = replace(one, year=day.year)
            result.notices.append(("year-by-neighbours", i, {"year": str(day.year)}))


def _whole(one: Said | None) -> date | None:
    return calendar_day(one.year, one.month or 0, one.day or 0) if one and one.year and one.year > 99 else None


def _fits(bare: Sequence[tuple[int, Said]], year: int, today: date) -> bool:
    years = _dated(bare, year)
    dates = [calendar_day(years[i], s.month or 0, s.day or 0) for i, s in bare]
    return sum(1 for d in dates if d is None or d <= today) * 5 >= len(dates) * 4


def _weekdays_agree(bare: Sequence[tuple[int, Said]], year: int, today: date) -> bool:
    years = _dated(bare, year)
    pairs = [(calendar_day(years[i], s.month or 0, s.day or 0), s.weekday) for i, s in bare if s.weekday is not None]
    agree = sum(1 for d, w in pairs if d and d.weekday() == w and d <= today)
    return agree * 5 >= len(pairs) * 4


def serial_shift(title: str, result: Days, today: date, answers: Mapping[str, str]) -> int:
    """Days to add to day numbers: those of an old Mac count from 1904, and read four years too early."""
    serials = [(i, s.serial) for i, s in enumerate(result.said) if s and s.serial]
    if not serials:
        return 0
    mac = (EPOCH_1904 - EPOCH_1900).days
    last_i, last = max(serials, key=lambda x: x[1])
    plain_day, mac_day = from_serial(last), from_serial(last, EPOCH_1904)
    question, choices = f"year:{title}", (str(plain_day.year), str(mac_day.year))
    answer = chosen(answers, question, choices)
    if answer == choices[1]:
        return mac
    if answer is None and today - timedelta(days=366) <= mac_day <= today + timedelta(days=1):
        facts = {"text_at": last_i, "example": plain_day, "other": mac_day}
        result.questions.append(Question(question, choices, facts))
        for i, _ in serials:
            result.wrong.setdefault(i, ("", {}))
    return 0
