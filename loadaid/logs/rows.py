"""Checks that need more than one cell: rows that repeat, sessions that contradict themselves, dates out of order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from loadaid.domain.records import MEASURES, Table
from loadaid.logs.cells import Cells
from loadaid.logs.findings import Findings

Ints = NDArray[np.int64]


def check_rows(table: Table, cells: Mapping[str, Cells], findings: Findings) -> None:
    """Adds every problem between cells of one row and between rows to `findings`."""
    if table.key:
        _rows_that_repeat(table, cells, findings)
    if any(c.session_wide for c in table.columns):
        _sessions_that_contradict(table, cells, findings)
    if "end_date" in cells:
        _ends_before_start(cells, findings)
    if table.name == "outcomes":
        _above_maximum(table, cells, findings)


def _rows_that_repeat(table: Table, cells: Mapping[str, Cells], findings: Findings) -> None:
    keys, order = _grouped(table.key, cells)
    if order is None and not (keys[1:] == keys[:-1]).any():
        return
    order = np.arange(len(keys)) if order is None else order
    known = _known(table.key, len(keys), findings)[order]
    keys, order = keys[known], order[known]
    again = np.flatnonzero(keys[1:] == keys[:-1]) + 1
    begins = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    first = order[begins[np.searchsorted(begins, again, side="right") - 1]]
    others = dict(zip(order[again].tolist(), first.tolist(), strict=True))

    def words(row: int, value: str) -> tuple[str, str]:
        expected = f"one row per {', '.join(table.key)}; {_place(findings, others[row])} has the same"
        return expected, "Keep one of the two rows."

    findings.add("duplicate-row", table.key[-1], np.sort(order[again]), words)


def _sessions_that_contradict(table: Table, cells: Mapping[str, Cells], findings: Findings) -> None:
    """Two filled cells of a session-wide column that differ; among the filled cells neighbours are enough to tell."""
    names = ("patient_id", "date", "session")
    keys, order = _grouped(names, cells)
    if any(name in findings.rows for name in names):
        order = np.arange(len(keys)) if order is None else order
        known = _known(names, len(keys), findings)[order]
        keys, order = keys[known], order[known]
    same = keys[1:] == keys[:-1]
    for column in (c for c in table.columns if c.session_wide):
        values = cells[column.name].numbers if order is None else cells[column.name].numbers[order]
        blank = np.isnan(values) if values.dtype.kind == "f" else values < 0
        suspect = same & (values[1:] != values[:-1]) & ~(blank[1:] & blank[:-1])
        if not suspect.any():
            continue
        filled = np.flatnonzero(~blank)
        pair = (keys[filled[1:]] == keys[filled[:-1]]) & (values[filled[1:]] != values[filled[:-1]])
        later, earlier = filled[1:][pair], filled[:-1][pair]
        if order is not None:
            later, earlier = order[later], order[earlier]
        others = dict(zip(later.tolist(), earlier.tolist(), strict=True))

        def words(row: int, value: str, name: str = column.name, others: Mapping[int, int] = others) -> tuple[str, str]:
            other = others[row]
            theirs = findings.sheet.texts(name, np.array([other]))[0]
            expected = f"one value in all rows of a session; {_place(findings, other)} has {theirs!r}"
            return expected, "Write the same value in both rows, or in one of them only."

        findings.add("session-contradiction", column.name, np.sort(later), words)


def _ends_before_start(cells: Mapping[str, Cells], findings: Findings) -> None:
    start, end = cells["date"].numbers, cells["end_date"].numbers
    wrong = np.flatnonzero((end >= 0) & (start >= 0) & (end < start))
    expected = "a last day on or after the first day (column date)"
    findings.add("end-before-start", "end_date", wrong, lambda row, value: (expected, "Correct one of the two dates."))


def _above_maximum(table: Table, cells: Mapping[str, Cells], findings: Findings) -> None:
    highest = np.array([MEASURES[m] for m in table.column("measure").choices] + [np.inf])
    measure, value = cells["measure"].numbers, cells["value"].numbers
    names = table.column("measure").choices

    def words(row: int, value: str) -> tuple[str, str]:
        name = names[measure[row]]
        return f"a number from 0 to {MEASURES[name]:g} for {name}", "Correct the value or the measure."

    findings.add("value-out-of-range", "value", np.flatnonzero(value > highest[measure]), words)


def _grouped(names: Sequence[str], cells: Mapping[str, Cells]) -> tuple[Ints, Ints | None]:
    """A number per row that is equal where all these columns are, ascending, and the rows in that order (None: as is)."""
    keys = np.zeros(len(cells[names[0]].numbers), np.int64)
    for name in names:
        numbers = cells[name].numbers.astype(np.int64) + 1  # never NaN: a session that is blank is the first
        keys = keys * (int(numbers.max(initial=0)) + 1) + numbers
    if (keys[1:] >= keys[:-1]).all():
        return keys, None
    order = np.argsort(keys, kind="stable")
    return keys[order], order


def _known(names: Sequence[str], rows: int, findings: Findings) -> NDArray[np.bool_]:
    """Rows without a problem in these columns: only they can be told to be the same."""
    known = np.ones(rows, bool)
    for name in names:
        for wrong in findings.rows.get(name, ()):
            known[wrong] = False
    return known


def _place(findings: Findings, row: int) -> str:
    file, number = findings.sheet.place(row)
    return f"row {number}" if len(findings.sheet.files) == 1 else f"{file} row {number}"
