"""The agreed plan beside what was done, and a form to change it from today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from loadaid.locale import MISSING, Words
from loadaid.practice import desk_exercises
from loadaid.practice.desk_exercises import AGREED, DOSE, Beside, Row
from loadaid.store.columns import new_id
from loadaid.ui import asked, listing
from loadaid.ui.markup import quiet
from loadaid.ui.pages import desk_parts
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File


def show(visit: Visit, file: File) -> None:
    """The table, then the form."""
    w = visit.w
    st.html(f"<h2>{esc(w('Convenu et fait, 14 derniers jours'))}</h2>" + _table(visit, file))
    _change(visit, file)


def _table(visit: Visit, file: File) -> str:
    w = visit.w
    found = desk_exercises.beside(file.record, visit.today)
    if not found:
        return quiet(w("Aucun plan convenu et aucun exercice noté."))
    heads = (w("Exercice"), w("Convenu"), w("Par semaine"), w("Séances faites / prévues"), w("Dernière fois, en réel"))
    unnamed = desk_exercises.unnamed(file.record, visit.today)
    rows = [[esc(text) for text in _row(w, one, unnamed)] for one in found]
    more = ""
    if unnamed:
        more = quiet(w.plural("Dans {n} séance, les exercices ne sont pas notés : elle n'est comptée pour aucun.",
                              "Dans {n} séances, les exercices ne sont pas notés : elles ne sont comptées pour aucun.", unnamed))  # fmt: skip
    return listing.table(heads, (24, 26, 12, 14, 24), rows) + more


def _row(w: Words, one: Beside, unnamed: int) -> tuple[str, ...]:
    """An exercise; what is not known is said as such, also how often, while a session does not say what was in it."""
    agreed = w("hors plan") if one.agreed is None else dose(w, one.agreed)
    a_week = one.agreed.get("per_week") if one.agreed else None
    often = MISSING if one.agreed is None else w("non noté") if a_week is None else w.number(a_week)
    planned = MISSING if one.planned is None else w.number(one.planned)
    done = w("non noté") if not one.done and unnamed else str(one.done)
    last = w("non noté")
    if one.last is not None:
        last = w("{dose}, le {day}", dose=dose(w, one.last), day=w.day(date.fromisoformat(one.last["date"])))
    return one.exercise, agreed, often, f"{done} / {planned}", last


def dose(w: Words, row: Row) -> str:
    """A dose in real units: 3 × 10, 8 kg, 20 s, level 2; "non noté" where nothing is known."""
    n = {name: w.number(row[name], 2) if name in row else "?" for name in DOSE}
    parts = []
    if "sets" in row or "reps" in row:
        parts.append(f"{n['sets']} × {n['reps']}")
    parts += [w("{x} kg", x=n["load_kg"])] if "load_kg" in row else []
    parts += [w("{x} s", x=n["hold_s"])] if "hold_s" in row else []
    parts += [w("niveau {x}", x=n["level"])] if "level" in row else []
    return ", ".join(parts) or w("non noté")


def _change(visit: Visit, file: File) -> None:
    w, patient = visit.w, file.patient
    slot = st.session_state.setdefault(f"desk-plan-slot-{patient.id}", 0)
    key = f"desk-plan-{patient.id}-{slot}"
    once = st.session_state.setdefault(f"{key}-once", new_id())
    with st.form(key, border=False, enter_to_submit=False):
        st.html(
            f"<h2>{esc(w('Changer le plan à partir d’aujourd’hui'))}</h2>"
            + quiet(
                w(
                    "Une ligne changée est ajoutée avec la date d'aujourd'hui ; l'ancienne reste dans l'historique. Vider le nom d'un exercice le retire : il est gardé à 0 fois par semaine."
                )
            )
        )
        rows = st.session_state.setdefault(f"{key}-rows", desk_exercises.in_force(file.record, visit.today))
        typed = desk_parts.exercises(w, f"{key}-grid", AGREED, rows)
        note = st.text_input(w("Note"), "", 300, key=f"{key}-note", placeholder=w("Pourquoi, si vous voulez le dire"))
        sent = asked.button(
            w("Enregistrer le plan"), f"{key}-send", patient.id, patient.revision, once, form=True, type="primary"
        )
    if sent is None:
        desk_parts.just_saved(visit, patient.id)
        return
    agreed, faults = desk_exercises.doses(typed, AGREED, w)
    if faults:
        st.html(desk_parts.wrong(w, faults, {name: w(head) for name, head in desk_parts.HEADS.items()}))
        return
    if twice := desk_exercises.twice(agreed):
        st.html(quiet(w("Deux lignes pour « {name} » : gardez-en une. Rien n'a été enregistré.", name=twice)))
        return
    patient_id, revision, mark = sent
    lines = desk_exercises.plan_lines(file.record, visit.today, rows, agreed, note)
    if not lines:
        st.html(quiet(w("Rien ne diffère du plan en vigueur. Rien n'a été enregistré.")))
        return
    told = {"span": [visit.today.isoformat()] * 2}
    if desk_parts.kept(visit, file, patient_id, lines, key=mark, revision=revision, told=told):
        st.session_state[f"desk-plan-slot-{patient.id}"] += 1
        st.rerun()
