"""Questions about days without any entry: which are asked, what an answer writes, and that nothing else is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from loadaid.locale import words
from loadaid.practice import gaps, readings
from loadaid.practice.gaps import Gap, to_ask
from loadaid.store.errors import ChangedMeanwhile, NotFound, Refused
from loadaid.store.imports import Line
from loadaid.ui.pages import gap_strip, patient_file
from tests.store_clinic import TODAY, Clinics
from tests.ui_stage import built, copied, everything, opened, shown

W = words("fr")


def day(ago: int) -> dt.date:
    return TODAY - dt.timedelta(days=ago)


def asked(*unlogged: int, first: int = 60, answered: tuple[Gap, ...] = ()) -> list[tuple[int, int]]:
    """Gaps as (days ago of the first, of the last), for a log in which only these days ago are blank."""
    days = {day(n) for n in range(first + 1)} - {day(n) for n in unlogged}
    return [((TODAY - g.first).days, (TODAY - g.last).days) for g in to_ask(days, TODAY, answered)]


def test_runs_are_asked_about_the_newest_first_and_three_at_most() -> None:
    assert asked(2, 3, 4, 8, 9, 12, 13, 20, 21) == [(4, 2), (9, 8), (13, 12)]


def test_a_single_day_only_fills_what_longer_ones_leave() -> None:
    assert asked(1, 5, 6, 9, 10, 13, 14) == [(6, 5), (10, 9), (14, 13)]
    assert asked(1, 5, 6, 9, 10) == [(1, 1), (6, 5), (10, 9)]
    assert asked(1, 3, 5, 7) == [(1, 1), (3, 3), (5, 5)]


def test_today_is_no_gap_and_nothing_before_the_first_entry_or_the_last_28_days() -> None:
    assert asked(0) == []
    assert asked(0, 1, 2) == [(2, 1)]
    assert asked(3, 4, first=2) == []
    assert asked(27, 28, 29) == [(27, 27)]
    assert asked(28, 29) == []
    assert to_ask(set(), TODAY) == []


def test_what_was_answered_is_not_asked_again_and_new_days_beside_it_are() -> None:
    assert asked(4, 5, 6, answered=(Gap(day(6), day(4)),)) == []
    assert asked(3, 4, 5, 6, answered=(Gap(day(6), day(4)),)) == [(3, 3)]


def test_what_a_watch_counts_is_no_entry_and_free_words_are(clinics: Clinics) -> None:
    repo = clinics.repo("physio")
    who = repo.people.create("Nouvelle Personne")
    lines = [
        Line("daily", {"date": str(day(6)), "pain_morning": 3}),
        Line("daily", {"date": str(day(5)), "steps": 4000}),
        Line("daily", {"date": str(day(4)), "note": "au lit"}),
        Line("sessions", {"date": str(day(3)), "completed": "no"}),
        Line("safety", {"date": str(day(2)), "item": "fever", "answer": "no"}),
        Line("events", {"date": str(day(1)), "kind": "visit"}),
    ]
    repo.imports.confirm(who, "file", lines, key="x", revision=0)
    assert gaps.noted(repo.records.get(who).log)[who] == {day(n) for n in (6, 4, 3, 2)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    return built(tmp_path_factory.mktemp("clinics"))


@pytest.fixture
def clinics(made: Clinics, tmp_path: Path) -> Iterator[Clinics]:
    st.cache_data.clear()
    found = copied(made, tmp_path)
    yield found
    found.database.close()


@pytest.fixture
def who(clinics: Clinics) -> str:
    """A patient who wrote every day of 40, but for the three days from five to three days ago."""
    repo = clinics.repo("physio")
    patient_id = repo.people.create("Camille Exemple")
    lines = [
        Line("daily", {"date": str(day(n)), "pain_morning": 3, "exercised": "yes" if n % 2 else "no"})
        for n in range(40)
        if n not in (3, 4, 5)
    ]
    repo.imports.confirm(patient_id, "file", lines, key="x", revision=0)
    return patient_id


GAP = Gap(day(5), day(3))


def of_gap(clinics: Clinics, patient_id: str) -> list[dict[str, object]]:
    """What the record says of the days of the gap, value by value."""
    daily = clinics.repo("physio").records.get(patient_id).log.daily
    rows = daily[daily["date"].dt.date.isin(GAP.days)].drop(columns=["patient_id", "date"])
    return [row.dropna().to_dict() for _, row in rows.iterrows()]


@pytest.mark.parametrize(
    ("said", "written"),
    [("rest", [{"exercised": "no"}] * 3), ("flare", [{"flare": "yes"}] * 3), ("forgot", []), ("unknown", [])],
)
def test_an_answer_writes_just_what_it_says_and_undo_takes_it_back(
    clinics: Clinics, who: str, said: str, written: list[dict[str, object]]
) -> None:
    repo = clinics.repo("physio")
    before = repo.records.get(who)
    receipt = gaps.answer(repo, who, GAP, said, before.revision)
    assert of_gap(clinics, who) == written
    assert len(repo.records.get(who).log.daily) == len(before.log.daily) + len(written)
    (kept,) = gaps.answers(repo, who)
    assert (kept.gap, kept.answer, kept.may_undo) == (GAP, said, True)
    days = gaps.noted(repo.records.get(who).log)[who]
    assert to_ask(days, TODAY, [kept.gap]) == []
    repo.imports.undo(who, receipt.import_id)
    assert of_gap(clinics, who) == []
    assert gaps.answers(repo, who) == []
    assert to_ask(gaps.noted(repo.records.get(who).log)[who], TODAY) == [GAP]
    again = gaps.answer(repo, who, GAP, said, repo.people.get(who).revision)
    assert not again.again, "after an undo the same answer can be given"
    assert of_gap(clinics, who) == written


def test_an_answer_is_stored_once_and_never_over_what_was_not_seen(clinics: Clinics, who: str) -> None:
    repo = clinics.repo("physio")
    first = gaps.answer(repo, who, GAP, "rest", 1)
    assert gaps.answer(repo, who, GAP, "rest", 1).import_id == first.import_id
    with pytest.raises(ChangedMeanwhile):
        gaps.answer(repo, who, GAP, "flare", 1)
    assert of_gap(clinics, who) == [{"exercised": "no"}] * 3
    with pytest.raises(Refused):
        gaps.answer(repo, who, GAP, "danced", 2)
    for other in ("physio2", "other-physio", "admin"):
        with pytest.raises(NotFound):
            gaps.answer(clinics.repo(other), who, GAP, "rest", 2)
        with pytest.raises(NotFound):
            gaps.answers(clinics.repo(other), who)


def test_a_later_word_stands_over_an_answer(clinics: Clinics, who: str) -> None:
    repo = clinics.repo("physio")
    gaps.answer(repo, who, GAP, "rest", 1)
    line = Line("daily", {"date": str(GAP.first), "exercised": "yes"})
    repo.imports.confirm(who, "correction", [line], key="later", revision=2)
    assert of_gap(clinics, who) == [{"exercised": "yes"}, {"exercised": "no"}, {"exercised": "no"}]


@pytest.mark.parametrize(("said", "left"), [("rest", []), ("forgot", GAP.days), ("flare", GAP.days)])
def test_the_reading_knows_the_answer_by_itself(clinics: Clinics, who: str, said: str, left: list[dt.date]) -> None:
    repo = clinics.repo("physio")

    def unlogged() -> list[str]:
        made = readings.reading(repo.records.get(who), {}, TODAY)
        assert made is not None
        return list(made.result(who, W, TODAY)["unlogged_days"])

    assert unlogged() == [str(d) for d in GAP.days]
    gaps.answer(repo, who, GAP, said, 1)
    assert unlogged() == [str(d) for d in left], "whether a day of a flare was one of exercise, nobody said"


def page(clinics: Clinics, patient_id: str, who: str = "physio", lang: str = "fr") -> AppTest:
    app = opened(clinics, patient_file.show, who, lang, patient=patient_id)
    assert not app.exception
    return app


def questions(app: AppTest) -> list[str]:
    return [b.key for b in app.button if b.key and b.key.startswith("gap-") and "undo" not in b.key]


def press(app: AppTest, label: str) -> AppTest:
    app = next(b for b in app.button if b.key and b.key.startswith("gap-") and b.label == label).click().run()
    assert not app.exception
    return app


def plain(app: AppTest) -> str:
    return shown(app).replace("\u00a0", " ").replace("\u202f", " ")


def test_one_press_answers_and_one_takes_it_back(clinics: Clinics, who: str) -> None:
    app = page(clinics, who)
    assert "Rien du mer. 11 au ven. 13 nov. (3 jours) :" in plain(app)
    assert [b.label for b in app.button if b.key in questions(app)] == ["repos", "poussée", "oubli", "ne sais plus"]
    app = press(app, "repos")
    assert "Noté : repos, du mer. 11 au ven. 13 nov." in plain(app)
    assert questions(app) == []
    assert of_gap(clinics, who) == [{"exercised": "no"}] * 3
    app = press(app, "Annuler")
    assert "Réponse annulée" in plain(app)
    assert len(questions(app)) == 4
    assert of_gap(clinics, who) == []
    app = press(app, "oubli")
    assert "Noté : oubli, du mer. 11 au ven. 13 nov." in plain(app)
    assert of_gap(clinics, who) == []
    again = page(clinics, who)
    again.session_state["why-"] = True  # the panel under the page, opened
    assert "déjà répondu : oubli du mer. 11 au ven. 13 nov." in plain(again.run())


def test_where_it_is_from_is_said(clinics: Clinics, who: str) -> None:
    gaps.answer(clinics.repo("physio"), who, GAP, "rest", 1)
    app = opened(clinics, patient_file.show, "physio", patient=who, tab="day")
    app = app.date_input(key=f"day-of-{who}").set_value(GAP.first).run()
    assert "Réponse sur des jours sans saisie, vous" in plain(app)
    received = plain(opened(clinics, patient_file.show, "physio", patient=who, tab="upload"))
    assert "Réponse : repos." in received
    assert "mercredi 11 novembre 2026 au vendredi 13 novembre 2026" in received


def test_none_and_many(clinics: Clinics, who: str) -> None:
    repo = clinics.repo("physio")
    full = [Line("daily", {"date": str(d), "pain_morning": 3}) for d in GAP.days]
    repo.imports.confirm(who, "file", full, key="full", revision=1)
    assert questions(page(clinics, who)) == []
    new = repo.people.create("Sans Rien")
    assert questions(page(clinics, new)) == []
    few = [Line("daily", {"date": str(day(n)), "pain_morning": 3}) for n in (20, 15, 10, 5)]
    repo.imports.confirm(new, "file", few, key="few", revision=0)
    app = page(clinics, new)
    assert len(questions(app)) == 4, "one at a time"
    assert "puis 2 autres questions" in plain(app)
    for left in ("puis 2 autres questions", "puis 1 autre question", ""):
        app = press(app, "ne sais plus")
        assert len(questions(app)) == 4, "a fourth gap takes the place of the first, then each of the next"
        assert left in plain(app)
    assert questions(press(app, "ne sais plus")) == []


def test_only_who_writes_is_asked(clinics: Clinics, who: str) -> None:
    reader = clinics.repo("physio2")
    reader.people.open_with_reason(who, "remplacement du jour")
    app = page(clinics, who, "physio2")
    assert "lecture seule" in plain(app)
    assert questions(app) == []
    for stranger in ("lead", "admin", "patient"):
        assert questions(page(clinics, who, stranger)) == []


def test_a_restricted_record_is_not_asked_about(clinics: Clinics) -> None:
    patient_id = clinics.id(0)
    asked_for = clinics.repo("patient").privacy.ask(patient_id, "restriction", "pour l'instant")
    assert questions(page(clinics, patient_id)) != []
    clinics.repo("physio").privacy.answer(patient_id, asked_for, "done", "comme demandé")
    assert questions(page(clinics, patient_id)) == []


def test_a_record_changed_meanwhile_is_told_and_the_question_stays(clinics: Clinics, who: str) -> None:
    app = page(clinics, who)
    line = Line("daily", {"date": str(TODAY), "pain_morning": 5})
    clinics.repo("physio").imports.confirm(who, "form", [line], key="meanwhile", revision=1)
    app = press(app, "repos")
    assert "Modifié entre-temps" in plain(app)
    assert of_gap(clinics, who) == []
    app = press(app, "repos")  # now that it was seen
    assert of_gap(clinics, who) == [{"exercised": "no"}] * 3


def test_two_windows_give_one_answer(clinics: Clinics, who: str) -> None:
    first, second, third = page(clinics, who), page(clinics, who), page(clinics, who)
    press(first, "repos")
    again, other = plain(press(second, "repos")), plain(press(third, "oubli"))
    assert "Noté : repos, du mer. 11 au ven. 13 nov." in again
    assert "Modifié entre-temps" not in again
    assert "Modifié entre-temps" in other
    assert [one.answer for one in gaps.answers(clinics.repo("physio"), who)] == ["rest"]


def test_days_in_words() -> None:
    assert gap_strip.span(W, Gap(dt.date(2026, 10, 31), dt.date(2026, 11, 1))) == "du sam. 31 oct. au dim. 1er nov."
    assert gap_strip.span(W, Gap(dt.date(2026, 11, 1), dt.date(2026, 11, 1))) == "le dim. 1er nov."


def test_in_english(clinics: Clinics, who: str) -> None:
    app = page(clinics, who, lang="en")
    assert "Nothing from Wed 11 to Fri 13 Nov (3 days):" in plain(app)
    assert [b.label for b in app.button if b.key in questions(app)] == ["rest", "flare", "forgotten", "don't remember"]
    assert "Noted: rest, from Wed 11 to Fri 13 Nov." in plain(press(app, "rest"))
    assert "repos" not in everything(app)
