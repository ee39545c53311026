"""Who the patient is: correcting their name and chart, inviting them to write their own log; their whole record as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from loadaid.practice.export import exported
from loadaid.store.errors import ChangedMeanwhile
from loadaid.ui import asked, downloads, markup
from loadaid.ui.markup import quiet
from loadaid.ui.pages import chart_form
from loadaid.ui.pages.frame_clinic import say
from loadaid.ui.store_errors import in_words, told
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File


def show(visit: Visit, file: File) -> None:
    """The form of the chart, then the invitation, then the files."""
    _chart(visit, file)
    _invite(visit, file)
    _export(visit, file)


def _chart(visit: Visit, file: File) -> None:
    w, patient = visit.w, file.patient
    key = f"chart-{patient.id}"
    with st.form(key, border=False):
        st.html(f"<h2>{esc(w('Identité et fiche'))}</h2>")
        filled = chart_form.fields(visit, key, patient)
        sent = asked.button(w("Enregistrer"), f"{key}-save", patient.id, patient.revision, form=True, type="primary")
    if sent is None:
        return
    if not filled.name.strip():
        st.html(quiet(w("Il faut un nom. Rien n'a été enregistré.")))
        return
    with in_words(w):
        try:
            visit.repo.people.change(
                *sent, name=" ".join(filled.name.split()), birth_date=filled.birth_date, chart=filled.chart
            )
        except ChangedMeanwhile as error:
            own = error.by == visit.repo.actor.account_id
            who = w("Vous, dans une autre fenêtre,") if own else file.names.get(error.by, "")
            st.html(markup.message(*told(w, error, who)))
            return
        say(w("Fiche enregistrée."))
        st.rerun()


def _invite(visit: Visit, file: File) -> None:
    """A code for the patient, shown in this run alone."""
    w, patient = visit.w, file.patient
    st.html(f"<h2>{esc(w('Compte du patient'))}</h2>")
    if patient.account_id is not None:
        st.html(
            quiet(w("Ce patient a un compte. Un nouveau code lui donne un nouvel accès, si le mot de passe est perdu."))
        )
    else:
        st.html(
            quiet(w("Ce patient n'a pas encore de compte. Un code, remis en main propre, lui permet d'en ouvrir un."))
        )
    sent = asked.button(w("Créer un code d'invitation"), f"invite-{patient.id}", patient.id)
    if sent is None:
        return
    with in_words(w):
        code = visit.repo.accounts.invite("patient", patient_id=sent[0])
        st.html(
            f'<p class="code">{esc(code)}</p>'
            + quiet(
                w(
                    "Notez-le ou imprimez-le maintenant : il ne sera plus montré. Le précédent ne vaut plus. Il se saisit à la page de connexion, pendant 14 jours."
                )
            )
        )


def _export(visit: Visit, file: File) -> None:
    """Everything of the record, readings and decisions too; that it was taken out is entered."""
    w, patient = visit.w, file.patient
    told = w(
        "Tableaux, tout en JSON et liste des accès, dans un ZIP ; avec les lectures figées, les décisions et les seuils."
    )
    st.html(f"<h2>{esc(w('Tout le dossier, en fichiers'))}</h2>" + quiet(told))
    sent = asked.button(w("Préparer les fichiers"), f"export-{patient.id}", patient.id)
    if sent is None:
        return
    with in_words(w):
        content = exported(visit.repo, visit.database, *sent, w)
        st.html(downloads.link(w, visit.repo, content, f"{patient.code}.zip", downloads.ZIP))
