"""The physiotherapist's own patients, in the order of the triage, one line each; search, a new patient; one of them opened."""

from __future__ import annotations

import streamlit as st

from loadaid.cohort.groups import GROUPS
from loadaid.cohort.rows import Row
from loadaid.practice.cohort import Clinic
from loadaid.ui import asked, cached_store, listing, markup
from loadaid.ui.markup import quiet
from loadaid.ui.pages import chart_form, patient_file, requests, with_reason
from loadaid.ui.pages.frame_clinic import address, said
from loadaid.ui.palette import palette
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

LINES = 50  # shown at once; sentences are made for these alone


def show(visit: Visit) -> None:
    """The list, or the patient whom the address names."""
    patient_file.or_list(visit, _list)


def _list(visit: Visit) -> None:
    w = visit.w
    with st.spinner(w("Lecture des journaux…")):
        clinic = cached_store.clinic(visit.repo, visit.today)
    n = len(clinic.order)
    st.html(f"<h1>{esc(w('Mes patients'))}</h1>{_counted(visit, n)}")
    said()
    requests.waiting(visit, clinic.people)
    search = st.text_input(w("Chercher un nom ou un code"), "", 80, key="search", width=360) if clinic.people else ""
    found = clinic.matching(search)
    if not clinic.people:
        st.html(
            markup.message(
                "",
                w("Aucun patient suivi pour l'instant. Ajoutez-en un, ou demandez au responsable de vous en confier."),
            )
        )
    elif not found:
        st.html(f"<p>{esc(w('Aucun de vos patients n’a « {search} » dans son nom ou son code.', search=search))}</p>")
    _groups(visit, clinic, [p for p in found if p not in set(clinic.discharged)])
    _discharged(visit, clinic, found)
    _new(visit)
    with_reason.show(visit, search if not found else "")


def _counted(visit: Visit, n: int) -> str:
    told = visit.w.plural("{n} suivi, lecture du {day}", "{n} suivis, lecture du {day}", n, day=visit.today)
    return f'<span class="quiet">{esc(told)}</span>'


def _groups(visit: Visit, clinic: Clinic, found: list[str]) -> None:
    """Every group that has someone, its rule in its header, a page of lines at a time."""
    w = visit.w
    pages = -(-len(found) // LINES)
    page = st.pagination(pages, key="page") if pages > 1 else 1
    shown = found[(page - 1) * LINES : page * LINES]
    rows = {row.patient_id: row for row in clinic.rows(w, shown)}
    twins = listing.twins(clinic.people.values())
    for group in GROUPS:
        mine = [rows[p] for p in shown if rows[p].group == group.id]
        if mine:
            whole = sum(clinic.standings[p].group == group.id for p in found)
            st.html(
                listing.head(w, group, w.plural("{n} patient", "{n} patients", whole))
                + _table(visit, clinic, mine, twins)
            )


def _table(visit: Visit, clinic: Clinic, rows: list[Row], twins: set[str]) -> str:
    w = visit.w
    heads = (w("Patient"), w("Lecture"), w("Pourquoi"), w("Dose, 14 jours"), w("Dernière saisie"), w("Revue"))
    widths = (19, 21, 32, 9, 9, 10)
    lines = []
    for row in rows:
        patient = clinic.people[row.patient_id]
        odd = row.patient_id in clinic.odd
        name = listing.known_as(w, patient, twins=row.patient_id in twins)
        lines.append((
            f'<a href="{esc(address(row.patient_id))}" target="_self">{name}</a>', listing.reading(row, palette(visit.theme)),
            listing.why(w, row, odd=odd), esc(listing.changed(w, row)), esc(listing.silence(w, row)),
            esc(listing.unreviewed(w, row)),
        ))  # fmt: skip
    return listing.table(heads, widths, lines)


def _discharged(visit: Visit, clinic: Clinic, found: list[str]) -> None:
    """Who has left: named, without a reading."""
    w, gone = visit.w, [p for p in clinic.discharged if p in set(found)]
    if not gone:
        return
    title = w.plural("Suivi terminé : {n} patient", "Suivi terminé : {n} patients", len(gone))
    with st.expander(title, key="discharged"):
        names = "".join(
            f'<li><a href="{esc(address(p))}" target="_self">{listing.known_as(w, clinic.people[p])}</a></li>'
            for p in gone
        )
        st.html(f"<ul>{names}</ul>")


def _new(visit: Visit) -> None:
    """A new record. A second press of the same form makes no second patient."""
    w = visit.w
    number = st.session_state.setdefault("made", 0)
    with st.expander(w("Ajouter un patient"), key="new-patient"):
        with st.form(f"new-{number}", border=False):
            filled = chart_form.fields(visit, f"new-{number}")
            sent = asked.button(w("Ajouter"), f"new-{number}-add", number, form=True, type="primary")
        if sent is None:
            return
        if not filled.name.strip():
            st.html(quiet(w("Il faut un nom. Rien n'a été enregistré.")))
            return
        with in_words(w):
            made = visit.repo.people.create(filled.name, filled.birth_date, filled.chart)
            st.session_state["made"] = number + 1
            st.query_params["patient"] = made
            st.rerun()
