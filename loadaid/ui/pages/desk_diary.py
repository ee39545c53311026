"""A paper diary typed in: a grid of a fortnight for the keyboard, what it would store beside it, one button.

Cells are texts, so that what cannot be kept stays in its cell and is told. What is typed is kept as a draft at
every check, and what could not be saved too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from loadaid.domain.words import N_
from loadaid.intake.cells.spelling import shown as legible
from loadaid.intake.limits import TEXT_CHARACTERS
from loadaid.locale import Words
from loadaid.practice import desk, desk_save
from loadaid.practice.checkin import Noted
from loadaid.practice.desk import Checked
from loadaid.practice.desk_save import Typed
from loadaid.store.columns import new_id
from loadaid.store.errors import ChangedMeanwhile
from loadaid.ui import asked, entries, listing
from loadaid.ui.markup import quiet
from loadaid.ui.pages import desk_parts
from loadaid.ui.pages.frame_clinic import say
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File

HEADS = {
    "managed": N_("A pu faire"), "pain_morning": N_("Réveil"), "pain_average": N_("Moyenne du jour"), "impact": N_("Gêne"),
    "flare": N_("Poussée"), "exercised": N_("Exercices"), "sleep_quality": N_("Sommeil"), "stress": N_("Stress"),
    "fatigue": N_("Fatigue"), "work_effort": N_("Effort au travail"), "lifting": N_("Charges"), "note": N_("Note"),
    "posture_longest_min": N_("Posture la plus longue (min)"), "leg_pain": N_("Jambe"),
    "symptoms_changed": N_("Douleur différente"), "where": N_("Lieu"), "worked": N_("Travaillé"),
    "session_minutes": N_("Durée (min)"), "session_rpe": N_("Effort"), "pain_before": N_("Avant"),
    "pain_during": N_("Pendant"), "pain_after": N_("Après"), "settle_h": N_("Retour (h)"), "soreness": N_("Courbatures"),
}  # fmt: skip
# A head has room for five letters: seventeen columns stand beside one another without scrolling.
SHORT = {
    "pain_morning": N_("Rév."), "pain_average": N_("Moy."), "flare": N_("Pous."), "exercised": N_("Exos"),
    "sleep_quality": N_("Som."), "stress": N_("Str."), "fatigue": N_("Fat."), "work_effort": N_("Trav."),
    "lifting": N_("Ch."), "posture_longest_min": N_("Post."), "leg_pain": N_("Jbe"), "symptoms_changed": N_("Diff."),
    "worked": N_("Tr. ?"), "session_minutes": N_("Dur."), "session_rpe": N_("Eff."), "pain_before": N_("Av."),
    "pain_during": N_("Pdt"), "pain_after": N_("Apr."), "settle_h": N_("Ret."), "soreness": N_("Cour."),
}  # fmt: skip
WIDE = {"managed": 120, "note": 120, "where": 100}
DAY_PX, CELL_PX, ROW_PX = 92, 64, 25


@dataclass(frozen=True)
class Opened:
    """The grid as it was opened, until it is saved or left: over which revision and which values, with which cells typed earlier."""

    revision: int
    known: dict[date, Noted]
    texts: dict[date, dict[str, str]]
    typed: Typed


def show(visit: Visit, file: File) -> None:
    """The grid, what it says, the button."""
    w, patient = visit.w, file.patient
    left, middle, right = st.columns([3, 4, 5], vertical_alignment="center")
    with left:
        label = w("Quinzaine jusqu'au")
        last = st.date_input(label, visit.today, date(2000, 1, 1), visit.today, format="DD/MM/YYYY", label_visibility="collapsed",
                             key=f"desk-last-{patient.id}") or visit.today  # fmt: skip
    with middle:
        st.html(quiet(w("Les 14 jours jusqu'à cette date")))
    with right:
        all_columns = st.toggle(w("Toutes les colonnes du papier"), key="desk-all")
    st.html(quiet(_hint(w, desk.ALL if all_columns else desk.USUAL)))
    slot = st.session_state.setdefault(f"desk-slot-{patient.id}", 0)  # a new grid after each that was saved
    key = f"desk-grid-{patient.id}-{slot}-{last.isoformat()}"
    opened: Opened | None = st.session_state.get(f"{key}-opened")
    if opened is None or key not in st.session_state:  # the grid of a page that was left is gone, its draft is not
        opened = _opened(visit, file, desk.days(last))
        st.session_state.update({f"{key}-opened": opened, f"{key}-typed": opened.typed, f"{key}-once": new_id()})
    # A form: a run of the page while a cell is being typed can take the cell from under the fingers.
    with st.form(f"{key}-form", border=False, enter_to_submit=False):
        cells = _grid(w, opened, key, all_columns=all_columns)
        typed = desk_save.keep(visit.repo, patient.id, cells, st.session_state[f"{key}-typed"])
        st.session_state[f"{key}-typed"] = typed
        made = desk.checked(opened.known, typed.cells, w)
        _save(visit, file, made, typed, opened, key)
    desk_parts.just_saved(visit, patient.id)
    if told := _told(w, made):
        st.html(told)


def _opened(visit: Visit, file: File, shown: Sequence[date]) -> Opened:
    known = desk.noted(file.record, shown)
    texts = {day: {name: desk.text(there, name, visit.w) for name in desk.ALL} for day, there in known.items()}
    return Opened(file.record.revision, known, texts, desk_save.waiting(visit.repo, file.patient.id))


def _hint(w: Words, columns: Sequence[str]) -> str:
    """How a cell is typed, and what the short heads stand for."""
    how = w(
        "Vide : pas connu. 0 : zéro. f : faits, r : repos, o : oui, n : non. Tab : case suivante ; en fin de ligne, ↓ puis Ctrl + ←. Vider une case retire ce qui était noté."
    )
    heads = ", ".join(f"{w(SHORT[name])} {w(HEADS[name]).lower()}" for name in columns if name in SHORT)
    return f"{how} {heads}."


def _grid(w: Words, opened: Opened, key: str, *, all_columns: bool) -> dict[str, dict[str, str]]:
    """The cells that say otherwise than is noted, with those of other fortnights as they were."""
    known, before = opened.texts, opened.typed.cells
    rows = [
        {"date": desk_parts.short_day(w, day), **texts, **before.get(day.isoformat(), {})}
        for day, texts in known.items()
    ]
    frame = pd.DataFrame(rows, dtype=object)
    columns = desk.ALL if all_columns else desk.USUAL
    config = {name: _column(w, name) for name in desk.ALL}
    config["date"] = st.column_config.TextColumn(w("Jour"), width=DAY_PX, disabled=True, pinned=True)
    edited = st.data_editor(
        frame, key=key, hide_index=True, num_rows="fixed", column_order=("date", *columns), column_config=config,
        width="stretch", row_height=ROW_PX, height=ROW_PX * len(known) + 38, alt=w("Le journal de la quinzaine, une ligne par jour."),
    )  # fmt: skip
    made = {day: dict(typed) for day, typed in before.items() if date.fromisoformat(day) not in known}
    for (day, texts), row in zip(known.items(), edited.to_dict("records"), strict=True):
        said = {name: str(row[name] or "").strip() for name in desk.ALL}
        made[day.isoformat()] = {name: text for name, text in said.items() if text != texts[name].strip()}
    return made


def _column(w: Words, name: str) -> object:
    full = w("Lieu de la douleur : gardé dans la note du jour, car le journal n'a pas de colonne pour lui")
    if name != "where":
        full = entries.title(w, "sessions" if name in desk.FIELDS.session else "daily", name)
    longest = TEXT_CHARACTERS if name in desk.TEXTS else 40
    return st.column_config.TextColumn(
        w(SHORT.get(name, HEADS[name])), help=full, width=WIDE.get(name, CELL_PX), max_chars=longest
    )


def _told(w: Words, made: Checked) -> str:
    """What cannot be kept, what is asked at a flare, and every change beside what was noted."""
    parts = []
    if made.wrong:
        parts.append(desk_parts.wrong(w, made.wrong, {name: w(head) for name, head in HEADS.items()}))
    if made.ask:
        days = w.days(made.ask)
        parts.append(
            f"<p>{esc(w('Poussée le {days} : est-ce la douleur connue, en plus fort, ou une douleur différente ? Colonne « Diff. » : o si elle est différente, n sinon.', days=days))}</p>"
        )
    if replaced := [change for change in made.changes if change[2]]:
        heads = (w("Jour"), w("Colonne"), w("Noté jusqu'ici"), w("Maintenant"))
        rows = [
            [
                esc(desk_parts.short_day(w, day)),
                esc(w(HEADS[name])),
                esc(legible(was)),
                esc(legible(now) or w("pas connu")),
            ]
            for day, name, was, now in replaced
        ]
        parts.append(
            f"<h2>{esc(w('Ce qui remplace une valeur notée'))}</h2>" + listing.table(heads, (14, 18, 34, 34), rows)
        )
    return "".join(parts)


def counts(w: Words, made: Checked) -> str:
    """How many days are new, changed, the same, blank; and how many wait to be mended."""
    n = made.counts
    said = (
        w.plural("{n} jour nouveau", "{n} jours nouveaux", n["new"]),
        w.plural("{n} modifié", "{n} modifiés", n["changed"]),
        w.plural("{n} déjà noté, sans changement", "{n} déjà notés, sans changement", n["same"]),
        w.plural("{n} vide", "{n} vides", n["blank"]),
        *([w.plural("{n} à corriger", "{n} à corriger", n["faulty"])] if n["faulty"] else []),
    )
    return ", ".join(said)


def _save(visit: Visit, file: File, made: Checked, typed: Typed, opened: Opened, key: str) -> None:
    """Stores what stood in the grid when the button was pressed, over the record whose values stood there."""
    w, patient = visit.w, file.patient
    check, save, told = st.columns([2, 2, 8], vertical_alignment="center")
    with check:
        st.form_submit_button(w("Vérifier"), key=f"{key}-check", width="stretch")
    with save:
        sent = asked.button(w("Enregistrer"), f"{key}-save", patient.id, opened.revision, st.session_state[f"{key}-once"],
                            form=True, type="primary", width="stretch")  # fmt: skip
    with told:
        waits = w("Pas encore enregistré : gardé ici 7 jours.") if typed.cells else ""
        st.html(f"<p><b>{esc(counts(w, made))}</b> {esc(waits)}</p>")
    if sent is None or made.wrong or not made.lines:
        return
    patient_id, revision, once = sent
    try:
        receipt = desk_save.save(visit.repo, patient_id, made, typed, once, revision)
    except ChangedMeanwhile as error:  # the grid is made anew over the record as it is now, the typed cells in it
        say(desk_parts.who_changed(visit, file, error))
        desk_save.keep(
            visit.repo, patient_id, typed.cells, Typed(draft_id=typed.draft_id)
        )  # it may have gone with the save
    else:
        desk_parts.saved(patient_id, receipt)
    st.session_state[f"desk-slot-{patient_id}"] += 1
    st.rerun()
