"""A patient's whole file as one zip: tables for a spreadsheet, everything exactly as JSON, who opened the record."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from loadaid.domain.records import TABLES, Table
from loadaid.intake.cells.spelling import harmless
from loadaid.locale import Words
from loadaid.logs.plain import plain_rows
from loadaid.store.columns import moment
from loadaid.store.database import Database
from loadaid.store.repository import Repository
from loadaid.version import app_version

SCHEMA = "loadaid/export/1"
NAMES = {"fr": ("dossier.json", "acces.csv", "LISEZMOI.txt"), "en": ("record.json", "accesses.csv", "README.txt")}


def exported(repo: Repository, database: Database, patient_id: str, w: Words) -> bytes:
    """The zip. A patient's own holds no reading: those are for a clinician to explain, who can export them.

    Errors: NotFound.
    """
    whole = content(repo, database, patient_id)
    record, accesses, readme = NAMES[w.language]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(readme, "\r\n".join(_about(w)))
        archive.writestr(record, json.dumps(whole, ensure_ascii=False, indent=1, default=str))
        for table in TABLES:
            rows = whole["tables"][table.name]
            if rows or table.required:
                archive.writestr(f"{table.name}.csv", _csv([c.name for c in table.columns], rows))
        heads = ("at", "name", "role", "action", "thing", "result", "reason")
        archive.writestr(accesses, _csv(heads, whole["accesses"]))
    return out.getvalue()


def content(repo: Repository, database: Database, patient_id: str) -> dict[str, Any]:
    """Everything of a patient that the actor may take out, as plain values. Errors: NotFound."""
    repo.records.enter_export(patient_id)
    patient, record = repo.people.get(patient_id), repo.records.get(patient_id)
    tables = {table.name: [_of(table, row) for row in plain_rows(getattr(record.log, table.name))] for table in TABLES}
    whole: dict[str, Any] = {
        "schema": SCHEMA, "version": app_version(), "made_at": moment(database.clock()), "patient": asdict(patient), "tables": tables,
        "entries": [asdict(entry) for entry in repo.records.history(patient_id)],
        "imports": [asdict(receipt) for receipt in repo.imports.listed(patient_id)],
        "requests": [asdict(request) for request in repo.privacy.of(patient_id)],
        "accesses": [asdict(access) for access in repo.accesses.of(patient_id)],
    }  # fmt: skip
    if repo.actor.may("reading", "read"):
        whole["assessments"] = [asdict(a) for a in repo.decisions.assessments(patient_id)]
        whole["decisions"] = [asdict(d) for d in repo.decisions.decisions(patient_id)]
        whole["limits"] = [asdict(limit) for limit in repo.decisions.own_limits(patient_id)]
    return whole


def _about(w: Words) -> list[str]:
    record, accesses, _ = NAMES[w.language]
    return [
        w("Votre dossier loadaid."),
        "",
        w("Les fichiers .csv s’ouvrent dans un tableur ; une case vide veut dire « non connu », jamais 0."),
        w("{name} contient tout, exactement, avec l’origine de chaque valeur.", name=record),
        w("{name} dit qui a ouvert le dossier.", name=accesses),
    ]


def _of(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {c.name: row[c.name] for c in table.columns if c.name in row}


def _csv(heads: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    """With a mark that makes spreadsheets read it as UTF-8; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_cell(row.get(head)) for head in heads] for row in rows)
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> Any:
    return "" if value is None else harmless(value) if isinstance(value, str) else value
