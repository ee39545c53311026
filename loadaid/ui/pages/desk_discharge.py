"""The end of a follow-up, with a reason for who wants to give one, and its taking back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from loadaid.practice import discharge
from loadaid.ui import asked
from loadaid.ui.markup import quiet
from loadaid.ui.pages import patient_events
from loadaid.ui.pages.frame_clinic import say
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File


def show(visit: Visit, file: File) -> None:
    """Whether the follow-up goes on, and what changes that."""
    w, event = visit.w, discharge.ended(file.record, visit.today)
    if event is None:
        st.html(
            quiet(
                w(
                    "Le suivi est en cours. Une fois terminé, le patient quitte les groupes de la liste ; son journal reste entier et une visite notée plus tard reprend le suivi. La note peut dire pourquoi."
                )
            )
        )
        patient_events.one(visit, file, patient_events.END, w("Terminer le suivi"))
        return
    day = w.day(date.fromisoformat(event["date"]), long=True)
    st.html(f"<p><b>{esc(w('Suivi terminé : {day}.', day=day))}</b> {esc(event.get('note', ''))}</p>")
    if found := discharge.receipts(visit.repo, file.patient.id, event):
        sent = asked.button(
            w("Reprendre le suivi"),
            f"desk-again-{file.patient.id}",
            file.patient.id,
            [r.import_id for r in found],
            type="primary",
        )
        if sent is not None:
            for import_id in sent[1]:
                visit.repo.imports.undo(sent[0], import_id)
            say(w("Le suivi reprend : la fin de suivi est annulée."))
            st.rerun()
        return
    st.html(quiet(w("Une visite notée reprend le suivi.")))
    patient_events.one(visit, file, "visit", w("Noter une visite"))
