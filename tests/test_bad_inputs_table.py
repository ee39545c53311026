"""The catalogue of bad inputs as a table: all 128 numbers, builders that give the same bytes, words that exist."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from pathlib import Path

import pytest

from loadaid.domain import records
from loadaid.intake.limits import FILE_MB, MEGABYTE
from loadaid.intake.problems import FILE, KINDS, NOTICED, ROW, SKIPPED
from tests.bad_inputs import container, dates, encoding, history, shape, values
from tests.bad_inputs.case import Case
from tests.logs_folder import folder_of, problems_of

GROUPS = {
    "container": (container.CASES, range(1, 26)),
    "encoding": (encoding.CASES, range(26, 44)),
    "shape": (shape.CASES, range(44, 73)),
    "dates": (dates.CASES, range(73, 94)),
    "values": (values.CASES, range(94, 117)),
    "history": (history.CASES, range(117, 129)),
}
CASES = [case for cases, _ in GROUPS.values() for case in cases]
QUESTION = re.compile(r"(date-order|decimal|scale|unit|column|sheet|year|merge|same-session):|patient$")
RECORDS = {table.name: table for table in records.TABLES if table.name in ("daily", "sessions")}


def named(case: Case) -> str:
    return f"{case.number}-{case.title}"


def codes(case: Case) -> list[str]:
    return case.code.split("|") if case.code else []


def rows_written(case: Case) -> list[list[str]]:
    """The rows of the case's CSV as a spreadsheet numbers them, from the standard library's reader."""
    lines = case.files[0][1]().decode("utf-8-sig")
    mark = ";" if ";" in lines.split("\n")[0] else ","
    rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter=mark))
    return rows[1:] if rows[0][0].startswith("sep=") else rows


def plain(value: object) -> str:
    return "" if value is None else str(value)


def test_all_128_numbers_are_there_each_in_its_group() -> None:
    assert sorted({case.number for case in CASES}) == list(range(1, 129))
    for cases, numbers in GROUPS.values():
        assert {case.number for case in cases} == set(numbers)
        assert [case.number for case in cases] == sorted(case.number for case in cases)


def test_no_two_cases_have_one_name() -> None:
    assert [name for name, n in Counter(map(named, CASES)).items() if n > 1] == []


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_case_says_what_must_come_out_in_words_that_exist(case: Case) -> None:
    kinds = {"F": FILE, "R": ROW, "N": NOTICED | SKIPPED, "A": NOTICED | SKIPPED}
    for code in (*codes(case), *case.also):
        assert code in KINDS or QUESTION.match(code), code
    if case.outcome == "Q":
        assert all(QUESTION.match(code) or code in NOTICED for code in codes(case))
    else:
        assert set(codes(case)) & set(kinds[case.outcome]) or not codes(case)
    assert case.code or case.outcome in "AN"
    assert all(QUESTION.match(answer) for answer in case.answers)
    assert bool(case.rows_after or case.stored_after or case.never_after) == bool(case.answers)


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_receipt_adds_up(case: Case) -> None:
    for rows in (case.rows, case.rows_after):
        if rows is not None:
            assert rows["received"] == sum(n for kind, n in rows.items() if kind != "received") > 0
    if case.rows is not None and case.outcome == "R":
        assert case.rows["refused"] > 0


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_refused_row_is_named_by_its_number_and_its_column(case: Case) -> None:
    whole_rows = {
        "mixed-encoding",
        "wrong-cell-count",
        "wrong-clock",
        "nothing-in-the-row",
        "nul-character",
    }
    if case.outcome == "R" and not set(codes(case)) & whole_rows:
        assert case.row
        assert case.column


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.value and case.files[0][0].endswith(".csv")], ids=named
)
def test_the_quoted_value_stands_in_the_row_and_column_that_the_case_names(case: Case) -> None:
    assert case.row
    assert case.column
    rows = rows_written(case)
    place = next(titles.index(case.column) for titles in rows if case.column in titles)
    assert rows[case.row - 1][place] == case.value


@pytest.mark.parametrize("case", CASES, ids=named)
def test_what_is_stored_is_not_what_must_never_be(case: Case) -> None:
    for stored, never in ((case.stored, case.never), (case.stored_after, case.never_after)):
        for table, column, value in never:
            assert not any(row["table"] == table and column in row and row[column] == value for row in stored)


def test_every_stored_row_is_a_row_of_a_log_folder(tmp_path: Path) -> None:
    tables: dict[str, str] = {}
    for table in (RECORDS["daily"], RECORDS["sessions"]):
        names = [column.name for column in table.columns]
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        for n, row in enumerate(row for case in CASES for row in (*case.stored, *case.stored_after)):
            assert set(row) <= {"table", *(column.name for each in RECORDS.values() for column in each.columns)}
            if row["table"] == table.name:
                assert set(row) <= {"table", *names}
                writer.writerow([f"p{n}" if name == "patient_id" else plain(row.get(name)) for name in names])
        tables[table.name] = out.getvalue()
    assert tables["daily"].count("\n") + tables["sessions"].count("\n") > 400
    assert problems_of(folder_of(tmp_path, **tables)) == []


@pytest.mark.parametrize("case", [case for case in CASES if case.known], ids=named)
def test_a_known_folder_is_one_that_the_product_reads(case: Case, tmp_path: Path) -> None:
    assert case.known
    assert (
        problems_of(folder_of(tmp_path, **{name.removesuffix(".csv"): data for name, data in case.known.items()})) == []
    )


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_builder_gives_the_same_bytes_each_time(case: Case) -> None:
    for name, build in case.files:
        data = build()
        assert isinstance(data, bytes)
        assert hashlib.sha256(data).digest() == hashlib.sha256(build()).digest(), name


def test_only_the_cases_about_size_are_large() -> None:
    large = {case.number for case in CASES for _, build in case.files if len(build()) > MEGABYTE}
    assert large == {15, 17, 43}
    assert [case.size_only for case in CASES if case.size_only] == [10 * FILE_MB * MEGABYTE]
