"""The daily form on a phone: today or a day of the last week. Nothing is preselected, and what is left blank is not kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from loadaid.domain.words import N_
from loadaid.intake.limits import TEXT_CHARACTERS
from loadaid.practice import checkin
from loadaid.practice.checkin import Answers, Form, Noted
from loadaid.store.people import Patient
from loadaid.store.records import Record
from loadaid.ui import cached_store, entries
from loadaid.ui.markup import quiet
from loadaid.ui.pages.patient_frame import restricted, room
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

NO_ANSWER = "no-answer"  # a key of its own, beside 0
SCALE = tuple(range(11))
POSTURES = {
    15: N_("moins de 30 min"), 30: N_("30 min"), 60: N_("1 h"), 90: N_("1 h 30"), 120: N_("2 h"), 180: N_("3 h ou plus"),
}  # fmt: skip
YES_NO = {"no": N_("Non"), "yes": N_("Oui")}
EXERCISED = {"no": N_("Jour de repos"), "yes": N_("Faits")}
CHANGED = {"no": N_("Ma douleur connue, en plus fort"), "yes": N_("Une douleur différente")}
COMPLETED = {"yes": N_("En entier"), "partly": N_("En partie")}
LIFTING = {
    "none": N_("Non"), "light": N_("moins de 5 kg"), "medium": N_("5 à 25 kg"), "heavy": N_("plus de 25 kg, ou plus de 25 fois"),
}  # fmt: skip
QUESTIONS = {
    "managed": N_("Qu'avez-vous réussi à faire ce jour-là ?"), "exercised": N_("Et vos exercices ?"),
    "pain_morning": N_("Votre douleur au réveil ? 0 : aucune, 10 : la plus forte"),
    "pain_average": N_("Votre douleur de la journée, en moyenne ?"),
    "impact": N_("À quel point votre dos vous a gêné dans la journée ? 0 : pas du tout, 10 : partout"),
    "flare": N_("Une poussée ? Nettement plus que votre habituel, au point de changer votre journée."),
    "symptoms_changed": N_("Est-ce votre douleur connue, en plus fort ?"),
    "sleep_quality": N_("La nuit d'avant, vous avez dormi… 0 : très mal, 10 : très bien"),
    "worked": N_("Avez-vous travaillé ?"), "work_effort": N_("Votre travail, quel rythme ? 0 : très calme, 10 : le plus dur"),
    "lifting": N_("Avez-vous porté des charges ?"),
    "posture_longest_min": N_("Le plus long moment sans changer de position ?"), "note": N_("Autre chose à noter ?"),
    "completed": N_("La séance, faite…"), "session_minutes": N_("Combien de minutes ?"),
    "session_rpe": N_("L'effort de la séance ? 0 : aucun, 10 : le plus fort"),
    "pain_during": N_("La douleur pendant, au plus fort ?"), "pain_after": N_("La douleur juste après ?"),
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """What every question of a form needs: where its answer is remembered, what stands, and what is answered so far."""

    visit: Visit
    mark: str
    there: Noted
    so_far: Answers


def show(visit: Visit) -> None:
    """The page."""
    w = visit.w
    with room(w), in_words(w, account_id=visit.repo.actor.account_id):
        st.html(f"<h1>{esc(w('Mon suivi du jour'))}</h1>")
        days = checkin.days(visit.today)
        patient = visit.repo.people.own()
        if patient.restricted:
            st.html(restricted(w))
            return
        day = st.selectbox(w("Jour"), days, format_func=lambda d: _day(visit, d), key="today_day", filter_mode=None)
        _form(visit, patient, day)


def _day(visit: Visit, day: date) -> str:
    w, days = visit.w, checkin.days(visit.today)
    shown = w.day(day, long=True)
    if day == days[0]:
        return w("Aujourd'hui, {day}", day=shown)
    return w("Hier, {day}", day=shown) if day == days[1] else shown


def _form(visit: Visit, patient: Patient, day: date) -> None:
    w, repo, patient_id = visit.w, visit.repo, patient.id
    record = cached_store.record(repo, patient)  # every touch of a key is a run of this page
    there, form = checkin.noted(record, day), checkin.half_filled(repo, patient_id, day)
    if st.session_state.get("today_saved") == day and form is None:
        st.html(f"<p><b>{esc(w('C’est noté. Vous pouvez encore changer vos réponses.'))}</b></p>")
    st.html(quiet(w("Ce que vous laissez vide reste sans réponse. Un 0 est une réponse.")))
    sheet = Sheet(visit, f"{day}_{record.revision}", there, checkin.over(there, form.changed if form else Answers()))
    answers = _asked(sheet)
    form = checkin.keep(repo, patient_id, day, checkin.changed(answers, there), form)
    _save(visit, patient_id, form, answers, record, day)


def _save(visit: Visit, patient_id: str, form: Form | None, answers: Answers, record: Record, day: date) -> None:
    """Keeps what stood on the screen when the button was touched."""
    w = visit.w
    seen = st.session_state.get(f"today_seen_{day}", record.revision)
    st.session_state[f"today_seen_{day}"] = record.revision
    label = w("Enregistrer")
    touched = st.button(label, key=f"today_save_{day}", type="primary", width="stretch", disabled=form is None)
    if form is not None:
        st.html(quiet(w("Pas encore enregistré. Vos réponses sont gardées ici en attendant, 7 jours.")))
    if touched and form is not None:
        with in_words(w, account_id=visit.repo.actor.account_id):
            checkin.save(visit.repo, patient_id, form, answers, replace(record, revision=seen))
            st.session_state["today_saved"] = day
            st.rerun()


def _asked(sheet: Sheet) -> Answers:
    """Every question of the day, in its order; those of the sessions after the exercises."""
    daily: dict[str, Any] = {}
    sessions: dict[int, dict[str, Any]] = {}
    for name in checkin.DAILY:
        if name == "exercised" and sheet.there.rich:
            w = sheet.visit.w
            done = ", ".join(sheet.there.named) or w("une séance")
            st.html(f"<p>{esc(w('Déjà noté ce jour-là : {done}.', done=done))}</p>")
            daily[name] = sheet.there.answers.daily.get(name)
        elif checkin.asks(name, Answers(daily), sheet.there):
            daily[name] = _daily(sheet, name)
        if name == "exercised" and checkin.asks_of_sessions(Answers(daily), sheet.there):
            sessions = _sessions(sheet)
    return Answers(daily, sessions)


def _daily(sheet: Sheet, name: str) -> Any:
    return _question(sheet, name, name, sheet.there.answers.daily.get(name), sheet.so_far.daily.get(name))


def _sessions(sheet: Sheet) -> dict[int, dict[str, Any]]:
    """What each session was like. One more than is noted can be added."""
    w, numbers = sheet.visit.w, checkin.numbers(sheet.so_far)
    more = checkin.another(numbers)
    found = {number: _session(sheet, number, several=len(numbers) > 1) for number in numbers}
    if more is not None and st.toggle(w("Une autre séance ce jour-là"), key=f"today_more_{sheet.mark}"):
        found[more] = _session(sheet, more, several=True)
    return found


def _session(sheet: Sheet, number: int, *, several: bool) -> dict[str, Any]:
    w = sheet.visit.w
    with st.container(border=True, key=f"today_session_{sheet.mark}_{number}"):
        if several:
            st.html(f"<h2>{esc(w('Séance {n}', n=number))}</h2>")
        there = sheet.there.answers.sessions.get(number, {})
        so_far = sheet.so_far.sessions.get(number, {})
        return {
            name: _question(sheet, f"{name}_{number}", name, there.get(name), so_far.get(name))
            for name in checkin.SESSION
        }


def _question(sheet: Sheet, mark: str, name: str, noted: Any, so_far: Any) -> Any:
    """One question; None while it is not answered. Beside a changed answer stands what was noted before."""
    w, key = sheet.visit.w, f"today_{sheet.mark}_{mark}"
    label = w(QUESTIONS[name])
    answer: Any
    if name in checkin.TEXTS:
        longest = max(TEXT_CHARACTERS, len(so_far or ""))
        answer = st.text_area(label, so_far or "", max_chars=longest, height=70, key=key) or None
    elif name == "session_minutes":
        minutes = None if so_far is None else float(so_far)
        none = w("pas de réponse")
        answer = st.number_input(label, 0.0, 1440.0, minutes, 5.0, "%g", key=key, placeholder=none)
    else:
        options, words = _choices(sheet, name, (noted, so_far))
        chosen = st.pills(label, [*options, NO_ANSWER], default=so_far, format_func=words, key=key)
        answer = None if chosen == NO_ANSWER else chosen
    if noted is not None and answer != noted:
        st.html(quiet(w("Noté jusqu'ici : {value}", value=entries.value(w, noted))))
    return answer


def _choices(sheet: Sheet, name: str, held: Sequence[Any]) -> tuple[list[Any], Callable[[Any], str]]:
    """What can be answered, and its words. A value that is held already can always be kept."""
    w = sheet.visit.w
    named: dict[Any, str] = {
        "flare": YES_NO, "worked": YES_NO, "exercised": EXERCISED, "symptoms_changed": CHANGED, "completed": COMPLETED,
        "lifting": LIFTING, "posture_longest_min": POSTURES,
    }.get(name, {})  # fmt: skip
    options = list(named or SCALE)
    options += [value for value in dict.fromkeys(held) if value is not None and value not in options]

    def words(value: Any) -> str:
        if value == NO_ANSWER:
            return w("pas de réponse")
        return w(named[value]) if value in named else entries.value(w, value)

    return options, words
