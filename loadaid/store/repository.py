"""repository(database, actor): the one way to a clinic's data."""

from __future__ import annotations

from dataclasses import dataclass

from loadaid.store.actor import Actor
from loadaid.store.database import Database
from loadaid.store.people import People


@dataclass(frozen=True)
class Repository:
    """The parts of the store, all for one actor."""

    actor: Actor
    people: People


def repository(database: Database, actor: Actor) -> Repository:
    """Everything this actor may reach, and nothing else."""
    return Repository(actor, People(database, actor))
