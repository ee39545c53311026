"""One run of a page: who looks, in which language, on which day, through which repository."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from loadaid.locale import Words
from loadaid.store.database import Database
from loadaid.store.repository import Repository


@dataclass(frozen=True)
class Visit:
    """Everything a page is given. database: only for its clock and kind; every read and write goes through `repo`."""

    w: Words
    repo: Repository
    database: Database
    today: date
    theme: str = "light"
    demo: bool = False
