"""Databases of earlier releases: each opens in this one with everything it showed. `python -m tests.test_releases` adds this release's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from loadaid.locale import words
from loadaid.practice import readings
from loadaid.store import audit, check
from loadaid.store.backup import backup, restore
from loadaid.store.columns import metadata
from loadaid.store.database import Database
from loadaid.store.imports import Line
from loadaid.store.records import every_record
from loadaid.store.tables import assessments
from loadaid.store.vault import Vault
from loadaid.version import app_version
from tests.store_clinic import KEY, TODAY, Clinics, made

FOLDER = Path(__file__).parent / "releases"
RELEASES = sorted(FOLDER.glob("*.backup"))


def shown(database: Database) -> dict[str, Any]:
    """What a release showed of its data: rows per table, each record's mark, every frozen reading, word for word."""
    with database.read() as connection:
        rows = {name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for name, table in sorted(metadata.tables.items()) if name != "audit"}  # fmt: skip
        frozen = {r.id: database.vault.unseal(r.result_sealed, f"assessments.result:{r.id}")
                  for r in connection.execute(sa.select(assessments)).all()}  # fmt: skip
    return {"rows": rows, "records": {i: record.mark for i, record in every_record(database)}, "frozen": frozen}


@pytest.fixture
def opened(database_url: str) -> Iterator[Database]:
    database = Database(database_url, Vault(KEY))
    yield database
    database.close()


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_an_earlier_release_opens_with_all_it_showed(release: Path, opened: Database) -> None:
    then = json.loads(release.with_suffix(".json").read_text("utf-8"))
    restore(release, opened, readings.verdicts)
    now = shown(opened)
    assert {name: now["rows"][name] for name in then["rows"]} == then["rows"]
    assert now["records"] == then["records"]
    assert now["frozen"] == then["frozen"]
    with opened.read() as connection:
        assert check.changed_imports(connection, opened.vault) == []
        assert audit.verify(audit.entries(connection), opened.vault.audit_key).wrong is None


def test_this_release_is_kept() -> None:
    assert app_version() in {path.stem for path in RELEASES}, "keep it: python -m tests.test_releases"


def clinic_of_a_release(url: str) -> Clinics:
    """Two clinics with a little of everything that is kept."""
    clinics = made(url, days=30)
    patient, physio = clinics.id(0), clinics.repo("physio")
    day = {"date": TODAY.isoformat()}
    record = physio.records.get(patient)
    physio.imports.confirm(
        patient, "form", [Line("daily", {**day, "impact": 0, "note": "à revoir"})], key="a", revision=record.revision
    )
    physio.imports.undo(patient, physio.imports.listed(patient)[0].import_id)
    frozen = readings.freeze(physio, patient, TODAY, words("fr"))
    assert frozen
    first = physio.decisions.decide(patient, frozen, "hold", agrees=True, content={"reason": "calme"}, key="b")
    physio.decisions.decide(patient, frozen, "progress", agrees=False, content={}, key="c", supersedes=first)
    physio.decisions.set_limit("spike", 15, "endurant", patient)
    physio.decisions.mark_reviewed(patient, 3)
    clinics.repo("patient").imports.keep(patient, "form", b"{}")
    physio.privacy.answer(patient, clinics.repo("patient").privacy.ask(patient, "access"), "done", "remis ce jour")
    clinics.repo("physio2").people.open_with_reason(patient, "remplacement ce matin")
    physio.accounts.invite("patient", patient_id=clinics.id(1))
    return clinics


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        clinics = clinic_of_a_release(f"sqlite:///{folder}/clinic.db")
        backup(clinics.database, FOLDER / f"{app_version()}.backup", readings.verdicts)
        text = json.dumps(shown(clinics.database), ensure_ascii=False, indent=1, sort_keys=True)
        (FOLDER / f"{app_version()}.json").write_text(text + "\n", "utf-8")
        clinics.database.close()
