"""What a patient sees: their own log, never a reading of it; forms that keep what was answered and nothing else."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from loadaid.analysis.headline import LABELS
from loadaid.analysis.hold import HEADLINES
from loadaid.analysis.review import review
from loadaid.analysis.rules import RULES
from loadaid.domain.records import Log
from loadaid.locale import words
from loadaid.practice import checkin, own_log
from loadaid.practice.lines import of_log
from loadaid.practice.readings import freeze
from loadaid.store import errors
from loadaid.store.actor import Actor
from loadaid.store.founding import add_account, add_clinic
from loadaid.store.imports import Line
from loadaid.store.repository import repository
from loadaid.ui import session, store_errors
from loadaid.ui.own_picture import picture
from loadaid.ui.pages import patient_home, patient_privacy, patient_today, patient_upload
from loadaid.ui.palette import LIGHT
from loadaid.ui.visit import Visit
from loadaid.virtual import clinic
from tests import store_clinic, ui_stage
from tests.store_clinic import SENTINELS, TODAY, Clinics
from tests.test_locale import FEAR
from tests.test_ui_page import FRENCH

PAGES: dict[str, Callable[[Visit], None]] = {
    "home": patient_home.show, "today": patient_today.show, "upload": patient_upload.show, "privacy": patient_privacy.show,
}  # fmt: skip
# Beside the words that no screen may hold: what only a judgement of a patient would say.
JUDGED = re.compile(
    r"\brisque|\brisk|\balert|drapeau|\bflag|\bscore|verdict|anormal|abnormal|trop rapide|too fast", re.IGNORECASE
)
HOSTILE = "<img src=x onerror=alert(1)> **gras** :red[x] $x$ [a](http://b) \"q\" 'q' \u202edrowssap"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    return ui_stage.built(tmp_path_factory.mktemp("built"), days=20)


@pytest.fixture
def clinics(built: Clinics, tmp_path: Path) -> Iterator[Clinics]:
    made = ui_stage.copied(built, tmp_path)
    yield made
    made.database.close()


@dataclass
class Followed:
    """A clinic in which every reading is there: who can sign in with it, and all that it says of them in both languages."""

    clinics: Clinics
    names: dict[str, str] = field(default_factory=dict)
    said: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    """One patient per headline of the demonstration clinic, each with a frozen reading and a decision on it."""
    log = clinic(60, 180, 7, end=TODAY - dt.timedelta(days=1))
    read = review(log)
    results = {
        p: {lang: read.result(p, words(lang)) for lang in ("fr", "en")} for p in map(str, log.patients["patient_id"])
    }
    chosen = {results[p]["fr"]["headline"]: p for p in reversed(results)}
    assert set(chosen) == set(HEADLINES)
    base = store_clinic.made(f"sqlite:///{tmp_path_factory.mktemp('followed')}/clinic.db", days=2)
    made = Followed(base)
    clinic_id = add_clinic(base.database, "Cabinet 3", "fr")
    physio = Actor(
        add_account(base.database, clinic_id, "physio", "Kiné Trois", "three@example.org"), clinic_id, "physio"
    )
    repo, lines = repository(base.database, physio), of_log(log)
    for number, (headline, one) in enumerate(chosen.items()):
        name = f"Qwxzheadline{number}"
        patient_id = repo.people.create(name, "1980-05-17", {"condition": "low_back"})
        repo.imports.confirm(patient_id, "seed", lines[one], key="seed", revision=0)
        assessment = freeze(repo, patient_id, TODAY, words("fr"))
        assert assessment
        repo.decisions.decide(
            patient_id, assessment, "hold", agrees=True, content={"reason": "Motif secret"}, key="one"
        )
        account = add_account(base.database, clinic_id, "patient", name, f"{name}@example.org", patient_id=patient_id)
        base.actors[headline] = Actor(account, clinic_id, "patient")
        made.names[headline] = name
        made.said[headline] = {text for result in results[one].values() for text in sentences(result)}
    yield made
    base.database.close()


def sentences(result: dict[str, object]) -> set[str]:
    """Everything a result says in words."""
    found = {str(result["headline_sentence"])}
    for finding in result["findings"]:  # type: ignore[attr-defined]
        found |= {str(finding[k]) for k in ("question", "sentence", "would_clear") if finding.get(k)}
    return {text for text in found if len(text) > 12}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("headline", HEADLINES)
def test_a_patient_sees_no_reading_and_nobody_else(followed: Followed, headline: str, lang: str) -> None:
    w = words(lang)  # "flare" is the id of a rule and an English word of the form
    judged = (
        {w(label) for label in LABELS.values()}
        | {w(rule.question) for rule in RULES}
        | {rule.id for rule in RULES if rule.id != "flare"}
    )
    judged |= followed.said[headline] | {"Motif secret", *HEADLINES}
    others = {*SENTINELS, *followed.names.values()} - {followed.names[headline]}
    for name, page in PAGES.items():
        app = ui_stage.opened(followed.clinics, page, headline, lang)
        assert not app.exception, name
        shown = ui_stage.everything(app)
        assert [text for text in judged | others if text in shown] == [], name
        assert FEAR.findall(shown) == [], name
        assert JUDGED.findall(shown) == [], name
        coloured = {LIGHT[k] for k in (*HEADLINES, "red", "amber", "green") if k in LIGHT} - {LIGHT["ink3"]}
        assert [colour for colour in coloured if colour in shown] == [], name


@pytest.mark.parametrize("room", PAGES)
def test_english_has_no_french_left(clinics: Clinics, room: str) -> None:
    shown = ui_stage.everything(ui_stage.opened(clinics, PAGES[room], lang="en"))
    own = "(Exercise|Notes|What I managed to do|If cancelled, why) <b>[^<]+</b>"  # in the patient's words
    ours = re.sub("<[^>]+>", " ", re.sub(own, "", shown))
    assert FRENCH.findall(ours) == []
    assert FRENCH.findall(ui_stage.everything(ui_stage.opened(clinics, PAGES[room])))


@pytest.mark.parametrize("room", PAGES)
def test_a_patients_words_are_shown_as_typed(clinics: Clinics, room: str) -> None:
    repo, patient = clinics.repo("patient"), clinics.id(0)
    line = Line("daily", {"date": TODAY.isoformat(), "note": HOSTILE, "managed": HOSTILE})
    exercise = {"date": TODAY.isoformat(), "session": 1, "line": 1, "exercise": HOSTILE}
    repo.imports.confirm(
        patient,
        "file",
        [line, Line("sessions", exercise)],
        key="hostile",
        revision=1,
        told={"files": [{"name": HOSTILE}]},
    )
    repo.privacy.ask(patient, "access", HOSTILE)
    app = ui_stage.opened(clinics, PAGES[room])
    assert not app.exception
    assert "<img src=x" not in ui_stage.shown(app)
    assert not app.markdown


@pytest.mark.parametrize("room", PAGES)
@pytest.mark.parametrize("who", ["physio", "lead", "admin"])
def test_the_pages_of_a_patient_are_empty_for_others(clinics: Clinics, room: str, who: str) -> None:
    app = ui_stage.opened(clinics, PAGES[room], who)
    assert not app.exception
    assert "Introuvable" in ui_stage.shown(app)
    assert not [name for name in SENTINELS if name in ui_stage.everything(app)]


# --- the daily form


def keyed(app: AppTest, kind: str, end: str) -> object:
    return next(one for one in app.get(kind) if one.key and one.key.endswith(end))


def answer(app: AppTest, name: str, value: object) -> AppTest:
    """Touches one answer."""
    return keyed(app, "button_group", f"_{name}").set_value(value).run()


def save(app: AppTest) -> AppTest:
    return next(b for b in app.button if b.key and b.key.startswith("today_save")).click().run()


def stands(clinics: Clinics, day: dt.date = TODAY) -> dict[str, object]:
    return dict(checkin.noted(clinics.repo("patient").records.get(clinics.id(0)), day).answers.daily)


def test_nothing_is_preselected_and_nothing_can_be_saved_yet(clinics: Clinics) -> None:
    app = ui_stage.opened(clinics, patient_today.show)
    assert [g.key for g in app.get("button_group") if g.value is not None] == []
    assert next(b for b in app.button if b.key and b.key.startswith("today_save")).disabled
    asked = [str(e.label) for e in app.main if getattr(e, "label", "")]
    first = next(label for label in asked if "réussi" in label or "douleur" in label.lower())
    assert first.startswith("Qu’avez-vous réussi")


def test_zero_and_no_answer_are_different_keys(clinics: Clinics) -> None:
    app = answer(ui_stage.opened(clinics, patient_today.show), "pain_morning", 0)
    app = answer(app, "pain_average", patient_today.NO_ANSWER)
    app = answer(app, "flare", "no")
    assert "C’est noté" in ui_stage.shown(save(app))
    assert stands(clinics) == {"pain_morning": 0, "flare": "no"}


def test_a_half_filled_form_outlives_its_browser(clinics: Clinics) -> None:
    answer(ui_stage.opened(clinics, patient_today.show), "impact", 3)
    assert stands(clinics) == {}
    app = ui_stage.opened(clinics, patient_today.show)
    assert keyed(app, "button_group", "_impact").value == 3
    save(app)
    assert stands(clinics) == {"impact": 3}


def test_looking_at_a_day_changes_nothing(clinics: Clinics) -> None:
    repo, patient = clinics.repo("patient"), clinics.id(0)
    odd = {
        "pain_morning": 4.5,
        "note": " Deux  espaces\n\n",
        "posture_longest_min": 75,
        "work_effort": 2.5,
        "lifting": "heavy",
    }
    session_of_file = {"session": 1, "line": 1, "session_minutes": 12.5, "completed": "no", "session_rpe": 3.5}
    lines = [
        Line("daily", {"date": TODAY.isoformat(), **odd}),
        Line("sessions", {"date": TODAY.isoformat(), **session_of_file}),
    ]
    repo.imports.confirm(patient, "file", lines, key="odd", revision=1)
    app = ui_stage.opened(clinics, patient_today.show)
    for day in checkin.days(TODAY):
        app.selectbox[0].set_value(day).run()
        assert not app.exception
        assert "Noté jusqu’ici" not in ui_stage.shown(app)
    assert repo.imports.drafts(patient, "form") == []


def test_a_session_is_asked_about_once_it_is_said(clinics: Clinics) -> None:
    app = ui_stage.opened(clinics, patient_today.show)
    assert not app.number_input
    app = answer(app, "exercised", "yes")
    app.number_input[0].set_value(25).run()
    app = answer(app, "session_rpe_1", 0)
    app.toggle[0].set_value(True).run()
    app = answer(app, "session_rpe_2", 6)
    save(app)
    noted = checkin.noted(clinics.repo("patient").records.get(clinics.id(0)), TODAY).answers
    assert noted.sessions == {1: {"session_minutes": 25, "session_rpe": 0}, 2: {"session_rpe": 6}}


def test_an_earlier_day_is_corrected_and_marked_in_the_log(clinics: Clinics) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    before = stands(clinics, yesterday)["pain_morning"]
    other = 9 if before != 9 else 8
    app = ui_stage.opened(clinics, patient_today.show)
    app.selectbox[0].set_value(yesterday).run()
    assert keyed(app, "button_group", "_pain_morning").value == before
    app = answer(app, "pain_morning", other)
    assert "Noté jusqu’ici" in ui_stage.shown(app)
    save(app)
    assert stands(clinics, yesterday)["pain_morning"] == other
    assert "modifié" in ui_stage.shown(ui_stage.opened(clinics, patient_home.show))


def test_what_the_team_noted_meanwhile_is_seen_before_it_is_written_over(clinics: Clinics) -> None:
    app = answer(ui_stage.opened(clinics, patient_today.show), "pain_morning", 3)
    physio, patient = clinics.repo("physio"), clinics.id(0)
    line = Line("daily", {"date": TODAY.isoformat(), "pain_morning": 6, "impact": 5})
    physio.imports.confirm(patient, "desk", [line], key="desk", revision=physio.people.get(patient).revision)
    app = save(app)
    shown = ui_stage.shown(app)
    assert "L’équipe a modifié ce journal" in shown
    assert "Noté jusqu’ici" in shown
    assert stands(clinics) == {"pain_morning": 6, "impact": 5}
    save(app)
    assert stands(clinics) == {"pain_morning": 3, "impact": 5}


def test_saving_in_two_windows_is_one_entry(clinics: Clinics) -> None:
    first = answer(ui_stage.opened(clinics, patient_today.show), "pain_morning", 3)
    second = ui_stage.opened(clinics, patient_today.show)
    save(first)
    second = second.run()
    assert next(b for b in second.button if b.key and b.key.startswith("today_save")).disabled
    assert len(clinics.repo("patient").imports.listed(clinics.id(0))) == 2


# --- the own log


def of_days(*noted: tuple[str, float | None]) -> own_log.Series:
    return own_log.Series("pain_morning", dt.date(2026, 11, 1), dt.date(2026, 11, len(noted)), [v for _, v in noted])


def test_a_line_joins_days_in_a_row_and_never_crosses_a_gap() -> None:
    series = of_days(("1", 3), ("2", 0), ("3", None), ("4", None), ("5", 5), ("6", None))
    assert series.runs == [[(0, 3), (1, 0)], [(4, 5)]]
    assert series.gaps == [(2, 3), (5, 5)]
    drawn = picture(words("fr"), series, LIGHT)
    assert "de 0 à 5" in drawn
    assert "3 jours notés sur 6" in drawn.replace("\xa0", " ")


def test_days_without_anything_stand_as_one_gap(clinics: Clinics) -> None:
    record = clinics.repo("patient").records.get(clinics.id(0))
    days = own_log.days(record, [], TODAY + dt.timedelta(days=5), 30)
    assert (days[0].first, days[0].last) == (TODAY, TODAY + dt.timedelta(days=5))
    assert days[0].is_blank
    assert sum((d.last - d.first).days + 1 for d in days) == 30
    assert "rien de noté" in ui_stage.shown(ui_stage.opened(clinics, patient_home.show))


def test_an_empty_log_has_no_picture_and_says_so() -> None:
    empty = Log(**{name: pd.DataFrame({"date": []}) for name in Log.__dataclass_fields__})
    record = type("Record", (), {"log": empty})()
    assert own_log.series(record, TODAY, 14) == []
    assert [d.is_blank for d in own_log.days(record, [], TODAY, 14)] == [True]


# --- who opened it, all of it, requests


def test_who_opened_a_record_is_told_by_name_and_role_alone(clinics: Clinics) -> None:
    clinics.repo("physio").records.get(clinics.id(0))
    clinics.repo("lead").people.open_with_reason(clinics.id(0), "Absence de la collègue")
    shown = ui_stage.shown(ui_stage.opened(clinics, patient_privacy.show))
    assert "kinésithérapeute" in shown
    assert "Absence de la collègue" in shown
    assert "@example.org" not in shown


def test_all_data_are_one_file_for_the_patient_alone(clinics: Clinics) -> None:
    app = ui_stage.opened(clinics, patient_privacy.show)
    app.button(key="export").click().run()
    token = re.findall(r'href="/export/([^"]+)"', ui_stage.shown(app))[0]
    assert session.desk.exports.take(token, clinics.actors["physio"].account_id) is None
    export = session.desk.exports.take(token, clinics.actors["patient"].account_id)
    assert export
    with zipfile.ZipFile(io.BytesIO(export.content)) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "daily.csv" in archive.namelist()
    assert not [name for name in SENTINELS[1:] if name in content]


def test_a_request_is_sent_once_and_its_answer_is_shown(clinics: Clinics) -> None:
    app = ui_stage.opened(clinics, patient_privacy.show)
    app.radio[0].set_value("restriction").run()
    app.button(key="request_send").click().run()
    assert app.button(key="request_send").disabled
    asked = clinics.repo("patient").privacy.of(clinics.id(0))
    assert [r.kind for r in asked] == ["restriction"]
    clinics.repo("physio").privacy.answer(clinics.id(0), asked[0].id, "done", "Fait ce jour.")
    assert "Fait ce jour." in ui_stage.shown(ui_stage.opened(clinics, patient_privacy.show))
    for page in (patient_today.show, patient_upload.show):
        app = ui_stage.opened(clinics, page)
        assert "rien ne peut y être ajouté" in ui_stage.shown(app)
        assert not app.button


# --- what the store answers


def every_error() -> list[errors.StoreError]:
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, errors.StoreError)]
    return [k("x") if k in (errors.TooLate, errors.Refused) else k() for k in kinds]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_answer_of_the_store_has_words(lang: str) -> None:
    for error in every_error():
        title, sentence = store_errors.told(words(lang), error)
        assert title
        assert sentence.endswith(".")
        assert FEAR.findall(title + sentence) == []


def test_who_changed_a_record_is_named_only_where_it_may_be() -> None:
    error = errors.ChangedMeanwhile("abc", "2026-11-16T13:02:00.000000Z")
    assert "L’équipe" in store_errors.told(words("fr"), error)[1]
    assert "K. Martin a modifié" in store_errors.told(words("fr"), error, "K. Martin")[1]
    assert re.search(r"à\s\d\d:02", store_errors.told(words("fr"), error)[1])
