"""A physiotherapist's day, one line a patient: who comes today, of whom there is news, then the others in the order of the triage."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from loadaid.cohort.groups import GROUPS
from loadaid.cohort.rows import Row
from loadaid.practice import agenda
from loadaid.practice.cohort import Clinic
from loadaid.ui import asked, cached_store, listing, markup
from loadaid.ui.markup import quiet
from loadaid.ui.pages import appointments, chart_form, patient_file, requests, with_reason
from loadaid.ui.pages.frame_clinic import address, said
from loadaid.ui.pages.worklist_line import HEADS, WIDTHS, cells
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
    title = w("Aujourd'hui")
    st.html(f"<h1>{esc(title)}</h1>{_counted(visit, n)}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="find-or-book"):
        search = _search(visit, clinic)
        appointments.show(visit, clinic)
    said()
    requests.waiting(visit, clinic.people)
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
    _lines(visit, clinic, set(found))
    _discharged(visit, clinic, found)
    _new(visit)
    with_reason.show(visit, search if not found else "")


def _counted(visit: Visit, n: int) -> str:
    told = visit.w.plural("{n} suivi, lecture du {day}", "{n} suivis, lecture du {day}", n, day=visit.today)
    return f'<span class="quiet">{esc(told)}</span>'


def _search(visit: Visit, clinic: Clinic) -> str:
    """What is searched for. Sent with one match, it opens that patient: the keyboard needs no more than a name."""
    w = visit.w
    if not clinic.people:
        return ""
    label = w("Chercher un nom ou un code")
    with (
        st.form("find", border=False, width="content"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small", width="content"),
    ):
        search = st.text_input(label, "", 80, key="search", width=360, placeholder=label, label_visibility="collapsed")
        sent = st.form_submit_button(w("Chercher"), key="find-send")
    found = clinic.matching(search)
    if sent and search.strip() and len(found) == 1:
        st.query_params["patient"] = found[0]
        st.rerun()
    return search


def _lines(visit: Visit, clinic: Clinic, found: set[str]) -> None:
    """Every block that has someone, a page of lines at a time."""
    w, blocks = visit.w, agenda.blocks(clinic)
    first = {p for ids in blocks.values() for p in ids}
    parts = [(name, ids) for name, ids in blocks.items()]
    parts += [
        (group.id, [p for p in ids if p not in first])
        for group, ids in zip(GROUPS, clinic.groups().values(), strict=True)
    ]
    listed = [p for _, ids in parts for p in ids if p in found]
    pages = -(-len(listed) // LINES)
    page = st.pagination(pages, key="page") if pages > 1 else 1
    shown = listed[(page - 1) * LINES : page * LINES]
    rows = {row.patient_id: row for row in clinic.rows(w, shown)}
    heads = {
        agenda.SAFETY: (w("À voir d’abord"), w("Réponse de sécurité à examiner")),
        agenda.TODAY: (w("Rendez-vous du jour"), ""),
        agenda.NEWS: (w("Du nouveau"), w("Données reçues depuis la dernière revue")),
    }
    for name, ids in parts:
        mine = [rows[p] for p in ids if p in rows]
        if not mine:
            continue
        count = w.plural("{n} patient", "{n} patients", sum(p in found for p in ids))
        if name in heads:
            st.html(listing.block(*heads[name], count))
        else:
            st.html(listing.head(w, next(g for g in GROUPS if g.id == name), count))
        st.html(_table(visit, clinic, mine))


def _table(visit: Visit, clinic: Clinic, rows: Sequence[Row]) -> str:
    twins = listing.twins(clinic.people.values())
    lines = [cells(visit, clinic, row, twins=row.patient_id in twins) for row in rows]
    return listing.table([visit.w(head) for head in HEADS], WIDTHS, lines)


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
