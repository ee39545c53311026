"""Reads files as the `read` verb does, in this process or in the sandbox, for tests."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from typing import Any, BinaryIO

from loadaid.intake import sandbox
from loadaid.intake.file import read_file
from loadaid.intake.known import Known
from loadaid.intake.result import Reading, as_json, read_files
from loadaid.locale import words

TODAY = date(2026, 11, 26)
TEXTS = {"patient_id", "date", "exercise", "note", "managed", "cancel_reason"}


def read(
    files: Iterable[tuple[str, bytes]], answers: Mapping[str, str] | None = None, *, patient: str | None = None,
    known: Mapping[str, bytes] | None = None, today: date = TODAY, sandboxed: bool = False, length: int | None = None,
) -> Reading:  # fmt: skip
    """The reading of named bytes; in this process unless `sandboxed`. known: files of a log folder.

    length: a sandboxed file is stretched to it with nothing.
    """
    reader: Callable[..., Any] = sandbox.read if sandboxed else read_file
    with ExitStack() as stack:
        opened: list[tuple[str, BinaryIO]] = []
        for name, data in files:
            file: Any = stack.enter_context(tempfile.TemporaryFile(buffering=0)) if sandboxed else io.BytesIO()
            file.write(data)
            if length is not None:
                file.truncate(length)
            file.seek(0)
            opened.append((name, file))
        return read_files(opened, today=today, patient=patient, answers=answers, known=known_rows(known), reader=reader)


def known_rows(folder: Mapping[str, bytes] | None) -> Known | None:
    """The rows of a log folder's CSV files, numbers as numbers, without blanks."""
    if folder is None:
        return None
    tables = {name: csv.DictReader(io.StringIO(data.decode())) for name, data in folder.items()}
    rows = {name: [{k: _typed(k, v) for k, v in row.items() if v} for row in table] for name, table in tables.items()}
    return Known.of(rows.get("sessions.csv", []), rows.get("daily.csv", []))


def _typed(column: str, text: str) -> str | float:
    try:
        return text if column in TEXTS else float(text)
    except ValueError:
        return text


def shown(reading: Reading, language: str = "fr") -> dict[str, Any]:
    """The reading as the contract's JSON."""
    return as_json(reading, words(language), ["fr", "en"].index(language))


def stored(reading: Reading) -> dict[str, list[dict[str, Any]]]:
    """The accepted rows of each table, as they would be stored."""
    return {table: [dict(row) for row, _, _ in rows] for table, rows in reading.accepted.items()}
