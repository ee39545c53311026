"""Account exports in JSON: Garmin, Fitbit, Google Fit."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from loadaid.intake.devices.known import file_reader, recognise_json
from loadaid.intake.model import FileReading, FileRefused

TODAY = date(2026, 3, 31)


def reading(content: Any) -> FileReading:
    text = content if isinstance(content, bytes) else json.dumps(content, indent=1).encode()
    name = recognise_json(text)
    assert name is not None
    return file_reader(name)(io.BytesIO(text), "a.json", TODAY, {})


def codes(of: FileReading) -> list[tuple[str, str]]:
    return [(p.code, p.outcome) for p in of.problems]


def milliseconds(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000


def garmin(**activity: Any) -> list[dict[str, Any]]:
    known = {
        "activityId": 1, "activityType": "lap_swimming", "startTimeLocal": milliseconds("2026-03-10T00:30:00"),
        "startTimeGmt": milliseconds("2026-03-09T23:30:00"), "duration": 1_860_000.0, "elapsedDuration": 2_100_000.0,
    }  # fmt: skip
    return [{"summarizedActivitiesExport": [known | activity]}]


def garmin_day(**day: Any) -> dict[str, Any]:
    known = {
        "calendarDate": "2026-03-09", "wellnessStartTimeGmt": "2026-03-08T23:00:00.0", "totalSteps": 7598,
        "highlyActiveSeconds": 300, "activeSeconds": 4200, "moderateIntensityMinutes": 12, "vigorousIntensityMinutes": 5,
    }  # fmt: skip
    return known | day


def bucket(start: str, *steps: int, hours: float = 24, kind: str = "com.google.step_count.delta") -> dict[str, Any]:
    points = [{"dataTypeName": kind, "value": [{"intVal": n, "mapVal": []}]} for n in steps]
    begin = milliseconds(start)
    return {
        "startTimeMillis": f"{begin:.0f}", "endTimeMillis": f"{begin + hours * 3_600_000:.0f}",
        "dataset": [{"dataSourceId": "derived", "point": points}],
    }  # fmt: skip


def test_a_garmin_activity_is_a_session_on_its_local_day_and_its_milliseconds_are_minutes() -> None:
    of = reading(garmin())
    assert of.found[0].values == {
        "date": "2026-03-10", "exercise": "lap swimming", "family": "endurance", "session_minutes": 31.0, "completed": "yes",
    }  # fmt: skip
    assert (of.found[0].start, of.problems) == ("00:30", [])


@pytest.mark.parametrize(("answer", "effort"), [(60, 6), (0, None), (None, None), (200, None)])
def test_a_garmin_effort_is_told_in_tenths(answer: int | None, effort: int | None) -> None:
    assert reading(garmin(workoutRpe=answer)).found[0].values.get("session_rpe") == effort


@pytest.mark.parametrize("start", [None, "noon", 1e300])
def test_a_garmin_activity_without_a_start_is_refused(start: object) -> None:
    of = reading(garmin(startTimeLocal=start))
    assert (of.set_aside, codes(of)) == ({(None, 1): "refused"}, [("no-time", "refused")])


def test_a_garmin_day_has_steps_and_the_minutes_at_a_brisk_walk_or_more() -> None:
    of = reading(
        [
            garmin_day(),
            garmin_day(calendarDate="2026-03-10", totalSteps=0, moderateIntensityMinutes=0, vigorousIntensityMinutes=0),
        ]
    )
    assert [f.values for f in of.found] == [{"date": "2026-03-09", "steps": 7598, "active_minutes": 17.0}]
    assert (of.set_aside, codes(of)) == ({(None, 2): "skipped"}, [("device-not-worn", "skipped")])


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "blank-date"), ("2026-02-30", "not-a-date"), ("2026-04-09", "future-date"), ("1999-01-01", "date-too-early")],
)
def test_a_garmin_day_without_a_possible_date_is_refused(text: str, code: str) -> None:
    of = reading([garmin_day(), garmin_day(calendarDate=text)])
    assert (len(of.found), codes(of)) == (1, [(code, "refused")])


def test_fitbit_steps_are_read_by_day_and_a_day_of_no_step_is_unknown() -> None:
    days = [("2026-03-08", "0"), ("2026-03-09", "4419"), ("2026-03-31", "12")]
    of = reading({"activities-steps": [{"dateTime": d, "value": v} for d, v in days]})
    assert [f.values for f in of.found] == [{"date": "2026-03-09", "steps": 4419}]
    assert codes(of) == [("device-not-worn", "skipped"), ("day-not-over", "skipped")]
    assert of.received == 3


@pytest.mark.parametrize("value", ["-5", "1e9", None, "many"])
def test_impossible_steps_stay_unknown(value: object) -> None:
    of = reading({"activities-steps": [{"dateTime": "2026-03-09", "value": value}]})
    assert (of.found, of.received, len(of.set_aside)) == ([], 1, 1)


@pytest.mark.parametrize(
    "start", ["2026-03-08T11:00:00", "2026-03-08T22:00:00", "2026-03-09T00:00:00", "2026-03-09T10:00:00"]
)
def test_a_google_fit_bucket_is_on_its_local_day_from_new_zealand_to_hawaii(start: str) -> None:
    of = reading({"bucket": [bucket(start, 1906, 94)]})
    assert [f.values for f in of.found] == [{"date": "2026-03-09", "steps": 2000}]
    assert codes(of) == [("universal-time", "noticed")]


def test_an_empty_google_fit_bucket_is_unknown_and_one_that_is_no_day_is_left_aside() -> None:
    of = reading(
        {
            "bucket": [
                bucket("2026-03-08T23:00:00"),
                bucket("2026-03-09T23:00:00", 10),
                bucket("2026-03-10T23:00:00", 5, hours=9),
            ]
        }
    )
    assert [(f.row, f.values["steps"]) for f in of.found] == [(2, 10)]
    assert of.set_aside == {(None, 1): "skipped", (None, 3): "skipped"}


def test_what_is_no_step_is_not_counted() -> None:
    of = reading({"bucket": [bucket("2026-03-08T23:00:00", 60, kind="com.google.active_minutes")]})
    assert (of.found, codes(of)) == ([], [("device-not-worn", "skipped")])


@pytest.mark.parametrize(("content", "code"), [
    (b'{"activities-steps":[{"dateTime":"2026-03-09","val', "truncated-file"),
    (b'{"activities-steps":[{"dateTime" "2026-03-09"}]}', "damaged-file"),
    (b'{"activities-steps":[{"dateTime":"2026-03-09","value":NaN}]}', "damaged-file"),
    (b'{"activities-steps":[1]}', "damaged-file"),
    (b'{"activities-steps":[]}', "no-activity"),
    (b'{"activities-steps":' + b"[" * 100_000, "damaged-file"),
    (b'{"bucket":[{"startTimeMillis":"1","endTimeMillis":"9"}]}', "no-activity"),
    (b'[{"summarizedActivitiesExport": {}}]', "damaged-file"),
])  # fmt: skip
def test_cut_damaged_and_empty_json_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        reading(content)
    assert refused.value.problem.code == code


def test_other_json_is_not_recognised() -> None:
    assert recognise_json(b'{"days": [{"calendarDate": "2026-03-09"}]}') is None
