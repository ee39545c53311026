"""Appointments in the worklist: one is a visit noted ahead in the patient's record; it is put here, and taken off."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from loadaid.practice import agenda
from loadaid.practice.cohort import Clinic
from loadaid.store.columns import new_id
from loadaid.store.people import Patient
from loadaid.ui import asked
from loadaid.ui.markup import quiet
from loadaid.ui.pages.frame_clinic import say
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit


def show(visit: Visit, clinic: Clinic) -> None:
    """Who comes when, today unless another day is chosen; below, those that are noted. Pressed twice, it is put once."""
    w = visit.w
    # Of a colleague's patient only the code is known, and a restricted record takes nothing.
    people = {p: one for p, one in clinic.people.items() if one.name is not None and not one.restricted}
    if not people:
        return
    number = st.session_state.setdefault("booked", 0)
    form = f"book-{number}"
    with st.popover(w("Ajouter ou retirer un rendez-vous"), key="book"):
        with st.form(form, border=False), st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            who = st.selectbox(
                w("Patient"), people, None, lambda p: _named(people[p]), key=f"{form}-who", placeholder=w("Choisir un patient"), width=360
            )  # fmt: skip
            last = visit.today + timedelta(days=agenda.AHEAD)
            on = st.date_input(
                w("Jour"), visit.today, visit.today, last, key=f"{form}-day", format="DD/MM/YYYY", width=160
            )
            once = st.session_state.setdefault(f"{form}-once", new_id())
            sent = asked.button(w("Noter"), f"{form}-send", once, form=True)
        _noted(visit, clinic)
        if sent is None:
            return
        if who is None or on is None:
            st.html(quiet(w("Il faut un patient et un jour. Rien n'a été enregistré.")))
            return
        # An appointment goes over nothing that is noted: the record may have changed since the form was drawn.
        with in_words(w, account_id=visit.repo.actor.account_id):
            is_new = agenda.book(visit.repo, who, on, people[who].revision, *sent)
            named = {"who": people[who].name, "day": on}
            say(w("Rendez-vous noté : {who}, {day}.", **named) if is_new else w("Déjà noté : {who}, {day}.", **named))
            st.session_state["booked"] = number + 1
            st.rerun()


def _noted(visit: Visit, clinic: Clinic) -> None:
    """The appointments from today on, each with the button that takes it off where the record takes changes."""
    w = visit.w
    booked = [(on, p) for p, standing in clinic.standings.items() for on in standing.day.visits]
    lines = st.container(key="lines-booked")
    for on, patient_id in sorted(booked):
        patient = clinic.people[patient_id]
        with lines, st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(f"<p>{esc(w('{day} : {who}', day=on, who=_named(patient)))}</p>", width="content")
            if patient.name is None or patient.restricted:
                continue
            sent = asked.button(w("Retirer"), f"unbook-{patient_id}-{on}", patient_id, on)
        if sent is not None:
            with in_words(w, account_id=visit.repo.actor.account_id):
                gone, named = agenda.cancel(visit.repo, *sent), {"who": patient.name, "day": on}
                stays = w("Gardé : {who}, {day}. Ce rendez-vous est arrivé avec d'autres données.", **named)
                say(w("Rendez-vous retiré : {who}, {day}.", **named) if gone else stays)
                st.rerun()


def _named(patient: Patient) -> str:
    return f"{patient.name or ''} {patient.code}".strip()
