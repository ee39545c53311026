"""The templates patients fill: what is kept in data/ is what the code writes, and it says what the log folder means."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from loadaid.domain import records
from loadaid.intake.headings import CHOICES, DAILY, SESSIONS, SHEETS
from loadaid.intake.templates import words
from loadaid.intake.templates.columns import LANGUAGES, OFTEN, RARELY, asked, is_scale
from loadaid.intake.templates.files import DAILY_CSV, PAPER, SESSIONS_CSV, WORKBOOK, templates
from loadaid.intake.templates.workbook import DATE_FORMAT, LAST_ROW, MANGLED, template_workbook
from tests.filled_templates import filled_csv, filled_workbook

DATA = Path(__file__).resolve().parent.parent / "data"
TITLES = {"sessions": SESSIONS, "daily": DAILY}
TABLES = {"sessions": records.SESSIONS, "daily": records.DAILY}
# The patient is known where the file is sent; when a row was written down is known only to the app.
NOT_ASKED = {"sessions": {"patient_id", "family"}, "daily": {"patient_id", "entered_at"}}

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_table = pytest.mark.parametrize("table", ["sessions", "daily"])


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return templates()


def plain(title: str) -> str:
    """Lower case, no accents, no punctuation: what a reader that is kind to spelling compares."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in letters if not unicodedata.combining(c))))


