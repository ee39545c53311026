"""Accounts of a clinic, for those who look after them: who may sign in, inviting, closing, roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from loadaid.domain.rights import ROLES, Role, scope
from loadaid.store import entrance, invitations, signins
from loadaid.store.actor import reachable
from loadaid.store.errors import NotFound, Refused
from loadaid.store.part import Part
from loadaid.store.tables import accounts, patients
from loadaid.store.tables import invitations as invited


@dataclass(frozen=True)
class Member:
    """An account as colleagues may see it. state: "active" or "closed"."""

    id: str
    role: Role
    name: str
    login: str
    state: str
    created_at: str
    second_factor: bool


@dataclass(frozen=True)
class Pending:
    """An invitation that was not used yet. at, until: stored moments."""

    id: str
    role: Role
    patient_id: str | None
    at: str
    until: str


class Accounts(Part):
    """Accounts and invitations of the actor's clinic."""

    def listed(self) -> list[Member]:
        """The accounts the actor may see; their own alone for those who look after none.

        A patient's account stands under the code of their record, without a name, for whoever may not know who they are.
        """
        with self.reading("account") as (connection, _):
            mine = accounts.c.clinic_id == self.actor.clinic_id
            if scope(self.actor.role, "account", "read") == "own":
                mine &= accounts.c.id == self.actor.account_id
            named = (accounts.c.role != "patient") | reachable(self.actor, "identity", "read", self.now)
            its_record = accounts.outerjoin(patients, patients.c.account_id == accounts.c.id)
            chosen = sa.select(accounts, patients.c.code, named.label("named")).select_from(its_record)
            rows = connection.execute(chosen.where(mine)).all()
        members = [self._member(row) if row.named else self._coded(row) for row in rows]
        return sorted(members, key=lambda m: (m.role == "patient", m.name.casefold()))

    def own(self) -> Member:
        """The actor's own account. Errors: NotFound."""
        with self.reading("account", object_id=self.actor.account_id) as (connection, _):
            row = connection.execute(sa.select(accounts).where(accounts.c.id == self.actor.account_id)).first()
            if row is None:
                raise NotFound
        return self._member(row)

    def invite(self, role: Role, name: str = "", *, patient_id: str | None = None) -> str:
        """A code that makes one account, to be handed over in person; it is shown once.

        For a patient, whose account then sees their own record; a patient who has an account gets a new login for it.
        Errors: NotFound when the actor may not invite this role or does not follow the patient.
        """
        thing = "invitation" if role == "patient" else "staff-invitation"
        if (patient_id is None) == (role == "patient") or not self._may_look_after(role):
            raise NotFound
        with self.writing(thing, "write", patient_id, detail=role) as (connection, patient):
            if patient is not None:
                # the last code alone counts
                invitations.withdraw(connection, self.now, invited.c.patient_id == patient_id)
            _, code = invitations.issue(
                connection, self.database, self.actor.clinic_id, role, " ".join(name.split()), patient_id=patient_id,
                account_id=patient and patient.account_id, by=self.actor,
            )  # fmt: skip
        return code

    def renew(self, account_id: str) -> str:
        """A code by which a colleague who lost password or telephone gets a new login for the same account. Errors: NotFound."""
        with self.writing("staff-invitation", "write", object_id=account_id, detail="renew") as (connection, _):
            row = self._of_clinic(connection, account_id)
            if row.role == "patient":
                raise NotFound
            invitations.withdraw(connection, self.now, invited.c.account_id == account_id)
            name = entrance.identity(self.database, row)["name"]
            _, code = invitations.issue(
                connection, self.database, self.actor.clinic_id, row.role, name, account_id=account_id, by=self.actor
            )
        return code

    def pending(self) -> list[Pending]:
        """Invitations that can still be used and that the actor may make: of patients they follow, of colleagues they look after.

        Errors: NotFound for those who invite nobody.
        """
        thing = "staff-invitation" if self.actor.may("staff-invitation", "write") else "invitation"
        with self.reading(thing, "write") as (connection, _):
            theirs = sa.select(patients.c.id).where(reachable(self.actor, "invitation", "write", self.now))
            mine: sa.ColumnElement[bool] = invited.c.patient_id.in_(theirs)
            if thing == "staff-invitation":
                roles = [role for role in ROLES if role != "patient" and self._may_look_after(role)]
                mine |= invited.c.patient_id.is_(None) & invited.c.role.in_(roles)
            here = invited.c.clinic_id == self.actor.clinic_id, invitations.usable(self.now)
            rows = connection.execute(sa.select(invited).where(mine, *here).order_by(invited.c.at)).all()
        return [Pending(r.id, r.role, r.patient_id, r.at, r.until) for r in rows]

    def revoke(self, invitation_id: str) -> None:
        """The code opens nothing any more. Errors: NotFound when it does not already, or the actor may not make such a one."""
        with self.database.read() as connection:
            here = invited.c.id == invitation_id, invited.c.clinic_id == self.actor.clinic_id
            row = connection.execute(sa.select(invited.c.role, invited.c.patient_id).where(*here)).first()
        patient_id = row.patient_id if row is not None else None
        thing = "staff-invitation" if patient_id is None else "invitation"
        with self.writing(thing, "write", patient_id, object_id=invitation_id, detail="revoked") as (connection, _):
            if row is None or not self._may_look_after(row.role):
                raise NotFound
            if not invitations.withdraw(connection, self.now, invited.c.id == invitation_id):
                raise NotFound

    def close(self, account_id: str) -> None:
        """The account can no longer sign in; its sign-ins and the codes it gave out end now. Errors: NotFound, Refused for
        one's own."""
        self._set(account_id, "closed", state="closed")

    def reopen(self, account_id: str) -> None:
        """It can sign in again. Errors: NotFound."""
        self._set(account_id, "reopened", state="active")

    def change_role(self, account_id: str, role: Role) -> None:
        """Another role, at once: sign-ins made and codes given out under the old one end. Errors: NotFound, Refused for
        one's own account."""
        if role not in ROLES or role == "patient" or not self._may_look_after(role):
            raise NotFound
        self._set(account_id, role, role=role)

    def _set(self, account_id: str, detail: str, **values: str) -> None:
        if account_id == self.actor.account_id:
            raise Refused(
                "Nobody closes or changes their own account: someone else of the clinic does. Nothing was saved."
            )
        with self.writing("account", "write", object_id=account_id, detail=detail) as (connection, _):
            row = self._of_clinic(connection, account_id)
            if "role" in values and row.role == "patient":
                raise NotFound
            connection.execute(
                sa.update(accounts).where(accounts.c.id == account_id).values(version=accounts.c.version + 1, **values)
            )
            signins.end_of(connection, self.database, account_id)
            # Codes they gave out, and one that would give the account a new login past this.
            theirs = (invited.c.by_id == account_id) | (invited.c.account_id == account_id)
            for one in invitations.withdraw(connection, self.now, theirs):
                self._entry(connection, "revoke", "invitation", one.patient_id, one.id, "done")

    def _may_look_after(self, role: Role) -> bool:
        return invitations.may_look_after(self.actor.role, role)

    def _of_clinic(self, connection: sa.Connection, account_id: str) -> Any:
        row: Any = connection.execute(
            sa.select(accounts).where(accounts.c.id == account_id, accounts.c.clinic_id == self.actor.clinic_id)
        ).first()
        if row is None or not self._may_look_after(row.role):
            raise NotFound
        return row

    def _member(self, row: Any) -> Member:
        who = entrance.identity(self.database, row)
        return Member(
            row.id, row.role, who["name"], who["login"], row.state, row.created_at, row.totp_sealed is not None
        )

    def _coded(self, row: Any) -> Member:
        return Member(row.id, row.role, row.code or "", "", row.state, row.created_at, row.totp_sealed is not None)
