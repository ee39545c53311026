"""What comes into a record: drafts that wait for their owner, one transaction that confirms, a receipt, an undo for 30 days."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from loadaid.store.columns import as_moment, moment, new_id
from loadaid.store.errors import NotFound, Refused, TooLate
from loadaid.store.logtables import SEALED, TABLES
from loadaid.store.part import Part
from loadaid.store.records import MARKED, rows_mark
from loadaid.store.tables import drafts, imports, remembered

UNDO_FOR = timedelta(days=30)
DRAFT_FOR = timedelta(days=7)
KINDS = {name: {c.name: c.type.python_type for c in table.c} for name, table in TABLES.items()}


@dataclass(frozen=True)
class Line:
    """One row to store: what is said of one day, session line, event ... cleared: columns now said to be unknown, "*" the row.

    values: column -> number or text as the log folder writes it; the date among them. origin: where each value is from.
    """

    table: str
    values: Mapping[str, Any]
    cleared: Sequence[str] = ()
    origin: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """What an import did. told: the counts shown to its owner. again: it had been confirmed before, nothing was added now."""

    import_id: str
    kind: str
    at: str
    by: str | None
    told: Mapping[str, Any]
    digests: Sequence[str] = ()
    undone_at: str | None = None
    may_undo: bool = False
    again: bool = False


@dataclass(frozen=True)
class Draft:
    """What waits. content: as it was kept."""

    id: str
    patient_id: str
    kind: str
    content: bytes
    at: str
    until: str
    version: int


class Imports(Part):
    """Drafts, confirmation, undo."""

    def confirm(
        self, patient_id: str, kind: str, lines: Sequence[Line], *, key: str, revision: int, told: Mapping[str, Any] | None = None,
        digests: Sequence[str] = (), draft_id: str | None = None, answers: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Receipt:  # fmt: skip
        """Stores all lines or none, and drops the draft they came from. The same key twice is one import.

        revision: what the record was at when its owner saw what would be stored. answers: layout -> what to remember for it.
        Errors: NotFound, ChangedMeanwhile, Refused (a value out of its range, a restricted record, a file that was received for
        someone else), those of `Database.write`.
        """
        made = new_id()
        with self.writing("record", "write", patient_id, object_id=made, detail=kind) as (connection, patient):
            by_key = sa.select(imports).where(imports.c.patient_id == patient.id, imports.c.key == key)
            if (earlier := connection.execute(by_key).first()) is not None:
                return self._receipt(earlier._asdict(), again=True)
            self.unchanged(patient, revision)
            if any(self._of_another(connection, patient, digest) for digest in digests):
                raise Refused("The same file was received for someone else. Nothing was saved.")
            number = self.touch(connection, patient)
            stored = [self._stored(line, patient, made) for line in lines]
            receipt = {
                "id": made, "clinic_id": patient.clinic_id, "patient_id": patient.id, "account_id": self.actor.account_id,
                "kind": kind, "key": key, "number": number, "digest": " ".join(digests), "receipt_sealed": self._sealed_receipt(made, told or {}),
                "rows_mark": self._mark(stored), "at": self.now,
            }  # fmt: skip
            connection.execute(sa.insert(imports).values(receipt))
            for name, table in TABLES.items():
                if rows := [values for of, values in stored if of == name]:
                    connection.execute(sa.insert(table), rows)
            for layout, given in (answers or {}).items():
                self._remember(connection, patient, layout, given)
            if draft_id is not None:
                connection.execute(sa.delete(drafts).where(drafts.c.id == draft_id, self._mine()))
        return self._receipt(receipt)

    def undo(self, patient_id: str, import_id: str) -> Receipt:
        """Takes a whole import back; what it said is kept, but no longer stands. Doing it twice changes nothing.

        A patient may take back what they sent themselves. Errors: NotFound, TooLate after 30 days.
        """
        with self.writing("record", "write", patient_id, object_id=import_id, detail="undo") as (connection, patient):
            row = connection.execute(
                sa.select(imports).where(imports.c.id == import_id, imports.c.patient_id == patient_id)
            ).first()
            if row is None or not self._may_undo(row._asdict()):
                raise NotFound
            if row.undone_at is None:
                if self._is_late(row._asdict()):
                    raise TooLate(
                        "An import can be taken back for 30 days. Nothing was changed; correct the values instead."
                    )
                number = self.touch(connection, patient)
                done = {"undone_at": self.now, "undone_by": self.actor.account_id, "undone_number": number}
                connection.execute(sa.update(imports).where(imports.c.id == import_id).values(done))
                return self._receipt(row._asdict() | done)
        return self._receipt(row._asdict())

    def listed(self, patient_id: str, kind: str | None = None) -> list[Receipt]:
        """All receipts of a patient, or those of one kind, the newest first, also of what was taken back. Errors: NotFound."""
        with self.reading("record", "read", patient_id) as (connection, _):
            wanted = sa.select(imports).where(imports.c.patient_id == patient_id)
            if kind is not None:
                wanted = wanted.where(imports.c.kind == kind)
            rows = connection.execute(wanted.order_by(imports.c.number.desc())).all()
            return [self._receipt(row._asdict()) for row in rows]

    def same_bytes(self, patient_id: str, digest: str) -> Receipt | None:
        """The receipt of a file received before and still standing, by the fingerprint of its bytes. Errors: NotFound."""
        return next((r for r in self.listed(patient_id) if digest in r.digests and r.undone_at is None), None)

    def is_of_another(self, patient_id: str, digest: str) -> bool:
        """Whether the same bytes were received for someone else of the clinic; nobody is told for whom. Errors: NotFound."""
        with self.reading("record", "read", patient_id) as (connection, patient):
            return self._of_another(connection, patient, digest)

    def remembered(self, patient_id: str) -> dict[str, dict[str, str]]:
        """layout -> the answers given for it earlier. Errors: NotFound."""
        with self.reading("record", "read", patient_id) as (connection, _):
            rows = connection.execute(sa.select(remembered).where(remembered.c.patient_id == patient_id)).all()
            return {row.layout: self._answers(row) for row in rows}

    def keep(self, patient_id: str, kind: str, content: bytes, draft_id: str | None = None) -> str:
        """Keeps what is not yet confirmed for 7 days, or in place of an earlier draft; its id. Errors: NotFound."""
        made = draft_id or new_id()
        sealed = self.database.vault.seal_bytes(content, f"drafts.content:{made}")
        now = self.database.clock()
        kept = {"content_sealed": sealed, "at": moment(now), "until": moment(now + DRAFT_FOR)}
        with self.writing("draft", "write", None, object_id=made, detail=kind) as (connection, _):
            expired = (drafts.c.clinic_id == self.actor.clinic_id) & (drafts.c.until < moment(now))
            connection.execute(sa.delete(drafts).where(expired))
            patient = self._reached(connection, "record", "write", patient_id)
            self.unrestricted(patient)
            if draft_id is None:
                row = {
                    "id": made,
                    "clinic_id": patient.clinic_id,
                    "patient_id": patient.id,
                    "account_id": self.actor.account_id,
                }
                connection.execute(sa.insert(drafts).values(row | kept | {"kind": kind}))
            else:
                changed = sa.update(drafts).where(drafts.c.id == made, drafts.c.patient_id == patient_id, self._mine())
                if connection.execute(changed.values(kept | {"version": drafts.c.version + 1})).rowcount != 1:
                    raise NotFound
        return made

    def drafts(self, patient_id: str, kind: str) -> list[Draft]:
        """The actor's own drafts for a patient, the newest first; those over 7 days old are gone. Errors: NotFound."""
        with self.database.read() as connection:
            self._reached(connection, "record", "write", patient_id)
            rows = connection.execute(
                sa.select(drafts).where(drafts.c.patient_id == patient_id, drafts.c.kind == kind, drafts.c.until > self.now, self._mine())
                .order_by(drafts.c.at.desc())
            ).all()  # fmt: skip
        unseal = self.database.vault.unseal_bytes
        return [Draft(r.id, r.patient_id, r.kind, unseal(r.content_sealed, f"drafts.content:{r.id}"), r.at, r.until, r.version)
                for r in rows]  # fmt: skip

    def drop(self, draft_id: str) -> None:
        """Drops a draft of the actor's own; no error when there is none."""
        with self.writing("draft", "write", None, object_id=draft_id, detail="dropped") as (connection, _):
            connection.execute(sa.delete(drafts).where(drafts.c.id == draft_id, self._mine()))

    def _of_another(self, connection: sa.Connection, patient: Any, digest: str) -> bool:
        same = sa.select(imports.c.id).where(
            imports.c.clinic_id == patient.clinic_id, imports.c.patient_id != patient.id, imports.c.undone_at.is_(None),
            imports.c.digest.contains(digest, autoescape=True),
        )  # fmt: skip
        return connection.execute(same.limit(1)).first() is not None

    def _mine(self) -> sa.ColumnElement[bool]:
        return (drafts.c.account_id == self.actor.account_id) & (drafts.c.clinic_id == self.actor.clinic_id)

    def _stored(self, line: Line, patient: Any, import_id: str) -> tuple[str, dict[str, Any]]:
        """A row as the table holds it: every column, numbers of one type, free texts and origins sealed."""
        row_id = new_id()
        row: dict[str, Any] = dict.fromkeys(KINDS[line.table])
        for name, value in line.values.items():
            if name == "patient_id":
                continue
            if name not in row:
                raise Refused(f"The record has no column {name!r} in {line.table}. Nothing was saved.")
            row[name] = self._value(line.table, row_id, name, value)
        if line.table == "sessions":
            row["session"], row["line"] = row["session"] or 1, row["line"] or 1
        if line.origin:
            text = json.dumps(line.origin, ensure_ascii=False)
            row["origin_sealed"] = self.database.vault.seal(text, f"{line.table}.origin:{row_id}")
        row["cleared"] = json.dumps(list(line.cleared)) if line.cleared else None
        own = {"id": row_id, "clinic_id": patient.clinic_id, "patient_id": patient.id, "import_id": import_id}
        return line.table, row | own

    def _value(self, table: str, row_id: str, name: str, value: Any) -> Any:
        if value is None or (table, name) in SEALED:
            return (
                None
                if value is None
                else f"{row_id}@" + self.database.vault.seal(str(value), f"{table}.{name}:{row_id}")
            )
        kind = KINDS[table][name]
        if kind is str:
            return str(value).replace("\0", "")  # PostgreSQL refuses it, SQLite keeps it: the same on both
        number = float(value)
        if not math.isfinite(number):
            raise Refused(f"{name} has to be a number; leave it out where it is not known. Nothing was saved.")
        if kind is int and number != int(number):
            raise Refused(f"{name} has to be a whole number. Nothing was saved.")
        return kind(number)

    def _remember(self, connection: sa.Connection, patient: Any, layout: str, given: Mapping[str, str]) -> None:
        mine = (remembered.c.patient_id == patient.id) & (remembered.c.layout == layout)
        row = connection.execute(sa.select(remembered).where(mine)).first()
        known = self._answers(row) if row else {}
        row_id = row.id if row else new_id()
        text = json.dumps(known | dict(given), ensure_ascii=False)
        answers = self.database.vault.seal(text, f"remembered.answers:{row_id}")
        if row:
            connection.execute(sa.update(remembered).where(mine).values(answers_sealed=answers, at=self.now))
        else:
            new = {
                "id": row_id,
                "clinic_id": patient.clinic_id,
                "patient_id": patient.id,
                "layout": layout,
                "at": self.now,
            }
            connection.execute(sa.insert(remembered).values(new | {"answers_sealed": answers}))

    def _answers(self, row: Any) -> dict[str, str]:
        """Answers name columns and sheets as a person's own file calls them."""
        opened: dict[str, str] = json.loads(
            self.database.vault.unseal(row.answers_sealed, f"remembered.answers:{row.id}")
        )
        return opened

    def _mark(self, stored: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
        return rows_mark(((name, [row[c.name] for c in MARKED[name]]) for name, row in stored), self.database.vault)

    def _sealed_receipt(self, import_id: str, told: Mapping[str, Any]) -> str:
        return self.database.vault.seal(json.dumps(told, ensure_ascii=False), f"imports.receipt:{import_id}")

    def _is_late(self, row: Mapping[str, Any]) -> bool:
        return self.database.clock() - as_moment(row["at"]) > UNDO_FOR

    def _may_undo(self, row: Mapping[str, Any]) -> bool:
        return self.actor.role != "patient" or row["account_id"] == self.actor.account_id

    def _receipt(self, row: Mapping[str, Any], *, again: bool = False) -> Receipt:
        undone = row.get("undone_at")
        open_ = undone is None and not self._is_late(row) and self._may_undo(row) and self.actor.may("record", "write")
        told = json.loads(self.database.vault.unseal(row["receipt_sealed"], f"imports.receipt:{row['id']}"))
        return Receipt(row["id"], row["kind"], row["at"], row["account_id"], told, (row["digest"] or "").split(), undone, open_, again)  # fmt: skip
