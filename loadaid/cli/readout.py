"""What `read` writes: the accepted rows as a log folder, and a copy of the file with what to correct."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loadaid.cli.output import whole_file
from loadaid.cli.readin import ANSWERS
from loadaid.domain.errors import UsageError
from loadaid.locale import Words

if TYPE_CHECKING:
    from loadaid.intake.result import Reading

PROVENANCE = "provenance.csv"


def write_rows(folder: Path, result: Reading) -> None:
    """Writes what is accepted as a log folder, with where each value is from and the answers given for each layout."""
    from loadaid.domain.records import DAILY, SESSIONS
    from loadaid.intake.cells.spelling import harmless
    from loadaid.intake.known import START
    from loadaid.intake.result import PROVENANCE as TITLES
    from loadaid.intake.result import memory, provenance

    for table in (SESSIONS, DAILY):
        rows = [row for row, _, _ in result.accepted[table.name]]
        names = [c.name for c in table.columns] + ([START] if any(START in r for r in rows) else [])
        _csv(folder / f"{table.name}.csv", names, ([row.get(n, "") for n in names] for row in _joined(rows, table.key)))
    _csv(folder / PROVENANCE, TITLES, (map(harmless, line) for line in provenance(result)))
    if remembered := memory(result):
        text = json.dumps(remembered, ensure_ascii=False, indent=2)
        (folder / ANSWERS).write_text(text + "\n", encoding="utf-8", errors="replace")


def _joined(rows: list[dict[str, Any]], key: tuple[str, ...]) -> list[dict[str, Any]]:
    """By date; one row per key where the table has one."""
    if not key:
        return sorted(rows, key=lambda r: (str(r["patient_id"]), str(r["date"]), r.get("session", 1)))
    days: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        days.setdefault(tuple(str(row[k]) for k in key), {}).update(row)
    return [days[k] for k in sorted(days)]


def _csv(path: Path, titles: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(titles)
        writer.writerows(rows)


def write_annotated(files: Sequence[Path], target: Path, result: Reading, w: Words) -> None:
    """Writes a copy of the first file with what to correct. Errors: UsageError for a target of another ending."""
    from loadaid.intake.annotate import annotated, ending

    if target.exists() and any(path.samefile(target) for path in files):
        raise UsageError(f"--annotated {target} is the file to read. It is not replaced: name a new file.")
    with files[0].open("rb") as file:
        made = annotated(file, result.files[0], w)
    fit = ending(made)
    if target.suffix.lower() not in (fit, *((".tsv", ".txt") if fit == ".csv" else ())):
        raise UsageError(
            f"--annotated {target}: what is written for {files[0].name} is {fit}. Name a file that ends in it."
        )
    with whole_file(target, option="--annotated") as path:
        path.write_bytes(made)
