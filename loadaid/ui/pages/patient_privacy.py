"""Who opened a patient's record, all their data as files, and what they may ask of the practice."""

from __future__ import annotations

import streamlit as st

from loadaid.domain.words import N_
from loadaid.practice.export import exported
from loadaid.store.people import Patient
from loadaid.store.privacy import Request
from loadaid.ui import downloads, moments, passages
from loadaid.ui.markup import quiet
from loadaid.ui.pages.patient_frame import room
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

LONGEST = 1000
REQUESTS = {
    "access": N_("Recevoir mes données"), "rectification": N_("Faire corriger quelque chose"),
    "restriction": N_("Limiter l'usage de mon dossier"), "erasure": N_("Effacer mon dossier"),
}  # fmt: skip
ANSWERS = {"done": N_("Fait"), "partly": N_("Fait en partie"), "refused": N_("Pas accordé")}


def show(visit: Visit) -> None:
    """The page."""
    w, repo = visit.w, visit.repo
    with room(w), in_words(w):
        patient = repo.people.own()
        st.html(f"<h1>{esc(w('Mes données, mes droits'))}</h1>")
        _export(visit, patient)
        _requests(visit, patient)
        _accesses(visit, patient)


def _export(visit: Visit, patient: Patient) -> None:
    w = visit.w
    st.html(
        f"<h2>{esc(w('Toutes mes données'))}</h2>"
        + quiet(w("Des tableaux, tout en JSON, et la liste des accès, dans un ZIP."))
    )
    if st.button(w("Préparer mes données"), key="export", width="stretch"):
        content = exported(visit.repo, visit.database, patient.id, w)
        st.html(downloads.link(w, visit.repo, content, w("mes-donnees.zip"), downloads.ZIP))


def _requests(visit: Visit, patient: Patient) -> None:
    """One request of a kind at a time: a second touch of the button asks nothing twice."""
    w, repo = visit.w, visit.repo
    asked = repo.privacy.of(patient.id)
    st.html(f"<h2>{esc(w('Demander au cabinet'))}</h2>")
    kind = st.radio(w("Votre demande"), list(REQUESTS), None, lambda k: w(REQUESTS[k]), key="request_kind")
    words = st.text_area(w("En quelques mots, si vous voulez"), max_chars=LONGEST, key="request_words")
    waits = any(r.kind == kind and r.answer is None for r in asked)
    if waits:
        st.html(quiet(w("Cette demande est déjà envoyée et attend une réponse.")))
    touched = st.button(
        w("Envoyer la demande"), key="request_send", type="primary", width="stretch", disabled=kind is None or waits
    )
    if touched and kind is not None and not waits:
        repo.privacy.ask(patient.id, kind, words)
        st.rerun()
    st.html("".join(_request(visit, one) for one in asked) or quiet(w("Aucune demande pour l'instant.")))


def _request(visit: Visit, request: Request) -> str:
    w = visit.w
    said = f"<p>{esc(request.words)}</p>" if request.words else ""
    head = f"<p><b>{esc(w(REQUESTS[request.kind]))}</b></p>" + quiet(moments.moment(w, request.at)) + said
    if request.answer is None or request.answered_at is None:
        return head + quiet(w("En attente d'une réponse."))
    answered = w("{answer}, {moment}", answer=w(ANSWERS[request.answer]), moment=moments.moment(w, request.answered_at))
    return head + f"<p>{esc(answered)}</p><p>{esc(request.reason or '')}</p>"


def _accesses(visit: Visit, patient: Patient) -> None:
    """The newest passages of others, and how many more there are; their own only when asked for."""
    w, repo = visit.w, visit.repo
    st.html(f"<h2>{esc(w('Qui a ouvert mon dossier'))}</h2>")
    others = not st.toggle(w("Montrer aussi mes propres passages"), key="own_accesses")
    found = repo.accesses.of(patient.id, without_own=others, most=passages.SHOWN)
    if not found:
        st.html(quiet(w("Personne d'autre que vous.")))
        return
    st.html(passages.listed(w, found, for_patient=True))
    if left := passages.more(w, repo.accesses.count(patient.id, without_own=others), found):
        st.html(quiet(left + " " + w("La liste entière est dans « Toutes mes données ».")))
