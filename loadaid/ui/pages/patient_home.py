"""A patient's own log: their values as they stand, day by day, gaps as gaps, and what was received. It judges nothing."""

from __future__ import annotations

import streamlit as st

from loadaid.practice import own_log
from loadaid.practice.own_log import Day
from loadaid.ui import cached_store, entries, receipts
from loadaid.ui.markup import quiet, table
from loadaid.ui.own_picture import picture
from loadaid.ui.pages.patient_frame import room
from loadaid.ui.palette import palette
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

WINDOWS = (14, 28, 90)
LISTED = 5  # receipts


def show(visit: Visit) -> None:
    """The page."""
    w, repo = visit.w, visit.repo
    with room(w), in_words(w):
        patient = repo.people.own()
        record, received = cached_store.record(repo, patient), repo.imports.listed(patient.id)
        st.html(f"<h1>{esc(w('Mon journal'))}</h1>")
        n = st.pills(w("Jours montrés"), WINDOWS, default=28, required=True, key="home_days")
        pictures = own_log.series(record, visit.today, n)
        for one in pictures:
            title = entries.title(w, "daily", one.name)
            st.html(f"<h2>{esc(title)}</h2>" + picture(w, one, palette(visit.theme)))
        if pictures:
            st.html(quiet(w("Hachuré : rien de noté. Un point en bas est un vrai 0.")))
        days = own_log.days(record, received, visit.today, n)
        st.html(table("own", (w("Jour"), w("Ce qui est noté")), ((_when(visit, d), _noted(visit, d)) for d in days)))
        heads = [receipts.head(w, r, repo.actor.account_id, patient.account_id) for r in received[:LISTED]]
        nothing = quiet(w("Rien pour l'instant."))
        st.html(f"<h2>{esc(w('Ce qui a été reçu'))}</h2>" + ("".join(heads) or nothing))


def _when(visit: Visit, day: Day) -> str:
    w = visit.w
    if day.first == day.last:
        changed = f"<br><i>{esc(w('modifié'))}</i>" if day.is_changed else ""
        return esc(w.day(day.first, long=True)) + changed
    return esc(w("Du {first} au {last}", first=day.first, last=day.last))


def _noted(visit: Visit, day: Day) -> str:
    w = visit.w
    if day.is_blank:
        return f"<i>{esc(w('rien de noté'))}</i>"
    sessions = "".join(entries.items(w, "sessions", row) for row in day.sessions)
    return f"<ul>{entries.items(w, 'daily', day.daily)}{sessions}</ul>"
