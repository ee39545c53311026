"""Everything that was ever said of one day: each value as it stood, where it is from, who gave it, whether it still stands."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from loadaid.analysis.rules.trust import ITEMS as ITEM
from loadaid.domain.records import SESSIONS
from loadaid.domain.words import N_
from loadaid.locale import MISSING
from loadaid.practice.days import Said, first_day, last_day, said_of
from loadaid.report import terms
from loadaid.ui import entries, listing, moments, receipts
from loadaid.ui.markup import quiet
from loadaid.ui.pages import patient_events
from loadaid.ui.pages.frame_clinic import author
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File

WIDE = {c.name for c in SESSIONS.columns if c.session_wide}  # these hold for a whole session
TABLES = {
    "sessions": N_("Séance"), "daily": N_("Journée"), "safety": N_("Sécurité"), "outcomes": N_("Questionnaire"),
    "events": N_("Événement"), "plan": N_("Plan"),
}  # fmt: skip


def show(visit: Visit, file: File) -> None:
    """One day, the last one noted unless another is chosen."""
    w = visit.w
    patient_events.show(visit, file)
    last = last_day(file.record, visit.today)
    first = first_day(file.record) or visit.today
    day = st.date_input(w("Jour"), last or visit.today, min(first, visit.today), visit.today, key=f"day-of-{file.patient.id}",
                        format="DD/MM/YYYY", width=200) or visit.today  # fmt: skip
    said(visit, file, day)


def said(visit: Visit, file: File, day: dt.date) -> None:
    """All that was ever said of a day, with where each value came from and whether it still counts."""
    w = visit.w
    found = said_of(visit.repo, file.record, file.patient.id, day)
    if not found:
        st.html(quiet(w("Rien n'a été noté ce jour-là : ni séance, ni repos, ni douleur. Ce n'est pas un 0.")))
        return
    st.html(
        quiet(w("La saisie la plus récente d'abord. Barré : remplacé par une saisie plus récente, corrigé, ou annulé."))
    )
    for _, together in groupby(found, key=lambda one: one.entry.import_id):
        st.html(_import(visit, file, list(together)))


def _import(visit: Visit, file: File, found: list[Said]) -> str:
    """What one import said: who, when, then its values."""
    w, entry = visit.w, found[0].entry
    told = (w(receipts.KINDS[entry.kind]), author(visit, entry.by, file.names), moments.moment(w, entry.at))
    heads = (w("Objet"), w("Valeur"), w("Lue comme"), w("Texte d'origine"), w("D'où"))
    found = _once(found)
    made = listing.table(heads, (18, 28, 18, 14, 22), [_line(visit, one) for one in found])
    first, *rows = made.split("<tr><td>")
    marked = (
        ("<tr><td>" if one.stands else '<tr class="gone"><td>') + row for one, row in zip(found, rows, strict=True)
    )
    return f"<h2>{esc(', '.join(told))}</h2>" + first + "".join(marked)


def _once(found: list[Said]) -> list[Said]:
    """Without what every row of a session repeats, and without how the engine sorts exercises."""
    seen = set()
    kept = []
    for one in found:
        same = (one.place.get("session"), one.column, str(one.value), one.stands)
        if one.column in entries.INNER or (one.column in WIDE and same in seen):
            continue
        seen.add(same)
        kept.append(one)
    return kept


def _line(visit: Visit, one: Said) -> list[str]:
    w, entry = visit.w, one.entry
    where = [str(v) for name, v in one.place.items() if v is not None and not (name == "line" and one.column in WIDE)]
    if entry.table == "safety":
        where = [w(ITEM[item]) if item in ITEM else item for item in where]
    of = " ".join([w(TABLES[entry.table]), *where])
    gone = "" if one.stands else f' <span class="heard">{esc(w("ne compte plus"))}</span>'
    text, origin = MISSING, MISSING
    if one.origin:
        name, sheet, row, title, text = (*one.origin, *[""] * 5)[:5]
        line = w("ligne {n}", n=str(row)) if row else ""
        origin = ", ".join(str(part) for part in (name, sheet, line, title) if part)
    shown = (_title(visit, entry.table, one.column), _value(visit, one), str(text) or MISSING, origin)
    return [esc(of) + gone, *(esc(cell) for cell in shown)]


def _title(visit: Visit, table: str, column: str) -> str:
    if table in entries.TITLES:
        return entries.title(visit.w, table, column)
    known = {
        "answer": N_("réponse"),
        "value": N_("score"),
        "kind": N_("nature"),
        "end_date": N_("jusqu'au"),
        "note": N_("note"),
    }
    return visit.w(known[column]) if column in known else column


def _value(visit: Visit, one: Said) -> str:
    if one.entry.table == "events" and one.column == "kind" and one.value in terms.EVENTS:
        return terms.event(visit.w, one.value)
    if one.column == "entered_at":
        at = dt.datetime.fromisoformat(str(one.value))
        return visit.w("{day} à {hour}", day=at.date(), hour=f"{at:%H:%M}")
    if isinstance(one.value, str) and one.column.endswith("date"):
        return visit.w.day(dt.date.fromisoformat(one.value), long=True)
    return entries.value(visit.w, one.value)
