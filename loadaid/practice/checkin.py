"""The daily form: answers about one day -> the rows that say them anew, and again what the same person said in it before.

An answer is a value or None. None was not answered: nothing is stored for it, and never a 0. What stood before and is now
not answered is taken back; the row that said it stays in the history.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pandas as pd

from loadaid.intake.cells.spelling import readable
from loadaid.logs.plain import plain_rows
from loadaid.practice.lines import PLACE
from loadaid.store.errors import NotFound
from loadaid.store.imports import Draft, Line, Receipt
from loadaid.store.records import Entry, Record
from loadaid.store.repository import Repository

EARLIER = 7  # days back that can still be filled in or corrected
SESSIONS = 3  # of one day that the form asks about
DAILY = (
    "managed", "pain_morning", "pain_average", "impact", "flare", "symptoms_changed", "exercised", "sleep_quality", "worked",
    "work_effort", "lifting", "posture_longest_min", "note",
)  # fmt: skip
SESSION = (
    "completed",
    "session_minutes",
    "session_rpe",
    "pain_during",
    "pain_after",
)  # each holds for the whole session
TEXTS = ("managed", "note")


@dataclass(frozen=True)
class Fields:
    """The columns a form asks for: of a day, and of each of its sessions as a whole."""

    daily: Sequence[str]
    session: Sequence[str]


OWN = Fields(DAILY, SESSION)  # the patient's form; what the desk asks for stands in desk.py
FORMS = ("form", "correction")  # kinds of import this form makes
# Asked after this answer to that question: another answer takes it back, none leaves what stands.
ONLY_AFTER = {"symptoms_changed": ("flare", "yes"), "work_effort": ("worked", "yes")}


@dataclass(frozen=True)
class Answers:
    """What is said of one day. sessions: number of the session that day -> what is said of it."""

    daily: Mapping[str, Any] = field(default_factory=dict)
    sessions: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Noted:
    """What a record holds of one day, as far as the form asks for it. rows: number of a session -> numbers of its lines.

    rich: sessions that say more than the form asks for: it adds to them, but never takes them back. named: their exercises.
    fields: what the form asks for.
    """

    answers: Answers
    rows: Mapping[int, Sequence[int]] = field(default_factory=dict)
    rich: Set[int] = frozenset()
    named: Sequence[str] = ()
    fields: Fields = OWN


@dataclass(frozen=True)
class Form:
    """A form half filled, kept until it is saved. changed: what was answered otherwise than the record had it."""

    draft_id: str
    day: date
    changed: Answers


def days(today: date) -> list[date]:
    """The days that can be filled in, today first."""
    return [today - timedelta(days=n) for n in range(EARLIER + 1)]


def noted(record: Record, day: date) -> Noted:
    """What stands of a day."""
    return noted_days(record, [day], OWN)[day]


def noted_days(record: Record, days: Sequence[date], fields: Fields) -> dict[date, Noted]:
    """What stands of each of some days, as far as a form asks for it."""
    daily, sessions = _by_day(record.log.daily, days), _by_day(record.log.sessions, days)
    return {day: _noted(next(iter(daily[day]), {}), sessions[day], fields) for day in days}


def _noted(daily: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], fields: Fields) -> Noted:
    sessions: dict[int, dict[str, Any]] = {}
    rows: dict[int, list[int]] = {}
    rich, named = set(), []
    for row in lines:
        number = int(row.get("session", 1))
        rows.setdefault(number, []).append(int(row.get("line", 1)))
        sessions.setdefault(number, {}).update({n: row[n] for n in fields.session if n in row})
        if set(row) - {*fields.session, *PLACE}:
            rich.add(number)
        named += [row["exercise"]] if "exercise" in row else []
    said = Answers({n: daily[n] for n in fields.daily if n in daily}, sessions)
    return Noted(said, {n: sorted(numbers) for n, numbers in rows.items()}, rich, list(dict.fromkeys(named)), fields)


def _by_day(frame: pd.DataFrame, days: Sequence[date]) -> dict[date, list[dict[str, Any]]]:
    found: dict[date, list[dict[str, Any]]] = {day: [] for day in days}
    for row in plain_rows(frame[frame["date"].isin([pd.Timestamp(day) for day in days])]):
        found[date.fromisoformat(row["date"])].append(row)
    return found


def asks_of_sessions(answers: Answers, there: Noted) -> bool:
    """Whether the form asks what the sessions of the day were like: there is one, or the patient says so."""
    said = answers.daily.get("exercised")
    untold = said is None and "exercised" not in there.answers.daily and bool(there.answers.sessions)
    return said == "yes" or untold or bool(there.rich)


def asks(name: str, answers: Answers, there: Noted) -> bool:
    """Whether a question of the day is asked, after the answers so far."""
    question, after = ONLY_AFTER.get(name, (name, None))
    said = answers.daily.get(question)
    return name == question or said == after or (said is None and name in there.answers.daily)


def lines(answers: Answers, day: date, record: Record) -> list[Line]:
    """What the answers say otherwise than the record, a row per table and session; nothing when they say the same."""
    return lines_beside(answers, day, noted(record, day))


def lines_beside(answers: Answers, day: date, there: Noted) -> list[Line]:
    """The same, beside what stands of the day.

    A session of which nothing is said any more is taken back, unless it says more than the form asks for.
    """
    said = _consistent(answers, there)
    place = {"date": day.isoformat()}
    made = [_line("daily", place, said.daily, there.answers.daily)]
    for number in sorted({*said.sessions, *there.answers.sessions}):
        known = there.answers.sessions.get(number, {})
        numbers = there.rows.get(number, (1,))
        if number in there.rich or any(v is not None for v in said.sessions.get(number, {}).values()):
            row = {**place, "session": number, "line": numbers[0]}
            made.append(_line("sessions", row, said.sessions.get(number, known), known))
        elif number in there.rows:
            made += [Line("sessions", {**place, "session": number, "line": n}, ("*",)) for n in numbers]
    return [line for line in made if line.cleared or len(line.values) > len(place) + 2 * (line.table == "sessions")]


def _consistent(answers: Answers, there: Noted) -> Answers:
    """The answers without those whose question was not asked."""
    daily = _tidy({n: v for n, v in answers.daily.items() if n in there.fields.daily}, there)
    for name, (question, after) in ONLY_AFTER.items():
        if daily.get(question) not in (after, None):
            daily[name] = None
    if not asks_of_sessions(answers, there):
        return Answers(daily)
    asked = there.fields.session
    return Answers(daily, {k: {n: v for n, v in one.items() if n in asked} for k, one in answers.sessions.items()})


def _tidy(daily: Mapping[str, Any], there: Noted) -> dict[str, Any]:
    """The answers with their texts as they are kept; a text that says what it said before stays exactly as it stands."""
    made = dict(daily)
    for name in TEXTS:
        text, known = readable(made.get(name) or ""), there.answers.daily.get(name)
        if name in made:
            made[name] = known if known is not None and text == readable(known) else text or None
    return made


def _line(table: str, place: Mapping[str, Any], said: Mapping[str, Any], known: Mapping[str, Any]) -> Line:
    new = {n: v for n, v in said.items() if v is not None and known.get(n) != v}
    return Line(table, {**place, **new}, [n for n in known if said.get(n) is None])


def changed(answers: Answers, there: Noted) -> Answers:
    """Only what is answered otherwise than it stands; what was taken back is there as None."""
    said_now = _tidy({n: answers.daily.get(n) for n in there.fields.daily}, there)
    daily = {n: v for n, v in said_now.items() if v != there.answers.daily.get(n)}
    sessions = {}
    for number, said in answers.sessions.items():
        known = there.answers.sessions.get(number, {})
        if other := {n: said.get(n) for n in there.fields.session if said.get(n) != known.get(n)}:
            sessions[number] = other
    return Answers(daily, sessions)


def over(there: Noted, change: Answers) -> Answers:
    """What stands, with a half-filled form over it."""
    numbers = sorted({*there.answers.sessions, *change.sessions})
    sessions = {n: {**there.answers.sessions.get(n, {}), **change.sessions.get(n, {})} for n in numbers}
    return Answers({**there.answers.daily, **change.daily}, sessions)


def numbers(answers: Answers) -> list[int]:
    """The sessions to ask about: those that are spoken of, the first when none is."""
    return sorted(answers.sessions) or [1]


def another(there: Sequence[int]) -> int | None:
    """The number of one more session that day; None when there are as many as the form asks about."""
    return max(there) + 1 if len(there) < SESSIONS else None


def half_filled(repo: Repository, patient_id: str, day: date) -> Form | None:
    """The form of a day that was begun and not saved. Errors: NotFound."""
    forms = (_form(draft) for draft in repo.imports.drafts(patient_id, "form"))
    return next((form for form in forms if form.day == day), None)


def keep(repo: Repository, patient_id: str, day: date, change: Answers, form: Form | None) -> Form | None:
    """Keeps a form half filled, in place of the one before; drops it when nothing is left of it. Errors: NotFound."""
    if change == (form.changed if form else Answers()):
        return form
    if not change.daily and not change.sessions:
        if form:
            repo.imports.drop(form.draft_id)
        return None
    content = json.dumps([day.isoformat(), dict(change.daily), {str(n): dict(s) for n, s in change.sessions.items()}])
    try:
        made = repo.imports.keep(patient_id, "form", content.encode(), form.draft_id if form else None)
    except NotFound:  # saved or dropped in another window
        made = repo.imports.keep(patient_id, "form", content.encode())
    return Form(made, day, change)


def save(repo: Repository, patient_id: str, form: Form, answers: Answers, record: Record) -> Receipt:
    """Stores a form, once however often it is sent. Errors: ChangedMeanwhile, those of `Imports.confirm`."""
    said = lines(answers, form.day, record)
    if said:
        said = _said_again(said, answers, form.day, record, _own(repo, patient_id, form.day))
    is_correction = any(line.cleared for line in said) or bool(_stood(form.changed, noted(record, form.day)))
    span = [form.day.isoformat()] * 2
    return repo.imports.confirm(
        patient_id, "correction" if is_correction else "form", said, key=form.draft_id, revision=record.revision,
        told={"span": span}, draft_id=form.draft_id,
    )  # fmt: skip


def _own(repo: Repository, patient_id: str, day: date) -> list[Entry]:
    """What the actor said of a day in this form, and stands."""
    entries = repo.records.day(patient_id, day.isoformat())
    return [e for e in entries if e.stands and e.kind in FORMS and e.by == repo.imports.actor.account_id]


def _said_again(said: Sequence[Line], answers: Answers, day: date, record: Record, own: Sequence[Entry]) -> list[Line]:
    """The lines, and with them the answers left as they are that are one's own: they stand when the form before is undone.

    What a file, a watch or someone else said is not said again: to leave it as it stands is no word of one's own.
    """
    there = noted(record, day)
    now = _consistent(answers, there)
    place: dict[str, Any] = {"date": day.isoformat()}
    rows: list[tuple[str, dict[str, Any], Mapping[str, Any], Mapping[str, Any]]]
    rows = [("daily", place, now.daily, there.answers.daily)]
    for number, numbers in there.rows.items():
        at: dict[str, Any] = {**place, "session": number, "line": numbers[0]}
        rows.append(("sessions", at, now.sessions.get(number, {}), there.answers.sessions[number]))
    made = list(said)
    for table, at, given, known in rows:
        mine = [e.values for e in own if e.table == table and e.values.get("session") == at.get("session")]
        left = {n: v for n, v in given.items() if v is not None and known.get(n) == v}
        again = {n: v for n, v in left.items() if any(e.get(n) == v for e in mine)}
        k = next((k for k, line in enumerate(made) if line.table == table and at.items() <= line.values.items()), None)
        if again and k is None:
            made.append(Line(table, {**at, **again}))
        elif again and k is not None:
            made[k] = Line(table, {**made[k].values, **again}, made[k].cleared)
    return made


def _stood(change: Answers, there: Noted) -> list[str]:
    """Columns of which something stood already."""
    daily = [n for n in change.daily if n in there.answers.daily]
    return daily + [n for k, said in change.sessions.items() for n in said if n in there.answers.sessions.get(k, {})]


def _form(draft: Draft) -> Form:
    day, daily, sessions = json.loads(draft.content)
    return Form(draft.id, date.fromisoformat(day), Answers(daily, {int(n): said for n, said in sessions.items()}))
