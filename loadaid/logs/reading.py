"""Reads a log folder: every table checked, every problem listed at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from loadaid.domain.errors import LogRefused, Problem
from loadaid.domain.records import TABLES, Log, Table
from loadaid.logs.cells import Cells, absent_column, check_column, extra_column
from loadaid.logs.csv_file import csv_sheet
from loadaid.logs.findings import Findings
from loadaid.logs.folder import files_of, what_is_missing
from loadaid.logs.parquet_file import parquet_sheet
from loadaid.logs.partition import Part
from loadaid.logs.rows import check_rows
from loadaid.logs.sheet import Sheet, Unreadable


@dataclass
class _Checked:
    """One table after checking: its columns (the patient as a category of its own), problems, patients with one."""

    columns: dict[str, Any]
    problems: list[Problem]
    patients: set[str]


def read(folder: Path | str) -> Log:
    """The log of a folder, CSV or Parquet; types as the Log says, patient_id with the same categories in all tables.

    Blanks around a value mean nothing. A blank cell is NaN, a blank `session` is 1. Rows without any content are left
    out. Columns the contract does not know stand behind its own, as text. entered_at is local time as it was written.
    Errors: LogRefused with every problem of the folder (file, row, value, how to mend it), tables in the contract's
    order, then by row and column.
    """
    tables, problems = _checked(Path(folder))
    if problems:
        raise LogRefused(problems)
    return _log(tables, set())


def read_some(folder: Path | str, part: Part | None = None) -> tuple[Log, list[Problem]]:
    """The log without the patients who have a problem in any table, and all problems found.

    part: only these patients. A row whose patient cannot be told is left out.
    Errors: LogRefused when a problem concerns a whole file.
    """
    tables, problems = _checked(Path(folder), part)
    return _log(tables, set().union(*(t.patients for t in tables.values()))), problems


def _checked(folder: Path, part: Part | None = None) -> tuple[dict[str, _Checked], list[Problem]]:
    what_is_missing(folder)
    tables, problems, unreadable = {}, [], False
    for table in TABLES:
        try:
            tables[table.name] = _table(folder, table, part)
            problems += tables[table.name].problems
        except Unreadable as error:
            unreadable = True
            problems += error.problems
    if unreadable:
        raise LogRefused(problems)
    return tables, problems


def _table(folder: Path, table: Table, part: Part | None) -> _Checked:
    paths = files_of(folder, table) if part is None else part.files[table.name]
    if not paths:
        sheet = Sheet({}, 0, [])
    elif paths[0].suffix == ".parquet":
        sheet = parquet_sheet(paths, folder, part.span if part else None)
    else:
        sheet = csv_sheet(paths[0], table)
    if paths:
        _require_columns(table, sheet)
    checked = _check(table, sheet)
    if checked.problems and not sheet.texts_only:  # once more, to quote the values as they are written
        checked = _check(table, csv_sheet(paths[0], table, as_text=True))
    return checked


def _require_columns(table: Table, sheet: Sheet) -> None:
    problems = []
    name = sheet.files[0][0] if sheet.files else f"{table.name}/"
    for column in (c for c in table.columns if c.required and c.name not in sheet.columns):
        found = list(sheet.columns)
        alike = [n for n in found if n.casefold().strip() == column.name]
        if len(found) == 1 and any(sign in found[0] for sign in ";\t|"):
            mend = "Save the file with commas between the cells."
        elif alike:
            mend = f"Rename the column {alike[0]!r}."
        else:
            mend = "Add the column."
        expected = f"columns {', '.join(c.name for c in table.columns if c.required)}"
        problems.append(Problem("missing-column", name, 0, column.name, "", expected, mend))
    if problems:
        raise Unreadable(*problems)


def _check(table: Table, sheet: Sheet) -> _Checked:
    findings = Findings(table, sheet)
    cells: dict[str, Cells] = {}
    for column in table.columns:
        found = sheet.columns.get(column.name)
        if found is None:
            cells[column.name] = absent_column(column, sheet.length)
        else:
            cells[column.name] = check_column(column, found, findings)
    if "session" in cells:
        session = cells["session"].numbers
        session[np.isnan(session)] = 1
    check_rows(table, cells, findings)
    columns = {name: c.values for name, c in cells.items()}
    columns |= {name: extra_column(c) for name, c in sheet.columns.items() if name not in columns}
    return _Checked(columns, findings.problems, findings.patients)


def _log(tables: dict[str, _Checked], without: set[str]) -> Log:
    used: set[str] = set()
    for table in tables.values():
        ids: pd.Categorical = table.columns["patient_id"]
        times = np.bincount(ids.codes[ids.codes >= 0], minlength=len(ids.categories))
        used.update(ids.categories[times > 0])
    patients = pd.CategoricalDtype(pd.Index(sorted(used - without), dtype="str"))
    frames = {}
    for name, table in tables.items():
        table.columns["patient_id"] = table.columns["patient_id"].set_categories(patients.categories)
        frame = pd.DataFrame(table.columns, copy=False)  # not consolidated: no second copy of a big log
        frames[name] = frame[frame["patient_id"].notna()].reset_index(drop=True) if without else frame
    return Log(**frames)
