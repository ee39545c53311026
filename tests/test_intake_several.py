"""Several files in one upload, the answers given for them, and the cells that their values are said to come from."""

from __future__ import annotations

import io
from datetime import date

import pytest

from loadaid.intake.file import read_file
from loadaid.intake.limits import PROBLEMS
from loadaid.intake.result import Reading, memory, provenance, read_files
from tests.reading import TODAY, read, shown, stored
from tests.workbooks import zipped


def asked(reading: Reading) -> dict[str, tuple[str, ...]]:
    return {q.id: q.choices for q in reading.questions}


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def again(data: bytes, remembered: dict[str, dict[str, str]], name: str = "avril.csv") -> Reading:
    """A later upload, with what was answered before."""
    return read_files([(name, io.BytesIO(data))], today=TODAY, patient="P-002", remembered=remembered, reader=read_file)


def test_two_files_with_other_exercises_on_one_day_are_two_sessions() -> None:
    reading = read([("a.csv", csv_of("Date;Exercice;Durée (min)", "13/03/2026;gainage;30")),
                    ("b.csv", csv_of("Date;Exercice;Durée (min)", "13/03/2026;vélo;90"))])  # fmt: skip
    assert not reading.questions
    assert [(r["session"], r["exercise"]) for r in stored(reading)["sessions"]] == [(1, "gainage"), (2, "vélo")]


def test_two_files_of_one_length_are_asked_whether_they_are_one_session() -> None:
    files = [
        ("a.csv", csv_of("Date;Exercice;Durée (min)", "13/03/2026;gainage;30")),
        ("b.csv", csv_of("Date;Exercice;Durée (min)", "13/03/2026;vélo;31")),
    ]
    assert asked(read(files)) == {"same-session:b.csv": ("same", "different")}
    same = read(files, {"same-session:b.csv": "same"})
    assert [r["session_minutes"] for r in stored(same)["sessions"]] == [30]
    assert len(stored(read(files, {"same-session:b.csv": "different"}))["sessions"]) == 2


def test_lengths_in_a_question_have_the_decimals_of_the_language() -> None:
    files = [
        ("a.csv", csv_of("Date;Exercice;Durée (min)", "13/03/2026;vélo;29,5")),
        ("b.csv", csv_of("Date;Exercice;Durée (min)", "13/03/2026;footing;31")),
    ]
    texts = [shown(read(files), language)["questions"][0]["text"] for language in ("fr", "en")]
    assert [("29,5\u00a0min" in text, "29.5\u00a0min" in text) for text in texts] == [(True, False), (False, True)]


def test_an_archive_of_strava_is_read_through_its_list() -> None:
    titles = "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Moving Time"
    listed = csv_of(titles, '123,"Mar 9, 2026, 5:00:00 PM",Run,Run,1900,5.0,1800')
    archive = zipped({"activities.csv": listed, "activities/123.gpx": "<gpx/>"}).getvalue()
    reading = read([("export_1.zip", archive)], {"date-order:Activity Date": "mdy"})
    assert reading.outcome == "understood"
    assert [(r["date"], r["session_minutes"]) for r in stored(reading)["sessions"]] == [("2026-03-09", 30)]


US, FR = csv_of("Date,Pain", "03/04/2026,3"), csv_of("Date;Douleur", "04/03/2026;3", "06/03/2026;4")


def test_files_of_other_layouts_are_asked_one_by_one() -> None:
    files = [("us.csv", US), ("fr.csv", FR)]
    assert set(asked(read(files))) == {"date-order:Date@us.csv", "date-order:Date@fr.csv"}
    reading = read(files, {"date-order:Date@us.csv": "mdy", "date-order:Date@fr.csv": "dmy"})
    assert reading.outcome == "understood"
    assert {r["date"] for r in stored(reading)["daily"]} == {"2026-03-04", "2026-03-06"}


def test_one_file_answered_leaves_the_other_open() -> None:
    reading = read([("us.csv", US), ("fr.csv", FR)], {"date-order:Date@us.csv": "mdy"})
    assert list(asked(reading)) == ["date-order:Date"]
    assert {r["date"] for r in stored(reading)["daily"]} == {"2026-03-04"}


def test_files_of_one_layout_are_asked_once() -> None:
    assert list(asked(read([("mars.csv", FR), ("mars2.csv", FR + b"\n07/03/2026;2")]))) == ["date-order:Date"]


