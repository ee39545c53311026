"""One column of a table while it is read: its cells, what each gave, and what has to be asked or told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from loadaid.domain.records import TABLES, Column
from loadaid.intake.model import Question, Value
from loadaid.intake.tables.blocks import text_of
from loadaid.intake.tables.mapping import Taken

Facts = dict[str, Any]


@dataclass
class Reading:
    """The cells of one column over all tables of the same layout, in the order of the file, and what they gave.

    values: position -> value of the log folder's column. more: position -> values of other columns that the same cell
    names ("3x10@12kg"), in rows when the cell names several kinds of sets. wrong: position -> (code, facts).
    texts: positions whose words are kept as a note; rest: positions that say "rest day".
    waiting: positions that wait for an answer. per_set: the file has a line per set, as training apps write it.
    of_log: the table is one of a log folder, whose columns need no question. alone: no other column says what was done, so
    that a cell may name the sets with the exercise.
    """

    taken: Taken
    cells: Sequence[Value]
    answers: Mapping[str, str]
    values: dict[int, Any] = field(default_factory=dict)
    more: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    wrong: dict[int, tuple[str, Facts]] = field(default_factory=dict)
    texts: set[int] = field(default_factory=set)
    rest: set[int] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)
    notices: list[tuple[str, int, Facts]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    decimal: str | None = None
    per_set: bool = False
    of_log: bool = False
    alone: bool = False

    @property
    def name(self) -> str:
        return self.taken.title

    @cached_property
    def record(self) -> Column:
        """The column of the log folder."""
        return record(self.taken.target)

    def text(self, at: int) -> str:
        return text_of(self.cells[at])

    def ask(self, kind: str, choices: Sequence[str], at: Sequence[int], **facts: Any) -> str | None:
        """The answer to one question about this column; without it the cells wait and None comes back."""
        question = f"{kind}:{self.name}"
        answer = self.answers.get(question)
        if answer in choices:
            return answer
        shown = {"column": self.name, "cell": self.text(at[0]), "at": at[0], "n": len(at)}
        self.questions.append(Question(question, tuple(choices), shown | facts))
        self.waiting.update(at)
        return None

    def tell(self, code: str, at: int, **facts: Any) -> None:
        self.notices.append((code, at, facts))

    def once_per_text(self, at: Sequence[int], read: Callable[[Value], Any]) -> list[tuple[int, Any]]:
        """(position, what `read` makes of it); equal cells are read once."""
        known: dict[Any, Any] = {}
        found = []
        for i in at:
            cell = self.cells[i]
            key = (type(cell), cell)
            if key not in known:
                known[key] = read(cell)
            found.append((i, known[key]))
        return found


def record(target: str) -> Column:
    """The column of the log folder that "daily.pain_morning" names."""
    table, name = target.split(".")
    return next(t for t in TABLES if t.name == table).column(name)
