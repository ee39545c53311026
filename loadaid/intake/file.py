"""One file from its bytes to a reading. Runs in the sandboxed child, where the libraries of each format are imported late."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import BinaryIO

from loadaid.intake.containers.content import kind_of, misnamed
from loadaid.intake.containers.delimited import split
from loadaid.intake.containers.text import decoded
from loadaid.intake.limits import FILE_MB, MEGABYTE, PROBLEMS, UNPACKED_MB
from loadaid.intake.model import FileReading, FileRefused, Found, Problem, Request
from loadaid.intake.tables.sessions import settle
from loadaid.intake.tables.understand import understand

_Begun = Callable[[], None]
_REFUSED = {
    "pdf": "picture-or-pdf", "picture": "picture-or-pdf", "encrypted": "password-protected", "html": "html-as-workbook",
    "numbers": "needs-export", "gsheet": "needs-export", "binary": "not-a-table", "xml": "not-a-table",
}  # fmt: skip
_LONG = ("apple_health", "garmin_export", "strava_export")  # archives of which a part is used: they may be big


def read_file(file: BinaryIO, request: Request, *, begun: _Begun = lambda: None) -> FileReading:
    """What a file says; one that cannot be used gives a reading with the reason. begun: called when it may take long."""
    result = FileReading("unknown")
    try:
        reading = _read(file, request, result, begun)
        reading.problems = _countable(reading.problems)
        return reading
    except FileRefused as refused:
        told = [p for p in result.problems if p.outcome == "noticed"]
        return FileReading(
            result.kind, result.encoding, result.separator, problems=[*told, refused.problem], file_refused=True
        )


def _countable(problems: list[Problem]) -> list[Problem]:
    """The problems, those after the first thousands told once for their kind and column, with how often.

    What a physiotherapist should read first always stands by itself.
    """
    further: dict[object, list[Problem]] = {}
    for n, p in enumerate(problems[PROBLEMS:]):
        further.setdefault(n if p.code == "worth-reading-first" else (p.code, p.outcome, p.sheet, p.column), []).append(
            p
        )
    together = (
        replace(some[0], facts={**some[0].facts, "times": len(some)}) if len(some) > 1 else some[0]
        for some in further.values()
    )
    return [*problems[:PROBLEMS], *together]


def _read(file: BinaryIO, request: Request, result: FileReading, begun: _Begun) -> FileReading:
    size = file.seek(0, 2)
    kind = kind_of(file)
    result.kind = kind
    if size > FILE_MB * MEGABYTE and kind not in _LONG:
        raise FileRefused("too-big", limit=FILE_MB, size=size / MEGABYTE)
    if kind == "empty":
        raise FileRefused("empty-file", bytes=size)
    if kind == "xml" and re.search(rb"<!(?:DOCTYPE|ENTITY)", file.read(4096), re.IGNORECASE):
        raise FileRefused("forbidden-content")
    if kind in _REFUSED:
        raise FileRefused(_REFUSED[kind])
    if (ending := misnamed(request.name, kind)) is not None:
        result.problems.append(Problem("name-is-not-content", "noticed", facts={"named": ending, "kind": kind}))
    if kind in ("zip", "gzip"):
        from loadaid.intake.containers.archive import gunzipped, only_file

        name, inner = only_file(file) if kind == "zip" else gunzipped(file, request.name)
        return _read(inner, replace(request, name=name), result, begun)
    if kind in ("xlsx", "ods", "xls"):
        from loadaid.intake.containers.workbook import tables

        sheets, notices = tables(file, kind)
        result.problems += notices
        return understand(sheets, request, result)
    if kind == "text":
        return _text(file, request, result)
    return _device(file, kind, request, result, begun)


def _text(file: BinaryIO, request: Request, result: FileReading) -> FileReading:
    text = decoded(file.read(UNPACKED_MB * MEGABYTE), request.answers)
    result.encoding = text.encoding
    result.problems += text.problems
    result.questions += text.questions
    parts = split(text, request.answers)
    result.separator = parts.separator
    result.kind = "tsv" if parts.separator == "\t" else "csv"
    result.questions += parts.questions
    from loadaid.intake.devices.known import recognise_csv, row_reader

    lines = parts.table.lines
    if device := recognise_csv([[str(c) for c in line.cells] for line in lines[:5]]):
        rows = [(line.number, [str(c) for c in line.cells]) for line in lines]
        return _joined(result, [(None, row_reader(device)(rows, request.today, request.answers))], request.answers)
    return understand([parts.table], request, result, delimited=True, unreadable=parts.unreadable)


def _device(file: BinaryIO, kind: str, request: Request, result: FileReading, begun: _Begun) -> FileReading:
    """A file of a watch, a phone or an app, or an export that holds several."""
    from loadaid.intake.containers.archive import apple_record, members
    from loadaid.intake.devices import apple
    from loadaid.intake.devices.known import file_reader, recognise_json

    if kind in ("apple_health", "apple_health_xml"):
        begun()
        return _joined(
            result,
            [(None, apple.read_xml(apple_record(file) if kind == "apple_health" else file, request.today))],
            request.answers,
        )
    if kind == "strava_export":
        begun()
        table = [
            _text(part, replace(request, name=name), FileReading("csv"))
            for name, part in members(file, _is_strava_table)
        ]
        return _joined(result, [(None, part) for part in table], request.answers)
    if kind == "garmin_export":
        begun()
        read = file_reader("garmin")
        found: list[tuple[str | None, FileReading]] = []
        for name, part in members(
            file,
            lambda n: n.lower().endswith(".json") and ("summarizedactivities" in n.lower() or "udsfile" in n.lower()),
        ):
            found.append((name.rsplit("/", 1)[-1], read(part, name, request.today, request.answers)))
        return _joined(result, found, request.answers)
    if kind == "json":
        device = recognise_json(file.read(4096))
        file.seek(0)
        if device is None:
            raise FileRefused("not-a-table")
        return _joined(
            result, [(None, file_reader(device)(file, request.name, request.today, request.answers))], request.answers
        )
    return _joined(
        result, [(None, file_reader(kind)(file, request.name, request.today, request.answers))], request.answers
    )


def _is_strava_table(name: str) -> bool:
    return name.lower() == "activities.csv"


def _joined(
    result: FileReading, parts: list[tuple[str | None, FileReading]], answers: Mapping[str, str]
) -> FileReading:
    """Readings of the parts of one file as one, its sessions numbered; the name of a part stands as its sheet."""
    joined = _together(result, parts)
    settle(joined, answers)
    return joined


def _together(result: FileReading, parts: list[tuple[str | None, FileReading]]) -> FileReading:
    for sheet, part in parts:
        if sheet is None and len(parts) == 1:
            kind = result.kind if result.kind in _LONG else part.kind
            part.problems = result.problems + part.problems
            part.questions = result.questions + part.questions
            part.kind = kind
            part.encoding, part.separator = part.encoding or result.encoding, part.separator or result.separator
            return part
        result.received += part.received
        result.set_aside |= {(sheet, row): outcome for (_, row), outcome in part.set_aside.items()}
        result.waiting |= {(sheet, row) for _, row in part.waiting}
        result.found += [_on_sheet(f, sheet) for f in part.found]
        result.questions += part.questions
        result.problems += [replace(p, sheet=sheet) for p in part.problems]
        result.columns += [c for c in part.columns if c not in result.columns]
        result.ignored += [i for i in part.ignored if i not in result.ignored]
    return result


def _on_sheet(found: Found, sheet: str | None) -> Found:
    return replace(found, sheet=sheet)
