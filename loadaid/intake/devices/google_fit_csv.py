"""Google Fit's dailyActivityMetrics.csv: steps and move minutes per local day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from loadaid.intake.devices.csv_table import Row, table_of
from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.model import FileReading

TITLES = {
    "date": ("date",),
    "active": ("move minutes count", "nombre de minutes actives", "nombre de minutes d'activité"),
    "steps": ("step count", "nombre de pas"),
}
NEEDED = ("date", "steps")


def read_rows(rows: list[Row], today: date, answers: Mapping[str, str]) -> FileReading:
    """Read the rows of dailyActivityMetrics.csv; an empty cell is unknown. Raises FileRefused: no such titles, no row."""
    table = table_of(rows, TITLES, NEEDED)
    recordings = Recordings("google-fit", today)
    for number, cells in table.whole_rows(recordings):
        text = table.cell(cells, "date")
        try:
            day = date.fromisoformat(text)
        except ValueError:
            code = "not-a-date" if text else "blank-date"
            recordings.aside(number, code, column=table.titles[table.at["date"]], value=text)
            continue
        steps, active = table.cell(cells, "steps"), table.cell(cells, "active")
        wrong = next((c for c, t in (("steps", steps), ("active", active)) if t and _number(t) is None), None)
        if wrong:
            column, value = table.source(cells, wrong)
            high = 200_000 if wrong == "steps" else 1440
            recordings.aside(number, "not-a-number", column=column, value=value, low=0, high=high, unit="", example=30)
            continue
        recordings.day(
            number,
            day,
            {"steps": _number(steps), "active_minutes": _number(active)},
            {
                "date": table.source(cells, "date"),
                "steps": table.source(cells, "steps"),
                "active_minutes": table.source(cells, "active"),
            },
        )
    return recordings.done(table.ignored())


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
