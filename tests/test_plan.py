"""The agreed plan: what is in force, how often, and when it counts as unchanged and followed."""

from __future__ import annotations

import datetime as dt

from loadaid.analysis.headline import unchanged_plan_days
from loadaid.analysis.rules.base import At
from loadaid.report.doses import planned_a_week
from tests.small_log import MONDAY, Diary


def at_end(*rows: tuple[int, str, float | None]) -> At:
    """A calm diary of nine weeks, three sessions a week, with plan rows (day, exercise, times a week)."""
    diary = Diary(63)
    for day, exercise, often in rows:
        diary.add("plan", day, exercise=exercise, sets=3, reps=10, per_week=often)
    return diary.review().at("p1", MONDAY + dt.timedelta(days=62))


def test_a_row_holds_until_the_next_of_its_exercise() -> None:
    at = at_end((0, "squat", 2), (10, "plank", 4), (20, "squat", 3), (40, "plank", None))
    assert [planned_a_week(at, day) for day in (0, 9, 10, 20, 40)] == [2, 2, 4, 4, 3]
    assert planned_a_week(at_end(), 62) is None


def test_an_exercise_taken_off_the_plan_is_asked_for_no_more() -> None:
    at = at_end((0, "squat", 2), (0, "plank", 4), (30, "plank", 0))
    assert (planned_a_week(at, 29), planned_a_week(at, 30)) == (4, 2)


def test_a_plan_is_followed_when_it_asks_for_something_that_was_done() -> None:
    assert unchanged_plan_days(at_end((20, "squat", 3))) == 42
    assert unchanged_plan_days(at_end((20, "squat", 7))) == 0, "done less often"
    assert unchanged_plan_days(at_end((20, "squat", 0))) == 0, "nothing is asked for: nothing was followed"
    assert unchanged_plan_days(at_end((50, "squat", 3))) == 0, "changed too recently"
