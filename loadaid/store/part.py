"""What every part of the repository stands on: one transaction, one actor, the patient reached or "not found", an audit entry."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from loadaid.store import audit
from loadaid.store.actor import Actor, reachable
from loadaid.store.columns import moment
from loadaid.store.database import Database
from loadaid.store.errors import Busy, ChangedMeanwhile, ClockWentBack, DiskFull, NotFound, ReadOnly, Refused
from loadaid.store.tables import patients

SAME_READ_S = 600  # a page that is drawn again within this time is the same opening, not another
# What a restriction does not touch: it is asked for and lifted, the record is handed on, opened and taken out.
BESIDE = frozenset({"request", "assignment", "break-glass", "export", "invitation"})
ID_LENGTH = 24  # of what new_id makes
log = logging.getLogger("loadaid.audit")


class Part:
    """Statements of one kind, for one actor."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self.database = database
        self.actor = actor

    @property
    def now(self) -> str:
        """This moment, as it is stored."""
        return moment(self.database.clock())

    @contextmanager
    def writing(
        self, thing: str, action: str, patient_id: str | None = None, *, object_id: str | None = None, revision: int | None = None,
        detail: str | None = None,
    ) -> Iterator[tuple[sa.Connection, Any]]:  # fmt: skip
        """A write on one patient (their row is given), or on the clinic; its audit entry is in the same transaction.

        revision: what the record must still be at. Errors: NotFound, ChangedMeanwhile, those of `Database.write`.
        """
        try:
            with self.database.write() as connection:
                patient = self._reached(connection, thing, action, patient_id)
                if patient is not None and thing not in BESIDE:
                    self.unrestricted(patient)
                if revision is not None:
                    self.unchanged(patient, revision)
                yield connection, patient
                self._entry(connection, action, thing, patient_id, object_id, "done", detail)
        except NotFound:
            self._denied(thing, action, patient_id, object_id)
            raise

    @contextmanager
    def reading(
        self, thing: str, action: str = "read", patient_id: str | None = None, *, object_id: str | None = None
    ) -> Iterator[tuple[sa.Connection, Any]]:
        """A read of one patient (their row is given), or of the clinic. It is entered in the audit log, once per opening.

        Errors: NotFound, those of `Database.read`.
        """
        try:
            with self.database.read() as connection:
                yield connection, self._reached(connection, thing, action, patient_id)
        except NotFound:
            self._denied(thing, action, patient_id, object_id)
            raise
        self._opened(thing, action, patient_id, object_id)

    def _reached(self, connection: sa.Connection, thing: str, action: str, patient_id: str | None) -> Any:
        if not self.actor.may(thing, action):
            raise NotFound
        if patient_id is None:
            return None
        if not is_id(patient_id):
            raise NotFound
        found = sa.select(patients).where(patients.c.id == patient_id, reachable(self.actor, thing, action, self.now))
        row = connection.execute(found).first()
        if row is None:
            raise NotFound
        return row

    def unrestricted(self, patient: Any) -> None:
        """Errors: Refused while the use of the record is restricted."""
        if patient.restricted_at:
            raise Refused("The use of this record is restricted at the patient's request. Nothing was saved.")

    def unchanged(self, patient: Any, revision: int) -> None:
        """Errors: ChangedMeanwhile when the record is no longer at the revision its reader saw."""
        if patient.revision != revision:
            raise ChangedMeanwhile(patient.changed_by or "", patient.changed_at or "")

    def touch(self, connection: sa.Connection, patient: Any) -> int:
        """The record has changed: its next revision."""
        number = int(patient.revision) + 1
        changed = {"revision": number, "changed_by": self.actor.account_id, "changed_at": self.now}
        done = connection.execute(
            sa.update(patients)
            .where(patients.c.id == patient.id, patients.c.revision == patient.revision)
            .values(changed)
        )
        if done.rowcount != 1:
            raise ChangedMeanwhile
        return number

    def _entry(
        self, connection: sa.Connection, action: str, thing: str, patient_id: str | None, object_id: str | None, result: str,
        detail: str | None = None,
    ) -> None:  # fmt: skip
        audit.append(
            connection, self.database.vault.audit_key, self.database.clock(), self.actor, action, thing, object_id=object_id,
            patient_id=patient_id, result=result, detail=detail,
        )  # fmt: skip

    def _denied(self, thing: str, action: str, patient_id: str | None, object_id: str | None) -> None:
        self._note(action, thing, _asked(patient_id), _asked(object_id), "denied")

    def _opened(self, thing: str, action: str, patient_id: str | None, object_id: str | None) -> None:
        last, opening = self.database.openings, (self.actor, thing, action, patient_id, object_id)
        at = time.monotonic()
        if at - last.get(opening, -SAME_READ_S) < SAME_READ_S:
            return
        if len(last) > 10_000:
            last.clear()
        self._note(action, thing, patient_id, object_id, "done")
        last[opening] = at

    def _note(self, action: str, thing: str, patient_id: str | None, object_id: str | None, result: str) -> None:
        """An entry of its own. When the database cannot be written, reading goes on and the entry goes to the machine's log."""
        try:
            with self.database.write() as connection:
                self._entry(connection, action, thing, patient_id, object_id, result)
        except (Busy, ReadOnly, DiskFull, ClockWentBack) as error:
            log.warning(
                "not entered (%s): %s %s %s %s %s", error.code, self.actor.account_id, action, thing, patient_id, result
            )


def is_id(text: str) -> bool:
    """Whether a text can be an id at all: what stands in an address may be anything."""
    return len(text) == ID_LENGTH and text.isascii() and text.isalnum()


def _asked(id: str | None) -> str | None:
    return id if id is None or is_id(id) else "malformed"
