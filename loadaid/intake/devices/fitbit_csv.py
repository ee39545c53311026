"""Fitbit's monthly CSV, English and French: a title line before each of its tables, activities and sleep are read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from loadaid.intake.devices.csv_table import Row, Table, plain, positions
from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.model import FileReading, FileRefused, Question

ACTIVITIES = ("activities", "activités")
SLEEP = ("sleep", "sommeil")
_ACTIVITY_TITLES = {
    "date": ("date",),
    "steps": ("steps", "pas"),
    "fairly": ("minutes fairly active", "minutes assez actives"),
    "very": ("minutes very active", "minutes très actif", "minutes très actives"),
}
_SLEEP_TITLES = {
    "date": ("end time", "heure de fin"),
    "asleep": ("minutes asleep", "minutes de sommeil", "minutes endormi"),
}
_ORDERS = {"dmy": (3, 2, 1), "mdy": (3, 1, 2)}  # the groups that are year, month, day
_DAY_FIRST = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"\d+|\d{1,3}([,.\s]\d{3})+")  # every number read here is whole: a sign inside parts the thousands
_QUESTION = "date-order:Date"


def read_rows(rows: list[Row], today: date, answers: Mapping[str, str]) -> FileReading:
    """Read a month. The order of day and month is decided on the whole file; asked when both orders fit.

    Raises FileRefused: no table of activities or sleep in it.
    """
    tables, others = _tables(rows)
    if not any(table.rows for _, table in tables):
        raise FileRefused("header-only" if tables else "no-activity", what=", ".join(others))
    recordings = Recordings("fitbit", today)
    order = _date_order([t.cell(cells, "date").split(" ")[0] for _, t in tables for _, cells in t.rows])
    if order is None and answers.get(_QUESTION) in _ORDERS:
        order = answers[_QUESTION]
    recordings.reading.date_order = order
    if order is None:
        example = next(t.cell(cells, "date") for _, t in tables for _, cells in t.rows)
        recordings.reading.questions = [Question(_QUESTION, tuple(_ORDERS), {"example": example})]
        for number, _ in (row for _, table in tables for row in table.rows):
            recordings.aside(number, "waiting-for-answer", "skipped")
        return recordings.done(others)
    for kind, table in tables:
        (_activities if kind == "activities" else _sleep)(recordings, table, order)
    return recordings.done(dict.fromkeys([*others, *(title for _, table in tables for title in table.ignored())]))


def _tables(rows: list[Row]) -> tuple[list[tuple[str, Table]], list[str]]:
    """Give the tables that are read, each as "activities" or "sleep", and the title lines of the others.

    A table ends where the next title line stands.
    """
    tables: list[tuple[str, Table]] = []
    others: list[str] = []
    current, wants_titles = "", False
    for number, cells in rows:
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) == 1 and not _DAY_FIRST.match(filled[0]) and not _ISO.match(filled[0]):
            title = plain(filled[0])
            current = "activities" if title in ACTIVITIES else "sleep" if title in SLEEP else ""
            wants_titles = bool(current)
            if not current:
                others.append(filled[0])
        elif wants_titles and filled:
            wanted = _ACTIVITY_TITLES if current == "activities" else _SLEEP_TITLES
            at = positions(cells, wanted)
            if ("steps" if current == "activities" else "asleep") in at and "date" in at:
                tables.append((current, Table(cells, at, [])))
            else:
                others.append(current)
                current = ""
            wants_titles = False
        elif current and filled:
            tables[-1][1].rows.append((number, cells))
    return tables, others


def _date_order(texts: list[str]) -> str | None:
    """Give "iso", "dmy" or "mdy"; None when both fit. Fitbit writes every day of a month: they must follow one another."""
    if all(_ISO.fullmatch(text) for text in texts):
        return "iso"
    days = {order: [day for text in texts if (day := _day(text, order))] for order in _ORDERS}
    if len(days["dmy"]) != len(days["mdy"]):  # a 13 or more proves the order; a row that breaks it is refused
        return max(_ORDERS, key=lambda order: len(days[order]))
    following = [order for order in _ORDERS if _follow(days[order])]
    return following[0] if len(following) == 1 else None


def _follow(days: list[date]) -> bool:
    return bool(days) and max(days) - min(days) == timedelta(days=len(set(days)) - 1)


def _day(text: str, order: str) -> date | None:
    try:
        if order == "iso" or _ISO.fullmatch(text):
            return date.fromisoformat(text)
        match = _DAY_FIRST.fullmatch(text)
        if match is None:
            return None
        year, month, day = (int(match[group]) for group in _ORDERS[order])
        return date(year, month, day)
    except ValueError:
        return None


def _activities(recordings: Recordings, table: Table, order: str) -> None:
    for number, cells in table.whole_rows(recordings):
        day = _checked_day(recordings, table, number, cells, order)
        names = [ours for ours in ("steps", "fairly", "very") if ours in table.at]
        if day is None or not _are_whole(recordings, table, number, cells, names):
            continue
        counts = {ours: _whole(table.cell(cells, ours)) for ours in names}
        fairly, very = counts.get("fairly"), counts.get("very")
        sources = {"date": table.source(cells, "date"), "steps": table.source(cells, "steps")}
        if fairly is not None and very is not None:
            (a, b), (c, d) = table.source(cells, "fairly"), table.source(cells, "very")
            sources["active_minutes"] = (f"{a} + {c}", f"{b} + {d}")
        active = None if fairly is None or very is None else fairly + very
        recordings.day(number, day, {"steps": counts["steps"], "active_minutes": active}, sources)


def _sleep(recordings: Recordings, table: Table, order: str) -> None:
    """Take the sleeps, each on the day it ends. Rows of one day all carry the sum, so that no row says another value."""
    of_day: dict[date, list[tuple[int, list[str], int]]] = defaultdict(list)
    for number, cells in table.whole_rows(recordings):
        day = _checked_day(recordings, table, number, cells, order)
        if day is None or not _are_whole(recordings, table, number, cells, ["asleep"]):
            continue
        minutes = _whole(table.cell(cells, "asleep"))
        if minutes is None:
            recordings.aside(number, "nothing-in-the-row")
        else:
            of_day[day].append((number, cells, minutes))
    for day, sleeps in of_day.items():
        text = " + ".join(table.cell(cells, "asleep") for _, cells, _ in sleeps)
        hours = sum(minutes for *_, minutes in sleeps) / 60
        for number, cells, _ in sleeps:
            sources = {"date": table.source(cells, "date"), "sleep_hours": (table.source(cells, "asleep")[0], text)}
            recordings.day(number, day, {"sleep_hours": hours}, sources)
        if len(sleeps) > 1:
            recordings.notice("sleeps-added", sleeps[-1][0], value=text)


def _checked_day(recordings: Recordings, table: Table, number: int, cells: list[str], order: str) -> date | None:
    text = table.cell(cells, "date")
    day = _day(text.split(" ")[0], order)
    if day is None:
        column = table.titles[table.at["date"]]
        recordings.aside(number, "not-a-date" if text else "blank-date", column=column, value=text)
    return day


def _are_whole(recordings: Recordings, table: Table, number: int, cells: list[str], names: Iterable[str]) -> bool:
    for ours in names:
        text = table.cell(cells, ours)
        if text and _whole(text) is None:
            column, value = table.source(cells, ours)
            high = 200_000 if ours == "steps" else 1440
            recordings.aside(
                number, "not-a-whole-number", column=column, value=value, low=0, high=high, unit="", example=30
            )
            return False
    return True


def _whole(text: str) -> int | None:
    """Read a whole number, with the thousands parted or not: "9,892", "9 892", "5541"; None when it is none."""
    return int(re.sub(r"\D", "", text)) if _WHOLE.fullmatch(text) else None
