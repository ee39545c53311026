"""Several files against what is known: the reading as the contract writes it, and the rows that would be stored."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, BinaryIO

from loadaid.domain.words import Speaker
from loadaid.intake.compare import compare
from loadaid.intake.known import Known, Row
from loadaid.intake.model import FileReading, Found, Problem, Question, Request
from loadaid.intake.questions import Asked, asked
from loadaid.intake.sandbox import read
from loadaid.intake.whose import one_patient
from loadaid.intake.wording import expected_and_mend, sentence

SCHEMA = "loadaid/reading/1"
NOBODY = "patient"  # the id of rows whose patient nobody names
STATES = ("new", "same", "conflicting", "refused", "skipped")
EXITS = {"understood": 0, "question": 3, "partly_refused": 4, "refused": 5}
_TO = {
    "note": "daily.note",
    "sets_reps": "sessions.sets, sessions.reps",
    "set_order": "sessions.sets",
    "patient": "patient_id",
}
_REMEMBERED = ("date-order:", "decimal:", "scale:", "unit:", "column:", "sheet:days-in-columns", "merge:ditto:", "merge:range:",
               "merge:crosses:", "merge:sides:", "merge:day:")  # fmt: skip
PROVENANCE = (
    "table",
    "patient_id",
    "date",
    "session",
    "column",
    "value",
    "file",
    "sheet",
    "row",
    "from_column",
    "cell",
)
GAP_DAYS = 4  # days in a row without a line that are told; a weekend is not


@dataclass
class ReadFile:
    """One file as it was read and compared. counts: rows by state."""

    name: str
    reading: FileReading
    counts: Counter[str]
    digest: str
    answers: dict[str, str] = field(default_factory=dict)


@dataclass
class Reading:
    """All files of one upload. accepted: table -> (row to store, where it comes from, file).

    said: table -> (all that a file says and that holds, the row it is said of, where it comes from, file), known or not.
    later: id of such a row -> column -> the file and the row that completed it.
    """

    files: list[ReadFile] = field(default_factory=list)
    accepted: dict[str, list[tuple[Row, Found, str]]] = field(default_factory=lambda: {"sessions": [], "daily": []})
    said: dict[str, list[tuple[Row, Row, Found, str]]] = field(default_factory=lambda: {"sessions": [], "daily": []})
    questions: list[Question] = field(default_factory=list)
    later: Mapping[int, Mapping[str, tuple[str, Found]]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """received and its parts, over all files; the parts always add up to it."""
        total: Counter[str] = sum((f.counts for f in self.files), Counter())
        return {"received": sum(f.reading.received for f in self.files)} | {s: total[s] for s in STATES}

    @property
    def outcome(self) -> str:
        """understood, question, partly_refused or refused, as the contract names them."""
        if self.questions:
            return "question"
        if self.files and all(f.reading.file_refused for f in self.files):
            return "refused"
        some = any(f.reading.file_refused for f in self.files) or self.counts["refused"]
        return "partly_refused" if some else "understood"

    @property
    def span(self) -> tuple[str, str] | None:
        """First and last day of the rows understood."""
        days = [str(f.values["date"]) for file in self.files for f in file.reading.found]
        return (min(days), max(days)) if days else None


def read_files(
    files: Sequence[tuple[str, BinaryIO]], *, today: date, patient: str | None = None, answers: Mapping[str, str] | None = None,
    known: Known | None = None, remembered: Mapping[str, Mapping[str, str]] | None = None,
    reader: Callable[[BinaryIO, Request], FileReading] = read,
) -> Reading:  # fmt: skip
    """Reads files one after the other, each against `known` and the ones before. Nothing is stored.

    answers: question id -> choice. remembered: layout -> answers given for it earlier. reader: by default the sandbox.
    """
    known = known or Known()
    result = Reading(later=known.later)
    memory = {layout: dict(given) for layout, given in (remembered or {}).items()}
    for name, file in files:
        digest = _digest(file)
        twin = next((f.name for f in result.files if f.digest == digest), None)
        given = _given(answers or {}, name, [n for n, _ in files])
        reading = reader(file, Request(name, today, given, patient))
        earlier = memory.get(reading.layout, {})
        told: list[str] = []
        while again := {q.id: earlier[q.id] for q in reading.questions if q.id in earlier and q.id not in given}:
            given |= again  # an answer may open the next question
            told += (f"{question} = {answer}" for question, answer in again.items())
            reading = reader(file, Request(name, today, given, patient))
        if told:
            reading.problems.append(Problem("answers-remembered", "noticed", facts={"answers": ", ".join(told)}))
        if reading.layout:
            memory.setdefault(reading.layout, {}).update(_of_layout(given))
        if twin is not None:
            reading.problems.insert(0, Problem("same-bytes", "noticed", facts={"other": twin}))
        one_patient(reading, patient, given)
        result.files.append(_compared(name, reading, digest, known, patient, given, result))
    result.questions = _asked_once(result.files)
    return result


def _asked_once(files: Sequence[ReadFile]) -> list[Question]:
    """The open questions; one that files of different layouts ask is asked for each, as "id@file"."""
    layouts: dict[str, set[str]] = {}
    for file in files:
        for q in file.reading.questions:
            layouts.setdefault(q.id, set()).add(file.reading.layout)
    found: dict[str, Question] = {}
    for file in files:
        for q in file.reading.questions:
            own = replace(q, id=f"{q.id}@{file.name}") if len(layouts[q.id]) > 1 else q
            found.setdefault(own.id, own)
    return list(found.values())


def _given(answers: Mapping[str, str], name: str, names: Sequence[str]) -> dict[str, str]:
    """The answers for one file of these names: those for all, and over them those that name it."""
    own = {k.removesuffix(f"@{name}"): v for k, v in answers.items() if k.endswith(f"@{name}")}
    ends = tuple(f"@{n}" for n in names)
    return {k: v for k, v in answers.items() if not k.endswith(ends)} | own


def _of_layout(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that hold for every file of a layout: not whose it is, which year, or which of two values is right."""
    return {k: v for k, v in answers.items() if k.startswith(_REMEMBERED) and not k.startswith("unit:check:")}


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(1 << 16):
        digest.update(chunk)
    return digest.hexdigest()


