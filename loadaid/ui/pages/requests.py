"""What patients ask of the practice, for those who may answer: the open requests, and those of one record with their answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from loadaid.domain.words import N_
from loadaid.store.people import Patient
from loadaid.store.privacy import Request
from loadaid.ui import asked, listing, moments, passages, state
from loadaid.ui.markup import quiet
from loadaid.ui.pages.frame_clinic import say
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File

AT_ONCE = 20  # the oldest; each answer makes room for another
LONGEST = 1000
KINDS = {
    "access": N_("Recevoir ses données"), "rectification": N_("Faire corriger quelque chose"),
    "restriction": N_("Limiter l'usage de son dossier"), "erasure": N_("Effacer son dossier"),
}  # fmt: skip
# What each answer does to the record, in the words of its button.
ANSWERS = {
    "access": {
        "done": N_("Fait : ses données lui ont été remises"), "partly": N_("Fait en partie : le motif dit ce qui n'est pas remis"),
        "refused": N_("Pas accordé : rien n'est remis"),
    },
    "rectification": {
        "done": N_("Fait : la correction est dans le dossier"), "partly": N_("Fait en partie : le motif dit ce qui n'est pas corrigé"),
        "refused": N_("Pas accordé : rien n'est corrigé"),
    },
    "restriction": {
        "done": N_("Accordé : plus rien n'est ajouté au dossier, jusqu'à ce que la limitation soit levée"),
        "partly": N_("Accordé en partie : le dossier reste ouvert à la saisie, le motif dit ce qui change"),
        "refused": N_("Pas accordé : rien ne change"),
    },
    "erasure": {
        "done": N_("Tout effacer : le compte et le dossier entier, sans retour ; il reste son code et cette réponse"),
        "partly": N_("Effacer le compte seul : le dossier de soins reste, et plus rien n'y est ajouté"),
        "refused": N_("Pas accordé : rien n'est effacé"),
    },
}  # fmt: skip
GIVEN = {"done": N_("Fait"), "partly": N_("Fait en partie"), "refused": N_("Pas accordé")}
# What has to be done beside the answer.
BESIDE = {
    "access": N_("Les fichiers se préparent dans la partie « Fiche » du dossier. La réponse seule ne remet rien."),
    "rectification": N_("La correction se fait dans le dossier. La réponse seule ne change rien."),
    "restriction": N_("La limitation se lève dans la partie « Demandes et accès » du dossier."),
    "erasure": N_("Si son compte est effacé, le patient ne peut plus lire la réponse ici : dites-la-lui aussi."),
}


def waiting(visit: Visit, patients: Mapping[str, Patient]) -> None:
    """The requests that wait for this person's answer, the oldest first; nothing when there is none."""
    w = visit.w
    found = [r for r in visit.repo.privacy.open() if r.patient_id in patients]
    if not found:
        return
    title = w.plural(
        "{n} demande de patient attend une réponse", "{n} demandes de patients attendent une réponse", len(found)
    )
    with st.expander(title, key="requests"):
        for request in found[:AT_ONCE]:
            _open(visit, patients[request.patient_id], request)
        if found[AT_ONCE:]:
            st.html(quiet(w("Les plus anciennes. Les autres suivent, une fois celles-ci répondues.")))


def of_record(visit: Visit, file: File) -> None:
    """The part of a record's page: its restriction, its requests with their answers, who opened it."""
    w, repo, patient = visit.w, visit.repo, file.patient
    if patient.restricted:
        st.html(f"<p>{esc(w('L’usage de ce dossier est limité à la demande du patient.'))}</p>")
        if (sent := asked.button(w("Lever la limitation"), f"lift-{patient.id}", patient.id)) is not None:
            with in_words(w):
                repo.privacy.lift(*sent)
                say(w("La limitation est levée : le dossier peut à nouveau être complété."))
                st.rerun()
    st.html(f"<h2>{esc(w('Demandes du patient'))}</h2>")
    found = repo.privacy.of(patient.id)
    for request in found:
        if request.answer is None:
            _open(visit, patient, request)
        else:
            st.html(_told(visit, request) + _answered(visit, request))
    if not found:
        st.html(quiet(w("Aucune demande.")))
    _accesses(visit, patient)


def may_answer(visit: Visit, file: File) -> bool:
    """Whether this part of a record is for who looks: those who follow the patient, and the lead."""
    return file.writes or visit.repo.actor.role == "lead"


def _accesses(visit: Visit, patient: Patient) -> None:
    w, repo = visit.w, visit.repo
    st.html(f"<h2>{esc(w('Qui a ouvert ce dossier'))}</h2>")
    found = repo.accesses.of(patient.id, most=passages.SHOWN)
    st.html(passages.listed(w, found, for_patient=False))
    if left := passages.more(w, repo.accesses.count(patient.id), found):
        st.html(quiet(left + " " + w("La liste entière est dans les fichiers du dossier, partie « Fiche ».")))


def _told(visit: Visit, request: Request) -> str:
    """What was asked, when, and in which words."""
    w = visit.w
    since = w("demandé {moment}", moment=moments.moment(w, request.at))
    said = f"<p>« {esc(request.words)} »</p>" if request.words else ""
    return f'<p><b>{esc(w(KINDS[request.kind]))}</b> <span class="quiet">{esc(since)}</span></p>{said}'


def _answered(visit: Visit, request: Request) -> str:
    w = visit.w
    if request.answer is None or request.answered_at is None:
        return ""
    told = w("{answer}, {moment}", answer=w(GIVEN[request.answer]), moment=moments.moment(w, request.answered_at))
    return f"<p>{esc(told)}</p><p>« {esc(request.reason or '')} »</p>"


def _open(visit: Visit, patient: Patient, request: Request) -> None:
    """One request and, once asked for, the form that answers it."""
    w, key = visit.w, f"request-{request.id}"
    with st.container(border=True, key=key):
        known = listing.known_as(w, patient)
        if patient.name is not None:
            known = (
                f'<a href="{esc(state.address(patient=patient.id, day=None, tab="rights"))}" target="_self">{known}</a>'
            )
        st.html(f"<p>{known}</p>" + _told(visit, request))
        if st.toggle(w("Répondre"), key=f"{key}-open"):
            _form(visit, patient, request, key)


def _form(visit: Visit, patient: Patient, request: Request, key: str) -> None:
    """The answer and its reason. Erasing everything asks for the patient's code as well."""
    w, meanings = visit.w, ANSWERS[request.kind]
    st.html(quiet(w(BESIDE[request.kind])))
    answer = st.radio(w("Réponse"), list(meanings), None, lambda a: w(meanings[a]), key=f"{key}-answer")
    reason = st.text_area(w("Motif, que le patient lit"), max_chars=LONGEST, key=f"{key}-why")
    erases = request.kind == "erasure" and answer == "done"
    code = ""
    if erases:
        code = st.text_input(w("Pour tout effacer, écrivez le code du patient : {code}", code=patient.code), "", 40,
                             key=f"{key}-code", width=420)  # fmt: skip
    sent = asked.button(w("Enregistrer la réponse"), f"{key}-send", patient.id, request.id)
    if sent is None:
        return
    if answer is None or not reason.strip():
        st.html(quiet(w("Il faut une réponse et un motif. Rien n'a été enregistré.")))
        return
    if erases and code.strip().upper() != patient.code:
        st.html(quiet(w("Ce n'est pas le code de ce patient. Rien n'a été effacé.")))
        return
    with in_words(w):
        visit.repo.privacy.answer(*sent, answer, reason)
        say(w("Réponse enregistrée, patient {code}.", code=patient.code))
        st.rerun()
