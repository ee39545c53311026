"""Every way to break the contract is told with its exact place, and all at once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from loadaid.domain.errors import LogRefused
from loadaid.logs import read, read_some
from tests.logs_folder import folder_of, places, problems_of

DAY = "p1,2026-03-01"


def daily_cell(tmp_path: Path, column: str, cell: str) -> Path:
    """A daily table with one good row and then one with this cell."""
    rows = f"p1,2026-02-28,\n{DAY},{cell}\n"
    return folder_of(tmp_path, daily=f"patient_id,date,{column}\n{rows}")


@pytest.mark.parametrize(("column", "cell", "code"), [
    ("pain_morning", "10.5", "value-out-of-range"), ("pain_morning", "-1", "value-out-of-range"),
    ("sleep_hours", "24.1", "value-out-of-range"), ("posture_longest_min", "1441", "value-out-of-range"),
    ("steps", "200001", "value-out-of-range"), ("pain_morning", "1e400", "value-out-of-range"),
    ("pain_morning", "three", "not-a-number"), ("pain_morning", "inf", "not-a-number"),
    ("pain_morning", "nan", "not-a-number"), ("pain_morning", "NA", "not-a-number"),
    ("pain_morning", "None", "not-a-number"), ("pain_morning", "null", "not-a-number"),
    ("pain_morning", "0x5", "not-a-number"), ("steps", "1_000", "not-a-number"), ("pain_morning", "٣", "not-a-number"),
    ("pain_morning", "5 5", "not-a-number"), ("pain_morning", "true", "not-a-number"),
    ("flare", "maybe", "unknown-choice"), ("flare", "Yes", "unknown-choice"), ("lifting", "nan", "unknown-choice"),
    ("entered_at", "2026-03-09", "not-a-datetime"), ("entered_at", "2026-02-30T10:00", "not-a-datetime"),
    ("entered_at", "2026-03-09T25:00", "not-a-datetime"), ("entered_at", "1999-03-09T10:00", "date-out-of-range"),
])  # fmt: skip
def test_a_cell_of_daily(tmp_path: Path, column: str, cell: str, code: str) -> None:
    folder = daily_cell(tmp_path, column, cell)
    assert places(folder) == [(code, "daily.csv", 3, column, cell)]
    problem = problems_of(folder)[0]
    assert problem.patient_id == "p1"
    assert problem.expected
    assert problem.mend


@pytest.mark.parametrize("text", ["2026-02-30", "2025-02-29", "2026-13-01", "2026-3-9", "09/03/2026", "20260309", "46090",
                                  "2026-03-09T00:00", "2026-00-01", "today"])  # fmt: skip
def test_not_a_date(tmp_path: Path, text: str) -> None:
    folder = folder_of(tmp_path, daily=f"patient_id,date\np1,2026-03-01\np1,{text}\n")
    assert places(folder) == [("not-a-date", "daily.csv", 3, "date", text)]


@pytest.mark.parametrize("text", ["1999-12-31", "0001-01-01", "2101-01-01", "9999-12-31"])
def test_date_out_of_range(tmp_path: Path, text: str) -> None:
    folder = folder_of(tmp_path, events=f"patient_id,date,end_date,kind\np1,2026-03-01,{text},visit\n")
    assert places(folder) == [("date-out-of-range", "events.csv", 2, "end_date", text)]


@pytest.mark.parametrize(("column", "cell", "code"), [
    ("level", "5", "value-out-of-range"), ("level", "0", "value-out-of-range"), ("level", "2.5", "not-a-whole-number"),
    ("session", "1.5", "not-a-whole-number"), ("session", "0", "value-out-of-range"),
    ("reps", "5001", "value-out-of-range"), ("load_kg", "500.5", "value-out-of-range"),
    ("settle_h", "337", "value-out-of-range"), ("session_minutes", "1441", "value-out-of-range"),
    ("session_rpe", "11", "value-out-of-range"), ("family", "cardio", "unknown-choice"),
    ("completed", "no way", "unknown-choice"),
])  # fmt: skip
def test_a_cell_of_sessions(tmp_path: Path, column: str, cell: str, code: str) -> None:
    folder = folder_of(tmp_path, sessions=f"patient_id,date,{column}\n{DAY},{cell}\n")
    assert places(folder) == [(code, "sessions.csv", 2, column, cell)]


def test_decimal_comma_is_named(tmp_path: Path) -> None:
    (problem,) = problems_of(daily_cell(tmp_path, "pain_morning", '"4,5"'))
    assert problem.mend == "The decimal sign is a point here, not a comma: write 4.5."


@pytest.mark.parametrize(("cell", "word"), [("oui", "yes"), ("Non", "no"), ("YES", "yes")])
def test_the_word_that_was_meant_is_named(tmp_path: Path, cell: str, word: str) -> None:
    (problem,) = problems_of(daily_cell(tmp_path, "flare", cell))
    assert problem.mend.startswith(f"Write {word},")


@pytest.mark.parametrize(("table", "header", "row", "column"), [
    ("daily", "patient_id,date,note", ",2026-03-01,x", "patient_id"), ("daily", "patient_id,date,note", "p1,,x", "date"),
    ("daily", "patient_id,date,note", "  ,2026-03-01,x", "patient_id"),
    ("safety", "patient_id,date,item,answer", "p1,2026-03-01,,yes", "item"),
    ("outcomes", "patient_id,date,measure,value", "p1,2026-03-01,,4", "measure"),
    ("events", "patient_id,date,kind,note", "p1,2026-03-01,,x", "kind"),
    ("plan", "patient_id,date,exercise,sets", "p1,2026-03-01,,3", "exercise"),
])  # fmt: skip
def test_blank_where_a_cell_is_required(tmp_path: Path, table: str, header: str, row: str, column: str) -> None:
    folder = folder_of(tmp_path, **{table: f"{header}\n{row}\n"})
    assert places(folder) == [("blank-required", f"{table}.csv", 2, column, "")]


@pytest.mark.parametrize(("table", "text", "column"), [
    ("daily", "patient_id,date,note\np1,2026-03-01,a\np2,2026-03-01,b\n p1,2026-03-01,c\n", "date"),
    ("patients", "patient_id,fear\np1,3\np2,3\np1,4\n", "patient_id"),
    ("safety", "patient_id,date,item\n" + "p1,2026-03-01,fever\np1,2026-03-01,unwell\np1,2026-03-01,fever\n", "item"),
    ("outcomes", "patient_id,date,measure,activity,value\n"
     "p1,2026-03-01,psfs,,1\np1,2026-03-01,psfs,dig,1\np1,2026-03-01,psfs,,2\n", "activity"),
    ("plan", "patient_id,date,exercise\np1,2026-03-01,x\np1,2026-03-02,x\np1,2026-03-01,x\n", "exercise"),
])  # fmt: skip
def test_a_row_that_repeats_names_both(tmp_path: Path, table: str, text: str, column: str) -> None:
    (problem,) = problems_of(folder_of(tmp_path, **{table: text}))
    assert (problem.code, problem.row, problem.column) == ("duplicate-row", 4, column)
    assert "row 2" in problem.expected


def test_the_same_exercise_twice_in_a_session_is_no_repeat(tmp_path: Path) -> None:
    rows = f"{DAY},x,3\n{DAY},x,3\n"
    assert places(folder_of(tmp_path, sessions="patient_id,date,exercise,sets\n" + rows)) == []


@pytest.mark.parametrize(("column", "one", "other"), [("session_rpe", "5", "6"), ("place", "home", "clinic"),
                                                      ("cancel_reason", "rain", "snow"), ("settle_h", "0", "0.5")])  # fmt: skip
def test_a_session_that_contradicts_itself_names_both_rows(tmp_path: Path, column: str, one: str, other: str) -> None:
    rows = f"{DAY},1,{one}\n{DAY},2,{one}\n{DAY},1,\n{DAY},,{other}\n{DAY},2,\n"
    (problem,) = problems_of(folder_of(tmp_path, sessions=f"patient_id,date,session,{column}\n{rows}"))
    assert (problem.code, problem.row, problem.column, problem.value) == ("session-contradiction", 5, column, other)
    assert f"row 2 has '{one}'" in problem.expected
    assert problem.patient_id == "p1"


@pytest.mark.parametrize(("measure", "value"), [("psfs", "10.5"), ("fear", "11"), ("rmdq", "25"), ("quebec", "101")])
def test_outcome_above_its_maximum(tmp_path: Path, measure: str, value: str) -> None:
    text = f"patient_id,date,measure,value\np1,2026-03-01,quebec,100\np1,2026-03-01,{measure},{value}\n"
    folder = folder_of(tmp_path, outcomes=text.replace("quebec,100", "rmdq,24", 1) if measure == "quebec" else text)
    assert places(folder) == [("value-out-of-range", "outcomes.csv", 3, "value", value)]


def test_end_before_start(tmp_path: Path) -> None:
    rows = "p1,2026-03-02,2026-03-02,visit\np1,2026-03-02,2026-03-01,holiday\n"
    folder = folder_of(tmp_path, events="patient_id,date,end_date,kind\n" + rows)
    assert places(folder) == [("end-before-start", "events.csv", 3, "end_date", "2026-03-01")]


@pytest.mark.parametrize(("daily", "code", "row", "column"), [
    (b"", "empty-file", 0, ""),
    (b"patient_id,note\np1,x\n", "missing-column", 0, "date"),
    (b"patient_id;date\np1;2026-03-01\n", "missing-column", 0, "patient_id"),
    (b"Patient_ID,date\np1,2026-03-01\n", "missing-column", 0, "patient_id"),
    (b"patient_id,date,note,note\np1,2026-03-01,,\n", "duplicate-column", 1, "note"),
    (b"patient_id,date,weather,weather\n", "duplicate-column", 1, "weather"),
    (b"patient_id,date\np1,2026-03-01\np1,2026-03-02\0\n", "nul-byte", 3, ""),
    ("patient_id,date,note\np1,2026-03-01,é\n".encode("cp1252"), "not-utf8", 2, ""),
    ("patient_id,date\n".encode("utf-16"), "nul-byte", 1, ""),
    (b'patient_id,date,note\np1,2026-03-01,"a\nb"\np1,2026-03-02,"c\np1,2026-03-03,d\n', "unclosed-quote", 3, ""),
    (b'patient_id,date,note\np1,2026-03-01,"a\np1,2026-03-02,b\np1,2026-03-03,"c\n', "unclosed-quote", 2, ""),
    (b'patient_id,date,note\np1,2026-03-01,5" band\n', "unclosed-quote", 2, ""),
    (b'patient_id,date,note\np1,2026-03-01,"a"b\n', "unclosed-quote", 2, ""),
])  # fmt: skip
def test_a_file_that_cannot_be_taken_row_by_row(tmp_path: Path, daily: bytes, code: str, row: int, column: str) -> None:
    folder = folder_of(tmp_path, daily=daily)
    problem = problems_of(folder)[0]
    assert (problem.code, problem.file, problem.row, problem.column) == (code, "daily.csv", row, column)
    with pytest.raises(LogRefused):
        read_some(folder)


@pytest.mark.parametrize(("rows", "row", "value"), [
    ("p1,2026-03-01,4\np1,2026-03-02,4,5\n", 3, "p1,2026-03-02,4,5"), ("p1,2026-03-01\n", 2, "p1,2026-03-01"),
    ('p1,2026-03-01,"4"\n\np1,2026-03-02,4,5\n', 4, "p1,2026-03-02,4,5"),
])  # fmt: skip
def test_a_row_of_another_length(tmp_path: Path, rows: str, row: int, value: str) -> None:
    folder = folder_of(tmp_path, daily="patient_id,date,pain_morning\n" + rows)
    assert places(folder) == [("ragged-row", "daily.csv", row, "", value)]
    assert problems_of(folder)[0].patient_id == "p1"


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    text = 'patient_id,date,note,pain_morning\n\np1,2026-03-01,"two\nlines",3\np1,2026-03-02\n , \n,,,\np1,2026-03-03,,33\n'
    folder = folder_of(tmp_path, daily=text)
    assert [(p.code, p.row) for p in problems_of(folder)] == [("ragged-row", 4), ("value-out-of-range", 7)]


def test_the_whole_folder_is_refused_and_every_error_listed(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        sessions="patient_id,date,reps,place\np1,2026-03-01,many,home\np1,2026-03-01,3,clinic\n",
        daily="patient_id,date,pain_morning,flare\np1,2026-03-01,11,oui\np1,2026-02-30,4,\np1,2026-03-01,4,\n",
        outcomes="patient_id,measure\n",
        plan="patient_id,date,exercise,level\np1,2026-03-01,x,9\n",
    )  # fmt: skip
    assert [(p.code, p.file, p.row) for p in problems_of(folder)] == [
        ("not-a-number", "sessions.csv", 2), ("session-contradiction", "sessions.csv", 3),
        ("value-out-of-range", "daily.csv", 2), ("unknown-choice", "daily.csv", 2), ("not-a-date", "daily.csv", 3),
        ("duplicate-row", "daily.csv", 4), ("missing-column", "outcomes.csv", 0),
        ("value-out-of-range", "plan.csv", 2),
    ]  # fmt: skip


def test_folders_that_are_none(tmp_path: Path) -> None:
    empty, other, file = tmp_path / "empty", tmp_path / "other", tmp_path / "file"
    empty.mkdir(), other.mkdir(), file.write_text("x")
    (other / "Sessions.CSV").write_text("patient_id,date\n")
    codes = {path: [p.code for p in problems_of(path)] for path in (tmp_path / "none", empty, file, other)}
    assert list(codes.values()) == [["missing-folder"], ["empty-folder"], ["not-a-folder"], ["missing-file"] * 2]
    assert problems_of(other)[0].mend == "Rename Sessions.CSV."


def test_a_table_in_two_forms(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "daily.parquet").write_bytes(b"")
    assert [(p.code, p.value) for p in problems_of(folder)] == [("two-files", "daily.csv and daily.parquet")]


def test_very_many_bad_rows_are_counted_not_spelled_out(tmp_path: Path) -> None:
    rows = "".join(f"p{i % 40_000},2026-{i // 40_000 + 1:02d}-01,99\n" for i in range(100_000))
    folder = folder_of(tmp_path, daily="patient_id,date,pain_morning\n" + rows)
    start = time.perf_counter()
    problems = problems_of(folder)
    assert time.perf_counter() - start < 30
    assert len(problems) == 40_001
    assert "60000 more rows" in problems[-1].expected
    log, _ = read_some(folder)
    assert len(log.daily) == 0
    assert len({p.patient_id for p in problems if p.row}) == 40_000


def test_an_error_has_no_traceback_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(LogRefused, match=r"daily.csv, row 3, column flare: 'oui'. Expected: one of no, yes."):
        read(daily_cell(tmp_path, "flare", "oui"))
