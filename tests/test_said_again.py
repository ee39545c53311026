"""A file sent again, grown or not: each row finds its own line, and what several imports say stands until the last is undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from loadaid.logs.plain import plain_rows
from loadaid.practice import checkin, previewed, uploads
from loadaid.practice.checkin import Answers
from loadaid.practice.uploads import Preview
from loadaid.store.errors import Refused
from loadaid.store.imports import Line
from tests.reading import read
from tests.store_clinic import TODAY, Clinics, made

SETS = "date;exercice;séries;répétitions"
TWICE = (SETS, "2026-11-01;squat;3;10", "2026-11-01;squat;2;8")
MORE = "2026-11-01;gainage;1;5"
FORM = {"completed": "yes", "session_rpe": 4, "session_minutes": 20}
PLANK, SQUAT = {"exercise": "gainage", "sets": 2, "reps": 8}, {"exercise": "squat", "sets": 3, "reps": 10}


@pytest.fixture
def clinics(database_url: str) -> Iterator[Clinics]:
    found = made(database_url)
    yield found
    found.database.close()


@pytest.fixture
def patient(clinics: Clinics) -> str:
    return clinics.repo("physio").people.create("Neuve", "1990-02-03")


def previewed_of(
    clinics: Clinics, patient: str, *files: tuple[str, ...], answers: Mapping[str, str] | None = None
) -> Preview:
    repo = clinics.repo("physio")
    draft = uploads.start(repo, patient, [(f"{n}.csv", "\n".join(lines).encode()) for n, lines in enumerate(files)])
    upload = next(u for u in uploads.waiting(repo, patient) if u.draft_id == draft)
    if answers:
        uploads.answer(repo, upload, answers)
        upload = next(u for u in uploads.waiting(repo, patient) if u.draft_id == draft)
    return uploads.preview(repo, upload, TODAY)


def sent(clinics: Clinics, patient: str, *files: tuple[str, ...], answers: Mapping[str, str] | None = None) -> str:
    shown = previewed_of(clinics, patient, *files, answers=answers)
    assert not shown.reading.questions
    return uploads.confirm(clinics.repo("physio"), shown, leave_refused=True).import_id


def undone(clinics: Clinics, patient: str, import_id: str) -> None:
    clinics.repo("physio").imports.undo(patient, import_id)


def rows(clinics: Clinics, patient: str, table: str = "sessions") -> list[dict[str, Any]]:
    """As they stand, in the order of the record."""
    frame = getattr(clinics.repo("physio").records.get(patient).log, table)
    return [{k: v for k, v in row.items() if k not in ("patient_id", "session")} for row in plain_rows(frame)]


def squats(clinics: Clinics, patient: str) -> list[tuple[Any, ...]]:
    return [
        (r["line"], r.get("exercise"), r.get("sets"), r.get("reps"), r.get("load_kg")) for r in rows(clinics, patient)
    ]


@pytest.mark.parametrize("files", ["apart", "together"])
def test_the_second_row_of_an_exercise_is_not_the_first(clinics: Clinics, patient: str, files: str) -> None:
    grown = (*TWICE, MORE)
    if files == "apart":
        sent(clinics, patient, TWICE)
        shown = previewed_of(clinics, patient, grown)
        assert (shown.reading.counts["same"], shown.reading.counts["new"]) == (2, 1)
        assert previewed.conflicts(shown) == []
        uploads.confirm(clinics.repo("physio"), shown)
    else:
        sent(clinics, patient, TWICE, grown)
    assert [(line, name, sets) for line, name, sets, _, _ in squats(clinics, patient)] == [
        (1, "squat", 3), (2, "squat", 2), (3, "gainage", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("order", list(permutations((";", ";8", ";6"))))
def test_a_row_without_a_load_never_gets_that_of_another(
    clinics: Clinics, patient: str, order: tuple[str, ...]
) -> None:
    known = (SETS + ";charge (kg)", *(f"2026-11-01;squat;3;10{load}" for load in (";", ";8", ";6")))
    sent(clinics, patient, known)
    shown = previewed_of(clinics, patient, (known[0], *(f"2026-11-01;squat;3;10{load}" for load in order), f"{MORE};"))
    assert (shown.reading.counts["same"], shown.reading.counts["new"]) == (3, 1)
    uploads.confirm(clinics.repo("physio"), shown)
    assert [row[-1] for row in squats(clinics, patient)] == [None, 8, 6, None]


@pytest.mark.parametrize(("answer", "reps"), [("file", 9), ("known", 8)])
def test_only_the_row_that_changed_is_asked_about(clinics: Clinics, patient: str, answer: str, reps: int) -> None:
    first = sent(clinics, patient, TWICE)
    changed = (*TWICE[:2], "2026-11-01;squat;2;9", MORE)
    shown = previewed_of(clinics, patient, changed)
    assert [(q.id, q.facts["row"]) for q in shown.reading.questions] == [("merge:répétitions", 3)]
    shown = previewed_of(clinics, patient, changed, answers={"merge:répétitions": answer})
    counts = shown.reading.counts
    assert (counts["same"], counts["conflicting"], counts["new"]) == (1, 1, 1)
    assert [(c.known, c.said) for c in previewed.conflicts(shown)] == [(8, "9")]
    uploads.confirm(clinics.repo("physio"), shown)
    assert [row[3] for row in squats(clinics, patient)] == [10, reps, 5]
    undone(clinics, patient, first)  # what was answered with "known" the file does not say
    assert [row[3] for row in squats(clinics, patient)] == [10, 9 if answer == "file" else None, 5]


def test_a_second_session_like_the_first_is_new(clinics: Clinics, patient: str) -> None:
    head = "date;séance;exercice;séries"
    one, two = "2026-11-01;1;squat;3", "2026-11-01;2;squat;3"
    sent(clinics, patient, (head, one))
    shown = previewed_of(clinics, patient, (head, one, two))
    assert (shown.reading.counts["same"], shown.reading.counts["new"]) == (1, 1)


A = ("date;douleur moyenne;exercice;séries", "2026-11-01;3;squat;3", "2026-11-02;4;squat;3")
B = ("date;douleur moyenne;exercice;séries;répétitions", "2026-11-01;3;squat;3;10", "2026-11-02;4;squat;3;", "2026-11-03;5;pont;2;")  # fmt: skip
C = (*B, "2026-11-04;6;pont;2;")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_undone_in_any_order_what_stands_is_what_the_standing_files_say(
    clinics: Clinics, patient: str, order: tuple[int, ...]
) -> None:
    files = (A, B, C)
    imports = [sent(clinics, patient, file) for file in files]
    for n, gone in enumerate(order[:2]):
        undone(clinics, patient, imports[gone])
        left = max(k for k in range(3) if k not in order[: n + 1])
        alone = clinics.repo("physio").people.create("Seule", "1990-02-03")
        sent(clinics, alone, (*files[left], *[""] * (n + 1)))  # other bytes: those of another record are refused
        for table in ("daily", "sessions"):
            assert rows(clinics, patient, table) == rows(clinics, alone, table)
    undone(clinics, patient, imports[order[2]])
    assert rows(clinics, patient, "daily") == rows(clinics, patient) == []


def test_each_import_keeps_where_its_values_are_from(clinics: Clinics, patient: str) -> None:
    sent(clinics, patient, A)
    sent(clinics, patient, B)
    entries = [e for e in clinics.repo("physio").records.day(patient, "2026-11-01") if e.table == "sessions"]
    assert [set(e.origin) for e in entries] == [{"exercise", "sets", "reps"}, {"exercise", "sets"}]


def test_a_file_that_brings_nothing_new_cannot_be_kept(clinics: Clinics, patient: str) -> None:
    sent(clinics, patient, B)
    shown = previewed_of(clinics, patient, A)
    assert shown.reading.counts["same"] == 2
    assert not shown.is_ready
    with pytest.raises(Refused):
        uploads.confirm(clinics.repo("physio"), shown)


def test_the_preview_shows_what_is_new(clinics: Clinics, patient: str) -> None:
    sent(clinics, patient, A)
    shown = previewed_of(clinics, patient, B)
    lines = [dict(line.values) for page in previewed.pages(shown) for line in page]
    assert lines == [
        {"date": "2026-11-01", "session": 1, "line": 1, "exercise": "squat", "reps": 10},
        {"date": "2026-11-03", "pain_average": 5},
        {"date": "2026-11-03", "session": 1, "line": 1, "exercise": "pont", "sets": 2},
    ]


def test_a_value_refused_is_never_kept(clinics: Clinics, patient: str) -> None:
    sent(clinics, patient, ("date;douleur moyenne", "2026-11-01;3"))
    first = sent(
        clinics,
        patient,
        ("date;douleur moyenne;douleur au réveil", "2026-11-01;3;", "2026-11-02;14;", "2026-11-03;4;2"),
    )
    assert first
    assert [r["date"] for r in rows(clinics, patient, "daily")] == ["2026-11-01", "2026-11-03"]


def test_efforts_of_each_row_stay_when_they_are_said_again(clinics: Clinics, patient: str) -> None:
    repo, place = clinics.repo("physio"), {"date": "2026-11-01", "session": 1}
    efforts = [Line("sessions", {**place, "line": n, "exercise": f"e{n}", "session_rpe": 3 * n}) for n in (1, 2)]
    longer = [*efforts, Line("sessions", {**place, "line": 3, "exercise": "e3"})]
    for key, lines in (("a", efforts), ("b", longer)):
        repo.imports.confirm(patient, "file", lines, key=key, revision=repo.people.get(patient).revision)
    assert [r["session_rpe"] for r in rows(clinics, patient)] == [3, 6, 6]


def test_a_log_is_in_the_order_of_its_days_and_lines(clinics: Clinics, patient: str) -> None:
    sent(clinics, patient, (SETS, "2026-11-09;pont;3;10", *(f"2026-11-02;exo{n};1;{n}" for n in range(1, 7))))
    sent(clinics, patient, ("date;exercice;séries;répétitions", "2026-11-05;squat;3;10", "2026-11-01;squat;3;10"))
    found = [(r["date"], r["line"], r["exercise"]) for r in rows(clinics, patient)]
    assert found == sorted(found)
    assert [name for day, _, name in found if day == "2026-11-02"] == [f"exo{n}" for n in range(1, 7)]


def noted_by_form(clinics: Clinics, patient: str) -> str:
    repo = clinics.repo("physio")
    lines = [Line("sessions", {"date": "2026-11-01", "session": 1, "line": 1, **FORM})]
    return repo.imports.confirm(
        patient, "form", lines, key="form", revision=repo.people.get(patient).revision
    ).import_id


DIARY = (SETS, "2026-11-01;squat;3;10", "2026-11-01;gainage;2;8")


def test_a_diary_after_the_form_is_asked_whether_it_is_the_same_session(clinics: Clinics, patient: str) -> None:
    form = noted_by_form(clinics, patient)
    assert [q.id for q in previewed_of(clinics, patient, DIARY).reading.questions] == ["same-session:0.csv"]
    diary = sent(clinics, patient, DIARY, answers={"same-session:0.csv": "same"})
    log = clinics.repo("physio").records.get(patient).log.sessions
    assert set(log["session"]) == {1}
    assert [r["exercise"] for r in rows(clinics, patient)] == ["squat", "gainage"]
    assert all(FORM.items() <= r.items() for r in rows(clinics, patient)[:1])
    assert previewed_of(clinics, patient, DIARY).reading.counts["same"] == 2
    undone(clinics, patient, form)
    day = {"date": "2026-11-01"}
    assert rows(clinics, patient) == [{**day, "line": 1, **SQUAT}, {**day, "line": 2, **PLANK}]
    undone(clinics, patient, diary)
    assert rows(clinics, patient) == []


def test_a_diary_of_another_session_than_that_of_the_form_is_one_more(clinics: Clinics, patient: str) -> None:
    noted_by_form(clinics, patient)
    sent(clinics, patient, DIARY, answers={"same-session:0.csv": "different"})
    assert sorted(clinics.repo("physio").records.get(patient).log.sessions["session"]) == [1, 2, 2]


def test_a_diary_whose_minutes_are_others_is_not_asked_about(clinics: Clinics, patient: str) -> None:
    noted_by_form(clinics, patient)
    file = ("date;exercice;durée (min)", "2026-11-01;vélo;90")
    assert not previewed_of(clinics, patient, file).reading.questions


def test_of_a_log_folder_too() -> None:
    known = {"sessions.csv": b"patient_id,date,session_minutes,session_rpe\nP-1,2026-11-01,20,4"}
    data = [("a.csv", "\n".join(DIARY).encode())]
    assert [q.id for q in read(data, patient="P-1", known=known).questions] == ["same-session:a.csv"]
    reading = read(data, {"same-session:a.csv": "same"}, patient="P-1", known=known)
    assert [(r["session"], r["exercise"]) for r, _, _ in reading.accepted["sessions"]] == [(1, "squat"), (1, "gainage")]


def saved(clinics: Clinics, patient: str, answers: Answers, who: str = "physio") -> str:
    repo, day = clinics.repo(who), date(2026, 11, 15)
    record = repo.records.get(patient)
    form = checkin.keep(repo, patient, day, checkin.changed(answers, checkin.noted(record, day)), None)
    assert form is not None
    return checkin.save(repo, patient, form, answers, record).import_id


def test_a_form_saved_again_stands_when_the_first_is_undone(clinics: Clinics, patient: str) -> None:
    said = {"exercised": "yes", "pain_average": 2}
    first = saved(clinics, patient, Answers(said, {1: {"completed": "yes", "session_rpe": 3}}))
    saved(clinics, patient, Answers(said, {1: {"completed": "yes", "session_rpe": 5}}))
    undone(clinics, patient, first)
    assert rows(clinics, patient, "daily") == [{"date": "2026-11-15", **said}]
    assert rows(clinics, patient) == [{"date": "2026-11-15", "line": 1, "completed": "yes", "session_rpe": 5}]


def test_a_form_never_says_again_what_another_said(clinics: Clinics, patient: str) -> None:
    clinics.repo("lead").people.assign(patient, clinics.actors["lead"].account_id)
    sent(clinics, patient, ("date;douleur moyenne", "2026-11-15;3"))
    saved(clinics, patient, Answers({"pain_average": 3, "impact": 1}), "lead")
    saved(clinics, patient, Answers({"pain_average": 3, "impact": 1, "sleep_quality": 7}))
    newest = clinics.repo("physio").records.day(patient, "2026-11-15")[0]
    assert dict(newest.values) == {"date": "2026-11-15", "sleep_quality": 7}


def test_what_a_form_takes_back_is_not_said_again(clinics: Clinics, patient: str) -> None:
    first = saved(
        clinics, patient, Answers({"exercised": "yes", "pain_average": 0, "note": "x"}, {1: {"session_rpe": 3}})
    )
    saved(clinics, patient, Answers({"exercised": "no", "note": "x"}))
    undone(clinics, patient, first)
    assert rows(clinics, patient, "daily") == [{"date": "2026-11-15", "exercised": "no", "note": "x"}]
    assert rows(clinics, patient) == []
