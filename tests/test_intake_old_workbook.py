"""ODS and XLS say the same things as XLSX: values as a person sees them, what is hidden or merged, what is too much."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import pytest
import xlwt
from odf import table as odf_table
from odf import text as odf_text
from odf.opendocument import OpenDocumentSpreadsheet

from loadaid.intake.containers.workbook import tables
from loadaid.intake.model import Fault, FileRefused, Problem, Table, Value
from tests.bad_inputs import ole
from tests.workbooks import ods

DAY = '<table:table-cell office:value-type="date" office:date-value="2026-03-09"/>'


def number(value: object, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}" {attributes}/>'


def words(text: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def sheet(*rows: str, columns: str = "", attributes: str = 'table:name="Avril"') -> str:
    return f"<table:table {attributes}>{columns}{''.join(rows)}</table:table>"


def read(file: io.BytesIO, kind: str = "ods") -> tuple[Table, list[Problem]]:
    [table], problems = tables(file, kind)
    return table, problems


def refusal(file: io.BytesIO, kind: str = "ods") -> Problem:
    with pytest.raises(FileRefused) as refused:
        tables(file, kind)
    return refused.value.problem


def test_what_odfpy_writes_is_read() -> None:
    document = OpenDocumentSpreadsheet()
    written = odf_table.Table(name="Séances")
    for day, pain, note in (("2026-03-09", 3, "équilibre"), ("2026-03-10", 4.5, "marche")):
        line = odf_table.TableRow()
        line.addElement(odf_table.TableCell(valuetype="date", datevalue=day))
        line.addElement(odf_table.TableCell(valuetype="float", value=pain))
        cell = odf_table.TableCell(valuetype="string")
        cell.addElement(odf_text.P(text=note))
        line.addElement(cell)
        written.addElement(line)
    document.spreadsheet.addElement(written)
    file = io.BytesIO()
    document.write(file)
    table, problems = read(file)
    assert table.sheet == "Séances"
    assert [line.cells for line in table.lines] == [
        [date(2026, 3, 9), 3, "équilibre"],
        [date(2026, 3, 10), 4.5, "marche"],
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (number(5), 5),
        (number("0.30000000000000004"), 0.30000000000000004),
        ('<table:table-cell office:value-type="percentage" office:value="0.7"><text:p>70 %</text:p></table:table-cell>', "70 %"),
        ('<table:table-cell office:value-type="boolean" office:boolean-value="false"/>', False),
        (DAY, date(2026, 3, 9)),
        (DAY.replace("09", "09T07:30:00"), datetime(2026, 3, 9, 7, 30)),  # noqa: DTZ001
        ('<table:table-cell office:value-type="time" office:time-value="PT07H30M00S"/>', time(7, 30)),
        ('<table:table-cell office:value-type="time" office:time-value="PT07H30M00.5S" table:style-name="d"/>', timedelta(hours=7.5, seconds=0.5)),
        ('<table:table-cell office:value-type="time" office:time-value="PT25H30M00S"/>', timedelta(hours=25.5)),
        (words("deux<text:s text:c='3'/>mots<text:line-break/>fin"), "deux   mots\nfin"),
        (words("un</text:p><text:p>deux"), "un\ndeux"),
        (words("#N/A", 'calcext:value-type="error"'), Fault("excel-error", "#N/A")),
        (words("Err:502", 'table:formula="of:=1/0"'), Fault("excel-error", "Err:502")),
        (words("#1 au classement"), "#1 au classement"),
        ('<table:table-cell table:formula="of:=[.B1]+1"/>', Fault("formula-without-value", "=[.B1]+1")),
        ('<table:table-cell office:value-type="string"><office:annotation><text:p>non</text:p></office:annotation><text:p>x</text:p></table:table-cell>', "x"),
    ],
)  # fmt: skip
def test_a_cell_of_an_ods_is_what_the_person_sees(cell: str, value: Value) -> None:
    styles = (
        '<number:time-style style:name="t" number:truncate-on-overflow="false"/>'
        '<style:style style:name="d" style:family="table-cell" style:data-style-name="t"/>'
    )
    found = read(ods(sheet(row(cell)), styles=styles))[0].lines[0].cells
    assert found == [value]
    assert type(found[0]) is type(value)


def test_repeated_rows_and_columns_are_as_many_and_empty_ones_to_the_end_are_nothing() -> None:
    rest = '<table:table-cell table:number-columns-repeated="16380"/>'
    table, _ = read(
        ods(
            sheet(
                row(
                    '<table:table-cell table:number-columns-repeated="2"/>',
                    number(1, 'table:number-columns-repeated="2"'),
                    rest,
                ),
                row(rest, attributes='table:number-rows-repeated="2"'),
                row(number(2), rest, attributes='table:number-rows-repeated="3"'),
                row(
                    '<table:table-cell table:number-columns-repeated="16384"/>',
                    attributes='table:number-rows-repeated="1048570"',
                ),
            )
        )
    )
    assert [(line.number, line.cells) for line in table.lines] == [
        (1, [None, None, 1, 1]),
        *[(n, [2, None, None, None]) for n in (4, 5, 6)],
    ]


def test_hidden_rows_columns_and_sheets_of_an_ods_are_known() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/><table:table-column/>'
    rows = [
        row(*[number(n)] * 4, attributes=f'table:visibility="{seen}"')
        for n, seen in enumerate(("visible", "collapse", "filter"))
    ]
    styles = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    hidden = sheet(row(number(1)), attributes='table:name="caché" table:style-name="h"')
    found, _ = tables(ods(sheet(*rows, columns=columns) + hidden, styles=styles), "ods")
    assert [line.hidden for line in found[0].lines] == [False, True, True]
    assert found[0].hidden_columns == {1, 2}
    assert [table.hidden for table in found] == [False, True]


def test_merged_cells_and_formulas_of_an_ods_are_said() -> None:
    covered = "<table:covered-table-cell/>"
    rows = [
        row(DAY.replace("/>", ' table:number-rows-spanned="2" table:number-columns-spanned="1"/>'), number(1)),
        row(covered, number(2, 'table:formula="of:=1+1"')),
        row(covered.replace("covered-", ""), number(3)),
    ]
    table, problems = read(ods(sheet(*rows)))
    assert [line.cells for line in table.lines] == [[date(2026, 3, 9), 1], [date(2026, 3, 9), 2], [None, 3]]
    assert [(problem.code, problem.row, problem.facts) for problem in problems] == [
        ("formula-values", 2, {}),
        ("merged-cells", 1, {"rows": 2}),
    ]


def test_colours_comments_macros_and_links_of_an_ods_are_said() -> None:
    styles = '<style:style style:name="r"><style:table-cell-properties fo:background-color="#ff0000"/></style:style>'
    coloured = sheet(row(number(1)), row(number(2)), row(number(3, 'table:style-name="r"')))
    assert read(ods(coloured, styles=styles))[1] == [Problem("colours-left", "noticed", "Avril", 3)]
    noted = sheet(row(number(1).replace("/>", "><office:annotation/></table:table-cell>")))
    assert read(ods(noted))[1] == [Problem("colours-left", "noticed", "Avril")]
    linked = sheet("<table:table-source/>", row(number(1)))
    problems = read(ods(linked, more={"Basic/Standard/script-lc.xml": "<x/>"}))[1]
    assert [problem.code for problem in problems] == ["macros-left", "links-left"]


@pytest.mark.parametrize(
    ("rows", "code", "facts"),
    [
        (
            row(number(1), attributes='table:number-rows-repeated="1048576"'),
            "too-many-rows",
            {"limit": 20_000, "rows": 20_001},
        ),
        (row(number(1)) * 20_005, "too-many-rows", {"limit": 20_000, "rows": 20_005}),
        (
            row(number(1, 'table:number-columns-repeated="16384"')),
            "too-many-columns",
            {"limit": 200, "columns": 16_384},
        ),
        (row('<table:table-cell table:number-columns-repeated="16383"/>', number(1)), "far-cell", {"cell": "XFD1"}),
        (row(attributes='table:number-rows-repeated="1048575"') + row(number(1)), "far-cell", {"cell": "A1048576"}),
        (row(number("abc")), "damaged-file", {}),
        (row(number(1)) + "<table:table-row", "damaged-file", {}),
        (
            row(number(1, 'table:number-columns-repeated="1000000000000"')),
            "too-many-columns",
            {"limit": 200, "columns": 16_384},
        ),
    ],
)
def test_an_ods_beyond_the_limits_is_refused(rows: str, code: str, facts: dict[str, object]) -> None:
    problem = refusal(ods(sheet(rows)))
    assert (problem.code, problem.facts) == (code, facts)


def test_an_ods_with_a_password_definitions_or_a_cut_is_refused() -> None:
    rows = sheet(row(number(1)))
    assert refusal(ods(rows, more={"META-INF/manifest.xml": "<m:encryption-data/>"})).code == "password-protected"
    assert refusal(ods(rows, prologue='<!DOCTYPE d [<!ENTITY a "ha">]>')).code == "forbidden-content"
    assert refusal(io.BytesIO(ods(rows).getvalue()[:-40])).code == "truncated-file"


def test_an_ods_bomb_is_refused_before_it_is_read() -> None:
    assert refusal(ods(sheet(row(words(" " * 51_000_000))))).code == "too-big-unpacked"


def xls() -> io.BytesIO:
    """A workbook of Excel 97, as a person keeps a diary in it."""
    book = xlwt.Workbook()
    page = book.add_sheet("Avril")
    looks = {code: xlwt.easyxf(num_format_str=code) for code in ("dd/mm/yyyy", "hh:mm", "[h]:mm", "0%")}
    for column, title in enumerate(("Date", "Douleur", "Heure", "Durée", "Fait", "Sommeil", "Note")):
        page.write(0, column, title)
    page.write_merge(1, 2, 0, 0, date(2026, 3, 9), looks["dd/mm/yyyy"])
    for at, value, look in ((2, time(7, 30), "hh:mm"), (3, 0.0625, "[h]:mm"), (5, 0.7, "0%")):
        page.write(1, at, value, looks[look])
    page.write(1, 1, 3)
    page.write(1, 4, True)
    page.row(1).set_cell_error(6, 0x2A)
    page.write(2, 1, 3.5)
    page.write(3, 1, 4, xlwt.easyxf("pattern: pattern solid, fore_colour red"))
    page.row(2).hidden = True
    page.col(5).hidden = True
    hidden = book.add_sheet("caché")
    hidden.visibility = 1
    hidden.write(0, 0, "x")
    file = io.BytesIO()
    book.save(file)
    return file


def test_a_workbook_of_excel_97_is_read_with_its_errors_and_hidden_rows() -> None:
    [table, hidden], problems = tables(xls(), "xls")
    day = date(2026, 3, 9)
    error = Fault("excel-error", "#N/A")
    assert [line.cells for line in table.lines[1:]] == [
        [day, 3, time(7, 30), timedelta(hours=1, minutes=30), True, "70 %", error],
        [day, 3.5, None, None, None, None, None],
        [None, 4, None, None, None, None, None],
    ]
    assert [line.hidden for line in table.lines] == [False, False, True, False]
    assert (table.hidden_columns, table.hidden, hidden.hidden) == ({5}, False, True)
    assert problems == [
        Problem("merged-cells", "noticed", "Avril", 2, value="2026-03-09", facts={"rows": 2}),
        Problem("colours-left", "noticed", "Avril", 4),
    ]


def test_a_damaged_workbook_of_excel_97_is_refused_not_half_read() -> None:
    whole = xls().getvalue()
    for content in (whole[:1500], whole[:600] + bytes(400) + whole[1000:]):
        assert refusal(io.BytesIO(content), "xls").code == "damaged-file"


def test_a_workbook_of_excel_97_with_too_many_rows_is_refused_and_counted() -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Avril")
    for number_ in range(21_000):
        page.write(number_, 0, number_)
    file = io.BytesIO()
    book.save(file)
    assert refusal(file, "xls").facts == {"limit": 20_000, "rows": 21_000}


def test_only_workbooks_are_asked_for() -> None:
    with pytest.raises(ValueError, match="csv"):
        tables(io.BytesIO(), "csv")


def test_an_old_workbook_without_any_format_is_read() -> None:
    table, problems = read(io.BytesIO(ole.xls([["Date", "Douleur"], ["14/03/2026", 3.0]])), "xls")
    assert [line.cells for line in table.lines] == [["Date", "Douleur"], ["14/03/2026", 3]]
    assert problems == []
