"""What a page shows when something nobody expected goes wrong: what to do, and under which reference the machine's log has it."""

from __future__ import annotations

import streamlit as st

from loadaid.locale import words
from loadaid.practice.logging import fault
from loadaid.store.errors import StoreError
from loadaid.ui import markup, state
from loadaid.ui.store_errors import told


def failed(error: Exception) -> bool:
    """Shows it, in place of Streamlit's own message; the error's own text may quote a patient, so it is shown nowhere."""
    title, sentence = told(words(state.language()), error if isinstance(error, StoreError) else StoreError())
    st.html(markup.message(title, f"{sentence} [{fault(error)}]"))
    return True
