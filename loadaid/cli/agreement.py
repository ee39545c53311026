"""`agreement`: blind sheets for two raters, and how far their labels and loadaid's reading agree."""

from __future__ import annotations

import json
from pathlib import Path

import click

from loadaid.cli.options import folder, language, shown_progress
from loadaid.cli.output import whole_file, whole_folder
from loadaid.domain.errors import UsageError


@click.group()
def agreement() -> None:
    """Compare loadaid's reading with that of two physiotherapists who label anonymised fortnights, blind.

    First `sheets`, then, when both have labelled them, `score`. docs/agreement.md tells the study lead how.

    \b
    Example
      python -m loadaid agreement sheets clinic --out study
      python -m loadaid agreement score study labels-A.csv labels-B.csv
    """


@agreement.command()
@folder
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", required=True, help="The new folder to write.")
@click.option(
    "--count", type=click.IntRange(2, 500), default=40, show_default=True, metavar="N", help="How many sheets."
)
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=1, show_default=True, metavar="S",
              help="Another number takes other fortnights; the same number always the same.")  # fmt: skip
@language
def sheets(folder: Path, out: Path, count: int, seed: int, lang: str) -> None:
    """Write the sheets of FOLDER's fortnights into a new folder: sheets.html and labels.csv for the raters, key.csv for
    you alone.

    \b
    Example
      python -m loadaid agreement sheets clinic --out study --count 40 --lang en
    """
    with whole_folder(out) as path:
        from loadaid.agreement.kit import KEY, LABELS, SHEETS, write_kit
        from loadaid.analysis.review import review
        from loadaid.locale import words
        from loadaid.logs import read

        log = read(folder)
        bar, move = shown_progress("Reviewing")
        with bar:
            made = review(log, progress=move)
        chosen = write_kit(made, path, count, seed, words(lang))
    patients = len({choice.patient_id for choice in chosen})
    click.echo(
        f"{out}: {len(chosen)} sheets of {patients} patients.\n"
        f"Give each rater {SHEETS} and a copy of {LABELS}.\n"
        f"Keep {KEY} to yourself: it says whose sheet each is and how loadaid reads it."
    )


@agreement.command()
@click.argument("study", type=click.Path(path_type=Path), metavar="DIR")
@click.argument("labels_a", type=click.Path(path_type=Path), metavar="LABELS_A.csv")
@click.argument("labels_b", type=click.Path(path_type=Path), metavar="LABELS_B.csv")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="text: for people. json: for programs.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to this file, not to the screen.")
@language
def score(study: Path, labels_a: Path, labels_b: Path, form: str, out: Path | None, lang: str) -> None:
    """Compare what two raters wrote with each other and with loadaid's reading, which key.csv in DIR holds.

    A blank label is a sheet not read, and left out. A file with a row that cannot be used is refused, every such row
    listed.

    \b
    Example
      python -m loadaid agreement score study labels-A.csv labels-B.csv --format json --out score.json
    """
    if labels_a.resolve() == labels_b.resolve():
        raise UsageError(f"{labels_a} is given twice: that would compare one rater with the same. Name the two files.")
    from loadaid.agreement.ratings import read_key, read_ratings
    from loadaid.agreement.report import notes, text
    from loadaid.agreement.scoring import as_json
    from loadaid.agreement.scoring import score as scored
    from loadaid.locale import words

    w, key = words(lang), read_key(study)
    result = scored(key, read_ratings(labels_a, key), read_ratings(labels_b, key))
    if form == "text":
        said = text(result, w)
    else:
        said = json.dumps(as_json(result, notes(result, w)), ensure_ascii=False, indent=2, allow_nan=False)
    if out is None:
        click.echo(said)
        return
    with whole_file(out) as path:
        path.write_text(said + "\n", encoding="utf-8", newline="\n")
