"""Text to a table: the separator, the quotes, and rows counted as a spreadsheet counts them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from loadaid.intake.cells.dates import said
from loadaid.intake.containers.text import Decoded
from loadaid.intake.limits import COLUMNS, LINE_CHARACTERS, ROWS
from loadaid.intake.model import Fault, FileRefused, Line, Question, Table
from loadaid.intake.tables.blocks import is_head

# What Excel shows for a formula that failed, English and French.
_ERROR = re.compile(r"#(?:N/A|NA|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|NOM\?|VALEUR!|NOMBRE!|NUL!)", re.IGNORECASE)
SEPARATORS = (";", ",", "\t", "|")
_SEP_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)


@dataclass
class Split:
    """A delimited file as a table. separator: None when there is one column. unreadable: rows of another encoding."""

    table: Table
    separator: str | None
    unreadable: set[int] = field(default_factory=set)
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True)
class Record:
    """One row of a delimited file. first, last: its physical lines, from 0, after a line that states the separator."""

    first: int
    last: int
    cells: list[str]


def split(decoded: Decoded, answers: Mapping[str, str]) -> Split:
    """The rows of a text file. Rows without content are left out; every other keeps the number a spreadsheet shows.

    Errors: FileRefused for lines, rows or columns beyond the limits, and for a quote that never closes.
    """
    questions: list[Question] = []
    before, lines, separator, records = records_of(decoded.text, answers, questions)
    _check_quotes(lines, records, separator)
    table, unreadable = Table(None, []), set()
    for number, record in enumerate(records, 1):
        if any(cell.strip() for cell in record.cells):
            table.lines.append(
                Line(number, [Fault("excel-error", c) if _ERROR.fullmatch(c.strip()) else c for c in record.cells])
            )
            if any(n + before + 1 in decoded.unreadable for n in range(record.first, record.last + 1)):
                unreadable.add(number)
    _check_size(lines, records, table)
    wide = any(len(line.cells) > 1 for line in table.lines)
    return Split(table, separator if wide else None, unreadable, questions)


def records_of(
    text: str, answers: Mapping[str, str], questions: list[Question]
) -> tuple[int, list[str], str, list[Record]]:
    """Lines before the first row (0 or 1), the physical lines after them, the separator, and the rows."""
    lines = re.split("\r\n|\r|\n", text)
    stated = _SEP_LINE.fullmatch(lines[0])
    before = 1 if stated else 0  # a spreadsheet takes that line in and does not show it
    lines = lines[before:]
    if (content := sum(1 for line in lines if line.strip())) > ROWS * 2:  # more than line breaks in notes can make
        raise FileRefused("too-many-rows", limit=ROWS, rows=content)
    separator = stated[1] if stated else _separator(lines)
    return before, lines, separator, _read(lines, separator, answers, questions)


def _separator(lines: list[str]) -> str:
    """The separator that gives known titles, then most lines of one width above one, then the wider; else the first of the tuple."""
    sample = [line for line in lines if line.strip()][:200]

    def score(separator: str) -> tuple[bool, int, int]:
        records = list(_records(sample, separator))
        titled = any(is_head(record.cells) for record in records[:20])
        widths = Counter(len(record.cells) for record in records)
        return titled, *max(((times, width) for width, times in widths.items() if width > 1), default=(0, 0))

    return max(SEPARATORS, key=score)


def _records(lines: list[str], separator: str, *, escape: str | None = None, strict: bool = False) -> Iterator[Record]:
    csv.field_size_limit(2**31 - 1)  # long cells are judged by their column, not by the reader
    physical = (line + "\n" for line in lines)
    reader = csv.reader(physical, delimiter=separator, doublequote=escape is None, escapechar=escape, strict=strict)
    first = 0
    for cells in reader:
        yield Record(first, reader.line_num - 1, cells)
        first = reader.line_num


def _read(lines: list[str], separator: str, answers: Mapping[str, str], questions: list[Question]) -> list[Record]:
    """A quote inside a quoted cell is written twice, as spreadsheets do, or after a backslash, as some programs do."""
    if not any('\\"' in line for line in lines):
        return list(_records(lines, separator))
    readings: dict[str, list[Record]] = {}
    for name, escape in (("doubled", None), ("backslash", "\\")):
        try:
            readings[name] = list(_records(lines, separator, escape=escape, strict=True))
        except csv.Error:
            continue
    if len(readings) == 2 and readings["doubled"] != readings["backslash"]:
        if (answer := answers.get("column:quotes")) in readings:
            return readings[answer]
        example = next(line for line in lines if '\\"' in line)
        questions.append(Question("column:quotes", ("doubled", "backslash"), {"line": example[:80]}))
    return next(iter(readings.values()), None) or list(_records(lines, separator))


def _check_quotes(lines: list[str], records: list[Record], separator: str) -> None:
    """Refuses a quote that swallows rows: one that never closes, or that closes only at the quote of a later row."""
    usual = Counter(len(record.cells) for record in records).most_common(1)
    width = usual[0][0] if usual else 1
    for number, record in enumerate(records, 1):
        if record.first == record.last:
            continue
        if any(_is_row(line, separator, width) for line in lines[record.first + 1 : record.last + 1]):
            raise FileRefused("unclosed-quote", row=number)
    if records and (last := records[-1]).cells and _is_open(lines[last.first :], separator):
        raise FileRefused("unclosed-quote", row=len(records))


def _is_row(line: str, separator: str, width: int) -> bool:
    """A line that is a row by itself: as wide as the others, with a day in it."""
    cells = next(_records([line], separator)).cells if line else []
    return width > 1 and len(cells) == width and any(said(c.lstrip('"')) for c in cells[:2])


def _is_open(lines: list[str], separator: str) -> bool:
    try:
        list(_records(lines, separator, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _check_size(lines: list[str], records: list[Record], table: Table) -> None:
    width = max((len(line.cells) for line in table.lines), default=0)
    if width > COLUMNS:
        raise FileRefused("too-many-columns", limit=COLUMNS, columns=width)
    for number, record in enumerate(records, 1):
        if any(len(line) > LINE_CHARACTERS for line in lines[record.first : record.last + 1]):
            raise FileRefused("line-too-long", row=number, limit=LINE_CHARACTERS)
