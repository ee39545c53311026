"""Reads a file in a child process, so that no file can hold up, exhaust or take over the one who asks.

Whatever happens to the child (a crash, a hang, a kill, an answer that is none), a FileReading comes back.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

from loadaid.intake.limits import APPLE_SECONDS, APPLE_ZIP_MB, FILE_MB, MEGABYTE, RESULT_MB, SECONDS
from loadaid.intake.model import FileReading, Problem, Request
from loadaid.intake.passing import reading_from_bytes, request_to_bytes

_CHILD = Path(__file__).with_name("child.py")
_ZIP = b"PK\x03\x04"
_LONG = b"long\n"  # what the child says before it reads a big archive


def read(file: BinaryIO, request: Request) -> FileReading:
    """What an open file says. file: a real one with a descriptor, at any position; its name plays no part."""
    size = os.fstat(file.fileno()).st_size
    big = APPLE_ZIP_MB if os.pread(file.fileno(), 4, 0) == _ZIP else FILE_MB
    if size > big * MEGABYTE:
        return _refused("too-big", limit=FILE_MB, size=size / MEGABYTE)
    with tempfile.TemporaryFile(buffering=0) as answer, tempfile.TemporaryFile(buffering=0) as asked:
        asked.write(request_to_bytes(request) + b"\n")
        asked.seek(0)
        return _run(file, asked, answer)


def read_bytes(data: bytes, request: Request) -> FileReading:
    """The same for bytes in memory."""
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(data)
        return read(file, request)


def _run(file: BinaryIO, asked: BinaryIO, answer: BinaryIO) -> FileReading:
    place = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    # -I: no variable, folder or site file of the user decides what is imported.
    with subprocess.Popen(
        [sys.executable, "-I", "-c", _START, str(asked.fileno()), str(_CHILD)], stdin=file, stdout=answer,
        stderr=subprocess.DEVNULL, env=place, pass_fds=(asked.fileno(),), start_new_session=True, cwd="/",
    ) as child:  # fmt: skip
        code = _waited(child, SECONDS)
        if code is None and os.pread(answer.fileno(), len(_LONG), 0) == _LONG:
            code = _waited(child, APPLE_SECONDS + 5 - SECONDS)
        if code is None:
            child.kill()
            child.wait()
            return _refused("reading-too-slow", limit=SECONDS)
    if code != 0:
        return _refused("reading-too-large" if code in (-9, -6, -25, 77) else "reading-failed")
    answer.seek(0)
    try:
        return reading_from_bytes(answer.read(RESULT_MB * MEGABYTE).removeprefix(_LONG))
    except (ValueError, TypeError, KeyError):
        return _refused("reading-failed")


# The child's descriptors are fixed before any other code of its own: 3 is the request.
_START = "import os,runpy,sys; os.dup2(int(sys.argv[1]), 3); runpy.run_path(sys.argv[2], run_name='__main__')"


def _waited(child: subprocess.Popen[bytes], seconds: float) -> int | None:
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def _refused(code: str, **facts: float) -> FileReading:
    return FileReading("unknown", problems=[Problem(code, "refused", facts=facts)], file_refused=True)
