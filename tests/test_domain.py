"""The words of the field: tables, sources and errors."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from loadaid.domain import records
from loadaid.domain.errors import LoadaidError, LogRefused, Problem, UsageError
from loadaid.domain.finding import CANNOT_TELL, CLEAR, RAISED, STATES
from loadaid.domain.records import TABLES, Column, Log, Table
from loadaid.domain.sources import ALL, BY_ID
from loadaid.domain.words import N_

# Names that programs around loadaid write: adding a column is allowed, renaming one is not.
COLUMNS = {
    "sessions": "patient_id date session exercise family level sets reps load_kg hold_s session_minutes session_rpe pain_before "
    "pain_during pain_after onset_min settle_h soreness soreness_kind sleep_disturbed completed place cancel_reason",
    "daily": "patient_id date pain_morning pain_average pain_worst impact flare exercised sleep_quality sleep_hours stress fatigue "
    "mood leg_pain symptoms_changed worked work_effort work_hours lifting posture_hours posture_longest_min rescue_medication "
    "managed steps active_minutes entered_at note",
    "patients": "patient_id birth_year condition onset_date course irritability fear work_status clinician clinic",
    "safety": "patient_id date item answer",
    "outcomes": "patient_id date measure activity value",
    "events": "patient_id date end_date kind note",
    "plan": "patient_id date exercise sets reps load_kg hold_s level per_week",
}
SESSION_WIDE = (
    "session_minutes session_rpe pain_before pain_during pain_after onset_min settle_h soreness soreness_kind sleep_disturbed "
    "completed place cancel_reason"
)
RANGES = {  # unit family of the format: lowest and highest value
    "session_minutes": (0, 1440), "work_hours": (0, 24), "settle_h": (0, 336), "load_kg": (0, 500), "sets": (0, 5000),
    "level": (1, 4), "pain_morning": (0, 10), "session_rpe": (0, 10), "fear": (0, 10),
}  # fmt: skip


def columns() -> list[tuple[Table, Column]]:
    return [(table, column) for table in TABLES for column in table.columns]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_no_column_is_renamed(table: Table) -> None:
    assert set(COLUMNS[table.name].split()) <= {c.name for c in table.columns}
    assert len({c.name for c in table.columns}) == len(table.columns)


def test_the_log_holds_the_tables_and_two_are_required() -> None:
    assert [f.name for f in fields(Log)] == [table.name for table in TABLES] == list(COLUMNS)
    assert [table.name for table in TABLES if table.required] == ["sessions", "daily"]
    assert [c.name for c in records.SESSIONS.columns if c.session_wide] == SESSION_WIDE.split()


def test_every_column_says_what_it_means_and_where_it_ends() -> None:
    for table, column in columns():
        assert column.meaning.strip(), f"{table.name}.{column.name}"
        assert (column.kind == "choice") == bool(column.choices), column.name
        assert (column.kind in ("number", "whole")) == (column.low is not None and column.high is not None), column.name
        if column.name in RANGES:
            assert (column.low, column.high) == RANGES[column.name]
    for table in TABLES:
        assert set(table.key) <= {c.name for c in table.columns}
        assert table.column("patient_id").required
        assert all(table.column(name).required or name == "activity" for name in table.key)


def test_the_safety_questions_are_those_of_the_format() -> None:
    assert len(records.TIER_1) == 6
    assert len(records.TIER_2) == 10
    assert records.SAFETY.column("item").choices == records.TIER_1 + records.TIER_2
    assert records.OUTCOMES.column("measure").choices == ("psfs", "rmdq", "quebec", "fear")


def test_a_column_that_is_not_there_is_no_column() -> None:
    with pytest.raises(StopIteration):
        records.DAILY.column("pain")


def test_sources_are_named_once_and_say_where_they_were_read() -> None:
    assert len(BY_ID) == len(ALL)
    for source in ALL:
        assert source.population.strip(), source.id
        assert source.strength in "ABCD"
        assert re.fullmatch(r"(10\.\d{4,}/\S+)?", source.doi), source.id
        assert source.kind not in ("judgement", "simulation") or source.strength == "D", source.id


def test_a_problem_says_where_what_and_how_to_mend_it() -> None:
    problem = Problem(
        "value-out-of-range", "daily.csv", 14, "pain_morning", "11", "0 to 10", "Write 0 to 10, or leave blank."
    )
    assert str(problem) == (
        "daily.csv, row 14, column pain_morning: '11'. Expected: 0 to 10. Write 0 to 10, or leave blank. [value-out-of-range]"
    )
    whole = Problem("file-missing", "daily.csv", 0, "", "", "a file", "Add it.")
    assert str(whole) == "daily.csv. Expected: a file. Add it. [file-missing]"


def test_a_refused_log_lists_every_problem() -> None:
    problems = [Problem(f"code-{n}", "daily.csv", n, "impact", "x", "a number", "Mend it.") for n in (2, 3)]
    refused = LogRefused(problems)
    assert refused.problems == tuple(problems)
    assert str(refused).splitlines() == [str(p) for p in problems]
    assert isinstance(refused, LoadaidError)
    assert refused.exit_code == UsageError("x").exit_code == 2


def test_three_answers_and_no_fourth() -> None:
    assert [STATES[code] for code in (CANNOT_TELL, CLEAR, RAISED)] == ["cannot_tell", "clear", "raised"]


def test_a_marked_sentence_is_the_sentence() -> None:
    assert N_("Douleur au réveil") == "Douleur au réveil"
