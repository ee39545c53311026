"""The log of a patient or of a clinic, as it stands; and where each value of it is from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from loadaid.domain.records import PATIENTS, Log, Table
from loadaid.store.actor import Actor, reachable
from loadaid.store.database import Database
from loadaid.store.errors import WrongKey
from loadaid.store.frames import EXTRA, NUMBER, Columns, Odd, overlaid, typed
from loadaid.store.logtables import LOG_TABLES, SEALED, TABLES
from loadaid.store.part import Part
from loadaid.store.tables import CHART, imports, patients
from loadaid.store.vault import Vault

NOTED = {("events", "note")}  # read by a rule: an emergency is looked at when a note says so
MARKED = {
    name: tuple(c for c in table.c if c.name != "origin_sealed") for name, table in TABLES.items()
}  # the id is first
PLACES = ("date", "session", "line")  # what a log is read by; when something was said is no order to read it in
WIDTH = 400  # patients asked for in one statement


@dataclass(frozen=True)
class Record:
    """A log as it stands at a revision. mark: of all it was made from. odd: stored values that cannot be.

    changed: ids of imports whose rows are not those that were confirmed. Both are empty unless the file was tampered with.
    """

    log: Log
    revision: int
    mark: str
    odd: list[Odd] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """What one import says of one thing: its values, where each is from, who gave it when, and whether it stands."""

    table: str
    id: str
    import_id: str
    at: str
    by: str | None
    kind: str
    stands: bool
    values: Mapping[str, Any]
    origin: Mapping[str, Any]


class Records(Part):
    """Logs, by patient and for everyone in a list."""

    def get(self, patient_id: str) -> Record:
        """The log of one patient, texts included. Errors: NotFound."""
        with self.reading("record", "read", patient_id) as (connection, patient):
            return self._record(connection, patient)

    def log_of(self, connection: sa.Connection, patient: Any) -> Record:
        """The same inside a write."""
        return self._record(connection, patient)

    def everyone(self, patient_ids: Sequence[str] | None = None) -> Log:
        """The log of all patients of the actor's list, or of some of them, without free texts. patient_id: their ids."""
        with self.reading("triage") as (connection, _):
            rows = connection.execute(
                sa.select(patients).where(reachable(self.actor, "triage", "read", self.now))
            ).all()
            wanted = rows if patient_ids is None else [row for row in rows if row.id in set(patient_ids)]
            return _log(connection, self.database.vault, wanted, NOTED)[0]

    def enter_export(self, patient_id: str) -> None:
        """Enters in the audit log that a whole record is taken out. Errors: NotFound."""
        with self.writing("export", "read", patient_id):
            pass

    def day(self, patient_id: str, day: str) -> list[Entry]:
        """Everything said of one day, the newest first, also what no longer stands. Errors: NotFound."""
        return self._entries(patient_id, lambda its: its.c.date == day)

    def history(self, patient_id: str) -> list[Entry]:
        """Everything ever said, the newest first. Errors: NotFound."""
        return self._entries(patient_id, lambda its: sa.true())

    def _entries(self, patient_id: str, where: Callable[[sa.Table], sa.ColumnElement[bool]]) -> list[Entry]:
        found: list[Entry] = []
        with self.reading("record", "read", patient_id) as (connection, _):
            for table in LOG_TABLES:
                its = TABLES[table.name]
                rows = connection.execute(
                    sa.select(its, imports.c.at, imports.c.account_id, imports.c.kind.label("import_kind"), imports.c.undone_at,
                              imports.c.number)
                    .join(imports, imports.c.id == its.c.import_id)
                    .where(its.c.patient_id == patient_id, where(its))
                    .order_by(imports.c.number.desc(), its.c.id)
                ).mappings()  # fmt: skip
                found += [self._entry_of(table, dict(row)) for row in rows]
        return found

    def _entry_of(self, table: Table, row: Mapping[str, Any]) -> Entry:
        sealed = row["origin_sealed"]
        origin = json.loads(self.database.vault.unseal(sealed, f"{table.name}.origin:{row['id']}")) if sealed else {}
        names = [*(c.name for c in table.columns if c.name != "patient_id"), *EXTRA.get(table.name, ())]
        values = {n: _opened(self.database.vault, table.name, n, row[n]) for n in names if row[n] is not None}
        return Entry(
            table.name, row["id"], row["import_id"], row["at"], row["account_id"], row["import_kind"], row["undone_at"] is None,
            values, origin,
        )  # fmt: skip

    def _record(self, connection: sa.Connection, patient: Any) -> Record:
        log, odd, raw = _log(connection, self.database.vault, [patient], SEALED)
        standing = connection.execute(_standing([patient.id]).order_by(imports.c.number)).all()
        changed = [row.id for row in standing if rows_mark(raw.get(row.id, ()), self.database.vault) != row.rows_mark]
        said = [[row.number, row.rows_mark] for row in standing], [getattr(patient, name) for name in CHART]
        mark = sha256(json.dumps(said).encode()).hexdigest()
        return Record(log, patient.revision, mark, odd, changed)


