"""One part of a cohort: its patients read, reviewed on every day, and written, by whichever process does it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyarrow as pa

from loadaid.analysis.index import Index, index
from loadaid.cohort.table import tables
from loadaid.domain.errors import LogRefused, Problem
from loadaid.domain.limits import Limits
from loadaid.domain.records import TABLES
from loadaid.logs import Part, read_some

Progress = Callable[[int, int], None]
ARROW = ".arrow"  # of part files that are joined and go away: quicker to write and to read than Parquet


@dataclass(frozen=True)
class Job:
    """Some whole patients of a log folder (part None: all), and the file their days go to (None: only counted)."""

    folder: Path
    part: Part | None
    out: Path | None


@dataclass(frozen=True)
class Outcome:
    """What a job found: patients and days reviewed, headlines on each patient's last day, problems of those left out.

    refused: a file cannot be read at all, and nobody was reviewed.
    """

    patients: int = 0
    days: int = 0
    last: Counter[str] = field(default_factory=Counter)
    problems: tuple[Problem, ...] = ()
    refused: bool = False

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.patients + other.patients, self.days + other.days, self.last + other.last,
            self.problems + other.problems, self.refused or other.refused,
        )  # fmt: skip


def do(job: Job, progress: Progress = lambda done, total: None) -> Outcome:
    """Do one job. Again it gives the same file, so a job whose worker died can be given to another.

    progress: called with (patients done, patients).
    """
    try:
        log, problems = read_some(job.folder, job.part)
    except LogRefused as refusal:  # as an answer: a cluster would write the text of an error, with values, to its log
        return Outcome(problems=refusal.problems, refused=True)
    if not any(len(getattr(log, t.name)) for t in TABLES if any(c.name == "date" for c in t.columns)):
        return Outcome(problems=tuple(problems))
    indexed = index(log)
    last: Counter[str] = Counter()
    days = _days(indexed, last, progress)
    if job.out is None:
        for _ in days:
            pass
    else:
        beside = job.out.with_name(
            f".{uuid4().hex}{job.out.suffix}"
        )  # a worker thought dead may still be writing the same part
        write_rows(days, beside)
        os.replace(beside, job.out)
    spans = indexed.last - indexed.first + 1
    return Outcome(len(spans), int(spans.sum()), last, tuple(problems))


def _days(indexed: Index, last: Counter[str], progress: Progress) -> Iterator[pa.Table]:
    """The table's rows, some patients at a time; the headlines of their last days are counted in `last`."""
    for place, rows in zip(indexed.blocks(), tables(indexed, Limits({})), strict=True):
        ends = np.cumsum(indexed.last[place] - indexed.first[place] + 1) - 1
        last.update(rows["headline"].take(pa.array(ends)).to_pylist())
        progress(place.stop, len(indexed.ids))
        yield rows


def write_rows(rows: Iterable[pa.Table], path: Path) -> None:
    """One file, as the rows come: Parquet, or Arrow's own form where the name ends so. No file when there are none."""
    import pyarrow.parquet as pq  # loaded here: a summary does not pay for it

    writer = None
    try:
        for some in rows:
            if writer is None and path.suffix == ARROW:
                writer = pa.ipc.new_file(path, some.schema, options=pa.ipc.IpcWriteOptions(compression="lz4"))
            elif writer is None:
                writer = pq.ParquetWriter(path, some.schema, write_statistics=["patient_id", "date"])
            writer.write_table(some)
    finally:
        if writer is not None:
            writer.close()


def read_rows(path: Path) -> Iterator[pa.Table]:
    """The rows of a file in Arrow's form, in the pieces in which they were written."""
    with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as batches:
        for k in range(batches.num_record_batches):
            yield pa.Table.from_batches([batches.get_batch(k)])
