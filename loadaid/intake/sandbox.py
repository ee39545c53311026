"""Reads a file in a child process, so that no file can hold up, exhaust or take over the one who asks.

Whatever happens to the child (a crash, a hang, a kill, an answer that is none), a FileReading comes back.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from loadaid.intake.copying import Notes
from loadaid.intake.limits import APPLE_SECONDS, APPLE_ZIP_MB, FILE_MB, MEGABYTE, OUT_OF_MEMORY, RESULT_MB, SECONDS
from loadaid.intake.model import FileReading, Problem, Request
from loadaid.intake.passing import reading_from_bytes, request_to_bytes

_CHILD = Path(__file__).with_name("child.py")
_ZIP = b"PK\x03\x04"
# The child's descriptors are fixed before any other code of its own: 3 is the request.
_START = "import os,runpy,sys; os.dup2(int(sys.argv[1]), 3); runpy.run_path(sys.argv[2], run_name='__main__')"
_LONG = b"long\n"  # what the child says before it reads a big archive


def read(file: BinaryIO, request: Request) -> FileReading:
    """What an open file says. file: a real one with a descriptor, at any position; its name plays no part."""
    answer = _answered(file, request_to_bytes(request))
    if isinstance(answer, Problem):
        return _refused(answer)
    try:
        return reading_from_bytes(answer.removeprefix(_LONG))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return _refused(_problem("reading-failed"))


def copy(file: BinaryIO, notes: Notes) -> bytes:
    """The bytes of a copy with the notes beside its rows; b"" when none can be made that keeps the rest as it is."""
    answer = _answered(file, json.dumps(asdict(notes)).encode())
    return b"" if isinstance(answer, Problem) else answer


def read_bytes(data: bytes, request: Request) -> FileReading:
    """The same for bytes in memory."""
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(data)
        return read(file, request)


def _answered(file: BinaryIO, asked: bytes) -> bytes | Problem:
    """What the child answers to one line of JSON, or why it does not."""
    size = os.fstat(file.fileno()).st_size
    big = APPLE_ZIP_MB if os.pread(file.fileno(), 4, 0) == _ZIP else FILE_MB
    if size > big * MEGABYTE:
        return _problem("too-big", limit=big, size=size / MEGABYTE)
    with tempfile.TemporaryFile(buffering=0) as answer, tempfile.TemporaryFile(buffering=0) as line:
        line.write(asked + b"\n")
        line.seek(0)
        return _run(file, line, answer)


def _run(file: BinaryIO, asked: BinaryIO, answer: BinaryIO) -> bytes | Problem:
    place = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    # -I: no variable, folder or site file of the user decides what is imported.
    with subprocess.Popen(
        [sys.executable, "-I", "-c", _START, str(asked.fileno()), str(_CHILD)], stdin=file, stdout=answer,
        stderr=subprocess.DEVNULL, env=place, pass_fds=(asked.fileno(),), start_new_session=True, cwd="/",
    ) as child:  # fmt: skip
        try:
            limit = SECONDS
            code = _waited(child, limit)
            if code is None and os.pread(answer.fileno(), len(_LONG), 0) == _LONG:
                limit = APPLE_SECONDS + 5
                code = _waited(child, limit - SECONDS)
        finally:
            child.kill()  # one that has not ended, also when the one who asks gives up (Ctrl+C)
    if code is None:
        return _problem("reading-too-slow", limit=limit)
    if code != 0:
        return _problem("reading-too-large" if code in (-9, -6, -25, OUT_OF_MEMORY) else "reading-failed")
    answer.seek(0)
    return answer.read(RESULT_MB * MEGABYTE)


def _waited(child: subprocess.Popen[bytes], seconds: float) -> int | None:
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def _problem(code: str, **facts: float) -> Problem:
    return Problem(code, "refused", facts=facts)


def _refused(problem: Problem) -> FileReading:
    return FileReading("unknown", problems=[problem], file_refused=True)
