"""`prove`: what this version promises, tried here and counted."""

from __future__ import annotations

import importlib
import inspect
import platform
import time

import click

from loadaid.domain.errors import UsageError

# name -> what it promises; the module of that name has `prove(count, minutes)`, with `database` where it can be on a server
PROOFS = {
    "audit": "every change of the audit log is found",
    "crowd": "twenty people at once wait little, also beside a hostile upload",
    "kills": "an import whose process is killed is whole or not there",
    "starts": "processes that start at once make one migration",
    "backups": "a backup made while others write restores with equal readings",
    "corruption": "a damaged database file is found, or harmless",
    "writers": "many writers at once lose nothing",
}  # fmt: skip
FAILED = 5


@click.command()
@click.argument("name", type=click.Choice(sorted(PROOFS)))
@click.option("--count", type=click.IntRange(1), metavar="N", help="How often; each proof has its own default.")
@click.option("--database", metavar="URL", help="An empty database of a server to try on: postgresql://... "
              "It is emptied between rounds. Default: SQLite files in a private folder.")  # fmt: skip
@click.option("--minutes", type=click.FloatRange(0.01), default=30, show_default=True, help="Stop then, and say so.")
def prove(name: str, count: int | None, database: str | None, minutes: float) -> int:
    """Try a promise on the real thing, many times, and print what came of it.

    \b
    Exit code: 0 it held each time; 5 it did not
    Example
      python -m loadaid prove audit --count 10000
    """
    from loadaid.version import app_version

    # It starts the whole app and speaks to it as a browser does: no part of the workflow.
    proof = importlib.import_module("loadaid.crowd" if name == "crowd" else f"loadaid.practice.prove.{name}")
    if database is not None and "database" not in inspect.signature(proof.prove).parameters:
        raise UsageError(f"prove {name} takes no --database: it makes its own.")
    given = {"count": count, "database": database}
    began = time.monotonic()
    counts = proof.prove(minutes=minutes, **{k: v for k, v in given.items() if v is not None})
    click.echo(f"{name}: {PROOFS[name]}")
    for what, times in counts.tried.items():
        click.echo(f"  {times:>9}  {what}")
    for what in counts.failed:
        click.echo(f"  FAILED: {what}")
    ended = " The time was up before the end." if counts.unfinished else ""
    click.echo(f"{'Did not hold' if counts.failed else 'Held each time'}. loadaid {app_version()}, Python "
               f"{platform.python_version()}, {time.monotonic() - began:.0f} s.{ended}")  # fmt: skip
    return FAILED if counts.failed else 0
