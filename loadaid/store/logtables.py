"""The tables of the log, drawn from the format's own description: each row is what one import says of one thing.

A row holds only what its import says; the rest is NULL. The record is all imports that stand, one over the other in their
order: of each value the last word counts (frames.py). So a correction supersedes and an undo takes away, in any order.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loadaid.domain.records import DAILY, EVENTS, OUTCOMES, PLAN, SAFETY, SESSIONS, Column, Table
from loadaid.store.columns import DAY_FORM, REAL, WHOLE, key, table, text, to

LOG_TABLES = (SESSIONS, DAILY, SAFETY, OUTCOMES, EVENTS, PLAN)
# Free words of a person: sealed. Names of exercises and activities are not: the engine reads them.
SEALED = {("sessions", "cancel_reason"), ("daily", "managed"), ("daily", "note"), ("events", "note")}
# line: which exercise of a session a row speaks of. start: when the session began, HH:MM, if known.
MORE: dict[str, tuple[Any, ...]] = {
    "sessions": (sa.Column("line", WHOLE, nullable=False), sa.Column("start", sa.Text), sa.CheckConstraint("line >= 1", name="line")),
}  # fmt: skip
# By what two rows speak of the same thing. Events have none: each stands by itself.
KEYS = {
    "sessions": ("patient_id", "date", "session", "line"), "daily": ("patient_id", "date"),
    "safety": ("patient_id", "date", "item"), "outcomes": ("patient_id", "date", "measure", "activity"),
    "events": ("patient_id", "id"), "plan": ("patient_id", "date", "exercise"),
}  # fmt: skip


def _column(log_table: Table, column: Column) -> list[Any]:
    name = column.name
    need = column.required or (log_table.name, name) == ("sessions", "session")
    if column.kind in ("number", "whole"):
        rule = f"{name} BETWEEN {column.low:g} AND {column.high:g}"
        kind = WHOLE if column.kind == "whole" else REAL
        return [sa.Column(name, kind, nullable=not need), sa.CheckConstraint(rule, name=name)]
    made: list[Any] = [sa.Column(name, sa.Text, nullable=not need)]
    if column.kind == "date":
        made.append(
            sa.CheckConstraint(f"{name} LIKE '{DAY_FORM}' AND {name} BETWEEN '2000-01-01' AND '2100-12-31'", name=name)
        )
    if column.kind == "choice":
        choices = ", ".join(f"'{choice}'" for choice in column.choices)
        made.append(sa.CheckConstraint(f"{name} IN ({choices})", name=name))
    return made


def _table(log_table: Table) -> sa.Table:
    columns = [part for c in log_table.columns if c.name != "patient_id" for part in _column(log_table, c)]
    return table(
        log_table.name, key(), to("clinic_id", "clinics", need=True), to("patient_id", "patients", need=True),
        to("import_id", "imports", need=True), *MORE.get(log_table.name, ()), *columns,
        # cleared: names of columns that a correction made unknown. origin_sealed: where each value is from, and its text there.
        text("cleared"), text("origin_sealed"),
        sa.Index(f"ix_{log_table.name}_patient_id", "patient_id"), sa.Index(f"ix_{log_table.name}_import_id", "import_id"),
    )  # fmt: skip


TABLES: dict[str, sa.Table] = {t.name: _table(t) for t in LOG_TABLES}
