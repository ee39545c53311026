"""Small log folders for the tests: write the tables one test is about, the required ones are added."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from loadaid.domain.errors import LogRefused, Problem
from loadaid.domain.records import TABLES, Log
from loadaid.logs import read

SESSIONS = "patient_id,date\n"
DAILY = "patient_id,date\n"


def folder_of(parent: Path, **tables: str | bytes) -> Path:
    """A log folder with these tables (text of the CSV file); sessions and daily have no rows unless given."""
    folder = parent / "log"
    folder.mkdir(exist_ok=True)
    for name, text in ({"sessions": SESSIONS, "daily": DAILY} | tables).items():
        (folder / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def problems_of(folder: Path) -> list[Problem]:
    """What a folder is refused for; none when it is accepted."""
    try:
        read(folder)
    except LogRefused as refusal:
        return list(refusal.problems)
    return []


def places(folder: Path) -> list[tuple[str, str, int, str, str]]:
    """code, file, row, column, value of every problem."""
    return [(p.code, p.file, p.row, p.column, p.value) for p in problems_of(folder)]


def assert_same_log(one: Log, other: Log) -> None:
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(one, table.name), getattr(other, table.name))
