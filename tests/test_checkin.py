"""The daily form: three states of an answer, what is taken back, second sessions, and what the form must leave alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from loadaid.logs.plain import plain_rows
from loadaid.practice import checkin
from loadaid.practice.checkin import Answers
from loadaid.store.errors import ChangedMeanwhile
from loadaid.store.imports import Line
from tests import ui_stage
from tests.store_clinic import TODAY, Clinics


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    return ui_stage.built(tmp_path_factory.mktemp("built"), days=5)


@pytest.fixture
def clinics(built: Clinics, tmp_path: Path) -> Iterator[Clinics]:
    made = ui_stage.copied(built, tmp_path)
    yield made
    made.database.close()


def said(
    clinics: Clinics, answers: Answers, day: date = TODAY, who: str = "patient"
) -> list[tuple[str, dict[str, Any], list[str]]]:
    """Fills in the form and saves it; the rows it made, without their day."""
    repo, patient = clinics.repo(who), clinics.id(0)
    record = repo.records.get(patient)
    made = checkin.lines(answers, day, record)
    form = checkin.keep(
        repo,
        patient,
        day,
        checkin.changed(answers, checkin.noted(record, day)),
        checkin.half_filled(repo, patient, day),
    )
    if form is not None:
        checkin.save(repo, patient, form, answers, record)
    return [(line.table, {k: v for k, v in line.values.items() if k != "date"}, list(line.cleared)) for line in made]


def stands(clinics: Clinics, day: date = TODAY) -> Answers:
    return checkin.noted(clinics.repo("patient").records.get(clinics.id(0)), day).answers


def import_lines(clinics: Clinics, *lines: Line, who: str = "physio") -> None:
    repo, patient = clinics.repo(who), clinics.id(0)
    revision = repo.people.get(patient).revision
    repo.imports.confirm(patient, "file", lines, key=f"key {revision}", revision=revision)


def test_a_zero_is_stored_and_no_answer_is_not(clinics: Clinics) -> None:
    made = said(clinics, Answers({"pain_morning": 0, "pain_average": None, "flare": "no", "exercised": None}))
    assert made == [("daily", {"pain_morning": 0, "flare": "no"}, [])]
    assert stands(clinics).daily == {"pain_morning": 0, "flare": "no"}


def test_nothing_answered_is_nothing_stored(clinics: Clinics) -> None:
    before = clinics.repo("patient").people.get(clinics.id(0)).revision
    assert said(clinics, Answers({"pain_morning": None, "note": "  "}, {1: {"session_rpe": None}})) == []
    assert clinics.repo("patient").people.get(clinics.id(0)).revision == before


def test_the_same_answers_again_say_nothing_new(clinics: Clinics) -> None:
    answers = Answers({"pain_morning": 4, "exercised": "yes"}, {1: {"session_rpe": 5, "session_minutes": 20}})
    assert said(clinics, answers)
    assert said(clinics, answers) == []


def test_an_answer_taken_back_is_cleared_and_stays_in_the_history(clinics: Clinics) -> None:
    said(clinics, Answers({"pain_morning": 4, "impact": 2}))
    assert said(clinics, Answers({"pain_morning": None, "impact": 3})) == [("daily", {"impact": 3}, ["pain_morning"])]
    assert stands(clinics).daily == {"impact": 3}
    repo = clinics.repo("patient")
    assert [e.values.get("pain_morning") for e in repo.records.day(clinics.id(0), TODAY.isoformat())] == [None, 4]
    assert [r.kind for r in repo.imports.listed(clinics.id(0))][:2] == ["correction", "form"]


def test_a_session_holds_what_was_said_of_it(clinics: Clinics) -> None:
    said(clinics, Answers({"exercised": "yes"}, {1: {"completed": "partly", "session_rpe": 0, "pain_during": None}}))
    assert stands(clinics).sessions == {1: {"completed": "partly", "session_rpe": 0}}


def test_exercised_without_details_makes_no_session_row(clinics: Clinics) -> None:
    assert said(clinics, Answers({"exercised": "yes"}, {1: dict.fromkeys(checkin.SESSION)})) == [
        ("daily", {"exercised": "yes"}, [])
    ]


def test_a_second_session_is_kept_beside_the_first_and_taken_back_alone(clinics: Clinics) -> None:
    first, second = {"session_minutes": 20}, {"session_minutes": 10}
    said(clinics, Answers({"exercised": "yes"}, {1: first}))
    said(clinics, Answers({"exercised": "yes"}, {1: first, 2: second}))
    assert stands(clinics).sessions == {1: first, 2: second}
    said(clinics, Answers({"exercised": "yes"}, {1: first, 2: {"session_minutes": None}}))
    assert stands(clinics).sessions == {1: first}


@pytest.mark.parametrize("answer", ["no", None])
def test_without_exercise_the_sessions_of_the_form_are_taken_back(clinics: Clinics, answer: str | None) -> None:
    said(clinics, Answers({"exercised": "yes"}, {1: {"session_minutes": 20}}))
    said(clinics, Answers({"exercised": answer}))
    assert stands(clinics).sessions == {}


def test_exercises_of_a_file_are_never_taken_back(clinics: Clinics) -> None:
    squat = {"date": TODAY.isoformat(), "session": 1, "line": 1, "exercise": "Squat", "sets": 3, "session_rpe": 4}
    bridge = {"date": TODAY.isoformat(), "session": 1, "line": 2, "exercise": "Pont", "sets": 2}
    import_lines(clinics, Line("sessions", squat), Line("sessions", bridge))
    there = checkin.noted(clinics.repo("patient").records.get(clinics.id(0)), TODAY)
    assert there.named == ["Squat", "Pont"]
    assert said(clinics, Answers({"exercised": "no"}, {1: {"session_rpe": 6, "pain_after": 2}})) == [
        ("daily", {"exercised": "no"}, []), ("sessions", {"session": 1, "line": 1, "session_rpe": 6, "pain_after": 2}, []),
    ]  # fmt: skip
    rows = [
        r
        for r in plain_rows(clinics.repo("patient").records.get(clinics.id(0)).log.sessions)
        if r["date"] == TODAY.isoformat()
    ]
    assert [(r["exercise"], r["session_rpe"], r["pain_after"]) for r in rows] == [("Squat", 6, 2), ("Pont", 6, 2)]


def test_a_session_of_a_watch_stays_when_nothing_is_said_of_exercise(clinics: Clinics) -> None:
    import_lines(clinics, Line("sessions", {"date": TODAY.isoformat(), "session": 1, "line": 1, "session_minutes": 31}))
    said(clinics, Answers({"pain_morning": 3}, {1: {"session_minutes": 31, "session_rpe": 2}}))
    assert stands(clinics).sessions == {1: {"session_minutes": 31, "session_rpe": 2}}


def test_work_effort_of_a_file_stays_while_work_is_not_answered(clinics: Clinics) -> None:
    import_lines(clinics, Line("daily", {"date": TODAY.isoformat(), "work_effort": 5}))
    said(clinics, Answers({"work_effort": 5, "worked": None, "pain_morning": 1}))
    assert stands(clinics).daily == {"work_effort": 5, "pain_morning": 1}
    said(clinics, Answers({"work_effort": 5, "worked": "no", "pain_morning": 1}))
    assert stands(clinics).daily == {"worked": "no", "pain_morning": 1}


def test_days_go_back_a_week_and_never_ahead() -> None:
    assert checkin.days(TODAY) == [TODAY - timedelta(days=n) for n in range(8)]


def test_a_form_half_filled_is_kept_and_dropped_when_nothing_is_left(clinics: Clinics) -> None:
    repo, patient = clinics.repo("patient"), clinics.id(0)
    change = Answers({"pain_morning": 3}, {2: {"session_rpe": 1}})
    first = checkin.keep(repo, patient, TODAY, change, None)
    assert first == checkin.half_filled(repo, patient, TODAY)
    assert checkin.half_filled(repo, patient, TODAY - timedelta(days=1)) is None
    second = checkin.keep(repo, patient, TODAY, Answers({"pain_morning": 4}), first)
    assert first
    assert second
    assert second.draft_id == first.draft_id
    assert checkin.keep(repo, patient, TODAY, Answers(), second) is None
    assert repo.imports.drafts(patient, "form") == []


def test_a_form_sent_twice_is_stored_once(clinics: Clinics) -> None:
    repo, patient = clinics.repo("patient"), clinics.id(0)
    record, answers = repo.records.get(patient), Answers({"pain_morning": 3})
    form = checkin.keep(repo, patient, TODAY, answers, None)
    assert form
    receipts = [checkin.save(repo, patient, form, answers, record) for _ in range(2)]
    assert [r.again for r in receipts] == [False, True]
    assert len({r.import_id for r in receipts}) == 1


def test_a_record_changed_meanwhile_is_not_written_over(clinics: Clinics) -> None:
    repo, patient = clinics.repo("patient"), clinics.id(0)
    record, answers = repo.records.get(patient), Answers({"pain_morning": 3})
    form = checkin.keep(repo, patient, TODAY, answers, None)
    import_lines(clinics, Line("daily", {"date": TODAY.isoformat(), "pain_morning": 6}))
    assert form
    with pytest.raises(ChangedMeanwhile):
        checkin.save(repo, patient, form, answers, record)
    assert stands(clinics).daily == {"pain_morning": 6}
