"""TapLog, an app with buttons: "Sport Str" and "Sport End" taps make a session; its other buttons are no session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from loadaid.intake.devices.csv_table import Row, Table, table_of
from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.model import FileReading

TITLES = {"time": ("timestamp",), "sport": ("cat1",), "tap": ("cat2",), "offset": ("timezoneoffset",)}
NEEDED = ("time", "sport", "tap", "offset")
_START, _END = "sport str", "sport end"


def read_rows(rows: list[Row], today: date, answers: Mapping[str, str]) -> FileReading:
    """Read the taps: a start and the next end make a session on the row of the start; a lone one is refused.

    Names of weekdays change with the phone's language and are not used. Raises FileRefused: no such titles, no row.
    """
    table = table_of(rows, TITLES, NEEDED)
    recordings = Recordings("taplog", today)
    open_start: tuple[datetime, int, list[str]] | None = None
    for time, number, cells in sorted(_taps(recordings, table), key=lambda tap: tap[0]):
        is_start = table.cell(cells, "tap").casefold() == _START
        if open_start and not is_start:
            _session(recordings, table, open_start, time, number)
            open_start = None
            continue
        lone = open_start if is_start else (time, number, cells)
        open_start = (time, number, cells) if is_start else None
        if lone:
            _refuse(recordings, table, lone)
    if open_start:
        _refuse(recordings, table, open_start)
    return recordings.done(table.ignored())


def _taps(recordings: Recordings, table: Table) -> list[tuple[datetime, int, list[str]]]:
    """Give the starts and ends, with their local time; what is neither is set aside."""
    taps = []
    for number, cells in table.whole_rows(recordings):
        if table.cell(cells, "tap").casefold() not in (_START, _END):
            recordings.aside(number, "not-a-session", "skipped", value=table.cell(cells, "sport"))
            continue
        text = table.cell(cells, "time")
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            time = None
        if time is None or time.tzinfo is None:
            code = "not-a-date" if text else "blank-date"
            recordings.aside(number, code, column=table.titles[table.at["time"]], value=text)
            continue
        taps.append((time, number, cells))
    return taps


def _session(recordings: Recordings, table: Table, start: tuple[datetime, int, list[str]], end: datetime,
             end_row: int) -> None:  # fmt: skip
    began, row, cells = start
    sources = {
        "date": table.source(cells, "time"),
        "exercise": table.source(cells, "sport"),
        "session_minutes": (table.titles[table.at["time"]], end.isoformat()),
    }
    recordings.session(row, began, (end - began).total_seconds() / 60, table.cell(cells, "sport"), sources)
    recordings.aside(end_row, "end-of-session", "skipped", other_row=row)


def _refuse(recordings: Recordings, table: Table, tap: tuple[datetime, int, list[str]]) -> None:
    column, value = table.source(tap[2], "tap")
    recordings.aside(tap[1], "half-a-session", column=column, value=value)
