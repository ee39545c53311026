"""The small CSV files of the study: written so that the spreadsheet of the language opens them, read back whatever it made of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from loadaid.domain.errors import LoadaidError, Problem, UsageError

LABEL_COLUMNS = ("sheet", "label", "confidence", "comment")
KEY_COLUMNS = ("sheet", "patient_id", "date", "headline", "ruleset")
SEPARATOR = {"fr": ";", "en": ","}  # what Excel of that language splits cells at


class TableRefused(LoadaidError):
    """A file of the study with rows that cannot be used. Lists every one, and what became of the rest."""

    def __init__(self, problems: Sequence[Problem], kept: str) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([*map(str, problems), kept]))


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], language: str) -> None:
    """UTF-8 with the mark (BOM) by which Excel knows it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=SEPARATOR[language])
        writer.writerow(columns)
        writer.writerows(rows)


def read_table(path: Path, columns: Sequence[str]) -> dict[int, Mapping[str, str]]:
    """The filled rows of a file by their row in a spreadsheet (the header is 1), cells without blanks around them.

    Separator ; , or tab, with or without a BOM; what old Excel writes (Windows-1252) is read too. More columns may stand
    beside. Errors: UsageError when it is no such file.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count)))
    header = [name.strip().casefold() for name in lines[0]] if lines else []
    if absent := [name for name in columns if name not in header]:
        raise UsageError(
            f"{path}, row 1: {first.strip()[:60]!r}. Expected: the columns {', '.join(columns)}. Missing: {', '.join(absent)}. "
            "Write the header again as it was. Nothing was scored."
        )
    rows = {n: dict(zip(header, map(str.strip, line), strict=False)) for n, line in enumerate(lines[1:], 2)}
    return {n: {name: row.get(name, "") for name in header} for n, row in rows.items() if any(row.values())}
