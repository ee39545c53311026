"""How often a secret may be tried: each failure makes the next try wait longer, and nobody is shut out for good.

A try is counted before it is judged, so a thousand at once are no more than one after the other. What is counted is the
fingerprint of what was tried, whether there is such an account or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from loadaid.store.columns import as_moment, moment
from loadaid.store.database import Database
from loadaid.store.tables import attempts


@dataclass(frozen=True)
class Patience:
    """So many tries at once, then a wait that doubles with every failure up to the longest; forgotten after a while."""

    free: int
    first: timedelta
    longest: timedelta
    forgotten: timedelta

    def wait(self, failures: int) -> timedelta:
        """How long the next try waits after so many failures."""
        if failures < self.free:
            return timedelta(0)
        doubled: timedelta = self.first * (1 << min(failures - self.free, 20))
        return min(doubled, self.longest)


# About a minute after five failures and 22 tries a day: the order of magnitude of the CNIL's recommendation 2022-100 for
# passwords with restricted access. A browser that this account has signed in on before is counted apart (access/known.py),
# so a stranger's tries do not shut its owner out.
SECRET = Patience(5, timedelta(seconds=64), timedelta(hours=2), timedelta(days=1))
# Of one address, different logins are counted, not tries: a whole practice has one address.
ADDRESS = Patience(10, timedelta(seconds=4), timedelta(seconds=64), timedelta(hours=1))
# Codes that anyone may type: an address that guesses waits, and everyone else does not.
CODES = Patience(10, timedelta(seconds=4), timedelta(minutes=15), timedelta(days=1))


def charge(database: Database, mark: str, patience: Patience = SECRET, address: str | None = None) -> timedelta:
    """Counts a try as failed until `forgive` says otherwise; zero when it may be judged, else how long to wait.

    mark: the fingerprint of what is tried. address: that of where it comes from; counted once per mark.
    """
    with database.read() as connection:  # a try that has to wait costs no write
        waits = _waits(connection, database.clock(), mark, address)
    if waits:
        return waits
    with database.write() as connection:
        now = database.clock()
        waits = _waits(connection, now, mark, address)
        if waits:
            return waits
        is_first = _count(connection, now, mark, patience) == 1
        if address is not None and is_first:
            _count(connection, now, address, ADDRESS)
    return timedelta(0)


def forgive(database: Database, mark: str) -> None:
    """The try was right: the failures before it are forgotten."""
    with database.write() as connection:
        connection.execute(sa.delete(attempts).where(attempts.c.mark == mark))


def lighten(database: Database, mark: str) -> None:
    """The try was right: it was no failure. Those before it count on, so that one who may come in cannot guess for others."""
    with database.write() as connection:
        connection.execute(
            sa.update(attempts)
            .where(attempts.c.mark == mark, attempts.c.failures > 0)
            .values(failures=attempts.c.failures - 1, next_at=moment(database.clock()))
        )


def _waits(connection: sa.Connection, now: datetime, mark: str, address: str | None) -> timedelta:
    later = sa.select(sa.func.max(attempts.c.next_at)).where(attempts.c.mark.in_([m for m in (mark, address) if m]))
    until = connection.execute(later).scalar()
    return max(as_moment(until) - now, timedelta(0)) if until else timedelta(0)


def _count(connection: sa.Connection, now: datetime, mark: str, patience: Patience) -> int:
    """One failure more; how many there are."""
    row: Any = connection.execute(sa.select(attempts).where(attempts.c.mark == mark)).first()
    known = row is not None and now - as_moment(row.last_at) < patience.forgotten
    failures = row.failures + 1 if row is not None and known else 1
    values = {"failures": failures, "last_at": moment(now), "next_at": moment(now + patience.wait(failures))}
    if row is None:
        connection.execute(sa.delete(attempts).where(attempts.c.last_at < moment(now - timedelta(days=2))))
        connection.execute(sa.insert(attempts).values(mark=mark, **values))
    else:
        connection.execute(sa.update(attempts).where(attempts.c.mark == mark).values(values))
    return int(failures)
