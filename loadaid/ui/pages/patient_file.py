"""One patient, for those who follow them: `?patient=<id>`. The header always says whose page it is.

Whoever may not see a patient gets the page of one who does not exist, to the letter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from loadaid.domain.words import N_
from loadaid.practice.cohort import sound
from loadaid.practice.days import last_day
from loadaid.store.errors import NotFound
from loadaid.store.people import Patient
from loadaid.store.records import Record
from loadaid.ui import cached_store, listing, markup, receipts
from loadaid.ui.markup import quiet
from loadaid.ui.pages import (
    desk,
    patient_day,
    patient_frozen,
    patient_limits,
    patient_reading,
    patient_sheet,
    requests,
    upload,
)
from loadaid.ui.pages.frame_clinic import back, said, style
from loadaid.ui.store_errors import in_words, told
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

TABS = {
    "reading": N_("Lecture"), "desk": N_("Saisir"), "day": N_("Journées"), "upload": N_("Envois"), "frozen": N_("Décisions"),
    "limits": N_("Seuils"), "sheet": N_("Fiche"),
    "rights": N_("Demandes et accès"),
}  # fmt: skip
ID_LENGTH = 40


@dataclass(frozen=True)
class File:
    """What every part of the page is given. writes: whether this person follows the patient; else they only read.

    limits: in force beside the defaults; bad: names of stored limits that cannot be. names: account id -> who wrote.
    """

    patient: Patient
    record: Record
    limits: dict[str, float]
    bad: list[str]
    writes: bool
    names: dict[str, str]


def or_list(visit: Visit, listed: Callable[[Visit], None]) -> None:
    """The patient whom the address names, else a list to choose from."""
    if "patient" in st.query_params:
        show(visit)
        return
    style()
    with in_words(visit.w):
        listed(visit)


def show(visit: Visit) -> None:
    """The patient whom the address names."""
    style()
    asked = st.query_params.get("patient", "")
    # What stands in an address may be anything; a database need not see it.
    wanted = asked if asked.isascii() and asked.isalnum() and len(asked) <= ID_LENGTH else "malformed"
    with in_words(visit.w, account_id=visit.repo.actor.account_id):
        try:
            patient = visit.repo.people.get(wanted)
        except NotFound as error:
            title, sentence = told(visit.w, error)
            st.html(markup.message(title, sentence) + f"<p>{back(visit.w)}</p>")
            return
        _opened(visit, patient)


def _opened(visit: Visit, patient: Patient) -> None:
    repo = visit.repo
    limits, bad = sound(repo.decisions.limits(patient.id))
    writes = repo.actor.account_id in repo.people.followers(patient.id)
    record = cached_store.record(repo, patient)
    file = File(patient, record, limits, bad, writes, repo.people.authors(patient.id))
    parts = _parts(visit, file)
    with st.container(key="who-is"), st.spinner(visit.w("Lecture du journal…")):
        read = patient_reading.read_of(visit, file) if st.session_state["tab"] == "reading" else None
        st.html(_who(visit, file, patient_reading.strip(visit, read)))
    said()
    if told_first := _reading_only(visit, file) + untrusted(visit, file):
        st.html(told_first)
    _tab(visit, file, parts, read)


def _who(visit: Visit, file: File, more: str) -> str:
    """Name, age, code, birth date, last data; then what the part of the page adds."""
    w, patient = visit.w, file.patient
    last = last_day(file.record, visit.today)
    data = w("aucune saisie") if last is None else w("dernière saisie : {day}", day=last)
    name = patient.name or w("nom illisible")
    parts = (listing.age(w, patient, visit.today), listing.birth(w, patient), patient.code, data)
    facts = "".join(f"<span>{esc(part)}</span>" for part in parts)
    return f'<div class="who-is"><h1>{esc(name)}</h1>{facts}<span class="stretch"></span>{more}{back(w)}</div>'


def _reading_only(visit: Visit, file: File) -> str:
    w, lines = visit.w, []
    if not file.writes:
        lines.append(w("Ouvert avec un motif : en lecture seule. Le responsable et le patient peuvent le voir."))
    if file.patient.restricted:
        lines.append(w("À la demande du patient, l'usage de ce dossier est limité : rien ne peut y être ajouté."))
    return "".join(markup.banner(line) for line in lines)


def untrusted(visit: Visit, file: File) -> str:
    """What is stored and cannot be believed: how much of which table; never passed over in silence."""
    w, record, lines = visit.w, file.record, []
    tables: dict[str, int] = {}
    for odd in record.odd:
        tables[odd.table] = tables.get(odd.table, 0) + 1
    for table, n in sorted(tables.items()):
        lines.append(w.plural("{n} valeur de la table {table} ne peut pas être lue : elle est laissée de côté.",
                              "{n} valeurs de la table {table} ne peuvent pas être lues : elles sont laissées de côté.", n, table=table))  # fmt: skip
    if n := len(record.changed):
        lines.append(w.plural("{n} envoi n'est plus tel qu'il a été confirmé : ses valeurs ont été modifiées en dehors de loadaid.",
                              "{n} envois ne sont plus tels qu'ils ont été confirmés : leurs valeurs ont été modifiées en dehors de loadaid.", n))  # fmt: skip
    for name in file.bad:
        lines.append(w("Le seuil {name} enregistré n'est pas possible : celui par défaut le remplace.", name=name))
    if not lines:
        return ""
    lines.append(w("La lecture ci-dessous est à prendre avec réserve. Prévenez l'administrateur."))
    return f'<div class="untrusted" role="alert">{"".join(f"<p>{esc(line)}</p>" for line in lines)}</div>'


def _parts(visit: Visit, file: File) -> dict[str, str]:
    """The parts of the page that this person has; the one chosen stands in the address and in `tab`."""
    parts = dict(TABS)
    if not file.writes:
        del parts["sheet"]
    if not file.writes or file.patient.restricted:
        del parts["desk"]
    if not requests.may_answer(visit, file):
        del parts["rights"]
    if st.session_state.get("tab") not in parts:
        asked = st.query_params.get("tab")
        st.session_state["tab"] = asked if asked in parts else "reading"
    return parts


def _tab(visit: Visit, file: File, parts: dict[str, str], read: patient_reading.Read | None) -> None:
    """The part of the page that was chosen; the others are not made."""
    w = visit.w
    bar = st.container(horizontal=True, vertical_alignment="center", gap="small", key="patient-bar")
    with bar:
        tab = st.segmented_control(
            w("Partie du dossier"), list(parts), format_func=lambda t: w(TABS[t]), required=True, key="tab",
            label_visibility="collapsed",
        )  # fmt: skip
        st.space("stretch")
    if tab != st.query_params.get("tab", "reading"):
        st.query_params["tab"] = tab
    shown: dict[str, Callable[[Visit, File], None]] = {
        "reading": partial(patient_reading.show, bar=bar, read=read), "day": patient_day.show, "desk": desk.show, "upload": _uploads, "frozen": patient_frozen.show,
        "limits": patient_limits.show, "sheet": patient_sheet.show,
        "rights": requests.of_record,
    }  # fmt: skip
    shown[tab](visit, file)


def _uploads(visit: Visit, file: File) -> None:
    """Files received and their undo; read only, the receipts alone."""
    if file.writes:
        upload.show_upload(visit, file.patient.id)
        return
    found = visit.repo.imports.listed(file.patient.id)
    own = visit.repo.actor.account_id
    st.html(
        "".join(receipts.head(visit.w, r, own) + receipts.body(visit.w, r.told) for r in found)
        or quiet(visit.w("Aucun envoi."))
    )
