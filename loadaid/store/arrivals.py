"""What came into the records of a list and stands: when it came, of which days it spoke first, what was answered about gaps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from loadaid.store.actor import reachable
from loadaid.store.logtables import TABLES
from loadaid.store.part import Part
from loadaid.store.tables import imports, patients

# What the clinic notes at its desk, or answers about a gap, is no news to it.
RECEIVED = ("file", "form", "correction", "seed")
SPOKEN = ("sessions", "daily", "safety", "outcomes")


@dataclass(frozen=True)
class Arrived:
    """Of one patient. last: the moment when data came last, None for never. days: day -> the moment when data first spoke of it.

    worded: days that have free words, which a list of many is read without. gaps: what is told of each answer about a gap.
    """

    last: str | None = None
    days: Mapping[str, str] = field(default_factory=dict)
    worded: Sequence[str] = ()
    gaps: Sequence[Mapping[str, Any]] = ()


class Arrivals(Part):
    """Imports that stand, for everyone in a list."""

    def of(self, patient_ids: Sequence[str], since: str) -> dict[str, Arrived]:
        """patient id -> what came in of them; of whom the actor does not reach, or who never sent anything: absent.

        since: the first day whose free words are wanted. Errors: NotFound for one who has no list.
        """
        days: dict[str, dict[str, str]] = {}
        worded: dict[str, list[str]] = {}
        answered: dict[str, list[Mapping[str, Any]]] = {}
        with self.reading("triage") as (connection, _):
            mine = sa.select(patients.c.id).where(
                patients.c.id.in_(patient_ids), reachable(self.actor, "triage", "read", self.now)
            )
            stands = imports.c.patient_id.in_(mine) & imports.c.undone_at.is_(None)
            received = stands & imports.c.kind.in_(RECEIVED)
            when = sa.select(imports.c.patient_id, sa.func.max(imports.c.at).label("at")).where(received)
            last = {row.patient_id: row.at for row in connection.execute(when.group_by(imports.c.patient_id))}
            for name in SPOKEN:
                for patient_id, day, at in connection.execute(_first_said(TABLES[name]).where(received)).all():
                    known = days.setdefault(patient_id, {})
                    if day not in known or at < known[day]:
                        known[day] = at
            its = TABLES["daily"]
            words = (its.c.date >= since) & (its.c.note.is_not(None) | its.c.managed.is_not(None))
            for patient_id, day, _ in connection.execute(_first_said(its).where(stands, words)).all():
                worded.setdefault(patient_id, []).append(day)
            told = sa.select(imports.c.patient_id, imports.c.id, imports.c.receipt_sealed).where(
                stands, imports.c.kind == "gap"
            )
            for patient_id, import_id, sealed in connection.execute(told):
                receipt = json.loads(self.database.vault.unseal(sealed, f"imports.receipt:{import_id}"))
                answered.setdefault(patient_id, []).append(receipt)
        return {
            p: Arrived(last.get(p), days.get(p, {}), worded.get(p, ()), answered.get(p, ()))
            for p in {*last, *days, *worded, *answered}
        }


def _first_said(its: sa.Table) -> sa.Select[Any]:
    """Each day that a table of the log speaks of, and when an import did first."""
    day = sa.select(its.c.patient_id, its.c.date, sa.func.min(imports.c.at).label("at"))
    return day.join(imports, imports.c.id == its.c.import_id).group_by(its.c.patient_id, its.c.date)
