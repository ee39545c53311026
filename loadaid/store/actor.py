"""Who asks. Nothing in the store is read or written without an actor; what they may reach is in the SQL itself."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from loadaid.domain.rights import Role, scope
from loadaid.store.tables import assignments, openings, patients


@dataclass(frozen=True)
class Actor:
    """A signed-in person, as the database knows them now: made anew from their sign-in at every request."""

    account_id: str
    clinic_id: str
    role: Role
    signin_id: str = ""

    def may(self, thing: str, action: str) -> bool:
        """Whether this role may do this on anything at all; on which things, the statements say."""
        return scope(self.role, thing, action) != "none"


def reachable(actor: Actor, thing: str, action: str, now: str) -> sa.ColumnElement[bool]:
    """The condition on `patients` that leaves those on whom the actor may do this. now: a stored moment."""
    given = scope(actor.role, thing, action)
    same_clinic = (patients.c.clinic_id == actor.clinic_id) & patients.c.erased_at.is_(None)
    follows = sa.exists().where(
        assignments.c.patient_id == patients.c.id, assignments.c.account_id == actor.account_id, assignments.c.until.is_(None)
    )  # fmt: skip
    opened = sa.exists().where(
        openings.c.patient_id == patients.c.id, openings.c.account_id == actor.account_id, openings.c.until > now
    )
    if given == "own":
        own = patients.c.account_id == actor.account_id if actor.role == "patient" else follows
        return same_clinic & own
    if given == "assigned":
        return same_clinic & follows
    if given == "opened":
        return same_clinic & (follows | opened)
    if given in ("codes", "clinic"):
        return same_clinic
    return sa.false()
