"""An annotated copy: the patient's own file with what to correct beside the rows concerned, and nothing else changed."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from loadaid.intake import annotate
from loadaid.intake.annotate import annotated, ending
from loadaid.intake.copying import Notes, copied
from loadaid.intake.file import read_file
from loadaid.intake.model import FileReading, Problem, Request
from loadaid.intake.result import ReadFile
from loadaid.intake.templates.workbook import template_workbook
from loadaid.locale import words
from tests.bad_inputs import container, dates, encoding, history, shape, values
from tests.bad_inputs.case import TODAY, Case

BOM = b"\xef\xbb\xbf"
LISTED = BOM + "Feuille;Ligne;Colonne;Valeur;À corriger\r\n".encode()
FR = words("fr")
CASES = [
    c for group in (container, encoding, shape, dates, values, history) for c in group.CASES if c.size_only is None
]
BIG = 3_000_000
ROWS = "Date;Douleur;Note\r\n14/03/2026;3;bien\r\n15/03/2026;14;x\r\n16/03/2026;2;=1+1\r\n"


def reading(data: bytes, name: str = "journal.csv", answers: dict[str, str] | None = None) -> ReadFile:
    """A file as it is read, without the child."""
    given = answers or {}
    return ReadFile(name, read_file(io.BytesIO(data), Request(name, TODAY, given)), Counter(), "", given)


def copy_of(data: bytes, name: str = "journal.csv", answers: dict[str, str] | None = None) -> bytes:
    """Its annotated copy, made in this process."""
    return annotated(io.BytesIO(data), reading(data, name, answers), FR)


def understood(file: FileReading) -> tuple[Any, ...]:
    """What a file says, the added column and what is noticed aside."""
    return (file.received, file.found, file.waiting, file.set_aside, {q.id for q in file.questions},
            sorted((p.code, str(p.sheet), p.row or 0, str(p.column)) for p in file.problems if p.outcome == "refused"))  # fmt: skip


@pytest.fixture
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies are made in this process: a child for each of hundreds of files would take minutes."""
    monkeypatch.setattr(annotate, "copy", copied)


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.number}-{c.title}")
def test_the_copy_of_every_bad_input_reads_as_the_file_itself(case: Case) -> None:
    for name, build in case.files:
        data = build()
        if len(data) > BIG:
            continue
        before = reading(data, name, dict(case.answers))
        copy = annotated(io.BytesIO(data), before, FR)
        wrong = [p for p in before.reading.problems if p.outcome == "refused"]
        if copy.startswith(LISTED):
            assert len(list(csv.reader(io.StringIO(copy.decode("utf-8-sig"), newline="")))) == 1 + len(wrong)
        else:
            again = reading(copy, name, dict(case.answers))
            assert understood(again.reading) == understood(before.reading)
            twice = annotated(io.BytesIO(copy), again, FR)
            stored = reading(twice, name, dict(case.answers)).reading.found
            assert twice.startswith(LISTED) or stored == before.reading.found


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encoding_mark_separator_and_line_ends_are_kept(codec: str, line_end: str, separator: str) -> None:
    text = ROWS.replace("\r\n", line_end).replace(";", separator).replace("bien", "gêne à l'été")
    data = text.encode(codec)
    lines = copy_of(data).decode(codec.removesuffix("-sig")).split(line_end)
    for before, after in zip(data.decode(codec.removesuffix("-sig")).split(line_end), lines, strict=True):
        assert after.startswith(before)
    assert lines[0].endswith(separator + "À corriger")
    assert lines[1].endswith("été" + separator)
    assert "un nombre de 0 à 10. Corrigez la cellule" in lines[2].replace("\u00a0", " ")


@pytest.mark.usefixtures("_here")
def test_a_quoted_file_gets_quoted_cells() -> None:
    data = b'"Date","Pain"\n"2026-03-14","3"\n"2026-03-15","14"\n'
    rows = copy_of(data).decode().split("\n")
    assert rows[0] == '"Date","Pain","À corriger"'
    assert rows[1] == '"2026-03-14","3",""'
    assert rows[2].startswith('"2026-03-15","14","Pain')


