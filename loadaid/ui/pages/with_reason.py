"""Opening a record that is not one's own: its code, a reason, for an hour, for reading only; others can see it."""

from __future__ import annotations

import streamlit as st

from loadaid.ui import asked
from loadaid.ui.markup import quiet
from loadaid.ui.store_errors import in_words
from loadaid.ui.visit import Visit


def show(visit: Visit, code: str = "") -> None:
    """The form. code: what was searched for."""
    w = visit.w
    with st.expander(w("Ouvrir un dossier avec un motif"), key="with-reason"):
        told = w(
            "Pour un patient du cabinet que vous ne suivez pas : en lecture, une heure. Le responsable et le patient le voient."
        )
        st.html(quiet(told))
        with st.form("with-reason-form", border=False):
            wanted = st.text_input(w("Code du patient, par exemple P-0012"), code, 40, key="with-reason-code")
            reason = st.text_input(w("Motif, en quelques mots"), "", 300, key="with-reason-why")
            sent = asked.button(w("Ouvrir"), "with-reason-open", form=True)
        if sent is None:
            return
        if len(reason.strip()) < 10 or not wanted.strip():
            st.html(quiet(w("Il faut un code et un motif de 10 lettres ou plus. Rien n'a été ouvert.")))
            return
        with in_words(w):
            st.query_params["patient"] = visit.repo.people.open_code(wanted, reason)
            st.rerun()
