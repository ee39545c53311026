"""A log that is sent: chosen, read, shown exactly as it would be kept, confirmed, and taken back if need be.

A patient sends their own; a physiotherapist sends one of a patient they follow. The two see the same.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from loadaid.domain.errors import UsageError
from loadaid.intake.cells.spelling import shown as legible
from loadaid.locale import Words
from loadaid.practice import previewed, uploads
from loadaid.practice.uploads import Preview, Upload
from loadaid.store.errors import ChangedMeanwhile
from loadaid.store.people import Patient
from loadaid.ui import cached_store, downloads, markup, moments, previews, receipts
from loadaid.ui.markup import quiet
from loadaid.ui.pages import received
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

MOST_MB = 20
STYLE = ".st-key-upload { max-width: 640px; } .st-key-upload .sums .n { text-align: right; padding-right: 0; }"


def show_upload(visit: Visit, patient_id: str) -> None:
    """Sends files into one record, whoever sits before the screen. The record is named by the page, never remembered."""
    w = visit.w
    with st.container(key="upload"), in_words(w, account_id=visit.repo.actor.account_id):
        st.html(f"<style>{STYLE}{_own_words(w)}</style>")
        waiting = uploads.waiting(visit.repo, patient_id)
        chosen = st.session_state.get(f"upload_{patient_id}")
        upload = next((u for u in waiting if u.draft_id == chosen), None)
        if upload is not None:
            _preview(visit, upload)
            return
        st.html(f"<h1>{esc(w('Envoyer un journal'))}</h1>")
        if chosen is not None:
            st.html(quiet(w("Cet envoi n'attend plus : il a été confirmé ou abandonné.")))
        received.just_now(visit, patient_id)
        _waiting(visit, waiting)
        _choose(visit, patient_id, waiting)
        received.everything(visit, patient_id)


def _own_words(w: Words) -> str:
    """Streamlit's field for files speaks English only: its key says ours, and the limit stands above already."""
    field = '.st-key-upload [data-testid="stFileUploaderDropzone"]'
    return (
        f"{field} button p {{ font-size: 0; }} {field} button p::after {{ font-size: 14px; content: '{w('Parcourir')}'; }}"
        f"{field} [data-testid='stFileUploaderDropzoneInstructions'] {{ display: none; }}"
    )


def _go_on(patient_id: str, draft_id: str | None, import_id: str | None = None) -> None:
    """Another step: the one of a draft, or the first again with the receipt of what was just kept."""
    st.session_state[f"upload_{patient_id}"] = draft_id
    st.session_state[f"received_{patient_id}"] = import_id
    st.rerun()


def _choose(visit: Visit, patient_id: str, waiting: list[Upload]) -> None:
    w = visit.w
    limits = w("Tableurs (Excel, LibreOffice, CSV), exports d'applications et de montres. {n} Mo au plus.", n=MOST_MB)
    st.html(f"<h2>{esc(w('Choisir un fichier'))}</h2>" + quiet(limits))
    with st.form(f"send_{patient_id}", clear_on_submit=True, border=False):
        files = st.file_uploader(
            w("Touchez le cadre pour choisir un ou plusieurs fichiers"), accept_multiple_files=True, key=f"files_{patient_id}",
            max_upload_size=MOST_MB,
        )  # fmt: skip
        sent = st.form_submit_button(w("Lire"), key=f"read_{patient_id}", type="primary", width="stretch")
    if sent and files:
        named = [(file.name, file.getvalue()) for file in files]
        same = next((u for u in waiting if u.files == tuple(named)), None)  # a second touch of the button
        try:
            _go_on(patient_id, same.draft_id if same else uploads.start(visit.repo, patient_id, named))
        except UsageError:
            st.html(quiet(w("{n} fichiers et {mb} Mo au plus en une fois.", n=uploads.FILES, mb=MOST_MB)))
    elif sent:
        st.html(quiet(w("Choisissez d'abord un fichier.")))
    name, content = cached_store.template(w.language)
    label = w("Prendre le modèle à remplir")
    st.download_button(label, content, name, key=f"template_{patient_id}", on_click="ignore", width="stretch")


def _waiting(visit: Visit, waiting: list[Upload]) -> None:
    w = visit.w
    for upload in waiting:
        with st.container(border=True, key=f"waiting_{upload.draft_id}"):
            names = ", ".join(w("« {name} »", name=legible(name, 100)) for name, _ in upload.files)
            since = w(
                "Envoi en attente depuis {moment} : rien n'en est encore gardé.", moment=moments.moment(w, upload.at)
            )
            st.html(f"<p><b>{esc(names)}</b></p>" + quiet(since))
            if st.button(w("Reprendre"), key=f"resume_{upload.draft_id}", type="primary", width="stretch"):
                _go_on(upload.patient_id, upload.draft_id)
            if st.button(w("Abandonner"), key=f"drop_{upload.draft_id}", width="stretch"):
                visit.repo.imports.drop(upload.draft_id)
                _go_on(upload.patient_id, None)


