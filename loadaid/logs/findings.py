"""The problems of one table, gathered while it is checked."""

from __future__ import annotations

import csv
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from loadaid.domain.errors import Problem
from loadaid.domain.records import Table
from loadaid.logs.sheet import Sheet

DETAIL = 10_000  # rows of one kind of problem in one column that are spelled out

Describe = Callable[[int, str], tuple[str, str]]
"""Row position and value as written -> what was expected, how to mend it."""


class Findings:
    """Every row with a problem (`rows`, by column), every patient with one, and the problems in words.

    Of one kind in one column the first 10,000 rows are spelled out, then the first one of every further patient;
    the rest are counted in one closing problem.
    """

    def __init__(self, table: Table, sheet: Sheet) -> None:
        self.table, self.sheet = table, sheet
        self.patients: set[str] = set()
        self.rows: dict[str, list[NDArray[np.int64]]] = {}
        self._listed: list[tuple[int, int, Problem]] = []
        self._more: list[Problem] = []
        self._order = [c.name for c in table.columns]
        self._ragged()

    def add(self, code: str, column: str, rows: NDArray[np.int64], describe: Describe) -> None:
        """One problem per row of the sheet in `rows` (positions, ascending)."""
        if not len(rows):
            return
        self.rows.setdefault(column, []).append(rows)
        names = np.array(self.sheet.texts("patient_id", rows), dtype=object)
        self.patients.update(names)
        listed = np.arange(min(len(rows), DETAIL))
        if len(rows) > DETAIL:
            listed = np.union1d(listed, list({name: i for i, name in reversed(list(enumerate(names)))}.values()))
            self._count_more(code, column, len(rows) - len(listed), self.sheet.place(int(rows[0]))[0])
        values = self.sheet.texts(column, rows[listed])
        for row, name, value in zip(rows[listed].tolist(), names[listed], values, strict=True):
            file, number = self.sheet.place(row)
            problem = Problem(code, file, number, column, value, *describe(row, value), patient_id=name)
            self._listed.append((self._sorted_by(file, number), self._order.index(column), problem))

    @property
    def problems(self) -> list[Problem]:
        """By row, then by column, then the counts of what is not spelled out."""
        return [p for _, _, p in sorted(self._listed, key=lambda entry: entry[:2])] + self._more

    def __bool__(self) -> bool:
        return bool(self._listed)

    def _count_more(self, code: str, column: str, rows: int, file: str) -> None:
        expected = f"the same as in the rows listed; {rows} more rows have this problem"
        self._more.append(Problem(code, file, 0, column, "", expected, "Mend the rows listed first, then read again."))

    def _sorted_by(self, file: str, number: int) -> int:
        return next(first for name, first in self.sheet.files if name == file) + number

    def _ragged(self) -> None:
        """Rows with another number of cells than the header; the patient is told by the cell where the id should be."""
        for row in self.sheet.ragged:
            patient = self._patient_of(row.text)
            if len(self._listed) < DETAIL or patient not in self.patients:
                expected = f"{row.expected} cells, as in the header; this row has {row.cells}"
                mend = "Put a text that holds a comma in quotes, write decimals with a point, fill up missing commas."
                file = self.sheet.files[0][0]
                problem = Problem("ragged-row", file, row.number, "", row.text[:80], expected, mend, patient)
                self._listed.append((self._sorted_by(file, row.number), -1, problem))
            self.patients.add(patient)
        if (more := len(self.sheet.ragged) - len(self._listed)) > 0:
            self._count_more("ragged-row", "", more, self.sheet.files[0][0])

    def _patient_of(self, text: str) -> str:
        try:
            return next(csv.reader([text]), [])[list(self.sheet.columns).index("patient_id")].strip()
        except (csv.Error, IndexError):
            return ""
