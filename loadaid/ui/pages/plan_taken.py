"""Once a decision is saved, one key that puts its doses into the agreed plan, while the plan says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from loadaid.locale import Words
from loadaid.practice import desk_exercises
from loadaid.practice.desk_exercises import Row
from loadaid.store.columns import new_id
from loadaid.store.decisions import Decision
from loadaid.ui import asked
from loadaid.ui.literal import literal
from loadaid.ui.pages.desk_plan import dose
from loadaid.ui.pages.frame_clinic import say
from loadaid.ui.store_errors import in_words
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File


def show(visit: Visit, file: File, decision: Decision) -> bool:
    """The key; False, and nothing, when the decision names no dose, the plan has it already, or nothing is added."""
    w, repo, patient = visit.w, visit.repo, file.patient
    if patient.restricted:
        return False
    opened = desk_exercises.in_force(file.record, visit.today)
    rows = desk_exercises.taken_over(file.record, visit.today, decision.content)
    lines = desk_exercises.plan_lines(file.record, visit.today, opened, rows, decision.content.get("reason", ""))
    if not lines:
        return False
    changes = _changes(w, opened, rows)
    key = f"plan-{decision.id}"
    once = st.session_state.setdefault(f"{key}-once", new_id())  # pressed twice, it is stored once
    sent = asked.button(
        w("Mettre ces doses au plan convenu"), key, lines, patient.revision, once, width="stretch",
        help=w("{changes}. Le plan se corrige sous Saisir, Plan convenu, et s’annule sous Envois.", changes=literal(changes)),
    )  # fmt: skip
    if sent is not None:
        lines, revision, once = sent
        told = {"span": [visit.today.isoformat()] * 2}
        with in_words(w, account_id=repo.actor.account_id):
            repo.imports.confirm(patient.id, "desk", lines, key=once, revision=revision, told=told)
            del st.session_state[f"{key}-once"]
            say(w("Plan convenu à partir d’aujourd’hui : {changes}.", changes=changes))
            st.rerun()
    return True


def _changes(w: Words, opened: Sequence[Row], rows: Sequence[Row]) -> str:
    """Each exercise whose dose changes, from what to what."""
    before = {row["exercise"]: dose(w, row) for row in opened}
    now = {row["exercise"]: dose(w, row) for row in rows}
    return w(" ; ").join(
        w("{exercise} {before} → {now}", exercise=name, before=before.get(name, w("hors plan")), now=now[name])
        for name in now
        if now[name] != before.get(name)
    )
