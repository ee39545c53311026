"""Who a patient is and their chart, as the fields of a form: for a new record, and to correct one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import streamlit as st

from loadaid.domain.records import PATIENTS
from loadaid.domain.words import N_
from loadaid.store.people import Patient
from loadaid.ui.visit import Visit

TITLES = {
    "course": N_("Évolution"), "irritability": N_("Irritabilité, votre jugement"), "work_status": N_("Travail"),
}  # fmt: skip
CHOICES = {
    "first": N_("premier épisode"), "recurrent": N_("récidive"), "persistent": N_("persistant"),
    "low": N_("faible"), "moderate": N_("modérée"), "high": N_("forte"),
    "working": N_("au travail"), "light_duty": N_("poste allégé"), "off_work": N_("en arrêt de travail"),
    "not_employed": N_("sans emploi"),
}  # fmt: skip
LONGEST = 120


@dataclass(frozen=True)
class Filled:
    """What the form holds."""

    name: str
    birth_date: str | None
    chart: dict[str, Any]


def fields(visit: Visit, key: str, patient: Patient | None = None) -> Filled:
    """The fields, filled with what is known. Call it inside a form."""
    w, known = visit.w, dict(patient.chart or {}) if patient else {}
    left, right = st.columns(2)
    with left:
        name = st.text_input(w("Nom et prénom"), patient.name or "" if patient else "", LONGEST, key=f"{key}-name")
        born = st.date_input(
            w("Date de naissance"), _day(patient.birth_date if patient else None), dt.date(1900, 1, 1), visit.today,
            key=f"{key}-born", format="DD/MM/YYYY",
        )  # fmt: skip
        onset = st.date_input(
            w("Début de cet épisode"), _day(known.get("onset_date")), dt.date(1950, 1, 1), visit.today, key=f"{key}-onset",
            format="DD/MM/YYYY",
        )  # fmt: skip
        fear = st.number_input(
            w("Appréhension du mouvement, de 0 à 10"), 0.0, 10.0, known.get("fear"), 1.0, "%g", key=f"{key}-fear"
        )
    with right:
        chosen = {column: _choice(visit, key, column, known.get(column)) for column in TITLES}
    chart = {"onset_date": onset.isoformat() if onset else None, "fear": fear, **chosen}
    if patient is not None:
        chart["birth_year"] = born.year if born else known.get("birth_year")
    return Filled(name, born.isoformat() if born else None, chart)


def _choice(visit: Visit, key: str, column: str, known: str | None) -> str | None:
    w, options = visit.w, PATIENTS.column(column).choices
    chosen: str | None = st.selectbox(
        w(TITLES[column]), options, options.index(known) if known in options else None, lambda choice: w(CHOICES[choice]),
        key=f"{key}-{column}", placeholder=w("non précisé"),
    )  # fmt: skip
    return chosen


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None
