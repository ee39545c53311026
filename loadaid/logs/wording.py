"""What each kind of problem in a cell is told to the reader: what was expected, and how to mend it."""

from __future__ import annotations

import difflib
import re

from loadaid.domain.records import Column
from loadaid.logs.findings import Describe

OTHER_WORDS = {"oui": "yes", "o": "yes", "y": "yes", "true": "yes", "1": "yes",
               "non": "no", "n": "no", "false": "no", "0": "no"}  # fmt: skip
UNKNOWN = "or leave the cell blank if it is not known"


def describe(code: str, column: Column) -> Describe:
    """The words for one kind of problem in one column."""
    words = {
        "not-a-number": _number, "not-a-whole-number": _number, "value-out-of-range": _number,
        "not-a-date": _date, "not-a-datetime": _datetime, "unknown-choice": _choice, "blank-required": _blank,
        "date-out-of-range": _date,
    }[code]  # fmt: skip
    return lambda row, value: words(column, value)


def _number(column: Column, value: str) -> tuple[str, str]:
    kind = "a whole number" if column.kind == "whole" else "a number"
    unit = f" {column.unit}" if column.unit else ""
    expected = f"{kind} from {column.low:g} to {column.high:g}{unit}"
    if re.fullmatch(r"[+-]?\d+,\d+", value):
        return expected, f"The decimal sign is a point here, not a comma: write {value.replace(',', '.')}."
    return expected, f"Correct the value, {UNKNOWN}."


def _date(column: Column, value: str) -> tuple[str, str]:
    optional = "" if column.required else f", {UNKNOWN}"
    expected = "a date from 2000-01-01 to 2100-12-31"
    if column.kind == "datetime":
        return f"a date and time {expected[7:]}", f"Correct the year{optional}."
    return f"{expected}, written year-month-day", f"Write it like 2026-03-09, a day that exists{optional}."


def _datetime(column: Column, value: str) -> tuple[str, str]:
    return "a date and time, local time of the patient", f"Write it like 2026-03-09T18:30, {UNKNOWN}."


def _choice(column: Column, value: str) -> tuple[str, str]:
    near = difflib.get_close_matches(OTHER_WORDS.get(value.lower(), value.lower()), column.choices, 1, 0.7)
    blank = "" if column.required else f", {UNKNOWN}"
    return f"one of {', '.join(column.choices)}", f"Write {near[0] if near else 'one of them'}{blank}."


def _blank(column: Column, value: str) -> tuple[str, str]:
    return f"a filled cell ({column.meaning})", "Fill it in, or delete the row."
