"""The limits in force for one patient: the default beside the own value, why, by whom, since when; setting and restoring one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from loadaid.analysis.rules import RULES
from loadaid.domain.errors import UsageError
from loadaid.domain.limits import BY_ID
from loadaid.report import terms
from loadaid.store.decisions import OwnLimit
from loadaid.ui import asked, listing, moments
from loadaid.ui.literal import literal
from loadaid.ui.markup import quiet
from loadaid.ui.pages.frame_clinic import author, say
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File

# Those that a question of the page asks about, and that can be moved.
QUESTIONS = {rule.limit.id: rule.question for rule in RULES if rule.limit.low < rule.limit.high}


def show(visit: Visit, file: File) -> None:
    """What differs from the default, the form, then every limit that can be set."""
    w = visit.w
    own = visit.repo.decisions.own_limits(file.patient.id)
    st.html(f"<h2>{esc(w('Seuils qui ne sont pas ceux par défaut'))}</h2>")
    standing = [o for o in own if o.value is not None]
    if standing:
        st.html(_own(visit, file, standing))
    else:
        st.html(quiet(w("Aucun : tous les seuils par défaut.")))
    if file.writes:
        _set(visit, file)
        _restore(visit, file, [o for o in standing if o.of_patient])
    st.html(f"<h2>{esc(w('Seuils en vigueur'))}</h2>" + _all(visit, file))


def _own(visit: Visit, file: File, own: list[OwnLimit]) -> str:
    w = visit.w
    heads = (w("Seuil"), w("Défaut"), w("Valeur"), w("Pour"), w("Motif"), w("Par"), w("Depuis"))
    rows = []
    for o in own:
        known = BY_ID.get(o.name)
        unit = known.unit if known else ""
        whose = w("ce patient") if o.of_patient else w("le cabinet")
        cells = (_name(visit, o.name), terms.amount(w, known.value if known else None, unit), terms.amount(w, o.value, unit),
                 whose, o.reason, author(visit, o.by, file.names), moments.moment(w, o.at))  # fmt: skip
        rows.append([esc(cell) for cell in cells])
    return listing.table(heads, (28, 9, 9, 9, 22, 10, 13), rows)


def _name(visit: Visit, name: str) -> str:
    return visit.w(QUESTIONS[name]) if name in QUESTIONS else name


def _set(visit: Visit, file: File) -> None:
    w, patient = visit.w, file.patient
    number = st.session_state.setdefault("limits-set", 0)  # a new form after each, so that nothing stays in its fields
    key = f"limit-{patient.id}-{number}"
    with st.form(key, border=True):
        st.html(f"<h2>{esc(w('Fixer un seuil pour ce patient'))}</h2>")
        name = st.selectbox(
            w("Question"), list(QUESTIONS), None, lambda n: w(QUESTIONS[n]), key=f"{key}-name", placeholder=w("Choisir")
        )
        value = st.number_input(w("Valeur"), value=None, key=f"{key}-value")
        reason = st.text_input(w("Motif"), "", 300, key=f"{key}-why")
        sent = asked.button(w("Fixer"), f"{key}-set", patient.id, form=True)
    if sent is None:
        return
    if name is None or value is None or not reason.strip():
        st.html(quiet(w("Il faut une question, une valeur et un motif. Rien n'a été enregistré.")))
        return
    limit = BY_ID[name]
    try:
        with in_words(w):
            visit.repo.decisions.set_limit(name, float(value), reason, sent[0])
            st.session_state["limits-set"] = number + 1
            say(w("Seuil fixé. Il compte dès maintenant, dans cette page et dans la liste."))
            st.rerun()
    except UsageError:
        low, high = (terms.amount(w, x, limit.unit) for x in (limit.low, limit.high))
        st.html(
            quiet(
                w("Cette valeur n'est pas possible : de {low} à {high}. Rien n'a été enregistré.", low=low, high=high)
            )
        )


def _restore(visit: Visit, file: File, own: list[OwnLimit]) -> None:
    """The value of the clinic, or the default, again."""
    w, patient = visit.w, file.patient
    for o in own:
        label = w("Rétablir le défaut : {name}", name=literal(_name(visit, o.name)))
        if (sent := asked.button(label, f"restore-{patient.id}-{o.name}", patient.id, o.name)) is not None:
            with in_words(w):
                visit.repo.decisions.set_limit(sent[1], None, w("défaut rétabli"), sent[0])
                say(w("Défaut rétabli."))
                st.rerun()


def _all(visit: Visit, file: File) -> str:
    w = visit.w
    heads = (w("Question"), w("Défaut"), w("En vigueur"), w("Bornes"), w("D'où vient le défaut"))
    rows = []
    for name, question in QUESTIONS.items():
        limit = BY_ID[name]
        here = file.limits.get(name, limit.value)
        bounds = w("{low} à {high}", low=w.number(limit.low, 2), high=w.number(limit.high, 2))
        shown = [
            esc(text)
            for text in (
                w(question),
                terms.amount(w, limit.value, limit.unit),
                terms.amount(w, here, limit.unit),
                bounds,
            )
        ]
        rows.append([*shown, esc(f"{w(limit.why)} ({limit.source.id})")])
    return listing.table(heads, (36, 10, 10, 12, 32), rows)
