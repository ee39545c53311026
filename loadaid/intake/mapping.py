"""What the columns of one table are taken for, and what has to be asked about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from loadaid.intake.blocks import Block, is_empty, text_of
from loadaid.intake.dates import is_weekday, said
from loadaid.intake.durations import Span, span
from loadaid.intake.model import Question, Value
from loadaid.intake.numbers import Number, number
from loadaid.intake.spelling import plain
from loadaid.intake.synonyms import IGNORE, WEEKS, titles
from loadaid.intake.titles import BARE_PAIN, meaning

PAIN_CHOICES = ("sessions.pain_before", "sessions.pain_during", "sessions.pain_after", "daily.pain_average", IGNORE)
DAY_PAIN = ("daily.pain_morning", "daily.pain_average", "daily.pain_worst", IGNORE)
# A table with one of these is about sessions.
_OF_SESSIONS = frozenset(f"sessions.{n}" for n in (
    "exercise", "sets", "reps", "load_kg", "hold_s", "session_minutes", "session_rpe", "pain_during", "pain_before", "session", "level",
)) | {"sets_reps", "set_order"}  # fmt: skip
# What follows a session says nothing where no session is written down.
AFTERMATH = frozenset(
    f"sessions.{n}" for n in ("soreness", "soreness_kind", "sleep_disturbed", "settle_h", "place", "cancel_reason")
)
NO_SESSION_ALONE = AFTERMATH | {"sessions.pain_before", "sessions.session"}
MANY = frozenset(("note", IGNORE, "workout"))  # roles that several columns may share

_Found = tuple[int, str, tuple[str, ...], str | None]  # position, title, possible targets, unit


@dataclass(frozen=True)
class Taken:
    """One column: its position, its title as the file has it (numbered when repeated), target and unit."""

    at: int
    title: str
    target: str
    unit: str | None


@dataclass
class Columns:
    """The columns of a table. unknown: titles taken for nothing. asked: positions of columns that wait for an answer."""

    taken: list[Taken] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)
    questions: list[Question] = field(default_factory=list)

    def of(self, target: str) -> Taken | None:
        return next((t for t in self.taken if t.target == target), None)


def columns(block: Block, answers: Mapping[str, str]) -> Columns:
    """What each column of a table with titles is taken for."""
    result = Columns()
    meanings = [meaning(f"{title} ({unit})" if title and unit else title)
                for title, unit in zip(block.titles, block.units, strict=True)]  # fmt: skip
    sure = {m.targets[0] for m in meanings if len(m.targets) == 1}
    of_sessions = bool(sure & _OF_SESSIONS)
    names = _numbered(block.titles)
    found: list[_Found] = []
    for at, (name, one) in enumerate(zip(names, meanings, strict=True)):
        cells = [line.cells[at] for line in block.lines if at < len(line.cells) and not is_empty(line.cells[at])]
        unit = one.unit
        targets = _by_cells(one.targets, cells, unit, of_sessions)
        found.append((at, name, targets, unit))
    found = _dates_apart(_weeks(found), block)
    found = _repeated(found)
    has_pain = any("pain" in t for _, _, targets, _ in found for t in targets)
    for at, name, targets, unit in found:
        if not block.titles[at] and not targets:
            continue
        answer = _answer(name, answers)
        if answer and (answer in MANY or result.of(answer) is None):
            result.taken.append(Taken(at, name, answer, unit))
            continue
        if answer:  # said to be what an earlier column is: asked again
            _ask(
                result,
                at,
                name,
                tuple(dict.fromkeys((*(t for t in targets if t != answer), IGNORE))),
                unit,
                answers,
                block,
            )
            continue
        if not targets and not has_pain and _is_score(block, at):
            targets = DAY_PAIN if not of_sessions else PAIN_CHOICES
        if not targets or (set(targets) <= AFTERMATH and not of_sessions):
            result.unknown.append(name)
        elif len(targets) == 1:
            result.taken.append(Taken(at, name, targets[0], unit))
        else:
            _ask(result, at, name, targets, unit, answers, block)
    return result


def _numbered(names: list[str]) -> list[str]:
    """Titles as the file has them; a repeated one with its column letter, so that a question can name it."""
    return [f"{n} ({letter(at)})" if n and names.count(n) > 1 else n for at, n in enumerate(names)]


def letter(at: int) -> str:
    """The letter a spreadsheet gives to a column: 0 is A, 26 is AA."""
    return (letter(at // 26 - 1) if at >= 26 else "") + chr(65 + at % 26)


def _by_cells(targets: tuple[str, ...], cells: list[Value], unit: str | None, of_sessions: bool) -> tuple[str, ...]:
    """What the cells and the rest of the table leave of a title's meanings."""
    if targets == (BARE_PAIN,):
        return PAIN_CHOICES if of_sessions else ("daily.pain_average",)
    texts = [text_of(c) for c in cells]
    if targets == ("patient",) and len({plain(t) for t in texts}) > 1 and not _is_id(texts):
        return ()
    words = [plain(t) for t in texts]
    if targets == ("sessions.exercise",) and words and sum(1 for w in words if is_yes_no(w)) * 10 > 6 * len(words):
        return ("daily.exercised",)  # "Exercices : oui, non, repos"
    if (
        targets == ("sessions.session",)
        and words
        and sum(1 for w in words if not any(c.isdigit() for c in w)) * 2 > len(words)
    ):
        return ("sessions.exercise",)  # "Séance : renfo, vélo"
    if targets in (("start",), ("end",)) and texts and sum(1 for c in cells if said(c)) * 2 > len(texts):
        return ("date",) if targets == ("start",) else ("end",)
    if "daily.sleep_hours" in targets or "daily.work_hours" in targets:
        hours = next(t for t in targets if t.endswith("_hours"))
        spans = [s for s in map(span, cells) if isinstance(s, Span)]
        if cells and len(spans) * 2 > len(cells):
            return (hours,)
        if "daily.worked" in targets and cells and sum(1 for w in words if is_yes_no(w)) * 2 > len(cells):
            return ("daily.worked",)
    if "sessions.load_kg" in targets and len(targets) > 1:
        units = [n.unit for t in texts if isinstance(n := number(t), Number)]
        if any(u in ("kg", "kgs", "kilos", "lb", "lbs") for u in units):
            return ("sessions.load_kg",)
        if len(targets) == 2:  # "Poids": of the exercise where there is one, otherwise of the body
            return ("sessions.load_kg",) if of_sessions else (IGNORE,)
    if (
        "start" in targets and len(targets) > 1 and cells
    ):  # "Temps", "Time": a length, unless every cell looks like a clock
        clocks = all(isinstance(s := span(c), Span) and s.colon for c in cells)
        return targets if clocks else ("sessions.session_minutes",)
    if len(targets) == 2 and IGNORE in targets:
        return targets if not of_sessions else (targets[0],)
    return targets


