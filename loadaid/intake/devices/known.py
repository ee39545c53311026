"""Which device or app a CSV or JSON file comes from, by its first lines; and the reader for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from typing import BinaryIO, cast

from loadaid.intake.devices import fitbit_csv, garmin_csv, google_fit_csv, strava, taplog
from loadaid.intake.devices.csv_table import TITLES_WITHIN, Row, find_table, plain
from loadaid.intake.model import FileReading

FileReader = Callable[[BinaryIO, str, date, Mapping[str, str]], FileReading]
RowReader = Callable[[list[Row], date, Mapping[str, str]], FileReading]

# Titles that no hand-made diary has all of. Google Fit's and Garmin's titles are asked for more than the reading needs.
_CSV = (
    ("garmin_csv", garmin_csv.TITLES, garmin_csv.NEEDED),
    ("strava", strava.TITLES, strava.NEEDED),
    ("google_fit_csv", google_fit_csv.TITLES, ("date", "steps", "active")),
    ("taplog", taplog.TITLES, taplog.NEEDED),
)
_FITBIT_SECTIONS = (*fitbit_csv.ACTIVITIES, *fitbit_csv.SLEEP, "body", "corps", "foods", "aliments")
_JSON = (
    (
        "garmin",
        re.compile(rb'"(summarizedActivitiesExport|wellnessStartTimeGmt)"|"calendarDate".*"totalSteps"', re.DOTALL),
    ),
    ("fitbit_json", re.compile(rb'^\W*"activities-steps"')),
    ("google_fit_json", re.compile(rb'^\W*"bucket"\s*:')),
)


def recognise_csv(lines: list[list[str]]) -> str | None:
    """Give the reader's name for the first lines of a CSV, split into cells; None: no device known here."""
    rows = list(enumerate(lines[:TITLES_WITHIN], start=1))
    for name, titles, needed in _CSV:
        if find_table(rows, titles, needed):
            return name
    titled = next((line for line in lines if any(cell.strip() for cell in line)), [])
    filled = [plain(cell) for cell in titled if cell.strip()]
    return "fitbit_csv" if len(filled) == 1 and filled[0] in _FITBIT_SECTIONS else None


def recognise_json(head: bytes) -> str | None:
    """Give the reader's name for the first kilobytes of a JSON file; None: no device known here."""
    return next((name for name, pattern in _JSON if pattern.search(head)), None)


def file_reader(name: str) -> FileReader:
    """Give `read` of a format: fit, tcx, gpx, apple, garmin, fitbit_json, google_fit_json."""
    return cast(FileReader, import_module(f"loadaid.intake.devices.{name}").read)


def row_reader(name: str) -> RowReader:
    """Give `read_rows` of a format: strava, garmin_csv, google_fit_csv, taplog, fitbit_csv."""
    return cast(RowReader, import_module(f"loadaid.intake.devices.{name}").read_rows)
