"""The decision, pinned under the consultation: what is chosen, why, the next dose, agreement with the reading; then saved.

Nothing is chosen beforehand; a dot marks what the reading would discuss. What is begun is kept as a draft at every change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from loadaid.practice import deciding
from loadaid.practice.deciding import AS_LAST, Writing
from loadaid.report import terms
from loadaid.store.columns import new_id
from loadaid.store.decisions import Decision
from loadaid.store.errors import ChangedMeanwhile
from loadaid.store.tables import ACTIONS
from loadaid.ui import asked, labels, moments
from loadaid.ui.pages import plan_taken, printing
from loadaid.ui.pages.frame_clinic import author, say
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File

FIELDS = ("action", "agrees", "reason", "times")
MOVES = ("progress", "regress")  # decisions that ask for another dose
LEAST, MOST, STEP = 50, 150, 5  # percent of the last session's dose that the planner reaches


def show(
    visit: Visit, file: File, result: Mapping[str, Any], page: Mapping[str, Any], last: Decision | None, day: dt.date
) -> None:
    """The bar of a patient whom this person follows; of another, the last decision alone. last: the one that stands."""
    if not file.writes:
        st.html(_caption(*_told(visit, file, last)))
        return
    key = _begun(visit, file, last)
    suspended = result["headline"] == "red_flag"
    with st.container(key="decision"):
        what, planned, saved = st.columns([6, 3, 3], gap="medium")
        with what:
            _action(visit, result, key)
        with planned:
            dose, exercises = (None, []) if suspended else _planner(visit, page, key)
            if suspended:
                st.html(_caption(visit.w("Lecture de la charge suspendue"), ""))
        with saved:
            _agree_and_save(visit, file, page, dose, exercises, last, day, key)


def _begun(visit: Visit, file: File, last: Decision | None) -> str:
    """The key of the decision being written, its fields filled when the page is opened: from the draft, or from what this
    person decided today, so that it can be read and corrected.
    """
    patient_id = file.patient.id
    number = st.session_state.setdefault(f"decisions-{patient_id}", 0)  # a new form after each that was saved
    key = f"decide-{patient_id}-{number}"
    if f"{key}-once" not in st.session_state:
        st.session_state[f"{key}-once"] = new_id()  # pressed twice, it is stored once
        own = last is not None and is_of_day(last, visit.today) and last.by == visit.repo.actor.account_id
        st.session_state[f"{key}-base"] = base = deciding.again(last) if last is not None and own else Writing()
        draft_id, said = deciding.draft(visit.repo, patient_id)
        st.session_state[f"{key}-draft"] = draft_id
        st.session_state[f"{key}-kept"] = st.session_state[f"{key}-opened"] = said if draft_id else base
    if f"{key}-action" not in st.session_state:  # opened, or come back to from another part of the record
        said = st.session_state[f"{key}-kept"]
        st.session_state[f"{key}-action"] = said.action
        st.session_state[f"{key}-agrees"] = None if said.agrees is None else "yes" if said.agrees else "no"
        st.session_state[f"{key}-reason"] = said.reason
        st.session_state[f"{key}-times"] = said.times
    return key


def _caption(title: str, text: str, *, whole: bool = False) -> str:
    return f'<p class="discuss{" whole" if whole else ""}" title="{esc(text)}"><b>{esc(title)}</b> {esc(text)}</p>'


def _action(visit: Visit, result: Mapping[str, Any], key: str) -> None:
    """What to discuss, the five decisions, and why."""
    w = visit.w
    st.html(_caption(w("À discuter"), w(" ; ").join(s["sentence"] for s in result["suggestions"])))
    wanted = labels.DISCUSSED.get(result["headline"])
    names = {a: w(terms.ACTIONS[a]) + (" •" if a == wanted else "") for a in ACTIONS}
    with st.container(horizontal=True, gap="small"):
        st.segmented_control(
            w("Décision"),
            list(ACTIONS),
            format_func=names.__getitem__,
            key=f"{key}-action",
            label_visibility="collapsed",
        )
        st.text_input(
            w("Motif"), max_chars=500, key=f"{key}-reason", label_visibility="collapsed", placeholder=w("Motif"), width="stretch"
        )  # fmt: skip


def _planner(visit: Visit, page: Mapping[str, Any], key: str) -> tuple[float | None, list[dict[str, Any]]]:
    """Where the next session's dose lies in what was tolerated; the same in real units, as they stand on the screen."""
    w, exercises, band = visit.w, page["exercises"], page["band"]["dose"]
    total = sum(one["dose"] or 0 for one in exercises)
    if not total:
        st.html(_caption(w("Prochaine séance"), w("la dose des exercices n’est pas connue")))
        return None, []
    times = st.session_state[f"{key}-times"]
    made = deciding.scaled(exercises, times / 100)
    dose = sum(one["dose"] or 0 for one in made)
    said = w(
        "{dose} · {tolerated} · dernière {last}",
        dose=w.number(dose, 0),
        tolerated=_where(visit, dose, band),
        last=w.number(total, 0),
    )
    if (planned := page["days"][-1].get("planned")) is not None:
        said += w(", plan {planned}", planned=w.number(planned, 0))
    # What is being decided on is read whole, even if the bar grows over the page; not yet while the page is only read.
    whole = _said(key) != st.session_state[f"{key}-opened"]
    st.html(_caption(w("Prochaine séance"), said, whole=whole) + _range(band, total))
    st.slider(
        w("Dose de la prochaine séance, en % de la dernière"), LEAST, MOST, step=STEP, key=f"{key}-times",
        label_visibility="collapsed", format="%d %%",
    )  # fmt: skip
    if st.session_state[f"{key}-action"] in MOVES and not deciding.names_dose(_said(key)):
        st.html(
            _caption(
                w("Dose à choisir"), w("déplacer le curseur ; sinon la page laisse des lignes à remplir"), whole=whole
            )
        )
    else:
        # Of what can be done, in whole steps: not always of what was asked for.
        st.html(_caption(w.percent(dose / total), units(visit, made), whole=whole))
    return dose, made