def every_record(database: Database) -> Iterator[tuple[str, Record]]:
    """The record of every patient, by id: for the machine's operator alone, who enters it in the audit log (backup, doctor)."""
    operator = Records(database, Actor("", "", "admin"))
    with database.read() as connection:
        for patient in connection.execute(sa.select(patients).order_by(patients.c.id)).all():
            yield patient.id, operator.log_of(connection, patient)


def rows_mark(rows: Iterable[tuple[str, Sequence[Any]]], vault: Vault) -> str:
    """A mark of the rows of one import, as (table, values in the order of MARKED). Any change, row more or less gives another.

    Without the key nobody can make the mark of changed rows. Where a value is from is sealed, which shows a change by itself.
    """
    listed = sorted(rows, key=lambda row: (row[0], row[1][0]))
    return vault.fingerprint(json.dumps(listed, separators=(",", ":")), "rows")


def _standing(ids: Sequence[str]) -> sa.Select[Any]:
    return sa.select(imports).where(imports.c.patient_id.in_(ids), imports.c.undone_at.is_(None))


def _log(
    connection: sa.Connection, vault: Vault, rows: Sequence[Any], unsealed: set[tuple[str, str]]
) -> tuple[Log, list[Odd], dict[str, list[tuple[str, Sequence[Any]]]]]:
    """The log of some patients, what cannot be in it, and the stored rows by import (only for one patient)."""
    ids = sorted(row.id for row in rows)
    odd: list[Odd] = []
    raw: dict[str, list[tuple[str, Sequence[Any]]]] = {}
    frames: dict[str, pd.DataFrame] = {}
    for table in LOG_TABLES:
        its = TABLES[table.name]
        columns = MARKED[table.name]
        found: list[Any] = []
        for first in range(0, len(ids), WIDTH):
            part = ids[first : first + WIDTH]
            statement = (
                sa.select(*columns, imports.c.number.label(NUMBER)).join(imports, imports.c.id == its.c.import_id)
                .where(its.c.patient_id.in_(part), imports.c.undone_at.is_(None))
                .order_by(imports.c.number, *(its.c[name] for name in PLACES if name in its.c), its.c.id)
            )  # fmt: skip
            found += connection.execute(statement).all()
        if len(ids) == 1:
            for row in found:
                raw.setdefault(row.import_id, []).append((table.name, row[:-1]))
        names = [*(c.name for c in columns), NUMBER]
        stored = dict(zip(names, zip(*found, strict=True), strict=True)) if found else dict.fromkeys(names, ())
        frame, wrong = typed(table, _texts(vault, table, overlaid(table, stored), unsealed, odd), ids)
        frames[table.name] = _in_order(frame)
        odd += wrong
    return Log(patients=_patients(rows, ids), **frames), odd, raw


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """By patient and place, whichever import spoke of them first; rows of one place stay as they came."""
    codes = frame["patient_id"].cat.codes.to_numpy()
    keys = [codes, *(frame[name].to_numpy() for name in PLACES if name in frame)]
    order = np.lexsort(keys[::-1])
    return frame if (order == np.arange(len(frame))).all() else frame.iloc[order].reset_index(drop=True)


def _texts(vault: Vault, table: Table, columns: Columns, unsealed: set[tuple[str, str]], odd: list[Odd]) -> Columns:
    """Opens the sealed texts that are wanted; the others are left blank."""
    opened: dict[str, list[str | None]] = {}
    for name, column in SEALED:
        if name != table.name:
            continue
        opened[column] = []
        for row_id, sealed in zip(columns["id"], columns[column], strict=True):
            text = None
            if sealed is not None and (name, column) in unsealed:
                try:
                    text = _opened(vault, name, column, sealed)
                except WrongKey:
                    odd.append(Odd(name, row_id, column))
            opened[column].append(text)
    return {**columns, **opened}


def _opened(vault: Vault, table: str, column: str, value: Any) -> Any:
    """A stored value, opened if it is sealed. A sealed text names the row it came with, and is bound to it."""
    if (table, column) not in SEALED:
        return value
    row_id, _, sealed = value.partition("@")
    return vault.unseal(sealed, f"{table}.{column}:{row_id}")


def _patients(rows: Sequence[Any], ids: Sequence[str]) -> pd.DataFrame:
    by_id = {row.id: row for row in rows}
    columns: dict[str, Any] = {c.name: [getattr(by_id[i], c.name, None) for i in ids] for c in PATIENTS.columns}
    return typed(PATIENTS, columns | {"patient_id": ids, "id": ids}, ids)[0]
