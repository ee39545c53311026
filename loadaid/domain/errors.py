"""What went wrong, said so that the reader can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 50  # problems written out; all of them stay in LogRefused.problems


class LoadaidError(Exception):
    """Base of every error a user can meet. `exit_code` is what the command line answers with."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a log: where, the value, what was expected, how to mend it.

    row counts as a spreadsheet shows it (the header is row 1); 0 when the problem is the whole file.
    """

    code: str
    file: str
    row: int
    column: str
    value: str
    expected: str
    mend: str
    patient_id: str = ""

    def __str__(self) -> str:
        where = (
            self.file + (f", row {self.row}" if self.row else "") + (f", column {self.column}" if self.column else "")
        )
        value = f": {self.value[:40]!r}" if self.value else ""
        return f"{where}{value}. Expected: {self.expected}. {self.mend} [{self.code}]"


class LogRefused(LoadaidError):
    """A log folder that breaks the contract. Lists every problem at once; nothing was read or written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        shown = [str(p) for p in self.problems[:SHOWN]]
        more = len(self.problems) - len(shown)
        super().__init__("\n".join(shown + ([f"... and {more} more"] if more else [])))


class UsageError(LoadaidError):
    """A request that cannot be answered: an unknown patient, a date outside the log, an unknown limit."""
