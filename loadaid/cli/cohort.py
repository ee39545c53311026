"""`cohort`: every patient on every day as one table, by this process or by several."""

from __future__ import annotations

import csv
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import click

from loadaid.cli.options import folder, shown_progress
from loadaid.cli.output import whole_file, whole_folder
from loadaid.domain.errors import LogRefused, Problem, UsageError

LEFT_OUT = 4  # exit code when some patients are not in the table
COLUMNS = ("patient_id", "file", "row", "column", "value", "expected", "mend", "code")  # of OUT.errors.csv


@click.command()
@folder
@click.option("--out", metavar="FILE|DIR/", help="The table to write, FILE.parquet; or a folder for its parts, named with "
              "a / at the end. Default: only a summary is shown.")  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Share the work among N processes of this machine."
)
@click.option("--scheduler", metavar="ADDRESS", help="Share it among the workers of this Dask scheduler, such as "
              "tcp://machine:8786. They need loadaid, and FOLDER and the output under the same path.")  # fmt: skip
def cohort(folder: Path, out: str | None, workers: int | None, scheduler: str | None) -> int:
    """Review every patient in FOLDER on every day: headline, axes and every rule as a table.

    A patient with a problem in the files is left out and listed in OUT.errors.csv, row by row; the others are reviewed
    and the exit code is 4. For a large cohort give the tables as Parquet, best in parts of whole patients
    (sessions/*.parquet, daily/*.parquet): then memory holds a few parts, not the cohort. Several processes need
    pip install "loadaid[scale]".

    \b
    Examples
      python -m loadaid cohort clinic
      python -m loadaid cohort clinic --out readings.parquet --workers 2
      python -m loadaid cohort clinic --out readings/ --scheduler tcp://machine:8786
    """
    if workers and scheduler:
        raise UsageError("--workers makes a cluster and --scheduler takes one that runs. Give one of the two.")
    with _whole(out) as path, _stopped_as_by_ctrl_c(), _client(workers, scheduler) as client:
        from loadaid.cohort.run import cohort

        bar, move = shown_progress("Reviewing")
        with bar:
            found = cohort(folder, path, client=client, progress=move)
        if out is not None:
            _list(found.problems, _errors_of(out))
    if out is None:
        click.echo(f"{found.patients} patients, {found.days} days. Headlines on their last day:")
        for headline, patients in found.last.most_common():
            click.echo(f"{patients:>9}  {headline}")
    if not found.problems:
        return 0
    left_out = len({problem.patient_id for problem in found.problems} - {""})
    where = f"listed in {_errors_of(out)}" if out else f"\n{LogRefused(found.problems)}"
    click.echo(f"loadaid: patients left out: {left_out}, problems: {len(found.problems)}, {where}", err=True)
    return LEFT_OUT


def _whole(out: str | None) -> AbstractContextManager[Path | None]:
    """What is written to, whole or not at all."""
    if out is None:
        return nullcontext()
    if out.endswith(("/", os.sep)) or Path(out).is_dir():
        return whole_folder(Path(out), replaces="part-*.parquet")
    if Path(out).suffix.lower() != ".parquet":
        raise UsageError(f"--out {out}: the name has to end in .parquet, or in / for a folder of parts.")
    return whole_file(Path(out))


def _client(workers: int | None, scheduler: str | None) -> AbstractContextManager[Any]:
    """The cluster that does the work; None: this process, and Dask is not loaded."""
    if not workers and not scheduler:
        return nullcontext()
    from loadaid.cohort import cluster

    return cluster.local(workers) if workers else cluster.remote(str(scheduler))


@contextmanager
def _stopped_as_by_ctrl_c() -> Iterator[None]:
    """A process told to end (SIGTERM) clears up what it has begun, as it does after Ctrl+C."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _errors_of(out: str) -> Path:
    return Path(out).with_name(Path(out).name + ".errors.csv")


def _list(problems: Sequence[Problem], path: Path) -> None:
    """One row per problem, by patient; no file when there is none, nor an old one."""
    if not problems:
        path.unlink(missing_ok=True)
        return
    with whole_file(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for problem in sorted(problems, key=lambda p: (p.patient_id, p.file, p.row, p.column)):
            rows.writerow([getattr(problem, name) for name in COLUMNS])
