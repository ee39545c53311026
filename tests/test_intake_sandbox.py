"""The child that parses untrusted bytes: whatever becomes of it, a reading comes back; and it has few rights."""

from __future__ import annotations

import bz2
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from loadaid.intake import sandbox
from loadaid.intake.copying import Notes
from loadaid.intake.model import FileReading, Request
from loadaid.intake.problems import FILE

REQUEST = Request("journal.csv", date(2026, 4, 1))
ROWS = b"Date;Douleur\n14/03/2026;3\n15/03/2026;4\n"
ROOT = Path(__file__).resolve().parent.parent
Child = Callable[[str], None]
MEGABYTE = 1_000_000


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Child:
    """Puts other code in the place of the child's."""

    def put(code: str) -> None:
        (tmp_path / "child.py").write_text(code, encoding="utf-8")
        monkeypatch.setattr(sandbox, "_CHILD", tmp_path / "child.py")
        monkeypatch.setattr(sandbox, "SECONDS", 4)

    return put


def refused_with(reading: FileReading) -> str:
    assert reading.file_refused
    assert reading.found == []
    assert reading.received == 0
    assert reading.problems[-1].code in FILE
    return reading.problems[-1].code


ENDS = {
    "is killed": ("import os; os.kill(os.getpid(), 9)", "reading-too-large"),
    "runs out of memory": ("import os; os.abort()", "reading-too-large"),
    "crashes": ("import os; os.kill(os.getpid(), 11)", "reading-failed"),
    "raises": ("raise ValueError", "reading-failed"),
    "says nothing": ("", "reading-failed"),
    "writes garbage": ("import os; os.write(1, os.urandom(100_000))", "reading-failed"),
    "writes half an answer": ("""import os; os.write(1, b'{"kind": "csv", "problems": [')""", "reading-failed"),
    "writes a list": ("import os; os.write(1, b'[]')", "reading-failed"),
    "writes a number": ("import os; os.write(1, b'1')", "reading-failed"),
    "writes other keys": ("""import os; os.write(1, b'{"a": 1}')""", "reading-failed"),
    "writes values of other types": (
        """import json, os
os.write(1, json.dumps({"kind": "csv", "set_aside": [], "waiting": [], "found": [["daily", None, 2, {}, {"a": []}, None, ""]],
    "columns": [], "questions": [], "problems": []}).encode())""", "reading-failed"),
    "nests without end": ("import os; os.write(1, b'[' * 1_000_000)", "reading-failed"),
    "says a day that is none": ("""import os; os.write(1, b'{"$day": "x"}')""", "reading-failed"),
    "writes 100 MB": ("import os\nfor _ in range(100): os.write(1, b'x' * 1_000_000)", "reading-failed"),
    "closes its descriptors and sleeps": ("import os, time; os.closerange(0, 10); time.sleep(60)", "reading-too-slow"),
    "sleeps": ("import time; time.sleep(60)", "reading-too-slow"),
    "ignores requests to end": ("import signal, time; [signal.signal(s, signal.SIG_IGN) for s in (1, 2, 15)]; time.sleep(60)", "reading-too-slow"),
}  # fmt: skip


@pytest.mark.parametrize("how", ENDS)
def test_a_child_that_fails_gives_a_reading_with_a_true_reason(how: str, child: Child) -> None:
    code, reason = ENDS[how]
    child(code)
    begun = time.monotonic()
    assert refused_with(sandbox.read_bytes(ROWS, REQUEST)) == reason
    assert time.monotonic() - begun < 10


def test_a_child_that_fails_gives_no_copy(child: Child, tmp_path: Path) -> None:
    child("import os; os.write(1, b'half'); os.kill(os.getpid(), 9)")
    (tmp_path / "a.csv").write_bytes(ROWS)
    with (tmp_path / "a.csv").open("rb") as file:
        assert sandbox.copy(file, Notes(("À corriger",), [])) == b""


