"""Which number of "03/04/2026" is the month: proved by the column, or asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from loadaid.intake.cells.dates import Said
from loadaid.intake.columns.daycolumn import Days, calendar_day, full_year
from loadaid.intake.model import Question, chosen

ORDERS = ("dmy", "mdy")
SURE_FROM = 5  # different days whose order in the file counts as proof; judgement: by chance 1 in 120


def find_order(title: str, result: Days, today: date, answers: Mapping[str, str]) -> None:
    """Settles the order of a column's numbers, and their days; or asks. title: of the column."""
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
    order = None if swapped else _proved([s for _, s in numbered], today)
    if order is None:  # a proof outweighs an answer, which may be about another file
        order = chosen(answers, question, ORDERS)
    elif either := [i for i, s in numbered if s.numbers and max(s.numbers) <= 12 and len(set(s.numbers)) == 2]:
        result.notices.append(("date-order-proved", either[0], {"order": order, "example_at": either[0]}))
    open_ones = [(i, s) for i, s in numbered if s.numbers and max(s.numbers) <= 12]
    if order is None and not open_ones:  # none of them is a day in either order
        order = "dmy"
    if order is None:
        i, one = open_ones[0]
        a, b = one.numbers or (0, 0)
        year = full_year(one, today) or today.year
        facts = {
            "text_at": i,
            "dmy": calendar_day(year, b, a),
            "mdy": calendar_day(year, a, b),
            "swapped": bool(swapped),
        }
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
    year = full_year(one, today)
    day = calendar_day(year or today.year, *((b, a) if dmy else (a, b)))
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
