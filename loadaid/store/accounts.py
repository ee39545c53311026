"""Accounts of a clinic, for those who look after them: who may sign in, inviting, closing, roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from loadaid.domain.rights import LEAD_MAY_INVITE, ROLES, Role, scope
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
        with self.database.read() as connection:
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
                self._revoke(connection, invited.c.patient_id == patient_id)  # the last code alone counts
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
            self._revoke(connection, invited.c.account_id == account_id)
            name = entrance.identity(self.database, row)["name"]
            _, code = invitations.issue(
                connection, self.database, self.actor.clinic_id, row.role, name, account_id=account_id, by=self.actor
            )
        return code

    def pending(self) -> list[Pending]:
        """Invitations of the clinic that can still be used: all, or those the actor made."""
        with self.database.read() as connection:
            mine = invited.c.clinic_id == self.actor.clinic_id
            if scope(self.actor.role, "staff-invitation", "write") != "clinic":
                mine &= invited.c.by_id == self.actor.account_id
            rows = connection.execute(sa.select(invited).where(mine, *self._usable()).order_by(invited.c.at)).all()
        return [Pending(r.id, r.role, r.patient_id, r.at, r.until) for r in rows]

    def revoke(self, invitation_id: str) -> None:
        """The code opens nothing any more. Errors: NotFound."""
        if invitation_id not in {one.id for one in self.pending()}:
            raise NotFound
        with self.database.write() as connection:
            self._revoke(connection, invited.c.id == invitation_id)
            self._entry(connection, "revoke", "invitation", None, invitation_id, "done")

    def close(self, account_id: str) -> None:
        """The account can no longer sign in; its sign-ins end now. Errors: NotFound, Refused for one's own."""
        self._set(account_id, "closed", state="closed")

    def reopen(self, account_id: str) -> None:
        """It can sign in again. Errors: NotFound."""
        self._set(account_id, "reopened", state="active")

    def change_role(self, account_id: str, role: Role) -> None:
        """Another role, at once: sign-ins made under the old one end. Errors: NotFound, Refused for one's own account."""
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

    def _may_look_after(self, role: Role) -> bool:
        """Which roles an actor invites and closes: administrators all but patients, leads those under them, others patients."""
        if self.actor.role == "admin":
            return role != "patient"
        return role in LEAD_MAY_INVITE if self.actor.role == "lead" else role == "patient"

    def _of_clinic(self, connection: sa.Connection, account_id: str) -> Any:
        row: Any = connection.execute(
            sa.select(accounts).where(accounts.c.id == account_id, accounts.c.clinic_id == self.actor.clinic_id)
        ).first()
        if row is None or not self._may_look_after(row.role):
            raise NotFound
        return row

    def _usable(self) -> tuple[sa.ColumnElement[bool], ...]:
        return invited.c.used_at.is_(None), invited.c.revoked_at.is_(None), invited.c.until > self.now

    def _revoke(self, connection: sa.Connection, chosen: sa.ColumnElement[bool]) -> None:
        connection.execute(sa.update(invited).where(chosen, *self._usable()).values(revoked_at=self.now))

    def _member(self, row: Any) -> Member:
        who = entrance.identity(self.database, row)
        return Member(
            row.id, row.role, who["name"], who["login"], row.state, row.created_at, row.totp_sealed is not None
        )

    def _coded(self, row: Any) -> Member:
        return Member(row.id, row.role, row.code or "", "", row.state, row.created_at, row.totp_sealed is not None)
