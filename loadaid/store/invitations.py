"""Invitations: a code that makes one account, once. Whoever holds it may sign up, so it is shown once and kept as a fingerprint.

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

from loadaid.domain.rights import Role
from loadaid.store import audit, entrance, signins
from loadaid.store.actor import Actor
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
    """The invitation of a code; None for one that is wrong, used, revoked or expired: they all look the same."""
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


def _open(connection: sa.Connection, database: Database, code: str) -> Any:
    return connection.execute(
        sa.select(invitations).where(
            invitations.c.code_mark == _mark(database, code), invitations.c.used_at.is_(None), invitations.c.revoked_at.is_(None),
            invitations.c.until > moment(database.clock()),
        )
    ).first()  # fmt: skip


def _mark(database: Database, code: str) -> str:
    return database.vault.fingerprint(plain(code), "invitation")
