"""A session done in the clinic: the exercises of the plan, or of the last session, to be changed where they differed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from loadaid.domain.words import N_
from loadaid.practice import desk_exercises
from loadaid.practice.desk_exercises import DOSE, OF_SESSION
from loadaid.store.columns import new_id
from loadaid.ui import asked
from loadaid.ui.markup import quiet
from loadaid.ui.pages import desk_parts
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File

PLACES = {"clinic": N_("Au cabinet"), "home": N_("À la maison")}


def show(visit: Visit, file: File) -> None:
    """The form. What is blank is not known; an exercise without a name was not done."""
    w, patient = visit.w, file.patient
    slot = st.session_state.setdefault(f"desk-session-slot-{patient.id}", 0)
    key = f"desk-session-{patient.id}-{slot}"
    once = st.session_state.setdefault(f"{key}-once", new_id())
    with st.form(key, border=False, enter_to_submit=False):
        left, middle, _ = st.columns([2, 3, 7])
        with left:
            day = st.date_input(
                w("Jour de la séance"),
                visit.today,
                date(2000, 1, 1),
                visit.today,
                format="DD/MM/YYYY",
                key=f"{key}-day",
            )
        with middle:
            place = st.segmented_control(
                w("Lieu"),
                list(PLACES),
                default="clinic",
                format_func=lambda p: w(PLACES[p]),
                required=True,
                key=f"{key}-place",
            )
        st.html(quiet(_from(visit, file)))
        rows = st.session_state.setdefault(f"{key}-rows", desk_exercises.prefilled(file.record, visit.today))
        typed = desk_parts.exercises(w, f"{key}-grid", DOSE, rows)
        wide = {}
        for column, name in zip(st.columns(len(OF_SESSION)), OF_SESSION, strict=True):
            with column:
                wide[name] = st.text_input(w(desk_parts.HEADS[name]), "", 40, key=f"{key}-{name}")
        sent = asked.button(
            w("Enregistrer la séance"), f"{key}-send", patient.id, patient.revision, once, form=True, type="primary"
        )
    if sent is None:
        desk_parts.just_saved(visit, patient.id)
        return
    done, faults = desk_exercises.doses(typed, DOSE, w)
    values, more = desk_exercises.whole_session(wide, w)
    if faults + more:
        st.html(desk_parts.wrong(w, faults + more, {name: w(head) for name, head in desk_parts.HEADS.items()}))
        return
    if day is None or not (done or values):
        st.html(quiet(w("Il faut un jour, et au moins un exercice ou une valeur. Rien n'a été enregistré.")))
        return
    patient_id, revision, mark = sent
    lines = desk_exercises.session_lines(file.record, day, place, done, values)
    told = {"span": [day.isoformat()] * 2}
    if desk_parts.kept(visit, file, patient_id, lines, key=mark, revision=revision, told=told):
        st.session_state[f"desk-session-slot-{patient.id}"] += 1
        st.rerun()


def _from(visit: Visit, file: File) -> str:
    """Where the prefilled rows are from."""
    w = visit.w
    if desk_exercises.in_force(file.record, visit.today):
        return w(
            "Repris du plan convenu : changez ce qui a différé. Videz le nom d'un exercice qui n'a pas été fait. Vide : pas connu."
        )
    if rows := desk_exercises.last_session(file.record, visit.today):
        day = w.day(date.fromisoformat(rows[-1]["date"]), long=True)
        return w(
            "Repris de la séance du {day} : changez ce qui a différé. Videz le nom d'un exercice qui n'a pas été fait. Vide : pas connu.",
            day=day,
        )
    return w("Aucun plan ni séance détaillée : écrivez les exercices. Vide : pas connu.")
