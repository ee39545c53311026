"""Who may do what, every cell of it: each role on each thing of each person, the "no"s first, on both databases.

What a scope means is written here once more, apart from the store's SQL: RELATIONS says whose thing it is, ALLOWED which
relations a scope reaches.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from loadaid.domain.rights import MATRIX, ROLES, Right
from loadaid.practice.export import content
from loadaid.store.columns import metadata
from loadaid.store.errors import NotFound
from loadaid.store.imports import Line
from loadaid.store.part import is_id
from loadaid.store.repository import Repository
from loadaid.store.tables import audit, patients
from tests.store_clinic import SENTINELS, Clinics, made

# Whose the nth patient is for each of the first clinic's people: own, followed, of the same clinic, of another one.
RELATIONS = {
    "patient": ("own", "same", "same", "other", "other", "other"),
    "physio": ("followed", "followed", "same", "other", "other", "other"),
    "physio2": ("same", "same", "followed", "other", "other", "other"),
    "lead": ("same", "same", "same", "other", "other", "other"),
    "admin": ("same", "same", "same", "other", "other", "other"),
}
ALLOWED = {
    "none": set(), "own": {"own"}, "assigned": {"followed"}, "opened": {"followed", "opened"},
    "codes": {"own", "followed", "same", "opened"}, "clinic": {"own", "followed", "same", "opened"},
}  # fmt: skip
NOBODY = ("0" * 24, "malformed'--", "", "../../etc/passwd", "x" * 5000, "\u202e\x00id")
DAY = [Line("daily", {"date": "2026-11-10", "pain_average": 3})]


def _freeze(repo: Repository, patient: str) -> str:
    record = repo.records.get(patient)
    return repo.decisions.freeze(
        patient, record, as_of="2026-11-15", ruleset="r", own_limits={}, version="v", result={}
    )


def _answer(repo: Repository, patient: str) -> None:
    repo.privacy.answer(patient, "0" * 24, "done", "parce que")


# What stands behind each line of the matrix that is about one patient. An answer to a request that is not there is
# NotFound for everyone; its right shows in the list of open ones.
ACTS: dict[tuple[str, str], Callable[[Repository, str], Any]] = {
    ("identity", "read"): lambda r, p: r.people.get(p),
    ("identity", "write"): lambda r, p: r.people.change(p, _revision(r, p), name="Nouveau", birth_date=None, chart={}),
    ("record", "read"): lambda r, p: (r.records.get(p), r.records.day(p, "2026-11-10"), r.records.history(p), r.imports.listed(p)),
    ("record", "write"): lambda r, p: r.imports.confirm(p, "form", DAY, key=f"k{_revision(r, p)}", revision=_revision(r, p)),
    ("reading", "read"): lambda r, p: r.decisions.assessments(p),
    ("reading", "write"): _freeze,
    ("decision", "read"): lambda r, p: r.decisions.decisions(p),
    ("decision", "write"): lambda r, p: r.decisions.decide(p, _freeze(r, p), "hold", agrees=True, content={}, key="k"),
    ("limits", "read"): lambda r, p: r.decisions.limits(p),
    ("limits", "write"): lambda r, p: r.decisions.set_limit("rise_red", 3, "essai", p),
    ("reviewed", "write"): lambda r, p: r.decisions.mark_reviewed(p, 1),
    ("break-glass", "write"): lambda r, p: r.people.open_with_reason(p, "remplacement ce matin"),
    ("export", "read"): lambda r, p: r.records.enter_export(p),
    ("request", "read"): lambda r, p: r.privacy.of(p),
    ("request", "write"): lambda r, p: r.privacy.ask(p, "access"),
    ("accesses", "read"): lambda r, p: r.accesses.of(p),
    ("invitation", "write"): lambda r, p: r.accounts.invite("patient", patient_id=p),
    ("assignment", "write"): lambda r, p: r.people.unassign(p, "0" * 24),
}  # fmt: skip
# Lines about the clinic or the person, and what stands behind them.
OF_CLINIC: dict[tuple[str, str], Callable[[Repository], Any]] = {
    ("triage", "read"): lambda r: (r.people.listed(), r.records.everyone(), r.decisions.last_reviewed()),
    ("patient", "create"): lambda r: r.people.create("Quelqu'un"),
    ("clinic-limits", "read"): lambda r: r.decisions.clinic_limits(),
    ("clinic-limits", "write"): lambda r: r.decisions.set_limit("rise_red", 3, "essai"),
    ("request", "answer"): lambda r: r.privacy.open(),
    ("audit", "verify"): lambda r: r.accesses.verify(),
    ("account", "read"): lambda r: r.accounts.listed(),
    ("staff-invitation", "write"): lambda r: r.accounts.invite("physio", "Collègue"),
}
ELSEWHERE = {("account", "write"), ("draft", "read"), ("draft", "write")}  # tests of accounts and of uploads


def _revision(repo: Repository, patient: str) -> int:
    """Of the record as it is, whoever asks: a wrong one must not be what stops them."""
    if not is_id(patient):
        return 0
    with repo.people.database.read() as connection:
        return connection.execute(sa.select(patients.c.revision).where(patients.c.id == patient)).scalar() or 0


@pytest.fixture
def clinics(database_url: str) -> Iterator[Clinics]:
    found = made(database_url)
    yield found
    found.database.close()


def by_patient() -> list[Right]:
    return [right for right in MATRIX if (right.object, right.action) in ACTS]


def test_every_line_of_the_matrix_is_tried() -> None:
    assert {(r.object, r.action) for r in MATRIX} == set(ACTS) | set(OF_CLINIC) | ELSEWHERE
    assert all(len(right.scopes) == len(ROLES) for right in MATRIX)


@pytest.mark.parametrize("who", RELATIONS)
def test_every_no(clinics: Clinics, who: str) -> None:
    role, before = clinics.actors[who].role, _state(clinics)
    for right in by_patient():
        act, reached = ACTS[right.object, right.action], ALLOWED[right.scope(role)]
        closed = [clinics.id(n) for n, relation in enumerate(RELATIONS[who]) if relation not in reached]
        for patient in (*closed, *NOBODY):
            with pytest.raises(NotFound) as refused:
                act(clinics.repo(who), patient)
            assert str(refused.value) == "Not found.", "the same words as for an id that is not there"
    assert _state(clinics) == before, "nothing was written on the way"


@pytest.mark.parametrize("who", RELATIONS)
def test_every_yes(clinics: Clinics, who: str) -> None:
    role = clinics.actors[who].role
    for right in by_patient():
        for number, relation in enumerate(RELATIONS[who]):
            # Opening a record with a reason changes what may be read: it has its own test.
            if relation in ALLOWED[right.scope(role)] and right.object != "break-glass":
                ACTS[right.object, right.action](clinics.repo(who), clinics.id(number))


@pytest.mark.parametrize("who", RELATIONS)
def test_lines_about_the_clinic(clinics: Clinics, who: str) -> None:
    role = clinics.actors[who].role
    for (thing, action), act in OF_CLINIC.items():
        right = next(r for r in MATRIX if (r.object, r.action) == (thing, action))
        if right.scope(role) == "none":
            with pytest.raises(NotFound):
                act(clinics.repo(who))
        else:
            act(clinics.repo(who))


@pytest.mark.parametrize("who", RELATIONS)
def test_no_list_holds_a_name_out_of_reach(clinics: Clinics, who: str) -> None:
    repo, found = clinics.repo(who), ""
    for act in OF_CLINIC.values():
        try:
            found += _text(act(repo))
        except NotFound:
            continue
    for number, relation in enumerate(RELATIONS[who]):
        if relation not in ("own", "followed"):
            assert SENTINELS[number] not in found
        if relation == "other":
            assert clinics.id(number) not in found


@pytest.mark.parametrize("who", ["patient", "physio"])
def test_an_export_holds_one_person(clinics: Clinics, who: str) -> None:
    whole = json.dumps(content(clinics.repo(who), clinics.database, clinics.id(0)), default=str)
    assert SENTINELS[0] in whole
    assert not [name for name in SENTINELS[1:] if name in whole]
    if who == "patient":
        assert "assessments" not in whole, "readings are for a clinician to explain"


@pytest.mark.parametrize("who", ["physio", "lead"])
def test_a_reason_opens_for_reading_for_an_hour(clinics: Clinics, who: str) -> None:
    stranger = clinics.id(2)  # followed by someone else
    clinics.repo(who).people.open_with_reason(stranger, "remplacement ce matin")
    for right in by_patient():
        opens = right.scope(clinics.actors[who].role) == "opened"
        if right.action == "read" and opens:
            ACTS[right.object, right.action](clinics.repo(who), stranger)
        elif right.scope(clinics.actors[who].role) == "assigned":
            with pytest.raises(NotFound):
                ACTS[right.object, right.action](clinics.repo(who), stranger)
    told = clinics.repo("lead").accesses.opened_with_reason()
    assert [a.reason for a in told] == ["remplacement ce matin"]
    clinics.clock.move(minutes=61)
    with pytest.raises(NotFound):
        clinics.repo(who).people.get(stranger)


def test_a_refusal_is_entered_like_any_access(clinics: Clinics) -> None:
    for asked in (clinics.id(2), clinics.id(5), NOBODY[0]):
        with pytest.raises(NotFound):
            clinics.repo("physio").people.get(asked)
    with pytest.raises(NotFound):
        clinics.repo("physio").people.get(NOBODY[3])
    with clinics.database.read() as connection:
        denied = connection.execute(sa.select(audit).where(audit.c.result == "denied").order_by(audit.c.seq)).all()
    assert [row.patient_id for row in denied] == [clinics.id(2), clinics.id(5), NOBODY[0], "malformed"]
    assert {row.actor_id for row in denied} == {clinics.actors["physio"].account_id}


def test_a_read_is_entered_once_an_opening(clinics: Clinics) -> None:
    for _ in range(3):
        clinics.repo("physio").records.get(clinics.id(0))
    with clinics.database.read() as connection:
        mine = (audit.c.patient_id == clinics.id(0)) & (audit.c.action == "read") & (audit.c.object == "record")
        assert connection.execute(sa.select(sa.func.count()).where(mine)).scalar() == 1


def test_a_list_of_people_is_a_read_too(clinics: Clinics) -> None:
    clinics.repo("lead").people.listed()
    with clinics.database.read() as connection:
        last = connection.execute(sa.select(audit).order_by(audit.c.seq.desc()).limit(1)).one()
    assert (last.action, last.object, last.patient_id) == ("read", "triage", None)


def test_changing_one_clinic_changes_nothing_of_the_other(clinics: Clinics) -> None:
    def seen() -> list[str]:
        return [
            _text([act(clinics.repo(who)) for act in (OF_CLINIC["triage", "read"],)])
            for who in ("physio", "physio2", "lead")
        ]

    before = seen()
    for number in range(3):
        patient = clinics.repo("other-physio").people.create(f"Autre {number}", "1990-01-01")
        clinics.repo("other-physio").imports.confirm(patient, "form", DAY, key="k", revision=0)
    clinics.repo("other-lead").decisions.set_limit("rise_red", 4, "ailleurs")
    assert seen() == before


def _state(clinics: Clinics) -> list[Any]:
    """Everything stored but the audit log, which does grow."""
    with clinics.database.read() as connection:
        return [connection.execute(sa.select(sa.func.count()).select_from(t)).scalar() for n, t in sorted(metadata.tables.items())
                if n != "audit"]  # fmt: skip


def _text(value: Any) -> str:
    """Everything a value holds, frames and their categories included."""
    if is_dataclass(value) and not isinstance(value, type):
        return " ".join(_text(getattr(value, f.name)) for f in fields(value))
    if hasattr(value, "to_csv"):
        return str(value.to_csv())
    if isinstance(value, dict):
        return " ".join(_text(v) for pair in value.items() for v in pair)
    if isinstance(value, (list, tuple, set)):
        return " ".join(map(_text, value))
    return str(value)


def test_the_text_of_a_value_is_all_of_it() -> None:
    assert _text({"a": [dt.date(2026, 1, 2), ("b",)]}) == "a 2026-01-02 b"
