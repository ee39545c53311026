"""At the desk: a diary typed in cell by cell, sessions, the plan and the end of a follow-up; what was there is never overwritten unseen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from loadaid.locale import words
from loadaid.logs.plain import plain_rows
from loadaid.practice import desk, desk_exercises, desk_save, discharge
from loadaid.practice.checkin import Noted
from loadaid.practice.desk_save import Typed
from loadaid.store.errors import ChangedMeanwhile, NotFound, Refused
from loadaid.store.imports import Line
from loadaid.store.records import Record
from loadaid.ui.pages import patient_file
from tests import ui_stage
from tests.store_clinic import SENTINELS, TODAY, Clinics
from tests.ui_stage import opened, shown

FR, EN = words("fr"), words("en")
DAY = TODAY.isoformat()
# A fortnight as people write it: sessions three times a week, a flare, days left blank, commas, a real 0.
PAPER = (
    "3 4 3 n r 7 4 5 60 0 . . . . . . .", "4 4 3 n f 6 5 6 90 1 . . 25 4 3 4 2", "4 3 3 n r 7 3 4 45 0 . . . . . . .",
    "3 3 2 n f 7 3 4 60 0 . . 25 5 3 3 1,5", ". . . . . . . . . . . . . . . . .", "5 6 5 o f 4 7 6 120 3 n fesse 30 6 6 6 24",
    "6 6 6 o r 3 7 . 60 4 o fesse . . . . .", "5 5 4 n r 5 5 4 45 2 . . . . . . .", "4 4 3 n r 6 4 5 60 1 . . . . . . .",
    ". . . . . . . . . . . . . . . . .", "3 3 2 n f 7 3 4 60 0 . . 20 4 2 2 0", "3 2 2 n r 8 2 . 30 0 . . . . . . .",
    "2 2 1 n r 8 1 . 30 0 . . . . . . .", "0 1 0 n f 8 1 3 30 0 . . 25 5 1 1 0",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    return ui_stage.built(tmp_path_factory.mktemp("built"), days=40)


@pytest.fixture
def clinics(built: Clinics, tmp_path: Path) -> Iterator[Clinics]:
    made = ui_stage.copied(built, tmp_path)
    yield made
    made.database.close()


def new_patient(clinics: Clinics) -> str:
    return clinics.repo("physio").people.create("Qwxznew", None)


def record(clinics: Clinics, patient_id: str) -> Record:
    return clinics.repo("physio").records.get(patient_id)


def noted(there: Record) -> dict[date, Noted]:
    return desk.noted(there, desk.days(TODAY))


def paper(texts: tuple[str, ...] = PAPER) -> dict[str, dict[str, str]]:
    rows = [dict(zip(desk.USUAL, text.split(), strict=True)) for text in texts]
    return {
        day.isoformat(): {name: cell for name, cell in row.items() if cell != "."}
        for day, row in zip(desk.days(TODAY), rows, strict=True)
    }


def typed_in(clinics: Clinics, patient_id: str, cells: dict[str, dict[str, str]], key: str = "k") -> desk.Checked:
    """Types cells and saves them."""
    repo, there = clinics.repo("physio"), record(clinics, patient_id)
    typed = desk_save.keep(repo, patient_id, cells, desk_save.waiting(repo, patient_id))
    made = desk.checked(noted(there), typed.cells, FR)
    assert not made.wrong, made.wrong
    desk_save.save(repo, patient_id, made, typed, key, there.revision)
    return made


def of_day(clinics: Clinics, patient_id: str, table: str = "daily", day: date = TODAY) -> dict[str, Any]:
    rows = plain_rows(getattr(record(clinics, patient_id).log, table))
    found = [{k: v for k, v in r.items() if k not in ("patient_id", "date")} for r in rows if r["date"] == str(day)]
    return found[0] if found else {}


# ---- the grid of a fortnight


def test_a_fortnight_of_paper_is_kept_as_it_is_written(clinics: Clinics) -> None:
    patient = new_patient(clinics)
    made = typed_in(clinics, patient, paper())
    assert made.counts == {"new": 12, "changed": 0, "same": 0, "blank": 2, "faulty": 0}
    daily = plain_rows(record(clinics, patient).log.daily)
    assert len(daily) == 12
    assert of_day(clinics, patient) == {
        "pain_morning": 0, "pain_average": 1, "impact": 0, "flare": "no", "exercised": "yes", "sleep_quality": 8, "stress": 1,
        "work_effort": 3, "posture_longest_min": 30, "leg_pain": 0,
    }  # fmt: skip
    assert of_day(clinics, patient, "sessions") == {
        "session": 1, "session_minutes": 25, "session_rpe": 5, "pain_during": 1, "pain_after": 1, "settle_h": 0, "line": 1,
    }  # fmt: skip
    flare = TODAY - timedelta(days=8)
    assert of_day(clinics, patient, day=flare)["symptoms_changed"] == "no"
    assert of_day(clinics, patient, day=flare)["note"] == "[lieu : fesse]"
    assert {r["exercised"] for r in daily} == {"yes", "no"}
    (receipt,) = clinics.repo("physio").imports.listed(patient)
    assert (receipt.kind, receipt.told["span"]) == ("desk", [str(TODAY - timedelta(days=13)), DAY])
    assert receipt.told["rows"] == {"received": 14, "new": 12, "same": 0, "conflicting": 0, "refused": 0, "skipped": 2}
    again = desk.checked(noted(record(clinics, patient)), {}, FR)
    assert (again.lines, again.counts["same"]) == ([], 12)


def test_blank_is_not_known_and_zero_is_zero(clinics: Clinics) -> None:
    patient = new_patient(clinics)
    typed_in(clinics, patient, {DAY: {"pain_morning": "0", "pain_average": "", "exercised": " "}})
    assert of_day(clinics, patient) == {"pain_morning": 0}
    there = desk.noted(record(clinics, patient), [TODAY])[TODAY]
    assert [desk.text(there, n, FR) for n in ("pain_morning", "pain_average", "exercised")] == ["0", "", ""]


def test_a_changed_cell_supersedes_and_an_emptied_one_is_taken_back(clinics: Clinics) -> None:
    patient = new_patient(clinics)
    typed_in(clinics, patient, {DAY: {"pain_morning": "4", "impact": "2", "stress": "3"}}, "a")
    made = typed_in(clinics, patient, {DAY: {"pain_morning": "5", "impact": ""}}, "b")
    assert of_day(clinics, patient) == {"pain_morning": 5, "stress": 3}
    assert (made.counts["changed"], made.counts["new"]) == (1, 0)
    assert [change[1:] for change in made.changes] == [("pain_morning", "4", "5"), ("impact", "2", "")]
    repo = clinics.repo("physio")
    assert [e.values.get("pain_morning") for e in repo.records.day(patient, DAY)] == [5, 4]
    repo.imports.undo(patient, repo.imports.listed(patient)[0].import_id)
    assert of_day(clinics, patient) == {"pain_morning": 4, "impact": 2, "stress": 3}


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("pain_morning", "11", "un nombre de 0 à 10"), ("pain_morning", "-1", "un nombre de 0 à 10"),
        ("pain_morning", "3-4", "un nombre de 0 à 10"), ("session_minutes", "1441", "un nombre de 0 à 1 440"),
        ("settle_h", "demain", "un nombre de 0 à 336"), ("flare", "peut-être", "oui, non"), ("exercised", "1", "faits, repos"),
        ("lifting", "l", "aucun, léger (moins de 5 kg), moyen (5 à 25 kg), lourd (plus de 25 kg ou plus de 25 fois)"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_told_and_nothing_of_the_day_is_stored(
    clinics: Clinics, column: str, cell: str, expected: str
) -> None:
    cells = {DAY: {"impact": "2", column: cell}}
    made = desk.checked(noted(record(clinics, new_patient(clinics))), cells, FR)
    (wrong,) = made.wrong
    assert (wrong.where, wrong.column, wrong.text) == (TODAY, column, cell)
    assert wrong.expected.replace("\u202f", " ").replace("\u00a0", " ") == expected
    assert "corrigez" in wrong.mend
    assert made.lines == []
    assert (made.counts["faulty"], made.counts["blank"], made.counts["new"]) == (1, len(made.days) - 1, 0)


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("pain_morning", "4,5", 4.5), ("pain_morning", "4.5", 4.5), ("pain_morning", "7/10", 7), ("settle_h", "24 h", 24),
        ("flare", "Oui", "yes"), ("flare", "N", "no"), ("flare", "y", "yes"), ("lifting", "lo", "heavy"), ("lifting", "a", "none"),
        ("exercised", "f", "yes"), ("exercised", "R", "no"), ("exercised", "rest", "no"), ("exercised", "done", "yes"),
    ],
)  # fmt: skip
def test_cells_are_read_as_people_write_them(clinics: Clinics, column: str, cell: str, value: Any) -> None:
    patient = new_patient(clinics)
    typed_in(clinics, patient, {DAY: {column: cell}})
    table = "sessions" if column in desk.FIELDS.session else "daily"
    assert of_day(clinics, patient, table)[column] == value


def test_values_of_a_session_say_that_exercises_were_done(clinics: Clinics) -> None:
    patient = new_patient(clinics)
    typed_in(clinics, patient, {DAY: {"session_rpe": "5"}})
    assert of_day(clinics, patient) == {"exercised": "yes"}
    assert of_day(clinics, patient, "sessions")["session_rpe"] == 5


@pytest.mark.parametrize(
    "cells",
    [
        {"exercised": "r", "session_rpe": "5"}, {"flare": "n", "symptoms_changed": "o"}, {"symptoms_changed": "o"},
        {"worked": "n", "work_effort": "4"},
    ],
)  # fmt: skip
def test_two_cells_that_cannot_both_hold_are_told_and_neither_is_dropped(
    clinics: Clinics, cells: dict[str, str]
) -> None:
    made = desk.checked(noted(record(clinics, new_patient(clinics))), {DAY: cells}, FR)
    assert len(made.wrong) == 1
    assert made.lines == []


def test_exercises_emptied_while_a_session_stands_are_asked_about(clinics: Clinics) -> None:
    patient = new_patient(clinics)
    typed_in(clinics, patient, {DAY: {"exercised": "f", "session_rpe": "5"}})
    made = desk.checked(noted(record(clinics, patient)), {DAY: {"exercised": ""}}, FR)
    assert [wrong.column for wrong in made.wrong] == ["exercised"]
    typed_in(clinics, patient, {DAY: {"exercised": "r", "session_rpe": ""}}, "b")
    assert (of_day(clinics, patient), of_day(clinics, patient, "sessions")) == ({"exercised": "no"}, {})


def test_exercises_of_a_file_and_other_sessions_stay(clinics: Clinics) -> None:
    patient, repo = new_patient(clinics), clinics.repo("physio")
    rows = [
        Line("sessions", {"date": DAY, "session": n, "line": 1, "exercise": "Squat", "session_rpe": 3 + n})
        for n in (1, 2)
    ]
    repo.imports.confirm(patient, "file", rows, key="f", revision=0)
    typed_in(clinics, patient, {DAY: {"session_rpe": "7", "pain_morning": "2"}})
    found = plain_rows(record(clinics, patient).log.sessions)
    assert [(r["session"], r["exercise"], r["session_rpe"]) for r in found] == [(1, "Squat", 7), (2, "Squat", 5)]


def test_a_flare_asks_whether_the_symptoms_have_changed(clinics: Clinics) -> None:
    there = record(clinics, new_patient(clinics))
    cells = {DAY: {"flare": "o"}}
    assert desk.checked(noted(there), cells, FR).ask == [TODAY]
    cells[DAY]["symptoms_changed"] = "n"
    assert desk.checked(noted(there), cells, FR).ask == []


def test_the_place_of_the_pain_is_kept_in_the_note_and_shown_apart(clinics: Clinics) -> None:
    patient = new_patient(clinics)
    typed_in(clinics, patient, {DAY: {"note": "Longue journée", "where": "fesse [g]"}}, "a")
    assert of_day(clinics, patient) == {"note": "Longue journée [lieu : fesse g]"}
    there = desk.noted(record(clinics, patient), [TODAY])[TODAY]
    assert (desk.text(there, "note", EN), desk.text(there, "where", EN)) == ("Longue journée", "fesse g")
    typed_in(clinics, patient, {DAY: {"where": ""}}, "b")
    assert of_day(clinics, patient) == {"note": "Longue journée"}
    typed_in(clinics, patient, {DAY: {"where": "mollet", "note": ""}}, "c")
    assert of_day(clinics, patient) == {"note": "[lieu : mollet]"}
    assert desk.without_place("Dos [where: left calf]") == ("Dos", "left calf")


# ---- drafts, double presses, two who edit


def test_what_is_typed_waits_and_cells_of_another_fortnight_wait_on(clinics: Clinics) -> None:
    patient, repo = new_patient(clinics), clinics.repo("physio")
    old = str(TODAY - timedelta(days=20))
    typed = desk_save.keep(repo, patient, {DAY: {"impact": "99"}, old: {"impact": "3"}, "2026-01-01": {}}, Typed())
    assert desk_save.waiting(repo, patient) == typed
    assert desk_save.waiting(clinics.repo("physio2"), clinics.id(2)) == Typed()
    typed_in(clinics, patient, {DAY: {"impact": "9"}, old: {"impact": "3"}})
    assert desk_save.waiting(repo, patient).cells == {old: {"impact": "3"}}
    assert desk_save.keep(repo, patient, {}, desk_save.waiting(repo, patient)) == Typed()
    assert repo.imports.drafts(patient, "form") == []


def test_saved_twice_it_is_stored_once(clinics: Clinics) -> None:
    patient = new_patient(clinics)
    repo, there = clinics.repo("physio"), record(clinics, patient)
    typed = desk_save.keep(repo, patient, {DAY: {"impact": "3"}}, Typed())
    made = desk.checked(noted(there), typed.cells, FR)
    receipts = [desk_save.save(repo, patient, made, typed, "one", there.revision) for _ in range(2)]
    assert [r.again for r in receipts] == [False, True]
    assert len(repo.imports.listed(patient)) == 1


def test_a_record_changed_meanwhile_is_not_written_over(clinics: Clinics) -> None:
    patient = new_patient(clinics)
    repo, there = clinics.repo("physio"), record(clinics, patient)
    typed = desk_save.keep(repo, patient, {DAY: {"impact": "3"}}, Typed())
    made = desk.checked(noted(there), typed.cells, FR)
    repo.imports.confirm(patient, "file", [Line("daily", {"date": DAY, "impact": 8})], key="x", revision=0)
    with pytest.raises(ChangedMeanwhile):
        desk_save.save(repo, patient, made, typed, "one", there.revision)
    assert of_day(clinics, patient) == {"impact": 8}
    assert desk_save.waiting(repo, patient) == typed


def test_who_does_not_follow_a_patient_or_may_not_write_saves_nothing(clinics: Clinics) -> None:
    made = desk.checked(noted(record(clinics, clinics.id(0))), {DAY: {"impact": "3"}}, FR)
    for who in ("physio2", "lead", "admin", "other-physio"):
        with pytest.raises(NotFound):
            desk_save.save(clinics.repo(who), clinics.id(0), made, Typed(), who, 1)
    assert of_day(clinics, clinics.id(0)) == {}


# ---- exercises


PLAN = {"exercise": "Squat", "sets": 3, "reps": 10, "load_kg": 8, "per_week": 3}


def with_plan(clinics: Clinics) -> str:
    patient = new_patient(clinics)
    earlier = str(TODAY - timedelta(days=20))
    lines = [
        Line("plan", {"date": earlier, **PLAN}),
        Line("plan", {"date": earlier, "exercise": "Pont", "sets": 2, "reps": 12}),
    ]
    for back, load in ((13, 8), (9, 9), (9, 9), (30, 5)):
        day = str(TODAY - timedelta(days=back))
        lines.append(Line("sessions", {"date": day, "session": 1, "line": 1, "exercise": "squat", "family": "strength",
                                       "sets": 3, "reps": 10, "load_kg": load}))  # fmt: skip
    lines.append(
        Line("sessions", {"date": str(TODAY - timedelta(days=2)), "session": 1, "exercise": "Vélo", "sets": 1})
    )
    lines.append(Line("sessions", {"date": str(TODAY - timedelta(days=1)), "session": 1, "session_rpe": 4}))
    clinics.repo("physio").imports.confirm(patient, "file", lines, key="plan", revision=0)
    return patient


def test_the_plan_stands_beside_what_was_done_in_fourteen_days(clinics: Clinics) -> None:
    there = record(clinics, with_plan(clinics))
    bridge, squat, bike = desk_exercises.beside(there, TODAY)
    assert (squat.exercise, squat.done, squat.planned) == ("Squat", 2, 6)
    assert squat.last
    assert squat.last["load_kg"] == 9
    assert (bridge.done, bridge.planned, bridge.last) == (0, None, None)
    assert (bike.exercise, bike.agreed, bike.done) == ("Vélo", None, 1)
    assert desk_exercises.unnamed(there, TODAY) == 1


def test_a_changed_plan_is_added_from_today_and_the_old_row_stays(clinics: Clinics) -> None:
    patient, repo = with_plan(clinics), clinics.repo("physio")
    there = record(clinics, patient)
    opened_with = desk_exercises.in_force(there, TODAY)
    rows = [{**PLAN, "exercise": "SQUAT", "load_kg": 10.0}, {"exercise": "Marche", "per_week": 5}]
    lines = desk_exercises.plan_lines(there, TODAY, opened_with, rows, "plus lourd")
    assert [(line.table, dict(line.values)) for line in lines] == [
        ("plan", {"date": DAY, **PLAN, "load_kg": 10}), ("plan", {"date": DAY, "exercise": "Marche", "per_week": 5}),
        ("plan", {"date": DAY, "exercise": "Pont", "per_week": 0}),
        ("events", {"date": DAY, "kind": "plan_change", "note": "plus lourd"}),
    ]  # fmt: skip
    repo.imports.confirm(patient, "desk", lines, key="p", revision=1)
    there = record(clinics, patient)
    assert [r["exercise"] for r in desk_exercises.in_force(there, TODAY)] == ["Marche", "Squat"]
    assert [r["exercise"] for r in desk_exercises.in_force(there, TODAY - timedelta(days=1))] == ["Pont", "Squat"]
    assert len(there.log.plan) == 5
    assert desk_exercises.plan_lines(there, TODAY, desk_exercises.in_force(there, TODAY), rows, "") == []


def test_a_plan_changed_twice_in_a_day_keeps_nothing_that_is_no_longer_agreed(clinics: Clinics) -> None:
    patient, repo = with_plan(clinics), clinics.repo("physio")
    for revision, row in ((1, {**PLAN, "load_kg": 12}), (2, {"exercise": "Squat", "sets": 4})):
        there = record(clinics, patient)
        lines = desk_exercises.plan_lines(there, TODAY, [PLAN], [row], "")
        repo.imports.confirm(patient, "desk", lines, key=f"{revision}", revision=revision)
    row = next(r for r in desk_exercises.in_force(record(clinics, patient), TODAY) if r["exercise"] == "Squat")
    assert {k: v for k, v in row.items() if k in desk_exercises.AGREED} == {"sets": 4}


def test_what_somebody_else_changed_in_the_plan_meanwhile_stays(clinics: Clinics) -> None:
    patient, repo = with_plan(clinics), clinics.repo("physio")
    opened_with = desk_exercises.in_force(record(clinics, patient), TODAY)
    repo.imports.confirm(
        patient, "desk", [Line("plan", {"date": DAY, "exercise": "Pont", "sets": 5})], key="o", revision=1
    )
    changed = [{**PLAN, "load_kg": 10}, {"exercise": "Pont", "sets": 2, "reps": 12}]
    lines = desk_exercises.plan_lines(record(clinics, patient), TODAY, opened_with, changed, "")
    assert [line.values.get("exercise") for line in lines if line.table == "plan"] == ["Squat"]


def test_a_session_is_a_line_per_exercise_with_the_family_as_before(clinics: Clinics) -> None:
    there = record(clinics, with_plan(clinics))
    assert [r["exercise"] for r in desk_exercises.prefilled(there, TODAY)] == ["Pont", "Squat"]
    typed = [
        {"exercise": "Squat", "sets": "3", "reps": "8", "load_kg": "8,5"},
        {"exercise": "", "sets": ""},
        {"exercise": "Pont"},
    ]
    rows, wrong = desk_exercises.doses(typed, desk_exercises.DOSE, FR)
    assert wrong == []
    first, second = desk_exercises.session_lines(there, TODAY, "clinic", rows, {"pain_before": 0})
    assert first.values == {
        "date": DAY, "session": 1, "line": 1, "exercise": "Squat", "sets": 3, "reps": 8, "load_kg": 8.5, "family": "strength",
        "pain_before": 0, "completed": "yes", "place": "clinic",
    }  # fmt: skip
    assert (second.values["line"], second.values["exercise"], "family" in second.values) == (2, "Pont", False)
    yesterday = TODAY - timedelta(days=1)
    assert desk_exercises.session_lines(there, yesterday, "home", rows, {})[0].values["session"] == 2


def test_a_dose_out_of_its_range_is_told_by_exercise(clinics: Clinics) -> None:
    rows = [{"exercise": "Squat", "load_kg": "501", "level": "1,5"}, {"exercise": "", "sets": "beaucoup"}]
    _, wrong = desk_exercises.doses(rows, desk_exercises.DOSE, FR)
    assert [(x.where, x.column, x.expected) for x in wrong] == [
        ("Squat", "load_kg", "un nombre de 0 à 500"), ("Squat", "level", "un nombre entier de 1 à 4"),
        ("ligne 2", "sets", "un nombre de 0 à 5\u202f000"),
    ]  # fmt: skip
    assert desk_exercises.twice([{"exercise": "Pont"}, {"exercise": "pont"}]) == "Pont"
    assert desk_exercises.twice([{"exercise": "Pont"}, {"exercise": "Squat"}]) is None


# ---- the page


def page(clinics: Clinics, part: str, who: str = "physio", lang: str = "fr", patient: str | None = None) -> AppTest:
    app = opened(clinics, patient_file.show, who, lang, patient=patient or clinics.id(0), tab="desk", desk=part)
    assert not app.exception, app.exception[0].message
    return app


def edit(app: AppTest, rows: dict[int, dict[str, str]]) -> AppTest:
    """Cells typed into the grid of the page: number of the row -> column -> text."""
    grid = next(e for e in app.main if e.type == "dataframe")
    typed = {"edited_rows": {str(k): row for k, row in rows.items()}, "added_rows": [], "deleted_rows": []}
    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=grid.proto.id, string_value=json.dumps(typed)))
    done = app._run(states)
    assert not done.exception, done.exception[0].message
    return done


def press(app: AppTest, label: str) -> AppTest:
    done = next(b for b in app.button if b.label == label).click().run()
    assert not done.exception, done.exception[0].message
    return done


def said(app: AppTest) -> str:
    return shown(app).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_diary_typed_on_the_page_is_saved_told_and_taken_back(clinics: Clinics) -> None:
    patient = new_patient(clinics)
    app = edit(page(clinics, "diary", patient=patient), dict(enumerate(paper().values())))
    assert "12 jours nouveaux, 0 modifié, 0 déjà noté, sans changement, 2 vides" in said(app)
    assert "gardé ici 7 jours" in said(app)
    assert len(record(clinics, patient).log.daily) == 0
    assert "12 jours nouveaux" in said(page(clinics, "diary", patient=patient)), "a refresh loses nothing"
    app = press(app, "Enregistrer")
    assert len(record(clinics, patient).log.daily) == 12
    assert "0 jour nouveau, 0 modifié, 12 déjà notés" in said(app)
    assert "Enregistré." in said(app)
    app = press(app, "Annuler cet enregistrement")
    assert "Annulé" in said(app)
    assert len(record(clinics, patient).log.daily) == 0


def test_a_cell_that_cannot_be_kept_stays_and_holds_the_button(clinics: Clinics) -> None:
    app = edit(page(clinics, "diary"), {13: {"pain_morning": "11", "where": "<b>fesse</b>"}})
    assert "1 case à corriger. Rien n’est perdu" in said(app)
    assert "<td>lun. 16/11</td><td>Réveil</td><td>11</td><td>un nombre de 0 à 10</td>" in said(app)
    assert "1 case à corriger" in said(press(app, "Enregistrer"))
    assert of_day(clinics, clinics.id(0)) == {}
    again = page(clinics, "diary")
    assert "1 case à corriger" in said(again)
    app = edit(again, {13: {"pain_morning": "1"}})
    press(app, "Enregistrer")
    assert of_day(clinics, clinics.id(0))["pain_morning"] == 1


def test_two_who_edit_are_told_and_the_second_sees_what_changed(clinics: Clinics) -> None:
    app = edit(page(clinics, "diary"), {13: {"impact": "3"}})
    clinics.repo("lead").people.assign(clinics.id(0), clinics.actors["physio2"].account_id)
    clinics.repo("physio2").imports.confirm(
        clinics.id(0), "desk", [Line("daily", {"date": DAY, "impact": 8})], key="x", revision=1
    )
    app = press(app, "Enregistrer")
    assert "a modifié ce journal" in said(app)
    assert "physio2" in said(app)
    assert of_day(clinics, clinics.id(0)) == {"impact": 8}
    assert "<td>Gêne</td><td>8</td><td>3</td>" in said(app), "what is typed still stands, beside what is noted now"
    press(app, "Enregistrer")
    assert of_day(clinics, clinics.id(0)) == {"impact": 3}


def test_pressed_twice_it_is_one_import(clinics: Clinics) -> None:
    app = edit(page(clinics, "session"), {0: {"reps": "7"}})
    before = len(clinics.repo("physio").imports.listed(clinics.id(0)))
    app = press(app, "Enregistrer la séance")
    assert "Enregistré." in said(app)
    assert len(clinics.repo("physio").imports.listed(clinics.id(0))) == before + 1
    rows = [r for r in plain_rows(record(clinics, clinics.id(0)).log.sessions) if r["date"] == DAY]
    assert [r["place"] for r in rows] == ["clinic"] * len(rows)
    assert rows[0]["reps"] == 7


def test_a_session_out_of_range_is_told_and_kept_on_the_form(clinics: Clinics) -> None:
    app = page(clinics, "session")
    next(t for t in app.text_input if t.label == "Effort (0 à 10)").input("12")
    app = press(app, "Enregistrer la séance")
    assert "<td>toute la séance</td><td>Effort (0 à 10)</td><td>12</td><td>un nombre de 0 à 10</td>" in said(app)
    assert next(t for t in app.text_input if t.label == "Effort (0 à 10)").value == "12"
    assert of_day(clinics, clinics.id(0), "sessions") == {}


def test_the_plan_is_changed_on_the_page(clinics: Clinics) -> None:
    patient = with_plan(clinics)
    app = page(clinics, "plan", patient=patient)
    assert "<td>Squat</td><td>3 × 10, 8 kg</td><td>3</td><td>2 / 6</td><td>3 × 10, 9 kg, le 7 novembre</td>" in said(
        app
    )
    assert "<td>Pont</td><td>2 × 12</td><td>non noté</td><td>non noté / –</td><td>non noté</td>" in said(app)
    assert "<td>Vélo</td><td>hors plan</td>" in said(app)
    assert "Rien ne diffère" in said(press(app, "Enregistrer le plan"))
    app = press(
        edit(page(clinics, "plan", patient=patient), {1: {"load_kg": "10"}, 0: {"exercise": ""}}), "Enregistrer le plan"
    )
    assert "<td>3 × 10, 10 kg</td>" in said(app)
    assert "<td>Pont</td>" not in said(app)
    assert "plan_change" in [r["kind"] for r in plain_rows(record(clinics, patient).log.events)]


def test_the_end_of_a_follow_up_is_noted_and_taken_back(clinics: Clinics) -> None:
    app = page(clinics, "end")
    next(t for t in app.text_input if t.label == "Note").input("va bien <3")
    app = press(app, "Terminer le suivi")
    assert "Suivi terminé : lundi 16 novembre 2026." in said(app)
    assert "va bien &lt;3" in said(app)
    assert discharge.ended(record(clinics, clinics.id(0)), TODAY)
    app = press(app, "Reprendre le suivi")
    assert "Le suivi reprend" in said(app)
    assert discharge.ended(record(clinics, clinics.id(0)), TODAY) is None


def test_an_end_of_another_import_is_left_by_a_visit(clinics: Clinics) -> None:
    repo, patient = clinics.repo("physio"), clinics.id(0)
    earlier = str(TODAY - timedelta(days=3))
    repo.imports.confirm(patient, "file", [Line("events", {"date": earlier, "kind": "discharge"})], key="e", revision=1)
    app = page(clinics, "end")
    assert "Reprendre le suivi" not in [b.label for b in app.button]
    assert "Le suivi est en cours" in said(press(app, "Noter une visite"))


@pytest.mark.parametrize("part", ["diary", "session", "plan", "end"])
def test_every_part_speaks_english(clinics: Clinics, part: str) -> None:
    found = ui_stage.everything(page(clinics, part, lang="en"))
    labels = {"diary": "Save", "session": "Save the session", "plan": "Save the plan", "end": "End the follow-up"}
    assert labels[part] in found
    for french in ("Enregistrer", "Terminer", "Vide :", "Jour", "Repris", "Convenu"):
        assert french not in found.splitlines(), french


def tabs(app: AppTest) -> set[str]:
    return {str(option) for group in app.button_group for option in group.options}


def test_the_tab_is_there_for_those_who_write_alone(clinics: Clinics) -> None:
    assert "Saisir" in tabs(page(clinics, "diary"))
    repo = clinics.repo("physio2")
    with pytest.raises(NotFound):
        repo.records.get(clinics.id(0))
    repo.people.open_with_reason(clinics.id(0), "remplacement ce matin")
    colleague = page(clinics, "diary", "physio2")
    assert SENTINELS[0] in said(colleague)
    assert "Saisir" not in tabs(colleague)
    assert "Enregistrer" not in [b.label for b in colleague.button]
    for who in ("lead", "admin", "other-physio"):
        assert "Introuvable" in said(page(clinics, "diary", who))


def test_a_restricted_record_takes_nothing_at_the_desk(clinics: Clinics) -> None:
    made = desk.checked(noted(record(clinics, clinics.id(0))), {DAY: {"impact": "3"}}, FR)
    revision = record(clinics, clinics.id(0)).revision
    physio = clinics.repo("physio")
    physio.privacy.answer(
        clinics.id(0), clinics.repo("patient").privacy.ask(clinics.id(0), "restriction"), "done", "entendu"
    )
    with pytest.raises(Refused):
        desk_save.save(clinics.repo("physio"), clinics.id(0), made, Typed(), "k", revision)
    st.cache_resource.clear()
    app = page(clinics, "diary")
    assert "l’usage de ce dossier est limité" in said(app)
    assert "Saisir" not in tabs(app)