@pytest.mark.usefixtures("_here")
def test_a_note_goes_beside_the_last_line_of_a_row_of_several_lines() -> None:
    data = b'sep=;\r\nDate;Note;Douleur\r\n14/03/2026;"une\r\ndeux";14\r\n15/03/2026;"a ""b""";4\r\n'
    copy = copy_of(data)
    assert copy.startswith(b"sep=;\r\n")
    rows = list(csv.reader(io.StringIO(copy.decode().removeprefix("sep=;\r\n"), newline=""), delimiter=";"))
    assert rows[1][:3] == ["14/03/2026", "une\r\ndeux", "14"]
    assert rows[1][3].startswith("Douleur")
    assert rows[2] == ["15/03/2026", 'a "b"', "4", ""]


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("rows", [
    "Date,Pain,Note,\n2026-03-01,4,x,\n2026-03-02,4,6,5\n2026-03-03,4,4\n2026-03-04,4,x\n2026-03-05,3,y\n",
    "Date,Pain,Note\n2026-03-01,4,x,\n2026-03-02,4,6,5\n2026-03-03,4\n2026-03-04,4,x,,\n2026-03-05,14,y,,\n",
    "Date,Pain\n2026-03-01,14, \n2026-03-02,4,y\n2026-03-03,3\n2026-03-04,3\n2026-03-05,3\n",
    'Date,Pain\n2026-03-01,14,""\n2026-03-02,4\n',
])  # fmt: skip
def test_a_row_refused_for_its_cells_is_refused_again_in_the_copy(rows: str) -> None:
    before, copy = reading(rows.encode()), copy_of(rows.encode())
    assert before.reading.set_aside
    assert copy.startswith(LISTED) or understood(reading(copy).reading)[:4] == understood(before.reading)[:4]
    again = copy_of(copy) if not copy.startswith(LISTED) else copy
    assert again.startswith(LISTED) or reading(again).reading.found == before.reading.found


@pytest.mark.usefixtures("_here")
def test_a_mended_copy_loses_its_note_and_gets_no_second_column() -> None:
    mended = copy_of(ROWS.encode()).replace(b";14;", b";4;")
    again = copy_of(mended).decode()
    assert again == ROWS.replace("14;x", "4;x").replace("\r\n", ";\r\n").replace("Note;", "Note;À corriger")


@pytest.mark.usefixtures("_here")
def test_cells_of_the_patient_stay_and_no_note_begins_a_formula() -> None:
    data = b"Date;=Douleur;Note\n14/03/2026;3;=1+1\n15/03/2026;14;@x\n"
    copy = copy_of(data, answers={"column:=Douleur": "daily.pain_average"})
    rows = list(csv.reader(io.StringIO(copy.decode()), delimiter=";"))
    assert [row[:3] for row in rows] == list(csv.reader(io.StringIO(data.decode()), delimiter=";"))
    assert rows[2][3].startswith("'=Douleur")


def test_a_list_holds_no_formula_but_keeps_negative_numbers() -> None:
    wrong = [Problem("excel-error", "refused", "+S", 3, "@c", "=HYPERLINK(1)"), Problem("not-a-number", "refused", None, 4, "x", "-3",
             {"low": 0, "high": 10, "unit": "", "example": "7"})]  # fmt: skip
    read = ReadFile("a.ods", FileReading("ods", problems=wrong), Counter(), "")
    data = annotated(io.BytesIO(b""), read, FR)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:4] == ["'+S", "3", "'@c", "'=HYPERLINK(1)"]
    assert rows[2][:4] == ["", "4", "x", "-3"]
    assert all(cell[:1] not in "=+@" for row in rows for cell in row if cell)


def test_the_list_is_written_for_the_language() -> None:
    read = ReadFile(
        "a.fit", FileReading("fit", problems=[Problem("truncated-file", "refused")], file_refused=True), Counter(), ""
    )
    assert annotated(io.BytesIO(b""), read, FR).startswith(LISTED)
    assert b";" not in annotated(io.BytesIO(b""), read, words("en")).split(b"\r\n")[0]