def _where(visit: Visit, dose: float, band: Sequence[float] | None) -> str:
    """The tolerated range in words, and on which side of it a dose lies."""
    w = visit.w
    if not band:
        return w("aucune dose connue comme tolérée")
    low, high = (round(x) for x in band)
    side = w("au-dessus de la plage tolérée") if dose > high + 0.5 else w("dans la plage tolérée")
    if dose < low - 0.5:
        side = w("en dessous de la plage tolérée")
    return w("{side} ({low} à {high})", side=side, low=low, high=high)


def _range(band: Sequence[float] | None, total: float) -> str:
    """The tolerated range over the slider, as wide as it is there; hatched when none is known."""
    if not band:
        return '<div class="planner none" aria-hidden="true"></div>'
    low, high = (min(max((100 * dose / total - LEAST) / (MOST - LEAST), 0), 1) * 100 for dose in band)
    return f'<div class="planner" aria-hidden="true"><span style="left:{low:.0f}%;width:{max(high - low, 1):.0f}%"></span></div>'


def units(visit: Visit, exercises: list[dict[str, Any]]) -> str:
    """The exercises of a session as they are said: Gainage 3 × 34 s; Port de charge 4 × 6 à 20 kg."""
    return visit.w(" ; ").join(f"{one['exercise']} {terms.dose_next(visit.w, one)}" for one in exercises)


