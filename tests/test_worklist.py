"""The day of a physiotherapist: who comes, of whom there is news, what changed since; appointments put and taken off."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from loadaid.analysis.review import review
from loadaid.locale import words
from loadaid.practice import agenda, cohort, gaps
from loadaid.practice.cohort import Clinic, Kept, clinic
from loadaid.store.errors import NotFound, Refused
from loadaid.store.imports import Line
from loadaid.store.repository import Repository
from loadaid.ui.pages import worklist
from tests.store_clinic import SENTINELS, TODAY, Clinics
from tests.ui_stage import built, copied, opened, shown

W = words("fr")
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    return built(tmp_path_factory.mktemp("clinics"))


@pytest.fixture
def clinics(made: Clinics, tmp_path: Path) -> Iterator[Clinics]:
    found = copied(made, tmp_path)
    yield found
    found.database.close()


def read(repo: Repository) -> Clinic:
    return clinic(repo, TODAY, Kept())


def revision(repo: Repository, patient_id: str) -> int:
    return repo.people.get(patient_id).revision


def noted(repo: Repository, patient_id: str, day: dt.date, kind: str = "form", **values: object) -> str:
    """One import about one day."""
    line = Line("daily", {"date": str(day), **values})
    key = f"{kind} {day} {values}"
    return repo.imports.confirm(patient_id, kind, [line], key=key, revision=revision(repo, patient_id)).import_id


def looked_at(clinics: Clinics, *numbers: int) -> None:
    """The physiotherapist reviews some patients; then an hour passes."""
    for number in numbers:
        repo = clinics.repo("physio")
        repo.decisions.mark_reviewed(clinics.id(number), revision(repo, clinics.id(number)))
    clinics.clock.move(hours=1)


def test_data_are_news_until_someone_looks_and_again_when_more_come(clinics: Clinics) -> None:
    repo, first = clinics.repo("physio"), clinics.id(0)
    assert set(agenda.blocks(read(repo))["news"]) == {clinics.id(0), clinics.id(1)}, "never reviewed: all of it is new"
    looked_at(clinics, 0, 1)
    assert agenda.blocks(read(repo)) == {"safety": [], "today": [], "news": []}
    came = noted(clinics.repo("patient"), first, TODAY, pain_morning=4)
    assert agenda.blocks(read(repo))["news"] == [first]
    repo.imports.undo(first, came)
    assert agenda.blocks(read(repo))["news"] == [], "what was taken back is no news"


def test_what_the_clinic_notes_itself_is_no_news(clinics: Clinics) -> None:
    repo, first = clinics.repo("physio"), clinics.id(0)
    looked_at(clinics, 0, 1)
    (gap, *_) = gaps.to_ask(gaps.noted(repo.records.get(first).log)[first], TODAY)
    gaps.answer(repo, first, gap, "rest", revision(repo, first))
    agenda.book(repo, first, TOMORROW, revision(repo, first), "k")
    assert agenda.blocks(read(repo)) == {"safety": [], "today": [], "news": []}


def test_a_safety_answer_stays_first_until_it_was_looked_at(clinics: Clinics) -> None:
    repo, first = clinics.repo("physio"), clinics.id(0)
    line = Line("safety", {"date": str(TODAY), "item": "fever", "answer": "yes"})
    repo.imports.confirm(first, "form", [line], key="yes", revision=1)
    clinics.clock.move(hours=1)
    looked_at(clinics, 0, 1)
    assert agenda.blocks(read(repo)) == {"safety": [first], "today": [], "news": []}
    assert agenda.book(repo, first, TODAY, revision(repo, first), "k")
    assert agenda.blocks(read(repo)) == {"safety": [first], "today": [], "news": []}, (
        "before every appointment, its own too"
    )
    app = page(clinics)
    assert "réponse de sécurité à examiner ; rendez-vous aujourd’hui" in plain(app)
    assert plain(app).index("À voir d’abord") < plain(app).index("Patient")


def test_an_appointment_comes_first_and_a_patient_stands_once(clinics: Clinics) -> None:
    repo, first, second = clinics.repo("physio"), clinics.id(0), clinics.id(1)
    assert agenda.book(repo, second, TODAY, 1, "k")
    assert not agenda.book(repo, second, TODAY, 2, "another"), "there is one on that day"
    assert agenda.book(repo, first, TOMORROW, 1, "k")
    assert agenda.blocks(read(repo)) == {"safety": [], "today": [second], "news": [first]}
    assert read(repo).standings[first].day.visits == [TOMORROW]
    assert agenda.cancel(repo, second, TODAY)
    assert agenda.cancel(repo, second, TODAY)
    assert agenda.blocks(read(repo))["today"] == []
    assert agenda.book(repo, second, TODAY, revision(repo, second), "after"), "it can be put again"


def test_an_appointment_that_came_with_other_data_is_not_taken_off(clinics: Clinics) -> None:
    repo, first = clinics.repo("physio"), clinics.id(0)
    lines = [Line("events", {"date": str(TODAY), "kind": "visit"}), Line("daily", {"date": str(TODAY), "stress": 2})]
    repo.imports.confirm(first, "file", lines, key="both", revision=1)
    assert not agenda.cancel(repo, first, TODAY)
    assert agenda.blocks(read(repo))["today"] == [first]
    assert "arrivé avec d’autres données" in plain(press(page(clinics), "Retirer"))


def test_who_may_not_write_puts_no_appointment(clinics: Clinics) -> None:
    first = clinics.id(0)
    for who in ("physio2", "lead", "admin", "other-physio"):
        with pytest.raises(NotFound):
            agenda.book(clinics.repo(who), first, TODAY, 1, "k")
        with pytest.raises(NotFound):
            agenda.cancel(clinics.repo(who), first, TODAY)
    wish = clinics.repo("patient").privacy.ask(first, "restriction")
    clinics.repo("physio").privacy.answer(first, wish, "done", "comme demandé")
    with pytest.raises(Refused):
        agenda.book(clinics.repo("physio"), first, TODAY, revision(clinics.repo("physio"), first), "k")


def test_arrivals_are_those_of_ones_own_list(clinics: Clinics) -> None:
    everyone = list(clinics.patients.values())
    assert set(clinics.repo("physio").arrivals.of(everyone, "2000-01-01")) == {clinics.id(0), clinics.id(1)}
    assert set(clinics.repo("lead").arrivals.of(everyone, "2000-01-01")) == {clinics.id(k) for k in range(3)}
    for nobody in ("patient", "admin"):
        with pytest.raises(NotFound):
            clinics.repo(nobody).arrivals.of(everyone, "2000-01-01")


def test_days_added_are_those_nobody_spoke_of_before(clinics: Clinics) -> None:
    repo, first = clinics.repo("physio"), clinics.id(0)
    looked_at(clinics, 0)
    written = sorted(gaps.noted(repo.records.get(first).log)[first])[-1]
    noted(clinics.repo("patient"), first, TODAY, pain_morning=4)
    noted(clinics.repo("patient"), first, written, stress=4)
    found = read(repo)
    since = agenda.since(found, first)
    assert since == repo.decisions.last_reviewed()[first][0]
    assert agenda.days_added(found.standings[first].day.arrived, since) == 1


def test_a_visit_counts_as_a_look_from_the_next_day_on(clinics: Clinics) -> None:
    repo, first = clinics.repo("physio"), clinics.id(0)
    line = Line("events", {"date": str(YESTERDAY), "kind": "visit"})
    repo.imports.confirm(first, "desk", [line], key="seen", revision=1)
    found = read(repo)
    assert found.standings[first].day.seen == YESTERDAY
    ended = dt.datetime.combine(TODAY, dt.time()).astimezone(dt.UTC)
    assert agenda.since(found, first) == ended.isoformat(timespec="microseconds").replace("+00:00", "Z")
    (row,) = found.rows(W, [first])
    made = review(repo.records.everyone([first]), as_of=TODAY)
    assert found.standings[first].day.then == made.result(first, W, YESTERDAY)["headline"]
    assert row.headline == made.result(first, W, TODAY)["headline"]


def test_the_number_of_questions_is_that_of_the_record(clinics: Clinics) -> None:
    repo = clinics.repo("physio")
    who = repo.people.create("Peu Noté")
    for ago in (20, 14, 9):
        noted(repo, who, TODAY - dt.timedelta(days=ago), pain_morning=3)
    noted(repo, who, TODAY - dt.timedelta(days=12), note="au lit")
    asked = gaps.to_ask(gaps.noted(repo.records.get(who).log)[who], TODAY)
    runs = [((TODAY - gap.first).days, (TODAY - gap.last).days) for gap in asked]
    assert runs == [(8, 1), (11, 10), (19, 15)], "a day of which only free words are noted is no gap"
    assert read(repo).standings[who].day.questions == len(asked) == 3
    gaps.answer(repo, who, asked[0], "forgot", revision(repo, who))
    gaps.answer(repo, who, asked[1], "rest", revision(repo, who))
    assert read(repo).standings[who].day.questions == 2, "the longer one left, and the single day it had kept out"


def test_nothing_is_read_anew_without_a_change(clinics: Clinics, monkeypatch: pytest.MonkeyPatch) -> None:
    repo, kept = clinics.repo("physio"), Kept()
    clinic(repo, TODAY, kept)

    def never(*_: object, **__: object) -> object:
        raise AssertionError("read anew")

    for name in ("review", "_triages"):
        monkeypatch.setattr(cohort, name, never)
    monkeypatch.setattr(repo.arrivals, "of", never)
    agenda.blocks(clinic(repo, TODAY, kept))


def page(clinics: Clinics, who: str = "physio", lang: str = "fr") -> AppTest:
    app = opened(clinics, worklist.show, who, lang)
    assert not app.exception
    return app


def plain(app: AppTest) -> str:
    assert not app.exception
    return re.sub(r"[\u00a0\u202f]", " ", shown(app))


def heads(app: AppTest) -> list[str]:
    """Block and group headers, without their counts and numbers."""
    return [
        re.sub(r"<[^>]+>|\d+ patients?", "", head).strip(" 0123456789")
        for head in re.findall(r"<h2.*?</h2>", plain(app))
    ]


def press(app: AppTest, label: str, which: str = "") -> AppTest:
    return next(b for b in app.button if b.label == label and which in (b.key or "")).click().run()


def test_blocks_stand_in_order_and_everyone_once(clinics: Clinics) -> None:
    repo = clinics.repo("physio")
    agenda.book(repo, clinics.id(1), TODAY, 1, "k")
    app = page(clinics)
    assert heads(app) == ["Rendez-vous du jour", "Du nouveau"]
    text = plain(app)
    assert text.index(SENTINELS[1]) < text.index("Du nouveau") < text.index(SENTINELS[0])
    for number in (0, 1):
        assert text.count(f"patient={clinics.id(number)}") == 1
    looked_at(clinics, 0)
    after = heads(page(clinics))
    assert after[0] == "Rendez-vous du jour"
    assert "Du nouveau" not in after
    assert len(after) == 2


def test_a_line_says_what_changed_and_what_to_ask(clinics: Clinics) -> None:
    looked_at(clinics, 0, 1)
    assert "rien de nouveau" in plain(page(clinics)) or "dose" in plain(page(clinics))
    noted(clinics.repo("patient"), clinics.id(0), TODAY, pain_morning=4)
    text = plain(page(clinics))
    assert "1 jour ajouté" in text
    asked = read(clinics.repo("physio")).standings[clinics.id(0)].day.questions
    assert f"<td>{asked} question" in text if asked else "<td>rien</td>" in text
    clinics.clock.move(minutes=1)
    looked_at(clinics, 0)
    noted(clinics.repo("patient"), clinics.id(0), TODAY, "correction", pain_morning=5)
    assert "saisies complétées ou corrigées" in plain(page(clinics))


def test_an_appointment_is_put_and_taken_off_in_the_list(clinics: Clinics) -> None:
    app = page(clinics)
    assert "Rendez-vous du jour" not in heads(app)
    app = press(app, "Noter", "book")
    assert "Il faut un patient et un jour" in plain(app)
    app.selectbox(key="book-0-who").select(clinics.id(0))
    app = press(app, "Noter", "book")
    assert f"Rendez-vous noté : {SENTINELS[0]}, 16 novembre." in plain(app)
    assert heads(app)[0] == "Rendez-vous du jour"
    app.selectbox(key="book-1-who").select(clinics.id(0))
    app = press(app, "Noter", "book")
    assert "Déjà noté" in plain(app)
    assert agenda.blocks(read(clinics.repo("physio")))["today"] == [clinics.id(0)]
    app = press(app, "Retirer")
    assert "Rendez-vous retiré" in plain(app)
    assert "Rendez-vous du jour" not in heads(app)


def test_two_presses_and_two_windows_put_one_appointment(clinics: Clinics) -> None:
    first, second = page(clinics), page(clinics)
    for app in (first, second):
        app.selectbox(key="book-0-who").select(clinics.id(0))
        press(app, "Noter", "book")
    events = clinics.repo("physio").records.get(clinics.id(0)).log.events
    assert list(events["date"].dt.date[events["kind"] == "visit"]).count(TODAY) == 1
    first, second = page(clinics), page(clinics)
    press(first, "Retirer")
    assert "Rendez-vous du jour" not in heads(second.run())


def test_a_record_changed_meanwhile_still_takes_an_appointment(clinics: Clinics) -> None:
    app = page(clinics)
    app.selectbox(key="book-0-who").select(clinics.id(0))
    noted(clinics.repo("patient"), clinics.id(0), TODAY, pain_morning=4)
    assert "Rendez-vous noté" in plain(press(app, "Noter", "book")), "it goes over nothing that is noted"


def test_a_later_appointment_is_listed_under_the_form(clinics: Clinics) -> None:
    app = page(clinics)
    app.selectbox(key="book-0-who").select(clinics.id(0))
    app.date_input(key="book-0-day").set_value(TOMORROW)
    app = press(app, "Noter", "book")
    assert "Rendez-vous du jour" not in heads(app)
    assert f"17 novembre : {SENTINELS[0]} P-0001" in plain(app)
    assert "17 novembre" not in plain(press(app, "Retirer")).split("Rendez-vous retiré")[1].split("</p>", 1)[1]


def test_a_restricted_record_is_shown_and_takes_no_appointment(clinics: Clinics) -> None:
    agenda.book(clinics.repo("physio"), clinics.id(0), TODAY, 1, "k")
    wish = clinics.repo("patient").privacy.ask(clinics.id(0), "restriction")
    clinics.repo("physio").privacy.answer(clinics.id(0), wish, "done", "comme demandé")
    app = page(clinics)
    assert heads(app)[0] == "Rendez-vous du jour"
    assert "Retirer" not in {b.label for b in app.button}
    assert app.selectbox(key="book-0-who").options == [f"{SENTINELS[1]} P-0002"]


def test_nobody_nothing_and_others(clinics: Clinics) -> None:
    lead = clinics.repo("lead")
    for number in (0, 1):
        lead.people.unassign(clinics.id(number), clinics.actors["physio"].account_id)
    app = page(clinics)
    assert "Aucun patient suivi" in plain(app)
    assert heads(app) == []
    assert not [s for s in app.selectbox if s.key and s.key.startswith("book")]
    of_lead = page(clinics, "lead")
    assert not [s for s in of_lead.selectbox if s.key and s.key.startswith("book")], "only codes are known"
    assert "P-0001" in plain(of_lead)
    for wrong in ("admin", "patient"):
        assert "Introuvable" in plain(page(clinics, wrong))


def test_enter_with_one_match_opens_that_patient(clinics: Clinics) -> None:
    app = page(clinics)
    app.text_input(key="search").input("P-000")
    app = press(app, "Chercher")
    assert "patient" not in app.query_params, "two match"
    app.text_input(key="search").input("nobody")
    assert "Aucun de vos patients" in plain(press(app, "Chercher"))
    app.text_input(key="search").input("  ")
    assert "patient" not in press(app, "Chercher").query_params
    app.text_input(key="search").input(SENTINELS[1].lower())
    app = press(app, "Chercher")
    assert clinics.id(1) in app.query_params["patient"]
    assert f"<h1>{SENTINELS[1]}</h1>" in plain(app)


def test_the_search_comes_before_every_other_field_and_button(clinics: Clinics) -> None:
    app = page(clinics)
    widgets = [e for e in app.main if e.type in ("text_input", "button", "selectbox", "date_input", "toggle")]
    assert widgets[0].key == "search"


def test_in_english(clinics: Clinics) -> None:
    agenda.book(clinics.repo("physio"), clinics.id(1), TODAY, 1, "k")
    app = page(clinics, lang="en")
    assert heads(app) == ["Today&#39;s appointments", "New"]
    assert {"Remove", "Search"} <= {b.label for b in app.button}
    app = press(app, "Remove")
    assert "Appointment taken off" in plain(app)
