"""An import whose process is killed: a few of the thousand rounds that `python -m loadaid prove kills` makes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_whole_or_not_there(database_url: str) -> None:
    """In a process of its own, which forks the children that it kills."""
    server = ["--database", database_url] if database_url.startswith("postgresql") else []
    command = [sys.executable, "-m", "loadaid", "prove", "kills", "--count", "24", *server]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAILED" not in done.stdout
    assert "12  killed before a statement" in done.stdout


def test_a_lost_row_is_found(tmp_path: Path) -> None:
    """The proof can fail: an import that commits in two steps is caught as half an import."""
    import sqlalchemy as sa

    from loadaid.store import check
    from loadaid.store.logtables import TABLES
    from tests.store_clinic import made

    clinics = made(f"sqlite:///{tmp_path / 'a.db'}", days=5)
    daily = TABLES["daily"]
    with clinics.database.write() as connection:
        row = connection.execute(sa.select(daily.c.id, daily.c.import_id).limit(1)).one()
        connection.execute(sa.delete(daily).where(daily.c.id == row.id))
    with clinics.database.read() as connection:
        assert check.changed_imports(connection, clinics.database.vault, {row.import_id}) == [row.import_id]
    clinics.database.close()