def _agree_and_save(
    visit: Visit, file: File, page: Mapping[str, Any], dose: float | None, exercises: list[dict[str, Any]], last: Decision | None,
    day: dt.date, key: str,
) -> None:  # fmt: skip
    w = visit.w
    st.html(_caption(*_told(visit, file, last)))
    # Saved a moment ago and no other one begun: what is decided may go into the plan.
    base, kept = (st.session_state[f"{key}-{name}"] for name in ("base", "kept"))
    begun = (_said(key), kept) != (base, base)
    if not begun and last is not None and is_of_day(last, visit.today) and plan_taken.show(visit, file, last):
        return
    names = {"yes": w("D’accord"), "no": w("Pas d’accord")}
    with st.container(horizontal=True, gap="small"):
        st.segmented_control(
            w("Cette lecture"),
            list(names),
            format_func=names.__getitem__,
            key=f"{key}-agrees",
            label_visibility="collapsed",
        )
        said = _said(key)
        _save(
            visit, file, said, deciding.agreed(said, dose, exercises, page["band"]["a_week"]["planned"]), last, day, key
        )


def _said(key: str) -> Writing:
    given = {name: st.session_state.get(f"{key}-{name}") for name in FIELDS}
    agrees = None if given["agrees"] is None else given["agrees"] == "yes"
    return Writing(given["action"], agrees, (given["reason"] or "").strip(), given["times"] or AS_LAST)


def _save(
    visit: Visit, file: File, said: Writing, whole: Writing, last: Decision | None, day: dt.date, key: str
) -> None:
    """The draft at every change; the decision when it is pressed, on what stood on the screen."""
    w, repo, patient = visit.w, visit.repo, file.patient
    if said != st.session_state[f"{key}-kept"]:
        with in_words(w, account_id=repo.actor.account_id):
            st.session_state[f"{key}-draft"] = deciding.keep(
                repo, patient.id, said, st.session_state[f"{key}-draft"], st.session_state[f"{key}-base"]
            )
            st.session_state[f"{key}-kept"] = said
    replaced = last.id if last is not None and is_of_day(last, visit.today) else None
    label = w("Enregistrer") if replaced is None else w("Remplacer")
    # What is typed counts as it is now: a quick press comes before the run that its typing began. What was read, as it was shown.
    sent = asked.button(
        label, f"{key}-save", replaced, file.record.mark, day, type="primary", width="stretch",
        disabled=said.action is None or said == st.session_state[f"{key}-base"],
    )  # fmt: skip
    if sent is None:
        return
    replaced, *read = sent
    with in_words(w, account_id=repo.actor.account_id):
        if read != [file.record.mark, day]:
            raise ChangedMeanwhile
        made = deciding.decide(
            repo, patient.id, day, w, whole, key=st.session_state[f"{key}-once"], supersedes=replaced,
            draft_id=st.session_state[f"{key}-draft"],
        )  # fmt: skip
        if made is None:
            say(w("Rien à enregistrer : aucune saisie à cette date."))
        else:
            text = w("Décision enregistrée : {action}. La lecture est gardée avec elle, telle quelle.",
                     action=w(terms.ACTIONS[whole.action or ""]))  # fmt: skip
            say(text, _page(visit, file, made))
        st.session_state[f"decisions-{patient.id}"] += 1
        st.rerun()


def _page(visit: Visit, file: File, decision_id: str) -> str:
    """The page of a decision, from the reading that was frozen with it."""
    kept = visit.repo.decisions
    decision = next(one for one in kept.decisions(file.patient.id) if one.id == decision_id)
    frozen = next(one for one in kept.assessments(file.patient.id) if one.id == decision.assessment_id)
    return printing.page(visit, file, frozen.result, decision)


def is_of_day(decision: Decision, day: dt.date) -> bool:
    """Whether a decision was taken on a day: then the next one of that day supersedes it."""
    return decision.at[:10] == day.isoformat()


def _told(visit: Visit, file: File, last: Decision | None) -> tuple[str, str]:
    """The last decision, and whose decision it always is."""
    w = visit.w
    whose = w("Aide à la décision, non validée cliniquement ; le choix vous revient.")
    if last is None:
        return w("Cette lecture"), whose
    at = moments.hour(last.at) if is_of_day(last, visit.today) else moments.moment(w, last.at)
    told = w("{moment}, par {who}", moment=at, who=author(visit, last.by, file.names))
    return w("Décidé : {action}", action=w(terms.ACTIONS[last.action])), f"{told}. {whose}"
