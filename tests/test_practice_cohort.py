"""The ordered list of a practice: as the triage of the whole log gives it, each with their own limits, read anew only when need be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from loadaid.analysis.review import review
from loadaid.cohort.rows import rows
from loadaid.cohort.triage import triage, weeks
from loadaid.locale import words
from loadaid.practice import cohort
from loadaid.practice.cohort import Kept, clinic, hand_over, sound
from loadaid.practice.days import first_day, last_day, said_of
from loadaid.store.errors import NotFound
from loadaid.store.imports import Line
from tests.store_clinic import TODAY, Clinics, made

W = words("fr")


@pytest.fixture
def clinics(database_url: str) -> Iterator[Clinics]:
    found = made(database_url)
    yield found
    found.database.close()


def test_the_list_is_the_triage_of_the_whole_log(clinics: Clinics) -> None:
    repo = clinics.repo("lead")
    found = clinic(repo, TODAY, Kept())
    known = {p.id: dt.date(2026, 11, 16) for p in repo.people.listed()}
    expected = triage(review(repo.records.everyone(), as_of=TODAY), TODAY, known=known)
    assert list(found.order) == expected.patients
    assert {g: len(ids) for g, ids in found.groups().items()} == expected.counts
    assert found.rows(W, found.order) == rows(expected, W)
    assert found.weeks() == [(week.day, week.counts) for week in weeks(expected.review, TODAY, known=known)]


def test_each_actor_has_their_own_list(clinics: Clinics) -> None:
    kept = Kept()
    assert set(clinic(clinics.repo("lead"), TODAY, kept).order) == {clinics.id(n) for n in (0, 1, 2)}
    assert set(clinic(clinics.repo("physio"), TODAY, kept).order) == {clinics.id(n) for n in (0, 1)}
    assert set(clinic(clinics.repo("other-lead"), TODAY, kept).order) == {clinics.id(n) for n in (3, 4, 5)}
    for nobody in ("admin", "patient"):
        with pytest.raises(NotFound):
            clinic(clinics.repo(nobody), TODAY, kept)


def test_only_what_changed_is_read_anew(clinics: Clinics, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[list[str]] = []
    real = cohort.review

    def counted(*args: object, **named: object) -> object:
        read.append(sorted(named["patients"]))  # type: ignore[call-overload]
        return real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(cohort, "review", counted)
    kept, repo = Kept(), clinics.repo("physio")
    clinic(repo, TODAY, kept)
    clinic(repo, TODAY, kept)
    assert read == [sorted([clinics.id(0), clinics.id(1)])]
    line = Line("daily", {"date": str(TODAY), "pain_morning": 9})
    repo.imports.confirm(clinics.id(0), "desk", [line], key="today", revision=1)
    assert clinic(repo, TODAY, kept).rows(W, [clinics.id(0)])[0].silence_days == 0
    assert read[1:] == [[clinics.id(0)]]
    repo.decisions.set_limit("spike", 20, "autre patient", clinics.id(1))
    clinic(repo, TODAY, kept)
    assert read[2:] == [[clinics.id(1)]]
    clinic(repo, TODAY + dt.timedelta(days=1), kept)
    assert sorted(p for part in read[3:] for p in part) == sorted([clinics.id(0), clinics.id(1)])


def test_the_limits_of_a_patient_hold_in_the_list(clinics: Clinics) -> None:
    repo, kept = clinics.repo("physio"), Kept()
    clinics.repo("lead").decisions.set_limit("pain_days_open", 7, "tout le cabinet")
    repo.decisions.set_limit("classed_sessions", 8, "séances rares", clinics.id(1))
    found = clinic(repo, TODAY, kept)
    in_force = {p: dict(found.standings[p].mark[3]) for p in found.order}
    assert in_force == {
        clinics.id(0): {"pain_days_open": 7}, clinics.id(1): {"pain_days_open": 7, "classed_sessions": 8}
    }  # fmt: skip

    for patient_id in found.order:
        mine = repo.decisions.limits(patient_id)
        alone = review(repo.records.get(patient_id).log, as_of=TODAY, limits=mine).result(patient_id, W, TODAY)
        (row,) = found.rows(W, [patient_id])
        assert (row.headline, row.label) == (alone["headline"], alone["headline_label"])

    clinics.repo("lead").decisions.set_limit("pain_days_open", None, "retour au défaut")
    assert clinic(repo, TODAY, kept).standings[clinics.id(0)].mark[3] == ()


def test_a_limit_that_cannot_be_is_named_and_left_out() -> None:
    assert sound({"spike": 20.0, "spike_strong": -3.0, "unknown": 1.0}) == (
        {"spike": 20.0},
        ["spike_strong", "unknown"],
    )


def test_who_has_no_data_is_in_the_list(clinics: Clinics) -> None:
    repo = clinics.repo("physio")
    new = repo.people.create("Nouvelle Personne")
    found = clinic(repo, TODAY, Kept())
    assert found.standings[new].group == "new"
    assert "aucune donnée reçue" in found.rows(W, [new])[0].reason
    later = clinic(repo, TODAY + dt.timedelta(days=20), Kept())
    assert later.standings[new].group == "silent"


def test_a_reader_who_lost_a_patient_spoils_nothing_for_others(
    clinics: Clinics, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, repo = Kept(), clinics.repo("physio")
    listed = repo.people.listed()
    clinics.repo("lead").people.unassign(clinics.id(0), repo.actor.account_id)
    monkeypatch.setattr(repo.people, "listed", lambda: listed)
    assert set(clinic(repo, TODAY, kept).order) == {clinics.id(1)}
    assert clinics.id(0) not in kept.standings


def test_what_a_page_asks_beside_the_list(clinics: Clinics) -> None:
    repo, lead = clinics.repo("physio"), clinics.repo("lead")
    me, second = repo.actor.account_id, clinics.actors["physio2"].account_id
    assert lead.people.following() == {clinics.id(0): [me], clinics.id(1): [me], clinics.id(2): [second]}
    assert repo.people.authors(clinics.id(0)) == {me: "physio"}
    with pytest.raises(NotFound):
        repo.people.following()
    with pytest.raises(NotFound):
        lead.people.authors(clinics.id(0))
    with pytest.raises(NotFound):
        repo.people.open_code("P-0009", "un motif assez long")
    assert repo.people.open_code(" p-0003", "un motif assez long") == clinics.id(2)
    assert repo.people.get(clinics.id(2)).code == "P-0003"
    assert hand_over(lead, me, second) == 2
    assert set(lead.people.following()[clinics.id(0)]) == {second}


def test_the_days_of_a_record(clinics: Clinics) -> None:
    repo = clinics.repo("physio")
    record = repo.records.get(clinics.id(0))
    assert last_day(record, TODAY) == TODAY - dt.timedelta(days=1)
    assert last_day(record, dt.date(2020, 1, 1)) is None
    empty = repo.records.get(repo.people.create("Vide"))
    assert (first_day(empty), last_day(empty, TODAY)) == (None, None)
    day = str(TODAY)
    lines = [
        Line("daily", {"date": day, "pain_morning": 4, "stress": 2}),
        Line("events", {"date": day, "kind": "visit", "note": "a"}),
    ]
    repo.imports.confirm(clinics.id(0), "desk", lines, key="a", revision=1)
    clinics.clock.move(minutes=1)
    cleared = [
        Line("daily", {"date": day, "stress": 3}, cleared=["pain_morning"]),
        Line("events", {"date": day, "kind": "visit"}),
    ]
    repo.imports.confirm(clinics.id(0), "correction", cleared, key="b", revision=2)
    said = said_of(repo, repo.records.get(clinics.id(0)), clinics.id(0), TODAY)
    assert {(s.column, s.value, s.stands) for s in said} == {
        ("stress", 3.0, True), ("stress", 2.0, False), ("pain_morning", 4.0, False), ("kind", "visit", True), ("note", "a", True)
    }  # fmt: skip
