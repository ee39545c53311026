"""What clinicians make of a reading: frozen assessments, decisions on them, limits of their own, who was looked at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from loadaid.domain.limits import Limits
from loadaid.store.actor import reachable
from loadaid.store.columns import new_id
from loadaid.store.errors import ChangedMeanwhile, NotFound, Refused
from loadaid.store.part import Part
from loadaid.store.records import Record
from loadaid.store.tables import ACTIONS, assessments, decisions, limits, patients, reviews_done


@dataclass(frozen=True)
class Assessment:
    """A reading as it was made, with the rules, limits and rows it was made from."""

    id: str
    as_of: str
    revision: int
    inputs_mark: str
    ruleset: str
    limits: Mapping[str, float]
    version: str
    result: Mapping[str, Any]
    at: str
    by: str | None

    def is_stale(self, record: Record) -> bool:
        """Whether the record has changed since: the assessment stays as it was, and is marked."""
        return self.inputs_mark != record.mark


@dataclass(frozen=True)
class Decision:
    """What a clinician decided on an assessment. content: reason, next dose, in their words. superseded: a later one stands."""

    id: str
    assessment_id: str
    action: str
    agrees: bool | None
    content: Mapping[str, Any]
    at: str
    by: str
    superseded: bool


@dataclass(frozen=True)
class OwnLimit:
    """A limit that is not the default: whose it is, why, by whom, since when. value: None when the default stands again."""

    name: str
    value: float | None
    of_patient: bool
    reason: str
    by: str
    at: str


class Decisions(Part):
    """Assessments, decisions, limits, reviews done."""

    def freeze(
        self, patient_id: str, record: Record, *, as_of: str, ruleset: str, own_limits: Mapping[str, float], version: str,
        result: Mapping[str, Any],
    ) -> str:  # fmt: skip
        """Keeps a reading as it is; its id. The same reading of the same record is kept once. Errors: NotFound."""
        made = new_id()
        wanted = {
            "as_of": as_of,
            "inputs_mark": record.mark,
            "ruleset": ruleset,
            "limits": json.dumps(dict(sorted(own_limits.items()))),
        }
        with self.writing("reading", "write", patient_id, object_id=made) as (connection, patient):
            same = [assessments.c[name] == value for name, value in wanted.items()]
            there = connection.execute(
                sa.select(assessments.c.id).where(assessments.c.patient_id == patient.id, *same)
            ).first()
            if there is not None:
                return str(there.id)
            sealed = self.database.vault.seal(json.dumps(result, ensure_ascii=False), f"assessments.result:{made}")
            row = wanted | {"id": made, "clinic_id": patient.clinic_id, "patient_id": patient.id, "account_id": self.actor.account_id,
                            "revision": record.revision, "version": version, "result_sealed": sealed, "at": self.now}  # fmt: skip
            connection.execute(sa.insert(assessments).values(row))
        return made

    def assessments(self, patient_id: str) -> list[Assessment]:
        """All frozen readings of a patient, the newest first. Errors: NotFound."""
        with self.reading("reading", "read", patient_id) as (connection, _):
            rows = connection.execute(
                sa.select(assessments)
                .where(assessments.c.patient_id == patient_id)
                .order_by(assessments.c.at.desc(), assessments.c.id)
            ).all()
        unseal = self.database.vault.unseal
        return [Assessment(r.id, r.as_of, r.revision, r.inputs_mark, r.ruleset, json.loads(r.limits), r.version,
                           json.loads(unseal(r.result_sealed, f"assessments.result:{r.id}")), r.at, r.account_id)
                for r in rows]  # fmt: skip

    def decide(
        self, patient_id: str, assessment_id: str, action: str, *, agrees: bool | None, content: Mapping[str, Any], key: str,
        supersedes: str | None = None,
    ) -> str:  # fmt: skip
        """Keeps a decision; its id. The same key twice is one decision. A decision is never edited, only superseded, and once.

        Errors: NotFound, ChangedMeanwhile when the one to supersede was superseded meanwhile, Refused for an unknown action.
        """
        if action not in ACTIONS:
            raise Refused(f"Unknown decision. Known: {', '.join(ACTIONS)}. Nothing was saved.")
        made = new_id()
        with self.writing("decision", "write", patient_id, object_id=made) as (connection, patient):
            its = decisions.c.patient_id == patient.id
            there = connection.execute(sa.select(decisions.c.id).where(its, decisions.c.key == key)).first()
            if there is not None:
                return str(there.id)
            of_patient = (assessments.c.patient_id == patient.id) & (assessments.c.id == assessment_id)
            if connection.execute(sa.select(assessments.c.id).where(of_patient)).first() is None:
                raise NotFound
            if supersedes is not None:
                self._still_stands(connection, patient.id, supersedes)
            sealed = self.database.vault.seal(json.dumps(content, ensure_ascii=False), f"decisions.content:{made}")
            said = None if agrees is None else "yes" if agrees else "no"
            connection.execute(
                sa.insert(decisions).values(
                    id=made, clinic_id=patient.clinic_id, patient_id=patient.id, account_id=self.actor.account_id, action=action,
                    assessment_id=assessment_id, agrees=said, content_sealed=sealed, at=self.now, key=key, supersedes_id=supersedes,
                )
            )  # fmt: skip
        return made

    def _still_stands(self, connection: sa.Connection, patient_id: str, decision_id: str) -> None:
        its = decisions.c.patient_id == patient_id
        if connection.execute(sa.select(decisions.c.id).where(its, decisions.c.id == decision_id)).first() is None:
            raise NotFound
        later = sa.select(decisions.c.account_id, decisions.c.at).where(its, decisions.c.supersedes_id == decision_id)
        if (row := connection.execute(later).first()) is not None:
            raise ChangedMeanwhile(row.account_id, row.at)

    def decisions(self, patient_id: str) -> list[Decision]:
        """All decisions on a patient, the newest first. Errors: NotFound."""
        with self.reading("decision", "read", patient_id) as (connection, _):
            rows = connection.execute(
                sa.select(decisions)
                .where(decisions.c.patient_id == patient_id)
                .order_by(decisions.c.at.desc(), decisions.c.id)
            ).all()
        past = {row.supersedes_id for row in rows}
        unseal = self.database.vault.unseal
        return [Decision(r.id, r.assessment_id, r.action, None if r.agrees is None else r.agrees == "yes",
                         json.loads(unseal(r.content_sealed, f"decisions.content:{r.id}")), r.at, r.account_id, r.id in past)
                for r in rows]  # fmt: skip

    def own_limits(self, patient_id: str) -> list[OwnLimit]:
        """Every limit of the clinic or the patient that was ever set, the last word of each. Errors: NotFound."""
        with self.reading("limits", "read", patient_id) as (connection, patient):
            return self._own(connection, patient.clinic_id, patient_id)

    def limits(self, patient_id: str) -> dict[str, float]:
        """The limits in force for a patient beside the defaults: the patient's over the clinic's. Errors: NotFound."""
        own = self.own_limits(patient_id)
        chosen = {o.name: o.value for o in own if not o.of_patient} | {
            o.name: o.value for o in own if o.of_patient and o.value is not None
        }
        return {name: value for name, value in chosen.items() if value is not None}

    def clinic_limits(self) -> dict[str, float]:
        """The clinic's own limits. Errors: NotFound."""
        with self.reading("clinic-limits", "read") as (connection, _):
            own = self._own(connection, self.actor.clinic_id, None)
        return {o.name: o.value for o in own if o.value is not None}

    def limits_listed(self) -> dict[str, dict[str, float]]:
        """patient id -> the limits in force beside the defaults, of everyone in the actor's list. None of their own: absent."""
        with self.reading("triage") as (connection, _):
            listed = sa.select(patients.c.id).where(reachable(self.actor, "triage", "read", self.now))
            ids = list(connection.scalars(listed))
            whose = sa.or_(limits.c.patient_id.is_(None), limits.c.patient_id.in_(listed))
            chosen = sa.select(limits.c.patient_id, limits.c.name, limits.c.value).where(
                limits.c.clinic_id == self.actor.clinic_id, whose
            )
            last = {
                (row.patient_id, row.name): row.value for row in connection.execute(chosen.order_by(limits.c.number))
            }
        named = {name for _, name in last}
        found = {
            p: {n: v for n in named if (v := last.get((p, n))) is not None or (v := last.get((None, n))) is not None} for p in ids
        }  # fmt: skip
        return {p: own for p, own in found.items() if own}

    def set_limit(self, name: str, value: float | None, reason: str, patient_id: str | None = None) -> None:
        """Sets a limit of a patient, or of the clinic; no value: the default again. Errors: NotFound, UsageError out of bounds."""
        Limits({} if value is None else {name: value})
        if not reason.strip():
            raise Refused("A limit of one's own needs a reason. Nothing was saved.")
        made, thing = new_id(), "limits" if patient_id else "clinic-limits"
        with self.writing(thing, "write", patient_id, object_id=made, detail=name) as (connection, _):
            last = sa.select(sa.func.max(limits.c.number)).where(limits.c.clinic_id == self.actor.clinic_id)
            number = (connection.execute(last).scalar() or 0) + 1
            connection.execute(
                sa.insert(limits).values(
                    id=made, clinic_id=self.actor.clinic_id, patient_id=patient_id, account_id=self.actor.account_id, name=name,
                    value=value, at=self.now, number=number,
                    reason_sealed=self.database.vault.seal(reason.strip(), f"limits.reason:{made}"),
                )
            )  # fmt: skip

    def _own(self, connection: sa.Connection, clinic_id: str, patient_id: str | None) -> list[OwnLimit]:
        whose = sa.or_(limits.c.patient_id.is_(None), limits.c.patient_id == patient_id)
        rows = connection.execute(
            sa.select(limits).where(limits.c.clinic_id == clinic_id, whose).order_by(limits.c.number)
        ).all()
        unseal = self.database.vault.unseal
        last = {(row.name, row.patient_id is not None): row for row in rows}
        return [OwnLimit(r.name, r.value, r.patient_id is not None, unseal(r.reason_sealed, f"limits.reason:{r.id}"), r.account_id, r.at)
                for r in last.values()]  # fmt: skip

    def mark_reviewed(self, patient_id: str, revision: int) -> str:
        """Says that the actor has looked at a patient as the record was at a revision. Errors: NotFound."""
        made = new_id()
        with self.writing("reviewed", "write", patient_id, object_id=made) as (connection, patient):
            connection.execute(
                sa.insert(reviews_done).values(
                    id=made, clinic_id=patient.clinic_id, patient_id=patient_id, account_id=self.actor.account_id, revision=revision,
                    at=self.now,
                )
            )  # fmt: skip
        return made

    def unmark_reviewed(self, patient_id: str) -> None:
        """Takes back the actor's own last mark. Errors: NotFound."""
        with self.writing("reviewed", "write", patient_id, detail="undo") as (connection, _):
            mine = sa.select(reviews_done.c.id).where(
                reviews_done.c.patient_id == patient_id, reviews_done.c.account_id == self.actor.account_id, reviews_done.c.undone_at.is_(None)
            )  # fmt: skip
            last = connection.execute(mine.order_by(reviews_done.c.at.desc()).limit(1)).first()
            if last is not None:
                connection.execute(
                    sa.update(reviews_done).where(reviews_done.c.id == last.id).values(undone_at=self.now)
                )

    def last_reviewed(self) -> dict[str, tuple[str, str]]:
        """patient id -> when they were last looked at and by whom; of everyone in the actor's list. Never: absent."""
        with self.reading("triage") as (connection, _):
            rows = connection.execute(
                sa.select(reviews_done.c.patient_id, reviews_done.c.at, reviews_done.c.account_id)
                .join(patients, patients.c.id == reviews_done.c.patient_id)
                .where(reviews_done.c.undone_at.is_(None), reachable(self.actor, "triage", "read", self.now))
                .order_by(reviews_done.c.at)
            ).all()  # fmt: skip
        return {row.patient_id: (row.at, row.account_id) for row in rows}
