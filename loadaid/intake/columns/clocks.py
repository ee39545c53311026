"""When sessions begin and how long they last by the clock, from columns of starts and ends.

A length is never taken across a change of clock, and a session longer than ten hours is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from loadaid.intake.cells.dates import said
from loadaid.intake.cells.durations import minutes_of
from loadaid.intake.cells.spelling import tidy
from loadaid.intake.columns.daycolumn import Days
from loadaid.intake.model import Line, Question, Value, chosen
from loadaid.intake.tables.blocks import is_empty, text_of
from loadaid.intake.tables.mapping import Taken

LONG = 600  # minutes; more by the clock is a watch that was not stopped, or a day in the clinic: asked
DAY = 1440
EVENING, MORNING = 18 * 60, 8 * 60  # an end before its start is past midnight from an evening to a morning only


@dataclass
class Clocks:
    """Per line: when it began ("HH:MM" or None) and its minutes by the clock (or None).

    wrong: position -> (code, column, text, facts). notices: (code, position, column). waits: positions that wait.
    """

    start: list[str | None]
    minutes: list[float | None]
    wrong: dict[int, tuple[str, str, str, dict[str, Any]]] = field(default_factory=dict)
    notices: list[tuple[str, int, Taken]] = field(default_factory=list)
    waits: set[int] = field(default_factory=set)
    questions: list[Question] = field(default_factory=list)


def clocks(
    lines: Sequence[Line], days: Days, starts: Taken | None, ends: Taken | None, answers: Mapping[str, str]
) -> Clocks:
    """The starts and lengths of all lines. starts, ends: their columns, where there are any."""
    result = Clocks([None] * len(lines), [None] * len(lines))
    long: dict[int, int] = {}
    for i, line in enumerate(lines):
        one = days.said[i]
        begins, finishes = _cell(line, starts), _cell(line, ends)
        begun = clock(begins) or (one.time if one else None)
        ended = clock(finishes)
        result.start[i] = begun
        for taken, cell, at in ((starts, begins, begun), (ends, finishes, ended)):
            if taken and at is None and not is_empty(cell):
                result.notices.append(("not-a-time", i, taken))
        if begun is None or ended is None or ends is None:
            continue
        a, b = minutes_of(begun), minutes_of(ended)
        over = _days_between(days.days[i], finishes, days.order)
        length = b - a + DAY * (over or 0)
        if length < 0 and over is None and a >= EVENING and b <= MORNING:
            length += DAY
        if _changes(days.days[i], a, b):
            result.notices.append(("clock-change", i, ends))
        elif length < 0:
            result.wrong[i] = ("end-before-start", ends.title, text_of(finishes), {"start": begun})
        elif length > LONG:
            long[i] = length
        elif length:  # begun and ended in the same minute: the length was never taken
            result.minutes[i] = float(length)
    if long and ends:
        _ask(long, lines, ends, answers, result)
    return result


def clock(cell: Value) -> str | None:
    """The time of day a cell names, "HH:MM"; None for anything else, also for a length such as "45 min"."""
    if isinstance(cell, (datetime, time)):
        return cell.strftime("%H:%M")
    if isinstance(cell, timedelta) and cell < timedelta(days=1):
        return f"{cell.seconds // 3600:02d}:{cell.seconds // 60 % 60:02d}"
    if not isinstance(cell, str):
        return None
    if (one := said(cell)) and one.time:
        return one.time
    m = re.fullmatch(r"(\d{1,2})\s*[:hH]\s*(\d{2})?(?::\d{2})?\s*([ap]m)?", tidy(cell), re.IGNORECASE)
    if not m:
        return None
    hour = int(m[1]) % 12 + 12 * (m[3].casefold() == "pm") if m[3] else int(m[1])
    return f"{hour:02d}:{m[2] or '00'}" if hour < 24 and int(m[2] or 0) < 60 else None


def _cell(line: Line, taken: Taken | None) -> Value:
    return line.cells[taken.at] if taken and taken.at < len(line.cells) else None


def _days_between(begun: date | None, end: Value, order: str | None) -> int | None:
    """Days from a session's day to the day its end names; None when the end names none, or one that cannot be told."""
    other = said(end) if end is not None else None
    if begun is None or other is None:
        return None
    month, day = other.month, other.day
    if other.numbers and order in ("dmy", "mdy"):
        day, month = other.numbers if order == "dmy" else other.numbers[::-1]
    year = 2000 + other.year if other.short_year and other.year is not None else other.year or begun.year
    try:
        return (date(year, month or 0, day or 0) - begun).days
    except ValueError:
        return None


def _changes(day: date | None, start: int, end: int) -> bool:
    """Whether a span in minutes of the day takes in the hour of a change of clock, in Europe or in North America."""
    if day is None or day.weekday() != 6 or end < 60 or start >= 180:
        return False
    last = (day + timedelta(days=7)).month != day.month
    nth = (day.day - 1) // 7 + 1
    return (day.month in (3, 10) and last) or (day.month, nth) in ((3, 2), (11, 1))


def _ask(long: dict[int, int], lines: Sequence[Line], ends: Taken, answers: Mapping[str, str], result: Clocks) -> None:
    """Sessions too long to be believed: kept, up to a day, when they are said to be right; otherwise of unknown length."""
    question = f"unit:check:{ends.title}"
    answer = chosen(answers, question, ("right", "leave"))
    if answer == "right":
        for i, length in long.items():
            result.minutes[i] = float(length) if length <= DAY else None
    if answer is None:
        first = next(iter(long))
        result.waits.update(long)
        cell = f"{result.start[first]} – {text_of(_cell(lines[first], ends))}"
        facts = {"column": ends.title, "cell": cell, "row": lines[first].number}
        result.questions.append(Question(question, ("right", "leave"), facts))
    else:
        result.notices += [("left-unknown", i, ends) for i in long if result.minutes[i] is None]
