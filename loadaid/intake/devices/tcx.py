"""TCX, Garmin's training centre XML: one session per activity, from the totals of its laps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.devices.xml_events import elements, is_universal, moment, seconds_between
from loadaid.intake.model import FileReading, FileRefused

_IGNORED = ["DistanceMeters", "Calories", "AverageHeartRateBpm", "MaximumHeartRateBpm", "Position"]


@dataclass
class _Activity:
    """seconds: of the laps closed so far; a lap without a total lasts from its first to its last point."""

    sport: str
    start: str = ""
    laps: int = 0
    seconds: float = 0.0
    has_total: bool = True
    lap_total: float | None = None
    lap_times: list[str] = field(default_factory=list)

    def close_lap(self) -> None:
        self.laps += 1
        times = [t for t in map(moment, self.lap_times) if t is not None]
        seconds = self.lap_total
        if seconds is None and times:
            seconds = seconds_between(times[0], times[-1])
        self.seconds += seconds or 0
        self.has_total = self.has_total and seconds is not None
        self.lap_total, self.lap_times = None, []


def read(file: BinaryIO, name: str, today: date, answers: Mapping[str, str]) -> FileReading:
    """Read a TCX file. row: number of the activity. Times are universal in nearly all of them.

    Raises FileRefused: forbidden content, cut, damaged, no activity.
    """
    recordings = Recordings("tcx", today)
    path: list[str] = []
    activity: _Activity | None = None
    row = 0
    for event, tag, element in elements(file):
        if event == "start":
            path.append(tag)
            if tag == "Activity":
                row += 1
                activity = _Activity(element.get("Sport", ""))
            continue
        path.pop()
        parent = path[-1] if path else ""
        text = (element.text or "").strip()
        if activity is None:
            element.clear()
            continue
        if tag == "Id" and parent == "Activity":
            activity.start = text
        elif tag == "TotalTimeSeconds" and parent == "Lap":
            activity.lap_total = _number(text)
        elif tag == "Time" and parent == "Trackpoint":
            activity.lap_times = [*activity.lap_times[:1], text]
        elif tag == "Lap":
            activity.start = activity.start or element.get("StartTime", "")
            activity.close_lap()
        elif tag == "Activity":
            _take(recordings, row, activity)
            activity = None
        element.clear()
    if not row:
        raise FileRefused("no-activity", what="courses, workouts")
    return recordings.done(_IGNORED, {"TotalTimeSeconds": "s"})


def _take(recordings: Recordings, row: int, activity: _Activity) -> None:
    start = moment(activity.start)
    if start is None:
        recordings.aside(row, "no-time", column="Id", value=activity.start)
        return
    is_known = activity.laps > 0 and activity.has_total
    recordings.session(
        row,
        start,
        activity.seconds / 60 if is_known else None,
        activity.sport,
        {
            "date": ("Id", activity.start),
            "exercise": ("Sport", activity.sport),
            "session_minutes": ("TotalTimeSeconds", f"{activity.seconds:g}"),
        },
        universal=is_universal(activity.start),
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
