"""Fitbit's steps per day, JSON: {"activities-steps": [{"dateTime", "value"}]}."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import BinaryIO

from loadaid.intake.devices.json_text import load, number, records
from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.model import FileReading, FileRefused

_STEPS = "activities-steps"


def read(file: BinaryIO, name: str, today: date, answers: Mapping[str, str]) -> FileReading:
    """Read a file of steps. row: number of the day in the file. Raises FileRefused: cut, damaged, no activity."""
    content = load(file)
    if not isinstance(content, dict) or not content.get(_STEPS):
        raise FileRefused("no-activity", what=", ".join(content) if isinstance(content, dict) else "")
    recordings = Recordings("fitbit", today)
    for row, entry in enumerate(records(content[_STEPS]), start=1):
        text = str(entry.get("dateTime", ""))
        try:
            day = date.fromisoformat(text)
        except ValueError:
            recordings.aside(row, "not-a-date" if text else "blank-date", column="dateTime", value=text)
            continue
        value = entry.get("value")
        sources = {"date": ("dateTime", text), "steps": (_STEPS, f"{value}")}
        recordings.day(row, day, {"steps": number(value)}, sources)
    return recordings.done(key for key in content if key != _STEPS)
