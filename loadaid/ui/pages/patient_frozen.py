"""Readings that were frozen: when, by whom, by which rules, whether the record changed since; each opened as it was."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from loadaid.locale import MISSING
from loadaid.practice import deciding
from loadaid.report import terms
from loadaid.store.decisions import Assessment
from loadaid.ui import blocks, listing, markup, moments
from loadaid.ui.consultation import Screen, drawn
from loadaid.ui.markup import quiet
from loadaid.ui.pages import printing
from loadaid.ui.pages.frame_clinic import author
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File


def show(visit: Visit, file: File) -> None:
    """The list, and one of them below it."""
    w = visit.w
    found = visit.repo.decisions.assessments(file.patient.id)
    if not found:
        st.html(
            quiet(
                w(
                    "Aucune lecture figée. Chaque décision enregistrée garde la lecture sur laquelle elle a été prise, telle quelle."
                )
            )
        )
        return
    st.html(_decisions(visit, file))
    heads = (w("Lecture au"), w("État"), w("Figée"), w("Par"), w("Règles"), w("Dossier"))
    st.html(markup.table("frozen", heads, ([esc(text) for text in _line(visit, file, one)] for one in found)))
    names = {
        one.id: f"{w.day(dt.date.fromisoformat(one.as_of), long=True)}, {moments.moment(w, one.at)}" for one in found
    }
    chosen = st.selectbox(
        w("Ouvrir telle qu'elle était"), list(names), None, names.__getitem__, key=f"frozen-{file.patient.id}",
        placeholder=w("Choisir une lecture figée"),
    )  # fmt: skip
    one = next((a for a in found if a.id == chosen), None)
    if one is not None:
        _opened(visit, file, one)


def _decisions(visit: Visit, file: File) -> str:
    """Every decision, the newest first; one that a later one superseded is struck through and stays."""
    w, found = visit.w, visit.repo.decisions.decisions(file.patient.id)
    if not found:
        return ""
    heads = (w("Décision"), w("Motif"), w("Prochaine dose"), w("Lecture"), w("Quand"), w("Par"))
    agrees = {True: w("D’accord"), False: w("Pas d’accord"), None: MISSING}
    rows = []
    for one in found:
        dose = w(" ; ").join(f"{e['exercise']} {terms.dose_next(w, e)}" for e in one.content.get("next") or [])
        cells = (w(terms.ACTIONS[one.action]), one.content.get("reason") or MISSING, dose or MISSING, agrees[one.agrees],
                 moments.moment(w, one.at), author(visit, one.by, file.names))  # fmt: skip
        rows.append([f"<s>{esc(cell)}</s>" if one.superseded else esc(cell) for cell in cells])
    return listing.table(heads, (12, 24, 27, 9, 16, 12), rows)


def _line(visit: Visit, file: File, one: Assessment) -> list[str]:
    w = visit.w
    stale = w("modifié depuis") if one.is_stale(file.record) else w("inchangé")
    return [
        w.day(dt.date.fromisoformat(one.as_of), long=True), str(one.result["headline_label"]), moments.moment(w, one.at),
        author(visit, one.by, file.names), one.ruleset, stale,
    ]  # fmt: skip


def _opened(visit: Visit, file: File, one: Assessment) -> None:
    """As it was: its own sentences, in the language it was frozen in."""
    w = visit.w
    st.html(markup.banner(w("Lecture figée : {moment}, par {who}, règles {rules}, loadaid {version}. Telle qu'elle était.",
                            moment=moments.moment(w, one.at), who=author(visit, one.by, file.names), rules=one.ruleset, version=one.version)))  # fmt: skip
    if one.is_stale(file.record):
        st.html(
            markup.banner(w("Le dossier a été modifié depuis : une lecture faite maintenant peut dire autre chose."))
        )
    if one.limits:
        own = w(" ; ").join(f"{name} {terms.amount(w, value, '')}" for name, value in sorted(one.limits.items()))
        st.html(quiet(w("Seuils propres : {limits}.", limits=own)))
    page = one.result.get("page")
    if page is not None:
        mine = [d for d in visit.repo.decisions.decisions(file.patient.id) if d.assessment_id == one.id]
        printing.show(visit, file, lambda: one.result, deciding.standing(mine), f"-{one.id}")
        drawn(Screen(w, visit.theme, one.result, page, one.id, "-frozen"))
    st.html(blocks.findings(w, one.result))
