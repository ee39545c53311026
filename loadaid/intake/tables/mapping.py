"""What the columns of one table are taken for, and what has to be asked about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from loadaid.intake.cells.dates import said
from loadaid.intake.cells.spelling import plain
from loadaid.intake.containers.sheet import letters
from loadaid.intake.model import Question
from loadaid.intake.tables.blocks import Block, is_empty, text_of
from loadaid.intake.tables.narrowing import (
    PAIN_CHOICES,
    Possible,
    by_cells,
    dates_apart,
    is_double,
    is_score,
    weeks_as_days,
)
from loadaid.intake.tables.synonyms import IGNORE, titles
from loadaid.intake.tables.titles import meaning

DAY_PAIN = ("daily.pain_morning", "daily.pain_average", "daily.pain_worst", IGNORE)
# A table with one of these is about sessions.
_OF_SESSIONS = frozenset(f"sessions.{n}" for n in (
    "exercise", "sets", "reps", "load_kg", "hold_s", "session_minutes", "session_rpe", "pain_during", "pain_before", "session", "level",
)) | {"sets_reps", "set_order"}  # fmt: skip
UNTITLED = (
    "daily.pain_average", "sessions.exercise", "sessions.sets", "sessions.reps", "sessions.load_kg", "sessions.session_minutes",
    "sessions.session_rpe", "daily.note", IGNORE,
)  # fmt: skip
# What follows a session says nothing where no session is written down.
AFTERMATH = frozenset(
    f"sessions.{n}" for n in ("soreness", "soreness_kind", "sleep_disturbed", "settle_h", "place", "cancel_reason")
)
NO_SESSION_ALONE = AFTERMATH | {"sessions.pain_before", "sessions.session"}
_WORKOUT = frozenset(("workout", "entrainement", "training"))  # what was done, in a table that says it nowhere else
MANY = frozenset(("note", IGNORE, "workout"))  # roles that several columns may share


@dataclass(frozen=True)
class Taken:
    """One column: its position, its title as the file has it (numbered when repeated), target and unit."""

    at: int
    title: str
    target: str
    unit: str | None


@dataclass
class Columns:
    """The columns of a table. unknown: titles taken for nothing. double: of columns with two values a cell.

    asked: positions of columns that wait for an answer.
    """

    taken: list[Taken] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)
    questions: list[Question] = field(default_factory=list)

    def of(self, target: str) -> Taken | None:
        return next((t for t in self.taken if t.target == target), None)


def columns(block: Block, answers: Mapping[str, str]) -> Columns:
    """What each column of a table with titles is taken for."""
    result = Columns()
    meanings = [meaning(f"{title} ({unit})" if title and unit else title)
                for title, unit in zip(block.titles, block.units, strict=True)]  # fmt: skip
    if not any("sessions.exercise" in m.targets for m in meanings):
        meanings = [replace(m, targets=("sessions.exercise",)) if plain(title) in _WORKOUT else m
                    for title, m in zip(block.titles, meanings, strict=True)]  # fmt: skip
    sure = {m.targets[0] for m in meanings if len(m.targets) == 1}
    of_sessions = bool(sure & _OF_SESSIONS)
    names = _numbered(block.titles)
    found: list[Possible] = []
    for at, (name, one) in enumerate(zip(names, meanings, strict=True)):
        cells = [line.cells[at] for line in block.lines if at < len(line.cells) and not is_empty(line.cells[at])]
        unit = one.unit
        targets = by_cells(one.targets, cells, of_sessions)
        if any("pain" in target for target in targets) and is_double(name, cells):
            result.double.append(name)
            targets = (IGNORE,)
        found.append((at, name, targets, unit))
    found = dates_apart(weeks_as_days(found), block)
    found = _day_of_entry(_repeated(found))
    has_pain = any("pain" in t for _, _, targets, _ in found for t in targets)
    for at, name, targets, unit in found:
        if not block.titles[at] and not targets:
            continue
        answer = _answer(name, answers)
        if answer and (answer in MANY or result.of(answer) is None):
            result.taken.append(Taken(at, name, answer, unit))
            continue
        if answer:  # said to be what an earlier column is: asked again
            _ask(result, at, name, tuple(dict.fromkeys((*(t for t in targets if t != answer), IGNORE))), block)
            continue
        if not targets and not has_pain and is_score(block, at):
            targets = DAY_PAIN if not of_sessions else PAIN_CHOICES
        if not targets or (set(targets) <= AFTERMATH and not of_sessions):
            result.unknown.append(name)
        elif len(targets) == 1:
            result.taken.append(Taken(at, name, targets[0], unit))
        else:
            _ask(result, at, name, targets, block)
    return result


def _day_of_entry(found: list[Possible]) -> list[Possible]:
    """Without a column of days, the moment of entry says the day, as in the answers to a form."""
    if any(set(targets) & {"date", "day_of_month", "weekday"} for _, _, targets, _ in found):
        return found
    return [(at, name, ("date",) if targets == ("entered",) else targets, unit) for at, name, targets, unit in found]


def _numbered(names: list[str]) -> list[str]:
    """Titles as the file has them; a repeated one with its column letter, so that a question can name it."""
    return [f"{n} ({letters(at)})" if n and names.count(n) > 1 else n for at, n in enumerate(names)]


def _repeated(
    found: list[Possible],
) -> list[Possible]:
    """Two columns for one thing: asked, with the neighbours in meaning as choices."""
    counts: dict[str, int] = {}
    for _, _, targets, _ in found:
        if len(targets) == 1 and targets[0] not in MANY:
            counts[targets[0]] = counts.get(targets[0], 0) + 1
    result = []
    for at, name, targets, unit in found:
        if len(targets) == 1 and counts.get(targets[0], 0) > 1:
            others = (
                DAY_PAIN
                if targets[0].startswith("daily.pain")
                else PAIN_CHOICES
                if "pain" in targets[0]
                else (targets[0], IGNORE)
            )
            targets = others if targets[0] not in ("date", "patient") else targets
        result.append((at, name, targets, unit))
    return result


def _ask(result: Columns, at: int, name: str, targets: tuple[str, ...], block: Block) -> None:
    question = f"column:{name}"
    example = next(((text_of(line.cells[at]), line.number) for line in block.lines if at < len(line.cells) and not is_empty(line.cells[at])),
                   ("", 0))  # fmt: skip
    result.asked.add(at)
    result.questions.append(Question(question, targets, {"column": name, "cell": example[0], "row": example[1]}))


def _answer(name: str, answers: Mapping[str, str]) -> str | None:
    """What a person has said that a column is; None when nothing, or nothing that there is."""
    answer = answers.get(f"column:{name}")
    answer = "note" if answer == "daily.note" else answer
    return answer if answer == IGNORE or answer in every_target() else None


def every_target() -> frozenset[str]:
    """Whatever a column may be answered to be."""
    return frozenset(titles().values())


def untitled(block: Block, answers: Mapping[str, str]) -> Columns:
    """A table without titles: the column of days shows itself, every other is asked by its number."""
    result = Columns()
    width = max((len(line.cells) for line in block.lines), default=0)
    for at in range(width):
        cells = [line.cells[at] for line in block.lines if at < len(line.cells) and not is_empty(line.cells[at])]
        if not cells:
            continue
        name = str(at + 1)
        days = sum(1 for c in cells if said(c))
        if result.of("date") is None and days * 2 > len(cells):
            result.taken.append(Taken(at, name, "date", None))
        elif answer := _answer(name, answers):
            result.taken.append(Taken(at, name, answer, None))
        else:
            _ask(result, at, name, UNTITLED, block)
    return result
