"""The team, for the lead: what patients ask, who follows whom, handing patients over, records opened with a reason, accounts."""

from __future__ import annotations

import streamlit as st

from loadaid.practice.cohort import hand_over
from loadaid.store.accounts import Member
from loadaid.store.people import Patient
from loadaid.ui import asked, listing, moments
from loadaid.ui.markup import quiet
from loadaid.ui.pages import requests, staff
from loadaid.ui.pages.frame_clinic import said, say, style
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit


def show(visit: Visit) -> None:
    """What waits for an answer first, then assignments, then accounts."""
    w = visit.w
    style()
    st.html(f"<h1>{esc(w('Équipe'))}</h1>")
    said()
    with in_words(w):
        members = [m for m in visit.repo.accounts.listed() if m.role in ("physio", "lead")]
        patients = {p.id: p for p in visit.repo.people.listed()}
        requests.waiting(visit, patients)
        _who_follows(visit, members, patients)
        _hand_over(visit, members)
        _opened(visit, patients)
        staff.show(visit, ("physio",))


def _who_follows(visit: Visit, members: list[Member], patients: dict[str, Patient]) -> None:
    """One patient at a time: who follows them, one more, one less. Who has nobody is said first."""
    w, people = visit.w, visit.repo.people
    following = people.following()
    names = {m.id: m.name for m in members}
    open_ones = [m.id for m in members if m.state == "active"]
    alone = [p for i, p in patients.items() if not set(following.get(i, ())) & set(open_ones)]
    st.html(f"<h2>{esc(w('Qui suit qui'))}</h2>")
    if alone:
        codes = ", ".join(p.code for p in alone)
        st.html(f"<p><b>{esc(w('Sans kinésithérapeute dont le compte est ouvert : {codes}.', codes=codes))}</b></p>")
    chosen = st.selectbox(w("Patient"), list(patients), None, lambda i: " ".join(filter(None, (patients[i].code, patients[i].name))),
                          key="assign-who", placeholder=w("Choisir un code ou un nom"), width=420)  # fmt: skip
    if chosen is None:
        return
    own = following.get(chosen, [])
    if not own:
        st.html(quiet(w("Personne ne suit ce patient.")))
    for account_id in own:
        left, right = st.columns([4, 8], vertical_alignment="center")
        left.html(f"<p>{esc(names.get(account_id, w('compte inconnu')))}</p>")
        with right:
            if (sent := asked.button(w("Retirer"), f"unassign-{chosen}-{account_id}", chosen, account_id)) is not None:
                people.unassign(*sent)
                st.rerun()
    others = [i for i in open_ones if i not in own]
    to = st.selectbox(
        w("Confier à"),
        others,
        None,
        names.__getitem__,
        key=f"assign-to-{chosen}",
        placeholder=w("Choisir un collègue"),
        width=420,
    )
    if to and (sent := asked.button(w("Confier"), f"assign-{chosen}", chosen, to)) is not None:
        people.assign(*sent)
        st.rerun()


def _hand_over(visit: Visit, members: list[Member]) -> None:
    """All patients of one colleague to another: an absence, a departure."""
    w, names = visit.w, {m.id: m.name for m in members}
    with st.expander(w("Confier tous les patients d'un collègue"), key="hand-over"):
        leaving = st.selectbox(
            w("De"), list(names), None, names.__getitem__, key="hand-from", placeholder=w("Choisir un collègue")
        )
        able = [m.id for m in members if m.state == "active" and m.id != leaving]
        taking = st.selectbox(
            w("À"), able, None, names.__getitem__, key="hand-to", placeholder=w("Choisir un collègue")
        )
        if not (leaving and taking):
            return
        if (sent := asked.button(w("Confier tous ses patients"), "hand-all", leaving, taking)) is not None:
            n = hand_over(visit.repo, *sent)
            say(w.plural("{n} patient confié.", "{n} patients confiés.", n))
            st.rerun()


def _opened(visit: Visit, patients: dict[str, Patient]) -> None:
    """Records that someone opened with a reason."""
    w = visit.w
    found = [a for a in visit.repo.accesses.opened_with_reason() if a.result == "done"]
    with st.expander(
        w.plural("{n} dossier ouvert avec un motif", "{n} dossiers ouverts avec un motif", len(found)), key="opened"
    ):
        if not found:
            st.html(quiet(w("Aucun.")))
            return
        heads = (w("Quand"), w("Qui"), w("Patient"), w("Motif"))
        rows = []
        for a in found:
            patient = patients.get(a.patient_id or "")
            cells = (
                moments.moment(w, a.at),
                a.name or w("inconnu"),
                patient.code if patient else w("inconnu"),
                a.reason or "",
            )
            rows.append([esc(cell) for cell in cells])
        st.html(listing.table(heads, (22, 22, 12, 44), rows))
