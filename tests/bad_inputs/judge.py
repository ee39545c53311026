"""Compares what a reading gave with what a case says must come out; knows the contract's JSON and no parser."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.bad_inputs.case import Case, Holds

OUTCOMES = {
    "A": {"understood"},
    "N": {"understood"},
    "Q": {"question"},
    "R": {"partly_refused", "refused"},
    "F": {"refused"},
}
Accepted = Mapping[str, Sequence[Mapping[str, Any]]]  # table -> its rows, as numbers or as the texts of the log folder


def same(found: Any, meant: object) -> bool:
    """Whether a stored cell holds what is meant. Absent and blank are not known; numbers may differ by a thousandth."""
    if meant is None:
        return found in (None, "")
    if found in (None, ""):
        return False
    if isinstance(meant, Holds):
        return str(meant) in str(found)
    if isinstance(meant, (int, float)):
        try:
            return math.isclose(float(found), meant, rel_tol=1e-3)
        except ValueError:
            return False
    return str(found) == meant


def _holds(row: Mapping[str, Any], meant: Mapping[str, object]) -> bool:
    return all(same(row.get(column), value) for column, value in meant.items() if column != "table")


def _stored(
    accepted: Accepted, stored: Sequence[Mapping[str, object]], never: Sequence[tuple[str, str, object]]
) -> Iterator[str]:
    for meant in stored:
        if not any(_holds(row, meant) for row in accepted.get(str(meant["table"]), ())):
            yield f"not stored: {dict(meant)}"
    for table, column, value in never:
        if any(same(row.get(column), value) for row in accepted.get(table, ())):
            yield f"stored, and must never be: {table}.{column} = {value!r}"


def _names(code: str, wanted: str) -> bool:
    return code == wanted or (wanted.endswith(":") and code.startswith(wanted))


def _shows(problem: Mapping[str, Any], case: Case) -> bool:
    wanted = {"row": case.row, "column": case.column, "value": case.value, "sheet": case.sheet}
    return all(problem.get(key) == value for key, value in wanted.items() if value is not None)


def differences(case: Case, reading: Mapping[str, Any], accepted: Accepted) -> list[str]:
    """What the reading without answers has wrong, in words; [] when all is as the case says.

    reading: the JSON of `read` as an object. accepted: the rows that `--out` would write.
    """
    found = []
    if reading["outcome"] not in OUTCOMES[case.outcome]:
        found.append(f"outcome {reading['outcome']!r}, meant {case.outcome}")
    problems, asked = reading["problems"], {question["id"] for question in reading["questions"]}
    codes = {problem["code"] for problem in problems}
    for wanted in (case.code, *case.also):
        either = wanted.split("|") if wanted else []
        if wanted and not any(_names(code, one) for code in codes | asked for one in either):
            found.append(f"neither problem nor question {wanted!r} in {sorted(codes | asked)}")
    named = [problem for problem in problems if case.code and problem["code"] in case.code.split("|")]
    if named and not any(_shows(problem, case) for problem in named):
        places = [(p.get("sheet"), p.get("row"), p.get("column"), p.get("value")) for p in named]
        found.append(f"the problem stands at {places}, meant {(case.sheet, case.row, case.column, case.value)}")
    found += [f"no words for {p['code']}" for p in problems if not p.get("expected")]
    for key, value in case.read_as.items():
        if not any(entry.get(key) == value for entry in reading["files"]):
            found.append(f"{key} is {[entry.get(key) for entry in reading['files']]}, meant {value!r}")
    found += _receipt(reading["rows"], case.rows)
    return found + list(_stored(accepted, case.stored, case.never))


def differences_after(case: Case, reading: Mapping[str, Any], accepted: Accepted) -> list[str]:
    """The same for the reading with `case.answers`: none of the questions answered may come back."""
    asked = {question["id"] for question in reading["questions"]}
    found = [f"asked again: {question}" for question in sorted(asked & set(case.answers))]
    found += _receipt(reading["rows"], case.rows_after)
    return found + list(_stored(accepted, case.stored_after, case.never_after))


def _receipt(rows: Mapping[str, int], meant: Mapping[str, int] | None) -> Iterator[str]:
    if meant is not None and dict(rows) != dict(meant):
        yield f"receipt {dict(rows)}, meant {dict(meant)}"
