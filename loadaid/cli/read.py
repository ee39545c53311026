"""`read`: what a file of a patient would store, shown before anything is stored."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import click

from loadaid.cli.options import Day, language, patient
from loadaid.cli.output import check_folder, whole_folder
from loadaid.cli.readin import answers_of, known_of, one_patient, opened, remembered_of


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@patient
@click.option("--answers", type=click.Path(path_type=Path), metavar="FILE", help="JSON: question id -> choice.")
@click.option("--known", type=click.Path(path_type=Path), metavar="FOLDER", help="Log folder to compare with.")
@click.option("--today", type=Day(), metavar="DATE", help="The patient's day: what is later than the next one is refused. "
              "Default: today.")  # fmt: skip
@language
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--annotated", type=click.Path(path_type=Path), metavar="FILE",
              help="Write a copy of the first FILE with what to correct beside each row (.csv or .xlsx).")  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Write the accepted rows as a log folder."
)
def read(
    files: tuple[Path, ...], patient: str | None, answers: Path | None, known: Path | None, today: date | None, lang: str, form: str,
    annotated: Path | None, out: Path | None,
) -> int:  # fmt: skip
    """Read what a patient has (a spreadsheet, an app's or a watch's file) and show what would be stored.

    Nothing is stored, unless --out names a folder. What a file leaves open is asked: give the answers with --answers.

    \b
    Exit code: 0 all understood; 3 a question is open; 4 some rows are refused; 5 the file is refused
    Examples
      python -m loadaid read journal.csv
      python -m loadaid read montre.fit journal.xlsx --known clinic --patient P-002
      python -m loadaid read journal.csv --answers answers.json --out new-rows
    """
    from loadaid.cli.readout import write_annotated, write_rows
    from loadaid.cli.readtext import told
    from loadaid.intake.result import EXITS, as_json, read_files
    from loadaid.locale import words

    if out is not None:
        check_folder(out)
    w, place = words(lang), ["fr", "en"].index(lang)
    with ExitStack() as stack:
        result = read_files(
            [opened(path, stack) for path in files], today=today or date.today(), patient=one_patient(patient),  # noqa: DTZ011 - local day
            answers=answers_of(answers), known=known_of(known), remembered=remembered_of(known),
        )  # fmt: skip
    if annotated is not None:
        write_annotated(files, annotated, result, w)
    written = out if out is not None and any(result.accepted.values()) and not result.questions else None
    if written is not None:
        with whole_folder(written) as folder:
            write_rows(folder, result)
    if form == "json":
        text = json.dumps(as_json(result, w, place), ensure_ascii=False, allow_nan=False, indent=2)
        sys.stdout.buffer.write((text + "\n").encode("utf-8", "replace"))
    else:
        click.echo(told(result, w, place, asked_to_write=out is not None, written=written))
    return EXITS[result.outcome]
