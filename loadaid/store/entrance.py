"""What signing in reads and writes of accounts, before there is an actor. Nothing here opens a patient's record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from loadaid.domain.rights import Role
from loadaid.store import audit, signins
from loadaid.store.actor import Actor
from loadaid.store.columns import moment, new_id
from loadaid.store.database import Database
from loadaid.store.errors import NotFound
from loadaid.store.founding import login_mark
from loadaid.store.tables import accounts, notices
from loadaid.store.tables import clinics as clinic_rows


@dataclass(frozen=True)
class Account:
    """An account as signing in needs it. password_hash: None for one that signs in elsewhere. recovery: codes left."""

    id: str
    clinic_id: str
    role: Role
    login: str
    name: str
    language: str
    password_hash: str | None
    totp: str | None
    recovery: int
    by_provider: bool
    notice_version: str | None


def by_login(database: Database, login: str) -> Account | None:
    """The active account of a login."""
    return _account(database, accounts.c.login_mark == login_mark(database, login))


def by_subject(database: Database, issuer: str, subject: str) -> Account | None:
    """The active account that a provider of identities knows as `subject`."""
    return _account(database, (accounts.c.oidc_issuer == issuer) & (accounts.c.oidc_subject == subject))


def by_id(database: Database, account_id: str) -> Account:
    """An active account. Errors: NotFound."""
    account = _account(database, accounts.c.id == account_id)
    if account is None:
        raise NotFound
    return account


def first_of(database: Database, role: Role) -> Account | None:
    """The oldest active account of a role: a persona of the demonstration."""
    return _account(database, accounts.c.role == role)


def everyone(database: Database) -> list[Account]:
    """Every open account, the oldest first: for the machine's operator."""
    return _accounts(database, sa.true())


def clinics(database: Database) -> list[tuple[str, str]]:
    """Id and name of every clinic of this database."""
    with database.read() as connection:
        rows = connection.execute(sa.select(clinic_rows.c.id, clinic_rows.c.name).order_by(clinic_rows.c.created_at))
        return [(row.id, row.name) for row in rows]


def clinic_name(database: Database, clinic_id: str) -> str:
    """The name of a clinic. Errors: NotFound."""
    with database.read() as connection:
        name = connection.execute(sa.select(clinic_rows.c.name).where(clinic_rows.c.id == clinic_id)).scalar()
    if name is None:
        raise NotFound
    return str(name)


def sealed_identity(database: Database, account_id: str, login: str, name: str) -> str:
    """Name and login of an account, as they are stored."""
    text = json.dumps({"login": login.strip(), "name": " ".join(name.split())}, ensure_ascii=False)
    return database.vault.seal(text, f"accounts.identity:{account_id}")


def identity(database: Database, row: Any) -> dict[str, str]:
    """login and name of a row of accounts."""
    read: dict[str, str] = json.loads(database.vault.unseal(row.identity_sealed, f"accounts.identity:{row.id}"))
    return read


def set_password(database: Database, actor: Actor, password_hash: str) -> None:
    """The actor's new password; all their other sign-ins end."""
    with database.write() as connection:
        _change(connection, actor.account_id, password_hash=password_hash)
        signins.end_of(connection, database, actor.account_id, keep=actor.signin_id)
        _note(connection, database, actor, "change", "password")


def set_second_factor(database: Database, actor: Actor, secret: str, step: int, codes: Sequence[str]) -> None:
    """The actor's new second factor, of which a code of this step was just used, and the codes that stand in for it."""
    sealed = database.vault.seal(secret, f"accounts.totp:{actor.account_id}")
    marks = " ".join(_recovery_mark(database, actor.account_id, code) for code in codes)
    with database.write() as connection:
        _change(connection, actor.account_id, totp_sealed=sealed, totp_step=step, recovery=marks)
        _note(connection, database, actor, "change", "second-factor")


def use_step(database: Database, account_id: str, step: int) -> bool:
    """Whether a code of this step may be used: each step once, and never one before the last."""
    unused = accounts.c.totp_step.is_(None) | (accounts.c.totp_step < step)
    with database.write() as connection:
        used = connection.execute(sa.update(accounts).where(accounts.c.id == account_id, unused).values(totp_step=step))
    return used.rowcount == 1


def use_recovery(database: Database, account_id: str, code: str) -> bool:
    """Whether this is one of the account's recovery codes; it is not one afterwards."""
    mark = _recovery_mark(database, account_id, code)
    with database.write() as connection:
        kept = connection.execute(sa.select(accounts.c.recovery).where(accounts.c.id == account_id)).scalar() or ""
        if mark not in kept.split():
            return False
        _change(connection, account_id, recovery=" ".join(m for m in kept.split() if m != mark))
    return True


def read_notice(database: Database, actor: Actor, version: str, digest: str, language: str) -> None:
    """The receipt: this actor read this version of the notice, in this language."""
    now = moment(database.clock())
    with database.write() as connection:
        connection.execute(
            sa.insert(notices).values(
                id=new_id(), clinic_id=actor.clinic_id, account_id=actor.account_id, version=version, digest=digest,
                language=language, at=now,
            )
        )  # fmt: skip
        _change(connection, actor.account_id, notice_version=version, notice_at=now)
        _note(connection, database, actor, "read", "notice", version)


def note_failure(database: Database, account: Account | None, what: str) -> None:
    """A wrong password or code, in the audit log; the same work whether there is such an account or not."""
    actor = Actor(account.id, account.clinic_id, account.role) if account else None
    with database.write() as connection:
        audit.append(
            connection, database.vault.audit_key, database.clock(), actor, "begin", "sign-in", result="denied", detail=what,
            without="anonymous",
        )  # fmt: skip


def _change(connection: sa.Connection, account_id: str, **values: object) -> None:
    connection.execute(
        sa.update(accounts).where(accounts.c.id == account_id).values(version=accounts.c.version + 1, **values)
    )


def _note(
    connection: sa.Connection, database: Database, actor: Actor, action: str, thing: str, detail: str | None = None
) -> None:
    audit.append(
        connection, database.vault.audit_key, database.clock(), actor, action, thing, object_id=actor.account_id, detail=detail
    )  # fmt: skip


def _recovery_mark(database: Database, account_id: str, code: str) -> str:
    return database.vault.fingerprint(f"{account_id}\0{code}", "recovery")


def _account(database: Database, chosen: sa.ColumnElement[bool]) -> Account | None:
    return next(iter(_accounts(database, chosen)), None)


def _accounts(database: Database, chosen: sa.ColumnElement[bool]) -> list[Account]:
    active = chosen, accounts.c.state == "active"
    with database.read() as connection:
        rows = connection.execute(
            sa.select(accounts).where(*active).order_by(accounts.c.created_at, accounts.c.id)
        ).all()
    return [_read(database, row) for row in rows]


def _read(database: Database, row: Any) -> Account:
    who = identity(database, row)
    totp = database.vault.unseal(row.totp_sealed, f"accounts.totp:{row.id}") if row.totp_sealed else None
    return Account(
        row.id, row.clinic_id, row.role, who["login"], who["name"], row.language, row.password_hash, totp,
        len((row.recovery or "").split()), row.oidc_subject is not None, row.notice_version,
    )  # fmt: skip
