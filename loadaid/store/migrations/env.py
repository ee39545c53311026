"""Run by Alembic for every migration: on the connection, and in the transaction, that migrate.py opened."""

from __future__ import annotations

from alembic import context

from loadaid.store import logtables, tables  # noqa: F401  (they fill the metadata)
from loadaid.store.columns import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True, compare_type=True,
    transactional_ddl=True,
)  # fmt: skip
with context.begin_transaction():
    context.run_migrations()
