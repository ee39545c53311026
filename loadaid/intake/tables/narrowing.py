"""What the cells of a column, and the columns beside it, leave of the meanings of its title."""

from __future__ import annotations

import re

from loadaid.intake.cells.dates import is_weekday, said
from loadaid.intake.cells.durations import Span, span
from loadaid.intake.cells.numbers import Number, number
from loadaid.intake.cells.spelling import plain
from loadaid.intake.model import Value
from loadaid.intake.tables.blocks import Block, is_empty, text_of
from loadaid.intake.tables.synonyms import IGNORE, WEEKS
from loadaid.intake.tables.titles import BARE_PAIN

_REST = ("repos", "rest", "off")
PAIN_CHOICES = ("sessions.pain_before", "sessions.pain_during", "sessions.pain_after", "daily.pain_average", IGNORE)
Possible = tuple[int, str, tuple[str, ...], str | None]  # position, title, possible targets, unit


def by_cells(targets: tuple[str, ...], cells: list[Value], of_sessions: bool) -> tuple[str, ...]:
    """What the cells and the rest of the table leave of a title's meanings."""
    if targets == (BARE_PAIN,):
        return PAIN_CHOICES if of_sessions else ("daily.pain_average",)
    texts = [text_of(c) for c in cells]
    if targets == ("patient",) and len({plain(t) for t in texts}) > 1 and not _is_id(texts):
        return ()
    words = [plain(t) for t in texts]
    done = [w for w in words if w not in _REST]
    if targets == ("daily.exercised",) and sum(1 for w in done if not is_yes_no(w) and len(w) > 1) * 2 > len(done):
        return ("sessions.exercise",)  # "Exercices faits : gainage, pont"
    if targets == ("sessions.exercise",) and words and sum(1 for w in done if is_yes_no(w)) * 10 >= 6 * len(done):
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
        lengths = [span(c) for c in cells]
        if sum(1 for s in lengths if s is None) * 2 > len(cells):  # "Temps : pluie"
            return ()
        clocks = all(isinstance(s, Span) and s.colon for s in lengths)
        return targets if clocks else ("sessions.session_minutes",)
    if len(targets) == 2 and IGNORE in targets:
        return targets if not of_sessions else (targets[0],)
    return targets


def is_double(title: str, cells: list[Value]) -> bool:
    """A column of two values a cell, "Douleur (matin/soir)": 3/5. The second number of "3/10" is always the same."""
    if not re.search(r"/|\b(?:et|and|puis|then)\b", title):
        return False
    pairs = [
        m[1]
        for c in cells
        if (m := re.fullmatch(r"\s*\d{1,2}(?:[.,]\d)?\s*[/-]\s*(\d{1,2}(?:[.,]\d)?)\s*", text_of(c)))
    ]
    return len(pairs) * 2 > len(cells) and len(set(pairs)) > 1


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


def weeks_as_days(found: list[Possible]) -> list[Possible]:
    """Without a column of days, one of weeks stands for it, and each of its cells says what is missing."""
    if any(targets == ("date",) or "day_of_month" in targets for _, _, targets, _ in found):
        return found
    return [(at, name, ("date",) if plain(name) in WEEKS else targets, unit) for at, name, targets, unit in found]


def dates_apart(found: list[Possible], block: Block) -> list[Possible]:
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


def is_score(block: Block, at: int) -> bool:
    values = [
        number(text_of(line.cells[at])) for line in block.lines if at < len(line.cells) and not is_empty(line.cells[at])
    ]
    numbers = [v.value for v in values if isinstance(v, Number) and not v.unit]
    return len(numbers) >= 3 and len(numbers) * 10 >= 8 * len(values) and all(0 <= n <= 10 for n in numbers)
