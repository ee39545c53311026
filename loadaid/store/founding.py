"""The first rows of a clinic, written by the machine's operator: there is nobody yet who could be the actor."""

from __future__ import annotations

import json
from typing import Literal

import sqlalchemy as sa

from loadaid.domain.rights import Role
from loadaid.store import audit
from loadaid.store.columns import moment, new_id
from loadaid.store.database import Database
from loadaid.store.errors import Refused
from loadaid.store.tables import accounts, clinics, patients


def add_clinic(database: Database, name: str, language: Literal["fr", "en"]) -> str:
    """A new clinic; its id."""
    made = new_id()
    with database.write() as connection:
        now = database.clock()
        connection.execute(sa.insert(clinics).values(id=made, name=name, language=language, created_at=moment(now)))
        audit.append(
            connection, database.vault.audit_key, now, None, "create", "clinic", object_id=made, clinic_id=made
        )
    return made


def add_account(
    database: Database, clinic_id: str, role: Role, name: str, login: str, *, language: Literal["fr", "en"] = "fr",
    password_hash: str | None = None, patient_id: str | None = None,
) -> str:  # fmt: skip
    """A new account that can sign in once it has a password or is bound to an identity provider; its id.

    patient_id: the record that is theirs, for a patient. Errors: Refused when the login is taken.
    """
    made = new_id()
    identity = json.dumps({"name": name, "login": login}, ensure_ascii=False)
    with database.write() as connection:
        now = database.clock()
        connection.execute(
            sa.insert(accounts).values(
                id=made, clinic_id=clinic_id, role=role, language=language, state="active", created_at=moment(now),
                login_mark=login_mark(database, login), password_hash=password_hash,
                identity_sealed=database.vault.seal(identity, f"accounts.identity:{made}"),
            )
        )  # fmt: skip
        if patient_id is not None:
            mine = (patients.c.id == patient_id) & (patients.c.clinic_id == clinic_id) & patients.c.account_id.is_(None)
            if connection.execute(sa.update(patients).where(mine).values(account_id=made)).rowcount != 1:
                raise Refused("This record has an account already. Nothing was saved.")
        audit.append(
            connection, database.vault.audit_key, now, None, "create", "account", object_id=made, clinic_id=clinic_id
        )
    return made


def login_mark(database: Database, login: str) -> str:
    """By what an account is found: the fingerprint of its login, however it is written."""
    return database.vault.fingerprint(login.strip().casefold(), "login")
