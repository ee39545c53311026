"""Buttons whose press says what stood on the screen: the patient and the revision that a write goes with.

A press begins a new run, which may find another revision; the write is checked against the one its author saw.
"""

from __future__ import annotations

from typing import Any

import streamlit as st


def button(label: str, key: str, *shown: Any, form: bool = False, **look: Any) -> tuple[Any, ...] | None:
    """What was shown when the button was pressed, in the run after the press; None otherwise. form: it sends a form."""
    made = st.form_submit_button if form else st.button

    def keep() -> None:
        st.session_state[f"{key}:shown"] = shown

    pressed = made(label, key=key, on_click=keep, **look)
    then = st.session_state.pop(f"{key}:shown", None)
    return then if pressed else None
