"""What a patient may ask of the clinic, and what the clinic answered: their data, a correction, less use, erasure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from loadaid.store.actor import reachable
from loadaid.store.columns import new_id
from loadaid.store.errors import NotFound, Refused
from loadaid.store.logtables import TABLES
from loadaid.store.part import Part
from loadaid.store.tables import (
    CHART,
    REQUEST_KINDS,
    accounts,
    assessments,
    assignments,
    decisions,
    drafts,
    imports,
    invitations,
    limits,
    notices,
    openings,
    patients,
    remembered,
    requests,
    reviews_done,
    signins,
)

ANSWERS = ("done", "partly", "refused")


@dataclass(frozen=True)
class Request:
    """A patient's request and its answer. words, reason: in their own words; None where nothing was said."""

    id: str
    patient_id: str
    kind: str
    words: str | None
    at: str
    answer: str | None
    reason: str | None
    answered_at: str | None


class Privacy(Part):
    """Requests, restriction, erasure."""

    def ask(self, patient_id: str, kind: str, words: str = "") -> str:
        """A request of the patient, or put down for them; its id. Errors: NotFound, Refused for another kind."""
        if kind not in REQUEST_KINDS:
            raise Refused(f"Unknown request. Known: {', '.join(REQUEST_KINDS)}. Nothing was saved.")
        made = new_id()
        with self.writing("request", "write", patient_id, object_id=made, detail=kind) as (connection, patient):
            sealed = self.database.vault.seal(words.strip(), f"requests.words:{made}") if words.strip() else None
            connection.execute(
                sa.insert(requests).values(
                    id=made, clinic_id=patient.clinic_id, patient_id=patient.id, account_id=self.actor.account_id, kind=kind,
                    words_sealed=sealed, at=self.now,
                )
            )  # fmt: skip
        return made

    def of(self, patient_id: str) -> list[Request]:
        """The requests about one record, the newest first. Errors: NotFound."""
        with self.reading("request", "read", patient_id) as (connection, patient):
            return self._listed(connection, requests.c.patient_id == patient.id)

    def open(self) -> list[Request]:
        """The requests that wait for an answer the actor may give, the oldest first. Errors: NotFound."""
        with self.reading("request", "answer") as (connection, _):
            mine = sa.select(patients.c.id).where(reachable(self.actor, "request", "answer", self.now))
            return self._listed(connection, requests.c.patient_id.in_(mine), requests.c.answer.is_(None))[::-1]

    def answer(self, patient_id: str, request_id: str, answer: str, reason: str) -> None:
        """Answers a request, with a reason, and does what was granted.

        restriction, done: nothing more is written into the record until `lift`. erasure, partly: the account, drafts and
        what is remembered of files go, the record of care stays and is restricted; done: all of it goes.
        Errors: NotFound, Refused without a reason or when it was answered already.
        """
        if answer not in ANSWERS or not reason.strip():
            raise Refused("An answer needs its kind and a reason, which the patient can read. Nothing was saved.")
        with self.writing("request", "answer", patient_id, object_id=request_id, detail=answer) as (
            connection,
            patient,
        ):
            its = (requests.c.id == request_id) & (requests.c.patient_id == patient.id)
            row = connection.execute(sa.select(requests).where(its)).first()
            if row is None:
                raise NotFound
            if row.answer is not None:
                raise Refused("This request was answered already. Nothing was saved.")
            sealed = self.database.vault.seal(reason.strip(), f"requests.answer:{request_id}")
            done = {
                "answer": answer,
                "answer_sealed": sealed,
                "answered_by": self.actor.account_id,
                "answered_at": self.now,
            }
            connection.execute(sa.update(requests).where(its).values(done))
            if row.kind == "restriction" and answer == "done":
                self._restrict(connection, patient)
            if row.kind == "erasure" and answer != "refused":
                self._take_back_access(connection, patient)
                self._restrict(connection, patient)
            if row.kind == "erasure" and answer == "done":
                self._erase(connection, patient)
        if row.kind == "erasure":
            self.database.checkpoint()

    def lift(self, patient_id: str) -> None:
        """Ends a restriction. Errors: NotFound."""
        with self.writing("request", "answer", patient_id, detail="lifted") as (connection, patient):
            connection.execute(sa.update(patients).where(patients.c.id == patient.id).values(restricted_at=None))

    def _restrict(self, connection: sa.Connection, patient: Any) -> None:
        connection.execute(sa.update(patients).where(patients.c.id == patient.id).values(restricted_at=self.now))

    def _take_back_access(self, connection: sa.Connection, patient: Any) -> None:
        """The patient's account, and what is not the record of care."""
        for table in (drafts, remembered, invitations):
            connection.execute(sa.delete(table).where(table.c.patient_id == patient.id))
        if patient.account_id is None:
            return
        connection.execute(sa.update(patients).where(patients.c.id == patient.id).values(account_id=None))
        connection.execute(sa.delete(signins).where(signins.c.account_id == patient.account_id))
        # What they entered and asked keeps the account's id, which no longer says who it was.
        blank = {
            "state": "closed", "password_hash": None, "totp_sealed": None, "oidc_issuer": None, "oidc_subject": None,
            "login_mark": f"erased:{new_id()}",
            "identity_sealed": self.database.vault.seal('{"name": null, "login": null}', f"accounts.identity:{patient.account_id}"),
        }  # fmt: skip
        connection.execute(sa.update(accounts).where(accounts.c.id == patient.account_id).values(blank))
        connection.execute(sa.delete(notices).where(notices.c.account_id == patient.account_id))

    def _erase(self, connection: sa.Connection, patient: Any) -> None:
        """Everything but the number of the record, and that and why it was erased."""
        its = decisions.c.patient_id == patient.id
        connection.execute(sa.update(decisions).where(its).values(supersedes_id=None))
        for table in (decisions, assessments, reviews_done, limits, openings, assignments, *TABLES.values(), imports):
            connection.execute(sa.delete(table).where(table.c.patient_id == patient.id))
        connection.execute(sa.update(requests).where(requests.c.patient_id == patient.id).values(words_sealed=None))
        gone = dict.fromkeys(CHART) | {"identity_sealed": None, "erased_at": self.now, "revision": patient.revision + 1}
        connection.execute(sa.update(patients).where(patients.c.id == patient.id).values(gone))

    def _listed(self, connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Request]:
        rows = connection.execute(sa.select(requests).where(*where).order_by(requests.c.at.desc(), requests.c.id)).all()

        def opened(sealed: str | None, place: str) -> str | None:
            return self.database.vault.unseal(sealed, place) if sealed else None

        return [Request(r.id, r.patient_id, r.kind, opened(r.words_sealed, f"requests.words:{r.id}"), r.at, r.answer,
                        opened(r.answer_sealed, f"requests.answer:{r.id}"), r.answered_at) for r in rows]  # fmt: skip
