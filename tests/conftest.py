"""What every test shares: which tests can run here, how the browser starts, and no silent skip in CI."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import postgres
from tests.postgres import database_url, postgres_server, postgres_shared, postgres_url  # noqa: F401  fixtures

IN_CI = bool(os.environ.get("CI"))
REAL_LOGS = os.environ.get("LOADAID_REAL_LOGS")
CHROMIUM = os.environ.get("LOADAID_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")

# Two busy cores make timing-based failures; the same examples every time make a red run repeatable.
settings.register_profile("loadaid", deadline=None, derandomize=IN_CI, print_blob=True)
settings.load_profile("loadaid")

_left_out: list[str] = []
_MAIN = sys.modules["__main__"]


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """A process per processor for the whole; none beside this one for single files, or with `-s`, to be seen at once."""
    is_part = any(".py" in argument for argument in config.args)
    return 0 if is_part or config.option.capture == "no" else os.cpu_count() or 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselects, and names, what this machine cannot run. In CI a missing browser or server stays a failure."""
    absent = {}
    if not REAL_LOGS:
        absent["real"] = "LOADAID_REAL_LOGS names no folder of real logs"
    if not CHROMIUM and not IN_CI:
        absent["browser"] = "no Chromium found: install it or name it in LOADAID_CHROMIUM"
    if not postgres.PROGRAMS and not IN_CI:
        absent["postgres_server"] = postgres.NOT_INSTALLED
        if not postgres.NAMED:
            absent["postgres"] = f"{postgres.NOT_INSTALLED}, or name a server in LOADAID_TEST_POSTGRES"
    for marker, why in absent.items():
        out = [item for item in items if item.get_closest_marker(marker)]
        if out:
            config.hook.pytest_deselected(items=out)
            items[:] = [item for item in items if item not in out]
            _left_out.append(f"{len(out)} tests marked '{marker}' left out: {why}.")
    # Playwright keeps an event loop running in the process: a test that runs its own must come before.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup() -> None:
    """A page that was run by AppTest leaves itself as the main module, which a process started by a later test would run."""
    sys.modules["__main__"] = _MAIN


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test fails the run: nothing is green that did not run."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left out"] = _left_out
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        _left_out.append("Failed: a test was skipped, and in CI none may be.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_testnodedown(node: Any, error: object) -> None:
    """Every process leaves out the same tests; the one that prints says so once."""
    said = getattr(node, "workeroutput", {}).get("left out", [])
    _left_out.extend(line for line in said if line not in _left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in _left_out:
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(scope="session")
def real_logs() -> Path:
    """The log folder among the real files; ask for it only in tests marked `real`."""
    assert REAL_LOGS, "LOADAID_REAL_LOGS must name a folder of real logs. Mark this test with pytest.mark.real."
    found = next(
        (p.parent for p in sorted(Path(REAL_LOGS).rglob("sessions.csv")) if (p.parent / "daily.csv").is_file()), None
    )
    assert found, f"{REAL_LOGS} holds no folder with sessions.csv and daily.csv. Mend LOADAID_REAL_LOGS."
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Chromium of the system, quiet: it calls nobody but the page under test."""
    assert CHROMIUM, "No Chromium found. Install it (apt-get install chromium) or name it in LOADAID_CHROMIUM."
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
    # Chromium refuses its sandbox to root, who runs the tests in a container.
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": root + quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A French laptop of a small practice."""
    size = {"width": 1280, "height": 720}
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": size}
