"""Where the tables of a sheet begin and end: titles, a line of units, repeated titles, totals, texts underneath."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import pairwise

from loadaid.intake.cells.dates import is_weekday, said
from loadaid.intake.cells.spelling import CONTROL, plain, shown, tidy
from loadaid.intake.model import Line, Problem, Table, Value
from loadaid.intake.tables.titles import is_unit, meaning

GAP = 100  # more empty lines in a row are the end of a table
SEARCHED = 20  # lines above a table that may hold its name, the patient's, a date
_NAME = re.compile(
    r"(?:nom(?: du patient| et prénom| prénom)?|patiente?|name|patient name)\s*[:=]\s*:?\s*(\S.*)", re.IGNORECASE
)
_TOTAL = re.compile(
    r"(?:(?:sous|weekly|monthly|overall|grand|daily) )?(?:total|totaux|moyenne|moy|average|avg|mean|somme|sum|max|min|maximum|minimum|ecart type)\b.*"
)


@dataclass
class Block:
    """One table: a title and a unit ("" when none) per column, and its lines of data.

    set_aside: lines that are no data, as problems. head: number of the line of titles; 0 when there is none.
    width: how many cells its line of titles has. patient: a name written above it. above: the texts above it.
    turned: for days in columns, title -> line it stands in; then a line of data is a column, numbered by its position.
    """

    sheet: str | None
    head: int
    titles: list[str]
    units: list[str]
    width: int = 0
    lines: list[Line] = field(default_factory=list)
    set_aside: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    patient: str = ""
    above: list[str] = field(default_factory=list)
    turned: dict[str, int] = field(default_factory=dict)


def text_of(value: Value) -> str:
    """A cell as a person sees it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, date):
        return value.isoformat().replace("T00:00:00", "")
    return str(value)


def is_empty(value: Value) -> bool:
    return value is None or (
        isinstance(value, str) and (not value or value.isspace() or (not value.isascii() and not tidy(value)))
    )


def _is_rule(line: Line) -> bool:
    """A line drawn under the titles of a text: "|------|:-----:|"."""
    return all(is_empty(c) or (isinstance(c, str) and re.fullmatch(r"\s*:?[-=]{3,}:?\s*", c)) for c in line.cells)


def blocks(table: Table) -> list[Block]:
    """The tables of a sheet from top to bottom; a sheet whose titles nobody knows gives one block without titles."""
    lines = [line for line in table.lines if any(not is_empty(c) for c in line.cells) and not _is_rule(line)]
    at = _head(lines[: SEARCHED + 1])
    if at is None:
        width = max((len(line.cells) for line in lines), default=0)
        return [Block(table.sheet, 0, [""] * width, [""] * width, width, lines)] if lines else []
    found: list[Block] = []
    current = None
    skip = 0
    for n, line in enumerate(lines):
        if n < at or skip:
            skip = max(0, skip - (n >= at))
            continue
        if n == at or (current and is_head(line.cells)):
            if current and n != at and _same_titles(current, line):
                current.set_aside.append(_skipped("repeated-header", table, line))
                continue
            current, skip = _new(table, lines, n)
            found.append(current)
        elif current and (code := _no_data(current, line)):
            current.set_aside.append(_skipped(code, table, line))
        elif current:
            current.lines.append(line)
    for block in found:
        _blank_lines(block)
    first = found[0]
    first.set_aside += [Problem("row-above-titles", "refused", table.sheet, line.number, value=shown(text_of(line.cells[0])))
                        for line in lines[:at] if _is_dated(line)]  # fmt: skip
    first.above = [text_of(c) for line in lines[:at] for c in line.cells if isinstance(c, str) and tidy(c)]
    first.patient = next((name for line in lines[:at] if (name := _named(line))), "")
    if first.head > 1 and at > 0:
        first.notices.append(Problem("title-lines", "noticed", table.sheet, first.head))
    for block in found[1:]:
        block.notices.append(Problem("second-table-on-sheet", "noticed", table.sheet, block.head))
    return found


def _is_dated(line: Line) -> bool:
    """Whether a line begins with a day and goes on with something else, as a row of data does."""
    others = [c for c in line.cells[1:] if not is_empty(c)]
    return bool(others) and bool(said(line.cells[0])) and any(not said(c) for c in others)


def _named(line: Line) -> str:
    """The name in a line such as "Patient : Marie Martin" above a table."""
    texts = [tidy(text_of(c)) for c in line.cells if not is_empty(c)]
    found = _NAME.match(": ".join(texts[:2])) if texts else None
    return found[1].strip() if found else ""


def _blank_lines(block: Block) -> None:
    """Lists the empty lines inside a table. A gap of more than GAP lines is the end of one, not an empty line."""
    numbers = sorted([block.head, *(line.number for line in block.lines), *(p.row or 0 for p in block.set_aside)])
    for before, after in pairwise(numbers):
        if 1 < after - before <= GAP:
            block.set_aside += [Problem("blank-row", "skipped", block.sheet, n) for n in range(before + 1, after)
                                if not any(p.row == n for p in block.notices)]  # fmt: skip


def _head(lines: Sequence[Line]) -> int | None:
    """The first line with two known titles; None when there is none."""
    two = next((n for n, line in enumerate(lines) if is_head(line.cells)), None)
    if two is not None:
        return two
    # One known title: enough when it is the date and everything on its line is text.
    return next((n for n, line in enumerate(lines) if is_head(line.cells, enough=1)), None)


