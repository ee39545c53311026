"""FIT, the file of a sports watch: one session per session message; what stands before a fault is read too.

`fitdecode` reads the compressed timestamps of older watches. Times are taken as raw seconds, because a watch that does not
know the date counts from when it was switched on, and only its activity message says what day that was.
Source of field meanings: the FIT profile (Garmin).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO, Literal

from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.model import FileReading, FileRefused, Question, chosen

_EPOCH = datetime(1989, 12, 31)  # noqa: DTZ001 - FIT seconds are shifted to local time before they are added
_CLOCK_SECONDS = 0x10000000  # below: seconds since the watch was switched on
_WIDEST_ZONE_SECONDS = 14 * 3600
_VAGUE_SPORTS = ("generic", "training", "fitness_equipment")  # the sub-sport says more
_IGNORED = ["total_distance", "total_calories", "avg_heart_rate", "max_heart_rate", "total_ascent"]
_DAMAGED = "merge:damaged"
_CHECKSUM_BYTES = 2

Message = dict[str, Any]
Fault = Literal["cut", "altered"] | None


@dataclass
class _Part:
    """One of the FIT files that may stand behind one another.

    end: where its header says that it ends. record_seconds: with the timer running. whole: its checksum is right.
    """

    end: int
    kind: str | None = None
    sport: str = ""
    activity: Message = field(default_factory=dict)
    sessions: list[Message] = field(default_factory=list)
    first_record: int | None = None
    last_record: int | None = None
    record_seconds: int = 0
    timer_runs: bool = True
    messages: set[str] = field(default_factory=set)
    whole: bool = False


def read(file: BinaryIO, name: str, today: date, answers: Mapping[str, str]) -> FileReading:
    """Read a FIT file. row: number of the session in the file.

    A file with a fault asks before it stores: when the session itself was cut off (its length comes from the records
    before the fault), or when bytes were altered (any value may be another). A session read whole before the file was
    cut is kept, and said.
    Raises FileRefused: no activity, cut or damaged before anything was recorded.
    """
    parts, fault = _parts(file)
    recordings = Recordings("fit", today)
    row = 0
    for part in parts:
        for message in part.sessions or _from_records(part):
            row += 1
            minutes = _minutes(message)
            if fault and not part.whole and (fault == "altered" or not part.sessions):
                answer = chosen(answers, _DAMAGED, ("keep", "leave"))
                if answer is None:
                    facts = {"minutes": round(minutes or 0, 1)}
                    recordings.reading.questions = [Question(_DAMAGED, ("keep", "leave"), facts)]
                    recordings.aside(row, "waiting-for-answer", "skipped")
                    continue
                if answer == "leave":
                    recordings.aside(row, "row-not-taken", "skipped")
                    continue
            _take(recordings, row, part, message, minutes)
    if not row:
        _refuse(parts, fault)
    if fault == "altered" and not parts[-1].whole:
        recordings.notice("checksum-differs")
    elif fault:
        recordings.notice("damaged-after", minutes=round(sum(map(_known_minutes, parts)), 1))
    return recordings.done(_IGNORED, {"total_timer_time": "s"})


def _parts(file: BinaryIO) -> tuple[list[_Part], Fault]:
    """Read up to the end or the first fault."""
    import fitdecode

    parts: list[_Part] = []
    reader = fitdecode.FitReader(
        file,
        processor=None,
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    frames = iter(reader)
    while True:
        try:
            frame = next(frames, None)
        except (
            Exception
        ) as fault:  # broken bytes can make the library fail in any way; what was read before still counts
            is_cut = file.seek(0, io.SEEK_END) < parts[-1].end if parts else "truncated" in str(fault)
            return parts, "cut" if is_cut else "altered"
        if frame is None:
            return parts, None
        if frame.frame_type == fitdecode.FIT_FRAME_HEADER:
            parts.append(_Part(end=file.tell() + frame.body_size + _CHECKSUM_BYTES))
        elif frame.frame_type == fitdecode.FIT_FRAME_CRC:
            parts[-1].whole = True
        elif frame.frame_type == fitdecode.FIT_FRAME_DATA:
            _note(parts[-1], frame)


def _note(part: _Part, frame: Any) -> None:
    if frame.name == "record":
        _note_record(part, frame.get_value("timestamp", fallback=None))
        return
    message = {f.name: f.value for f in frame.fields if f.value is not None}
    part.messages.add(frame.name)
    if frame.name == "session":
        part.sessions.append(message)
    elif frame.name == "activity":
        part.activity = message
    elif frame.name == "file_id":
        part.kind = str(message.get("type", "")) or None
    elif frame.name == "sport":
        part.sport = str(message.get("sport", ""))
    elif frame.name == "event" and message.get("event") == "timer":
        part.timer_runs = message.get("event_type") == "start"


def _note_record(part: _Part, second: Any) -> None:
    if not isinstance(second, int):  # absent, or of another type in an altered file
        return
    if part.first_record is None or part.last_record is None:
        part.first_record = second
    elif part.timer_runs:
        part.record_seconds += max(0, second - part.last_record)
    part.last_record = second


def _from_records(part: _Part) -> list[Message]:
    """Make the session that a file without a session message recorded; none when it is no activity."""
    if part.kind != "activity" or part.first_record is None:
        return []
    return [{"start_time": part.first_record, "total_timer_time": part.record_seconds, "sport": part.sport}]


def _take(recordings: Recordings, row: int, part: _Part, message: Message, minutes: float | None) -> None:
    second = message.get("start_time")
    if not isinstance(second, int):
        recordings.aside(row, "no-time")
        return
    sport, sub_sport = str(message.get("sport", "")), str(message.get("sub_sport", ""))
    if sport in _VAGUE_SPORTS and sub_sport not in ("", "generic"):
        sport = sub_sport
    sport = "" if sport == "generic" else sport
    effort = message.get("workout_rpe")  # CR10 times ten, asked from 1 to 10: 0 is no answer
    offset = _zone_seconds(part.activity)
    recordings.session(
        row,
        _EPOCH + timedelta(seconds=second + (offset or 0)),
        minutes,
        sport,
        {
            "date": ("start_time", str(second)),
            "exercise": ("sport", sport),
            "session_minutes": ("total_timer_time", str(message.get("total_timer_time", ""))),
            "session_rpe": ("workout_rpe", str(effort)),
        },
        effort=effort / 10 if isinstance(effort, int) and effort else None,
        universal=offset is None,
    )


def _zone_seconds(activity: Message) -> int | None:
    """Give local time minus the watch's own time; None when the file does not say, or says what no zone is."""
    local, own = activity.get("local_timestamp"), activity.get("timestamp")
    if not isinstance(local, int) or not isinstance(own, int):
        return None
    seconds = local - own
    return seconds if own < _CLOCK_SECONDS or abs(seconds) <= _WIDEST_ZONE_SECONDS else None


def _minutes(message: Message) -> float | None:
    seconds = message.get("total_timer_time")
    return seconds / 60 if isinstance(seconds, int | float) else None


def _known_minutes(part: _Part) -> float:
    return sum(_minutes(message) or 0 for message in part.sessions or _from_records(part))


def _refuse(parts: list[_Part], fault: Fault) -> None:
    if fault:
        raise FileRefused("truncated-file" if fault == "cut" else "damaged-file")
    kinds = [part.kind for part in parts if part.kind]
    what = kinds or sorted({message for part in parts for message in part.messages})
    raise FileRefused("no-activity", what=", ".join(what).replace("_", " "))
