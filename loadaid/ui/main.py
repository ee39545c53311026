"""Every run of a page begins here: who looks, in which language, in which room. Run by Streamlit at every change of a choice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st

from loadaid.locale import words
from loadaid.store.repository import repository
from loadaid.ui import rooms, session, state, viewer
from loadaid.ui.palette import css_variables, palette
from loadaid.ui.visit import Visit

HERE = Path(__file__).parent


def main() -> None:
    st.set_page_config("loadaid", page_icon=str(HERE / "icon.png"), layout="wide", initial_sidebar_state="collapsed")
    w = words(state.language())
    theme = st.context.theme.type or "light"
    st.html(f"<style>{css_variables(palette(theme))}{(HERE / 'style.css').read_text('utf-8')}</style>")
    if session.is_viewer():
        viewer.show(w, theme)
        return
    who, database = session.actor(), session.database()
    today = date.today()  # noqa: DTZ011  today as this practice sees it
    rooms.enter(Visit(w, repository(database, who), database, today, theme, session.is_demo()), session.person(who))


main()
