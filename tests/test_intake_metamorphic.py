"""One log in many spellings gives one set of rows and one reading; what is exported reads back as it was."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from loadaid.analysis.review import review
from loadaid.cli.readin import known_of
from loadaid.cli.readout import write_rows
from loadaid.domain.records import DAILY, SESSIONS
from loadaid.intake.file import read_file
from loadaid.intake.result import Reading, read_files
from loadaid.logs import read as read_log
from loadaid.logs import write as write_log
from loadaid.virtual import clinic
from tests import intake_seeds as seeds
from tests.intake_seeds import (
    ENGLISH,
    FRENCH,
    TODAY,
    TYPED,
    Row,
    Rows,
    Style,
    Write,
    as_csv,
    as_ods,
    as_xlsx,
    table,
    turned,
)

TURN = {"sheet:days-in-columns": "turn"}


def spelled(form: str, name: str) -> tuple[str, bytes, Mapping[str, str]]:
    """(name, file, answers) of the sessions or the days in one of the forms."""
    rows: list[Row] = seeds.DAYS if name == "daily" else seeds.SESSIONS
    french, english, typed = (table(name, rows, style) for style in (FRENCH, ENGLISH, TYPED))
    forms: dict[str, tuple[str, Write, Rows, Mapping[str, str]]] = {
        "french": ("a.csv", as_csv(";"), french, {}),
        "french with a mark": ("a.csv", as_csv(";", "utf-8-sig"), french, {}),
        "iso": ("a.csv", as_csv(",", newline="\n"), english, {}),
        "american": ("a.csv", as_csv(","), table(name, rows, Style(1, ".", "%m/%d/%Y")), {}),
        "months in letters": ("a.csv", as_csv(";"), table(name, rows, Style(1, ",", "%A %d %B %Y")), {}),
        "short years": ("a.csv", as_csv(";"), table(name, rows, Style(0, ",", "%d.%m.%y")), {}),
        "unicode text": ("a.txt", as_csv("\t", "utf-16"), french, {}),
        "tabs": ("a.tsv", as_csv("\t"), english, {}),
        "old": ("a.csv", as_csv(";", "cp1252"), french, {}),
        "mac": ("a.csv", as_csv(";", "mac_roman"), french, {"column:encoding": "mac_roman"}),
        "xlsx": ("a.xlsx", as_xlsx, typed, {}),
        "xlsx of texts": ("a.xlsx", as_xlsx, french, {}),
        "ods": ("a.ods", as_ods, typed, {}),
        "titles below a heading": ("a.csv", as_csv(";"), [["Journal de bord"], [], *french], {}),
        "columns turned round": ("a.csv", as_csv(";"), [row[::-1] for row in french], {}),
        "wide": ("a.csv", as_csv(";"), turned(french), TURN),
        "wide xlsx": ("a.xlsx", as_xlsx, turned(typed), TURN),
        "wide ods": ("a.ods", as_ods, turned(typed), TURN),
    }
    file, write_, cells, answers = forms[form]
    return file, write_(cells), answers


LONG = (
    "french",
    "french with a mark",
    "iso",
    "american",
    "months in letters",
    "short years",
    "unicode text",
    "tabs",
    "old",
    "mac",
    "xlsx",
    "xlsx of texts",
    "ods",
    "titles below a heading",
    "columns turned round",
)
EVERY = (*LONG, "wide", "wide xlsx", "wide ods")


def rows_of(reading: Reading, name: str) -> list[Row]:
    """The accepted rows without whose they are, numbers as numbers, by day."""
    kept = [{k: v for k, v in row.items() if k not in ("patient_id", "start")} for row, _, _ in reading.accepted[name]]
    return sorted(kept, key=lambda row: (str(row["date"]), str(row.get("exercise", ""))))


def read(*files: tuple[str, bytes], answers: Mapping[str, str] | None = None) -> Reading:
    opened = [(name, io.BytesIO(data)) for name, data in files]
    return read_files(opened, today=TODAY, patient="p1", answers=answers, reader=read_file)


@pytest.mark.parametrize("form", EVERY)
def test_the_days_are_the_same_in_every_spelling(form: str) -> None:
    name, data, answers = spelled(form, "daily")
    reading = read((name, data), answers=answers)
    assert [q.id for q in reading.questions] == []
    assert rows_of(reading, "daily") == seeds.DAYS
    assert reading.counts["new"] == reading.counts["received"] == len(seeds.DAYS)
    assert not reading.accepted["sessions"]


@pytest.mark.parametrize("form", LONG)
def test_the_sessions_are_the_same_in_every_spelling(form: str) -> None:
    name, data, answers = spelled(form, "sessions")
    reading = read((name, data), answers=answers)
    assert [q.id for q in reading.questions] == []
    meant = sorted(seeds.SESSIONS, key=lambda row: (str(row["date"]), str(row["exercise"])))
    assert rows_of(reading, "sessions") == meant
    assert not reading.accepted["daily"]


def headlines(folder: Path) -> dict[date, str]:
    """What `review --every-day` says of every day."""
    measures = review(read_log(folder)).measures()
    return {moment.date(): str(said) for moment, said in zip(measures["date"], measures["headline"], strict=True)}


def stored(form: str, place: Path) -> Path:
    """The log folder that `read --out` writes of both tables in that form."""
    both = {"daily": spelled(form, "daily"), "sessions": spelled(form if form in LONG else "french", "sessions")}
    files = [(f"{table_name}-{name}", data) for table_name, (name, data, _) in both.items()]
    answers = {k: v for _, _, given in both.values() for k, v in given.items()}
    (place / "log").mkdir()
    write_rows(place / "log", read(*files, answers=answers))
    return place / "log"


@cache
def meant_headlines() -> dict[date, str]:
    """The same of the log itself, written without any reading."""
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        for made, rows in ((DAILY, seeds.DAYS), (SESSIONS, seeds.SESSIONS)):
            frame = pd.DataFrame([{"patient_id": "p1", **row} for row in rows])
            frame.to_csv(Path(place) / f"{made.name}.csv", index=False)
        return headlines(Path(place))


@pytest.mark.parametrize("form", EVERY)
def test_every_spelling_gives_the_same_headline_on_every_day(form: str, tmp_path: Path) -> None:
    found = headlines(stored(form, tmp_path))
    assert len(found) == 42
    assert found == meant_headlines()


def test_a_file_read_again_in_another_spelling_is_known() -> None:
    first, again = spelled("french", "daily"), spelled("xlsx", "daily")
    reading = read((first[0], first[1]), (again[0], again[1]))
    assert reading.counts == {"received": 76, "new": 38, "same": 38, "conflicting": 0, "refused": 0, "skipped": 0}


def test_lines_in_any_order_give_the_same_rows() -> None:
    rows = table("daily", seeds.DAYS, FRENCH)
    turned_round = [rows[0], *reversed(rows[1:])]
    assert rows_of(read(("a.csv", as_csv(";")(turned_round))), "daily") == seeds.DAYS


def test_what_is_no_data_changes_no_row() -> None:
    rows = table("daily", seeds.DAYS, FRENCH)
    more: Rows = [
        ["Suivi de Mme X"],
        [],
        *rows[:10],
        ["Total", "12"],
        [],
        *rows[10:20],
        rows[0],
        *rows[20:],
        ["Moyenne", "4,2"],
        ["Signé : X"],
    ]
    reading = read(("a.csv", as_csv(";")(more)))
    assert rows_of(reading, "daily") == seeds.DAYS
    assert (reading.counts["new"], reading.counts["refused"]) == (len(seeds.DAYS), 0)


def test_a_column_that_nobody_knows_changes_no_row() -> None:
    rows = table("daily", seeds.DAYS, FRENCH)
    more = [[*row, "Météo" if n == 0 else "pluie, 12 °C"] for n, row in enumerate(rows)]
    reading = read(("a.csv", as_csv(";")(more)))
    assert rows_of(reading, "daily") == seeds.DAYS
    assert reading.files[0].reading.ignored == ["Météo"]


@pytest.mark.parametrize("days", [7, 14, 60])
def test_a_part_of_a_log_gives_that_part_of_the_rows(days: int) -> None:
    first = str(seeds.FIRST + timedelta(days=days))
    part = [row for row in seeds.DAYS if str(row["date"]) < first]
    assert rows_of(read(("a.csv", as_csv(";")(table("daily", part, FRENCH)))), "daily") == part


@pytest.mark.parametrize("name", ["sessions", "daily"])
def test_a_log_folder_that_is_exported_reads_back_as_it_was(name: str, tmp_path: Path) -> None:
    log = clinic(4, 60, 1)
    write_log(log, tmp_path / "clinic")
    data = (tmp_path / "clinic" / f"{name}.csv").read_bytes()
    reading = read_files(
        [(f"{name}.csv", io.BytesIO(data))],
        today=TODAY + timedelta(days=1),
        answers={"patient": "all"},
        reader=read_file,
    )
    assert [q.id for q in reading.questions] == []
    assert reading.counts["received"] == reading.counts["new"] == len(getattr(log, name))
    known = known_of(tmp_path / "clinic")
    assert known is not None
    days = (
        known.daily.values()
        if name == "daily"
        else [r for day in known.sessions.values() for rows in day.values() for r in rows]
    )
    assert _sorted(row for row, _, _ in reading.accepted[name]) == _sorted(days)


def _sorted(rows: Any) -> list[dict[str, Any]]:
    kept = [{k: v for k, v in row.items() if k not in ("entered_at", "start")} for row in rows]
    return sorted(
        kept, key=lambda row: (row["patient_id"], row["date"], row.get("session", 1), str(row.get("exercise", "")))
    )