def test_a_title_with_an_at_sign_can_be_answered() -> None:
    data = csv_of("Date;Charge @ home;Exercice;Charge", "13/03/2026;x;squat;12")
    assert read([("a.csv", data)], {"column:Charge": "sessions.load_kg"}).outcome == "understood"


def test_a_proof_in_the_file_outweighs_an_answer() -> None:
    reading = read([("a.csv", csv_of("Date;Douleur", "13/03/2026;3", "04/05/2026;2"))], {"date-order:Date": "mdy"})
    assert {r["date"] for r in stored(reading)["daily"]} == {"2026-03-13", "2026-05-04"}


@pytest.mark.parametrize(
    "answers", [{"column:Charge": "daily.nothing"}, {"column:Charge": ""}, {"column:charge": "ignore"}]
)
def test_an_answer_that_is_no_choice_leaves_the_question(answers: dict[str, str]) -> None:
    data = csv_of("Date;Exercice;Charge", "13/03/2026;squat;12")
    assert list(asked(read([("a.csv", data)], answers))) == ["column:Charge"]


def test_the_layout_is_remembered_and_said() -> None:
    first = read([("mars.csv", FR)], {"date-order:Date": "dmy"}, patient="P-002")
    later = again(csv_of("Date;Douleur", "04/04/2026;3", "06/04/2026;4"), memory(first))
    assert later.outcome == "understood"
    assert {r["date"] for r in stored(later)["daily"]} == {"2026-04-04", "2026-04-06"}
    assert [p.facts["answers"] for p in later.files[0].reading.problems if p.code == "answers-remembered"] == [
        "date-order:Date = dmy"
    ]


def test_whose_log_it_is_is_asked_each_time() -> None:
    rows = ("13/03/2026;Marie D.;3", "14/03/2026;Marie D.;4")
    first = read([("mars.csv", csv_of("Date;Nom;Douleur", *rows))], {"patient": "P-002"}, patient="P-002")
    assert first.outcome == "understood"
    assert memory(first) == {}
    later = again(csv_of("Date;Nom;Douleur", "13/04/2026;Jean P.;9"), memory(first))
    assert "patient" in asked(later)
    assert stored(later)["daily"] == []


def test_which_of_two_values_is_right_is_asked_each_time() -> None:
    known = {"daily.csv": csv_of("patient_id,date,pain_average", "P-002,2026-03-13,3")}
    data = csv_of("Date;Douleur", "13/03/2026;9")
    first = read([("mars.csv", data)], {"merge:Douleur": "file"}, patient="P-002", known=known)
    assert stored(first)["daily"][0]["pain_average"] == 9
    assert memory(first) == {}


def test_a_value_chosen_among_several_is_said_to_come_from_its_own_row() -> None:
    data = csv_of("Date;Douleur;Médicament", "13/03/2026;3;oui", "13/03/2026;5;non", "14/03/2026;2;non")
    answers = {"merge:day:Douleur": "highest", "merge:day:Médicament": "highest"}
    lines = {
        (day, column): (value, row, cell)
        for _, _, day, _, column, value, _, _, row, _, cell in provenance(read([("a.csv", data)], answers))
    }
    assert lines["2026-03-13", "pain_average"] == ("5", "3", "5")
    assert lines["2026-03-13", "rescue_medication"] == ("yes", "2", "oui")


def test_the_highest_of_words_is_the_heaviest_and_not_the_last_of_the_alphabet() -> None:
    data = csv_of(
        "Date;Port de charges;Douleur",
        "13/03/2026;lourd;3",
        "13/03/2026;moyen;3",
        "13/03/2026;aucun;3",
        "14/03/2026;léger;2",
    )
    rows = stored(read([("a.csv", data)], {"merge:day:Port de charges": "highest"}))["daily"]
    assert [{r.get("lifting") for r in rows if r["date"].endswith(day)} - {None} for day in ("13", "14")] == [
        {"heavy"},
        {"light"},
    ]


def test_every_stored_value_has_one_origin() -> None:
    files = [("a.csv", csv_of("Date;Douleur", "13/03/2026;3")), ("b.csv", csv_of("Date;Douleur", "13/03/2026;5"))]
    lines = provenance(read(files, {"merge:Douleur": "file"}))
    assert [(line[4], line[5], line[6]) for line in lines] == [("pain_average", "5", "b.csv")]


