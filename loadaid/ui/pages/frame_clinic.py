"""What the pages of the clinic's people share: their style, the way to a patient, names of those who wrote."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from loadaid.locale import Words
from loadaid.ui import markup, state
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

STYLE = "".join((Path(__file__).parent.parent / name).read_text("utf-8") for name in ("clinic.css", "consultation.css"))


def style() -> None:
    """Sizes and places of these pages."""
    st.html(f"<style>{STYLE}</style>")


def address(patient_id: str) -> str:
    """Of a patient's page: the choices made for another patient do not come along."""
    return state.address(patient=patient_id, day=None, tab=None, desk=None)


def back(w: Words) -> str:
    """The way to the list, as HTML."""
    return markup.link(state.address(patient=None, day=None, tab=None, desk=None), w("Retour à la liste"))


def author(visit: Visit, account_id: str | None, names: Mapping[str, str]) -> str:
    """Who did something: a name, "vous", or that it is not known."""
    if account_id == visit.repo.actor.account_id:
        return visit.w("vous")
    return names.get(account_id or "") or visit.w("quelqu'un d'autre")


def say(text: str, more: str = "") -> None:
    """Keeps one sentence for the top of the next run: what was just done. more: HTML after it, such as a link."""
    st.session_state["said"] = f"{esc(text)} {more}"


def said() -> None:
    """Shows it once."""
    if told := st.session_state.pop("said", None):
        st.html(f'<p class="banner" role="status">{told}</p>')
