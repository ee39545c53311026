"""Who opened a patient's record, all their data as files, and what they may ask of the practice."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from loadaid.domain.words import N_
from loadaid.practice.export import exported
from loadaid.store.accesses import Access
from loadaid.store.people import Patient
from loadaid.store.privacy import Request
from loadaid.ui import downloads, moments
from loadaid.ui.markup import table
from loadaid.ui.pages.patient_frame import quiet, room
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

SHOWN = 50
LONGEST = 1000
ROLES = {
    "patient": N_("patient"), "physio": N_("kinésithérapeute"), "lead": N_("responsable du cabinet"),
    "admin": N_("administration"), None: N_("machine du cabinet"),
}  # fmt: skip
THINGS = {
    "identity": N_("nom et date de naissance"), "record": N_("journal"), "reading": N_("bilan"), "decision": N_("décisions de soin"),
    "limits": N_("réglages du suivi"), "reviewed": N_("suivi relu"), "export": N_("tout le dossier, en fichiers"),
    "request": N_("demandes"), "accesses": N_("liste des accès"), "assignment": N_("qui vous suit"), "invitation": N_("invitation"),
    "break-glass": N_("ouverture avec un motif"),
}  # fmt: skip
ACTIONS = {"read": N_("lu"), "write": N_("modifié"), "create": N_("ouvert"), "answer": N_("répondu")}
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
        _accesses(visit, repo.accesses.of(patient.id))


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


def _accesses(visit: Visit, found: Sequence[Access]) -> None:
    w = visit.w
    st.html(f"<h2>{esc(w('Qui a ouvert mon dossier'))}</h2>")
    own_too = st.toggle(w("Montrer aussi mes propres passages"), key="own_accesses")
    listed = [a for a in found if own_too or a.role != "patient"]
    rows = ((esc(moments.moment(w, a.at)), _who(visit, a), _what(visit, a)) for a in listed[:SHOWN])
    heads = (w("Quand"), w("Qui"), w("Quoi"))
    st.html(table("accesses", heads, rows) if listed else quiet(w("Personne d'autre que vous.")))
    if listed[SHOWN:]:
        st.html(quiet(w("Les plus récents. La liste entière est dans « Toutes mes données ».")))


def _who(visit: Visit, access: Access) -> str:
    w = visit.w
    role = w(ROLES[access.role]) if access.role in ROLES else ""
    if access.role == "patient":
        return esc(w("vous"))
    return f"{esc(access.name)}<br>{esc(role)}" if access.name else esc(role)


def _what(visit: Visit, access: Access) -> str:
    w = visit.w
    thing = w(THINGS[access.thing]) if access.thing in THINGS else access.thing
    action = w(ACTIONS[access.action]) if access.action in ACTIONS else access.action
    refused = w(" (refusé)") if access.result == "denied" else ""
    reason = f"<br>{esc(w('Motif : {reason}', reason=access.reason))}" if access.reason else ""
    return esc(w("{thing} : {action}", thing=thing, action=action) + refused) + reason
