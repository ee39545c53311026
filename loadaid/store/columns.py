"""The kinds of columns of our tables, the same on SQLite (STRICT) and PostgreSQL.

Days and moments are ISO texts, moments in UTC: they sort as they read and mean the same on both. Missing is NULL.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s", "fk": "fk_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s",
    }
)  # fmt: skip
REAL: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
WHOLE: sa.types.TypeEngine[int] = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BYTES = sa.LargeBinary()
DAY_FORM = "____-__-__"


def new_id() -> str:
    """A new id: 96 random bits, safe in an address, saying nothing."""
    return secrets.token_hex(12)


def moment(at: datetime) -> str:
    """A moment as it is stored: UTC, to the microsecond, always of the same length."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def as_moment(text: str) -> datetime:
    """A stored moment."""
    return datetime.fromisoformat(text)


def table(name: str, *parts: Any) -> sa.Table:
    """A table with strict types."""
    return sa.Table(name, metadata, *parts, sqlite_strict=True)


def key() -> sa.Column[str]:
    return sa.Column("id", sa.Text, primary_key=True)


def text(name: str, *, need: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=not need)


def whole(name: str, *, need: bool = False, default: int | None = None) -> sa.Column[int]:
    shipped = None if default is None else sa.text(str(default))
    return sa.Column(name, WHOLE, nullable=not need, server_default=shipped)


def at(name: str, *, need: bool = False) -> sa.Column[str]:
    """A moment."""
    return sa.Column(name, sa.Text, nullable=not need)


def to(name: str, other: str, *, need: bool = False) -> sa.Column[str]:
    """The id of a row of another table."""
    return sa.Column(name, sa.Text, sa.ForeignKey(f"{other}.id"), nullable=not need)


def one_of(name: str, choices: Iterable[str], *, need: bool = True) -> list[Any]:
    """A text that is one of some, and the rule that says so."""
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return [sa.Column(name, sa.Text, nullable=not need), sa.CheckConstraint(f"{name} IN ({listed})", name=name)]
