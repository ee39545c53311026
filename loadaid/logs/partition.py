"""A Parquet folder cut into parts of whole patients, so that a large cohort is never in memory at once."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

from loadaid.domain.records import TABLES
from loadaid.logs.folder import files_of, what_is_missing
from loadaid.logs.parquet_file import Span, patients_of
from loadaid.logs.sheet import Unreadable

LEAST, MOST = 250, 500  # patients in a part: from the first on it ends where a file begins, at the second anywhere


@dataclass(frozen=True)
class Part:
    """Some whole patients of a folder, and the files of each table that hold rows of theirs."""

    span: Span
    files: dict[str, list[Path]]


def parts(folder: Path | str) -> list[Part] | None:
    """The parts of a folder in text order of their patients; every row belongs to one. Only the ids are read.

    None when the folder has to be read whole: a table is CSV, or cannot be read (`read_some` then says why).
    Errors: LogRefused when there is no such folder.
    """
    folder = Path(folder)
    what_is_missing(folder)
    try:
        files = {table: files_of(folder, table) for table in TABLES}
        if any(path.suffix != ".parquet" for paths in files.values() for path in paths):
            return None
        held = {t.name: [(path, patients_of(path, folder, t)) for path in paths] for t, paths in files.items()}
    except Unreadable:
        return None
    every = [ids for of_table in held.values() for _, ids in of_table]
    firsts = _firsts(sorted({one for ids in every for one in ids}), {ids[0] for ids in every})
    spans = [Span(first, end) for first, end in zip(firsts, [*firsts[1:], None], strict=True)]
    return [
        Part(span, {name: [p for p, ids in of_table if _touches(ids, span)] for name, of_table in held.items()})
        for span in spans
    ]


def _firsts(patients: list[str], begin_files: set[str]) -> list[str]:
    """The first patient of each part. patients: in text order. begin_files: those who come first in a file."""
    firsts, size = patients[:1], 0
    for one in patients:
        if size >= MOST or (size >= LEAST and one in begin_files):
            firsts, size = [*firsts, one], 0
        size += 1
    return firsts


def _touches(ids: list[str], span: Span) -> bool:
    """Whether one of these ids, in text order, lies in the span."""
    place = bisect_left(ids, span.first)
    return place < len(ids) and ids[place] in span
