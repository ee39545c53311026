"""Which rows of one file are one session, and one value where a day or a session is written several times."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from loadaid.domain.records import DAILY, SESSIONS, YES_NO, Column
from loadaid.intake.cells.durations import minutes_of
from loadaid.intake.model import FileReading, Found, Problem, Question

WIDE = tuple(c.name for c in SESSIONS.columns if c.session_wide)
_IN_DETAIL = ("sets", "reps", "load_kg", "hold_s", "level")
_PATIENT_DAY = tuple[str, str]


def settle(result: FileReading, answers: Mapping[str, str]) -> None:
    """Numbers the sessions of every day and leaves one value per day and session; asks where the file has two."""
    _one_value_a_day(result, answers)
    days: dict[_PATIENT_DAY, list[Found]] = {}
    for found in result.found:
        if found.table == "sessions":
            days.setdefault(_patient_day(found), []).append(found)
    _count_within_days(days.values())
    asked: dict[str, Question] = {}
    for rows in days.values():
        _number(rows, answers, asked, result)
    result.questions += asked.values()


def _count_within_days(days: Collection[list[Found]]) -> None:
    """A number that runs on from day to day ("séance n° 14") becomes the number within the day."""
    numbers = [sorted({int(r.values["session"]) for r in rows if "session" in r.values}) for rows in days]
    first = [n[0] for n in numbers if n]
    if sum(1 for n in first if n > 1) * 2 <= len(first) or len(first) < 2:
        return
    for rows, own in zip(days, numbers, strict=True):
        for row in rows:
            if "session" in row.values:
                row.values["session"] = own.index(int(row.values["session"])) + 1


def _patient_day(found: Found) -> _PATIENT_DAY:
    return str(found.values.get("patient_id", "")), str(found.values["date"])


def _number(rows: list[Found], answers: Mapping[str, str], asked: dict[str, Question], result: FileReading) -> None:
    """Gives every row of one day its session number, unless the file has it."""
    if any("session" in r.values for r in rows):  # written on one line of each session, or on all of them
        number = 1
        for row in rows:
            number = int(row.values.setdefault("session", number))
        for one in {r.values["session"] for r in rows}:
            _agree([r for r in rows if r.values["session"] == one], result)
        return
    if not _fragments(rows, answers, asked, result):
        return
    groups: dict[str, list[Found]] = {}
    for row in rows:
        groups.setdefault(row.group or row.start or "", []).append(row)
    for key, group in list(groups.items()):
        column = None if key and key == group[0].group else _differs(group)
        if column is None:
            continue
        question = f"same-session:{column}"
        answer = answers.get(question)
        if answer == "separate":
            del groups[key]
            groups |= {f"{key}/{n}": lines for n, lines in enumerate(_by_line(group))}
        elif answer == "one":
            _join(group, result)
        else:
            texts = [r.sources.get(_wide_of(r, column), ("", ""))[1] for r in group]
            facts = {
                "column": column,
                "date": group[0].values["date"],
                "cells": [t for t in texts if t][:4],
                "row": group[0].row,
            }
            asked.setdefault(question, Question(question, ("separate", "one"), facts))
            _wait(rows, result)
            return
    order = (
        sorted(groups, key=lambda g: groups[g][0].start or "")
        if all(groups[g][0].start for g in groups)
        else list(groups)
    )
    for n, name in enumerate(order, 1):
        for row in groups[name]:
            row.values["session"] = n
        _agree(groups[name], result)


def _fragments(rows: list[Found], answers: Mapping[str, str], asked: dict[str, Question], result: FileReading) -> bool:
    """Asks whether several recordings of one sport on one day are one session in pieces. False while it is asked.

    They are recordings of the same hours, or of hours that the file does not say.
    """
    pieces: dict[str, list[Found]] = {}
    for row in rows:
        if row.group and "sets" not in row.values and "session_minutes" in row.values:
            pieces.setdefault(str(row.values.get("exercise", "")), []).append(row)
    for sport, recorded in pieces.items():
        if len({r.group for r in recorded}) < 2 or not _close(recorded):
            continue
        question = f"same-session:{sport}"
        answer = answers.get(question)
        if answer == "one":
            for r in recorded:
                r.group = recorded[0].group
            _join(recorded, result)
        elif answer != "separate":
            lengths = [{"minutes": r.values["session_minutes"]} for r in recorded]
            facts = {"column": sport, "date": rows[0].values["date"], "cells": lengths[:4], "row": recorded[0].row}
            asked.setdefault(question, Question(question, ("separate", "one"), facts))
            _wait(rows, result)
            return False
    return True


def _close(recorded: list[Found]) -> bool:
    """Whether two of them begin within an hour of one another, or their hours are unknown."""
    clocks = [minutes_of(r.start) for r in recorded if r.start]
    return len(clocks) < len(recorded) or any(b - a <= 60 for a, b in pairwise(sorted(clocks)))


def _by_line(rows: list[Found]) -> list[list[Found]]:
    """One list a session: a line without values for the whole session belongs to the one above."""
    lines: list[list[Found]] = []
    for row in rows:
        last = lines[-1][-1] if lines else None
        if last and ((row.sheet, row.row) == (last.sheet, last.row) or not any(name in row.values for name in WIDE)):
            lines[-1].append(row)
        else:
            lines.append([row])
    return lines


def _differs(rows: list[Found]) -> str | None:
    """The column whose values cannot be those of one session: two of them, or whole sessions written twice a day."""
    if len(_by_line(rows)) < 2:
        return None
    for name in WIDE:
        said = {(r.sheet, r.row): r.values[name] for r in rows if name in r.values}
        if len(set(said.values())) > 1:
            return next(r.sources[name][0] for r in rows if name in r.values and name in r.sources)
    detailed = any(name in r.values for r in rows for name in _IN_DETAIL)
    if not detailed and sum(1 for r in rows if "session_minutes" in r.values) > 1:
        return next(
            r.sources["session_minutes"][0]
            for r in rows
            if "session_minutes" in r.values and "session_minutes" in r.sources
        )
    return None


def _wide_of(row: Found, column: str) -> str:
    return next((name for name, (title, _) in row.sources.items() if title == column), "")


def _join(rows: list[Found], result: FileReading) -> None:
    """One session of several lines: its minutes together, pain before of the first, during the worst, after of the last."""
    rules: dict[str, Any] = {"session_minutes": sum, "pain_during": max, "pain_before": lambda v: v[0], "soreness": max}
    for name in WIDE:
        said = list({(r.sheet, r.row): r.values[name] for r in rows if name in r.values}.values())
        if len(set(said)) > 1 or (name == "session_minutes" and len(said) > 1):
            value = rules.get(name, lambda v: v[-1])(said)
            drop = name in ("session_rpe",)
            for r in rows:
                if drop:
                    r.values.pop(name, None)
                elif name in r.values:
                    r.values[name] = value
            if drop:
                result.problems.append(Problem("effort-not-combined", "noticed", rows[0].sheet, rows[0].row))


def _agree(rows: list[Found], result: FileReading) -> None:
    """Refuses a line that gives a session-wide value other than an earlier line of the same session."""
    for name in WIDE:
        first: Found | None = None
        for row in rows:
            if name not in row.values:
                continue
            if first is None or row.values[name] == first.values[name]:
                first = first or row
                continue
            title, text = row.sources.get(name, (name, str(row.values[name])))
            facts = {"other_row": first.row, "other": first.sources.get(name, ("", ""))[1]}
            _refuse(row, Problem("two-values-in-a-session", "refused", row.sheet, row.row, title, text, facts), result)


def _refuse(row: Found, problem: Problem, result: FileReading) -> None:
    key = (row.sheet, row.row)
    result.set_aside[key] = "refused"
    result.problems.append(problem)
    result.found = [f for f in result.found if (f.sheet, f.row) != key]


def _wait(rows: list[Found], result: FileReading) -> None:
    keys = {(r.sheet, r.row) for r in rows}
    result.waiting |= keys
    result.found = [f for f in result.found if (f.sheet, f.row) not in keys]


def _one_value_a_day(result: FileReading, answers: Mapping[str, str]) -> None:
    """Daily values written several times a day: equal ones are one; different ones are chosen by the person."""
    days: dict[_PATIENT_DAY, list[Found]] = {}
    for found in result.found:
        if found.table == "daily":
            days.setdefault(_patient_day(found), []).append(found)
    asked: dict[str, Question] = {}
    for rows in days.values():
        for column in DAILY.columns[2:]:
            said = [r for r in rows if column.name in r.values]
            if len({r.values[column.name] for r in said}) < 2:
                continue
            if column.kind == "text":
                together = " / ".join(dict.fromkeys(str(r.values[column.name]) for r in said))
                for r in said:
                    r.values[column.name] = together
                continue
            title = said[0].sources.get(column.name, (column.name, ""))[0]
            question = f"merge:day:{title}"
            answer = answers.get(question)
            if answer in ("highest", "last", "first"):
                meant = _meant(said, column, answer)
                for r in said:
                    if r is not meant:
                        del r.values[column.name]
                continue
            texts = [r.sources.get(column.name, ("", ""))[1] for r in said]
            asked.setdefault(question, Question(question, ("highest", "last", "first"), {
                "column": title, "date": said[0].values["date"], "cells": texts[:4], "row": said[-1].row,
                "yes_no": column.choices == YES_NO,
            }))  # fmt: skip
            _wait(rows, result)
            break
    result.questions += asked.values()


def _meant(said: list[Found], column: Column, answer: str) -> Found:
    """The row whose value stands for the day. Choices are listed from the lowest to the highest."""
    if answer == "highest":
        order = column.choices.index if column.choices else float
        return max(said, key=lambda r: order(r.values[column.name]))
    return said[-1] if answer == "last" else said[0]
