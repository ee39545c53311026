"""A patient sends their own log."""

from __future__ import annotations

import streamlit as st

from loadaid.ui.pages.patient_frame import restricted, room
from loadaid.ui.pages.upload import show_upload
from loadaid.ui.store_errors import in_words
from loadaid.ui.visit import Visit


def show(visit: Visit) -> None:
    """The page."""
    with room(visit.w), in_words(visit.w):
        patient = visit.repo.people.own()
        if patient.restricted:
            st.html(restricted(visit.w))
        else:
            show_upload(visit, patient.id)
