"""Whether the follow-up of a patient has ended, and what takes that back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from loadaid.cohort.standing import LEAVES, RETURNS
from loadaid.logs.plain import plain_rows
from loadaid.store.imports import Receipt
from loadaid.store.records import Record
from loadaid.store.repository import Repository


def ended(record: Record, today: date) -> Mapping[str, Any] | None:
    """The event that ended the follow-up and stands, as the lists read it; None while it goes on."""
    events = record.log.events
    rows = plain_rows(events[events["date"] <= pd.Timestamp(today)])
    last = max((row for row in rows if row["kind"] in LEAVES), key=lambda row: row["date"], default=None)
    seen = max((row["date"] for row in rows if row["kind"] in RETURNS), default="")
    return last if last and last["date"] >= seen else None


def receipts(repo: Repository, patient_id: str, event: Mapping[str, Any]) -> list[Receipt]:
    """The receipts whose undo takes the end of a follow-up back: those from the desk that ended it that day. Errors: NotFound."""
    entries = repo.records.day(patient_id, event["date"])
    ends = {e.import_id for e in entries if e.stands and e.kind == "desk" and e.values.get("kind") in LEAVES}
    return [r for r in repo.imports.listed(patient_id) if r.import_id in ends and r.may_undo]
