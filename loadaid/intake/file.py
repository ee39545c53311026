"""One file from its bytes to a reading. Runs in the sandboxed child."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from loadaid.intake.delimited import split
from loadaid.intake.limits import FILE_MB, MEGABYTE
from loadaid.intake.model import FileReading, FileRefused, Problem, Request
from loadaid.intake.text import decoded
from loadaid.intake.understand import understand


def read_file(file: BinaryIO, request: Request, *, begun: Callable[[str], None] = lambda kind: None) -> FileReading:
    """What a file says; a file that cannot be used gives a reading with the reason. begun: told when it will take long."""
    result = FileReading("unknown")
    try:
        return _read(file, request, result, begun)
    except FileRefused as refused:
        result.problems = [p for p in result.problems if p.outcome == "noticed"] + [refused.problem]
        result.found, result.questions, result.file_refused = [], [], True
        result.set_aside, result.waiting, result.received = {}, set(), 0
        return result


def _read(file: BinaryIO, request: Request, result: FileReading, begun: Callable[[str], None]) -> FileReading:
    data = file.read(FILE_MB * MEGABYTE + 1)
    return _text(data, request, result)


def _text(data: bytes, request: Request, result: FileReading) -> FileReading:
    text = decoded(data, request.answers)
    result.encoding = text.encoding
    result.problems += text.problems
    result.questions += text.questions
    parts = split(text, request.answers)
    result.separator = parts.separator
    result.kind = "tsv" if parts.separator == "\t" else "csv"
    result.questions += parts.questions
    for number in sorted(parts.unreadable):
        result.set_aside[(None, number)] = "refused"
        result.problems.append(Problem("mixed-encoding", "refused", row=number))
    return understand([parts.table], request, result, delimited=True)
