"""`review`: the reading of one patient or a whole folder, for people and for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loadaid.cli.options import Day, folder, language, patient, shown_progress
from loadaid.cli.output import whole_file
from loadaid.domain.errors import UsageError

if TYPE_CHECKING:
    from loadaid.analysis.review import Review
    from loadaid.locale import Words

ABSENT = ("html", "pdf")
FORMATS = ("text", "json", "jsonl", *ABSENT)


@click.command()
@folder
@patient
@click.option("--as-of", type=Day(), metavar="DATE", help="Read the log as it stood on that day, such as 2026-03-09. "
              "Nothing dated later is used. Default: each patient's last logged day.")  # fmt: skip
@click.option("--every-day", is_flag=True, help="One reading for each day from the first to the last logged.")
@language
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
              help="text: for people. json: one patient, for programs. jsonl: one JSON object per line, for each "
              "patient, or for each patient and day with --every-day. html, pdf: not available yet.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to this file, not to the screen.")
def review(
    folder: Path, patient: str | None, as_of: date | None, every_day: bool, lang: str, form: str, out: Path | None
) -> None:
    """Review the log in FOLDER: how each patient's progression reads, and why.

    One patient is shown in full: reading, reasons with their numbers and days, what would change them, options to
    discuss. Several are listed, one line each; --patient shows one of them in full.

    \b
    Examples
      python -m loadaid review clinic
      python -m loadaid review clinic --patient P-002 --as-of 2026-10-01
      python -m loadaid review clinic --every-day --format jsonl --out readings.jsonl
    """
    if form in ABSENT:
        raise UsageError(f"--format {form}: not available in this version.")
    if form == "json" and every_day:
        raise UsageError("--format json holds one reading. For every day take --format jsonl.")
    made = _reviewed(folder, patient, as_of)
    if form == "json" and len(made.patients) > 1:
        raise UsageError(f"--format json holds one patient and this log has {len(made.patients)}. "
                         "Add --patient ID, or take --format jsonl.")  # fmt: skip
    from loadaid.locale import words

    lines = _lines(made, words(lang), form, every_day)
    if out is None:
        for line in lines:
            if form == "text":
                print(line)
            else:  # JSON is UTF-8 with plain line ends, whatever the terminal speaks
                sys.stdout.buffer.write((line + "\n").encode())
        return
    with whole_file(out) as path, path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)


def _reviewed(folder: Path, patient: str | None, as_of: date | None) -> Review:
    from loadaid.analysis.review import review
    from loadaid.logs import read

    log = read(folder)
    bar, move = shown_progress("Reviewing")
    with bar:
        return review(log, as_of=as_of, patients=None if patient is None else [patient], progress=move)


def _lines(made: Review, words: Words, form: str, every_day: bool) -> Iterator[str]:
    """The lines to show, as they are made: a long list never waits in memory."""
    from loadaid.cli.text import full, short

    for one in made.patients:
        for day in made.days(one) if every_day else [None]:
            result: dict[str, Any] = made.result(one, words, day)
            if form == "jsonl":
                yield json.dumps(result, ensure_ascii=False, allow_nan=False)
            elif form == "json":
                yield json.dumps(result, ensure_ascii=False, allow_nan=False, indent=2)
            elif every_day or len(made.patients) > 1:
                yield short(result, words)
            else:
                yield full(result, words)
