"""`read`: what a file of a patient would store, shown before anything is stored."""

from __future__ import annotations

import csv
import json
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from loadaid.cli.options import Day, language, patient
from loadaid.cli.output import whole_file, whole_folder
from loadaid.domain.errors import UsageError

if TYPE_CHECKING:
    from loadaid.intake.compare import Known
    from loadaid.intake.result import Reading

ANSWERS, PROVENANCE = "answers.json", "provenance.csv"


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@patient
@click.option("--answers", type=click.Path(path_type=Path), metavar="FILE", help="JSON: question id -> choice.")
@click.option("--known", type=click.Path(path_type=Path), metavar="FOLDER", help="Log folder to compare with.")
@click.option(
    "--today",
    type=Day(),
    metavar="DATE",
    help="The patient's day; nothing later than the next one is a past day. Default: today.",
)
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
    from loadaid.cli.readtext import told
    from loadaid.intake.result import EXITS, as_json, read_files
    from loadaid.locale import words

    place = ["fr", "en"].index(lang)
    with ExitStack() as opened:
        result = read_files(
            [(path.name, _open(path, opened)) for path in files], today=today or date.today(), patient=patient,  # noqa: DTZ011 - local day
            answers=_answers(answers), known=_known(known, patient), remembered=_remembered(known),
        )  # fmt: skip
        if annotated is not None:
            _annotate(files, annotated, result, lang)
    w = words(lang)
    if form == "json":
        text = json.dumps(as_json(result, w, place), ensure_ascii=False, allow_nan=False, indent=2)
        sys.stdout.buffer.write((text + "\n").encode())
    else:
        click.echo(told(result, w, place))
    if out is not None and any(result.accepted.values()) and not result.questions:
        _write(out, result)
    return EXITS[result.outcome]


def _open(path: Path, opened: ExitStack) -> BinaryIO:
    if not path.is_file():
        raise UsageError(
            f"{path} is {'a folder' if path.is_dir() else 'not there'}. Name a file; its folder may hold several."
        )
    return opened.enter_context(path.open("rb"))


def _answers(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"--answers {path} cannot be read: {error}.") from None
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise UsageError(f'--answers {path} is not a JSON object of texts, such as {{"date-order:Date": "dmy"}}.')
    return given


def _remembered(known: Path | None) -> dict[str, dict[str, str]]:
    """Answers given for a layout when rows of it were written to that folder."""
    path = known / ANSWERS if known else None
    if path is None or not path.is_file():
        return {}
    return {layout: _checked(given, path) for layout, given in json.loads(path.read_text(encoding="utf-8")).items()}


def _checked(given: Any, path: Path) -> dict[str, str]:
    if not isinstance(given, dict):
        raise UsageError(f"{path} is not what `read` wrote. Take it away.")
    return {str(k): str(v) for k, v in given.items()}


def _known(folder: Path | None, patient: str | None) -> Known | None:
    if folder is None:
        return None
    from loadaid.intake.compare import Known
    from loadaid.logs import read as read_log

    log = read_log(folder)
    return Known.of(_rows(log.sessions), _rows(log.daily))


def _rows(frame: Any) -> list[dict[str, Any]]:
    """The rows of a frame as the reading writes them: without blanks, days as ISO, whole numbers as such."""
    columns = {}
    for name in frame.columns:
        values = frame[name]
        if values.dtype.kind == "M":
            columns[name] = values.dt.strftime("%Y-%m-%d" if name == "date" else "%Y-%m-%dT%H:%M:%S").tolist()
        else:
            columns[name] = values.astype(object).where(values.notna(), None).tolist()
    found = []
    for cells in zip(*columns.values(), strict=True):
        row = {
            n: int(v) if isinstance(v, float) and v.is_integer() else v
            for n, v in zip(columns, cells, strict=True)
            if v is not None and v == v
        }
        found.append(row)
    return found


def _write(out: Path, result: Reading) -> None:
    with whole_folder(out) as folder:
        write_rows(folder, result)


def write_rows(folder: Path, result: Reading) -> None:
    """Writes what is accepted as a log folder, with where each value is from and the answers given for each layout."""
    from loadaid.domain.records import DAILY, SESSIONS
    from loadaid.intake.compare import START
    from loadaid.intake.result import PROVENANCE as TITLES
    from loadaid.intake.result import memory, provenance

    for table in (SESSIONS, DAILY):
        rows = [row for row, _, _ in result.accepted[table.name]]
        names = [c.name for c in table.columns] + ([START] if any(START in r for r in rows) else [])
        _csv(folder / f"{table.name}.csv", names, ([row.get(n, "") for n in names] for row in _joined(rows, table.key)))
    _csv(folder / PROVENANCE, TITLES, provenance(result))
    if remembered := memory(result):
        text = json.dumps(remembered, ensure_ascii=False, indent=2)
        (folder / ANSWERS).write_text(text + "\n", encoding="utf-8")


def _joined(rows: list[dict[str, Any]], key: tuple[str, ...]) -> list[dict[str, Any]]:
    """One row per key where the table has one, by date."""
    if not key:
        return sorted(rows, key=lambda r: (str(r["patient_id"]), str(r["date"]), r.get("session", 1)))
    days: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        days.setdefault(tuple(str(row[k]) for k in key), {}).update(row)
    return [days[k] for k in sorted(days)]


def _csv(path: Path, titles: Any, rows: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(titles)
        writer.writerows(rows)


def _annotate(files: tuple[Path, ...], target: Path, result: Reading, lang: str) -> None:
    from loadaid.intake.annotate import annotated, ending
    from loadaid.locale import words

    if target.exists() and any(path.samefile(target) for path in files):
        raise UsageError(f"--annotated {target} is the file to read. It is not replaced: name a new file.")
    with files[0].open("rb") as file:
        made = annotated(file, result.files[0], words(lang))
    fit = ending(made)
    if target.suffix.lower() not in (fit, *((".tsv", ".txt") if fit == ".csv" else ())):
        raise UsageError(f"--annotated {target}: what is written for {files[0].name} is {fit}. Name a file that ends in it.")
    with whole_file(target, option="--annotated") as path:
        path.write_bytes(made)
