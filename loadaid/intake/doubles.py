"""Whether two sessions of a day are one: the same rows, more of the same, or a diary and a watch."""

from __future__ import annotations

from collections.abc import Mapping
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
    if _far_apart(rows, there):
        return False
    left = [content(r) for r in there]
    wide = {k: v for r in left for k, v in r.items() if k in WIDE}
    for found in rows:
        mine = content(found.values)
        match = next(
            (
                r
                for r in left
                if all((r | {k: v for k, v in wide.items() if k not in r}).get(k) == v for k, v in mine.items())
            ),
            None,
        )
        if match is None:
            return False
        left.remove(match)
    return True


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
    """Whether two sessions of a day may be one: they begin within an hour, or, if that is unknown, last about as long."""
    mine = next((f.start for f in rows if f.start), None)
    theirs = next((str(r[START]) for r in there if r.get(START)), None)
    if mine and theirs:
        return abs(minutes_of(mine) - minutes_of(theirs)) <= NEAR_MINUTES
    a = next((float(f.values["session_minutes"]) for f in rows if "session_minutes" in f.values), None)
    b = next((float(r["session_minutes"]) for r in there if "session_minutes" in r), None)
    return a is not None and b is not None and abs(a - b) <= NEAR_SHARE * max(a, b)


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
