"""That a damaged database file is found at the start, or by the doctor, or shows in what is read; never another number unsaid."""

from __future__ import annotations

import random
import shutil
import tempfile
from datetime import date
from pathlib import Path

from loadaid.practice.demo import seed
from loadaid.practice.prove.counts import Counts, Until
from loadaid.practice.readings import verdict
from loadaid.store import audit, check
from loadaid.store.database import Database, open_database
from loadaid.store.errors import StoreError
from loadaid.store.records import every_record
from loadaid.store.vault import Vault

KEY = bytes(range(32))


def prove(count: int = 200, minutes: float | None = None, patients: int = 4, chance: int = 1) -> Counts:
    """`count` times: 1 to 2,000 random bytes are written somewhere into a copy of a clinic's file, which is then used.

    chance: another number, other places.
    """
    counts, until, dice = Counts(), Until(minutes), random.Random(chance)
    with tempfile.TemporaryDirectory(prefix="loadaid-") as name:
        whole = Path(name, "whole.db")
        there = open_database(f"sqlite:///{whole}", Vault(KEY), kind="demo")
        seed(there, date(2026, 11, 16), patients, 30)
        expected = {id: verdict(id, record) for id, record in every_record(there)}
        there.close()
        for number in range(count):
            if not until:
                counts.unfinished = True
                break
            harmed = Path(name, f"{number}.db")
            shutil.copyfile(whole, harmed)
            size = dice.choice((1, 8, 100, 2000))
            with harmed.open("r+b") as file:
                file.seek(dice.randrange(max(1, whole.stat().st_size - size)))
                file.write(dice.randbytes(size))
            outcome = _used(harmed, expected)
            counts.add(outcome)
            counts.hold(not outcome.startswith("ANOTHER"), f"corruption {number} of {size} bytes: {outcome}")
            for left in Path(name).glob(f"{number}.db*"):
                left.unlink()
    return counts


def _used(path: Path, expected: dict[str, str]) -> str:
    """What becomes of a harmed file, in the order in which a practice meets it."""
    database = Database(f"sqlite:///{path}", Vault(KEY))
    try:
        check.quick(database)
    except StoreError:
        return "found at the start"
    finally:
        database.close()
    seen, is_found = _read(database, expected), _found_by_doctor(database)
    database.close()
    if seen.startswith("ANOTHER"):
        return seen
    return "found by doctor" if is_found else seen


def _found_by_doctor(database: Database) -> bool:
    try:
        with database.read() as connection:
            log = audit.verify(audit.entries(connection), database.vault.audit_key)
            return bool(
                log.wrong
                or check.pages(connection)
                or check.references(connection)
                or check.changed_imports(connection, database.vault)
            )
    except (StoreError, ValueError):
        return True


def _read(database: Database, expected: dict[str, str]) -> str:
    """What the screens would show. A record that says of itself that it was changed is not shown as if it were whole."""
    try:
        found = {id: (verdict(id, record), record.odd or record.changed) for id, record in every_record(database)}
    except StoreError:
        return "an error instead of a reading"
    wrong = [id for id in expected if id not in found or found[id][0] != expected[id]]
    if not wrong:
        return "harmless: every reading is as it was"
    unsaid = [id for id in wrong if id not in found or not found[id][1]]
    return f"ANOTHER READING WITHOUT A WORD: {len(unsaid)}" if unsaid else "shown as changed since it was confirmed"
