"""What clinicians keep: readings as they were, decisions that are superseded and never edited, limits with a reason, marks."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from loadaid.domain.errors import UsageError
from loadaid.domain.finding import RULESET
from loadaid.locale import words
from loadaid.practice import readings
from loadaid.report.facts import facts
from loadaid.report.parts import worded
from loadaid.store import audit
from loadaid.store.errors import ChangedMeanwhile, ClockWentBack, NotFound, Refused
from loadaid.store.imports import Line
from tests.store_clinic import TODAY, Clinics, made

YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def clinics(database_url: str) -> Iterator[Clinics]:
    found = made(database_url)
    yield found
    found.database.close()


def frozen(clinics: Clinics, patient: str) -> str:
    made_id = readings.freeze(clinics.repo("physio"), patient, YESTERDAY, words("fr"))
    assert made_id is not None
    return made_id


def new_day(clinics: Clinics, patient: str, **values: float) -> None:
    repo = clinics.repo("physio")
    record = repo.records.get(patient)
    lines = [Line("daily", {"date": YESTERDAY.isoformat(), **values})]
    repo.imports.confirm(patient, "form", lines, key=f"k{record.revision}", revision=record.revision)


def test_a_reading_is_kept_as_it_was(clinics: Clinics, monkeypatch: pytest.MonkeyPatch) -> None:
    """Later entries, other limits and other rules change nothing of it; it is marked as made from another record."""
    patient, repo = clinics.id(0), clinics.repo("physio")
    first = frozen(clinics, patient)
    assert frozen(clinics, patient) == first, "the same reading of the same record is kept once"
    (kept,) = repo.decisions.assessments(patient)
    made_now = readings.reading(repo.records.get(patient), {}, YESTERDAY)
    assert made_now is not None
    page = facts(made_now, repo.records.get(patient).log, patient, YESTERDAY)
    result = made_now.result(patient, words("fr"), YESTERDAY)
    texts = json.loads(json.dumps(worded(result, page, words("fr"))))
    assert kept.result == {**result, "language": "fr", "page": page, "texts": texts}
    assert (kept.ruleset, kept.limits, kept.is_stale(repo.records.get(patient))) == (RULESET, {}, False)
    new_day(clinics, patient, pain_average=9, pain_morning=9, impact=9)
    monkeypatch.setattr(readings, "RULESET", "9.9.9")
    second = frozen(clinics, patient)
    assert second != first
    newer, older = repo.decisions.assessments(patient)
    if newer.id != second:
        newer, older = older, newer
    assert older == kept
    assert older.is_stale(repo.records.get(patient))
    assert (newer.ruleset, newer.is_stale(repo.records.get(patient))) == ("9.9.9", False)


def test_an_undo_makes_a_reading_stale_too(clinics: Clinics) -> None:
    patient, repo = clinics.id(0), clinics.repo("physio")
    new_day(clinics, patient, impact=3)
    frozen(clinics, patient)
    repo.imports.undo(patient, repo.imports.listed(patient)[0].import_id)
    (kept,) = repo.decisions.assessments(patient)
    assert kept.is_stale(repo.records.get(patient))


def test_a_decision_is_superseded_once_and_never_edited(clinics: Clinics) -> None:
    patient, repo = clinics.id(0), clinics.repo("physio")
    on = frozen(clinics, patient)
    first = repo.decisions.decide(patient, on, "hold", agrees=True, content={"reason": "calme"}, key="a")
    assert repo.decisions.decide(patient, on, "regress", agrees=None, content={}, key="a") == first, "a double click"
    second = repo.decisions.decide(patient, on, "progress", agrees=False, content={}, key="b", supersedes=first)
    with pytest.raises(ChangedMeanwhile) as told:
        repo.decisions.decide(patient, on, "regress", agrees=None, content={}, key="c", supersedes=first)
    assert told.value.by == clinics.actors["physio"].account_id
    kept = {d.id: d for d in repo.decisions.decisions(patient)}
    assert (kept[first].superseded, kept[second].superseded) == (True, False)
    assert (kept[first].content, kept[first].agrees) == ({"reason": "calme"}, True)


def test_a_decision_rests_on_a_reading_of_the_same_patient(clinics: Clinics) -> None:
    patient, repo = clinics.id(0), clinics.repo("physio")
    of_another = frozen(clinics, clinics.id(1))
    for wrong in (of_another, "0" * 24):
        with pytest.raises(NotFound):
            repo.decisions.decide(patient, wrong, "hold", agrees=None, content={}, key="k")
    with pytest.raises(Refused):
        repo.decisions.decide(patient, frozen(clinics, patient), "stop", agrees=None, content={}, key="k")


def test_limits_of_the_clinic_and_of_one_patient(clinics: Clinics) -> None:
    patient, repo, lead = clinics.id(0), clinics.repo("physio"), clinics.repo("lead")
    lead.decisions.set_limit("rise_red", 3, "nos patients")
    repo.decisions.set_limit("rise_red", 2.5, "très irritable", patient)
    repo.decisions.set_limit("spike", 15, "endurant", patient)
    assert repo.decisions.limits(patient) == {"rise_red": 2.5, "spike": 15}
    assert repo.decisions.limits(clinics.id(1)) == {"rise_red": 3}
    repo.decisions.set_limit("rise_red", None, "comme les autres", patient)
    assert repo.decisions.limits(patient) == {"rise_red": 3, "spike": 15}
    lead.decisions.set_limit("rise_red", None, "retour aux limites publiées")
    assert repo.decisions.limits(patient) == {"spike": 15}
    assert clinics.repo("other-lead").decisions.clinic_limits() == {}
    for wrong in (99.0, float("nan")):
        with pytest.raises(UsageError):
            repo.decisions.set_limit("rise_red", wrong, "essai", patient)
    with pytest.raises(UsageError):
        repo.decisions.set_limit("no_such_limit", 1, "essai", patient)
    with pytest.raises(Refused):
        repo.decisions.set_limit("spike", 12, "  ", patient)


def test_who_was_looked_at(clinics: Clinics) -> None:
    patient, repo = clinics.id(0), clinics.repo("physio")
    assert repo.decisions.last_reviewed() == {}
    repo.decisions.mark_reviewed(patient, 1)
    clinics.clock.move(hours=1)
    clinics.repo("lead").decisions.mark_reviewed(patient, 1)
    assert repo.decisions.last_reviewed()[patient][1] == clinics.actors["lead"].account_id
    clinics.repo("lead").decisions.unmark_reviewed(patient)
    clinics.repo("lead").decisions.unmark_reviewed(patient)
    assert repo.decisions.last_reviewed()[patient][1] == clinics.actors["physio"].account_id
    assert clinics.repo("physio2").decisions.last_reviewed() == {}, "not in the list of who does not follow"


def test_a_clock_that_went_back(clinics: Clinics) -> None:
    """Nothing is written in the past; a step of the network's clock is no matter, and order is by number."""
    patient, repo = clinics.id(0), clinics.repo("physio")
    clinics.clock.move(minutes=-1)
    new_day(clinics, patient, impact=1)
    clinics.clock.move(minutes=-2)
    before = repo.records.get(patient).revision
    with pytest.raises(ClockWentBack):
        new_day(clinics, patient, impact=2)
    assert repo.records.get(patient).revision == before
    clinics.clock.move(days=1)
    new_day(clinics, patient, impact=3)
    assert clinics.repo("admin").accesses.verify().wrong is None


