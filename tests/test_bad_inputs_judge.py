"""The judge of the bad inputs finds each kind of difference, and none where all is as the case says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bad_inputs import values
from tests.bad_inputs.case import Case, Holds, counts, daily
from tests.bad_inputs.judge import differences, differences_after, same

PROBLEM = {
    "code": "value-out-of-range",
    "sheet": None,
    "row": 3,
    "column": "Douleur",
    "value": "11",
    "expected": "de 0 à 10",
}
READING: dict[str, Any] = {
    "outcome": "partly_refused",
    "files": [{"separator": ";"}],
    "questions": [],
    "problems": [PROBLEM],
    "rows": counts(3, refused=1),
}
ROWS = {
    "daily": [{"date": "2026-03-14", "pain_average": "3"}, {"date": "2026-03-16", "pain_average": "2.0", "note": ""}]
}
CASE = Case(
    101, "pain 11", (), "R", "value-out-of-range", row=3, column="Douleur", value="11", rows=counts(3, refused=1), read_as={"separator": ";"},
    stored=(daily("2026-03-14", pain_average=3), daily("2026-03-16", pain_average=2, note=None)), never=(("daily", "date", "2026-03-15"),),
)  # fmt: skip


def test_a_reading_as_the_case_says_has_no_differences() -> None:
    assert differences(CASE, READING, ROWS) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"outcome": "understood"}, "outcome"),
        ({"problems": []}, "neither problem nor question"),
        ({"problems": [PROBLEM | {"row": 4}]}, "stands at"),
        ({"problems": [PROBLEM | {"value": "1"}]}, "stands at"),
        ({"problems": [PROBLEM | {"expected": ""}]}, "no words"),
        ({"rows": counts(3)}, "receipt"),
        ({"files": [{"separator": ","}]}, "separator"),
    ],
)
def test_each_wrong_part_of_a_reading_is_told(change: dict[str, Any], words: str) -> None:
    assert [words in told for told in differences(CASE, READING | change, ROWS)] == [True]


def test_a_row_lost_and_a_row_that_must_not_be_are_told() -> None:
    lost = differences(CASE, READING, {"daily": [*ROWS["daily"][1:], {"date": "2026-03-15", "pain_average": "11"}]})
    assert [told.split(":")[0] for told in lost] == ["not stored", "stored, and must never be"]


def test_a_question_that_comes_back_after_its_answer_is_told() -> None:
    case = next(case for case in values.CASES if case.number == 103)
    reading = {"questions": [{"id": "merge:range:Douleur"}], "rows": case.rows_after}
    told = differences_after(case, reading, {"daily": [dict(row) for row in case.stored_after]})
    assert told == ["asked again: merge:range:Douleur"]


@pytest.mark.parametrize(
    ("found", "meant", "agree"),
    [("", None, True), (None, None, True), ("0", None, False), ("", 0, False), ("0", 0, True), ("11.79", 11.793, True),
     ("26", 11.793, False), ("note : un peu", Holds("un peu"), True), ("un", Holds("un peu"), False), ("x", 3, False)],
)  # fmt: skip
def test_a_blank_cell_is_never_a_zero(found: object, meant: object, agree: bool) -> None:
    assert same(found, meant) is agree