def is_yes_no(word: str) -> bool:
    """A plain word that answers whether something was done: "oui 15 min", "non", "repos"."""
    return word.split(" ")[0] in (
        "oui",
        "non",
        "yes",
        "no",
        "o",
        "n",
        "y",
        "repos",
        "rest",
        "off",
        "ok",
        "fait",
        "done",
    )


def _is_id(texts: list[str]) -> bool:
    return all(any(c.isdigit() for c in t) for t in texts)


def _weeks(found: list[_Found]) -> list[_Found]:
    """Without a column of days, one of weeks stands for it, and each of its cells says what is missing."""
    if any(targets == ("date",) or "day_of_month" in targets for _, _, targets, _ in found):
        return found
    return [(at, name, ("date",) if plain(name) in WEEKS else targets, unit) for at, name, targets, unit in found]


def _dates_apart(found: list[_Found], block: Block) -> list[_Found]:
    """Several columns called date or day: weekday names, a day of the month beside its year, the day itself, and the rest."""
    dates = [f for f in found if f[2] == ("date",)]
    named = {targets[0] for _, _, targets, _ in found if len(targets) == 1}
    roles: dict[int, str] = {}
    for at, _, _, _ in dates:
        cells = [line.cells[at] for line in block.lines if at < len(line.cells) and not is_empty(line.cells[at])]
        if cells and sum(1 for c in cells if is_weekday(c)) * 2 > len(cells):
            roles[at] = "weekday"
        elif {"year", "month"} <= named and not any(said(c) for c in cells):
            roles[at] = "day_of_month"
    days = [f for f in dates if f[0] not in roles]
    if len(days) > 1:
        full = {f[0]: sum(1 for line in block.lines if f[0] < len(line.cells) and said(line.cells[f[0]])) for f in days}
        first = min(days, key=lambda f: (-bool(full[f[0]]), plain(f[1]) not in ("date", "jour", "day"), f[0]))
        for at, name, _, _ in days:
            if at != first[0]:
                roles[at] = "start" if plain(name).startswith(("start", "debut")) else IGNORE
    return [(at, name, (roles[at],) if at in roles else targets, unit) for at, name, targets, unit in found]


def _repeated(
    found: list[_Found],
) -> list[_Found]:
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


def _is_score(block: Block, at: int) -> bool:
    values = [
        number(text_of(line.cells[at])) for line in block.lines if at < len(line.cells) and not is_empty(line.cells[at])
    ]
    numbers = [v.value for v in values if isinstance(v, Number) and not v.unit]
    return len(numbers) >= 3 and len(numbers) * 10 >= 8 * len(values) and all(0 <= n <= 10 for n in numbers)


def _ask(
    result: Columns,
    at: int,
    name: str,
    targets: tuple[str, ...],
    unit: str | None,
    answers: Mapping[str, str],
    block: Block,
) -> None:
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
            _ask(result, at, name, ("daily.pain_average", "sessions.session_minutes", "sessions.session_rpe", "daily.note", IGNORE), None,
                 answers, block)  # fmt: skip
    return result