def sheet_content(sheet: Worksheet) -> dict[str, Any]:
    return {
        "cells": [[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()],
        "columns": {
            key: (c.width, c.number_format, c.hidden, c.outlineLevel) for key, c in sheet.column_dimensions.items()
        },
        "rules": [
            (str(r.sqref), r.type, r.operator, r.formula1, r.formula2, r.error)
            for r in sheet.data_validations.dataValidation
        ],
        "frozen": sheet.freeze_panes,
        "print": (sheet.page_setup.orientation, sheet.page_setup.scale, sheet.print_title_rows),
    }


def rules_by_column(sheet: Worksheet) -> dict[str, Any]:
    """Title -> the one rule on the cells under it."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        left, top, right, bottom = range_boundaries(str(rule.sqref))
        assert left == right
        assert top == 2
        assert bottom == LAST_ROW
        found[str(sheet.cell(1, left).value)] = rule
    return found


def open_workbook(content: bytes) -> dict[str, Worksheet]:
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: sheet for sheet in workbook.worksheets}


def test_data_holds_every_template_and_no_other_file(written: dict[str, bytes]) -> None:
    kept = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()}
    assert kept - {"README.md"} == set(written)


@each_language
def test_the_csv_templates_kept_are_those_the_code_writes(written: dict[str, bytes], language: str) -> None:
    for name in (SESSIONS_CSV[language], DAILY_CSV[language]):
        assert (DATA / language / name).read_bytes() == written[f"{language}/{name}"]


@each_language
def test_the_workbook_kept_is_the_one_the_code_writes(written: dict[str, bytes], language: str) -> None:
    kept = open_workbook((DATA / language / WORKBOOK[language]).read_bytes())
    now = open_workbook(written[f"{language}/{WORKBOOK[language]}"])
    assert list(kept) == list(now) == [pair[LANGUAGES.index(language)] for pair in SHEETS.values()]
    for name in now:
        assert sheet_content(kept[name]) == sheet_content(now[name])


@each_language
def test_the_paper_kept_is_the_one_the_code_draws(written: dict[str, bytes], language: str) -> None:
    kept = PdfReader(DATA / language / PAPER[language])
    now = PdfReader(io.BytesIO(written[f"{language}/{PAPER[language]}"]))
    assert [page.extract_text() for page in kept.pages] == [page.extract_text() for page in now.pages]


def test_the_same_template_is_the_same_file_whenever_it_is_written(written: dict[str, bytes]) -> None:
    assert templates() == written


@each_language
def test_the_paper_is_one_page_that_a_screen_reader_can_read(written: dict[str, bytes], language: str) -> None:
    pdf = PdfReader(io.BytesIO(written[f"{language}/{PAPER[language]}"]))
    root: Any = pdf.root_object
    assert len(pdf.pages) == 1
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF boolean
    assert root["/Lang"] == language
    assert pdf.metadata is not None
    assert pdf.metadata.title == words.PAPER_TITLE[LANGUAGES.index(language)]
    assert round(float(pdf.pages[0].mediabox.width) / 72 * 25.4) == 297


@each_language
@each_table
def test_the_paper_shows_the_titles_filled_most(written: dict[str, bytes], language: str, table: str) -> None:
    page = PdfReader(io.BytesIO(written[f"{language}/{PAPER[language]}"])).pages[0].extract_text()
    shown = re.sub(r"\s", "", page)
    for column in asked(table, language):
        if column.often:
            assert re.sub(r"\s", "", column.title.partition(" (")[0]) in shown


@each_table
def test_every_title_names_a_column_of_the_log_folder(table: str) -> None:
    known = {column.name for column in TABLES[table].columns}
    assert set(TITLES[table]) == known - NOT_ASKED[table]


@each_table
def test_every_title_stands_in_the_template_once(table: str) -> None:
    assert sorted(OFTEN[table] + RARELY[table]) == sorted(TITLES[table])


@each_table
def test_titles_differ_within_a_table_however_they_are_spelled(table: str) -> None:
    for language in range(len(LANGUAGES)):
        spelled = [plain(titles[language]) for titles in TITLES[table].values()]
        assert len(set(spelled)) == len(spelled)


def test_every_choice_of_the_log_folder_has_one_word_in_each_language() -> None:
    for table, titles in TITLES.items():
        for name in titles:
            column = TABLES[table].column(name)
            if column.kind != "choice":
                continue
            pairs = CHOICES["yes_no" if set(column.choices) == {"yes", "no"} else name]
            assert set(pairs) == set(column.choices)
            for language in range(len(LANGUAGES)):
                assert len({plain(pair[language]) for pair in pairs.values()}) == len(pairs)


@each_language
@each_table
def test_the_csv_holds_titles_and_no_row_that_could_be_stored(
    written: dict[str, bytes], language: str, table: str
) -> None:
    name = (SESSIONS_CSV if table == "sessions" else DAILY_CSV)[language]
    content = written[f"{language}/{name}"]
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter={"fr": ";", "en": ","}[language]))
    assert lines == [[column.title for column in asked(table, language)]]


@each_language
@each_table
def test_the_workbook_holds_titles_and_no_row_that_could_be_stored(language: str, table: str) -> None:
    sheet = open_workbook(template_workbook(language))[SHEETS[table][LANGUAGES.index(language)]]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows == [tuple(column.title for column in asked(table, language))]


@each_language
@each_table
def test_every_choice_and_every_scale_has_its_list(language: str, table: str) -> None:
    rules = rules_by_column(open_workbook(template_workbook(language))[SHEETS[table][LANGUAGES.index(language)]])
    for column in asked(table, language):
        if column.words:
            assert rules[column.title].type == "list"
            assert rules[column.title].formula1.strip('"').split(",") == list(column.words)
            assert len(rules[column.title].formula1) <= 255
        elif is_scale(column.column):
            assert rules[column.title].formula1 == '"0,1,2,3,4,5,6,7,8,9,10"'
        elif column.column.name in MANGLED:
            assert column.title not in rules
        elif column.column.name == "date":
            assert (rules[column.title].formula1, rules[column.title].formula2) == ("DATE(2000,1,1)", "TODAY()")
        elif column.column.name != "level":
            bounds = float(rules[column.title].formula1), float(rules[column.title].formula2)
            assert bounds == (column.column.low, column.column.high)
            assert rules[column.title].operator == "between"


@each_language
@each_table
def test_any_cell_may_be_left_blank(language: str, table: str) -> None:
    rules = rules_by_column(open_workbook(template_workbook(language))[SHEETS[table][LANGUAGES.index(language)]])
    assert rules
    assert all(rule.allowBlank for rule in rules.values())


@each_language
@each_table
def test_dates_show_the_month_in_letters_and_texts_are_left_as_typed(language: str, table: str) -> None:
    sheet = open_workbook(template_workbook(language))[SHEETS[table][LANGUAGES.index(language)]]
    for position, column in enumerate(asked(table, language), start=1):
        style = sheet.column_dimensions[openpyxl.utils.get_column_letter(position)]
        if column.column.name == "date":
            assert style.number_format == DATE_FORMAT[language]
        else:
            assert style.number_format == ("@" if column.column.name in MANGLED else "General")
        assert style.outlineLevel == (0 if column.often else 1)
        assert not style.hidden


@each_language
def test_the_example_and_the_help_have_no_date_that_could_be_stored(language: str) -> None:
    say = LANGUAGES.index(language)
    sheets = open_workbook(template_workbook(language))
    for name in (SHEETS["example"][say], SHEETS["help"][say]):
        cells = [cell for row in sheets[name].iter_rows() for cell in row if cell.value is not None]
        assert not any(cell.is_date for cell in cells)
        first_column = {plain(str(cell.value)) for cell in cells if cell.column == 1}
        assert "date" not in first_column


@each_language
def test_the_example_shows_only_words_and_numbers_that_may_be_typed(language: str) -> None:
    say = LANGUAGES.index(language)
    sheet = open_workbook(template_workbook(language))[SHEETS["example"][say]]
    rows = [row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)]
    tables = {SHEETS[name][say]: name for name in ("sessions", "daily")}
    checked = 0
    columns = asked("sessions", language)
    for row in rows[1:]:
        if row[0] in tables:
            columns = asked(tables[str(row[0])], language)
        elif row[0] != words.DAY[say]:
            for column, value in zip(columns, row, strict=False):
                if column.words and value is not None:
                    assert value in column.words
                elif is_scale(column.column) and value is not None:
                    assert value in range(11)
            checked += 1
    assert checked == 24


@each_language
def test_the_help_explains_every_column(language: str) -> None:
    say = LANGUAGES.index(language)
    sheet = open_workbook(template_workbook(language))[SHEETS["help"][say]]
    explained = {(row[0], row[1]) for row in sheet.iter_rows(values_only=True) if row[2]}
    for table in TITLES:
        for column in asked(table, language):
            assert (SHEETS[table][say], column.title) in explained


@each_language
def test_another_spreadsheet_reader_sees_the_same_cells(language: str) -> None:
    content = template_workbook(language)
    other = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = open_workbook(content)
    assert other.sheet_names == list(sheets)
    for name, sheet in sheets.items():
        ours = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
        theirs = [cell for row in other.get_sheet_by_name(name).to_python() for cell in row if cell != ""]
        assert len(theirs) == len(ours)


@each_language
@each_table
def test_a_filled_template_holds_only_what_the_log_folder_takes(
    language: str, table: Literal["sessions", "daily"]
) -> None:
    _, by_csv = filled_csv(table, language)
    _, by_workbook = filled_workbook(language)
    assert by_csv == by_workbook[table]
    assert len(by_csv) > 8
    for row in by_csv:
        for name, value in row.items():
            column = TABLES[table].column(name)
            if column.kind == "choice":
                assert value in column.choices
            elif column.kind in ("number", "whole"):
                assert isinstance(value, int | float)
                assert column.low is not None
                assert column.high is not None
                assert column.low <= value <= column.high


@each_language
@each_table
def test_a_filled_workbook_keeps_dates_numbers_and_texts_apart(
    language: str, table: Literal["sessions", "daily"]
) -> None:
    content, meant = filled_workbook(language)
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(content))
        .get_sheet_by_name(SHEETS[table][LANGUAGES.index(language)])
        .to_python()
    )
    names = [column.column.name for column in asked(table, language)]
    assert len(rows) == len(meant[table]) + 1
    for row, values in zip(rows[1:], meant[table], strict=True):
        cells = dict(zip(names, row, strict=True))
        assert {name for name, cell in cells.items() if cell != ""} == set(values)
        assert isinstance(cells["date"], date)
        assert f"{cells['date']:%Y-%m-%d}" == values["date"]
        for name in set(values) - {"date"}:
            if TABLES[table].column(name).kind in ("number", "whole") and name not in MANGLED:
                assert cells[name] == values[name]
            else:
                assert isinstance(cells[name], str)
