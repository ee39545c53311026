"""Questions about days of which nothing is noted, one line each, answered with one press; what was answered, and taking it back."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st
from babel.dates import format_date

from loadaid.locale import LANGUAGES, Words
from loadaid.practice import gaps
from loadaid.practice.gaps import Answered, Gap
from loadaid.store.people import Patient
from loadaid.ui import asked, cached_store
from loadaid.ui.markup import quiet
from loadaid.ui.pages.frame_clinic import say
from loadaid.ui.receipts import GAPS
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File


def show(visit: Visit, file: File) -> None:
    """The newest question of a record and how many wait behind it, for who may write in it; nothing where there is none.

    One at a time, so that the consultation stays one screen: an answer brings the next.
    """
    if not file.writes or file.patient.restricted:
        return
    patient, w = file.patient, visit.w
    answered = gaps.answers(visit.repo, patient.id)
    days = cached_store.noted(file.record, patient)
    with st.container(key=f"gaps-{patient.id}"):
        asked_now = gaps.to_ask(days, visit.today, [one.gap for one in answered])
        sent = [_question(visit, patient, gap, len(asked_now) - 1) for gap in asked_now[:1]]
        # What is told of an answer stands under the questions, which stay to be answered again.
        with in_words(w, account_id=visit.repo.actor.account_id):
            for shown in filter(None, [*sent, *_late(patient)]):
                st.session_state[f"gap-{patient.id}"] = gaps.answer(visit.repo, *shown).import_id
                st.rerun()
            _answered(visit, patient, answered)


def _late(patient: Patient) -> list[tuple[Any, ...]]:
    """Answers to questions that are gone since they were read: the store says whether they came too late."""
    pressed = [key for key in map(str, st.session_state) if key.startswith(f"gap-{patient.id}-")]
    return [st.session_state.pop(key) for key in pressed if key.endswith(":shown")]


def _question(visit: Visit, patient: Patient, gap: Gap, behind: int) -> tuple[Any, ...] | None:
    """One line: the days, and four answers side by side; what was pressed, with what stood there."""
    w = visit.w
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f"<p>{esc(_nothing(w, gap))}</p>", width="content")
        pressed = [
            asked.button(w(name), f"gap-{patient.id}-{gap.first}-{said}", patient.id, gap, said, patient.revision)
            for said, name in GAPS.items()
        ]
        if behind:
            st.html(quiet(w.plural("puis {n} autre question", "puis {n} autres questions", behind)), width="content")
    return next(filter(None, pressed), None)


def _answered(visit: Visit, patient: Patient, answered: list[Answered]) -> None:
    """What was answered just now, with the way back."""
    w = visit.w
    just = next((one for one in answered if one.import_id == st.session_state.get(f"gap-{patient.id}")), None)
    if just is not None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            told = w("Noté : {answer}, {days}.", days=_inside(w, just.gap), answer=w(GAPS[just.answer]))
            st.html(f'<p role="status">{esc(told)}</p>', width="content")
            if just.may_undo and (sent := asked.button(w("Annuler"), f"gap-undo-{just.import_id}", just.import_id)):
                visit.repo.imports.undo(patient.id, *sent)
                say(w("Réponse annulée : {days}.", days=_inside(w, just.gap)))
                st.rerun()


def before(visit: Visit, file: File) -> str:
    """What was answered of the days that a question may still be about, as HTML."""
    w, since = visit.w, gaps.window(visit.today)
    answered = [one for one in gaps.answers(visit.repo, file.patient.id) if one.gap.last >= since]
    if not answered:
        return ""
    each = (w("{answer} {days}", days=span(w, one.gap), answer=w(GAPS[one.answer])) for one in answered)
    return quiet(w("Jours sans saisie, déjà répondu : {answers}.", answers=w(" ; ").join(each)))


def _nothing(w: Words, gap: Gap) -> str:
    if gap.first == gap.last:
        return w("Rien le {day} :", day=_day(w, gap.first))
    n = w.plural("{n} jour", "{n} jours", len(gap.days))
    return w("Rien du {first} au {last} ({n}) :", first=_first(w, gap), last=_day(w, gap.last), n=n)


def span(w: Words, gap: Gap) -> str:
    """The days of a gap, short: du jeu. 12 au lun. 16 nov."""
    if gap.first == gap.last:
        return w("le {day}", day=_day(w, gap.first))
    return w("du {first} au {last}", first=_first(w, gap), last=_day(w, gap.last))


def _inside(w: Words, gap: Gap) -> str:
    """The days of a gap where a full stop follows: that of a short month is not written twice."""
    return span(w, gap).rstrip(".")


def _first(w: Words, gap: Gap) -> str:
    """The first day, its month left out where it is that of the last."""
    same = (gap.first.year, gap.first.month) == (gap.last.year, gap.last.month)
    return _day(w, gap.first, "EEE d" if same else "EEE d MMM")


def _day(w: Words, day: date, pattern: str = "EEE d MMM") -> str:
    text = format_date(day, pattern, locale=LANGUAGES[w.language])
    return re.sub(r"\b1\b", "1er", text) if w.language == "fr" else text
