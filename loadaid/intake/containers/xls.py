"""XLS, the workbooks of Excel 97 to 2003, through xlrd: values as a person sees them, hidden rows, merged cells, errors.

calamine reads them too, but gives an error such as #N/A as an empty cell.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from loadaid.intake.containers.number_formats import format_kind, moment, percent
from loadaid.intake.containers.sheet import STRUCK, Range, Sheet
from loadaid.intake.model import Fault, FileRefused, Problem, Table, Value

if TYPE_CHECKING:
    import xlrd


def read(file: BinaryIO) -> tuple[list[Table], list[Problem]]:
    """All sheets, in order, and what must be said about them. Raises FileRefused.

    Whether a value was calculated by a formula is not known.
    """
    try:
        return _read(file)
    except FileRefused:
        raise
    except Exception as error:  # a damaged file makes xlrd fail in any way
        raise FileRefused("password-protected" if "encrypted" in str(error) else "damaged-file") from None


def _read(file: BinaryIO) -> tuple[list[Table], list[Problem]]:
    import xlrd

    file.seek(0)
    book = xlrd.open_workbook(file_contents=file.read(), logfile=io.StringIO(), formatting_info=True, ragged_rows=True)
    kinds = {
        index: format_kind(book.format_map[style.format_key].format_str) for index, style in enumerate(book.xf_list)
    }
    tables: list[Table] = []
    problems: list[Problem] = []
    coloured: list[Problem] = []
    for source in book.sheets():
        sheet = Sheet(source.name, hidden=source.visibility != 0, total=partial(int, source.nrows))
        for row in range(source.nrows):
            cells = source.row(row)
            values = {
                c: _value(cell, kinds.get(cell.xf_index, "number"), from_1904=book.datemode == 1)
                for c, cell in enumerate(cells)
            }
            marks = {c: _mark(book, cell.xf_index) for c, cell in enumerate(cells)}
            info = source.rowinfo_map.get(row)
            sheet.add(row + 1, values, hidden=bool(info and info.hidden), marks=marks)
        merged = [Range(top + 1, left, bottom, right - 1) for top, bottom, left, right in source.merged_cells]
        tables.append(sheet.table(merged, (column for column, info in source.colinfo_map.items() if info.hidden)))
        problems += sheet.problems
        if source.cell_note_map or sheet.marked_row is not None:
            coloured.append(Problem("colours-left", "noticed", sheet.name, sheet.marked_row))
    return tables, problems + coloured[:1]


def _value(cell: xlrd.sheet.Cell, shown: str, *, from_1904: bool) -> Value:
    """One cell; None when it is empty. shown: what its format makes of a number."""
    import xlrd

    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Fault("excel-error", xlrd.error_text_from_code.get(cell.value, "#?"))
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return None
    number = int(cell.value) if cell.value.is_integer() else float(cell.value)
    if shown == "percent":
        return percent(number)
    return number if shown == "number" else moment(number, shown, from_1904=from_1904)


def _mark(book: xlrd.Book, style: int) -> str:
    """How a cell is coloured or struck through, "" for plainly."""
    if style >= len(book.xf_list):  # some programs write no formats at all
        return ""
    look = book.xf_list[style]
    ground = look.background
    strike = STRUCK if book.font_list[look.font_index].struck_out else ""
    return strike + (str(ground.pattern_colour_index) if ground.fill_pattern else "")
