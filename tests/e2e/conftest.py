"""The app as a user starts it: `streamlit run app.py` in its own process, on a free port, and a browser before it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from loadaid import logs, virtual
from loadaid.practice.demo import SEED

ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=20_000)  # two browsers and two apps share two busy cores: 5 s are sometimes too few


@contextmanager
def running(
    folder: Path | None, log: Path, home: Path | None = None, start: Sequence[str] = ("-m", "streamlit"), **more: str
) -> Iterator[str]:
    """The address of an app on the demo clinic, on a folder, or on what is in `home`; stopped at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LOADAID_")}
    environment["LOADAID_HOME"] = str(home or log.with_suffix(""))
    environment |= more
    if folder:
        environment["LOADAID_FOLDER"] = str(folder)
    command = [sys.executable, *start, "run", "app.py", "--server.port", str(port)]
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


def ready(page: Page) -> None:
    """Waits until the script has run and its last element is drawn."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=20_000)


def planned(decision: Locator, asked: str) -> None:
    """The slider stands at what was asked, and the percent shown is that of the dose that can be done against the last one."""
    expect(decision.get_by_role("slider")).to_have_value(asked)
    told = decision.locator(".discuss").filter(has_text=re.compile(r"^(Prochaine séance|Next session)"))
    share = decision.locator(".discuss b").filter(has_text=re.compile(r"^\d+\s?%$"))
    decision.page.wait_for_timeout(1000)  # each step of the slider is a run of its own
    ready(decision.page)
    dose, last = (
        float(re.sub(r"\D", "", found))
        for found in re.findall(r"(?:séance|session|dernière|last) ([\d\s,]+?)(?= ·|, plan|$)", told.inner_text())
    )
    assert abs(int(re.sub(r"\D", "", share.inner_text())) - 100 * dose / last) <= 1, (
        "both doses are shown in whole numbers"
    )


def sign_in(address: str, role: str = "physio") -> dict[str, str]:
    """The cookies of a browser that has signed in as a persona of the demonstration."""
    cookies: dict[str, str] = {}
    page = ask(address, "/auth/login", cookies)
    found = re.search(r'name="xsrf" value="(\w+)"', page)
    assert found, page[:2000]
    ask(address, "/auth/demo", cookies, {"xsrf": found[1], "role": role})
    assert "loadaid" in cookies
    return cookies


def ask(address: str, path: str, cookies: dict[str, str], form: dict[str, str] | None = None) -> str:
    """One request of a browser, and the page it gets; `cookies` are sent, and kept as the answer says."""
    host = urlsplit(address).netloc
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Sec-Fetch-Site": "same-origin",
    }
    connection = HTTPConnection(host, timeout=20)
    try:
        if form is None:
            connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", path, urlencode(form), headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("set-cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            cookies[name] = value
        return answer.read().decode()
    finally:
        connection.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path | None], str]]:
    """Starts an app on a folder and returns its address; all are stopped at the end of the run."""
    logs = tmp_path_factory.mktemp("app")
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(running(folder, logs / f"{time.monotonic_ns()}.txt"))


@pytest.fixture(scope="session")
def viewer(serve: Callable[[Path | None], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """An app on a log folder: the demonstration's patients, who are called P-001 to P-060 there."""
    folder = tmp_path_factory.mktemp("folder") / "clinic"
    logs.write(virtual.clinic(seed=SEED), folder)
    return serve(folder)


@pytest.fixture(scope="session")
def demo(serve: Callable[[Path | None], str]) -> str:
    return serve(None)


@pytest.fixture
def context(context: BrowserContext, request: pytest.FixtureRequest) -> BrowserContext:
    """A browser that has signed in as a physiotherapist where the test is about the demonstration."""
    if "demo" in request.fixturenames:
        address = request.getfixturevalue("demo")
        cookies = sign_in(address)
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    return context
