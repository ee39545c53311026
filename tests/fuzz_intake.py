"""Reads thousands of mutated logs and checks what must hold for every file whatsoever.

    python -m tests.fuzz_intake --count 10000 --seed 1      run them
    python -m tests.fuzz_intake --replay 4711 --seed 1      one again, in full

What must hold: no exception leaves the reading or its words; the receipt adds up and names every line; every stored
value is one that its cell says, by an oracle that is not the parser; a stored 0 needs a 0; nothing in a column that is
used goes without a word; what is stored passes the log folder's own checks; five seconds per file at most.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from loadaid.cli.readout import write_rows
from loadaid.cli.readtext import told
from loadaid.domain.errors import LogRefused
from loadaid.domain.records import TABLES
from loadaid.intake import sandbox
from loadaid.intake.cells.numbers import is_blank
from loadaid.intake.cells.spelling import plain, tidy
from loadaid.intake.columns.wordcells import REST
from loadaid.intake.containers.sheet import letters
from loadaid.intake.file import read_file
from loadaid.intake.model import FileReading, Found, Request
from loadaid.intake.result import Reading, as_json, read_files
from loadaid.intake.tables.blocks import text_of
from loadaid.locale import words
from loadaid.logs import read as read_log
from tests.intake_mutations import mutated
from tests.intake_oracle import is_day_said, is_number_said
from tests.intake_seeds import TODAY, Rows, Seed, seeds

SECONDS, ROUNDS = 5.0, 6
SANDBOXED = 250  # one file of so many is also read in the sandbox
KINDS = {(t.name, c.name): c for t in TABLES if t.name in ("sessions", "daily") for c in t.columns}
TURN = "sheet:days-in-columns"
DERIVED = ("patient_id", "date", "session", "start", "family", "completed")  # numbered, or said by the kind of file


@dataclass
class Run:
    """What came of one file. wide: it was taken for one with its days in columns. failures: what did not hold."""

    number: int
    seed: Seed
    data: bytes
    rows: Rows | None
    told: list[str]
    answers: dict[str, str]
    reading: Reading | None = None
    seconds: float = 0.0
    wide: bool = False
    failures: list[str] = field(default_factory=list)


def run(number: int, start: int) -> Run:
    """One file of the series, made, read and checked."""
    r = random.Random(f"{start}/{number}")
    seed = seeds()[number % len(seeds())]
    data, rows, done = mutated(seed, r)
    one = Run(number, seed, data, rows, done, dict(seed.answers) if r.random() < 0.9 else {})
    try:
        _read(one)
        for _ in range(ROUNDS if r.random() < 0.5 else 0):
            if one.reading is None or not one.reading.questions:
                break
            one.answers |= {
                q.id: r.choice(q.choices) for q in one.reading.questions if q.choices and q.id not in one.answers
            }
            _read(one)
        if one.reading is not None and number % SANDBOXED == 0:
            _same_in_the_sandbox(one)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        one.failures.append(f"exception {type(error).__name__} in {Path(place.filename).name} {place.name}: {error}")
    return one


def _read(one: Run) -> None:
    begun = time.perf_counter()
    one.reading = read_files(
        [(one.seed.name, io.BytesIO(one.data))], today=TODAY, answers=one.answers, reader=read_file
    )
    one.wide = one.wide or TURN in one.answers or any(q.id == TURN for q in one.reading.questions)
    one.seconds = max(one.seconds, time.perf_counter() - begun)
    if one.seconds > SECONDS:
        one.failures.append(f"{one.seconds:.1f} s")
    w = words("fr")
    as_json(one.reading, w, 0)
    told(one.reading, w, 0)
    one.failures += dict.fromkeys(_broken(one, one.reading))


def _broken(one: Run, reading: Reading) -> Iterator[str]:
    counts = reading.counts
    if counts["received"] != sum(counts[s] for s in ("new", "same", "conflicting", "refused", "skipped")):
        yield f"the receipt does not add up: {counts}"
    of = reading.files[0].reading
    if of.file_refused:
        if not any(p.outcome == "refused" for p in of.problems):
            yield "a file is refused without a reason"
        return
    yield from _unnamed(of, one)
    for table, accepted in reading.accepted.items():
        for row, found, _ in accepted:
            for name, value in row.items():
                if name in found.values:  # else it was known before
                    yield from _value(table, name, value, found, of, one)
            yield from _day(row, found, of, one)


def _is_text(of: FileReading) -> bool:
    return of.kind in ("csv", "tsv")


def _value(table: str, name: str, value: Any, found: Found, of: FileReading, one: Run) -> Iterator[str]:
    if name in DERIVED or (table, name) not in KINDS:
        return
    if name not in found.sources:
        if not (name == "sets" and value == 1):
            yield f"{table}.{name} = {value!r} has no source"
        return
    title, text = found.sources[name]
    column = KINDS[table, name]
    joined = any(k.startswith("same-session:") and v == "one" for k, v in one.answers.items()) and column.session_wide
    chosen = any(k.startswith("merge:day:") for k in one.answers) and table == "daily"
    if _is_device(of) or joined or chosen:
        return
    if column.kind in ("number", "whole"):
        if text == "-0":
            return
        if not is_number_said(float(value), text, name, title, one.answers, table):
            yield f"{table}.{name} = {value!r} from {text[:60]!r} under {title[:40]!r}"
        if value == 0 and not re.search(r"\d", text):
            yield f"{table}.{name} = 0 from {text[:60]!r}"
    elif not tidy(text):
        yield f"{table}.{name} = {value!r} from a blank"
    elif value in ("yes", "no") and re.match(
        r"(non|no|faux|false|0)\b" if value == "yes" else r"(oui|yes|vrai|true|1)\b", tidy(text).casefold()
    ):
        yield f"{table}.{name} = {value!r} from {text[:60]!r}"
    ditto = one.answers.get("merge:ditto:cells") == "yes"
    if (
        one.rows is not None
        and _is_text(of)
        and not one.wide
        and not ditto
        and " - " not in text
        and found.row <= len(one.rows)
    ):
        cells = [str(c) for c in one.rows[found.row - 1]]
        if not any(text == c or tidy(text) == tidy(c) for c in cells):
            yield f"{table}.{name}: {text[:60]!r} is not in line {found.row}"


def _is_device(of: FileReading) -> bool:
    return of.kind not in ("csv", "tsv", "xlsx", "ods", "xls") or not of.layout


def _day(row: Mapping[str, Any], found: Found, of: FileReading, one: Run) -> Iterator[str]:
    """The day of a row stands in its line, or above where ditto marks are taken; where the cells are not known, in the file."""
    day = date.fromisoformat(str(row["date"]))
    if _is_device(of):
        return
    if one.rows is None:
        cells: list[Any] = _words_of(one, of)
    elif one.wide:
        cells = [c for line in one.rows for c in line]
    else:
        ditto = any(k.startswith("merge:ditto") and v == "yes" for k, v in one.answers.items())
        lines = one.rows[: found.row] if ditto else one.rows[found.row - 1 : found.row]
        cells = [c for line in lines for c in line]
    if cells and not any(is_day_said(day, c) for c in cells):
        yield f"{day} is not in line {found.row}: {[str(c)[:20] for c in cells[:6]]}"


def _words_of(one: Run, of: FileReading) -> list[str]:
    """The pieces of a text file between its separators; [] for a workbook, whose bytes say nothing."""
    if not _is_text(of) or of.encoding is None:
        return []
    return re.split(rf"[\n\r\"{re.escape(of.separator or '')}]", one.data.decode(of.encoding, errors="replace"))


def _unnamed(of: FileReading, one: Run) -> Iterator[str]:
    """Lines of a text table that nothing speaks of, and cells of a column in use that gave neither value nor word."""
    if one.rows is None or not _is_text(of) or _is_device(of):
        return
    if one.wide:
        yield from _unnamed_columns(of, one.rows)
        return
    taken = {f.row for f in of.found} | {row for _, row in of.set_aside} | {row for _, row in of.waiting}
    named = taken | {p.row for p in of.problems if p.row}
    if not taken:
        return
    for number, line in enumerate(one.rows, start=1):
        if number > min(taken) and number not in named and any(tidy(str(c)) for c in line):
            yield f"line {number} is neither taken nor named: {[str(c)[:15] for c in line[:5]]}"
    head = next((line for line in one.rows if {tidy(str(c)) for c in line} >= {m.source for m in of.columns}), None)
    if (
        head is None
        or len({f.sheet for f in of.found}) > 1
        or any(p.code == "second-table-on-sheet" for p in of.problems)
    ):
        return
    at = {tidy(str(c)): i for i, c in enumerate(head)}
    told_of = {(p.column, p.row) for p in of.problems} | {
        (p.column, None) for p in of.problems if p.outcome == "noticed"
    }
    for row in {f.row for f in of.found} - {row for _, row in of.set_aside} - {row for _, row in of.waiting}:
        of_row = [f for f in of.found if f.row == row]
        used = {source for f in of_row for source, _ in f.sources.values()}
        notes = " ".join(str(v) for f in of_row for v in f.values.values())
        for mapped in of.columns:
            if "." not in mapped.target or mapped.source in used or mapped.source not in at:
                continue
            line = one.rows[row - 1]
            text = tidy(text_of(line[at[mapped.source]])) if at[mapped.source] < len(line) else ""  # type: ignore[arg-type]
            if (
                any(q.id.endswith(f":{mapped.source}") for q in of.questions)
                or is_blank(text)
                or text in notes
                or (
                    mapped.target == "sessions.sets" and any("sets" in f.values for f in of_row)
                )  # "3" beside "10/10/8"
                or (
                    (plain(text) in REST or not text.strip("0.,"))
                    and any(f.values.get("exercised") == "no" for f in of_row)
                )
                or (mapped.source, row) in told_of
                or (mapped.source, None) in told_of
            ):
                continue
            yield f"{text[:40]!r} under {mapped.source!r}, line {row}, went without a word"


def _unnamed_columns(of: FileReading, rows: Rows) -> Iterator[str]:
    """Columns right of the first day that nothing speaks of, though they hold something."""
    if any(q.id.removeprefix("column:").isdigit() for q in of.questions):  # not taken for days in columns
        return
    taken = {f.row for f in of.found} | {row for _, row in of.set_aside} | {row for _, row in of.waiting}
    named = (
        taken
        | {p.row for p in of.problems if p.row}
        | {at + 1 for at in range(max(len(row) for row in rows)) if letters(at) in {p.column for p in of.problems}}
    )
    for at in range(1, max(len(row) for row in rows)):
        if (
            taken
            and at + 1 > min(taken)
            and at + 1 not in named
            and any(at < len(row) and tidy(str(row[at])) for row in rows)
        ):
            yield f"column {at + 1} is neither taken nor named: {[str(row[at])[:12] for row in rows if at < len(row)][:5]}"


def _same_in_the_sandbox(one: Run) -> None:
    request = Request(one.seed.name, TODAY, one.answers, None)
    here, there = read_file(io.BytesIO(one.data), request), sandbox.read_bytes(one.data, request)
    if (here.received, here.set_aside, [f.values for f in here.found]) != (
        there.received,
        there.set_aside,
        [f.values for f in there.found],
    ):
        one.failures.append(
            f"the sandbox read it otherwise: {here.kind} {here.received}, {there.kind} {there.received} {[p.code for p in there.problems]}"
        )


def refused_by_the_log(runs: list[Run]) -> Iterator[tuple[Run, str]]:
    """Of these, those whose rows the log folder refuses when `read` writes them: all at once, and one by one when it does."""
    storing = [one for one in runs if one.reading is not None and any(one.reading.accepted.values())]
    if not storing or not _refusal(storing):
        return
    for one in storing:
        if said := _refusal([one]):
            yield one, said


def _refusal(runs: list[Run]) -> str:
    whole = Reading()
    for one in runs:
        for table, rows in (one.reading or whole).accepted.items():
            whole.accepted[table] += [
                (row | {"patient_id": f"{one.number}/{row['patient_id']}"}, found, name) for row, found, name in rows
            ]
    with tempfile.TemporaryDirectory() as place:
        try:
            (Path(place) / "log").mkdir()
            write_rows(Path(place) / "log", whole)
            read_log(Path(place) / "log")
        except LogRefused as refused:
            p = refused.problems[0]
            return f"the log folder refuses it: {p.code} {p.file} {p.column} {p.value!r}"
        except Exception as error:
            return f"not written: {type(error).__name__} {error}"
    return ""


def series(first: int, count: int, start: int) -> list[Run]:
    """Runs `first` to `first + count`, checked one by one and, in lots, by the log folder."""
    runs, lot = [], []
    for number in range(first, first + count):
        runs.append(run(number, start))
        lot.append(runs[-1])
        if len(lot) == 100 or number == first + count - 1:
            for one, said in refused_by_the_log(lot):
                one.failures.append(said)
            lot = []
    return runs


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--count", type=int, default=1000)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--replay", type=int)
    asked.add_argument("--out", type=Path, help="with --replay: where the mutated file is written")
    given = asked.parse_args()
    if given.replay is not None:
        return _replay(given.replay, given.seed, given.out)
    outcomes: Counter[str] = Counter()
    of_seed: Counter[tuple[str, str]] = Counter()
    kinds: dict[str, list[str]] = {}
    worst, begun = (0.0, -1, ""), time.perf_counter()
    for first in range(given.first, given.first + given.count, 500):
        for one in series(first, min(500, given.first + given.count - first), given.seed):
            outcome = one.reading.outcome if one.reading else "exception"
            outcomes[outcome] += 1
            of_seed[one.seed.name, outcome] += 1
            worst = max(worst, (one.seconds, one.number, one.seed.name))
            for said in dict.fromkeys(one.failures):
                kinds.setdefault(re.sub(r"\d+", "#", said)[:70], []).append(
                    f"{one.number} {one.seed.name} {one.told}: {said}"
                )
        print(
            f"{first + 500 - given.first} read, {sum(map(len, kinds.values()))} failures, {time.perf_counter() - begun:.0f} s",
            file=sys.stderr,
            flush=True,
        )
    for kind, lines in sorted(kinds.items(), key=lambda k: -len(k[1])):
        print(f"\n{len(lines)} x {kind}")
        print("\n".join(f"    {line[:400]}" for line in lines[:3]))
    print("\noutcomes:", dict(outcomes))
    for name in dict.fromkeys(s.name for s in seeds()):
        print(f"  {name:28}", {o: n for (s, o), n in sorted(of_seed.items()) if s == name})
    print(
        f"worst time {worst[0]:.2f} s, run {worst[1]}, {worst[2]}; {given.count} files, {sum(map(len, kinds.values()))} failures"
    )
    return 1 if kinds else 0


def _replay(number: int, start: int, out: Path | None) -> int:
    one = run(number, start)
    if out is not None:
        out.write_bytes(one.data)
    print(one.seed.name, one.told, one.answers)
    if one.reading is not None:
        print(told(one.reading, words("fr"), 0))
    print("\n".join([*one.failures, *(said for _, said in refused_by_the_log([one]))]))
    return 1 if one.failures else 0


if __name__ == "__main__":
    sys.exit(main())
