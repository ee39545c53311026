"""Whether two sessions of a day are one: the same rows, more of the same, or a diary and a watch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from loadaid.intake.cells.durations import minutes_of
from loadaid.intake.known import START, WIDE, Compared, Row
from loadaid.intake.model import Found, Question

NEAR_MINUTES, NEAR_SHARE = 60, 0.2  # the same session, written down and recorded by a watch: asked within these


def content(row: Mapping[str, Any]) -> Row:
    """A row without its place in the day."""
    return {k: v for k, v in row.items() if k not in ("session", START)}


def same_rows(rows: list[Found], there: list[Row]) -> bool:
    """Whether a known session says all that these rows say. Rows of equal content are counted."""
    return not _far_apart(rows, there) and all(like is not None for like in said_by(rows, there))


def said_by(rows: list[Found], there: list[Row]) -> list[Row | None]:
    """For each row the known one that says all of it. None is taken twice: who says most chooses first, and what says least."""
    wide = {k: v for r in there for k, v in r.items() if k in WIDE}
    found: list[Row | None] = [None] * len(rows)
    left = list(there)
    for at in sorted(range(len(rows)), key=lambda at: -len(rows[at].values)):
        mine = content(rows[at].values)
        fit = [r for r in left if mine.items() <= (wide | r).items()]
        if fit:
            found[at] = min(fit, key=len)
            _take(left, found[at])
    return found


def paired(rows: Sequence[Mapping[str, Any]], there: Sequence[Row]) -> list[Row | None]:
    """For each row the known one of the same exercise that it speaks of again: none is taken twice.

    What is known word for word first, then what contradicts nothing, then what is left, in order.
    """
    wide = {k: v for r in there for k, v in r.items() if k in WIDE}
    found: list[Row | None] = [None] * len(rows)
    left = list(there)
    fits: tuple[Callable[[Row, Row], bool], ...] = (
        lambda mine, r: mine.items() <= (wide | r).items(),
        lambda mine, r: all(r.get(k, v) == v for k, v in mine.items()),
        lambda _mine, _r: True,
    )
    most_first = sorted(range(len(rows)), key=lambda at: -len(rows[at]))
    for fit, order in zip(fits, (most_first, range(len(rows)), range(len(rows))), strict=True):
        for at in order:
            mine = content(rows[at])
            like = [r for r in left if found[at] is None and is_same_exercise(mine, r) and fit(mine, r)]
            if like:
                found[at] = min(like, key=len) if order is most_first else like[0]
                _take(left, found[at])
    return found


def _take(left: list[Row], row: Row | None) -> None:
    """By identity: rows of equal content are counted."""
    del left[next(k for k, r in enumerate(left) if r is row)]


def _far_apart(rows: list[Found], there: list[Row]) -> bool:
    mine = next((f.start for f in rows if f.start), None)
    theirs = next((str(r[START]) for r in there if r.get(START)), None)
    return mine is not None and theirs is not None and abs(minutes_of(mine) - minutes_of(theirs)) > NEAR_MINUTES


def is_same_exercise(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Whether two rows name the same exercise, or name none."""
    return mine.get("exercise") == theirs.get("exercise")


def overlaps(rows: list[Found], there: list[Row]) -> bool:
    """More, or other values, of a known session: an exercise in common, at no other time of the day."""
    if _far_apart(rows, there):
        return False
    theirs = {r.get("exercise") for r in there}
    return any(f.values.get("exercise") in theirs for f in rows)


def near(rows: list[Found], there: list[Row]) -> bool:
    """Whether two sessions of a day may be one: they begin within an hour, or, if that is unknown, last about as long.

    Where neither can be compared, a known session that names no exercise (of the daily form) may be that of a diary.
    """
    mine = next((f.start for f in rows if f.start), None)
    theirs = next((str(r[START]) for r in there if r.get(START)), None)
    if mine and theirs:
        return abs(minutes_of(mine) - minutes_of(theirs)) <= NEAR_MINUTES
    a = next((float(f.values["session_minutes"]) for f in rows if "session_minutes" in f.values), None)
    b = next((float(r["session_minutes"]) for r in there if "session_minutes" in r), None)
    if a is None or b is None:
        return is_bare(there) and any("exercise" in f.values for f in rows)
    return abs(a - b) <= NEAR_SHARE * max(a, b)


def is_bare(there: list[Row]) -> bool:
    """Whether a known session names no exercise."""
    return not any("exercise" in r for r in there)


def ask_same(rows: list[Found], there: list[Row], name: str, result: Compared) -> None:
    """Asks, once a file, whether its session is the known one of that day."""
    question = f"same-session:{name}"
    if any(q.id == question for q in result.questions):
        return
    facts = {"file": name, "date": rows[0].values["date"], "row": rows[0].row, "cell": _summary(rows[0].values, rows[0].start),
             "known": _summary(there[0], there[0].get(START))}  # fmt: skip
    result.questions.append(Question(question, ("same", "different"), facts))


def _summary(row: Mapping[str, Any], start: str | None) -> Mapping[str, Any]:
    return {"exercise": row.get("exercise"), "start": start, "minutes": row.get("session_minutes")}
