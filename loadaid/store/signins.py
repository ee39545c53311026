"""Sign-ins: one browser holds a random token, the database its fingerprint. From it the actor is made anew at every request."""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

import sqlalchemy as sa

from loadaid.store import audit
from loadaid.store.actor import Actor
from loadaid.store.columns import as_moment, moment, new_id
from loadaid.store.database import Database
from loadaid.store.errors import Busy, DiskFull, NotFound, ReadOnly
from loadaid.store.tables import accounts, attempts, signins

Stage = Literal["first", "notice", "full"]
STAGES: tuple[Stage, ...] = get_args(Stage)

LONGEST = timedelta(hours=10)  # a working day; then everyone signs in again
IDLE = {"patient": timedelta(minutes=30)}
IDLE_STAFF = timedelta(minutes=15)
UNFINISHED = timedelta(minutes=15)  # from the password to the last step of signing in
KEPT = timedelta(days=30)  # how long one that has ended is kept; the audit log keeps that it was
TRIES_KEPT = timedelta(days=1)  # a wait that ended before is counted no more (attempts.py)
SEEN_EVERY = timedelta(minutes=1)  # so that a request is not a write


@dataclass(frozen=True)
class Signin:
    """A sign-in that stands. Only the stage "full" opens anything; the others have a step to do."""

    actor: Actor
    stage: Stage


@dataclass(frozen=True)
class OwnSignin:
    """One of a person's sign-ins, as they see it. browser: its name and system; at, seen_at: stored moments."""

    id: str
    browser: str
    at: str
    seen_at: str
    here: bool


def begin(database: Database, account_id: str, stage: Stage, browser: str = "") -> str:
    """A new sign-in of an account; its token, which is known to nobody else. Errors: NotFound for a closed account."""
    token = secrets.token_urlsafe(32)
    now = database.clock()
    with database.write() as connection:
        account = connection.execute(
            sa.select(accounts).where(accounts.c.id == account_id, accounts.c.state == "active")
        ).first()
        if account is None:
            raise NotFound
        row = {
            "id": new_id(), "clinic_id": account.clinic_id, "account_id": account_id, "token_mark": _mark(database, token),
            "at": moment(now), "seen_at": moment(now), "browser": browser, "stage": stage,
        }  # fmt: skip
        _forget(connection, now)
        connection.execute(sa.insert(signins).values(row))
        actor = Actor(account.id, account.clinic_id, account.role, row["id"])
        audit.append(
            connection, database.vault.audit_key, now, actor, "begin", "sign-in", object_id=row["id"], detail=stage
        )
    return token


def renew(database: Database, token: str, stage: Stage) -> str:
    """The same sign-in one step further, under a new token: the old one opens nothing any more. Errors: NotFound."""
    fresh, now = secrets.token_urlsafe(32), moment(database.clock())
    with database.write() as connection:
        moved = connection.execute(
            sa.update(signins)
            .where(signins.c.token_mark == _mark(database, token), signins.c.ended_at.is_(None))
            .values(token_mark=_mark(database, fresh), stage=stage, seen_at=now)
        )
        if moved.rowcount != 1:
            raise NotFound
    return fresh


def found(database: Database, token: str | None, *, seen: bool = True) -> Signin | None:
    """The sign-in of a token, as the database knows it now; None when it has ended, was idle for too long, or never was.

    seen: whether this request is a sign of life of a person.
    """
    if not token or len(token) > 100:
        return None
    with database.read() as connection:
        row = connection.execute(
            sa.select(signins, accounts.c.role)
            .join(accounts, accounts.c.id == signins.c.account_id)
            .where(signins.c.token_mark == _mark(database, token), signins.c.ended_at.is_(None), accounts.c.state == "active")
        ).first()  # fmt: skip
    if row is None:
        return None
    now, last = database.clock(), as_moment(row.seen_at)
    idle, longest = IDLE.get(row.role, IDLE_STAFF), LONGEST if row.stage == "full" else UNFINISHED
    if now - last > idle or now - as_moment(row.at) > longest:
        return None
    if seen and now - last >= SEEN_EVERY:
        # A database that takes no writes can still be read.
        with contextlib.suppress(Busy, ReadOnly, DiskFull), database.write() as connection:
            connection.execute(sa.update(signins).where(signins.c.id == row.id).values(seen_at=moment(now)))
    return Signin(Actor(row.account_id, row.clinic_id, row.role, row.id), row.stage)


def end(database: Database, actor: Actor, signin_id: str | None = None, *, keep: str = "") -> None:
    """Ends one of the actor's own sign-ins, or all of them but the one to keep. One that is not theirs is left alone."""
    with database.write() as connection:
        ended = end_of(connection, database, actor.account_id, signin_id, keep=keep)
        audit.append(
            connection, database.vault.audit_key, database.clock(), actor, "end", "sign-in", object_id=signin_id,
            detail=f"{ended} ended",
        )  # fmt: skip


def end_of(
    connection: sa.Connection, database: Database, account_id: str, signin_id: str | None = None, *, keep: str = ""
) -> int:
    """Ends sign-ins of an account in a writer's own transaction, as `end` does; how many."""
    chosen = signins.c.id == signin_id if signin_id else signins.c.id != keep
    mine = signins.c.account_id == account_id, signins.c.ended_at.is_(None)
    ending = sa.update(signins).where(*mine, chosen).values(ended_at=moment(database.clock()))
    return int(connection.execute(ending).rowcount)


def _forget(connection: sa.Connection, now: datetime) -> None:
    """Deletes what is over for long: sign-ins that ended or ran out, and counted tries. Nothing refers to either."""
    over = (signins.c.ended_at < moment(now - KEPT)) | (signins.c.at < moment(now - KEPT - LONGEST))
    connection.execute(sa.delete(signins).where(over))
    connection.execute(sa.delete(attempts).where(attempts.c.next_at < moment(now - TRIES_KEPT)))


def own(database: Database, actor: Actor) -> list[OwnSignin]:
    """The actor's sign-ins that stand, the last seen first."""
    now = database.clock()
    with database.read() as connection:
        rows: Any = connection.execute(
            sa.select(signins)
            .where(
                signins.c.account_id == actor.account_id, signins.c.ended_at.is_(None), signins.c.stage == "full",
                signins.c.seen_at > moment(now - IDLE.get(actor.role, IDLE_STAFF)), signins.c.at > moment(now - LONGEST),
            )
            .order_by(signins.c.seen_at.desc())
        ).all()  # fmt: skip
    return [OwnSignin(r.id, r.browser or "", r.at, r.seen_at, r.id == actor.signin_id) for r in rows]


def _mark(database: Database, token: str) -> str:
    return database.vault.fingerprint(token, "sign-in")
