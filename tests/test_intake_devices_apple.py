"""Apple Health's export.xml: workouts, steps, exercise minutes, sleep; in flat memory."""

from __future__ import annotations

import io
import tracemalloc
from datetime import date

import pytest

from loadaid.intake.devices import apple
from loadaid.intake.model import FileReading, FileRefused

TODAY = date(2026, 3, 31)
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST HealthData locale CDATA #REQUIRED>
]>
<HealthData locale="fr_FR">"""


def record(kind: str, start: str, end: str, value: object, source: str = "Watch") -> str:
    return f'<Record type="HK{kind}" sourceName="{source}" startDate="{start} +0200" endDate="{end} +0200" value="{value}"/>'


def steps(day: str, n: object, source: str = "Watch") -> str:
    return record("QuantityTypeIdentifierStepCount", f"{day} 10:00:00", f"{day} 10:05:00", n, source)


def exercise(day: str, n: int) -> str:
    return record("QuantityTypeIdentifierAppleExerciseTime", f"{day} 10:00:00", f"{day} 10:05:00", n)


def sleep(start: str, end: str, stage: str = "AsleepCore", source: str = "Watch") -> str:
    value = f"HKCategoryValueSleepAnalysis{stage}"
    return record("CategoryTypeIdentifierSleepAnalysis", start + ":00", end + ":00", value, source)


def workout(
    kind: str = "Running", duration: str = "31.04", unit: str = "min", start: str = "2026-03-10 00:30:00 +0200"
) -> str:
    return (
        f'<Workout workoutActivityType="HKWorkoutActivityType{kind}" duration="{duration}" durationUnit="{unit}" '
        f'startDate="{start}" endDate="{start}"><MetadataEntry key="a" value="b"/></Workout>'
    )


def reading(*inside: str, head: str = HEAD) -> FileReading:
    return apple.read(io.BytesIO((head + "".join(inside) + "</HealthData>").encode()), "export.xml", TODAY, {})


def days(of: FileReading) -> dict[str | int | float, dict[str, str | int | float]]:
    return {f.values["date"]: {c: v for c, v in f.values.items() if c != "date"} for f in of.found}


def test_a_workout_is_a_session_at_its_local_time() -> None:
    of = reading(workout())
    assert of.found[0].values == {
        "date": "2026-03-10", "exercise": "running", "family": "endurance", "session_minutes": 31.0, "completed": "yes",
    }  # fmt: skip
    assert (of.found[0].sheet, of.found[0].row, of.found[0].start) == ("Workout", 1, "00:30")


@pytest.mark.parametrize(("duration", "unit"), [("1860", "s"), ("31", "min"), ("0.5166667", "hr")])
def test_a_workout_s_unit_is_taken_as_written(duration: str, unit: str) -> None:
    assert reading(workout("Yoga", duration, unit)).found[0].values["session_minutes"] == 31.0


@pytest.mark.parametrize("faulty", [workout(unit="fortnight"), workout(duration="long"), workout(start="yesterday")])
def test_a_faulty_workout_is_refused_and_the_others_are_kept(faulty: str) -> None:
    of = reading(faulty, workout("TraditionalStrengthTraining"))
    assert (of.received, of.set_aside) == (2, {("Workout", 1): "refused"})
    assert of.found[0].values["exercise"] == "traditional strength training"
    assert of.found[0].values["family"] == "strength"


def test_the_steps_of_a_phone_and_a_watch_are_not_added() -> None:
    of = reading(steps("2026-03-09", 4000), steps("2026-03-09", 500), steps("2026-03-09", 3900, "iPhone"))
    assert days(of) == {"2026-03-09": {"steps": 4500}}
    assert [(p.code, p.facts) for p in of.problems] == [("largest-source", {"days": 1})]


def test_exercise_minutes_are_summed_by_day() -> None:
    of = reading(exercise("2026-03-09", 1), exercise("2026-03-09", 1), exercise("2026-03-10", 1))
    assert days(of) == {"2026-03-09": {"active_minutes": 2.0}, "2026-03-10": {"active_minutes": 1.0}}


def test_sleep_belongs_to_the_day_of_waking_and_time_awake_or_in_bed_is_no_sleep() -> None:
    of = reading(
        sleep("2026-03-08 22:00", "2026-03-09 07:00", "InBed"),
        sleep("2026-03-08 22:30", "2026-03-08 23:30", "AsleepDeep"),
        sleep("2026-03-08 23:30", "2026-03-09 00:30", "Awake"),
        sleep("2026-03-09 00:30", "2026-03-09 06:30", "AsleepREM"),
    )
    assert days(of) == {"2026-03-09": {"sleep_hours": 7.0}}


def test_two_sources_of_the_same_night_count_once() -> None:
    of = reading(
        sleep("2026-03-09 00:00", "2026-03-09 04:00"),
        sleep("2026-03-09 01:00", "2026-03-09 02:00", "AsleepUnspecified", "App"),
        sleep("2026-03-09 03:00", "2026-03-09 06:00", "AsleepUnspecified", "App"),
    )
    assert days(of) == {"2026-03-09": {"sleep_hours": 6.0}}


def test_today_s_steps_are_left_aside_because_the_day_is_not_over_but_last_night_s_sleep_is_kept() -> None:
    of = reading(steps("2026-03-31", 900), sleep("2026-03-30 23:00", "2026-03-31 07:00"))
    assert days(of) == {"2026-03-31": {"sleep_hours": 8.0}}
    only_steps = reading(steps("2026-03-31", 900))
    assert [(p.code, p.outcome) for p in only_steps.problems] == [("day-not-over", "skipped")]


def test_what_is_not_read_is_listed_with_its_number() -> None:
    heart = record("QuantityTypeIdentifierHeartRate", "2026-03-09 10:00:00", "2026-03-09 10:00:00", 70)
    of = reading(heart, heart, steps("2026-03-09", "many"), steps("2026-03-09", 10))
    assert of.ignored == ["HeartRate (2)", "unreadable StepCount (1)"]
    assert days(of) == {"2026-03-09": {"steps": 10}}


def test_the_faulty_document_type_of_some_ios_versions_does_not_matter() -> None:
    faulty = HEAD.replace("<!ATTLIST HealthData locale CDATA #REQUIRED>", "<!ATTLIST HealthData locale CDATA>")
    assert days(reading(steps("2026-03-09", 10), head=faulty)) == {"2026-03-09": {"steps": 10}}


@pytest.mark.parametrize(("text", "code"), [
    ('<!DOCTYPE HealthData [<!ENTITY a "aaaa">]><HealthData>&a;</HealthData>', "forbidden-content"),
    ('<!DOCTYPE HealthData SYSTEM "http://example.org/a.dtd"><HealthData/>', "forbidden-content"),
    ('<!DOCTYPE HealthData [<!ENTITY a SYSTEM "file:///etc/passwd">]><HealthData>&a;</HealthData>', "forbidden-content"),
    (HEAD + steps("2026-03-09", 10), "truncated-file"),
    (HEAD + "</Record>", "damaged-file"),
    (HEAD + "</HealthData>", "no-activity"),
])  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_forbidden_cut_damaged_and_empty_exports_are_refused(text: str, code: str, encoding: str) -> None:
    content = text.replace("UTF-8", encoding).encode(encoding)
    with pytest.raises(FileRefused) as refused:
        apple.read_xml(io.BytesIO(content), TODAY)
    assert refused.value.problem.code == code


class Long(io.RawIOBase):
    """A long export that is made while it is read."""

    def __init__(self, megabytes: int) -> None:
        heart = record("QuantityTypeIdentifierHeartRate", "2026-03-09 10:00:00", "2026-03-09 10:00:00", 70)
        self._block = (heart * 900 + steps("2026-03-09", 1)).encode()
        self.blocks = megabytes * 1_000_000 // len(self._block)
        self._parts = iter([HEAD.encode(), *[self._block] * self.blocks, b"</HealthData>"])
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        view = memoryview(buffer).cast("B")
        self._rest = self._rest or next(self._parts, b"")
        n = min(len(view), len(self._rest))
        view[:n] = self._rest[:n]
        self._rest = self._rest[n:]
        return n


def test_memory_stays_flat_over_a_long_export() -> None:
    export = Long(10)
    tracemalloc.start()
    of = apple.read_xml(io.BufferedReader(export), TODAY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert days(of) == {"2026-03-09": {"steps": export.blocks}}
    assert peak < 6_000_000
