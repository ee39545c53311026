"""Compares the reading of a messy log with the tables of tables.py; knows the contract's JSON and no parser."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from loadaid.intake.result import Reading
from tests.messy.tables import Log, Place, Row, places, table
from tests.reading import read

FOLDER = Path(__file__).parent
SESSION_WIDE = (
    "session_minutes", "session_rpe", "pain_before", "pain_during", "pain_after", "onset_min", "settle_h", "soreness",
    "soreness_kind", "sleep_disturbed", "completed", "place", "cancel_reason",
)  # fmt: skip


def readings(log: Log) -> Iterator[tuple[Reading, set[str]]]:
    """The reading without answers, then with each answer that is asked for; and the questions asked so far."""
    data = (FOLDER / log.file).read_bytes()
    possible, given, seen = {**log.tolerated, **log.answers}, dict[str, str](), set[str]()
    while True:
        reading = read([(log.named, data)], given)
        asked = {q.id for q in reading.questions}
        seen |= asked
        yield reading, seen
        new = {q: possible[q] for q in asked if q in possible and q not in given}
        if not new:
            return
        given |= new


def differences(log: Log) -> list[str]:
    """What comes out otherwise than it must, in words; [] when all is as expected."""
    rounds = list(readings(log))
    before, after, asked = rounds[0][0], rounds[-1][0], rounds[-1][1]
    found = [f"asked: {q}" for q in sorted(asked - set(log.answers) - set(log.tolerated))]
    found += [f"not asked: {q}" for q in sorted(set(log.answers) - asked)]
    found += [f"still asked: {q.id}" for q in after.questions]
    if log.whole_refused is not None:
        codes = {p.code for f in after.files for p in f.reading.problems if p.outcome == "refused"}
        found += [] if codes == {log.whole_refused} and after.outcome == "refused" else [f"refused for {sorted(codes)}"]
    named = _named([reading for reading, _ in rounds])
    found += _daily(log, after, named) + _exercises(log, after, named) + _sessions(log, after)
    early = _daily(log, before, named, early=True) + _exercises(log, before, named, early=True)
    found += [f"before answers: {difference}" for difference in early]
    found += _set_aside(log, after)
    for reading, _ in rounds:
        for name, column, value in log.never:
            if any(_is(row.get(column), str(value)) for row, _, _ in reading.accepted[name]):
                found.append(f"never {name}.{column} = {value!r}")
    columns = {p.column for f in after.files for p in f.reading.problems}
    return list(dict.fromkeys(found + [f"dropped without a word: {c}" for c in log.said if c not in columns]))


def _named(rounds: list[Reading]) -> set[Place]:
    """The rows that a problem or a question names."""
    problems = {(p.sheet, p.row) for r in rounds for f in r.files for p in f.reading.problems if p.row}
    questions = {(None, int(q.facts["row"])) for r in rounds for q in r.questions if "row" in q.facts}
    return problems | questions


def _told(row: Row, named: set[Place]) -> bool:
    sheets = {row.sheet, None} if row.sheet else {sheet for sheet, _ in named}  # a table of sessions names no sheet
    return any((sheet, n) in named for sheet in sheets for n in row.rows)


def _is(cell: Any, meant: str) -> bool:
    if meant == "." or cell in (None, ""):
        return meant == "." and cell in (None, "")
    try:
        return math.isclose(float(cell), float(meant), rel_tol=0, abs_tol=0.01)  # pounds and minutes are rounded
    except ValueError:
        return str(cell) == meant


def _columns(cells: Mapping[str, tuple[str, ...]], stored: Mapping[str, Any], free: set[str], *, early: bool, open: set[str],
             sure: bool) -> Iterator[str]:  # fmt: skip
    for column in [*cells, *(c for c in stored if c not in cells and c not in free)]:
        cell, meant = stored.get(column), cells.get(column, (".",))
        waiting = early and (not sure or column in open) and cell in (None, "")
        if not waiting and not any(_is(cell, m) for m in meant):
            yield f"{column} is {cell!r}, not {'|'.join(meant)}"


def _daily(log: Log, reading: Reading, named: set[Place], *, early: bool = False) -> list[str]:
    days: dict[str, dict[str, Any]] = defaultdict(dict)
    found: list[str] = []
    for given, _, _ in reading.accepted["daily"]:
        day = days[str(given["date"])]
        for column, value in given.items():
            if column == "note":
                day["note"] = f"{day.get('note', '')} {value}"
            elif day.setdefault(column, value) != value:
                found.append(f"daily {given['date']} {column} is both {day[column]} and {value}")
    rows = [row for sheet, text in log.daily.items() for row in table(text, sheet)]
    sessions = {row.day for row in table(log.exercises)} | {row.day for row in table(log.sessions)}
    for row in rows:
        stored, told = days.get(row.day), _told(row, named)
        other = any(r is not row and r.day == row.day for r in rows)  # a second row of the day, refused or held
        if row.flag == "!" and not told:
            found.append(f"daily {row} is named by no problem")
        if stored is None or (row.flag == "!" and other):
            if not row.flag and not (early and log.waits):
                found.append(f"daily {row} is not stored")
            elif row.flag == "?" and not early:
                found.append(f"daily {row} is not stored after the answers")
            continue
        if row.flag == "!" and set(stored) <= {"patient_id", "date", "note"}:
            continue
        free = {"patient_id", "date", "note", *log.free} | (
            {"exercised"} if row.day in sessions and stored.get("exercised") != "no" else set()
        )
        sure = not row.flag and not log.waits
        found += [
            f"daily {row} {d}" for d in _columns(row.cells, stored, free, early=early, open=set(log.open), sure=sure)
        ]
    for date, found_there in days.items():
        others = set(found_there) - {"patient_id", "date", "note", "exercised"}
        rest = others or found_there.get("exercised") == "no"
        if date not in {row.day for row in rows} and (date not in sessions or rest):
            found.append(f"daily {date} must not be: {found_there}")
    if not early:
        found += [
            f"daily {when}: no note {part!r}"
            for when, part in log.notes.items()
            if part not in str(days[f"2026-{when}"].get("note"))
        ]
    return found


def _exercises(log: Log, reading: Reading, named: set[Place], *, early: bool = False) -> list[str]:
    expected = table(log.exercises)
    found: list[str] = []
    used: set[int] = set()
    for row in expected:
        stored = [(dict(r), f) for r, f, _ in reading.accepted["sessions"] if f.row in row.rows]
        used |= set(row.rows)
        if row.flag == "!" and not _told(row, named):
            found.append(f"exercise {row} is named by no problem")
        if not stored:
            if row.flag != "!" and not (early and (row.flag or log.waits)):
                found.append(f"exercise {row} is not stored")
            continue
        if early and len({f.row for _, f in stored}) < len(row.rows) and (row.flag or log.waits):
            continue
        found += [f"exercise {row} is on {r['date']}" for r, _ in stored if str(r["date"]) != row.day]
        for d in _sets(row, [r for r, _ in stored], set(log.open) if early else set()):
            found.append(f"exercise {row} {d}")
    for r, f, _ in reading.accepted["sessions"]:
        if (f.row not in used) if expected else ("exercise" in r or "sets" in r or "reps" in r):
            found.append(f"exercise row {f.row} must not be: {dict(r)}")
    return found


def _sets(row: Row, stored: list[dict[str, Any]], open: set[str]) -> Iterator[str]:
    """The rows of one exercise against the row that tells them together."""
    for column, meant in row.cells.items():
        cells = [r.get(column, 1 if column == "session" else None) for r in stored]
        if column in open and all(c in (None, "") for c in cells):
            continue
        if column == "sets":
            total = sum(float(c) for c in cells if c not in (None, "")) or None
            right = any(_is(total, m) for m in meant)
        elif meant[0].startswith("="):
            right = math.isclose(sum(float(c or 0) * float(r.get("sets") or 1) for c, r in zip(cells, stored, strict=True)),
                                 float(meant[0][1:]))  # fmt: skip
        else:
            right = all(any(_is(c, m) for m in meant) for c in cells)
        if not right:
            yield f"{column} is {cells}, not {'|'.join(meant)}"


def _sessions(log: Log, reading: Reading) -> list[str]:
    """What holds for a whole session, written on any of its rows. "!": it stood on a row that may be refused."""
    said: dict[tuple[str, str], dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for r, _, _ in reading.accepted["sessions"]:
        for column in SESSION_WIDE:
            if r.get(column) not in (None, ""):
                said[str(r["date"]), str(r.get("session", 1))][column].add(r[column])
    found = []
    expected = {(row.day, row.cells["session"][0]): row for row in table(log.sessions)}
    for key in said.keys() - expected.keys():
        if said[key] or log.sessions:
            found.append(f"session {key} must not be: {dict(said[key])}")
    for key, row in expected.items():
        for column in SESSION_WIDE:
            cells, meant = said[key].get(column, set()) or {None}, row.cells.get(column, (".",))
            if column in log.free or (row.flag == "!" and cells == {None}):
                continue
            if len(cells) > 1 or not any(_is(next(iter(cells)), m) for m in meant):
                found.append(f"session {row} {column} is {sorted(cells, key=str)}, not {'|'.join(meant)}")
    return found


def _set_aside(log: Log, reading: Reading) -> list[str]:
    """Rows refused and skipped, each listed as such."""
    listed: dict[str, set[Place]] = defaultdict(set)
    for f in reading.files:
        for p in f.reading.problems:
            if p.row and p.outcome != "noticed":
                listed[p.outcome].add((p.sheet, p.row))
    if log.whole_refused is not None:
        return []
    flagged = {(row.sheet, n) for t in (*((s, x) for s, x in log.daily.items()), (None, log.exercises))
               for row in table(t[1], t[0]) if row.flag == "!" for n in row.rows}  # fmt: skip
    refused, skipped = places(log.refused), places(log.skipped)
    may = refused | flagged | {(None, n) for _, n in flagged}
    loose = {n for _, n in may} if log.exercises else set()  # the tables of sessions name no sheet
    found = [f"row {p} must be refused" for p in sorted(refused - listed["refused"], key=str)]
    found += [f"row {p} must not be refused" for p in sorted(listed["refused"] - may, key=str) if p[1] not in loose]
    found += [f"row {p} must be skipped" for p in sorted(skipped - listed["skipped"], key=str)]
    return found + [f"row {p} must not be skipped" for p in sorted(listed["skipped"] - skipped, key=str)]
