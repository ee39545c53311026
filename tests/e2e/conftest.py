"""The app as a user starts it: `streamlit run app.py` in its own process, on a free port, and a browser before it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def running(folder: Path | None, log: Path) -> Iterator[str]:
    """The address of an app on the demo clinic or on a folder; stopped at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "LOADAID_FOLDER"}
    if folder:
        environment["LOADAID_FOLDER"] = str(folder)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as out:
        app = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", app, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            app.terminate()
            app.wait(10)


def wait_until_ready(address: str, app: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert app.poll() is None, f"the app ended: {log.read_text()}"
        try:
            with urlopen(f"{address}/healthz", timeout=1):
                return
        except (URLError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"the app did not answer within 30 s: {log.read_text()}")


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path | None], str]]:
    """Starts an app on a folder and returns its address; all are stopped at the end of the run."""
    logs = tmp_path_factory.mktemp("app")
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(running(folder, logs / f"{time.monotonic_ns()}.txt"))


@pytest.fixture(scope="session")
def demo(serve: Callable[[Path | None], str]) -> str:
    return serve(None)
