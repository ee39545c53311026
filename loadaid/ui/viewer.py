"""The view of one's own log folder: no accounts, nothing is written. One patient at a time, read as of one day."""

from __future__ import annotations

import streamlit as st

from loadaid.locale import Words
from loadaid.ui import blocks, cached, how_good, markup, state
from loadaid.ui.consultation import Screen, drawn
from loadaid.ui.pages.frame_clinic import style
from loadaid.ui.problems import problems
from loadaid.ui.text import esc


def show(w: Words, theme: str) -> None:
    """The folder's problems, or the patient whom the address names."""
    style()
    if state.asks_how_good():
        back = markup.link(state.address(page=None), w("Retour à la consultation"))
        st.html(f"<p>{back}</p>" + markup.languages(w, state.language_addresses()))
        how_good.show(w, theme)
        return
    revision = cached.revision()
    opened = cached.opened(revision)
    if opened.problems:
        n = len(opened.problems)
        told = w.plural(
            "{n} point à corriger, rien n’a été modifié.", "{n} points à corriger, rien n’a été modifié.", n
        )
        st.html(markup.message(w("Ce dossier ne peut pas être lu"), told) + problems(w, opened.problems))
    elif not opened.patients:
        st.html(
            markup.message(w("Aucune saisie pour l’instant"), w("Le dossier ne contient aucun jour ni aucune séance."))
        )
    else:
        consultation(w, opened, revision, theme)


def consultation(w: Words, opened: cached.Opened, revision: str, theme: str) -> None:
    """One patient, read as of one day."""
    style()
    asked = st.query_params.get("patient")
    who, when, how_many, language = st.columns([4, 3, 2, 3], gap="medium")
    with who:
        patient = state.patient(w, opened.patients, lambda p: cached.span(p, revision)[1])
    with language:
        st.html(markup.languages(w, state.language_addresses()))
    if patient is None:
        title = w("Patient introuvable") if asked and asked not in opened.patients else w("Aucun patient choisi")
        st.html(markup.message(title, w("Choisissez un patient de la liste.")))
        return
    first, last = cached.span(patient, revision)
    with when:
        day = state.day(w, first, last)
    with how_many:
        days = state.window(w)
    result = cached.result(patient, day, revision, w.language)
    page = cached.page(patient, day, days, revision)
    if day < last:
        st.html(markup.banner(w("Lecture au {day} : les saisies plus récentes ne sont pas utilisées.", day=day)))
    drawn(Screen(w, theme, result, page, f"{patient} {day} {days} {revision}"))
    facts = blocks.options(w, result) + blocks.quality(w, result) + blocks.weighing(w, result)
    st.html(facts + f"<h2>{esc(w('Toutes les règles'))}</h2>" + blocks.findings(w, result))
    st.html(blocks.footer(w, result["ruleset"], state.address(page=state.HOW_GOOD)))
