"""Clean logs of one invented person, made by code, in the formats in which people have them.

`DAYS` and `SESSIONS` hold what the person noted, as the log folder writes it; a blank is absent. Every seed that is one
table keeps its cells in `rows`, so that a test may change cells and write the file again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache

from loadaid.domain import records
from loadaid.intake import headings
from tests.bad_inputs import fit, ods
from tests.bad_inputs.build import workbook
from tests.filled_templates import filled_csv, filled_workbook

TODAY = date(2026, 11, 26)
FIRST = date(2026, 3, 9)  # a Monday
Row = dict[str, str | int | float]
Rows = list[list[object]]
Write = Callable[[Rows], bytes]


@dataclass(frozen=True)
class Seed:
    """One clean file. rows: its cells and `write` the file they make; None for a file that is no single table.

    data: the file when it is no single table. answers: what its open questions are answered with, if it has any.
    """

    name: str
    rows: Rows | None = None
    write: Write | None = None
    data: bytes = b""
    answers: Mapping[str, str] = field(default_factory=dict)

    def bytes(self) -> bytes:
        return self.data if self.rows is None or self.write is None else self.write(self.rows)


def diary(days: int = 42) -> list[Row]:
    """Days as a person in treatment notes them, one in eleven forgotten."""
    found: list[Row] = []
    for n in range(days):
        if n % 11 == 7:
            continue
        day: Row = {
            "date": str(FIRST + timedelta(days=n)), "pain_morning": (n * 5 + 2) % 8, "pain_average": (n * 3 + 1) % 7 + 0.5 * (n % 2),
            "sleep_hours": 5.5 + (n * 7 % 8) / 2, "stress": (n * n + 3) % 11, "steps": 2000 + n * 731 % 9000,
            "exercised": "yes" if n % 7 in (0, 2, 4) else "no", "worked": "yes" if n % 7 < 5 else "no",
        }  # fmt: skip
        if n % 6 == 1:
            day["note"] = f"Marché {n + 10} min, sans gêne"
        if n % 5 == 3:
            del day["stress"]
        found.append(day)
    return found


def sessions(days: int = 42) -> list[Row]:
    """Three sessions a week of two exercises; what is of the whole session stands on its first row."""
    found: list[Row] = []
    for n in range(days):
        if n % 7 not in (0, 2, 4):
            continue
        whole: Row = {
            "session_minutes": 20 + n % 4 * 5,
            "session_rpe": 3 + n % 5,
            "pain_during": (n * 3) % 6,
            "completed": "yes",
        }
        for k, (exercise, load) in enumerate((("Pont fessier", None), ("Squat avec haltère", 2.5 + n % 3))):
            row: Row = {
                "date": str(FIRST + timedelta(days=n)),
                "session": 1,
                "exercise": exercise,
                "sets": 3,
                "reps": 8 + n % 5 + k,
            }
            if load is not None:
                row["load_kg"] = load
            found.append(row | (whole if k == 0 else {}))
    return found


DAYS, SESSIONS = diary(), sessions()
_TITLES = {"daily": headings.DAILY, "sessions": headings.SESSIONS}
_TABLES = {"daily": records.DAILY, "sessions": records.SESSIONS}


@dataclass(frozen=True)
class Style:
    """How somebody writes. language: 0 French, 1 English. typed: dates and numbers as a spreadsheet holds them."""

    language: int = 0
    decimal: str = ","
    day: str = "%d/%m/%Y"
    typed: bool = False


FRENCH, ENGLISH, TYPED = Style(), Style(1, ".", "%Y-%m-%d"), Style(typed=True)


def table(name: str, rows: Sequence[Row], style: Style) -> Rows:
    """Rows of one table of the log folder as somebody writes them, under the titles of the templates."""
    names = list(dict.fromkeys(n for row in rows for n in row))
    head: list[object] = [_TITLES[name][n][style.language] for n in names]
    return [head, *([_cell(name, n, row.get(n), style) for n in names] for row in rows)]


def both(style: Style) -> Rows:
    """Sessions and days in one table, as many people keep it: a row per day, the exercise on it."""
    first = {str(r["date"]): r for r in reversed(SESSIONS)}
    left, right = table("daily", DAYS, style), table("sessions", [first.get(str(d["date"]), {}) for d in DAYS], style)
    at = [i for i, title in enumerate(right[0]) if title not in ("Date", headings.SESSIONS["session"][style.language])]
    return [[*a, *(b[i] for i in at)] for a, b in zip(left, right, strict=True)]


def _cell(name: str, column: str, value: str | int | float | None, style: Style) -> object:
    if value is None:
        return None if style.typed else ""
    kind = _TABLES[name].column(column)
    if column == "date":
        day = date.fromisoformat(str(value))
        return day if style.typed else day.strftime(style.day)
    if kind.kind == "choice":
        words = headings.CHOICES.get(column, headings.CHOICES["yes_no"])
        return words[str(value)][style.language]
    if isinstance(value, str) or style.typed:
        return value
    return f"{value:g}".replace(".", style.decimal)


def turned(rows: Rows) -> Rows:
    """The same table with its days in columns."""
    width = max(len(row) for row in rows)
    return [[row[i] if i < len(row) else "" for row in rows] for i in range(width)]


def as_csv(separator: str, encoding: str = "utf-8", newline: str = "\r\n") -> Write:
    def write(rows: Rows) -> bytes:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=separator, lineterminator=newline)
        writer.writerows([["" if c is None else str(c) for c in row] for row in rows])
        return text.getvalue().encode(encoding)

    return write


def as_xlsx(rows: Rows) -> bytes:
    return workbook(rows)()


def as_ods(rows: Rows) -> bytes:
    lines = (ods.row(*(_ods_value(c) for c in row)) for row in rows)
    return ods.ods({"Feuille1": "".join(lines)})()


def _ods_value(cell: object) -> str | float | None:
    if cell is None or isinstance(cell, (int, float)):
        return cell
    return str(cell)


def _strong() -> Rows:
    """The export of Strong: a row per set, in pounds or kilos as its titles say."""
    head = [
        "Date",
        "Workout Name",
        "Duration",
        "Exercise Name",
        "Set Order",
        "Weight",
        "Reps",
        "Distance",
        "Seconds",
        "Notes",
        "Workout Notes",
        "RPE",
    ]
    rows: Rows = [list(head)]
    for n in range(0, 28, 3):
        when = f"{FIRST + timedelta(days=n)} 18:0{n % 10}:12"
        for exercise, weight in (("Goblet Squat", 8 + n % 4), ("Glute Bridge", 0)):
            rows += [
                [when, "Dos", f"{25 + n % 9}m", exercise, s, weight, 10 + s % 3, 0, 0, "", "", ""] for s in (1, 2, 3)
            ]
    return rows


def _hevy() -> Rows:
    head = ["title", "start_time", "end_time", "description", "exercise_title", "superset_id", "exercise_notes", "set_index", "set_type",
            "weight_kg", "reps", "distance_km", "duration_seconds", "rpe"]  # fmt: skip
    rows: Rows = [list(head)]
    for n in range(0, 28, 2):
        day = FIRST + timedelta(days=n)
        begun, ended = f"{day.day} {day:%b} {day.year}, 18:03", f"{day.day} {day:%b} {day.year}, 18:{35 + n % 20}"
        rows += [
            ["Dos", begun, ended, "", "Goblet Squat", "", "", s, "normal", 8 + n % 4, 10 + s, "", "", ""]
            for s in (0, 1, 2)
        ]
    return rows


def _fitbit() -> Rows:
    head = ["Date", "Calories Burned", "Steps", "Distance", "Floors", "Minutes Sedentary", "Minutes Lightly Active", "Minutes Fairly Active",
            "Minutes Very Active", "Activity Calories"]  # fmt: skip
    rows: Rows = [["Activities"], list(head)]
    for n in range(31):
        steps = 3000 + n * 577 % 8000
        rows.append(
            [
                str(date(2026, 3, 1) + timedelta(days=n)),
                f"{2000 + n},{n:03d}"[:5],
                f"{steps:,}",
                "4.2",
                3,
                700,
                180,
                n % 20,
                n % 13,
                "812",
            ]
        )
    return rows


def _messy() -> Rows:
    """A diary by hand: the weekday in the date, sets in one cell, durations as people write them, scores out of ten."""
    names = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
    months = {3: "mars", 4: "avril", 5: "mai"}
    rows: Rows = [["Jour", "Exercice", "Séries", "Durée", "RPE", "Douleur matin", "Remarques"]]
    for n in range(42):
        day = FIRST + timedelta(days=n)
        written = f"{names[day.weekday()]} {day.day} {months[day.month]} {day.year}"
        if n % 2:
            rows.append([written, "repos", "", "", "", f"{n % 8}/10", ""])
        else:
            rows.append(
                [
                    written,
                    "Squat",
                    f"{2 + n % 3}x{8 + n % 5}@{5 + n % 4}kg",
                    ("25 min", "1h05", "40'")[n % 3],
                    3 + n % 4,
                    f"{n % 8}/10",
                    "ok" if n % 4 else "",
                ]
            )
    return rows


def tcx() -> bytes:
    start = '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
    laps = "".join(
        f'<Activity Sport="Biking"><Id>2026-03-{d:02d}T17:30:00Z</Id><Lap StartTime="2026-03-{d:02d}T17:30:00Z">'
        f"<TotalTimeSeconds>{900 + d * 30}</TotalTimeSeconds><Track><Trackpoint><Time>2026-03-{d:02d}T17:30:00Z</Time></Trackpoint></Track></Lap></Activity>"
        for d in range(9, 23, 2)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>{start}{laps}</Activities></TrainingCenterDatabase>'.encode()


def gpx() -> bytes:
    points = "".join(
        f'<trkpt lat="45.{m:04d}" lon="5.1"><time>2026-03-09T17:{m:02d}:00Z</time></trkpt>' for m in range(0, 50, 2)
    )
    return f'<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Sortie</name><type>walking</type><trkseg>{points}</trkseg></trk></gpx>'.encode()


def _two_sheets() -> bytes:
    return workbook(table("sessions", SESSIONS, TYPED), table("daily", DAYS, TYPED), names=("Séances", "Journal"))()


@cache
def seeds() -> tuple[Seed, ...]:
    """All of them, the same on every run."""
    daily_fr, sessions_fr = table("daily", DAYS, FRENCH), table("sessions", SESSIONS, FRENCH)
    daily_en, sessions_en = table("daily", DAYS, ENGLISH), table("sessions", SESSIONS, ENGLISH)
    turn = {"sheet:days-in-columns": "turn"}
    return (
        Seed("jours.csv", daily_fr, as_csv(";", "utf-8-sig")),
        Seed("seances.csv", sessions_fr, as_csv(";")),
        Seed("tout.csv", both(FRENCH), as_csv(";")),
        Seed("days.csv", daily_en, as_csv(",")),
        Seed("sessions.csv", sessions_en, as_csv(",")),
        Seed("days.tsv", daily_en, as_csv("\t", newline="\n")),
        Seed("jours-unicode.txt", daily_fr, as_csv("\t", "utf-16")),
        Seed("ancien.csv", both(FRENCH), as_csv(";", "cp1252")),
        Seed("jours.xlsx", table("daily", DAYS, TYPED), as_xlsx),
        Seed("deux-feuilles.xlsx", data=_two_sheets()),
        Seed("seances.ods", table("sessions", SESSIONS, TYPED), as_ods),
        Seed("large.csv", turned(table("daily", DAYS[:20], FRENCH)), as_csv(";"), answers=turn),
        Seed("large.xlsx", turned(table("daily", DAYS[:20], TYPED)), as_xlsx, answers=turn),
        Seed("strong.csv", _strong(), as_csv(",", newline="\n"), answers={"unit:Weight": "kg"}),
        Seed("hevy.csv", _hevy(), as_csv(",", newline="\n")),
        Seed("fitbit_export_202603.csv", _fitbit(), as_csv(",", newline="\n")),
        Seed("velo.tcx", data=tcx()),
        Seed("sortie.gpx", data=gpx()),
        Seed("marche.fit", data=fit.fit_file(fit.walk(datetime(2026, 3, 9, 17, 30, tzinfo=UTC), 1800))),
        Seed("modele-seances.csv", data=filled_csv("sessions", "fr")[0]),
        Seed("template.xlsx", data=filled_workbook("en")[0]),
        Seed("a-la-main.csv", _messy(), as_csv(";", newline="\n"), answers={"scale:RPE": "0-10"}),
    )  # fmt: skip
