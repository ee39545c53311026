"""The workbook template: sessions, diary, a filled example that is not read, and what each column means."""

from __future__ import annotations

import io
import re
import textwrap
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from loadaid.domain.records import FIRST_DATE
from loadaid.intake.headings import CHOICES, SHEETS
from loadaid.intake.templates import example, words
from loadaid.intake.templates.columns import LANGUAGES, Asked, asked, is_scale
from loadaid.intake.templates.words import Pair

LAST_ROW = 5000  # validated down to here: years of diary
ERROR_TITLE = 32  # characters that Excel shows at most
PAGE_CHARACTERS = 149  # width of A4 landscape inside its margins, in characters of a spreadsheet column

TITLE_FONT = Font(bold=True)
TITLE_FILL = {True: PatternFill("solid", fgColor="DDE7EC"), False: PatternFill("solid", fgColor="F1F1F1")}
TITLE_BORDER = Border(bottom=Side("thin"))
WRAPPED = Alignment(wrap_text=True, vertical="center", horizontal="center")
PARAGRAPH = Alignment(wrap_text=True, vertical="top")

# The month in letters: no one has to guess which number is the day. The brackets fix the language of the names.
DATE_FORMAT = {"fr": "[$-40C]ddd\\ d\\ mmm\\ yyyy", "en": "[$-809]ddd\\ d\\ mmm\\ yyyy"}
# A spreadsheet turns 10/10/8 into a date and "- walk" into a formula, unless the column is text.
MANGLED = {"exercise", "reps", "cancel_reason", "managed", "note"}
WIDE = {"date": 17, "exercise": 24, "cancel_reason": 24, "managed": 30, "note": 30, "lifting": 20, "soreness_kind": 20}


