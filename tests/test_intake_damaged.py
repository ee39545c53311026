"""Workbooks with bytes changed, lost or put in: read or refused, never a failure."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
import xlwt

from loadaid.intake.containers.content import kind_of
from loadaid.intake.containers.workbook import tables
from loadaid.intake.model import FileRefused
from tests.workbooks import cell, ods, row, xlsx

MISPLACED = [b"", b"-1", b"9" * 20, b"\0", b"<", b">", b'"', b"A", b"XFD", b"1.5", b"nan", b"\xff", b"\xe9", b":"]


def small_xlsx() -> bytes:
    rows = row(1, cell("A1", "0", kind="s"), cell("B1", 46_090, style=1)) + row(
        2, cell("A2", 0.7, style=5), hidden=True
    )
    return xlsx(
        rows, strings="<si><t>Date</t></si>", after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    ).getvalue()


def small_ods() -> bytes:
    cells = '<table:table-cell office:value-type="date" office:date-value="2026-03-09" table:number-rows-spanned="2"/>'
    cells += '<table:table-cell office:value-type="float" office:value="3.5" table:number-columns-repeated="2"/>'
    return ods(
        f'<table:table table:name="Avril"><table:table-row table:visibility="filter">{cells}</table:table-row></table:table>'
    ).getvalue()


def small_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Avril")
    for number in range(5):
        sheet.write(number, 0, number, xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def spoilt(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(len(changed))
        changed[at : at + dice.randrange(12)] = dice.choice(MISPLACED)
    return bytes(changed)


def spoilt_inside(content: bytes, dice: random.Random) -> bytes:
    """One member of a zip spoilt, the zip itself whole, so that the reader gets as far as that member."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(file, "w") as target:
        chosen = dice.choice(source.namelist())
        for name in source.namelist():
            target.writestr(
                name, spoilt(source.read(name), dice) if name == chosen and source.read(name) else source.read(name)
            )
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "content", "spoil"),
    [
        ("xlsx", small_xlsx(), spoilt),
        ("xlsx", small_xlsx(), spoilt_inside),
        ("ods", small_ods(), spoilt),
        ("ods", small_ods(), spoilt_inside),
        ("xls", small_xls(), spoilt),
    ],
    ids=["xlsx", "inside xlsx", "ods", "inside ods", "xls"],
)
def test_a_spoilt_workbook_is_read_or_refused(kind: str, content: bytes, spoil: object) -> None:
    assert callable(spoil)
    dice = random.Random(2026)
    refused, read = set(), 0
    for _ in range(400):
        file = io.BytesIO(spoil(content, dice))
        try:
            kind_of(file)
            read += len(tables(file, kind)) > 0
        except FileRefused as error:
            refused.add(error.problem.code)
    assert read > 0
    assert refused & {"damaged-file", "truncated-file"}


def test_texts_nested_without_end_are_refused() -> None:
    deep = "<text:span>" * 50_000 + "</text:span>" * 50_000
    cells = f'<table:table-cell office:value-type="string"><text:p>{deep}</text:p></table:table-cell>'
    with pytest.raises(FileRefused, match="damaged-file"):
        tables(ods(f"<table:table><table:table-row>{cells}</table:table-row></table:table>"), "ods")