def _preview(visit: Visit, upload: Upload) -> None:
    """Exactly what would be kept. Nothing is kept before the last button."""
    w = visit.w
    patient = visit.repo.people.get(upload.patient_id)
    with st.spinner(w("Lecture du fichier…")):
        shown = cached_store.preview(visit.repo, upload, visit.today, patient.revision)
    understood = previews.understood(w, shown.reading)
    is_own = visit.repo.actor.role == "patient"
    st.html(previews.title(w, shown, "" if is_own else patient.name or patient.code))
    seen = st.session_state.get(f"seen_{upload.draft_id}")
    st.session_state[f"seen_{upload.draft_id}"] = (upload.version, patient.revision)
    if seen is not None and seen[1] != patient.revision:
        _changed(visit, patient)
    if shown.of_another:
        st.html(previews.of_another(w, shown))
    elif shown.reading.questions:
        _ask(visit, shown)
        st.html(understood)
    else:
        _rows(visit, shown)
        problems = previews.problems(w, shown.reading, for_patient=is_own)
        st.html(previews.conflicts(w, shown) + problems + understood)
        _copies(visit, shown)
        if shown.is_ready:
            _keep(visit, shown, seen)
    _leave(visit, shown)


def _ask(visit: Visit, shown: Preview) -> None:
    """One question at a time; an answer is kept with the draft at once."""
    w, upload = visit.w, shown.upload
    question = previews.question(w, shown)
    st.html(question.body)
    key = f"{upload.draft_id}_{question.mark}"
    choice = st.radio(
        question.text, question.choices, None, question.meaning, key=f"answer_{key}", label_visibility="collapsed"
    )
    if st.button(w("Continuer"), key=f"next_{key}", type="primary", width="stretch", disabled=choice is None):
        uploads.answer(visit.repo, upload, {question.id: choice})
        st.rerun()


def _rows(visit: Visit, shown: Preview) -> None:
    w = visit.w
    pages = previews.pages(w, shown)
    st.html(previews.earlier(w, shown) + receipts.sums(w, shown.reading.counts))
    if pages:
        st.html(f"<h2>{esc(w('Exactement ce qui sera gardé'))}</h2>")
        page = st.pagination(len(pages), key=f"page_{shown.upload.draft_id}") if len(pages) > 1 else 1
        st.html(pages[page - 1])


def _copies(visit: Visit, shown: Preview) -> None:
    """Files with what to correct beside each row, made only when asked for."""
    w, wrong = visit.w, previewed.to_correct(shown)
    if wrong and st.button(w("Prendre une copie à corriger"), key=f"copy_{shown.upload.draft_id}", width="stretch"):
        for number in wrong:
            name, content = previewed.copy(shown, number, w)
            kind = downloads.XLSX if name.endswith(".xlsx") else downloads.CSV
            st.html(downloads.link(w, visit.repo, content, name, kind))


def _changed(visit: Visit, patient: Patient) -> None:
    """Says that the record is no longer as it was when this preview was last looked at."""
    with in_words(visit.w, account_id=visit.repo.actor.account_id):
        raise ChangedMeanwhile(patient.changed_by or "", patient.changed_at or "")


def _keep(visit: Visit, shown: Preview, seen: tuple[int, int] | None) -> None:
    """The last button. It keeps what stood on the screen when it was touched (version, revision), or nothing."""
    w, upload = visit.w, shown.upload
    refused, leave = shown.reading.counts["refused"], True
    if refused:
        one, many = w("La ligne mise de côté ne sera pas gardée."), w("Les lignes mises de côté ne seront pas gardées.")
        leave = st.checkbox(one if refused == 1 else many, key=f"leave_{upload.draft_id}")
    if not st.button(w("Garder"), key=f"keep_{upload.draft_id}", type="primary", width="stretch", disabled=not leave):
        return
    if seen is None or seen[0] != upload.version:
        changed = w(
            "Des réponses ont changé dans une autre fenêtre. Rien n'est gardé : regardez à nouveau, puis confirmez."
        )
        st.html(markup.message(w("Modifié entre-temps"), changed))
        return
    as_seen = replace(shown, record=replace(shown.record, revision=seen[1]))
    with in_words(w, account_id=visit.repo.actor.account_id):
        receipt = uploads.confirm(visit.repo, as_seen, leave_refused=leave)
        _go_on(upload.patient_id, None, receipt.import_id)


def _leave(visit: Visit, shown: Preview) -> None:
    w, upload = visit.w, shown.upload
    given = previews.answered(shown)
    if given and st.button(w("Revoir mes réponses"), key=f"again_{upload.draft_id}", width="stretch"):
        uploads.answer(visit.repo, upload, dict.fromkeys(given, ""))
        st.rerun()
    if st.button(w("Plus tard"), key=f"later_{upload.draft_id}", width="stretch"):
        _go_on(upload.patient_id, None)
    if st.button(w("Abandonner cet envoi"), key=f"drop_{upload.draft_id}", width="stretch"):
        visit.repo.imports.drop(upload.draft_id)
        _go_on(upload.patient_id, None)