def template_workbook(language: str) -> bytes:
    """The workbook in "fr" or "en". The same bytes each time."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    say = LANGUAGES.index(language)
    for table in ("sessions", "daily"):
        _fill_table(workbook.create_sheet(SHEETS[table][say]), asked(table, language), language)
    _fill_example(workbook.create_sheet(SHEETS["example"][say]), language)
    _fill_help(workbook.create_sheet(SHEETS["help"][say]), language)
    workbook.properties.title = words.DOCUMENT_TITLE[say]
    workbook.properties.creator = "loadaid"
    workbook.properties.language = language
    return _without_clock(workbook)


def validation(column: Asked, language: str) -> DataValidation | None:
    """What a cell of the column may hold; None for free text. A cell may always be left blank."""
    record, say = column.column, LANGUAGES.index(language)
    if column.words:
        found, error = DataValidation("list", formula1=f'"{",".join(column.words)}"'), "list"
    elif is_scale(record) or record.name == "level":
        steps = range(int(record.low or 0), int(record.high or 0) + 1)
        found, error = DataValidation("list", formula1=f'"{",".join(map(str, steps))}"'), "whole"
    elif record.kind == "date":
        first = datetime.fromisoformat(FIRST_DATE)
        low, high = f"DATE({first.year},{first.month},{first.day})", "TODAY()"
        found, error = DataValidation("date", operator="between", formula1=low, formula2=high), "date"
    elif record.name in MANGLED:
        return None
    else:
        error = "whole" if record.kind == "whole" or record.unit == "count" else "decimal"
        low, high = f"{record.low:.0f}", f"{record.high:.0f}"
        found = DataValidation(error, operator="between", formula1=low, formula2=high)
    found.allowBlank = True
    found.showErrorMessage = True
    found.errorTitle = textwrap.shorten(column.title.partition(" (")[0], ERROR_TITLE, placeholder="…")
    found.error = words.ERRORS[error][say].format(low=f"{record.low or 0:.0f}", high=f"{record.high or 0:.0f}")
    return found


def _fill_table(sheet: Worksheet, columns: list[Asked], language: str) -> None:
    often = [column for column in columns if column.often]
    for position, column in enumerate(columns, start=1):
        name, letter = column.column.name, get_column_letter(position)
        cell = sheet.cell(1, position, column.title)
        cell.font, cell.fill, cell.border, cell.alignment = TITLE_FONT, TITLE_FILL[column.often], TITLE_BORDER, WRAPPED
        style = sheet.column_dimensions[letter]
        style.width = WIDE.get(name, 13)
        # Grouped, but open: a hidden column would have to be asked about when it is read.
        style.outlineLevel = 0 if column.often else 1
        # Other cells stay General: a length typed as 1:30 keeps its look, and a list of whole numbers needs no format.
        if name == "date":
            style.number_format = DATE_FORMAT[language]
        elif name in MANGLED:
            style.number_format = "@"
        if (rule := validation(column, language)) is not None:
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.add_data_validation(rule)
    sheet.row_dimensions[1].height = 64
    sheet.freeze_panes = "B2"
    sheet.column_dimensions.max_outline = 1
    sheet.sheet_properties.outlinePr.summaryRight = False
    _set_up_print(sheet, sum(WIDE.get(column.column.name, 13) for column in often))
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    sheet.col_breaks.append(Break(id=len(often)))


def _fill_example(sheet: Worksheet, language: str) -> None:
    """Both tables, one under the other. Days have no date, so that nothing here can be taken for a real day."""
    say = LANGUAGES.index(language)
    sheet.append([words.EXAMPLE_NOTE[say]])
    sheet["A1"].font = TITLE_FONT
    for table, rows in (("sessions", example.SESSIONS), ("daily", example.DAILY)):
        columns = [column for column in asked(table, language) if column.often]
        sheet.append([])
        sheet.append([SHEETS[table][say]])
        sheet.cell(sheet.max_row, 1).font = TITLE_FONT
        sheet.append([words.DAY[say], *(column.title for column in columns[1:])])
        for cell in sheet[sheet.max_row]:
            cell.font, cell.fill, cell.border, cell.alignment = TITLE_FONT, TITLE_FILL[True], TITLE_BORDER, WRAPPED
        sheet.row_dimensions[sheet.max_row].height = 64
        for week, day, values in rows:
            shown = [_shown(column, value, say) for column, value in zip(columns[1:], values, strict=True)]
            sheet.append([f"{words.WEEK[say]} {week}, {words.DAYS[day][say]}", *shown])
    for position in range(1, 14):
        sheet.column_dimensions[get_column_letter(position)].width = {1: 21, 2: 24, 12: 20, 13: 24}.get(position, 13)
    _set_up_print(sheet, 21 + 24 + 20 + 24 + 9 * 13)


def _shown(column: Asked, value: example.Cell, say: int) -> str | float | None:
    if isinstance(value, tuple):
        return value[say]
    if column.words and isinstance(value, str):
        choices = CHOICES["yes_no" if value in ("yes", "no") else column.column.name]
        return choices[value][say]
    return value


def _fill_help(sheet: Worksheet, language: str) -> None:
    say = LANGUAGES.index(language)
    for note in words.HELP_NOTES:
        sheet.append([note[say]])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=3)
        sheet.cell(sheet.max_row, 1).alignment = PARAGRAPH
        sheet.row_dimensions[sheet.max_row].height = 32
    sheet.append([])
    sheet.append([title[say] for title in words.HELP_TITLES])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill, cell.border = TITLE_FONT, TITLE_FILL[True], TITLE_BORDER
    for table in ("sessions", "daily"):
        for column in asked(table, language):
            meaning: Pair = words.HELP[table][column.column.name]
            sheet.append([SHEETS[table][say], column.title, meaning[say]])
            for cell in sheet[sheet.max_row]:
                cell.alignment = PARAGRAPH
            sheet.row_dimensions[sheet.max_row].height = (
                32 if max(len(meaning[say]) / 80, len(column.title) / 40) > 1 else 16
            )
    for letter, width in zip("ABC", (12, 44, 84), strict=True):
        sheet.column_dimensions[letter].width = width
    _set_up_print(sheet, 140)


def _set_up_print(sheet: Worksheet, characters: float) -> None:
    """A4 landscape, scaled so that `characters` of width stand on one page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.scale = min(100, int(100 * PAGE_CHARACTERS / characters))
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5


def _without_clock(workbook: Workbook) -> bytes:
    """The saved workbook without the time of saving, so that the same template is the same file."""
    saved, steady = io.BytesIO(), io.BytesIO()
    workbook.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as out:
        for name in parts.namelist():
            part = parts.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"<dcterms:(created|modified).*?</dcterms:\1>", b"", part)
            out.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return steady.getvalue()
