"""The process that parses untrusted bytes: few rights, little memory, little time. Run by sandbox.py, never imported.

The file is descriptor 0; a request of one line of JSON is descriptor 3; the answer goes to descriptor 1: the reading as
JSON, or, when the request is notes to write beside the rows, the bytes of a copy. An audit hook, which Python cannot take
away again, refuses network, other processes, and every file that is not a library's.
"""

from __future__ import annotations

import json
import mimetypes
import os
import resource
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.remove", "os.rename",
            "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.kill", "os.utime",
            "shutil.", "ctypes.", "ftplib.", "urllib.", "http.", "webbrowser.", "pty.", "sqlite3.", "tempfile.")  # fmt: skip


# What a library may read: its own code and data, and the time zones.
_PLACES = tuple(
    {
        os.path.realpath(str(p)) + os.sep
        for p in (*sys.path, sys.prefix, sys.base_prefix, ROOT / "loadaid", "/usr/share/zoneinfo")
        if p
    }
)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        path, mode, flags = arguments
        writing = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC)
        if not isinstance(path, int) and (writing or not _is_library(path)):
            raise PermissionError(f"not in a reading: open {mode}")
    elif event.startswith(_REFUSED):
        raise PermissionError(f"not in a reading: {event}")


def _is_library(path: object) -> bool:
    if not isinstance(path, (str, bytes)):
        return False
    name = str(Path(os.fsdecode(path)).resolve())
    return any(name.startswith(place) for place in _PLACES)


def main() -> None:
    """Reads the request, then the file, and writes the reading. Exit 0 with an answer; anything else is a failure."""
    with os.fdopen(3, "rb") as line:
        told = line.readline()
    sys.path.insert(0, str(ROOT))
    from loadaid.intake.copying import Notes, copied
    from loadaid.intake.file import read_file
    from loadaid.intake.limits import APPLE_SECONDS, MEMORY_MB, OUT_OF_MEMORY, RESULT_MB
    from loadaid.intake.passing import reading_to_bytes, request_from_bytes

    # openpyxl would load the first two where they are installed, and read the system's list of file types.
    sys.modules.update(dict.fromkeys(("numpy", "PIL")))  # type: ignore[arg-type]
    mimetypes.knownfiles.clear()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * 1_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (RESULT_MB * 1_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (APPLE_SECONDS + 10,) * 2)  # when the parent is no more to end it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    sys.addaudithook(_refuse)
    try:
        with os.fdopen(0, "rb") as file:
            file.seek(0)  # the parent may have looked at it
            asked = json.loads(told)
            if "notes" in asked:
                answer = copied(file, Notes(**asked))
            else:
                answer = reading_to_bytes(read_file(file, request_from_bytes(told), begun=_begun))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    with os.fdopen(1, "wb") as out:
        out.write(answer)


def _begun() -> None:
    """Tells the parent, before a big archive is read, that it may take its time."""
    os.write(1, b"long\n")


if __name__ == "__main__":
    main()