@pytest.mark.parametrize("word", ["rien", "Aucune", "rien fait", "pas de sport", "non", "malade"])
def test_a_day_without_exercise_is_no_session_of_that_name(word: str) -> None:
    rows = stored(read([("a.csv", csv_of("Date;Exercice;Sommeil (h)", f"13/03/2026;{word};7", "14/03/2026;squat;7"))]))
    assert [r["exercise"] for r in rows["sessions"]] == ["squat"]
    assert rows["daily"][0]["exercised"] == "no"


@pytest.mark.parametrize("titles", ["Durée (min);Effort", "Séries;Répétitions"])
def test_a_rest_day_with_zeros_is_a_rest_day(titles: str) -> None:
    rows = stored(read([("a.csv", csv_of(f"Date;Exercice;{titles}", "13/03/2026;Repos;0;0", "14/03/2026;squat;3;10"))]))
    assert [r["date"] for r in rows["sessions"]] == ["2026-03-14"]
    assert [(r["date"], r["exercised"]) for r in rows["daily"]] == [("2026-03-13", "no")]


def test_an_exercise_under_a_blank_date_is_no_footer() -> None:
    reading = read([("a.csv", csv_of("Date;Exercice;Durée (min)", "13/03/2026;gainage;10", ";vélo;", ";squat;"))])
    assert list(asked(reading)) == ["merge:ditto:Date"]
    assert reading.counts["skipped"] == 0


@pytest.mark.parametrize(
    "lines",
    [
        ("Exercice;Date;Durée", "Max pull;13/11/2026;10", "Min squat;14/11/2026;20"),
        ("Exercice;Date;Durée", "Total body;13/11/2026;10", "Moyenne;14/11/2026;20"),
    ],
)
def test_a_row_of_a_day_is_no_total(lines: tuple[str, ...]) -> None:
    assert len(stored(read([("a.csv", csv_of(*lines))]))["sessions"]) == 2


def test_a_row_of_a_day_whose_words_are_titles_too_is_no_header() -> None:
    lines = (
        "Date;Exercice;Remarques;Sommeil (h)",
        "lundi 9 mars 2026;Squat;bien;7",
        "mardi 10 mars 2026;Travail;Fatigue;",
        "mercredi 11 mars 2026;Squat;;7",
    )
    reading = read([("a.csv", csv_of(*lines))])
    assert reading.counts["refused"] == 0
    assert [r["date"] for r in stored(reading)["sessions"]] == ["2026-03-09", "2026-03-10", "2026-03-11"]


def test_dashes_of_a_word_processor_are_dashes() -> None:
    rows = stored(
        read([("a.csv", csv_of("Date;Douleur", "13\u201111\u20112026;3", "14–11–2026;\u2011", "15-11-2026;2"))])
    )["daily"]
    assert [(r["date"], r.get("pain_average")) for r in rows] == [("2026-11-13", 3), ("2026-11-15", 2)]
    assert list(asked(read([("a.csv", csv_of("Date;Douleur", "13/11/2026;3\u20114"))]))) == ["merge:range:Douleur"]


