"""Garmin Connect's Activities.csv, from its web page, English and French: one session per activity, local times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from loadaid.intake.devices.csv_table import Row, table_of
from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.model import FileReading

TITLES = {
    "sport": ("activity type", "type d'activité"),
    "date": ("date",),
    "favorite": ("favorite", "favori"),
    "time": ("time", "activity time", "durée", "heure"),
}
NEEDED = ("sport", "date", "favorite", "time")
_TIME = re.compile(r"(\d+):([0-5]\d):([0-5]\d(?:[.,]\d+)?)")


def read_rows(rows: list[Row], today: date, answers: Mapping[str, str]) -> FileReading:
    """Read the rows of Activities.csv. Its time is the timer's. Raises FileRefused: no such titles, no row."""
    table = table_of(rows, TITLES, NEEDED)
    recordings = Recordings("garmin", today)
    for number, cells in table.whole_rows(recordings):
        text, time = table.cell(cells, "date"), table.cell(cells, "time")
        try:
            start = datetime.fromisoformat(text)
        except ValueError:
            code = "not-a-date" if text else "blank-date"
            recordings.aside(number, code, column=table.titles[table.at["date"]], value=text)
            continue
        match = _TIME.fullmatch(time)
        if match is None and time not in ("", "--"):  # 45:10 may be hours or minutes since a spreadsheet had it
            recordings.aside(number, "not-a-duration", column=table.titles[table.at["time"]], value=time)
            continue
        recordings.session(
            number,
            start,
            int(match[1]) * 60 + int(match[2]) + float(match[3].replace(",", ".")) / 60 if match else None,
            table.cell(cells, "sport"),
            {
                "date": table.source(cells, "date"),
                "exercise": table.source(cells, "sport"),
                "session_minutes": table.source(cells, "time"),
            },
        )
    return recordings.done(table.ignored())
