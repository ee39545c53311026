"""What the clinic itself notes of a patient: a visit, a changed plan, an end of follow-up, a safety answer that was looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from loadaid.report import terms
from loadaid.store.columns import new_id
from loadaid.store.errors import ChangedMeanwhile
from loadaid.store.imports import Line
from loadaid.ui import asked, markup
from loadaid.ui.markup import quiet
from loadaid.ui.pages.frame_clinic import say
from loadaid.ui.store_errors import told
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File

SAFETY = "safety_reviewed"
END = "discharge"
PERIODS = ("deload", "holiday", "illness")  # these may last some days


def safety(visit: Visit, file: File) -> None:
    """One line of what was done about a safety answer: it alone clears the answer, a mark of review does not."""
    w = visit.w
    if not file.writes:
        return
    with st.container(border=True, key=f"safety-{file.patient.id}"):
        rest = w("Elle reste en tête de liste jusqu'à ce que ce qui a été fait soit noté ici.")
        st.html(f'<p><b>{esc(w("Réponse de sécurité à examiner"))}</b> <span class="quiet">{esc(rest)}</span></p>')
        _form(visit, file, "seen", (SAFETY,), w("J'ai vu la réponse"), needs_note=True)


def show(visit: Visit, file: File) -> None:
    """Any event but the end of the follow-up, which stands at the desk with its taking back."""
    if file.writes:
        with st.expander(visit.w("Noter un événement du suivi"), key="note-event"):
            _form(visit, file, "event", tuple(kind for kind in terms.EVENTS if kind != END), visit.w("Noter"))


def one(visit: Visit, file: File, kind: str, label: str) -> None:
    """One kind of event, at the desk."""
    _form(visit, file, kind, (kind,), label)


def _form(visit: Visit, file: File, name: str, kinds: Sequence[str], label: str, *, needs_note: bool = False) -> None:
    w, patient = visit.w, file.patient
    number = st.session_state.setdefault(
        f"{name}-{patient.id}", 0
    )  # a new form after each, so that nothing stays in its fields
    form = f"{name}-{patient.id}-{number}"
    once = st.session_state.setdefault(f"{form}-once", new_id())  # pressed twice, it is stored once
    what = w("Ce qui a été fait, en une ligne") if needs_note else w("Note")
    kind, until = kinds[0], None
    with st.form(form, border=False):
        if len(kinds) > 1:
            kind = st.selectbox(w("Nature"), kinds, 0, lambda k: terms.event(w, k), key=f"{form}-kind")
        # A safety answer is answered in one line over the reading: its fields say by themselves what they are.
        seen = {"label_visibility": "collapsed"} if needs_note else {}
        left, middle, right = st.columns([2, 8, 2] if needs_note else [2, 2, 8])
        with left:
            day = _day(w("Jour"), f"{form}-day", visit.today, visit.today, **seen)
        if len(kinds) > 1:
            with middle:
                until = _day(w("Jusqu'au, si c'est une période"), f"{form}-until", None, None)
        with middle if needs_note else right:
            note = st.text_input(what, "", 300, key=f"{form}-note", placeholder=what if needs_note else None, **seen)
        with right if needs_note else left:
            sent = asked.button(label, f"{form}-send", patient.id, patient.revision, once, form=True)
    if sent is None:
        return
    if day is None or (needs_note and not note.strip()):
        st.html(quiet(w("Il faut un jour, et une ligne sur ce qui a été fait. Rien n'a été enregistré.")))
        return
    values = {"date": day.isoformat(), "kind": kind, "note": note.strip() or None}
    if until is not None and kind in PERIODS and until > day:
        values["end_date"] = until.isoformat()
    _keep(visit, file, {k: v for k, v in values.items() if v is not None}, f"{name}-{patient.id}", *sent)


def _day(label: str, key: str, value: dt.date | None, last: dt.date | None, **seen: Any) -> dt.date | None:
    return st.date_input(label, value, dt.date(2000, 1, 1), last, key=key, format="DD/MM/YYYY", **seen)


def _keep(
    visit: Visit, file: File, values: dict[str, str], slot: str, patient_id: str, revision: int, key: str
) -> None:
    """Stored as it was sent, or told why not; the form keeps what it holds."""
    w = visit.w
    try:
        visit.repo.imports.confirm(patient_id, "desk", [Line("events", values)], key=key, revision=revision)
    except ChangedMeanwhile as error:
        own = error.by == visit.repo.actor.account_id
        st.html(
            markup.message(*told(w, error, w("Vous, dans une autre fenêtre,") if own else file.names.get(error.by, "")))
        )
        return
    st.session_state[slot] += 1
    say(w("Noté : {what}, {day}.", what=terms.event(w, values["kind"]), day=dt.date.fromisoformat(values["date"])))
    st.rerun()
