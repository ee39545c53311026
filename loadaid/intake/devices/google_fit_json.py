"""Google Fit's steps per day, JSON: {"bucket": [{"startTimeMillis", "dataset": [...]}]}."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, BinaryIO

from loadaid.intake.devices.json_text import load, number, records
from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.model import FileReading, FileRefused

_STEPS = "com.google.step_count.delta"
_INTO_THE_DAY = timedelta(hours=13)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(file: BinaryIO, name: str, today: date, answers: Mapping[str, str]) -> FileReading:
    """Read buckets of one day each. row: number of the bucket. A bucket without points is unknown, not 0.

    A bucket starts at the person's midnight, in a zone the file does not say: 13 hours later, the day in universal time is
    the right one from Hawaii (-10) to New Zealand in summer (+13). Raises FileRefused: cut, damaged, no activity.
    """
    content = load(file)
    buckets = records(content.get("bucket") or []) if isinstance(content, dict) else []
    if not any(_is_a_day(bucket) for bucket in buckets):
        raise FileRefused("no-activity", what="buckets")
    recordings = Recordings("google-fit", today)
    for row, bucket in enumerate(buckets, start=1):
        if not _is_a_day(bucket):
            recordings.aside(row, "day-not-over", "skipped", value=f"{bucket.get('startTimeMillis')}")
            continue
        start = number(bucket["startTimeMillis"]) or 0.0
        counts = [n for n in map(_count, _points(bucket)) if n is not None]
        steps = sum(counts) if counts else None
        sources = {
            "date": ("startTimeMillis", f"{bucket['startTimeMillis']}"),
            "steps": (_STEPS, " + ".join(f"{n:g}" for n in counts)),
        }
        day = (_EPOCH + timedelta(milliseconds=start) + _INTO_THE_DAY).date()
        recordings.day(row, day, {"steps": steps}, sources, universal=True)
    return recordings.done([], {"startTimeMillis": "ms"})


def _is_a_day(bucket: dict[str, Any]) -> bool:
    start, end = number(bucket.get("startTimeMillis")), number(bucket.get("endTimeMillis"))
    # 23 and 25 hours when the clocks change; up to the year 9999
    return start is not None and end is not None and 0 <= start < 253e12 and 23 <= (end - start) / 3_600_000 <= 25


def _points(bucket: dict[str, Any]) -> list[dict[str, Any]]:
    datasets = records(bucket.get("dataset") or [])
    return [point for dataset in datasets for point in records(dataset.get("point") or [])]


def _count(point: dict[str, Any]) -> float | None:
    """Give the steps of one point; None when it counts something else."""
    if point.get("dataTypeName") != _STEPS:
        return None
    counts = [number(value.get("intVal")) for value in records(point.get("value") or [])]
    return sum(n for n in counts if n is not None) if any(n is not None for n in counts) else None