def test_a_file_in_utf_32_is_read() -> None:
    for mark, coding in ((b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be")):
        reading = read([("a.csv", mark + "Date;Douleur\n13/03/2026;3\n".encode(coding))])
        assert [(r["date"], r["pain_average"]) for r in stored(reading)["daily"]] == [("2026-03-13", 3)]


def test_a_side_is_not_doubled_wherever_it_stands() -> None:
    data = csv_of("Date;Exercice;Séries;Répétitions", "13/03/2026;squat;3;10 par côté")
    assert [(r["sets"], r["reps"]) for r in stored(read([("a.csv", data)]))["sessions"]] == [(3, 10)]
    assert date.fromisoformat("2026-03-13") < TODAY


def test_of_thousands_of_wrong_cells_the_first_are_told_one_by_one_and_the_rest_together() -> None:
    reading = read([("a.csv", csv_of("Date;Sommeil (h)", *(f"{n % 28 + 1:02d}/03/2026;9{n}" for n in range(5000))))])
    problems = reading.files[0].reading.problems
    assert len(problems) <= PROBLEMS + 3
    assert sum(p.facts.get("times", 1) for p in problems if p.code == "value-out-of-range") == 5000
    assert reading.counts["refused"] == 5000
    [last] = [p for p in problems if p.code == "value-out-of-range" and "times" in p.facts]
    assert f"({last.facts['times']} fois)" in shown(reading)["problems"][problems.index(last)]["message"].replace(
        "\u202f", ""
    ).replace("\xa0", "")


def test_what_must_be_read_first_is_never_told_together() -> None:
    rows = [f"{n % 28 + 1:02d}/03/2026;9{n};" for n in range(PROBLEMS + 100)]
    rows += ["29/03/2026;7;jambe engourdie", "30/03/2026;7;fièvre", "31/03/2026;7;fièvre cette nuit"]
    problems = read([("a.csv", csv_of("Date;Sommeil (h);Remarques", *rows))]).files[0].reading.problems
    assert [p.value for p in problems if p.code == "worth-reading-first"] == [
        "jambe engourdie",
        "fièvre",
        "fièvre cette nuit",
    ]


SCORES = [f"2026-03-{13 + n}{{who}},{2 + n % 2},{2 + n % 3},{5 - n % 4}" for n in range(12)]


def test_titles_that_a_log_folder_has_too_do_not_say_the_scale() -> None:
    data = csv_of("date,fatigue,mood,stress", *(line.format(who="") for line in SCORES))
    assert set(asked(read([("wellness.csv", data)]))) == {"scale:fatigue", "scale:mood", "scale:stress"}


def test_a_table_of_a_log_folder_is_asked_nothing() -> None:
    data = csv_of("date,patient_id,fatigue,mood,stress", *(line.format(who=",P-1") for line in SCORES))
    reading = read([("daily.csv", data)])
    assert not reading.questions
    assert [r["stress"] for r in stored(reading)["daily"]] == [5, 4, 3, 2] * 3


FORM = csv_of(
    '"Horodateur","Quelle est votre douleur au réveil (0-10) ?","Avez-vous fait vos exercices ?","Combien d\'heures assis ?","Avez-vous pris un antidouleur ?"',
    '"2026/11/10 8:31:12 PM UTC+1","3","Oui","7","Non"',
    '"2026/11/13 7:45:01 AM UTC+1","4","Non","8,5","Oui"',
)


def test_the_answers_to_a_form_are_of_the_day_they_were_given() -> None:
    reading = read([("reponses.csv", FORM)])
    assert reading.outcome == "understood"
    assert [p.code for p in reading.files[0].reading.problems] == ["day-of-entry"]
    days = [
        {"date": "2026-11-10", "pain_morning": 3, "exercised": "yes", "posture_hours": 7, "rescue_medication": "no"},
        {"date": "2026-11-13", "pain_morning": 4, "exercised": "no", "posture_hours": 8.5, "rescue_medication": "yes"},
    ]
    assert stored(reading)["daily"] == [{"patient_id": "patient", **day} for day in days]


def test_a_moment_of_entry_beside_a_day_is_no_day() -> None:
    rows = stored(read([("a.csv", csv_of("Horodateur;Date;Douleur", "14/11/2026 08:00:00;13/11/2026;3"))]))["daily"]
    assert [r["date"] for r in rows] == ["2026-11-13"]


def test_a_line_drawn_under_the_titles_is_no_row() -> None:
    lines = (
        "| Date | Exercice | Séries x reps |",
        "|------|:--------:|---|",
        "| 13/11/2026 | Squat | 3x10 |",
        "| 14/11/2026 | Pont | 2x12 |",
    )
    rows = stored(read([("a.md", csv_of(*lines))]))["sessions"]
    assert [(r["date"], r["exercise"], r["sets"], r["reps"]) for r in rows] == [
        ("2026-11-13", "Squat", 3, 10),
        ("2026-11-14", "Pont", 2, 12),
    ]


def test_exercises_may_stand_with_their_sets_in_one_cell() -> None:
    lines = (
        "Date;Exercices;Ressenti",
        "13/11/2026;gainage 3x30s, pont 3x10@7,5kg;5",
        "14/11/2026;2x12 squats;4",
        "15/11/2026;vélo 20 min;3",
        "16/11/2026;annulée;",
    )
    rows = stored(read([("a.csv", csv_of(*lines))]))["sessions"]
    said = [{k: v for k, v in r.items() if k not in ("patient_id", "date", "session", "session_rpe")} for r in rows]
    assert said == [
        {"exercise": "gainage", "sets": 3, "hold_s": 30}, {"exercise": "pont", "sets": 3, "reps": 10, "load_kg": 7.5},
        {"exercise": "squats", "sets": 2, "reps": 12}, {"exercise": "vélo 20 min"}, {"completed": "no"},
    ]  # fmt: skip


def test_pounds_beside_an_exercise_are_converted_and_said() -> None:
    reading = read([("a.csv", csv_of("Date;Exercices", "13/11/2026;squat 3x10@20lb", "14/11/2026;pont 3x10"))])
    assert [p.code for p in reading.files[0].reading.problems if p.row == 2 and p.code == "pounds"] == ["pounds"]
    assert stored(reading)["sessions"][0]["load_kg"] == 9.07


def test_spellings_are_one_exercise_when_the_person_says_so() -> None:
    lines = (
        "Date;Exercices",
        "13/11/2026;Pont 3x10, squat 3x8",
        "14/11/2026;pont 3x12",
        "15/11/2026;squats annulés",
        "16/11/2026;Squats annulés",
    )
    data = csv_of(*lines)
    answers = dict.fromkeys(asked(read([("a.csv", data)])), "same")
    assert answers
    assert all(question.startswith("merge:exercise:") for question in answers)
    rows = stored(read([("a.csv", data)], answers))["sessions"]
    assert [(r["exercise"], r.get("completed")) for r in rows] == [
        ("Pont", None), ("squat", None), ("Pont", None), ("squats annulés", "no"), ("squats annulés", "no"),
    ]  # fmt: skip


def test_a_workout_is_the_exercise_where_nothing_else_is() -> None:
    rows = stored(
        read([("a.csv", csv_of("Day,Workout,Sitting hrs", "2026-11-13,Bridges 3x12,7", "2026-11-14,rest,8"))])
    )
    assert [(r["exercise"], r["sets"]) for r in rows["sessions"]] == [("Bridges", 3)]
    assert [r.get("exercised") for r in rows["daily"]] == [None, "no"]


def test_rest_days_do_not_make_names_into_yes_and_no() -> None:
    lines = [f"{n}/11/2026;repos;7" for n in range(13, 20)] + ["20/11/2026;gainage;7", "21/11/2026;pont;6"]
    rows = stored(read([("a.csv", csv_of("Date;Exos;Sommeil (h)", *lines))]))
    assert [r["exercise"] for r in rows["sessions"]] == ["gainage", "pont"]
    assert [r["exercised"] for r in rows["daily"] if "exercised" in r] == ["no"] * 7


def test_a_session_number_that_runs_on_counts_within_the_day() -> None:
    lines = ("13/11/2026;7;gainage", "13/11/2026;8;marche", "15/11/2026;9;pont")
    rows = stored(read([("a.csv", csv_of("Date;Séance n°;Exercice", *lines))]))["sessions"]
    assert [(r["session"], r["exercise"]) for r in rows] == [(1, "gainage"), (2, "marche"), (1, "pont")]


@pytest.mark.parametrize("title", ["Douleur (matin / soir)", "Douleur avant/après", "Pain AM/PM"])
def test_two_values_in_a_cell_are_never_one_out_of_the_other(title: str) -> None:
    reading = read([("a.csv", csv_of(f"Date;{title};Sommeil (h)", "13/11/2026;3/5;7", "14/11/2026;2/4;8"))])
    assert [p.code for p in reading.files[0].reading.problems if p.column == title] == ["two-values-a-cell"]
    assert not any("pain" in name for rows in stored(reading).values() for row in rows for name in row)


def test_titles_on_two_lines_are_no_row() -> None:
    reading = read([("a.csv", csv_of(";Douleur;;Sommeil", "Date;Matin;Pire;(h)", "13/11/2026;3;4;7"))])
    assert reading.counts == {"received": 1, "new": 1, "same": 0, "conflicting": 0, "refused": 0, "skipped": 0}


def test_rows_above_the_titles_are_refused_and_not_forgotten() -> None:
    lines = (
        "Journal de Marie;;",
        "Début;01/11/2026;",
        "13/11/2026;3;7",
        "14/11/2026;4;6",
        "Date;Douleur;Sommeil (h)",
        "15/11/2026;2;8",
    )
    reading = read([("a.csv", csv_of(*lines))])
    assert [(p.code, p.row) for p in reading.files[0].reading.problems if p.outcome == "refused"] == [
        ("row-above-titles", 3),
        ("row-above-titles", 4),
    ]
    assert reading.counts == {"received": 3, "new": 1, "same": 0, "conflicting": 0, "refused": 2, "skipped": 0}
