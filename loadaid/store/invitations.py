"""Invitations: a code that makes one account, once. Whoever holds it may sign up, so it is shown once and kept as a fingerprint.

A code opens no more than its inviter still may: it is asked again when it is used, and ends with their account or role.

16 letters and digits are 80 random bits, short enough to be typed from paper. An address that guesses waits longer and
longer (attempts.py): some thousand tries in the two weeks a code lives, of 10^24.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from loadaid.domain.rights import LEAD_MAY_INVITE, Role
from loadaid.store import audit, entrance, signins
from loadaid.store.actor import Actor, reachable
from loadaid.store.columns import moment, new_id
from loadaid.store.database import Database
from loadaid.store.errors import NotFound, Refused
from loadaid.store.founding import login_mark
from loadaid.store.tables import accounts, invitations, patients

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is mistaken for another
LIKE = str.maketrans("OIL", "011")
LENGTH = 16
LIVES = {"patient": timedelta(days=14)}
LIVES_STAFF = timedelta(days=7)


@dataclass(frozen=True)
class Invitation:
    """An invitation that can be used. name: whom it is for, as far as known. account_id: whose login it gives anew."""

    id: str
    clinic_id: str
    role: Role
    name: str
    patient_id: str | None
    account_id: str | None


def may_look_after(role: Role, other: Role) -> bool:
    """Which roles a role invites and closes: administrators all but patients, leads those under them, others patients."""
    if role == "admin":
        return other != "patient"
    return other in LEAD_MAY_INVITE if role == "lead" else other == "patient"


def new_code() -> str:
    """A new code, in groups of four as it is shown."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(code[i : i + 4] for i in range(0, LENGTH, 4))


def plain(code: str) -> str:
    """A code as it is compared: without spaces and hyphens, letters that look like digits read as such."""
    return "".join(c for c in code.upper() if c.isascii() and c.isalnum()).translate(LIKE)


def issue(
    connection: sa.Connection, database: Database, clinic_id: str, role: Role, name: str = "", *, patient_id: str | None = None,
    account_id: str | None = None, by: Actor | None = None,
) -> tuple[str, str]:  # fmt: skip
    """A new invitation in the writer's own transaction: its id and its code, which is not to be had again."""
    code, now, made = new_code(), database.clock(), new_id()
    sealed = database.vault.seal(json.dumps({"name": name}, ensure_ascii=False), f"invitations.identity:{made}")
    connection.execute(
        sa.insert(invitations).values(
            id=made, clinic_id=clinic_id, role=role, patient_id=patient_id, account_id=account_id, code_mark=_mark(database, code),
            identity_sealed=sealed, by_id=by and by.account_id, at=moment(now), until=moment(now + LIVES.get(role, LIVES_STAFF)),
        )
    )  # fmt: skip
    return made, code


def issue_by_operator(
    database: Database, clinic_id: str, role: Role, name: str = "", account_id: str | None = None
) -> str:
    """An invitation from the command line of the machine itself, such as the first of a clinic; its code."""
    with database.write() as connection:
        made, code = issue(connection, database, clinic_id, role, name, account_id=account_id)
        audit.append(
            connection, database.vault.audit_key, database.clock(), None, "write", "staff-invitation", object_id=made,
            clinic_id=clinic_id, detail=role,
        )  # fmt: skip
    return code


def find(database: Database, code: str) -> Invitation | None:
    """The invitation of a code; None for one that is wrong, used, revoked, expired, or of an inviter who may no longer
    invite: they all look the same."""
    with database.read() as connection:
        row = _open(connection, database, code)
        if row is None:
            return None
        name = json.loads(database.vault.unseal(row.identity_sealed, f"invitations.identity:{row.id}"))["name"]
        if row.patient_id:
            sealed = connection.execute(
                sa.select(patients.c.identity_sealed).where(patients.c.id == row.patient_id)
            ).scalar()
            place = f"patients.identity:{row.patient_id}"
            name = json.loads(database.vault.unseal(sealed, place))["name"] if sealed else name
    return Invitation(row.id, row.clinic_id, row.role, name, row.patient_id, row.account_id)


