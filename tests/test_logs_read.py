"""What `read` gives for folders that keep the contract: types, blanks, texts as they are written."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from loadaid.domain.records import FAMILIES, TABLES
from loadaid.logs import read, read_some, write
from tests.logs_folder import assert_same_log, folder_of, places


def test_every_table_has_every_column_and_its_type(tmp_path: Path) -> None:
    log = read(folder_of(tmp_path, daily="patient_id,date,flare\np1,2026-03-01,yes\n"))
    kinds = {"number": "float64", "whole": "float64", "date": "datetime64[s]", "datetime": "datetime64[us]",
             "choice": "category", "text": "str"}  # fmt: skip
    for table in TABLES:
        frame = getattr(log, table.name)
        assert list(frame.columns) == [c.name for c in table.columns]
        for column in table.columns:
            expected = "category" if column.name == "patient_id" else kinds[column.kind]
            assert str(frame[column.name].dtype) == expected, (table.name, column.name)
            if column.kind == "choice":
                assert tuple(frame[column.name].cat.categories) == column.choices


def test_patients_are_the_same_categories_in_every_table(tmp_path: Path) -> None:
    log = read(folder_of(
        tmp_path,
        sessions="patient_id,date\np2,2026-03-01\np10,2026-03-01\n",
        daily="patient_id,date\n007,2026-03-01\né,2026-03-01\n",
        patients="patient_id\n p2 \n",
    ))  # fmt: skip
    for table in TABLES:
        assert list(getattr(log, table.name)["patient_id"].cat.categories) == ["007", "p10", "p2", "é"]
    assert log.patients["patient_id"].tolist() == ["p2"]


def test_blank_is_not_known_and_never_zero(tmp_path: Path) -> None:
    sessions = (
        "patient_id,date,session,exercise,family,reps,session_rpe\np1,2026-03-01,,,,, \np1,2026-03-02,2,x,other,0,0\n"
    )
    log = read(folder_of(tmp_path, sessions=sessions)).sessions
    assert log["session"].tolist() == [1, 2]
    assert log[["exercise", "family", "reps", "session_rpe", "settle_h"]].iloc[0].isna().all()
    assert log.loc[1, ["reps", "session_rpe"]].tolist() == [0, 0]


def test_words_that_look_like_nothing_stay_words(tmp_path: Path) -> None:
    rows = "".join(f"p1,2026-03-01,{name}\n" for name in ("None", "NA", "null", "nan", "inf", "1e3", "007"))
    log = read(folder_of(tmp_path, sessions="patient_id,date,exercise\n" + rows))
    assert log.sessions["exercise"].tolist() == ["None", "NA", "null", "nan", "inf", "1e3", "007"]


@pytest.mark.parametrize(("text", "value"), [("4", 4), ("4.5", 4.5), (" 4 ", 4), ("+4", 4), ("4.", 4), (".5", 0.5),
                                             ("1e1", 10), ("-0", 0), ('"4"', 4), ("0.1", 0.1)])  # fmt: skip
def test_numbers_as_people_and_programs_write_them(tmp_path: Path, text: str, value: float) -> None:
    log = read(folder_of(tmp_path, daily=f"patient_id,date,pain_morning\np1,2026-03-01,{text}\n"))
    assert log.daily["pain_morning"].tolist() == [value]


@pytest.mark.parametrize(("text", "moment"), [
    ("2026-03-09T18:30", "2026-03-09T18:30"), ("2026-03-09 18:30:05", "2026-03-09T18:30:05"),
    ("2026-03-09T18:30:05.25", "2026-03-09T18:30:05.25"), ("2026-03-09T23:30:00+02:00", "2026-03-09T23:30"),
    ("2026-03-09T23:30:00Z", "2026-03-09T23:30"), ("2026-03-09T23:30-0500", "2026-03-09T23:30"),
])  # fmt: skip
def test_entered_at_is_local_time_as_written(tmp_path: Path, text: str, moment: str) -> None:
    log = read(folder_of(tmp_path, daily=f"patient_id,date,entered_at\np1,2026-03-01,{text}\n"))
    assert log.daily["entered_at"].tolist() == [pd.Timestamp(moment)]


@pytest.mark.parametrize("text", ["2000-01-01", "2024-02-29", "2100-12-31"])
def test_first_and_last_dates(tmp_path: Path, text: str) -> None:
    log = read(folder_of(tmp_path, daily=f"patient_id,date\np1,{text}\n"))
    assert log.daily["date"].dt.date.tolist() == [dt.date.fromisoformat(text)]


def test_unknown_columns_are_kept_behind_the_known_ones(tmp_path: Path) -> None:
    daily = "weather,patient_id,date,count,\nrain,p1,2026-03-01,007,x\n,p1,2026-03-02,,\n"
    folder = folder_of(tmp_path, daily=daily)
    log = read(folder)
    assert list(log.daily.columns)[-2:] == ["weather", "count"]
    assert log.daily["count"].tolist()[0] == "007"
    assert log.daily["weather"].isna().tolist() == [False, True]
    write(log, tmp_path / "again")
    assert_same_log(log, read(tmp_path / "again"))


@pytest.mark.parametrize("encode", [
    lambda text: text.encode("utf-8-sig"), lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: text.replace("\n", "\r").encode(), lambda text: text.rstrip("\n").encode(),
    lambda text: text.replace("p1", '"p1"').replace("patient_id", '"patient_id"').encode("utf-8-sig"),
    lambda text: text.replace("\n", "\n\n").encode(), lambda text: (text + ",,\n , \n").encode(),
])  # fmt: skip
def test_ways_a_program_may_write_the_same_file(tmp_path: Path, encode: object) -> None:
    text = 'patient_id,date,note\np1,2026-03-01,"a, ""b""\nc"\np1,2026-03-02,é\n'
    assert callable(encode)
    plain = read(folder_of(tmp_path, daily=text))
    log = read(folder_of(tmp_path, daily=encode(text)))
    assert log.daily["date"].tolist() == plain.daily["date"].tolist()
    assert log.daily["note"].str.split().tolist() == [["a,", '"b"', "c"], ["é"]]


def test_a_header_alone_is_no_rows(tmp_path: Path) -> None:
    assert len(read(folder_of(tmp_path, sessions="patient_id,date", daily="patient_id,date\r\n")).sessions) == 0


def test_rows_keep_their_order(tmp_path: Path) -> None:
    log = read(folder_of(tmp_path, daily="date,patient_id\n2026-03-02,b\n2026-03-01,b\n2026-03-02,a\n"))
    assert log.daily["patient_id"].tolist() == ["b", "b", "a"]


def test_a_session_wide_value_may_stand_on_one_row_only(tmp_path: Path) -> None:
    rows = "p1,2026-03-01,5,\np1,2026-03-01,,home\np1,2026-03-01,5.0,home\np1,2026-03-02,6,\n"
    log = read(folder_of(tmp_path, sessions="patient_id,date,session_rpe,place\n" + rows))
    np.testing.assert_array_equal(log.sessions["session_rpe"], [5, np.nan, 5, 6])


def test_read_some_leaves_out_every_patient_with_a_problem(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        sessions="patient_id,date,exercise,reps\np1,2026-03-01,x,3\np2,2026-03-01,x,many\np3,2026-03-01,x,3,3\n",
        daily="patient_id,date,flare\np1,2026-03-01,no\np2,2026-03-01,no\n,2026-03-01,no\np4,2026-03-01,no\np4,2026-03-01,no\n",
        patients="patient_id\np1\np3\n",
    )  # fmt: skip
    log, problems = read_some(folder)
    for frame in (log.sessions, log.daily, log.patients):
        assert frame["patient_id"].tolist() == ["p1"]
        assert list(frame["patient_id"].cat.categories) == ["p1"]
        assert list(frame.index) == [0]
    assert [(p.code, p.patient_id) for p in problems] == [
        ("not-a-number", "p2"), ("ragged-row", "p3"), ("blank-required", ""), ("duplicate-row", "p4"),
    ]  # fmt: skip


def test_read_some_gives_all_when_nothing_is_wrong(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, daily="patient_id,date\np1,2026-03-01\n")
    log, problems = read_some(folder)
    assert problems == []
    assert_same_log(log, read(folder))


def test_every_family_of_the_contract_is_accepted(tmp_path: Path) -> None:
    rows = "".join(f"p1,2026-03-01,{family}\n" for family in FAMILIES)
    assert places(folder_of(tmp_path, sessions="patient_id,date,family\n" + rows)) == []


def test_csv_needs_no_parquet_library() -> None:
    code = "import sys, loadaid.logs; sys.exit('pyarrow.parquet' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ}).returncode == 0


@pytest.mark.real
def test_real_logs_are_accepted_and_come_back(real_logs: Path, tmp_path: Path) -> None:
    log = read(real_logs)
    assert log.daily["patient_id"].nunique() + log.sessions["patient_id"].nunique() > 0
    for form in ("csv", "parquet"):
        write(log, tmp_path / form, format=form)
        assert_same_log(log, read(tmp_path / form))
