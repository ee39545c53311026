"""The consultation of one patient as of a day, and what is decided: one screen, in the order in which it is read."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loadaid.practice import deciding
from loadaid.practice.days import first_day
from loadaid.ui import asked, blocks, cached_store, glance, guide, markup, moments, state
from loadaid.ui.consultation import Facts, Screen, drawn
from loadaid.ui.markup import quiet
from loadaid.ui.pages import decision_bar, gap_strip, patient_day, patient_events, printing, why_panel
from loadaid.ui.pages.frame_clinic import author
from loadaid.ui.store_errors import in_words
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File


Read = tuple[dict[str, Any], dict[str, Any], str]


def strip(visit: Visit, read: Read | None) -> str:
    """How much of the log is known, and safety, for the line that says whose page it is; nothing of an empty record."""
    return "" if read is None else glance.strip(visit.w, *read[:2])


def show(visit: Visit, file: File, bar: DeltaGenerator, read: Read | None) -> None:
    """The reading of the day chosen, today unless another one is. bar: beside the tabs, for the day, days shown, who looked."""
    w, record = visit.w, file.record
    first = first_day(record)
    if first is None or first > visit.today:
        st.html(markup.message(w("Aucune saisie pour l’instant"), w("Rien n'a encore été reçu de ce patient.")))
        with bar:
            _looked_at(visit, file)
        return
    last = deciding.standing(visit.repo.decisions.decisions(file.patient.id))
    with bar:
        day = state.day(w, first, visit.today)
        state.window(w)
        if read is not None:
            taken = last if last is not None and decision_bar.is_of_day(last, day) else None
            printing.show(visit, file, partial(_whole, visit, file, day, read[0]), taken)
        _looked_at(visit, file)
        guide.show(w)
    if read is None:
        st.html(markup.message(w("Aucune saisie pour l’instant"), w("Rien n'était noté ce jour-là ni avant.")))
        return
    result, page, mark = read
    if day < visit.today:
        st.html(markup.banner(w("Lecture au {day} : les saisies plus récentes ne sont pas utilisées.", day=day)))
    if day == visit.today:
        gap_strip.show(visit, file)
    waits = result["axes"]["safety"] in ("urgent", "emergency") and day == visit.today
    chosen = drawn(
        Screen(w, visit.theme, result, page, mark, opens=True),
        partial(patient_events.safety, visit, file) if waits else None,
        partial(_day, visit, file),
    )
    # A reason that is chosen opens it; the reader may close it again, and another reason opens it anew.
    # Closed, it is neither made nor sent: it is the longest part of the page.
    with st.expander(
        w("Pourquoi : chaque règle, ses nombres, ses sources"), expanded=chosen is not None, key=f"why-{chosen or ''}",
        on_change="rerun",
    ) as panel:  # fmt: skip
        if panel.open:
            _why(visit, file, result, day, chosen)
    with st.bottom:
        decision_bar.show(visit, file, result, page, last, day)


def _why(visit: Visit, file: File, result: Facts, day: dt.date, chosen: str | None) -> None:
    """What speaks for the reading and against it, the log's own doubts, then every rule; that of the reason chosen open."""
    w, own = visit.w, visit.repo.decisions.own_limits(file.patient.id)
    if told := gap_strip.before(visit, file) + blocks.weighing(w, result) + blocks.quality(w, result):
        st.html(told)
    # The patient's stands over the clinic's.
    set_by = sorted((limit for limit in own if limit.value is not None), key=lambda limit: limit.of_patient)
    whose = {limit.name: "patient" if limit.of_patient else "clinic" for limit in set_by}
    why_panel.show(cached_store.why(file.record, file.patient, day, file.limits, whose, chosen, w))
    st.html(blocks.footer(w, result["ruleset"], state.HOW_GOOD))


def read_of(visit: Visit, file: File) -> Read | None:
    """Result and page of the day and window that the address names, and a mark of what they were drawn from."""
    first = first_day(file.record)
    if first is None or first > visit.today:
        return None
    day, days = state.day_chosen(first, visit.today), state.window_chosen()
    result = cached_store.result(file.record, file.patient, day, file.limits, visit.w)
    if result is None:
        return None
    mark = f"{file.patient.id} {file.record.mark} {day} {days} {sorted(file.limits.items())}"
    return result, cached_store.page(file.record, file.patient, day, days, file.limits), mark


def _whole(visit: Visit, file: File, day: dt.date, result: Facts) -> dict[str, Any]:
    """What is printed: always the four weeks up to the day, as it would be frozen."""
    page = cached_store.page(file.record, file.patient, day, state.DAYS, file.limits)
    return {**result, "language": visit.w.language, "page": page}


def _day(visit: Visit, file: File, day: dt.date) -> None:
    """The raw entry of a day, over the page; closed, the page is as it was."""

    @st.dialog(visit.w.day(day, long=True), width="large")
    def opened() -> None:
        patient_day.said(visit, file, day)

    opened()


def _looked_at(visit: Visit, file: File) -> None:
    """Who looked at this patient last; marking it, taking one's own mark back."""
    w, repo, patient = visit.w, visit.repo, file.patient
    if not file.writes:
        return
    last = repo.decisions.last_reviewed().get(patient.id)
    at, by = last or ("", "")
    told = (
        w("Jamais revu")
        if last is None
        else w("Revu {moment}, par {who}", moment=moments.moment(w, at), who=author(visit, by, file.names))
    )
    mark = asked.button(w("Marquer revu"), f"mark-{patient.id}", patient.id, patient.revision, help=told)
    undo = (
        asked.button(w("Annuler ma revue"), f"unmark-{patient.id}", patient.id, help=told)
        if by == repo.actor.account_id
        else None
    )
    if last is None:
        st.html(quiet(told))
    with in_words(w, account_id=repo.actor.account_id):
        if mark is not None:
            repo.decisions.mark_reviewed(*mark)
            st.rerun()
        if undo is not None:
            repo.decisions.unmark_reviewed(*undo)
            st.rerun()
