"""What the steps of a reading hand to one another: tables with their cells, rows found, questions, problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

Outcome = Literal["refused", "skipped", "noticed"]


@dataclass(frozen=True)
class Fault:
    """A cell of a spreadsheet that holds no value: code says why, text is what the spreadsheet shows."""

    code: str
    text: str

    def __str__(self) -> str:
        return self.text


Value = str | int | float | bool | date | datetime | time | timedelta | Fault | None


@dataclass
class Line:
    """One row of a table. number: as a spreadsheet shows it, from 1. hidden: by hand or by a filter."""

    number: int
    cells: list[Value]
    hidden: bool = False


@dataclass
class Table:
    """One sheet of a file, before anything is understood. sheet: its name; None when the file has no sheets.

    Lines without any content may be left out; numbers say where they stood. Texts of a CSV stay as they are written.
    hidden: the sheet is hidden. hidden_columns: positions from 0.
    """

    sheet: str | None
    lines: list[Line]
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Problem:
    """One thing a reader must know about a file; its words are made from `code` and `facts` (see problems.py).

    row: as a spreadsheet shows it; None when the problem is the whole file or sheet.
    """

    code: str
    outcome: Outcome
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One thing that only the person who knows the file can say.

    id: "kind:column or sheet", the same whenever the same layout is read. choices: what may be answered.
    facts: what its words and its example need (see questions.py).
    """

    id: str
    choices: tuple[str, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Mapped:
    """One column of the file and what it is taken for, such as "daily.pain_morning"; unit as the file gives it."""

    source: str
    target: str
    unit: str | None = None


@dataclass
class Found:
    """One row of a table of the log folder ("sessions" or "daily"), found in one row of the file.

    values: column of the log folder -> number, or text as the log folder writes it (ISO date, yes/no, choices). What the
    file does not say is absent. No patient_id unless the file names one.
    sources: the same columns -> (column as the file names it, text of the cell as it stands).
    start: "HH:MM", local, when the file says when a session began.
    group: rows of one session share it, in a file that says so (a workout's number or time); "" when it does not.
    """

    table: str
    sheet: str | None
    row: int
    values: dict[str, str | int | float]
    sources: dict[str, tuple[str, str]] = field(default_factory=dict)
    start: str | None = None
    group: str = ""


@dataclass
class FileReading:
    """What one file says. received: its rows of data; set_aside: (sheet, row) -> refused or skipped.

    Every row of data is in `set_aside`, in `waiting` (for an answer) or gave at least one Found. kind: "csv", "xlsx", "fit", ... or "unknown".
    days: ISO, of every row that has one, also of those set aside.
    file_refused: nothing of it can be used; then the last problem says why.
    """

    kind: str
    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    date_order: str | None = None
    columns: list[Mapped] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    layout: str = ""
    received: int = 0
    set_aside: dict[tuple[str | None, int], Outcome] = field(default_factory=dict)
    waiting: set[tuple[str | None, int]] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    found: list[Found] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    file_refused: bool = False


@dataclass(frozen=True)
class Request:
    """What a reading needs beside the file. today: of the patient. answers: question id -> choice. patient: id or None."""

    name: str
    today: date
    answers: Mapping[str, str] = field(default_factory=dict)
    patient: str | None = None


def chosen(answers: Mapping[str, str], question: str, choices: Sequence[str]) -> str | None:
    """The answer to a question, when it is one of its choices; None when there is none, so that it is asked."""
    answer = answers.get(question)
    return answer if answer in choices else None


class FileRefused(Exception):  # says what happened, as LogRefused does
    """Raised by any step when nothing of the file can be used. Carries the problem that says why."""

    def __init__(self, code: str, *, sheet: str | None = None, row: int | None = None, column: str | None = None,
                 value: str = "", **facts: Any) -> None:  # fmt: skip
        super().__init__(code)
        self.problem = Problem(code, "refused", sheet, row, column, value, facts)
