"""What pages keep of a clinic's data between two runs. Every function is called after its page has asked the store whether it may.

Keys name the thing and the revision it was read at, never who looks: a changed record is another entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from loadaid.analysis.why import why as findings_why
from loadaid.intake.templates.files import WORKBOOK
from loadaid.intake.templates.workbook import template_workbook
from loadaid.locale import Words, words
from loadaid.practice import cohort, gaps, readings, uploads
from loadaid.practice.uploads import Preview, Upload
from loadaid.report.facts import facts
from loadaid.store.people import Patient
from loadaid.store.records import Record
from loadaid.store.repository import Repository
from loadaid.ui.pages import why_panel

if TYPE_CHECKING:
    from loadaid.analysis.review import Review

KEPT_S = 600
Marks = tuple[tuple[str, float], ...]  # the limits in force beside the defaults, in order


def preview(repo: Repository, upload: Upload, today: date, revision: int) -> Preview:
    """An upload as it would be stored in the record at this revision: its files are read once, not with every run.

    Whether its bytes were received before is asked at every run: that depends on the records of others too.
    """
    read = _preview(repo, upload, today, revision, upload.draft_id, upload.version)
    return uploads.received_now(repo, replace(read, upload=upload))


@st.cache_resource(max_entries=20, ttl=KEPT_S, show_spinner=False)
def _preview(_repo: Repository, _upload: Upload, today: date, revision: int, draft_id: str, version: int) -> Preview:
    made = uploads.preview(_repo, _upload, today)
    return replace(made, upload=replace(_upload, files=()))  # the bytes stay with the draft


@st.cache_data(max_entries=2, show_spinner=False)
def template(language: str) -> tuple[str, bytes]:
    """The diary to fill in: the name of its file, and its content."""
    return WORKBOOK[language], template_workbook(language)


@st.cache_resource(show_spinner=False)
def _kept() -> cohort.Kept:
    """One for the process: by patient and what they were read from."""
    return cohort.Kept()


def clinic(repo: Repository, day: date) -> cohort.Clinic:
    """The ordered list of this actor; the store says anew each time who is in it. Errors: NotFound."""
    return cohort.clinic(repo, day, _kept())


def record(repo: Repository, patient: Patient) -> Record:
    """The record of a patient whom the store has just given to this actor."""
    return _record(repo, patient.id, patient.revision)


@st.cache_resource(max_entries=64, ttl=KEPT_S, show_spinner=False)
def _record(_repo: Repository, patient_id: str, revision: int) -> Record:
    return _repo.records.get(patient_id)


def noted(record: Record, patient: Patient) -> set[date]:
    """The days of which a record says anything."""
    return _noted(record, patient.id, record.revision, record.mark)


@st.cache_data(max_entries=64, ttl=KEPT_S, show_spinner=False)
def _noted(_record: Record, patient_id: str, revision: int, mark: str) -> set[date]:
    return gaps.noted(_record.log).get(patient_id, set())


@st.cache_resource(max_entries=64, ttl=KEPT_S, show_spinner=False)
def _reviewed(_record: Record, patient_id: str, revision: int, mark: str, day: date, limits: Marks) -> Review | None:
    return readings.reading(_record, dict(limits), day)


def result(record: Record, patient: Patient, day: date, limits: Mapping[str, float], w: Words) -> dict[str, Any] | None:
    """The review result of a day, in words; None when nothing is dated by then."""
    return _result(record, patient.id, record.revision, record.mark, day, _marks(limits), w.language)


@st.cache_resource(max_entries=512, ttl=KEPT_S, show_spinner=False)
def _result(
    _record: Record, patient_id: str, revision: int, mark: str, day: date, limits: Marks, language: str
) -> dict[str, Any] | None:
    made = _reviewed(_record, patient_id, revision, mark, day, limits)
    return None if made is None else made.result(patient_id, words(language), day)


def page(record: Record, patient: Patient, day: date, days: int, limits: Mapping[str, float]) -> dict[str, Any]:
    """The facts of the page of a day, of so many days up to it; empty when nothing is dated by then."""
    return _page(record, patient.id, record.revision, record.mark, day, days, _marks(limits))


@st.cache_resource(max_entries=512, ttl=KEPT_S, show_spinner=False)
def _page(
    _record: Record, patient_id: str, revision: int, mark: str, day: date, days: int, limits: Marks
) -> dict[str, Any]:
    made = _reviewed(_record, patient_id, revision, mark, day, limits)
    return {} if made is None else facts(made, _record.log, patient_id, day, days)


def why(
    record: Record, patient: Patient, day: date, limits: Mapping[str, float], own: Mapping[str, str], chosen: str | None, w: Words
) -> str:  # fmt: skip
    """What each finding of a day rests on, as HTML, the rule `chosen` open. own: whose the limits are that are not the defaults."""
    whose = tuple(sorted((name, of) for name, of in own.items() if name in limits))
    return _why(record, patient.id, record.revision, record.mark, day, _marks(limits), whose, chosen, w.language)


@st.cache_data(max_entries=128, ttl=KEPT_S, show_spinner=False)
def _why(
    _record: Record, patient_id: str, revision: int, mark: str, day: date, limits: Marks, own: tuple[tuple[str, str], ...],
    chosen: str | None, language: str,
) -> str:  # fmt: skip
    made, w = _reviewed(_record, patient_id, revision, mark, day, limits), words(language)
    return "" if made is None else why_panel.html(w, findings_why(made.at(patient_id, day), w, dict(own)), chosen)


def _marks(limits: Mapping[str, float]) -> Marks:
    return tuple(sorted(limits.items()))
