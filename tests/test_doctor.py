"""The doctor names what is wrong and what to do; the log of the machine holds no name and no value."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from loadaid.__main__ import main
from loadaid.practice import doctor, home
from loadaid.store import backup, migrate
from loadaid.store.database import Database
from loadaid.store.vault import Vault
from tests.store_clinic import KEY, SENTINELS, Clock, made

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> home.Place:
    """A real clinic with a backup of today."""
    monkeypatch.setenv("LOADAID_HOME", str(tmp_path))
    found = home.clinic()
    Vault(KEY).save(found.key)
    home.private(found.backups)
    clinics = made(found.url, days=10)
    backup.backup(clinics.database, found.backups / "today.backup")
    clinics.database.close()
    return found


@pytest.fixture
def database(place: home.Place) -> Iterator[Database]:
    opened = Database(place.url, Vault(KEY), Clock())
    yield opened
    opened.close()


def found(place: home.Place, clock: Clock | None = None) -> dict[str, doctor.Check]:
    """The checks by name; a worse one stands for a better one of the same name."""
    order = ("ok", "attention", "wrong")
    checks = list(doctor.examined(place, clock or Clock()))
    return {check.name: check for check in sorted(checks, key=lambda check: order.index(check.state))}


def test_all_is_well(place: home.Place) -> None:
    checks = found(place)
    assert {check.state for check in checks.values()} == {"ok"}
    assert checks.keys() >= {"place", "key", "disk", "database", "schema", "writing", "pages", "references", "imports", "audit log",
                             "clock", "drafts", "last backup", "left over"}  # fmt: skip


def test_the_command_line_says_what_to_do_and_no_name(place: home.Place, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in place.backups.parent.rglob("*.db")}
    assert main(["doctor"]) in (0, 4)  # the machine's clock is not that of the test: the backup may be an old one
    said = capsys.readouterr().out
    assert said.startswith("ok ")
    assert not any(name in said for name in SENTINELS)
    assert {path: path.read_bytes() for path in before} == before


def key_read_by_others(place: home.Place) -> None:
    place.key.chmod(0o644)


def no_key(place: home.Place) -> None:
    place.key.unlink()


def another_key(place: home.Place) -> None:
    place.key.unlink()
    Vault.create(place.key)


def folder_read_by_others(place: home.Place) -> None:
    folder = place.backups.parent
    folder.chmod(0o755)
    (folder / home.FILE).chmod(0o644)


def no_file(place: home.Place) -> None:
    (place.backups.parent / home.FILE).unlink()


def newer(place: home.Place) -> None:
    typed(place, "UPDATE alembic_version SET version_num = '9999'")


def changed_log(place: home.Place) -> None:
    typed(place, "UPDATE daily SET pain_average = 9.5 WHERE id = (SELECT MAX(id) FROM daily)")


def changed_audit(place: home.Place) -> None:
    typed(place, "DROP TRIGGER audit_no_delete", "DELETE FROM audit WHERE seq = 5")


def lost_reference(place: home.Place) -> None:
    typed(place, "UPDATE daily SET import_id = 'nobody' WHERE id = (SELECT MAX(id) FROM daily)")


def damaged_backup(place: home.Place) -> None:
    with (place.backups / "today.backup").open("ab") as file:
        file.write(b"x")


def no_backup(place: home.Place) -> None:
    (place.backups / "today.backup").unlink()


def unfinished(place: home.Place) -> None:
    (place.backups / ".x.backup.part").touch()


def typed(place: home.Place, *statements: str) -> None:
    """As someone does who opens the file with another program."""
    engine = sa.create_engine(place.url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


@pytest.mark.parametrize(
    ("harm", "name", "state", "says"),
    [
        (key_read_by_others, "key", "wrong", "chmod 600"), (no_key, "key", "wrong", "--put-back"),
        (another_key, "key of the database", "wrong", "another key"), (folder_read_by_others, "folder", "wrong", "chmod 700"),
        (no_file, "database", "wrong", "python -m loadaid restore"), (newer, "schema", "wrong", "newer version"),
        (changed_log, "imports", "wrong", "rows of 1 imports"), (changed_audit, "audit log", "wrong", "entry 5"),
        (lost_reference, "references", "wrong", "1 rows name none"), (damaged_backup, "last backup", "wrong", "today.backup"),
        (no_backup, "last backup", "attention", "python -m loadaid backup"), (unfinished, "left over", "attention", ".x.backup.part"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_what_to_do(
    place: home.Place, harm: Callable[[home.Place], None], name: str, state: str, says: str
) -> None:
    harm(place)
    check = found(place)[name]
    assert check.state == state
    assert says in f"{check.said} {check.mend}"
    assert check.mend


def test_a_clock_before_the_last_entry_and_an_old_backup_are_named(place: home.Place) -> None:
    clock = Clock()
    clock.move(days=-1)
    assert found(place, clock)["clock"].state == "wrong"
    clock.move(days=4)
    old = found(place, clock)["last backup"]
    assert (old.state, "3.0 days old" in old.said) == ("attention", True)


def test_an_older_schema_is_said_and_not_changed(
    place: home.Place, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "newest", lambda: "9001")
    monkeypatch.setattr(doctor, "known", lambda: {"9001", migrate.newest()})
    assert found(place)["schema"].state == "attention"


@pytest.mark.postgres
def test_a_clinic_on_a_server_is_looked_at_too(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOADAID_HOME", str(tmp_path))
    monkeypatch.setenv("LOADAID_DATABASE_URL", postgres_url)
    found_place = home.clinic()
    found_place.make(clock=Clock()).close()
    checks = found(found_place)
    assert {name for name, check in checks.items() if check.state != "ok"} == {"last backup"}


# The machine's log

LEAKY = """
import json, logging, sys, threading, warnings
logging.getLogger("uvicorn.access"), logging.getLogger("streamlit.app")
from pathlib import Path
from loadaid.practice.logging import configure, fault
configure(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
name = "Qwxz" + "alphaone"
late = logging.getLogger("some.package")
late.addHandler(logging.StreamHandler())
late.propagate = False
try:
    float(name)
except ValueError as error:
    print(fault(error))
    late.error("Uncaught app execution: %s", error, exc_info=error)
    logging.getLogger("streamlit.app").exception("in %s", name)
    logging.getLogger("loadaid.audit").warning("not entered (%s)", "busy", exc_info=True)
logging.getLogger("uvicorn.access").warning('GET /_stcore/upload_file/%s', name)
warnings.warn(name)
from loadaid.store.errors import Damaged, Refused
for error in (Damaged("The database file is damaged."), Refused(name)):
    fault(error)
thread = threading.Thread(target=float, args=(name,)); thread.start(); thread.join()
class Bad:
    def __del__(self): float(name)
Bad()
raise KeyError(name)
"""


@pytest.mark.parametrize("to_file", [False, True])
def test_no_name_reaches_the_log(tmp_path: Path, to_file: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEAKY, *([str(tmp_path)] if to_file else [])], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    written = (tmp_path / "loadaid.log").read_text() if to_file else done.stderr
    assert "Qwxz" not in written + done.stderr + done.stdout
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    reference = done.stdout.strip()
    (line,) = [line for line in lines if line.get("reference") == reference]
    assert line["error"] == "ValueError"
    assert line["trace"] == ["<string>:12"]
    said = [line["said"] for line in lines]
    assert "not entered (busy)" in said
    assert said.count("uncaught") == 3
    assert [line["why"] for line in lines if "why" in line] == ["The database file is damaged."]
    assert not [line for line in lines if line["from"] == "uvicorn.access"]
    if to_file:
        assert (tmp_path / "loadaid.log").stat().st_mode & 0o777 == 0o600


def test_who_meets_an_error_is_told_its_reference_and_nothing_else() -> None:
    def page() -> None:
        from loadaid.ui.failed import failed

        assert failed(ValueError("Qwxzalphaone"))

    shown = AppTest.from_function(page).run(timeout=30)
    assert not shown.exception
    (said,) = [element.proto.body for element in shown.get("html")]
    assert re.search(r"\[[A-Z2-9]{6}\]", said)
    assert "Qwxz" not in said
