"""`validate`: how well the reading finds what is true of virtual patients, beside what people use today."""

from __future__ import annotations

import time
from pathlib import Path

import click

from loadaid.cli.options import language, shown_progress
from loadaid.cli.output import whole_folder


@click.command()
@click.option("--patients", type=click.IntRange(30, 9999), default=400, show_default=True, metavar="N",
              help="Virtual patients; a third as many more of the mechanism that no rule was tuned on.")  # fmt: skip
@click.option("--days", type=click.IntRange(60, 365), default=84, show_default=True, metavar="D", help="Days of each.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=2026, show_default=True, metavar="S",
              help="Another number gives other patients; the same number always the same.")  # fmt: skip
@language
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR",
              help="A new folder for validation.md, validation.html and scores.csv.")  # fmt: skip
def validate(patients: int, days: int, seed: int, lang: str, out: Path | None) -> None:
    """Compare loadaid with the rules in use today, on the logs of virtual patients whose truth is known.

    It is no clinical validation: the page says what it shows and what it does not.

    \b
    Examples
      python -m loadaid validate
      python -m loadaid validate --patients 2000 --seed 7 --lang en --out validation
    """
    if out is None:
        _validate(patients, days, seed, lang, None)
        return
    with whole_folder(out) as folder:
        _validate(patients, days, seed, lang, folder)
    click.echo(f"{out}: validation.md, validation.html, scores.csv")


def _validate(patients: int, days: int, seed: int, lang: str, folder: Path | None) -> None:
    from loadaid.locale import words
    from loadaid.validation.blocks import html, markdown, terminal
    from loadaid.validation.made import run_here
    from loadaid.validation.page import page, short
    from loadaid.validation.run import validation

    start = time.perf_counter()
    bar, move = shown_progress("Validating")
    with bar:
        v = validation(patients, days, seed, move)
    w = words(lang)
    command = f"python -m loadaid validate --patients {patients} --days {days} --seed {seed} --lang {lang}"
    run = run_here(command, time.perf_counter() - start)
    for line in terminal(short(v, run, w)):
        click.echo(line)
    if folder is not None:
        blocks = page(v, run, w)
        for name, text in (("validation.md", markdown(blocks)), ("validation.html", html(blocks, lang))):
            Path(folder, name).write_text(text, encoding="utf-8", newline="\n")
        v.scores.to_csv(Path(folder, "scores.csv"), index=False, float_format="%.4f", lineterminator="\n")
