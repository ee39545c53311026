"""What a record received: the receipt of a moment ago, and all of them, each to be taken back for 30 days."""

from __future__ import annotations

import streamlit as st

from loadaid.store.imports import Receipt
from loadaid.store.people import Patient
from loadaid.ui import receipts
from loadaid.ui.markup import quiet
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

LISTED = 10  # receipts shown before the others are asked for


def just_now(visit: Visit, patient_id: str) -> None:
    """What was just kept, as the store says it."""
    w, just = visit.w, st.session_state.get(f"received_{patient_id}")
    receipt = next((r for r in visit.repo.imports.listed(patient_id) if r.import_id == just), None)
    if receipt is not None and receipt.undone_at is None:
        st.html(f"<h2>{esc(w('Bien reçu'))}</h2>" + receipts.body(w, receipt.told))


def everything(visit: Visit, patient_id: str) -> None:
    """Every receipt, the newest first, each to be taken back for 30 days."""
    w, patient = visit.w, visit.repo.people.get(patient_id)
    found = visit.repo.imports.listed(patient_id)
    st.html(f"<h2>{esc(w('Ce qui a été reçu'))}</h2>" + ("" if found else quiet(w("Rien pour l'instant."))))
    for receipt in found[:LISTED]:
        _receipt(visit, patient, receipt)
    if found[LISTED:] and st.toggle(w("Voir aussi les plus anciens"), key=f"older_{patient_id}"):
        for receipt in found[LISTED:]:
            _receipt(visit, patient, receipt)


def _receipt(visit: Visit, patient: Patient, receipt: Receipt) -> None:
    """One receipt; taking it back is asked twice, since only sending it again undoes that."""
    w, mark = visit.w, receipt.import_id
    with st.container(border=True, key=f"receipt_{mark}"):
        own_id = visit.repo.actor.account_id
        st.html(receipts.head(w, receipt, own_id, patient.account_id) + receipts.body(w, receipt.told))
        if not receipt.may_undo:
            return
        asked = st.session_state.get("undo") == mark
        if not asked and st.button(w("Annuler cet envoi"), key=f"undo_{mark}", width="stretch"):
            st.session_state["undo"] = mark
            st.rerun()
        if asked:
            st.html(quiet(w("Tout ce que cet envoi a apporté sera retiré du journal. Il restera dans cette liste.")))
            if st.button(w("Oui, annuler"), key=f"undo_yes_{mark}", type="primary", width="stretch"):
                visit.repo.imports.undo(patient.id, mark)
                st.session_state["undo"] = None
                st.rerun()
            if st.button(w("Non, garder"), key=f"undo_no_{mark}", width="stretch"):
                st.session_state["undo"] = None
                st.rerun()
