"""Who opened a record, for those who may ask; and whether the audit log is whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from loadaid.store import audit as chain
from loadaid.store.actor import reachable
from loadaid.store.part import Part
from loadaid.store.tables import accounts, audit, openings, patients


@dataclass(frozen=True)
class Access:
    """One entry of the audit log. name: of who acted, None for the machine's operator. reason: of a record opened with one."""

    at: str
    name: str | None
    role: str | None
    action: str
    thing: str
    result: str
    patient_id: str | None
    reason: str | None = None


class Accesses(Part):
    """Entries of the audit log that an actor may see."""

    def of(self, patient_id: str, *, without_own: bool = False, most: int | None = None) -> list[Access]:
        """Who did what with one record, the newest first; a refused attempt too. Errors: NotFound.

        without_own: leaves out what the patient did. most: of what is left, so many; all of it else.
        """
        with self.reading("accesses", "read", patient_id) as (connection, patient):
            return self._listed(connection, *self._about(patient, without_own), most=most)

    def count(self, patient_id: str, *, without_own: bool = False) -> int:
        """How many entries `of` would list. Errors: NotFound."""
        with self.reading("accesses", "read", patient_id) as (connection, patient):
            found = sa.select(sa.func.count()).select_from(audit).where(audit.c.clinic_id == self.actor.clinic_id)
            return int(connection.execute(found.where(*self._about(patient, without_own))).scalar_one())

    def opened_with_reason(self) -> list[Access]:
        """Every record of the actor's list that someone opened with a reason, the newest first. Errors: NotFound."""
        with self.reading("accesses") as (connection, _):
            mine = sa.select(patients.c.id).where(reachable(self.actor, "accesses", "read", self.now))
            return self._listed(connection, audit.c.patient_id.in_(mine), audit.c.object == "break-glass")

    def verify(self, anchors: Sequence[chain.Head] = ()) -> chain.Verdict:
        """Whether every entry is as it was written. Says nothing of what the entries hold. Errors: NotFound."""
        with self.reading("audit", "verify") as (connection, _):
            return chain.verify(chain.entries(connection), self.database.vault.audit_key, anchors)

    def _about(self, patient: Any, without_own: bool) -> list[sa.ColumnElement[bool]]:
        its = [audit.c.patient_id == patient.id]
        return [*its, audit.c.role.is_distinct_from("patient")] if without_own else its

    def _listed(
        self, connection: sa.Connection, *where: sa.ColumnElement[bool], most: int | None = None
    ) -> list[Access]:
        entries = connection.execute(
            sa.select(audit, accounts.c.identity_sealed, openings.c.reason_sealed)
            .outerjoin(accounts, (accounts.c.id == audit.c.actor_id) & (accounts.c.clinic_id == self.actor.clinic_id))
            .outerjoin(openings, openings.c.id == audit.c.object_id)
            .where(audit.c.clinic_id == self.actor.clinic_id, *where).order_by(audit.c.seq.desc()).limit(most)
        ).all()  # fmt: skip
        return [self._access(entry) for entry in entries]

    def _access(self, entry: Any) -> Access:
        unseal = self.database.vault.unseal
        who = (
            json.loads(unseal(entry.identity_sealed, f"accounts.identity:{entry.actor_id}"))
            if entry.identity_sealed
            else {}
        )
        reason = unseal(entry.reason_sealed, f"openings.reason:{entry.object_id}") if entry.reason_sealed else None
        return Access(
            entry.at, who.get("name"), entry.role, entry.action, entry.object, entry.result, entry.patient_id, reason
        )