def filled_template() -> tuple[bytes, str]:
    """A template with a value that cannot be, a validation, a format and a formula; and the name of its sheet."""
    book = openpyxl.load_workbook(io.BytesIO(template_workbook("fr")))
    name = book.sheetnames[1]
    sheet = book[name]
    at = next(c.column for c in sheet[1] if c.value == "Douleur moyenne du jour (0 à 10)")
    for row, pain in ((2, 3), (3, 14), (4, 5)):
        sheet.cell(row, 1, date(2026, 3, 12 + row)).number_format = "dd/mm/yyyy"
        sheet.cell(row, at, pain)
    sheet.add_data_validation(DataValidation("list", formula1='"oui,non"'))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), name


def test_a_workbook_changes_only_on_the_sheet_concerned() -> None:
    data, name = filled_template()
    copy = copied_through_child(data, "journal.xlsx")
    before, after = zipfile.ZipFile(io.BytesIO(data)), zipfile.ZipFile(io.BytesIO(copy))
    assert before.namelist() == after.namelist()
    changed = [n for n in before.namelist() if before.read(n) != after.read(n)]
    assert len(changed) == 1
    old, new = (openpyxl.load_workbook(io.BytesIO(d))[name] for d in (data, copy))
    assert new.max_column == old.max_column + 1
    for row in old.iter_rows():
        for cell in row:
            twin = new.cell(cell.row, cell.column)
            assert (twin.value, twin.number_format) == (cell.value, cell.number_format)
    assert [r[-1].value is not None for r in new.iter_rows(max_row=4)] == [True, False, True, False]
    assert new.cell(1, new.max_column).value == "À corriger"
    assert len(new.data_validations.dataValidation) == len(old.data_validations.dataValidation)
    assert understood(reading(copy, "j.xlsx").reading) == understood(reading(data, "j.xlsx").reading)


def copied_through_child(data: bytes, name: str) -> bytes:
    """The copy as the sandbox makes it."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        return annotated(file, reading(data, name), FR)


def test_the_child_makes_the_same_copy_as_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    there = copied_through_child(ROWS.encode(), "journal.csv")
    monkeypatch.setattr(annotate, "copy", copied)
    assert there == copy_of(ROWS.encode())
    assert ending(there) == ".csv"


@pytest.mark.usefixtures("_here")
def test_a_mended_workbook_loses_its_note_and_gets_no_second_column() -> None:
    data, name = filled_template()
    copy = copy_of(data, "j.xlsx")
    twice = copy_of(copy, "j.xlsx")
    first, second = (openpyxl.load_workbook(io.BytesIO(d))[name] for d in (copy, twice))
    assert [[c.value for c in r] for r in second.iter_rows()] == [[c.value for c in r] for r in first.iter_rows()]
    cleared = copied(io.BytesIO(copy), Notes(annotate.TITLES, [(name, 2, "là")]))
    column = [r[-1].value for r in openpyxl.load_workbook(io.BytesIO(cleared))[name].iter_rows(max_row=4)]
    assert column == ["À corriger", "là", None, None]


@pytest.mark.usefixtures("_here")
def test_a_workbook_with_macros_is_never_passed_on() -> None:
    data, _ = filled_template()
    source, made = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        for name in source.namelist():
            text = source.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                more = b'<Relationship Id="rIdM" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
                text = text.replace(b"</Relationships>", more + b"</Relationships>")
            book.writestr(name, text)
        book.writestr("xl/vbaProject.bin", b"macro")
    assert copy_of(made.getvalue(), "j.xlsm").startswith(LISTED)


def test_a_child_that_fails_gives_the_list(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "child.py").write_text("import os; os.kill(os.getpid(), 9)")
    monkeypatch.setattr("loadaid.intake.sandbox._CHILD", tmp_path / "child.py")
    copy = copied_through_child(ROWS.encode(), "journal.csv")
    assert copy.startswith(LISTED)
    assert b";3;Douleur;14;" in copy
