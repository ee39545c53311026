"""The reading of one patient as of a day: verdict, chart, options, rules; marking them as looked at; freezing the reading."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from loadaid.practice import readings
from loadaid.practice.days import first_day
from loadaid.store.errors import ChangedMeanwhile
from loadaid.ui import asked, blocks, cached_store, markup, moments, state
from loadaid.ui.frame import STILL
from loadaid.ui.markup import quiet
from loadaid.ui.pages import patient_events
from loadaid.ui.pages.frame_clinic import author, say
from loadaid.ui.palette import palette
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    import datetime as dt

    from loadaid.ui.pages.patient_file import File


def show(visit: Visit, file: File) -> None:
    """The reading of the day chosen, today unless another one is."""
    w, patient, record = visit.w, file.patient, file.record
    first = first_day(record)
    if first is None or first > visit.today:
        st.html(markup.message(w("Aucune saisie pour l’instant"), w("Rien n'a encore été reçu de ce patient.")))
        _looked_at(visit, file)
        return
    when, how_many, buttons = st.columns([3, 3, 6], gap="medium", vertical_alignment="bottom")
    with when:
        day = state.day(w, first, visit.today)
    with how_many:
        days = state.window(w)
    with buttons:
        _looked_at(visit, file, day)
    with st.spinner(w("Lecture du journal…")):
        result = cached_store.result(record, patient, day, file.limits, w)
        chart = cached_store.chart(record, patient, day, days, file.limits, w, visit.theme)
    if result is None:
        st.html(markup.message(w("Aucune saisie pour l’instant"), w("Rien n'était noté ce jour-là ni avant.")))
        return
    if day < visit.today:
        st.html(markup.banner(w("Lecture au {day} : les saisies plus récentes ne sont pas utilisées.", day=day)))
    waits = result["axes"]["safety"] in ("urgent", "emergency") and day == visit.today
    rules = cached_store.rules(record, patient, day, file.limits, w)
    drawn(visit, result, chart, rules, partial(patient_events.safety, visit, file) if waits else None)


def drawn(
    visit: Visit, result: dict, chart: dict | None, rules: str, under_verdict: Callable[[], None] | None = None
) -> None:
    """A review result in blocks; of one that was frozen there is no chart. rules: every rule, as HTML."""
    w, colours = visit.w, palette(visit.theme)
    if result["axes"]["safety"] != "clear" and result["headline"] != "red_flag":
        st.html(blocks.safety(w, result))
    st.html(blocks.verdict(w, result, colours))
    if under_verdict is not None:
        under_verdict()
    facts = blocks.options(w, result)
    if chart:
        picture, side = st.columns([8, 4], gap="medium")
        with picture:
            st.html(blocks.legend(w, colours))
            st.plotly_chart(chart["figure"], width="stretch", theme=None, key="chart", alt=chart["alt"], config=STILL)
        side.html(
            facts + blocks.responses(w, chart["classes"]) + blocks.trajectory(w, result) + blocks.quality(w, result)
        )
    else:
        st.html(facts + blocks.trajectory(w, result) + blocks.quality(w, result))
    st.html(f"<h2>{esc(w('Toutes les règles'))}</h2>" + rules)
    st.html(blocks.footer(w, result["ruleset"], state.HOW_GOOD))


def _looked_at(visit: Visit, file: File, day: dt.date | None = None) -> None:
    """Who looked at this patient last; marking it, taking one's own mark back, freezing the reading."""
    w, repo, patient = visit.w, visit.repo, file.patient
    if not file.writes:
        return
    last = repo.decisions.last_reviewed().get(patient.id)
    at, by = last or ("", "")
    told = (
        w("Jamais revu.")
        if last is None
        else w("Revu : {moment}, par {who}.", moment=moments.moment(w, at), who=author(visit, by, file.names))
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        mark = asked.button(w("Marquer revu"), f"mark-{patient.id}", patient.id, patient.revision)
        undo = (
            asked.button(w("Annuler ma revue"), f"unmark-{patient.id}", patient.id)
            if by == repo.actor.account_id
            else None
        )
        frozen = (
            asked.button(w("Figer cette lecture"), f"freeze-{patient.id}", patient.id, file.record.mark, day)
            if day
            else None
        )
        st.html(quiet(told))
    with in_words(w, account_id=repo.actor.account_id):
        if mark is not None:
            repo.decisions.mark_reviewed(*mark)
            st.rerun()
        if undo is not None:
            repo.decisions.unmark_reviewed(*undo)
            st.rerun()
        if frozen is not None:
            _freeze(visit, file, *frozen)


def _freeze(visit: Visit, file: File, patient_id: str, mark: str, day: dt.date) -> None:
    """Keeps what was on the screen, or nothing when the record is another one now."""
    w = visit.w
    if mark != file.record.mark:
        raise ChangedMeanwhile
    if readings.freeze(visit.repo, patient_id, day, w) is None:
        say(w("Rien à figer : aucune saisie à cette date."))
    else:
        say(w("La lecture au {day} est gardée telle quelle, dans « Lectures figées ».", day=day))
    st.rerun()
