"""XLSX: values as a person sees them, what is hidden or merged, and files made to do harm."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import time as clock
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.numbers import STRIP_RE
from openpyxl.styles.stylesheet import Stylesheet
from openpyxl.worksheet._reader import WorkSheetParser
from python_calamine import CalamineWorkbook

from loadaid.intake import sandbox
from loadaid.intake.containers.workbook import tables
from loadaid.intake.model import Fault, FileRefused, Problem, Request, Table, Value
from tests.workbooks import BUILTIN_DATE, FORMATS, MAIN, RED, STRICT, STRUCK, STYLES, cell, row, xlsx

MARCH_9 = 46_090  # 9 March 2026, as Excel counts days


def read(file: io.BytesIO) -> tuple[Table, list[Problem]]:
    [table], problems = tables(file, "xlsx")
    return table, problems


def values(file: io.BytesIO) -> list[list[Value]]:
    return [line.cells for line in read(file)[0].lines]


def refusal(file: io.BytesIO) -> Problem:
    with pytest.raises(FileRefused) as refused:
        tables(file, "xlsx")
    return refused.value.problem


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def saved(book: openpyxl.Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    return file


def style(code: str) -> int:
    return FORMATS.index(code) + 1


def test_calamine_and_this_reader_agree_on_ten_thousand_cells() -> None:
    dice = random.Random(7)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for _ in range(1000):
        day = datetime(2020, 1, 1) + timedelta(days=dice.randrange(3000), minutes=dice.randrange(1440))  # noqa: DTZ001
        sheet.append([
            day, day.date(), time(dice.randrange(24), dice.randrange(60), dice.randrange(60)), timedelta(minutes=dice.randrange(5000)),
            dice.randrange(-5, 5000), dice.uniform(-1, 1e6), dice.random() < 0.5, dice.choice(["séance ", "a\nb", "3-4", "=1"[1:]]), None, "fin",
        ])  # fmt: skip
    file = saved(book)
    file.seek(0)
    expected = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    found = values(file)
    assert [[cell for cell in line if cell is not None] for line in found] == [
        [cell for cell in line if cell != ""] for line in expected
    ]
    assert [type(cell) for cell in found[0]] == [
        datetime,
        date,
        time,
        timedelta,
        int,
        float,
        bool,
        str,
        type(None),
        str,
    ]


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        (cell("A1", "5"), 5),
        (cell("A1", "5.50"), 5.5),
        (cell("A1", "0.30000000000000004"), 0.30000000000000004),
        (cell("A1", "1E-3"), 0.001),
        (cell("A1", "1e400"), "1e400"),
        (cell("A1", "12.5", style=style('0.0 "kg"')), 12.5),
        (cell("A1", "3", style=style("[Red]0;0")), 3),
        (cell("A1", "0.7", style=style("0.0%")), "70 %"),
        (cell("A1", "0.125", style=style("0.0%")), "12.5 %"),
        (cell("A1", "1", kind="b"), True),
        (cell("A1", "0", kind="b"), False),
        (cell("A1", "#N/A", kind="e"), Fault("excel-error", "#N/A")),
        (cell("A1", "#DIV/0!", kind="e", formula="1/0"), Fault("excel-error", "#DIV/0!")),
        (cell("A1", formula="A2+B1"), Fault("formula-without-value", "=A2+B1")),
        (cell("A1", "", formula="A2+B1"), Fault("formula-without-value", "=A2+B1")),
        (cell("A1", "7", formula="3+4"), 7),
        (cell("A1", "texte", kind="str", formula='"texte"'), "texte"),
        (cell("A1", "0", kind="s"), "un texte en deux morceaux"),
        ('<c r="A1" t="inlineStr"><is><t>Marche</t></is></c>', "Marche"),
        (cell("A1", "2026-03-09T07:30:00", kind="d"), datetime(2026, 3, 9, 7, 30)),  # noqa: DTZ001
        (cell("A1", "2026-03-09", kind="d"), date(2026, 3, 9)),
        ("<c><v>5</v></c>", 5),
    ],
)
def test_a_cell_is_what_the_person_sees(xml: str, value: Value) -> None:
    strings = "<si><r><t>un texte </t></r><r><t>en deux morceaux</t></r><rPh><t>x</t></rPh></si>"
    found = values(xlsx(row(1, xml), strings=strings))[0][0]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("serial", "shown", "value"),
    [
        (MARCH_9, "dd/mm/yyyy", date(2026, 3, 9)),
        (MARCH_9, "[$-40C]d mmm yyyy", date(2026, 3, 9)),
        (MARCH_9, "mmm", date(2026, 3, 9)),
        (MARCH_9 + 0.3125, "dd/mm/yyyy", datetime(2026, 3, 9, 7, 30)),  # noqa: DTZ001
        (MARCH_9 + 0.3125, "dd/mm/yyyy hh:mm", datetime(2026, 3, 9, 7, 30)),  # noqa: DTZ001
        (MARCH_9, "dd/mm/yyyy hh:mm", datetime(2026, 3, 9)),  # noqa: DTZ001
        (0.3125, "h:mm", time(7, 30)),
        (1 / 3, "h:mm", time(8)),
        (1.0625, "h:mm", datetime(1900, 1, 1, 1, 30)),  # noqa: DTZ001 - 25 h 30 shown as 1:30: not taken for 1 h 30
        (1.0625, "[h]:mm", timedelta(hours=25, minutes=30)),
        (0.0625, "[h]:mm", timedelta(hours=1, minutes=30)),
        (5, "dd/mm/yyyy", date(1900, 1, 5)),
        (0, "dd/mm/yyyy", "00/01/1900"),
        (60, "dd/mm/yyyy", "29/02/1900"),
        (61, "dd/mm/yyyy", date(1900, 3, 1)),
        (-1, "dd/mm/yyyy", Fault("excel-error", "#####")),
        (3_000_000, "dd/mm/yyyy", Fault("excel-error", "#####")),
        (1e300, "[h]:mm", Fault("excel-error", "#####")),
    ],
)
def test_a_serial_number_is_what_its_format_shows(serial: float, shown: str, value: Value) -> None:
    assert values(xlsx(row(1, cell("A1", serial, style=style(shown)))))[0][0] == value


def test_a_format_known_by_its_number_alone_is_known() -> None:
    assert values(xlsx(row(1, cell("A1", MARCH_9, style=BUILTIN_DATE)))) == [[date(2026, 3, 9)]]


def test_a_workbook_that_counts_from_1904_gives_the_same_day() -> None:
    file = xlsx(row(1, cell("A1", MARCH_9 - 1462, style=1), cell("B1", 0, style=1)), book='<workbookPr date1904="1"/>')
    assert values(file) == [[date(2026, 3, 9), date(1904, 1, 1)]]


def test_the_strict_form_of_the_format_is_read_alike() -> None:
    rows = row(1, cell("A1", "0", kind="s"), cell("B1", 3))
    assert values(xlsx(rows, strings="<si><t>Douleur</t></si>", namespace=STRICT)) == [["Douleur", 3]]


def test_lines_keep_their_numbers_and_empty_formatted_cells_are_nothing() -> None:
    empty = "".join(row(n, cell(f"A{n}", style=1), cell(f"XFD{n}", style=1)) for n in range(5, 30_000))
    file = xlsx(row(2, cell("A2", 1)) + row(4, cell("B4", "  ", kind="str"), cell("C4", 2)) + empty)
    table, _ = read(file)
    assert [(line.number, line.cells) for line in table.lines] == [(2, [1, None, None]), (4, [None, None, 2])]


def test_an_empty_text_of_a_formula_is_an_empty_cell() -> None:
    assert values(xlsx(row(1, cell("A1", "", kind="str", formula='IF(B1="","",B1)'), cell("B1", 3)))) == [[None, 3]]


def test_a_formula_shared_by_several_cells_is_named_as_each_shows_it() -> None:
    rows = row(1, '<c r="A1"><f t="shared" si="0" ref="A1:A2">B1*2</f></c>') + row(
        2, '<c r="A2"><f t="shared" si="0"/></c>'
    )
    assert values(xlsx(rows)) == [[Fault("formula-without-value", f"=B{n}*2")] for n in (1, 2)]


def test_values_of_formulas_are_said_once_for_a_sheet() -> None:
    file = xlsx(row(1, cell("A1", 1)) + "".join(row(n, cell(f"A{n}", n, formula="ROW()")) for n in range(2, 9)))
    _, problems = read(file)
    assert problems == [Problem("formula-values", "noticed", "Avril", 2)]


def test_what_openpyxl_writes_hidden_is_hidden() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(1, 7):
        sheet.append([number] * 5)
    sheet.row_dimensions[3].hidden = True
    sheet.auto_filter.ref = "A1:E6"
    for letter in "BD":
        sheet.column_dimensions[letter].hidden = True
    book.create_sheet("caché").sheet_state = "hidden"
    book.create_sheet("très caché").sheet_state = "veryHidden"
    found, _ = tables(saved(book), "xlsx")
    assert [line.number for line in found[0].lines if line.hidden] == [3]
    assert found[0].hidden_columns == {1, 3}
    assert [(table.sheet, table.hidden) for table in found] == [("Sheet", False), ("caché", True), ("très caché", True)]


def test_a_merged_cell_counts_for_each_of_its_lines_and_no_further() -> None:
    rows = row(2, cell("A2", MARCH_9, style=1), cell("B2", 1), cell("C2", 1)) + "".join(
        row(n, cell(f"C{n}", n)) for n in (3, 4, 6)
    )
    table, problems = read(
        xlsx(rows, after='<mergeCells><mergeCell ref="A2:B4"/><mergeCell ref="A8:C9"/></mergeCells>')
    )
    day = date(2026, 3, 9)
    assert [line.cells for line in table.lines] == [[day, day, 1], [day, day, 3], [day, day, 4], [None, None, 6]]
    assert problems == [Problem("merged-cells", "noticed", "Avril", 2, value="2026-03-09", facts={"rows": 3})]


def test_a_title_over_several_columns_is_no_notice() -> None:
    file = xlsx(
        row(1, cell("A1", "t", kind="str"), cell("C1", 1)), after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    )
    table, problems = read(file)
    assert (table.lines[0].cells, problems) == (["t", "t", 1], [])


@pytest.mark.parametrize(
    ("xml", "row_number"),
    [
        (row(1, cell("A1", 1)) + row(2, cell("A2", 2)) + row(3, cell("A3", 3, style=RED)), 3),
        (row(1, cell("A1", "x", kind="str")) + row(2, cell("A2", "y", kind="str", style=STRUCK)), 2),
    ],
)
def test_colours_and_struck_texts_are_said_once(xml: str, row_number: int) -> None:
    assert read(xlsx(xml))[1] == [Problem("colours-left", "noticed", "Avril", row_number)]


def test_dressed_up_titles_are_no_notice() -> None:
    assert read(xlsx(row(1, cell("A1", "Date", kind="str", style=RED)) + row(2, cell("A2", 2))))[1] == []


def test_comments_and_colours_written_by_openpyxl_are_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(3):
        sheet.append([number])
    assert read(saved(book))[1] == []
    sheet["A2"].comment = Comment("pas sûr", "elle")
    assert codes(read(saved(book))[1]) == ["colours-left"]
    sheet["A2"].comment = None
    sheet["A2"].fill = PatternFill("solid", fgColor="FFFF00")
    assert codes(read(saved(book))[1]) == ["colours-left"]
    sheet["A2"].fill = PatternFill()
    sheet["A3"].font = Font(strike=True)
    assert codes(read(saved(book))[1]) == ["colours-left"]


def test_macros_and_links_are_left_and_said() -> None:
    links = {"m": ("vbaProject", "vbaProject.bin"), "e": ("externalLink", "externalLinks/externalLink1.xml")}
    assert codes(read(xlsx(row(1, cell("A1", 1)), links=links))[1]) == ["macros-left", "links-left"]


def test_macros_that_no_part_points_to_are_said_too() -> None:
    assert codes(read(xlsx(row(1, cell("A1", 1)), more={"xl/vbaProject.bin": b"AutoOpen"}))[1]) == ["macros-left"]


def test_an_odd_style_does_not_lose_the_dates() -> None:
    rows = row(1, cell("A1", MARCH_9, style=1))
    for sound, odd in (
        ("<font/>", '<font><family val="99"/></font>'),
        ('rgb="FFFF0000"', 'rgb="rouge"'),
        ('<xf numFmtId="164"/>', '<xf numFmtId="164"><alignment textRotation="999"/></xf>'),
        ("</cellXfs>", '</cellXfs><cellStyles><cellStyle xfId="7"/></cellStyles>'),
    ):
        assert sound in STYLES
        assert values(xlsx(rows, more={"xl/styles.xml": STYLES.replace(sound, odd)})) == [[date(2026, 3, 9)]], odd


def test_odd_settings_around_the_cells_do_not_lose_them() -> None:
    odd = '<autoFilter ref="A1:B9"><filterColumn colId="0"><customFilters><customFilter val=""/></customFilters></filterColumn></autoFilter>'
    odd += '<dataValidations><dataValidation type="no" sqref="?"/></dataValidations><pageSetup orientation="askew"/>'
    assert values(xlsx(row(1, cell("A1", 1)), before='<sheetViews><sheetView view="no"/></sheetViews>', after=odd)) == [
        [1]
    ]
    run = '<r><rPr><family val="99"/></rPr><t>Marche</t></r>'
    rows = row(1, cell("A1", "0", kind="s"), f'<c r="B1" t="inlineStr"><is>{run}</is></c>')
    assert values(xlsx(rows, strings=f"<si>{run}</si>")) == [["Marche", "Marche"]]
    book = '<bookViews><workbookView activeTab="no"/></bookViews><definedNames><definedName/></definedNames>'
    assert values(xlsx(row(1, cell("A1", 1)), book=book)) == [[1]]


def test_a_sheet_whose_part_is_not_told_is_refused_not_left_out() -> None:
    assert (
        refusal(xlsx(row(1, cell("A1", 1)), sheets='<sheet name="Mai" sheetId="1" r:id="r9"/>')).code == "damaged-file"
    )


def test_the_names_of_another_namespace_are_read_not_passed_over() -> None:
    assert values(xlsx(row(1, cell("A1", 1)), namespace="urn:another")) == [[1]]


def test_the_child_may_load_all_that_reading_a_workbook_needs() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["Date", "Douleur"], [datetime(2026, 3, 14), 3], [datetime(2026, 3, 15), 4]):  # noqa: DTZ001
        sheet.append(line)
    reading = sandbox.read_bytes(saved(book).getvalue(), Request("journal.xlsx", date(2026, 11, 26)))
    assert (reading.kind, reading.received, codes(reading.problems)) == ("xlsx", 2, [])


def test_openpyxl_keeps_the_inner_parts_that_this_reader_calls() -> None:
    """None of these is promised to stay: when an upgrade of openpyxl moves one, xlsx.py must follow."""
    parser = WorkSheetParser(None, ["Marche"], data_only=True)
    assert parser.parse_row(ElementTree.fromstring(f'<row xmlns="{MAIN}" r="4" hidden="1"><c r="B4" s="2" t="s"><v>0</v></c></row>')) == (
        4, [{"row": 4, "column": 2, "value": "Marche", "data_type": "s", "style_id": 2}],
    ), "WorkSheetParser.parse_row"  # fmt: skip
    assert parser.row_dimensions == {"4": {"r": "4", "hidden": "1"}}, "WorkSheetParser.row_dimensions"
    parser.parse_column_dimensions(ElementTree.fromstring('<col min="2" max="3" hidden="1"/>'))
    assert [c["max"] for c in parser.column_dimensions.values()] == ["3"], "WorkSheetParser.column_dimensions"
    summed = ElementTree.fromstring(f'<c xmlns="{MAIN}" r="A1"><f>B1+1</f></c>')
    assert parser.parse_formula(summed) == "=B1+1", "WorkSheetParser.parse_formula"
    assert STRIP_RE.sub("", '[Red]0" kg"') == "0", "styles.numbers.STRIP_RE"
    assert Stylesheet.from_tree(ElementTree.fromstring(STYLES)).custom_formats[164] == FORMATS[0], (
        "Stylesheet.custom_formats"
    )


def test_names_of_parts_in_other_spellings_are_found() -> None:
    file = xlsx(row(1, cell("A1", 1)))
    other = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            target.writestr(name.replace("xl/worksheets/sheet1", "xl\\worksheets\\Sheet1"), source.read(name))
    assert values(other) == [[1]]


def test_a_sheet_that_is_only_a_chart_is_left_out() -> None:
    file = xlsx(row(1, cell("A1", 1)), links={"r1": ("chartsheet", "chartsheets/sheet1.xml")})
    assert tables(file, "xlsx") == ([], [])


def test_a_cell_far_away_is_refused_and_named() -> None:
    for far in ("XFD1048576", "A1048576", "XFD1"):
        number = int(far.lstrip("XFDA"))
        rows = row(1, cell("A1", 1), cell(far, 1)) if number == 1 else row(1, cell("A1", 1)) + row(number, cell(far, 1))
        problem = refusal(xlsx(rows))
        assert (problem.code, problem.sheet, problem.facts) == ("far-cell", "Avril", {"cell": far})


def test_days_in_columns_for_years_are_refused_and_counted() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(range(5000)))
    problem = refusal(saved(book))
    assert (problem.code, problem.facts) == ("too-many-columns", {"limit": 200, "columns": 5000})


def test_as_many_rows_as_allowed_are_read_and_one_more_is_refused() -> None:
    rows = "".join(f"<row><c><v>{n}</v></c></row>" for n in range(20_000))
    assert len(read(xlsx(rows))[0].lines) == 20_000
    problem = refusal(xlsx(rows + "<row><c/></row><row><c><v>1</v></c></row>"))
    assert (problem.code, problem.facts) == ("too-many-rows", {"limit": 20_000, "rows": 20_001})


def test_a_million_rows_are_refused_quickly_and_counted() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="n"><v>3.5</v></c></row>' for n in range(1, 1_000_001)
    )
    file = xlsx(rows)
    start = clock.process_time()
    problem = refusal(file)
    assert (problem.code, problem.facts) == ("too-many-rows", {"limit": 20_000, "rows": 1_000_000})
    assert clock.process_time() - start < 10


def test_a_truncated_file_is_refused_not_half_read() -> None:
    whole = xlsx("".join(row(n, cell(f"A{n}", n * 1.7)) for n in range(1, 2000))).getvalue()
    for length in (len(whole) // 2, len(whole) - 30):
        assert refusal(io.BytesIO(whole[:length])).code == "truncated-file"


@pytest.mark.parametrize(
    "rows",
    [
        row(1, cell("A1", "99", kind="s")),
        row(1, cell("A1", "abc")),
        row(1, cell("A1", "32/13/2026", kind="d")),
        row(1, cell("A1", 1)) + "<row",
        row(2, cell("A2", 1)) + row(1, cell("A1", 1)),
        row(1, cell("A1", 1)).replace('r="1"', 'r="un"'),
    ],
)
def test_a_damaged_sheet_is_refused_not_half_read(rows: str) -> None:
    assert refusal(xlsx(rows)).code == "damaged-file"


def test_a_changed_byte_in_a_sheet_is_noticed() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(xlsx(row(1, cell("A1", 1234567)))) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    assert refusal(io.BytesIO(file.getvalue().replace(b"1234567", b"1234568"))).code == "damaged-file"


LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hosts">]>'


@pytest.mark.parametrize(
    "prologue", [LAUGHS, OUTSIDE, '<!DOCTYPE w SYSTEM "http://localhost/w.dtd">', f"<!--{'x' * 5000}-->{LAUGHS}"]
)
def test_definitions_in_the_xml_are_refused_wherever_they_stand(prologue: str) -> None:
    rows = row(1, cell("A1", 1))
    assert refusal(xlsx(rows, prologue=prologue)).code == "forbidden-content"
    for part in ("xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "_rels/.rels"):
        assert refusal(xlsx(rows, more={part: f"{prologue}<w/>"})).code == "forbidden-content", part


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_definitions_in_another_encoding_are_refused_too(encoding: str) -> None:
    sheet = f'<?xml version="1.0" encoding="utf-16"?>{LAUGHS}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode(
        encoding
    )
    assert refusal(xlsx("", more={"xl/worksheets/sheet1.xml": sheet})).code == "forbidden-content"


def bomb(folder: Path, inside: bytes, times: int) -> Path:
    """A workbook whose one sheet repeats the same bytes; spaces packed by bzip2: 400 MB in less than 5 kB."""
    path = folder / "bomb.xlsx"
    with (
        zipfile.ZipFile(xlsx("")) as source,
        zipfile.ZipFile(path, "w") as target,
    ):
        for name in source.namelist():
            if name != "xl/worksheets/sheet1.xml":
                target.writestr(name, source.read(name))
        packed = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        packed.compress_type = zipfile.ZIP_DEFLATED if inside.strip() else zipfile.ZIP_BZIP2
        with target.open(packed, "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for _ in range(times):
                sheet.write(inside)
            sheet.write(b"</sheetData></worksheet>")
    return path


READ_ONE = """
import re, sys, time
from pathlib import Path
from loadaid.intake.model import FileRefused
from loadaid.intake.containers.workbook import tables
try:
    with open(sys.argv[1], "rb") as file:
        tables(file, "xlsx")
