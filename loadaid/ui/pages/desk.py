"""At the desk: a paper diary typed in, a session done here, the agreed plan, the end of the follow-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from loadaid.domain.words import N_
from loadaid.ui.pages import desk_diary, desk_discharge, desk_plan, desk_session
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File

PARTS = {
    "diary": N_("Journal papier"), "session": N_("Séance au cabinet"), "plan": N_("Plan convenu"), "end": N_("Fin de suivi"),
}  # fmt: skip


def show(visit: Visit, file: File) -> None:
    """The part that was chosen; it stands in the address."""
    w = visit.w
    if st.session_state.get("desk") not in PARTS:
        asked = st.query_params.get("desk")
        st.session_state["desk"] = asked if asked in PARTS else "diary"
    part = st.segmented_control(
        w("Que saisir"), list(PARTS), format_func=lambda p: w(PARTS[p]), required=True, key="desk", label_visibility="collapsed"
    )  # fmt: skip
    if part != st.query_params.get("desk", "diary"):
        st.query_params["desk"] = part
        st.rerun()  # the links above, to the other language, lead to this part too
    shown: dict[str, Callable[[Visit, File], None]] = {
        "diary": desk_diary.show, "session": desk_session.show, "plan": desk_plan.show, "end": desk_discharge.show,
    }  # fmt: skip
    shown[part](visit, file)