def test_a_child_does_not_outlive_the_one_who_gives_up(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    child("import time; time.sleep(60)")
    started: list[subprocess.Popen[bytes]] = []

    def interrupted(process: subprocess.Popen[bytes], seconds: float) -> int | None:
        started.append(process)
        raise KeyboardInterrupt

    monkeypatch.setattr(sandbox, "_waited", interrupted)
    with pytest.raises(KeyboardInterrupt):
        sandbox.read_bytes(ROWS, REQUEST)
    assert started[0].wait(5) == -9


def test_a_reading_too_big_for_the_child_is_refused_and_the_parent_stays_small(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_BZIP2) as archive, archive.open("journal.csv", "w") as member:
        for _ in range(100):
            member.write(bytes(MEGABYTE))
    assert bomb.stat().st_size < 10_000
    with bomb.open("rb") as file:
        assert refused_with(sandbox.read(file, REQUEST)) in ("too-big-unpacked", "reading-too-large", "damaged-file")
    assert len(bz2.compress(bytes(MEGABYTE))) < 100  # what makes it a bomb


FORBIDDEN = {
    "open a file to write": "open('written', 'w')",
    "add to a file": "open('written', 'a')",
    "make a file by its descriptor": "os.open('written', os.O_CREAT | os.O_WRONLY)",
    "read a file that is no library's": "open('/etc/passwd').read()",
    "read a file of the patient beside it": "open('beside.csv').read()",
    "look through a link": "os.symlink('/etc/passwd', 'link')",
    "make a folder": "os.mkdir('folder')",
    "remove a file": "os.remove('beside.csv')",
    "rename a file": "os.rename('beside.csv', 'other.csv')",
    "cut a file": "os.truncate('beside.csv', 0)",
    "change rights": "os.chmod('beside.csv', 0o777)",
    "make a temporary file": "__import__('tempfile').TemporaryFile(dir='.')",
    "connect": "__import__('socket').create_connection(('127.0.0.1', 9), 1)",
    "end another process": "os.kill(os.getppid(), 0)",
    "change the time of a file": "os.utime('beside.csv', (0, 0))",
    "make a socket": "__import__('socket').socket()",
    "look up a name": "__import__('socket').getaddrinfo('example.org', 80)",
    "fetch a page": "__import__('urllib.request').request.urlopen('http://127.0.0.1:9')",
    "start a process": "__import__('subprocess').run(['true'])",
    "run a command": "os.system('true')",
    "fork": "os.fork()",
    "become another program": "os.execv('/bin/true', ['true'])",
    "spawn": "os.posix_spawn('/bin/true', ['true'], {})",
    "load a library": "__import__('ctypes').CDLL(None)",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_child_may_not(what: str, tmp_path: Path) -> None:
    (tmp_path / "beside.csv").write_bytes(ROWS)
    code = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from loadaid.intake.child import _refuse
sys.addaudithook(_refuse)
try:
    {FORBIDDEN[what]}
except PermissionError as error:
    os._exit(7 if "not in a reading" in str(error) else 8)
os._exit(0)
"""
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 7, done.stderr.decode()[-500:]
    assert [p.name for p in tmp_path.iterdir()] == ["beside.csv"]
    assert (tmp_path / "beside.csv").read_bytes() == ROWS


def test_the_child_opens_nothing_but_its_libraries(tmp_path: Path) -> None:
    """Every kind of reading and a copy, with each opening of a file written down by the audit hook itself."""
    code = f"""
import os, sys
opened = []
sys.path.insert(0, {str(ROOT)!r})
from loadaid.intake import child
def note(event, arguments):
    if event == "open" and not isinstance(arguments[0], int): opened.append(arguments)
    if event.startswith(("socket.", "subprocess.")): os._exit(9)
sys.addaudithook(note)
sys.addaudithook(child._refuse)
import io
from datetime import date
from loadaid.intake.copying import Notes, copied
from loadaid.intake.file import read_file
from loadaid.intake.model import Request
data = {ROWS!r}
assert len(read_file(io.BytesIO(data), Request("a.csv", date(2026, 4, 1))).found) == 2
assert copied(io.BytesIO(data), Notes(("x",), []))
print(sum(1 for path, mode, flags in opened if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)), len(opened))
"""
    # -B, as the parent sets it: compiled code would be written beside the sources.
    done = subprocess.run([sys.executable, "-I", "-B", "-c", code], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-500:]
    written, opened = map(int, done.stdout.split())
    assert written == 0
    assert opened > 0


def test_the_child_is_given_no_variable_of_the_user(
    child: Child, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET", "of the user")
    seen = tmp_path / "seen"
    child(f"import os; open({str(seen)!r}, 'w').write(' '.join(os.environ) + ' ' + os.getcwd())")
    sandbox.read_bytes(ROWS, REQUEST)
    assert "SECRET" not in seen.read_text()
    assert seen.read_text().endswith(" /")
    assert os.environ["SECRET"] == "of the user"
