"""repository(database, actor): the one way to a clinic's data."""

from __future__ import annotations

from dataclasses import dataclass

from loadaid.store.accesses import Accesses
from loadaid.store.accounts import Accounts
from loadaid.store.actor import Actor
from loadaid.store.arrivals import Arrivals
from loadaid.store.database import Database
from loadaid.store.decisions import Decisions
from loadaid.store.imports import Imports
from loadaid.store.people import People
from loadaid.store.privacy import Privacy
from loadaid.store.records import Records


@dataclass(frozen=True)
class Repository:
    """The parts of the store, all for one actor."""

    actor: Actor
    people: People
    records: Records
    imports: Imports
    decisions: Decisions
    accounts: Accounts
    accesses: Accesses
    privacy: Privacy
    arrivals: Arrivals


def repository(database: Database, actor: Actor) -> Repository:
    """Everything this actor may reach, and nothing else."""
    given = (database, actor)
    return Repository(
        actor, People(*given), Records(*given), Imports(*given), Decisions(*given), Accounts(*given), Accesses(*given),
        Privacy(*given), Arrivals(*given),
    )  # fmt: skip
