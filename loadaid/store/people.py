"""Patients of a clinic: who they are, who follows them, who opened their record with a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from loadaid.store import invitations
from loadaid.store.actor import reachable
from loadaid.store.columns import moment, new_id
from loadaid.store.errors import NotFound, Refused, WrongKey
from loadaid.store.part import Part
from loadaid.store.tables import (
    CHART,
    accounts,
    assessments,
    assignments,
    imports,
    limits,
    openings,
    patients,
    reviews_done,
)  # fmt: skip
from loadaid.store.tables import invitations as invited

OPENED_FOR = timedelta(hours=1)  # how long a reason opens a record


@dataclass(frozen=True)
class Patient:
    """A patient as one actor may see them. name, birth_date: None where only the code may be known.

    unreadable: the name is there, but was changed outside loadaid or sealed with another key. changed_by, changed_at: of the
    last change of the record; None before the first, or where only the code may be known.
    """

    id: str
    code: str
    revision: int
    name: str | None = None
    birth_date: str | None = None
    account_id: str | None = None
    restricted: bool = False
    created_at: str = ""
    chart: Mapping[str, Any] | None = None
    unreadable: bool = False
    changed_by: str | None = None
    changed_at: str | None = None


class People(Part):
    """Patients, assignments, openings."""

    def listed(self, search: str = "") -> list[Patient]:
        """The patients whose reading the actor may see in a list, by name, then code; under a code alone where that is all.

        search: part of a name or code, taken literally.
        """
        with self.reading("triage") as (connection, _):
            named = reachable(self.actor, "identity", "read", self.now).label("named")
            rows = connection.execute(
                sa.select(patients, named).where(reachable(self.actor, "triage", "read", self.now))
            ).all()
        found = [self._patient(row, named=bool(row.named)) for row in rows]
        wanted = search.casefold().strip()
        shown = [p for p in found if wanted in (p.name or "").casefold() or wanted in p.code.casefold()]
        return sorted(shown, key=lambda p: (p.name is None, (p.name or "").casefold(), p.code))

    def get(self, patient_id: str) -> Patient:
        """One patient by name. Errors: NotFound."""
        with self.reading("identity", "read", patient_id) as (_, row):
            return self._patient(row, named=True)

    def own(self) -> Patient:
        """The patient who is signed in. Errors: NotFound."""
        with self.database.read() as connection:
            own = reachable(self.actor, "record", "read", self.now)
            row = connection.execute(sa.select(patients).where(own)).first() if self.actor.role == "patient" else None
        if row is None:
            raise NotFound
        return self.get(row.id)

    def create(self, name: str, birth_date: str | None = None, chart: Mapping[str, Any] | None = None) -> str:
        """A new record, followed by the physiotherapist or lead who opens it; its id. Errors: Refused without a name."""
        name = " ".join(name.split())
        if not name:
            raise Refused("A patient needs a name. Nothing was saved.")
        patient_id = new_id()
        with self.writing("patient", "create", object_id=patient_id) as (connection, _):
            number = connection.execute(
                sa.select(sa.func.count()).select_from(patients).where(patients.c.clinic_id == self.actor.clinic_id)
            ).scalar_one()
            row = {
                "id": patient_id, "clinic_id": self.actor.clinic_id, "code": f"P-{number + 1:04d}", "created_at": self.now,
                "identity_sealed": self._sealed(patient_id, name, birth_date),
                "birth_year": int(birth_date[:4]) if birth_date else None,
                **{k: v for k, v in (chart or {}).items() if k in CHART and v is not None},
            }  # fmt: skip
            connection.execute(sa.insert(patients).values(row))
            self._assign(connection, patient_id, self.actor.account_id)
        return patient_id

    def change(
        self, patient_id: str, revision: int, *, name: str, birth_date: str | None, chart: Mapping[str, Any]
    ) -> int:
        """Corrects who a patient is and their chart; the new revision. Errors: NotFound, ChangedMeanwhile, Refused."""
        with self.writing("identity", "write", patient_id, revision=revision) as (connection, row):
            number = self.touch(connection, row)
            values = {k: v for k, v in chart.items() if k in CHART}
            values["identity_sealed"] = self._sealed(patient_id, name, birth_date)
            connection.execute(sa.update(patients).where(patients.c.id == patient_id).values(values))
        return number

    def followers(self, patient_id: str) -> list[str]:
        """Ids of the accounts that follow a patient. Errors: NotFound."""
        with self.reading("record", "read", patient_id) as (connection, _):
            follow = sa.select(assignments.c.account_id).where(
                assignments.c.patient_id == patient_id, assignments.c.until.is_(None)
            )
            return list(connection.scalars(follow.order_by(assignments.c.since)))

    def assign(self, patient_id: str, account_id: str) -> None:
        """Lets a physiotherapist or lead of the clinic follow a patient. Errors: NotFound."""
        with self.writing("assignment", "write", patient_id, object_id=account_id) as (connection, _):
            self._assign(connection, patient_id, account_id)

    def unassign(self, patient_id: str, account_id: str) -> None:
        """Ends it; codes they gave out for this patient open nothing any more. Errors: NotFound."""
        with self.writing("assignment", "write", patient_id, object_id=account_id, detail="ended") as (connection, _):
            connection.execute(
                sa.update(assignments)
                .where(
                    assignments.c.patient_id == patient_id, assignments.c.account_id == account_id, assignments.c.until.is_(None)
                )
                .values(until=self.now)
            )  # fmt: skip
            theirs = (invited.c.patient_id == patient_id) & (invited.c.by_id == account_id)
            for one in invitations.withdraw(connection, self.now, theirs):
                self._entry(connection, "revoke", "invitation", patient_id, one.id, "done")

    def open_with_reason(self, patient_id: str, reason: str) -> None:
        """Opens a record for reading, for an hour; the lead and the patient can see it. Errors: NotFound, Refused."""
        if len(reason.strip()) < 10:
            raise Refused("Opening a record that is not yours needs a reason, in a few words. Nothing was opened.")
        made = new_id()
        until = moment(self.database.clock() + OPENED_FOR)
        with self.writing("break-glass", "write", patient_id, object_id=made, detail="break-glass") as (
            connection,
            row,
        ):
            connection.execute(
                sa.insert(openings).values(
                    id=made, clinic_id=row.clinic_id, patient_id=row.id, account_id=self.actor.account_id, at=self.now, until=until,
                    reason_sealed=self.database.vault.seal(reason.strip(), f"openings.reason:{made}"),
                )
            )  # fmt: skip

    def open_code(self, code: str, reason: str) -> str:
        """The same for a patient of the clinic who is known by their code alone; their id. Errors: NotFound, Refused."""
        with self.reading("break-glass", "write") as (connection, _):
            named = patients.c.code == code.strip().upper()
            found = sa.select(patients.c.id).where(named, reachable(self.actor, "break-glass", "write", self.now))
            patient_id = connection.scalar(found)
        if patient_id is None:
            self._denied("break-glass", "write", code, None)
            raise NotFound
        self.open_with_reason(str(patient_id), reason)
        return str(patient_id)

    def authors(self, patient_id: str) -> dict[str, str]:
        """account id -> name, of everyone who ever wrote in a record: who said what is part of it. Errors: NotFound."""
        with self.reading("record", "read", patient_id) as (connection, patient):
            wrote = [
                sa.select(of.c.account_id).where(of.c.patient_id == patient_id)
                for of in (imports, assessments, limits, reviews_done)
            ]
            by = sa.or_(accounts.c.id.in_(sa.union(*wrote)), accounts.c.id == patient.changed_by)
            rows = connection.execute(sa.select(accounts).where(accounts.c.clinic_id == patient.clinic_id, by)).all()
        unseal = self.database.vault.unseal
        return {row.id: json.loads(unseal(row.identity_sealed, f"accounts.identity:{row.id}"))["name"] for row in rows}

    def following(self) -> dict[str, list[str]]:
        """patient id -> the accounts that follow them now, for who says who follows whom. Errors: NotFound."""
        with self.reading("assignment", "write") as (connection, _):
            mine = reachable(self.actor, "assignment", "write", self.now)
            rows = connection.execute(
                sa.select(assignments.c.patient_id, assignments.c.account_id)
                .join(patients, patients.c.id == assignments.c.patient_id)
                .where(assignments.c.until.is_(None), mine)
                .order_by(assignments.c.since)
            ).all()
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(row.patient_id, []).append(row.account_id)
        return found

    def _assign(self, connection: sa.Connection, patient_id: str, account_id: str) -> None:
        known = connection.execute(
            sa.select(accounts.c.id).where(
                accounts.c.id == account_id, accounts.c.clinic_id == self.actor.clinic_id, accounts.c.state == "active",
                accounts.c.role.in_(("physio", "lead")),
            )
        ).first()  # fmt: skip
        if known is None:
            raise NotFound
        open_one = sa.select(assignments.c.id).where(
            assignments.c.patient_id == patient_id,
            assignments.c.account_id == account_id,
            assignments.c.until.is_(None),
        )
        if connection.execute(open_one).first() is None:
            connection.execute(
                sa.insert(assignments).values(
                    id=new_id(), clinic_id=self.actor.clinic_id, patient_id=patient_id, account_id=account_id,
                    by_id=self.actor.account_id, since=self.now,
                )
            )  # fmt: skip

    def _sealed(self, patient_id: str, name: str, birth_date: str | None) -> str:
        text = json.dumps({"name": name, "birth_date": birth_date}, ensure_ascii=False)
        return self.database.vault.seal(text, f"patients.identity:{patient_id}")

    def _patient(self, row: Any, *, named: bool) -> Patient:
        who, unreadable = {}, False
        if named and row.identity_sealed:
            try:
                who = json.loads(self.database.vault.unseal(row.identity_sealed, f"patients.identity:{row.id}"))
            except WrongKey:  # one damaged row must not hide the others
                unreadable = True
        return Patient(
            row.id, row.code, row.revision, who.get("name"), who.get("birth_date"), row.account_id, bool(row.restricted_at),
            row.created_at, {name: getattr(row, name) for name in CHART} if named else None, unreadable,
            row.changed_by if named else None, row.changed_at if named else None,
        )  # fmt: skip