def is_head(cells: Sequence[Value], enough: int = 2) -> bool:
    """Texts only, two of them known titles (for one: the date), and no day among them."""
    filled = [c for c in cells if not is_empty(c)]
    if len(filled) < 2 or not all(isinstance(c, str) for c in filled):
        return False
    if any(re.fullmatch(r"[\s\d.,:/-]+", str(c)) for c in filled):
        return False
    if any(said(c) for c in filled):  # a row of data whose words are titles too
        return False
    known = [meaning(tidy(str(c))).targets for c in filled]
    if enough == 1:
        return any(t == ("date",) for t in known)
    return sum(1 for t in known if t) >= enough and len(filled) <= 3 * sum(1 for t in known if t)


def _new(table: Table, lines: Sequence[Line], n: int) -> tuple[Block, int]:
    """The block whose titles stand in line n, and how many lines below belong to its titles."""
    width = max(len(line.cells) for line in lines[n:])
    titles = [tidy(text_of(c)).replace("\0", "") for c in _padded(lines[n].cells, width)]
    units, under, notices = [""] * width, 0, []
    below = lines[n + 1] if n + 1 < len(lines) else None
    if below and below.number == lines[n].number + 1:
        filled = [(i, tidy(text_of(c))) for i, c in enumerate(below.cells) if not is_empty(c)]
        if filled and all(is_unit(text) or meaning(text).targets == ("date",) for _, text in filled):
            for i, text in filled:
                units[i] = text.strip("()[]")
            notices.append(Problem("unit-line", "noticed", table.sheet, below.number))
            under = 1
        elif filled and _is_second_half(titles, below.cells, filled):
            lower = dict(filled)
            titles = [" ".join(dict.fromkeys(filter(None, (t, lower.get(i, ""))))) for i, t in enumerate(titles)]
            notices.append(Problem("title-lines", "noticed", table.sheet, below.number))
            under = 1
    while titles and not titles[-1] and not any(len(line.cells) >= len(titles) and not is_empty(line.cells[len(titles) - 1])
                                                for line in lines[n + 1 :]):  # fmt: skip
        titles.pop()
        units.pop()
    head = lines[n].cells
    bare = next((at for at in range(len(head), 0, -1) if not is_empty(head[at - 1])), 0)
    if hidden := [c for c in head if isinstance(c, str) and CONTROL.search(c)]:
        shown = " ".join(f"U+{ord(c):04X}" for c in CONTROL.findall("".join(hidden))[:5])
        notices.append(
            Problem(
                "control-characters", "noticed", table.sheet, lines[n].number, tidy(hidden[0]), facts={"shown": shown}
            )
        )
    return Block(table.sheet, lines[n].number, titles, units, bare, notices=notices), under


def _is_second_half(titles: list[str], cells: Sequence[Value], filled: list[tuple[int, str]]) -> bool:
    """A second line of titles, such as "before | during | after" under one "Pain": texts that make known titles."""
    if not all(
        isinstance(cells[i], str) and not re.fullmatch(r"[\d.,/ -]+", text) and not said(text) for i, text in filled
    ):
        return False
    new = [(i, text) for i, text in filled if i < len(titles) and text != titles[i]]
    joined = [meaning(f"{titles[i]} {text}".strip()).targets for i, text in new]
    return len(new) >= 2 and sum(1 for t in joined if len(t) == 1) * 2 >= len(new)


def _padded(cells: Sequence[Value], width: int) -> list[Value]:
    return [*cells, *[None] * (width - len(cells))]


def _same_titles(block: Block, line: Line) -> bool:
    theirs = [plain(text_of(c)) for c in line.cells if not is_empty(c)]
    ours = [plain(t) for t in block.titles if t]
    return sum(1 for t in theirs if t in ours) * 2 > len(theirs)


def _no_data(block: Block, line: Line) -> str | None:
    """Why a line under the titles is no data: a total, or a lone text such as a signature or "Semaine 2"."""
    filled = [c for c in line.cells if not is_empty(c)]
    texts = [c for c in filled if isinstance(c, str)]
    days = [at for at, title in enumerate(block.titles) if meaning(title).targets == ("date",)] or [0]
    dated = any(said(line.cells[at]) for at in days if at < len(line.cells))
    if any(_TOTAL.fullmatch(plain(c)) and len(c) < 40 for c in texts[:2]) and not dated:
        return "total-row"
    if len(filled) == 1 and len(block.titles) > 1 and texts and not said(filled[0]) and not is_weekday(filled[0]):
        alone, at = tidy(texts[0]), next(i for i, c in enumerate(line.cells) if not is_empty(c))
        of_day = at == 0 and meaning(block.titles[0]).targets in (
            ("date",),
            ("weekday",),
            (),
        )  # elsewhere it is a row's only word
        if of_day and re.search(r"[^\W\d_]{2,}", alone) and not re.match(r"\d+[/.-]", alone):
            return "footer-row"
    return None


def _skipped(code: str, table: Table, line: Line) -> Problem:
    first = next((text_of(c) for c in line.cells if not is_empty(c)), "")
    return Problem(code, "skipped", table.sheet, line.number, value=first)