except FileRefused as refused:
    peak = re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]
    print(refused.problem.code, peak, time.process_time())
"""


@pytest.mark.parametrize(
    ("inside", "times", "code"),
    [
        (b" " * 1_000_000, 400, "reading-failed"),
        (b" " * 900_000 + b"<row/>", 400, "too-big-unpacked"),
        (b"<row/>" * 200_000, 100, "too-big-unpacked"),
        (b"<row><c><v>1</v></c></row>" * 40_000, 60, "too-many-rows"),
        (b"<row/>" * 160_000, 50, "reading-too-large"),
        (b"<row>" + b"<c/>" * 240_000, 45, "reading-too-large"),
    ],
)
def test_a_bomb_is_answered_fast_and_small(tmp_path: Path, inside: bytes, times: int, code: str) -> None:
    path = bomb(tmp_path, inside, times)
    answer = subprocess.run(
        [sys.executable, "-c", READ_ONE, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    said, kilobytes, seconds = answer.stdout.split()
    assert said == code
    assert int(kilobytes) < 220_000
    assert float(seconds) < 15


def test_a_part_read_again_and_again_counts_each_time() -> None:
    """A thousand sheets that are all the same part: small when declared, large when read."""
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r1"/>' for n in range(1000))
    rows = row(1, f'<c r="A1" t="inlineStr"><is><t>{"x" * 1_000_000}</t></is></c>')
    assert refusal(xlsx(rows, sheets=sheets)).code == "too-big-unpacked"
