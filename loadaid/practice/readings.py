"""The engine's reading of a stored log: the same `review` as everywhere, with the limits in force for the patient."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from loadaid.analysis.review import Review, review
from loadaid.domain.errors import UsageError
from loadaid.domain.finding import RULESET
from loadaid.locale import Words, words
from loadaid.practice.cohort import sound
from loadaid.report.facts import facts
from loadaid.report.parts import worded
from loadaid.store.database import Database
from loadaid.store.records import Record, every_record
from loadaid.store.repository import Repository
from loadaid.version import app_version


def reading(record: Record, own_limits: Mapping[str, float], as_of: date | None = None) -> Review | None:
    """The review of one patient's record; None when nothing in it is dated on or before `as_of`."""
    try:
        return review(record.log, as_of=as_of, limits=own_limits)
    except UsageError:
        return None


def whole(
    record: Record, patient_id: str, own_limits: Mapping[str, float], as_of: date, w: Words
) -> dict[str, Any] | None:
    """The review result of a day with the facts of its page (`page`), its language and its texts: what screen and paper are drawn from."""
    made = reading(record, own_limits, as_of)
    if made is None:
        return None
    page = facts(made, record.log, patient_id, as_of)
    result = made.result(patient_id, w, as_of)
    return {**result, "language": w.language, "page": page, "texts": worded(result, page, w)}


def freeze(repo: Repository, patient_id: str, as_of: date, w: Words) -> str | None:
    """Keeps a reading of a patient, with its page, as an assessment; its id, None when there is nothing to read. Errors: NotFound.

    A stored limit that cannot be is left out, as on the screen.
    """
    record, (limits, _) = repo.records.get(patient_id), sound(repo.decisions.limits(patient_id))
    result = whole(record, patient_id, limits, as_of, w)
    if result is None:
        return None
    return repo.decisions.freeze(
        patient_id,
        record,
        as_of=as_of.isoformat(),
        ruleset=RULESET,
        own_limits=limits,
        version=app_version(),
        result=result,
    )


def verdicts(database: Database) -> dict[str, str]:
    """patient id -> a mark of the reading on the last logged day; for the operator, to prove a backup. Says nothing by itself."""
    return {patient_id: verdict(patient_id, record) for patient_id, record in every_record(database)}


def verdict(patient_id: str, record: Record) -> str:
    """A mark of the reading of one record on its last logged day."""
    made = reading(record, {})
    said: Any = None if made is None else made.result(patient_id, words("en"))
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
