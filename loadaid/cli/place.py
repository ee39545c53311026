"""The database that a verb works on: the real clinic once there is one, the demonstration until then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from loadaid.domain.errors import UsageError

if TYPE_CHECKING:
    from loadaid.practice.home import Place
    from loadaid.store.database import Database


def place() -> Place:
    """Where it is. Errors: UsageError when there is none."""
    from loadaid.practice.home import chosen, home

    found = chosen()
    if not found.is_begun:
        raise UsageError(f"There is no clinic in {home()} yet. Another folder is named in LOADAID_HOME.")
    return found


@contextmanager
def as_it_is() -> Iterator[Database]:
    """The database, looked at before it is used, its tables not brought to this version. Errors: those of the store."""
    from loadaid.store.database import Database
    from loadaid.store.vault import Vault

    where = place()
    database = Database(where.url, Vault.open(where.key))
    try:
        where.look(database)
        yield database
    finally:
        database.close()
