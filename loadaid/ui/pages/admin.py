"""The administrator: accounts, and whether the log of accesses is whole. Nothing of any patient."""

from __future__ import annotations

import streamlit as st

from loadaid.ui import asked, markup
from loadaid.ui.markup import quiet
from loadaid.ui.pages import staff
from loadaid.ui.pages.frame_clinic import said, style
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit


def show(visit: Visit) -> None:
    """Accounts, then the check."""
    w = visit.w
    style()
    st.html(f"<h1>{esc(w('Comptes et contrôle'))}</h1>")
    said()
    with in_words(w):
        staff.show(visit, ("physio", "lead", "admin"))
        _check(visit)


def _check(visit: Visit) -> None:
    w = visit.w
    st.html(
        f"<h2>{esc(w('Journal des accès'))}</h2>"
        + quiet(
            w(
                "Chaque lecture et chaque modification y est inscrite, chacune liée à la précédente. Le contrôle les relit toutes, sans en montrer le contenu."
            )
        )
    )
    if asked.button(w("Contrôler le journal"), "verify") is None:
        return
    with st.spinner(w("Contrôle…")):
        verdict = visit.repo.accesses.verify()
    if verdict.wrong is None:
        told = w.plural(
            "{n} inscription, telle qu'elle a été écrite.",
            "{n} inscriptions, toutes telles qu'elles ont été écrites.",
            verdict.entries,
        )
        st.html(markup.message(w("Le journal est entier"), told))
        st.html(
            quiet(w("Une fin coupée ne se voit qu'à côté d'un repère gardé ailleurs : loadaid audit verify --anchor."))
        )
    else:
        told = w(
            "L'inscription {n} n'est pas celle qui a été écrite. Gardez le fichier tel quel et cherchez qui a pu y écrire.",
            n=verdict.wrong,
        )
        st.html(markup.message(w("Le journal n'est pas entier"), told))