def test_readings_are_the_same_in_every_zone(clinics: Clinics, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    try:
        for zone in ("UTC", "Europe/Paris", "America/Cayenne", "Pacific/Auckland", "Pacific/Noumea"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            seen.append(readings.verdicts(clinics.database))
    finally:
        monkeypatch.undo()
        os.environ.pop("TZ", None)
        time.tzset()
    assert len(seen[0]) == 6
    assert all(marks == seen[0] for marks in seen)


def test_requests_and_what_becomes_of_them(clinics: Clinics) -> None:
    patient, own, physio = clinics.id(0), clinics.repo("patient"), clinics.repo("physio")
    asked = own.privacy.ask(patient, "restriction", "une pause")
    with pytest.raises(Refused):
        physio.privacy.answer(patient, asked, "done", " ")
    physio.privacy.answer(patient, asked, "done", "entendu")
    with pytest.raises(Refused):
        physio.privacy.answer(patient, asked, "refused", "trop tard")
    with pytest.raises(Refused):
        new_day(clinics, patient, impact=2)
    assert own.privacy.of(patient)[0].reason == "entendu"
    physio.privacy.lift(patient)
    new_day(clinics, patient, impact=2)


def test_an_erasure_leaves_the_record_of_care_or_nothing(clinics: Clinics) -> None:
    patient, physio = clinics.id(0), clinics.repo("physio")
    clinics.repo("patient").imports.keep(patient, "upload", b"x")
    request = clinics.repo("patient").privacy.ask(patient, "erasure")
    physio.privacy.answer(patient, request, "partly", "le dossier de soins se garde")
    assert physio.people.get(patient).name is not None
    assert len(physio.records.get(patient).log.daily)
    with pytest.raises(NotFound):
        clinics.repo("patient").people.own()
    with pytest.raises(NotFound):
        clinics.repo("patient").imports.drafts(patient, "upload")
    other = clinics.id(1)
    frozen_id = frozen(clinics, other)
    physio.decisions.decide(other, frozen_id, "hold", agrees=None, content={}, key="k")
    physio.privacy.answer(other, physio.privacy.ask(other, "erasure"), "done", "hors délai de garde")
    with pytest.raises(NotFound):
        physio.people.get(other)
    assert other not in {p.id for p in clinics.repo("lead").people.listed()}
    assert clinics.repo("admin").accesses.verify().wrong is None


def test_a_restricted_record_takes_nothing(clinics: Clinics) -> None:
    patient, physio = clinics.id(0), clinics.repo("physio")
    on = frozen(clinics, patient)
    record = physio.records.get(patient)
    physio.privacy.answer(patient, clinics.repo("patient").privacy.ask(patient, "restriction"), "done", "entendu")
    for act in (
        lambda: readings.freeze(physio, patient, YESTERDAY - dt.timedelta(days=1), words("fr")),
        lambda: physio.decisions.decide(patient, on, "hold", agrees=None, content={}, key="k"),
        lambda: physio.decisions.set_limit("spike", 15, "endurant", patient),
        lambda: physio.decisions.mark_reviewed(patient, record.revision),
        lambda: physio.imports.keep(patient, "upload", b"x"),
        lambda: clinics.repo("patient").imports.keep(patient, "form", b"x"),
        lambda: physio.imports.undo(patient, physio.imports.listed(patient)[0].import_id),
        lambda: physio.people.change(patient, record.revision, name="X", birth_date=None, chart={}),
    ):
        with pytest.raises(Refused):
            act()
    assert physio.records.get(patient).revision == record.revision
    clinics.repo("lead").people.assign(patient, clinics.actors["physio2"].account_id)
    clinics.repo("physio2").records.enter_export(patient)


def test_a_clock_that_ran_ahead_can_be_said_to_be_right_again(clinics: Clinics) -> None:
    """Reading goes on meanwhile; who says so stands in the log."""
    patient, repo = clinics.id(0), clinics.repo("physio")
    clinics.clock.move(days=365)
    new_day(clinics, patient, impact=1)
    clinics.clock.move(days=-365)
    assert clinics.repo("physio2").people.listed()
    assert repo.records.get(patient)
    with pytest.raises(ClockWentBack):
        new_day(clinics, patient, impact=2)
    with clinics.database.write() as connection:
        audit.append(
            connection, clinics.database.vault.audit_key, clinics.clock(), None, "set", "clock", sets_clock=True
        )
    new_day(clinics, patient, impact=2)
    assert clinics.repo("admin").accesses.verify().wrong is None


def test_what_was_erased_is_nowhere_in_the_files(tmp_path: Path) -> None:
    clinics = made(f"sqlite:///{tmp_path / 'a.db'}", days=5)
    patient, physio = clinics.id(1), clinics.repo("physio")
    line = Line("sessions", {"date": YESTERDAY.isoformat(), "session": 7, "exercise": "Zorglubique"})
    physio.imports.confirm(patient, "form", [line], key="k", revision=physio.records.get(patient).revision)
    request = physio.privacy.ask(patient, "erasure")
    assert any(b"Zorglubique" in file.read_bytes() for file in tmp_path.iterdir())
    physio.privacy.answer(patient, request, "done", "hors délai")
    assert not any(b"Zorglubique" in file.read_bytes() for file in tmp_path.iterdir()), "while the app goes on running"
    clinics.database.close()


def test_a_limit_that_cannot_be_does_not_stop_a_reading_from_being_frozen(
    clinics: Clinics, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient, physio = clinics.id(0), clinics.repo("physio")
    monkeypatch.setattr(physio.decisions, "limits", lambda _: {"spike": -5.0, "rise_red": 3.0})
    assert readings.freeze(physio, patient, YESTERDAY, words("fr"))
    assert physio.decisions.assessments(patient)[0].limits == {"rise_red": 3.0}
