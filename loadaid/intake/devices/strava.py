"""Strava's activities.csv, English and French: one session per activity. Its times are universal, its seconds exact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from loadaid.intake.devices.csv_table import Row, table_of
from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.model import FileReading

TITLES = {
    "date": ("activity date", "date de l'activité"),
    "sport": ("activity type", "type d'activité"),
    "seconds": ("moving time", "durée de déplacement", "temps de déplacement"),
    "effort": ("perceived exertion", "effort perçu"),
}
NEEDED = ("date", "sport")
_MONTHS = {"jan": 1, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "mai": 5, "may": 5, "juin": 6, "jun": 6, "juil": 7,
           "jul": 7, "aou": 8, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
_CLOCK = r"(?P<h>\d{1,2}):(?P<min>\d{2}):(?P<s>\d{2})(?:\s*(?P<half>[AP]M))?"
_WRITTEN = (
    re.compile(r"(?P<month>[^\W\d]+)\.? (?P<day>\d{1,2}),? (?P<year>\d{4}),? " + _CLOCK),  # Nov 12, 2025, 6:03:22 PM
    re.compile(r"(?P<day>\d{1,2}) (?P<month>[^\W\d]+)\.? (?P<year>\d{4})(?:,| à)? " + _CLOCK),  # 12 nov. 2025, 18:03:22
)


def read_rows(rows: list[Row], today: date, answers: Mapping[str, str]) -> FileReading:
    """Read the rows of activities.csv. Raises FileRefused: no such titles, no row."""
    table = table_of(rows, TITLES, NEEDED)
    recordings = Recordings("strava", today)
    for number, cells in table.whole_rows(recordings):
        text = table.cell(cells, "date")
        start = _moment(text)
        if start is None:
            code = "not-a-date" if text else "blank-date"
            recordings.aside(number, code, column=table.titles[table.at["date"]], value=text)
            continue
        seconds, effort = _number(table.cell(cells, "seconds")), _number(table.cell(cells, "effort"))
        recordings.session(
            number,
            start,
            seconds / 60 if seconds else None,  # 0: a sport without distance, where Strava knows no moving time
            table.cell(cells, "sport"),
            {
                "date": table.source(cells, "date"),
                "exercise": table.source(cells, "sport"),
                "session_minutes": table.source(cells, "seconds"),
                "session_rpe": table.source(cells, "effort"),
            },
            effort=effort or None,  # asked from 1 to 10
            universal=True,
        )
    return recordings.done(table.ignored(), {table.titles[table.at["seconds"]]: "s"} if "seconds" in table.at else {})


def _moment(text: str) -> datetime | None:
    text = " ".join(text.split())  # narrow and no-break spaces too
    for written in _WRITTEN:
        if match := written.fullmatch(text):
            return _from_match(match)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _from_match(match: re.Match[str]) -> datetime | None:
    name = unicodedata.normalize("NFD", match["month"].casefold()).encode("ascii", "ignore").decode()
    month = next((n for start, n in _MONTHS.items() if name.startswith(start)), 0)
    hour = int(match["h"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "PM" else 0)
    try:
        return datetime(int(match["year"]), month, int(match["day"]), hour, int(match["min"]), int(match["s"]))  # noqa: DTZ001
    except ValueError:
        return None


def _number(text: str) -> float | None:
    """Read seconds or an effort, such as "2400.0" or "7,0"."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
