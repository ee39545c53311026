"""The numbers of a page: those of the reading, cut at its day, and never a 0 for what is not known."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import numpy as np
import pytest

from loadaid import virtual
from loadaid.analysis.review import Review, review
from loadaid.domain.records import Log
from loadaid.report.facts import ANSWERED, CLASSES, facts, shares
from tests.small_log import MONDAY, Diary, log_of

PATIENTS = 8


@pytest.fixture(scope="module")
def clinic() -> Log:
    return virtual.clinic(PATIENTS, 100, 5)


def pages(log: Log, every: int = 13) -> list[tuple[Review, str, dt.date, dict[str, Any]]]:
    found = []
    whole = review(log)
    for patient in whole.patients:
        for day in whole.days(patient)[20::every]:
            made = review(log, as_of=day, patients=[patient])
            found.append((made, patient, day, facts(made, log, patient, day)))
    return found


@pytest.fixture(scope="module")
def every(clinic: Log) -> list[tuple[Review, str, dt.date, dict[str, Any]]]:
    return pages(clinic)


def page_of(diary: Diary, days: int = 28) -> dict[str, Any]:
    day = MONDAY + dt.timedelta(days=diary.last)
    made = review(diary.log(), as_of=day)
    return facts(made, diary.log(), diary.patient, day, days)


def test_a_page_is_plain_json_of_its_days(every: list[Any]) -> None:
    for _, _, day, page in every:
        assert json.loads(json.dumps(page, allow_nan=False)) == page
        assert [one["date"] for one in page["days"]] == [
            (day - dt.timedelta(days=back)).isoformat() for back in range(27, -1, -1)
        ]
        assert all(event["first"] <= day.isoformat() for event in page["events"])


def test_nothing_of_a_page_comes_from_a_later_day(clinic: Log, every: list[Any]) -> None:
    """The log cut at a day gives the page of that day."""
    for _, patient, day, page in every[::7]:
        cut = Log(**{
            name: frame[frame["date"] <= str(day)] if "date" in frame else frame for name, frame in vars(clinic).items()
        })  # fmt: skip
        assert facts(review(cut, as_of=day, patients=[patient]), cut, patient, day) == page


def test_numbers_said_twice_are_the_same(every: list[Any]) -> None:
    """What the reading has measured already is not measured again in another way."""
    compared = 0
    for made, patient, day, page in every:
        at = made.at(patient, day)
        medians = at.value(at.w.trajectory.now["recovery"])
        if np.isfinite(medians):
            assert page["numbers"]["settle"]["value"] == pytest.approx(medians, abs=0.005)
            compared += 1
        dose = page["numbers"]["dose"]
        if dose["was"] is not None:
            assert dose["change_percent"] == pytest.approx(at.value(at.w.load.rise), abs=0.005)
            assert dose["value"] / dose["was"] == pytest.approx(1 + dose["change_percent"] / 100, abs=0.002)
        sessions = [one for one in page["days"] if one["state"] == "session"]
        assert sum(page["responses"].values()) == len(sessions)
        parts = [one["dose"] for one in page["exercises"]]
        if parts:
            shown = (
                next(one for one in page["days"] if one["date"] == page["exercises"][0]["date"])
                if page["exercises"][0]["date"] >= page["days"][0]["date"]
                else None
            )
            assert shown is None or sum(parts) == pytest.approx(shown["dose"], abs=0.05)
    assert compared > 10


def test_what_is_not_known_is_none_and_says_how_much_is_missing() -> None:
    nothing = Diary(40)
    for k in range(20, 40):
        nothing.day.pop(k)
        nothing.session.pop(k, None)
    nothing.day[39] = {"note": "rien"}
    page = page_of(nothing)
    for name in ("dose", "next_morning", "settle", "posture", "sleep"):
        one = page["numbers"][name]
        assert one["value"] is None, name
        assert one["known"] < one["needed"], name
    assert page["numbers"]["sessions"] == {"value": 0, "planned": None, "not_logged": 14}
    assert page["since"] is None
    assert {one["state"] for one in page["days"][-14:]} == {"not_logged"}


def test_the_tolerated_range_is_that_of_sessions_followed_by_a_usual_morning() -> None:
    diary = Diary(42)
    doses = {k: row for k, row in diary.session.items() if k >= 14}
    for row in diary.session.values():
        row.update(exercise="squat", sets=3, reps=10)
    days = sorted(doses)
    diary.session[days[2]]["reps"] = 20  # a heavy one, well tolerated
    diary.session[days[5]]["reps"] = 30  # a heavier one, followed by a bad morning
    diary.day[days[5] + 1]["pain_morning"] = 8
    page = page_of(diary)
    assert page["band"]["dose"] == [100.0, 200.0]
    assert page["responses"]["red"] + page["responses"]["flare"] == 1


def test_the_planned_dose_is_in_the_units_of_the_sessions() -> None:
    diary = Diary(42)
    first = MONDAY + dt.timedelta(days=7)
    rows = [(first, "squat", 10, 10.0, 3), (first + dt.timedelta(days=14), "squat", 20, 10.0, 3)]
    for day, exercise, reps, load, often in rows:
        diary.other["plan"].append(
            {"date": day, "exercise": exercise, "sets": 3, "reps": reps, "load_kg": load, "level": 1, "per_week": often}
        )
    found = {one["date"]: one["planned"] for one in page_of(diary, 42)["days"]}
    assert found[(first - dt.timedelta(days=1)).isoformat()] is None, "no plan yet"
    assert (found[first.isoformat()], found[rows[1][0].isoformat()]) == (100, 200)
    new = {"date": rows[1][0] + dt.timedelta(days=7), "exercise": "plank", "sets": 3, "hold_s": 30, "per_week": 3}
    diary.other["plan"].append(new)
    assert page_of(diary)["days"][-1]["planned"] is None, "an exercise never done has no index"
    diary.other["plan"].append({**new, "date": new["date"] + dt.timedelta(days=3), "per_week": 0})
    assert page_of(diary)["days"][-1]["planned"] == 200, "taken off the plan"


def test_since_the_visit_compares_with_the_fortnight_up_to_it() -> None:
    diary = Diary(56)
    visit = 42
    for k in range(visit + 1, 56):
        diary.day[k]["pain_morning"] = 5
    diary.other["events"] = [{"patient_id": "p1", "date": MONDAY + dt.timedelta(days=visit), "kind": "visit"}]
    found = page_of(diary)["since"]
    assert (found["date"], found["days"]) == ((MONDAY + dt.timedelta(days=visit)).isoformat(), 13)
    assert found["pain"]["value"] == 5
    assert found["pain"]["was"] < 3.1
    assert found["logged"] == {"value": 1, "was": 1}
    diary.other["events"][0]["date"] = MONDAY + dt.timedelta(days=53)
    soon = page_of(diary)["since"]
    assert (soon["too_soon"], "dose" in soon) == (True, False), "two days are no comparison"


def test_a_visit_of_today_is_the_appointment_and_not_the_last_one() -> None:
    diary = Diary(56)
    diary.other["events"] = [{"patient_id": "p1", "date": MONDAY + dt.timedelta(days=55), "kind": "visit"}]
    assert page_of(diary)["since"] is None


def test_a_settling_time_still_open_counts_with_the_hours_that_have_passed() -> None:
    diary = Diary(43, trains=(0, 2, 4))
    last = max(k for k in diary.session if k < diary.last)
    diary.session[last]["settle_h"] = 240
    points = page_of(diary)["four"]["recovery"]["points"]
    assert points[-1]["value"] == 24 * (diary.last - last)
    assert points[-1]["open"] is True


@pytest.mark.parametrize(
    ("counts", "whole"),
    [
        ((1, 1, 1), [34, 33, 33]),
        ((5, 3, 1, 1), [50, 30, 10, 10]),
        ((0, 0), [0, 0]),
        ((2, 1), [67, 33]),
        ((0, 7), [0, 100]),
    ],
)
def test_shares_sum_to_a_hundred(counts: tuple[int, ...], whole: list[int]) -> None:
    assert shares(counts) == whole


def test_the_classes_are_those_of_the_bar() -> None:
    assert CLASSES[: len(ANSWERED)] == ANSWERED


def test_an_empty_log_of_other_tables_has_a_page() -> None:
    log = log_of(safety=[{"patient_id": "p1", "date": MONDAY, "item": "fever", "answer": "no"}])
    page = facts(review(log, as_of=MONDAY), log, "p1", MONDAY)
    assert {one["state"] for one in page["days"]} <= {"", "not_logged"}
    assert page["exercises"] == []
    assert page["band"]["dose"] is None


def test_a_dose_followed_by_a_clear_reaction_or_within_a_flare_was_not_tolerated() -> None:
    """The morning may lie under the usual level + 2 and yet be a clear reaction: 2 over the day before."""
    diary = Diary(42)
    for row in diary.session.values():
        row.update(exercise="squat", sets=3, reps=10)
    days = sorted(k for k in diary.session if 14 <= k < 41)
    calm, flaring = days[3], days[6]
    before = page_of(diary)["band"]["dose"]
    assert before == [100.0, 100.0]
    diary.session[calm]["reps"] = 20
    diary.session[flaring]["reps"] = 30
    assert page_of(diary)["band"]["dose"] == [100.0, 300.0]
    usual = page_of(diary)["usual"]
    for day in (flaring, flaring + 1):
        diary.day[day].update(flare="yes", impact=9, pain_morning=usual + 1)
    page = page_of(diary)
    assert [d["flare"] for d in page["days"] if d["dose"] == 300] == [True]
    assert page["band"]["dose"] == [100.0, 200.0]
