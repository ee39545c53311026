"""`review`: the reading of one patient or a whole folder, for people and for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loadaid.cli.options import Day, folder, language, patient, shown_progress
from loadaid.cli.output import whole_file
from loadaid.domain.errors import UsageError

if TYPE_CHECKING:
    from loadaid.analysis.review import Review
    from loadaid.domain.records import Log
    from loadaid.locale import Words

PAGES = ("html", "pdf")  # one page of paper for one patient
ONE = ("json", *PAGES)
FORMATS = ("text", "json", "jsonl", *PAGES)


@click.command()
@folder
@patient
@click.option("--as-of", type=Day(), metavar="DATE", help="Read the log as it stood on that day, such as 2026-03-09. "
              "Nothing dated later is used. Default: each patient's last logged day.")  # fmt: skip
@click.option("--every-day", is_flag=True, help="One reading for each day from the first to the last logged.")
@language
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
              help="text: for people. json: one patient, for programs. jsonl: one JSON object per line, for each "
              "patient, or for each patient and day with --every-day. html, pdf: one page for one patient.")  # fmt: skip
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
      python -m loadaid review clinic --patient P-002 --format pdf --out P-002.pdf
    """
    if form in ONE and every_day:
        raise UsageError(f"--format {form} holds one reading. For every day take --format jsonl.")
    if form == "pdf" and out is None and sys.stdout.isatty():
        raise UsageError("--format pdf is not for a screen. Add --out FILE.pdf.")
    log, made = _reviewed(folder, patient, as_of)
    if form in ONE and len(made.patients) > 1:
        raise UsageError(f"--format {form} holds one patient and this log has {len(made.patients)}. "
                         "Add --patient ID, or take --format jsonl.")  # fmt: skip
    from loadaid.locale import words

    if form in PAGES:
        _put(_page(log, made, words(lang), form), out)
        return
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


def _page(log: Log, made: Review, words: Words, form: str) -> bytes:
    """The page of the one patient reviewed, without a name: a log folder has none."""
    from loadaid.report import html, sheet
    from loadaid.report.facts import facts

    patient = made.patients[0]
    result = made.result(patient, words)
    page = facts(made, log, patient, date.fromisoformat(result["as_of"]))
    now = datetime.now(UTC).astimezone()
    printed = f"{words.day(now.date(), long=True)}, {now:%H:%M}"
    identity = {"name": "", "code": patient, "age": ""}
    if form == "pdf":
        return sheet.pdf(result, page, words, identity=identity, decision=None, printed=printed)
    return html.document(result, page, words, identity=identity, decision=None, printed=printed).encode()


def _put(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    with whole_file(out) as path:
        path.write_bytes(content)


def _reviewed(folder: Path, patient: str | None, as_of: date | None) -> tuple[Log, Review]:
    from loadaid.analysis.review import review
    from loadaid.logs import read

    log = read(folder)
    bar, move = shown_progress("Reviewing")
    with bar:
        return log, review(log, as_of=as_of, patients=None if patient is None else [patient], progress=move)


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
