"""`bench`: how fast the review is on this machine."""

from __future__ import annotations

import click


@click.command()
@click.option("--patients", type=click.IntRange(100, 100_000), default=10_000, show_default=True, metavar="N",
              help="Size of the largest clinic; the others follow. 1000 takes under a minute.")  # fmt: skip
@click.option("--scale", is_flag=True, help='Two worker processes beside one, too. Needs pip install "loadaid[scale]".')
def bench(patients: int, scale: bool) -> None:
    """Time the review on invented patients, beside pandas and other load packages doing less.

    \b
    Example
      python -m loadaid bench --patients 1000
    """
    from loadaid.bench import run

    for line in run(patients, scale=scale):
        click.echo(line)
