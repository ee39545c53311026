"""cohort(folder, out): every patient on every day, part by part; memory holds a few parts, whatever the cohort's size."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from loadaid.cohort.cluster import done_by
from loadaid.cohort.job import ARROW, Job, Outcome, Progress, do, read_rows, write_rows
from loadaid.domain.errors import LogRefused, UsageError
from loadaid.logs import parts, read_some, write


def cohort(
    folder: Path, out: Path | None = None, *, client: Any = None, progress: Progress = lambda done, total: None
) -> Outcome:
    """Review every patient of a folder on every day; the days become the table of loadaid/cohort/table.py.

    out: the Parquet file to write, or a folder there is for part files; None: the days are only counted.
    client: of dask.distributed; its workers see `folder` and `out` under the same names. None: this process does it.
    A patient with a problem is left out, and the problem is in the outcome. Values do not depend on who does what.
    Errors: LogRefused when a file cannot be read or nobody is left, UsageError when nothing is dated.
    """
    folder, out = folder.resolve(), out and out.resolve()
    with tempfile.TemporaryDirectory(prefix=".loadaid-", dir=out.parent if out else None) as work:
        in_parts = out is not None and out.is_dir()
        suffix = None if out is None else ".parquet" if in_parts else ARROW
        jobs, found = _jobs(folder, Path(work), suffix, several=client is not None)

        def finished() -> Iterator[Path]:
            """The part files, in order, as they are finished."""
            nonlocal found
            outcomes = _done_here(jobs, progress) if client is None else done_by(client, jobs, progress)
            for job, outcome in zip(jobs, outcomes, strict=True):
                if outcome.refused:
                    raise LogRefused(outcome.problems)
                found += outcome
                if job.out and outcome.patients:
                    yield job.out

        if out is not None and not in_parts:
            write_rows(_joined(finished()), out)
        else:
            for path in finished():
                os.replace(path, Path(out or work, path.name))
    if found.patients:
        return found
    if found.problems:
        raise LogRefused(found.problems)
    raise UsageError("this log has no dated row: add one to sessions.csv or daily.csv")


def _jobs(folder: Path, work: Path, suffix: str | None, *, several: bool) -> tuple[list[Job], Outcome]:
    """The jobs in text order of their patients, and the problems found already. suffix: of part files; None: no files.

    A folder that cannot be read in parts is one job; for several workers it is written once as one that can.
    """
    cut, found = parts(folder), Outcome()
    if cut is None and several:
        log, problems = read_some(folder)
        folder, found = work / "log", Outcome(problems=tuple(problems))
        write(log, folder, format="parquet")
        cut = parts(folder)
    named = enumerate(cut or [None])
    return [Job(folder, part, work / f"part-{k:05}{suffix}" if suffix else None) for k, part in named], found


def _done_here(jobs: list[Job], progress: Progress) -> Iterator[Outcome]:
    for k, job in enumerate(jobs):

        def move(done: int, total: int, before: int = k) -> None:
            progress(before * total + done, len(jobs) * total)

        yield do(job, move)


def _joined(files: Iterable[Path]) -> Iterator[pa.Table]:
    """The rows of part files, some patients at a time; a file that was read goes away."""
    for path in files:
        yield from read_rows(path)
        path.unlink()
