"""`demo`: a clinic of invented patients, to try the rest with."""

from __future__ import annotations

from pathlib import Path

import click

from loadaid.cli.options import folder


@click.command()
@folder
@click.option(
    "--patients", type=click.IntRange(1, 100_000), default=60, show_default=True, metavar="N", help="How many."
)
@click.option(
    "--days", type=click.IntRange(1, 3650), default=180, show_default=True, metavar="D", help="Days of follow-up."
)
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=1, show_default=True, metavar="S",
              help="Another number gives other patients; the same number always the same.")  # fmt: skip
def demo(folder: Path, patients: int, days: int, seed: int) -> None:
    """Write the log of a virtual clinic into FOLDER: invented patients, no real person.

    It shows what the files look like, and gives something to try the other verbs on. A log that is in FOLDER already
    is replaced; a folder that holds anything else is left alone.

    \b
    Example
      python -m loadaid demo clinic --patients 20 --days 90
    """
    from loadaid.logs import write
    from loadaid.virtual import clinic

    write(clinic(patients, days, seed), folder)
    click.echo(f"{folder}: {patients} invented patients, {days} days.\nNext: python -m loadaid review {folder}")
