"""A copy of a patient's file that says beside each refused row what to correct, to be mended and sent again.

Delimited files and XLSX workbooks keep everything else as it is; for any other, and one with macros, the copy is a list.
"""

from __future__ import annotations

import csv
import io
import re
from typing import BinaryIO

from loadaid.domain.words import N_, Speaker
from loadaid.intake.cells.spelling import harmless, shown
from loadaid.intake.copying import Notes
from loadaid.intake.model import Problem
from loadaid.intake.result import ReadFile
from loadaid.intake.sandbox import copy
from loadaid.intake.wording import expected_and_mend

TITLE = N_("À corriger")
TITLES = (TITLE, "To correct")  # in every language: the copy may have been made in another
LISTED = (N_("Feuille"), N_("Ligne"), N_("Colonne"), N_("Valeur"), TITLE)
COPIED = ("csv", "tsv", "xlsx")
DAYS_IN_COLUMNS = "sheet:days-in-columns"  # the question of a table whose rows are no lines of the file
_NOT_SHOWN = re.compile("[\x00-\x20\ufffe\uffff\ud800-\udfff]+")


def annotated(file: BinaryIO, read: ReadFile, w: Speaker) -> bytes:
    """The file with a last column "À corriger", or a list of what to correct as CSV: sheet, row, column, value, what.

    file: the one that gave `read`. Only the sandboxed child parses it. A list is given too when a problem has no row.
    """
    wrong = [p for p in read.reading.problems if p.outcome == "refused"]
    asked = {q.id for q in read.reading.questions} | read.answers.keys()
    beside = read.reading.kind in COPIED and not read.reading.file_refused and DAYS_IN_COLUMNS not in asked
    if beside and all(p.row is not None for p in wrong):
        texts: dict[tuple[str | None, int], str] = {}
        for p in wrong:
            if p.row is not None:
                texts[p.sheet, p.row] = " ".join(filter(None, (texts.get((p.sheet, p.row)), _short(p, w))))
        notes = Notes((w(TITLE), *TITLES), [(sheet, row, text) for (sheet, row), text in texts.items()], read.answers)
        if made := copy(file, notes):
            return made
    return _list(wrong, w)


def ending(copied: bytes) -> str:
    """What the name of an annotated copy ends in: ".xlsx" or ".csv"."""
    return ".xlsx" if copied.startswith(b"PK") else ".csv"


def _short(problem: Problem, w: Speaker) -> str:
    """Column: expected. How to mend it. On one line, without double quotes or a sign that begins a formula."""
    expected, mend = expected_and_mend(problem, w)
    text = f"{expected}. {mend}"
    if problem.column:
        text = w("{column} : {text}", column=shown(problem.column), text=text)
    return harmless(_NOT_SHOWN.sub(" ", text.replace("\u202f", "\u00a0")).replace('"', "'").strip())


def _list(problems: list[Problem], w: Speaker) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";" if w.number(0.5) == "0,5" else ",")
    writer.writerow([w(title) for title in LISTED])
    for p in problems:
        cells = (
            p.sheet or "",
            "" if p.row is None else str(p.row),
            p.column or "",
            p.value,
            _short(p, w).removeprefix("'"),
        )
        writer.writerow([harmless(c) for c in cells])
    return written.getvalue().encode("utf-8-sig")