def redeem(database: Database, code: str, login: str, name: str, language: str, **secret: str) -> str:
    """Makes the account of an invitation, or gives an account a new login; its id. secret: password_hash, or oidc_issuer
    and oidc_subject.

    Errors: NotFound when the code cannot be used any more, Refused when the login is taken.
    """
    with database.write() as connection:
        row = _open(connection, database, code)
        if row is None:
            raise NotFound
        connection.execute(
            sa.update(invitations).where(invitations.c.id == row.id).values(used_at=moment(database.clock()))
        )
        if row.account_id:
            account_id = str(row.account_id)
            _renew(connection, database, account_id, login, name, secret)
        else:
            account_id = new_id()
            connection.execute(
                sa.insert(accounts).values(
                    id=account_id, clinic_id=row.clinic_id, role=row.role, login_mark=login_mark(database, login), language=language,
                    identity_sealed=entrance.sealed_identity(database, account_id, login, name), state="active",
                    created_at=moment(database.clock()), **secret,
                )
            )  # fmt: skip
            if row.patient_id:
                free = sa.update(patients).where(patients.c.id == row.patient_id, patients.c.account_id.is_(None))
                if connection.execute(free.values(account_id=account_id)).rowcount != 1:
                    raise NotFound
        audit.append(
            connection, database.vault.audit_key, database.clock(), Actor(account_id, row.clinic_id, row.role), "use", "invitation",
            object_id=row.id, patient_id=row.patient_id,
        )  # fmt: skip
    return account_id


def _renew(
    connection: sa.Connection, database: Database, account_id: str, login: str, name: str, secret: dict[str, str]
) -> None:
    """A login and a secret in place of those that were lost; the second factor is set up anew, every sign-in ends."""
    gone = dict.fromkeys(("password_hash", "oidc_issuer", "oidc_subject", "totp_sealed", "totp_step", "recovery"))
    values = {
        **gone, **secret, "login_mark": login_mark(database, login), "version": accounts.c.version + 1,
        "identity_sealed": entrance.sealed_identity(database, account_id, login, name),
    }  # fmt: skip
    active = (accounts.c.id == account_id) & (accounts.c.state == "active")
    if connection.execute(sa.update(accounts).where(active).values(values)).rowcount != 1:
        raise NotFound
    signins.end_of(connection, database, account_id)


def refuse_taken(database: Database, login: str, account_id: str | None) -> None:
    """Errors: Refused when the login is another account's."""
    with database.read() as connection:
        taken = connection.execute(
            sa.select(accounts.c.id).where(accounts.c.login_mark == login_mark(database, login))
        ).scalar()
    if taken is not None and taken != account_id:
        raise Refused("This login cannot be used. Choose another one.")


def usable(now: str) -> sa.ColumnElement[bool]:
    """The condition on `invitations` that leaves those that were not used, revoked or too old. now: a stored moment."""
    return invitations.c.used_at.is_(None) & invitations.c.revoked_at.is_(None) & (invitations.c.until > now)


def withdraw(connection: sa.Connection, now: str, chosen: sa.ColumnElement[bool]) -> list[Any]:
    """Revokes the chosen invitations that can still be used, in a writer's own transaction: id and patient_id of each."""
    chosen &= usable(now)
    found = list(connection.execute(sa.select(invitations.c.id, invitations.c.patient_id).where(chosen)))
    connection.execute(sa.update(invitations).where(chosen).values(revoked_at=now))
    return found


def _open(connection: sa.Connection, database: Database, code: str) -> Any:
    now = moment(database.clock())
    marked = invitations.c.code_mark == _mark(database, code)
    row = connection.execute(sa.select(invitations).where(marked, usable(now))).first()
    return row if row is not None and _inviter_may(connection, row, now) else None


def _inviter_may(connection: sa.Connection, row: Any, now: str) -> bool:
    """Whether whoever made an invitation is still there and may still make it. What the machine's operator made stands."""
    if row.by_id is None:
        return True
    there = accounts.c.clinic_id == row.clinic_id, accounts.c.state == "active"
    inviter = connection.execute(sa.select(accounts).where(accounts.c.id == row.by_id, *there)).first()
    if inviter is None:
        return False
    actor = Actor(inviter.id, inviter.clinic_id, inviter.role)
    if row.patient_id is not None:
        theirs = patients.c.id == row.patient_id, reachable(actor, "invitation", "write", now)
        return connection.execute(sa.select(patients.c.id).where(*theirs)).first() is not None
    # For an account that is there, the role it has now: it may have risen above its inviter.
    its_role = row.account_id and connection.scalar(sa.select(accounts.c.role).where(accounts.c.id == row.account_id))
    return actor.may("staff-invitation", "write") and may_look_after(actor.role, its_role or row.role)


def _mark(database: Database, code: str) -> str:
    return database.vault.fingerprint(plain(code), "invitation")