def _compared(
    name: str,
    reading: FileReading,
    digest: str,
    known: Known,
    patient: str | None,
    answers: dict[str, str],
    result: Reading,
) -> ReadFile:
    counts: Counter[str] = Counter(reading.set_aside.values())
    if not reading.file_refused:
        before = max((d for p, d in (*known.daily, *known.sessions) if p == (patient or NOBODY)), default=None)
        made = compare(reading, known, patient or NOBODY, answers, name)
        rows = {key: state for key, state in made.rows.items() if key not in reading.set_aside}
        counts += Counter(rows.values())
        reading.questions += made.questions
        reading.problems += made.problems + _gaps(reading, before)
        for table, accepted in made.accepted.items():
            result.accepted[table] += [(row, found, name) for row, found in accepted]
            result.said[table] += [(*said, name) for said in made.said[table]]
    return ReadFile(name, reading, counts, digest, {k: v for k, v in answers.items() if v})


def _gaps(reading: FileReading, before: str | None) -> list[Problem]:
    """Stretches of days without a line, from what was known on: told, never filled."""
    if len({f.values.get("patient_id") for f in reading.found}) != 1 or reading.kind not in (
        "csv",
        "tsv",
        "xlsx",
        "ods",
        "xls",
    ):
        return []
    days = sorted(date.fromisoformat(d) for d in {str(f.values["date"]) for f in reading.found} | reading.days)
    if before and days and date.fromisoformat(before) < days[0]:
        days.insert(0, date.fromisoformat(before))
    told = []
    for last, next_one in pairwise(days):
        missing = (next_one - last).days - 1
        if missing >= GAP_DAYS:
            facts = {"n": missing, "first": last + timedelta(days=1), "last": next_one - timedelta(days=1)}
            told.append(Problem("gap-in-days", "noticed", facts=facts))
    return told


def shown_questions(result: Reading, w: Speaker, language: int) -> list[Asked]:
    """The open questions in words. language: 0 French, 1 English."""
    return [asked(q, w, language) for q in result.questions]


def as_json(result: Reading, w: Speaker, language: int) -> dict[str, Any]:
    """The reading as the contract writes it; beside its keys: rows per file, and each message in full."""
    span = result.span
    return {
        "schema": SCHEMA,
        "files": [_file(f) for f in result.files],
        "rows": result.counts,
        "span": list(span) if span else None,
        "questions": [{"id": q.id, "text": q.text, "choices": list(q.choices), "example": q.example, "meanings": dict(q.choices)}
                      for q in shown_questions(result, w, language)],
        "problems": [_problem(p, f.name, w) for f in result.files for p in f.reading.problems],
        "outcome": result.outcome,
    }  # fmt: skip


def _file(file: ReadFile) -> dict[str, Any]:
    r = file.reading
    return {
        "name": file.name, "kind": r.kind, "encoding": r.encoding, "separator": r.separator, "decimal": r.decimal,
        "date_order": r.date_order, "columns": [{"from": c.source, "to": _TO.get(c.target, c.target), "unit": c.unit} for c in r.columns],
        "ignored_columns": r.ignored, "layout": r.layout or None,
        "rows": {"received": r.received} | {s: file.counts[s] for s in STATES},
    }  # fmt: skip


def _problem(problem: Problem, file: str, w: Speaker) -> dict[str, Any]:
    expected, mend = expected_and_mend(problem, w)
    return {
        "code": problem.code, "file": file, "sheet": problem.sheet, "row": problem.row, "column": problem.column,
        "value": problem.value, "expected": expected, "mend": mend, "outcome": problem.outcome, "message": sentence(problem, w, file),
    }  # fmt: skip


def memory(result: Reading) -> dict[str, dict[str, str]]:
    """layout -> the answers given for it, to be given again for the next file of that layout."""
    kept: dict[str, dict[str, str]] = {}
    for f in result.files:
        if f.reading.layout and (given := _of_layout(f.answers)):
            kept.setdefault(f.reading.layout, {}).update(given)
    return kept


def provenance(result: Reading) -> list[Sequence[str]]:
    """One line per value to store, under the titles of PROVENANCE: the value, and the place and the cell it is from.

    A later row for the same day stands for an earlier one, as in the log folder.
    """
    lines: dict[object, Sequence[str]] = {}
    for table, rows in result.accepted.items():
        for row, found, file in rows:
            for name, value in row.items():
                if name in ("patient_id", "date", "session"):
                    continue
                source, origin = result.later.get(id(row), {}).get(name, (file, found))
                title, text = origin.sources.get(name, ("", ""))
                of_day = (row["patient_id"], row["date"], name)
                lines[of_day if table == "daily" else (id(row), name)] = (
                    table, str(row["patient_id"]), str(row["date"]), str(row.get("session", "")), name, str(value), source,
                    origin.sheet or "", str(origin.row), title, text,
                )  # fmt: skip
    return list(lines.values())
