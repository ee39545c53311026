"""Apple Health, export.xml: workouts, and per day steps, exercise minutes and hours asleep.

Exports reach 2 GB, nearly all of it heart rate: the text goes through expat in one pass, and only sums stay in memory.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, BinaryIO
from xml.parsers import expat

from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.devices.xml_events import CUT
from loadaid.intake.model import FileReading, FileRefused

_STEPS = "HKQuantityTypeIdentifierStepCount"
_EXERCISE = "HKQuantityTypeIdentifierAppleExerciseTime"
_SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
_ASLEEP = "HKCategoryValueSleepAnalysisAsleep"  # and its stages: ...AsleepCore, Deep, REM, Unspecified
_SECONDS = {"s": 1, "min": 60, "hr": 3600}
_CHUNK = 1 << 16  # more is slower, measured; the document type takes some 8,000 bytes
_NIGHT_ENDS = timedelta(hours=6)  # what ends after 18:00 belongs to the next day's waking

Interval = tuple[datetime, datetime]


def read(file: BinaryIO, name: str, today: date, answers: Mapping[str, str]) -> FileReading:
    """Read an export.xml that stands alone; see `read_xml`."""
    return read_xml(file, today)


def read_xml(stream: BinaryIO, today: date) -> FileReading:
    """Read an export.xml, also as a member of the export's archive. Rows: workouts and days, each counted from 1.

    Days are those of the export's own zone ("+0200"). Raises FileRefused: forbidden content, cut, damaged, no activity.
    """
    health = _Health(today)
    parser = expat.ParserCreate()
    parser.ordered_attributes = True  # a list: no dictionary for the millions of records that are left aside
    parser.StartElementHandler = health.start
    parser.StartDoctypeDeclHandler = _only_internal
    parser.EntityDeclHandler = parser.ExternalEntityRefHandler = parser.UnparsedEntityDeclHandler = _forbidden
    try:
        parser.Parse(_without_document_type(stream.read(_CHUNK)))
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise FileRefused("truncated-file" if fault.code in CUT else "damaged-file") from fault
    except (ValueError, KeyError, LookupError) as fault:
        raise FileRefused("damaged-file") from fault
    return health.reading()


def _without_document_type(head: bytes) -> bytes:
    """Leave the document type out: that of some iOS versions is faulty. None of it is needed, and entities are refused."""
    begin = head.find(b"<!DOCTYPE")
    end = head.find(b"]>", begin)
    if begin < 0 or end < 0:
        return head
    declared = head[begin:end]
    if b"<!ENTITY" in declared or b"SYSTEM" in declared or b"PUBLIC" in declared:
        raise FileRefused("forbidden-content")
    return head[:begin] + head[end + 2 :]


def _only_internal(name: str, system: str | None, public: str | None, has_internal: bool) -> None:
    if system or public:
        raise FileRefused("forbidden-content")


def _forbidden(*_: Any) -> int:
    raise FileRefused("forbidden-content")


class _Health:
    """The sums of one export. steps, exercise: day -> device or app -> total; asleep: day of waking -> intervals."""

    def __init__(self, today: date) -> None:
        self.recordings = Recordings("apple", today)
        self.root = ""
        self.workouts = 0
        self.steps: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.exercise: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.asleep: dict[str, set[Interval]] = defaultdict(set)
        self.others: Counter[str] = Counter()

    def start(self, name: str, attributes: list[str]) -> None:
        if name == "Record":
            kind = attributes[attributes.index("type") + 1]
            if kind not in (_STEPS, _EXERCISE, _SLEEP):
                self.others[kind] += 1
                return
            try:
                self._record(kind, dict(zip(attributes[::2], attributes[1::2], strict=True)))
            except (KeyError, ValueError):  # one faulty record must not cost the others
                self.others[f"unreadable {_short(kind)}"] += 1
        elif name == "Workout":
            self._workout(dict(zip(attributes[::2], attributes[1::2], strict=True)))
        elif not self.root:
            self.root = name

    def reading(self) -> FileReading:
        self._days()
        if not self.recordings.reading.received:
            raise FileRefused("no-activity", what=", ".join(_short(kind) for kind in self.others) or self.root)
        return self.recordings.done([f"{_short(kind)} ({n})" for kind, n in self.others.most_common()])

    def _record(self, kind: str, record: dict[str, str]) -> None:
        if kind == _SLEEP:
            if record["value"].startswith(_ASLEEP):
                begin, end = _moment(record["startDate"]), _moment(record["endDate"])
                if end > begin:
                    waking = (end + _NIGHT_ENDS).date().isoformat()
                    self.asleep[waking].add((begin.astimezone(UTC), end.astimezone(UTC)))
            return
        totals = self.steps if kind == _STEPS else self.exercise
        day, source, value = record["startDate"][:10], record["sourceName"], float(record["value"])
        totals[day][source] += value

    def _workout(self, workout: dict[str, str]) -> None:
        self.workouts += 1
        text, sport = workout.get("startDate", ""), workout.get("workoutActivityType", "")
        duration, unit = workout.get("duration"), workout.get("durationUnit", "min")
        try:
            start = _moment(text)
            minutes = float(duration) * _SECONDS[unit] / 60 if duration else None
        except (KeyError, ValueError):
            self.recordings.aside(self.workouts, "no-time", sheet="Workout", column="startDate", value=text)
            return
        sources = {
            "date": ("startDate", text),
            "exercise": ("workoutActivityType", sport),
            "session_minutes": ("duration", f"{duration} {unit}"),
        }
        sport = sport.removeprefix("HKWorkoutActivityType")
        self.recordings.session(self.workouts, start, minutes, sport, sources, sheet="Workout")

    def _days(self) -> None:
        days = sorted(self.steps.keys() | self.exercise.keys() | self.asleep.keys())
        for row, text in enumerate(days, start=1):
            steps = max(self.steps[text].values()) if text in self.steps else None
            exercise = max(self.exercise[text].values()) if text in self.exercise else None
            hours = _hours(self.asleep[text]) if text in self.asleep else None
            sources = {
                "date": ("startDate", text),
                "steps": (_short(_STEPS), f"{steps}"),
                "active_minutes": (_short(_EXERCISE), f"{exercise}"),
                "sleep_hours": (_short(_SLEEP), f"{hours}"),
            }
            try:
                day = date.fromisoformat(text)
            except ValueError:
                self.recordings.aside(row, "not-a-date", sheet="Record", column="startDate", value=text)
                continue
            numbers = {"steps": steps, "active_minutes": exercise, "sleep_hours": hours}
            self.recordings.day(row, day, numbers, sources, sheet="Record")
        # A phone and a watch count the same steps, and the file does not say which steps are whose
        shared = sum(len(sources) > 1 for sources in self.steps.values())
        if shared:
            self.recordings.notice("largest-source", sheet="Record", column=_short(_STEPS), days=shared)


def _hours(intervals: set[Interval]) -> float:
    """Give the hours in at least one interval: what two sources tell of the same night counts once."""
    seconds = 0.0
    until = datetime.min.replace(tzinfo=UTC)
    for begin, end in sorted(intervals):
        seconds += max(timedelta(), end - max(begin, until)).total_seconds()
        until = max(until, end)
    return seconds / 3600


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z")


def _short(kind: str) -> str:
    return kind.removeprefix("HKQuantityTypeIdentifier").removeprefix("HKCategoryTypeIdentifier")
