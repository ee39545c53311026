"""GPX, a track of positions: one session per track, from its first to its last time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.devices.sports import plain_words
from loadaid.intake.devices.xml_events import elements, is_universal, moment, seconds_between
from loadaid.intake.model import FileReading, FileRefused

_IGNORED = ["lat", "lon", "ele", "name"]


@dataclass
class _Track:
    sport: str = ""
    points: int = 0
    timed: int = 0
    first: datetime | None = None
    last: datetime | None = None
    first_text: str = ""


def read(file: BinaryIO, name: str, today: date, answers: Mapping[str, str]) -> FileReading:
    """Read a GPX file. row: number of the track. Waypoints and routes are places, no session.

    A new segment of a track may be a pause or a lost signal: the file does not say which, so the time between segments
    counts. Raises FileRefused: forbidden content, cut, damaged, no activity.
    """
    recordings = Recordings("gpx", today)
    path: list[str] = []
    track = _Track()
    row = 0
    for event, tag, element in elements(file):
        if event == "start":
            path.append(tag)
            if tag == "trk":
                row += 1
                track = _Track()
            continue
        path.pop()
        parent = path[-1] if path else ""
        if tag == "type" and parent == "trk":
            track.sport = (element.text or "").strip()
        elif tag == "time" and parent == "trkpt":
            _note_time(track, (element.text or "").strip())
        elif tag == "trkpt":
            track.points += 1
        elif tag == "trk":
            _take(recordings, row, track)
        element.clear()
    if not row:
        raise FileRefused("no-activity", what="waypoints, routes")
    return recordings.done(_IGNORED)


def _note_time(track: _Track, text: str) -> None:
    time = moment(text)
    if time is None:
        return
    track.timed += 1
    if track.first is None or track.last is None:
        track.first = track.last = time
        track.first_text = text
    elif (seconds_between(track.last, time) or 0) > 0:
        track.last = time


def _take(recordings: Recordings, row: int, track: _Track) -> None:
    if not track.points:
        recordings.aside(row, "not-a-session", "skipped")
        return
    if track.first is None or track.last is None:
        recordings.aside(row, "no-time", column="time")
        return
    sources = {"date": ("trkpt/time", track.first_text), "session_minutes": ("trkpt/time", track.first_text)}
    if plain_words(track.sport):
        sources["exercise"] = ("type", track.sport)
    # points without a time may stand before the first time or after the last: then the length is not known
    minutes = (track.last - track.first).total_seconds() / 60 if track.timed == track.points else None
    recordings.session(row, track.first, minutes, track.sport, sources, universal=is_universal(track.first_text))
