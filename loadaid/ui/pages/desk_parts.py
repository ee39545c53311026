"""What the forms at the desk share: the receipt of a moment ago with its undo, and what is said of a record changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from loadaid.domain.words import N_
from loadaid.intake.cells.spelling import shown as legible
from loadaid.intake.limits import TEXT_CHARACTERS
from loadaid.locale import MISSING, Words
from loadaid.practice.desk import Wrong
from loadaid.store.errors import ChangedMeanwhile
from loadaid.store.imports import Line, Receipt
from loadaid.ui import asked, listing, receipts
from loadaid.ui.pages.frame_clinic import say
from loadaid.ui.store_errors import told
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File

HEADS = {
    "exercise": N_("Exercice"), "sets": N_("Séries"), "reps": N_("Répétitions"), "load_kg": N_("Charge (kg)"),
    "hold_s": N_("Maintien (s)"), "level": N_("Niveau"), "per_week": N_("Fois par semaine"),
    "session_minutes": N_("Durée (min)"), "session_rpe": N_("Effort (0 à 10)"), "pain_before": N_("Douleur avant"),
    "pain_during": N_("Douleur pendant"), "pain_after": N_("Douleur après"), "onset_min": N_("Apparue après (min)"),
}  # fmt: skip
BLANK_ROWS = 3  # below the exercises, for new ones


def short_day(w: Words, day: date) -> str:
    """Lun. 23/11, Mon 23/11."""
    weekday = w.day(day, long=True)[:3]
    return f"{weekday}{'.' if w.language == 'fr' else ''} {day:%d/%m}"


def wrong(w: Words, found: Sequence[Wrong], heads: Mapping[str, str]) -> str:
    """Cells that cannot be kept: where, what, what was expected, how to mend it."""
    title = w.plural("{n} case à corriger. Rien n'est perdu : tout reste en place.",
                     "{n} cases à corriger. Rien n'est perdu : tout reste en place.", len(found))  # fmt: skip
    rows = [
        (short_day(w, x.where) if isinstance(x.where, date) else legible(x.where), heads[x.column], legible(x.text) or MISSING,
         x.expected, x.mend)
        for x in found
    ]  # fmt: skip
    titles = (w("Où"), w("Colonne"), w("Valeur"), w("Attendu"), w("Comment corriger"))
    return f"<h2>{esc(title)}</h2>" + listing.table(
        titles, (16, 14, 14, 24, 32), [[esc(t) for t in row] for row in rows]
    )


def exercises(w: Words, key: str, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """A grid of exercises as texts, some blank rows below; what stands in it now. rows: as it was opened."""
    texts = [{name: _text(w, row.get(name)) for name in ("exercise", *names)} for row in [*rows, *[{}] * BLANK_ROWS]]
    config = {name: st.column_config.TextColumn(w(HEADS[name]), max_chars=TEXT_CHARACTERS if name == "exercise" else 40)
              for name in ("exercise", *names)}  # fmt: skip
    edited = st.data_editor(
        pd.DataFrame(texts, dtype=object), key=key, hide_index=True, num_rows="fixed", column_config=config, width="stretch",
        alt=w("Les exercices, une ligne par exercice."),
    )  # fmt: skip
    return [{str(name): str(cell or "") for name, cell in row.items()} for row in edited.to_dict("records")]


def _text(w: Words, value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else w.number(float(value), 3)


def who_changed(visit: Visit, file: File, error: ChangedMeanwhile) -> str:
    """Who changed the record meanwhile: nothing was saved, and nothing typed is lost."""
    w = visit.w
    who = (
        w("Vous, dans une autre fenêtre,") if error.by == visit.repo.actor.account_id else file.names.get(error.by, "")
    )
    return told(w, error, who)[1]


def kept(
    visit: Visit, file: File, patient_id: str, lines: Sequence[Line], *, key: str, revision: int, told: Mapping[str, Any]
) -> bool:  # fmt: skip
    """Stores what a form was sent with, and remembers its receipt. False: someone changed the record, which is said; the form
    keeps what it holds."""
    try:
        receipt = visit.repo.imports.confirm(patient_id, "desk", lines, key=key, revision=revision, told=told)
    except ChangedMeanwhile as error:
        st.html(f"<p><b>{esc(who_changed(visit, file, error))}</b></p>")
        return False
    saved(patient_id, receipt)
    return True


def saved(patient_id: str, receipt: Receipt) -> None:
    """Remembers which receipt to show."""
    st.session_state[f"desk-received-{patient_id}"] = receipt.import_id


def just_saved(visit: Visit, patient_id: str) -> None:
    """The receipt of what was saved a moment ago, and its undo; every other one stands under "Envois"."""
    w, just = visit.w, st.session_state.get(f"desk-received-{patient_id}")
    receipt = next((r for r in visit.repo.imports.listed(patient_id) if r.import_id == just), None) if just else None
    if receipt is None or receipt.undone_at is not None:
        return
    with st.container(border=True, key=f"desk-receipt-{receipt.import_id}"):
        st.html(f"<p><b>{esc(w('Enregistré.'))}</b></p>" + receipts.body(w, receipt.told))
        if receipt.may_undo and (
            sent := asked.button(w("Annuler cet enregistrement"), f"desk-undo-{receipt.import_id}", receipt.import_id)
        ):
            visit.repo.imports.undo(patient_id, sent[0])
            say(w("Annulé : ce que cet enregistrement avait apporté ne compte plus."))
            st.rerun()
