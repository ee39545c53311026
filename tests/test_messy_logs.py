"""Each messy log comes out as a careful secretary would enter it, or asks, or says what it leaves; nothing else is stored."""

from __future__ import annotations

import pytest

from loadaid.intake.result import Reading
from tests.messy import expected, expected_own, expected_sessions
from tests.messy.judge import FOLDER, differences, readings
from tests.messy.tables import Log
from tests.reading import read, stored

LOGS = [
    log
    for module in (expected, expected_sessions, expected_own)
    for log in vars(module).values()
    if isinstance(log, Log)
]


def _name(log: Log) -> str:
    return log.file


def _without_answers(log: Log) -> Reading:
    return next(reading for reading, _ in readings(log))


@pytest.mark.parametrize("log", LOGS, ids=_name)
def test_a_messy_log_is_stored_as_a_careful_secretary_would(log: Log) -> None:
    assert differences(log) == []


@pytest.mark.parametrize("log", LOGS, ids=_name)
def test_the_rows_of_a_messy_log_add_up_at_every_step(log: Log) -> None:
    for reading, _ in readings(log):
        counts = reading.counts
        assert counts["received"] == sum(n for state, n in counts.items() if state != "received")


@pytest.mark.parametrize(("log", "row"), [(expected_own.LEO, 8), (expected_own.NADEGE, 9)])
def test_a_sentence_to_read_first_is_shown(log: Log, row: int) -> None:
    problems = [p for f in _without_answers(log).files for p in f.reading.problems]
    assert any(p.code == "worth-reading-first" and p.row == row for p in problems)


def test_a_sentence_to_read_first_is_shown_even_if_nothing_of_the_file_is_used() -> None:
    data = (FOLDER / expected_own.LEO.file).read_bytes().replace(b"date,texte", b"date,zzz")
    reading = read([(expected_own.LEO.named, data)])
    problems = [p for f in reading.files for p in f.reading.problems]
    assert reading.outcome == "refused"
    assert any(p.code == "worth-reading-first" and p.row == 8 for p in problems)


@pytest.mark.parametrize("choice", ["lower", "upper"])
def test_a_range_among_sets_and_repetitions_never_becomes_a_count_of_sets(choice: str) -> None:
    log = expected_sessions.THOMAS
    answers = {**log.tolerated, **log.answers, "merge:range:Séries": choice}
    rows = stored(read([(log.named, (FOLDER / log.file).read_bytes())], answers))["sessions"]
    assert not [
        r
        for r in rows
        if r["date"] == "2026-09-28" and r["exercise"] == "Pont fessier" and "sets" in r and "reps" not in r
    ]


@pytest.mark.parametrize("log", LOGS, ids=_name)
def test_no_problem_speaks_of_an_answer_that_was_not_given(log: Log) -> None:
    problems = [p for f in _without_answers(log).files for p in f.reading.problems]
    assert not [p for p in problems if p.code in ("left-unknown", "row-not-taken", "hidden-row")]


_GAPS = [
    (expected_sessions.THOMAS, "2026-10-03"), (expected_sessions.MIKE, "2026-10-17"), (expected_sessions.ADRIEN, "2026-09-24")
]  # fmt: skip


@pytest.mark.parametrize(("log", "day"), _GAPS)
def test_a_gap_in_days_holds_no_day_whose_row_is_refused_or_waits(log: Log, day: str) -> None:
    problems = [p for f in _without_answers(log).files for p in f.reading.problems if p.code == "gap-in-days"]
    assert not [p for p in problems if str(p.facts["first"]) <= day <= str(p.facts["last"])]
