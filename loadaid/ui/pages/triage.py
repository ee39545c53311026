"""The lead's list: everyone of the clinic in fixed, ordered groups, each header with its rule; marking who was looked at.

Names stand only where this person may know them; everyone else is a code.
"""

from __future__ import annotations

import streamlit as st

from loadaid.cohort.disclosure import ON_SCREEN, shown
from loadaid.cohort.groups import GROUPS, Group
from loadaid.cohort.rows import Row
from loadaid.practice.cohort import Clinic
from loadaid.ui import asked, cached_store, listing, moments
from loadaid.ui.pages import patient_file, with_reason
from loadaid.ui.pages.frame_clinic import address, said
from loadaid.ui.palette import palette
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

LINES = 50
CLOSED = ("in-zone", "new")  # groups that are shown when asked for
WIDTHS = (13, 12, 16, 26, 7, 12, 7, 7)  # the ninth column, the review, stands beside with its button
NINE, ONE = 10, 2


def show(visit: Visit) -> None:
    """The list, or the patient whom the address names."""
    patient_file.or_list(visit, _list)


def _list(visit: Visit) -> None:
    w = visit.w
    with st.spinner(w("Lecture des journaux…")):
        clinic = cached_store.clinic(visit.repo, visit.today)
    groups = clinic.groups()
    told = w.plural("{n} suivi, lecture du {day}", "{n} suivis, lecture du {day}", len(clinic.order), day=visit.today)
    st.html(f'<h1>{esc(w("Qui voir d’abord"))}</h1><span class="quiet">{esc(told)}</span>')
    said()
    if not clinic.people:
        st.html(f"<p>{esc(w('Aucun patient dans ce cabinet pour l’instant.'))}</p>")
        return
    st.html(_strip(visit, groups))
    search = st.text_input(w("Chercher un nom ou un code"), "", 80, key="search", width=360)
    found = set(clinic.matching(search))
    names = _clinicians(visit)
    asked_for = [
        p for g in GROUPS for p in groups[g.id] if p in found and _open(visit, g, groups, searching=bool(search))
    ]
    pages = -(-len(asked_for) // LINES)
    page = st.pagination(pages, key="page") if pages > 1 else 1
    on_page = asked_for[(page - 1) * LINES : page * LINES]
    rows = {row.patient_id: row for row in clinic.rows(w, on_page)}
    for group in GROUPS:
        mine = [rows[p] for p in on_page if rows[p].group == group.id]
        count = w.plural("{n} patient", "{n} patients", len(groups[group.id]))
        if mine or (group.id in CLOSED and groups[group.id] and not search and page == max(pages, 1)):
            st.html(listing.head(w, group, count))
        if mine:
            with st.container(key=f"lines-{group.id}"):
                _lines(visit, clinic, mine, names)
    if not found:
        st.html(f"<p>{esc(w('Aucun patient n’a « {search} » dans son nom ou son code.', search=search))}</p>")
    _toggles(visit, groups)
    _discharged(visit, clinic)
    with_reason.show(visit, search if found and len(found) == 1 else "")
    _trends(visit, clinic)


def _strip(visit: Visit, groups: dict[str, list[str]]) -> str:
    w = visit.w
    items = "".join(f"<li><b>{len(groups[g.id])}</b>{esc(w(g.name))}</li>" for g in GROUPS)
    return f'<ul class="strip">{items}</ul>{listing.response_key(w)}'


def _open(visit: Visit, group: Group, groups: dict[str, list[str]], *, searching: bool) -> bool:
    return searching or group.id not in CLOSED or bool(st.session_state.get(f"show-{group.id}"))


def _toggles(visit: Visit, groups: dict[str, list[str]]) -> None:
    """The last two groups are many and press least: they open when asked for."""
    w = visit.w
    with st.container(horizontal=True):
        for group in GROUPS:
            if group.id in CLOSED and groups[group.id]:
                st.toggle(
                    w("Montrer : {name} ({n})", name=w(group.name), n=len(groups[group.id])), key=f"show-{group.id}"
                )


def _clinicians(visit: Visit) -> dict[str, str]:
    """patient id -> names of those who follow them, in alphabetical order; no count of anyone is made."""
    names = {m.id: m.name for m in visit.repo.accounts.listed() if m.role != "patient"}
    return {
        p: ", ".join(sorted(names[i] for i in ids if i in names)) for p, ids in visit.repo.people.following().items()
    }


def _lines(visit: Visit, clinic: Clinic, rows: list[Row], names: dict[str, str]) -> None:
    w = visit.w
    heads = (
        w("Patient"),
        w("Kiné"),
        w("Lecture"),
        w("Pourquoi"),
        w("Saisie, 28 j"),
        w("Réaction, 28 j"),
        w("Dose, 14 j"),
        w("Retour à l’habituel"),
    )
    twins = listing.twins(clinic.people.values())
    for k, row in enumerate(rows):
        line, review = st.columns([NINE, ONE], gap="small", vertical_alignment="bottom" if k == 0 else "center")
        line.html(_line(visit, clinic, row, heads, names, twins, first=k == 0))
        with review.container(horizontal=True, vertical_alignment="center", gap="small"):
            _review(visit, clinic, row)


def _line(
    visit: Visit, clinic: Clinic, row: Row, heads: tuple[str, ...], names: dict[str, str], twins: set[str], *, first: bool
) -> str:  # fmt: skip
    """One line, a table of its own beside its button. first: of its group, whose heads are seen and not only heard."""
    w, patient = visit.w, clinic.people[row.patient_id]
    name = listing.known_as(w, patient, twins=row.patient_id in twins)
    if patient.name is not None:
        name = f'<a href="{esc(address(row.patient_id))}" target="_self">{name}</a>'
    cells = (
        name, esc(names.get(row.patient_id) or w("personne")), listing.reading(row, palette(visit.theme)),
        listing.why(w, row, odd=row.patient_id in clinic.odd), esc(listing.logged(w, row)), listing.responses(w, row),
        esc(listing.changed(w, row)), esc(listing.settle(w, row)),
    )  # fmt: skip
    css = " ".join(["lines", *(["more"] if not first else []), *(["seen"] if row.unreviewed_days == 0 else [])])
    return listing.table(heads, WIDTHS, [cells], css=css)


def _review(visit: Visit, clinic: Clinic, row: Row) -> None:
    """Days since the last review; marking it, or taking back one's own of today."""
    w, repo = visit.w, visit.repo
    at, by = clinic.reviewed.get(row.patient_id, ("", ""))
    st.html(f'<span class="quiet">{esc(listing.unreviewed(w, row))}</span>')
    today = bool(at) and moments.local(at).date() == moments.local(repo.people.now).date()
    if today and by == repo.actor.account_id:
        if (sent := asked.button(w("Annuler"), f"unmark-{row.patient_id}", row.patient_id)) is not None:
            repo.decisions.unmark_reviewed(*sent)
            st.rerun()
    elif (
        sent := asked.button(
            w("Marquer revu"), f"mark-{row.patient_id}", row.patient_id, clinic.people[row.patient_id].revision
        )
    ) is not None:
        repo.decisions.mark_reviewed(*sent)
        st.rerun()


def _discharged(visit: Visit, clinic: Clinic) -> None:
    w = visit.w
    if clinic.discharged:
        title = w.plural("Suivi terminé : {n} patient", "Suivi terminé : {n} patients", len(clinic.discharged))
        with st.expander(title, key="discharged"):
            st.html(
                "<ul>"
                + "".join(f"<li>{listing.known_as(w, clinic.people[p])}</li>" for p in clinic.discharged)
                + "</ul>"
            )


def _trends(visit: Visit, clinic: Clinic) -> None:
    """How many patients stood in each group, week by week; small numbers are hidden."""
    w = visit.w
    if not st.toggle(w("Montrer l'évolution sur 12 semaines"), key="trends"):
        return
    with st.spinner(w("Lecture des semaines…")):
        weeks = clinic.weeks()
    heads = (w("Semaine jusqu'au"), *(w(g.name) for g in GROUPS), w("Ensemble"))
    rows = []
    for day, counts in weeks:
        parts, whole = shown([counts[g.id] for g in GROUPS], ON_SCREEN)
        cells = [w.day(day, long=True), *(w("masqué") if n is None else str(n) for n in (*parts, whole))]
        rows.append([esc(cell) for cell in cells])
    told = w("Masqué : moins de {k} patients, ou un nombre qui permettrait de le retrouver.", k=ON_SCREEN)
    st.html(listing.table(heads, (14, *[8] * 9, 8), rows) + f'<p class="quiet">{esc(told)}</p>')
