"""Garmin's account export, JSON: the list of activities, and the daily summaries (UDSFile)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, BinaryIO

from loadaid.intake.devices.json_text import load, number, records
from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.model import FileReading, FileRefused

_ACTIVITIES = "summarizedActivitiesExport"
_IGNORED_OF_ACTIVITY = ["distance", "calories", "avgHr", "maxHr", "elevationGain", "steps"]
_IGNORED_OF_DAY = ["totalKilocalories", "totalDistanceMeters", "restingHeartRate", "allDayStress", "bodyBattery"]
_UNITS = {"duration": "ms", "startTimeLocal": "ms"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(file: BinaryIO, name: str, today: date, answers: Mapping[str, str]) -> FileReading:
    """Read summarizedActivities.json or UDSFile_*.json. row: number of the activity or day in the file.

    Raises FileRefused: cut, damaged, no activity.
    """
    entries = records(load(file))
    recordings = Recordings("garmin", today)
    activities = [a for entry in entries if _ACTIVITIES in entry for a in records(entry[_ACTIVITIES])]
    if activities:
        for row, activity in enumerate(activities, start=1):
            _activity(recordings, row, activity)
        return recordings.done(_IGNORED_OF_ACTIVITY, _UNITS)
    days = [entry for entry in entries if "calendarDate" in entry and "totalSteps" in entry]
    if not days:
        raise FileRefused("no-activity", what=", ".join(sorted(entries[0])[:5]) if entries else "")
    for row, entry in enumerate(entries, start=1):
        _day(recordings, row, entry)
    return recordings.done(_IGNORED_OF_DAY, _UNITS)


def _activity(recordings: Recordings, row: int, activity: dict[str, Any]) -> None:
    local, milliseconds = number(activity.get("startTimeLocal")), number(activity.get("duration"))
    start = _moment(local)
    if start is None:
        recordings.aside(row, "no-time", column="startTimeLocal", value=str(activity.get("startTimeLocal", "")))
        return
    sport = str(activity.get("activityType", ""))
    # CR10 times ten, as in Garmin's FIT files, asked from 1 to 10: 0 is no answer
    effort = number(activity.get("workoutRpe"))
    recordings.session(
        row,
        start,
        None if milliseconds is None else milliseconds / 60_000,
        sport,
        {
            "date": ("startTimeLocal", f"{activity['startTimeLocal']}"),
            "exercise": ("activityType", sport),
            "session_minutes": ("duration", f"{activity.get('duration')}"),
            "session_rpe": ("workoutRpe", f"{activity.get('workoutRpe')}"),
        },
        effort=effort / 10 if effort else None,
    )


def _moment(milliseconds: float | None) -> datetime | None:
    """Give the local time that Garmin writes as if it were universal; without a zone."""
    if milliseconds is None:
        return None
    try:
        return (_EPOCH + timedelta(milliseconds=milliseconds)).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return None


def _day(recordings: Recordings, row: int, entry: dict[str, Any]) -> None:
    text = str(entry.get("calendarDate", ""))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        recordings.aside(row, "not-a-date" if text else "blank-date", column="calendarDate", value=text)
        return
    # Minutes at a brisk walk or more, the same idea as Fitbit's "fairly" and "very active" and Apple's exercise minutes.
    # activeSeconds would count every stroll to the kitchen.
    moderate, vigorous = number(entry.get("moderateIntensityMinutes")), number(entry.get("vigorousIntensityMinutes"))
    active = None if moderate is None or vigorous is None else moderate + vigorous
    recordings.day(
        row,
        day,
        {"steps": number(entry.get("totalSteps")), "active_minutes": active},
        {
            "date": ("calendarDate", text),
            "steps": ("totalSteps", f"{entry.get('totalSteps')}"),
            "active_minutes": ("moderateIntensityMinutes + vigorousIntensityMinutes", f"{moderate} + {vigorous}"),
        },
    )
