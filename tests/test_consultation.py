"""The consultation: what each state of a record shows, the days behind a reason, a decision from its draft to the page."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from loadaid.locale import words
from loadaid.practice import deciding, desk_exercises
from loadaid.practice.deciding import Writing
from loadaid.store.decisions import Decision
from loadaid.store.errors import ChangedMeanwhile, NotFound, Refused
from loadaid.store.imports import Line
from loadaid.ui import blocks, charts
from loadaid.ui.pages import patient_file
from loadaid.ui.palette import LIGHT
from loadaid.ui.tiles import _label
from tests.store_clinic import TODAY, Clinics
from tests.ui_stage import built, copied, opened, shown

W = words("fr")
DAY = TODAY - dt.timedelta(days=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    return built(tmp_path_factory.mktemp("clinics"), days=80)


@pytest.fixture
def clinics(made: Clinics, tmp_path: Path) -> Iterator[Clinics]:
    st.cache_data.clear()
    found = copied(made, tmp_path)
    yield found
    found.database.close()


def consultation(clinics: Clinics, number: int = 0, who: str = "physio", lang: str = "fr", **query: str) -> AppTest:
    app = opened(clinics, patient_file.show, who, lang, patient=clinics.id(number), **query)
    assert not app.exception, app.exception[0].message
    return app


def empty(clinics: Clinics) -> str:
    return clinics.repo("physio").people.create("Vide")


def add(clinics: Clinics, patient: str, lines: list[Line], key: str = "more") -> None:
    repo = clinics.repo("physio")
    repo.imports.confirm(patient, "desk", lines, key=key, revision=repo.records.get(patient).revision)


def decision_key(app: AppTest) -> str:
    return next(str(c.key) for c in app.segmented_control if str(c.key).endswith("-action")).removesuffix("-action")


def control(app: AppTest, name: str) -> Any:
    key = f"{decision_key(app)}-{name}"
    return next(w for w in (*app.segmented_control, *app.text_input, *app.slider, *app.button) if w.key == key)


def choose(app: AppTest, **said: Any) -> AppTest:
    for name, value in said.items():
        control(app, name).set_value(value).run()
        assert not app.exception
    return app


def test_every_block_of_a_whole_record_is_there(clinics: Clinics) -> None:
    app = consultation(clinics)
    found = shown(app)
    for part in ("who-is", "verdict", "six", "four", "moved", "weekdays", "planner"):
        assert f'class="{part}' in found or f"class='{part}" in found, part
    (chart,) = app.get("plotly_chart")
    assert chart.proto.alt.startswith("Du ")
    assert 'class="why"' not in found, "what is closed is not sent"
    assert len(re.findall(r'<img alt="[^"]{20,}" src="data:image/svg', found)) == 4, (
        "each of the four pictures says what it shows"
    )


def test_the_screen_explains_itself_where_the_question_arises(clinics: Clinics) -> None:
    for lang, said in (("fr", "Les 14 derniers jours"), ("en", "The last 14 days")):
        found = shown(consultation(clinics, lang=lang))
        assert found.count("<dd>", found.index('class="guide"')) >= 7
        assert said in found.replace("\u00a0", " ")
        assert not re.search(r"\{\w+\}", found[found.index('class="guide"') :][:6000]), "every number is filled in"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_record_without_entries_says_so(clinics: Clinics, lang: str) -> None:
    patient = empty(clinics)
    app = opened(clinics, patient_file.show, "physio", lang, patient=patient)
    assert not app.exception
    assert {"fr": "Aucune saisie pour l’instant", "en": "No entry yet"}[lang] in shown(app)
    assert not app.get("plotly_chart")
    assert not [b for b in app.button if str(b.key).startswith("decide-")], "nothing to decide on"


def test_one_day_is_a_page_that_cannot_tell(clinics: Clinics) -> None:
    patient = empty(clinics)
    add(clinics, patient, [Line("daily", {"date": DAY.isoformat(), "pain_morning": 0})])
    app = opened(clinics, patient_file.show, "physio", patient=patient)
    assert not app.exception
    found = shown(app).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Données insuffisantes" in found
    assert "Première visite" in found
    assert found.count("<b>–</b>") == 5, "five of the six numbers are not known; none of them is 0"
    assert "la dose des exercices n’est pas connue" in found


def test_ten_years_are_one_screen(clinics: Clinics) -> None:
    patient = empty(clinics)
    lines = []
    for back in range(0, 3650, 3):
        day = (DAY - dt.timedelta(days=back)).isoformat()
        lines.append(Line("daily", {"date": day, "pain_morning": back % 4, "exercised": "no"}))
    add(clinics, patient, lines)
    app = opened(clinics, patient_file.show, "physio", patient=patient)
    assert not app.exception
    assert len(app.get("plotly_chart")) == 1


def test_a_safety_answer_stands_first_and_suspends_the_load(clinics: Clinics) -> None:
    patient = clinics.id(0)
    add(clinics, patient, [Line("safety", {"date": TODAY.isoformat(), "item": "saddle_numbness", "answer": "yes"})])
    app = consultation(clinics)
    found = shown(app)
    assert "Drapeau rouge" in found
    assert "J’ai vu la réponse" in {b.label for b in app.button}
    assert "Lecture de la charge suspendue" in found
    assert not app.slider, "no dose is planned"
    figure = app.get("plotly_chart")[0].proto.spec
    assert "tolerated" not in figure


def test_a_reason_outlines_its_days_and_opens_its_rule(clinics: Clinics) -> None:
    patient = clinics.id(0)
    hard = [Line("daily", {"date": (DAY - dt.timedelta(days=k)).isoformat(), "pain_morning": 9, "pain_average": 9, "impact": 9, "flare": "yes"})
            for k in range(3)]  # fmt: skip
    add(clinics, patient, hard)
    app = consultation(clinics)
    assert not numbered(app), "no day is outlined beforehand"
    (reasons,) = [p for p in app.pills if p.key == "reason"]
    number = next(k for k, label in enumerate(reasons.options) if "Poussée" in label)
    reasons.select(reasons.options[number]).run()
    assert not app.exception
    assert app.session_state["reason"] == "flare"
    assert numbered(app) == {f"<b>{number + 1}</b>"}
    assert next(e for e in app.expander if e.label.startswith("Pourquoi")).proto.expanded
    assert re.search(r"<details[^>]* open><summary>(?:(?!</summary>).)*<code>flare</code>", shown(app)), (
        "its rule is open below"
    )


def numbered(app: AppTest) -> set[str]:
    """The numbers that stand over outlined days."""
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    return {a["text"] for a in figure["layout"]["annotations"] if re.fullmatch(r"<b>\d</b>", a["text"])}


def test_a_day_tile_says_session_rest_and_silence_apart() -> None:
    day = {"date": "2026-03-05", "entry": True, "pain": 0, "raised": False}
    said = {state: _label(W, {**day, "state": state}) for state in ("session", "rest", "not_logged")}
    assert said == {"session": "5 ■ 0", "rest": "5 – 0", "not_logged": "5  0"}
    assert _label(W, {**day, "state": "session", "pain": None}) == "5 ■ ·"
    assert _label(W, {**day, "state": "not_logged", "pain": None, "entry": False}) == "5"
    assert _label(W, {**day, "state": "rest", "pain": 6, "raised": True}) == "5 – ▲6"


def test_a_decision_keeps_the_reading_and_prints(clinics: Clinics) -> None:
    patient, repo = clinics.id(0), clinics.repo("physio")
    app = consultation(clinics)
    assert control(app, "save").disabled, "nothing is chosen beforehand"
    choose(app, action="regress", agrees="yes", reason="trop vite")
    assert not control(app, "save").disabled
    control(app, "save").click().run()
    assert not app.exception
    (decision,) = repo.decisions.decisions(patient)
    assert (decision.action, decision.agrees, decision.content["reason"]) == ("regress", True, "trop vite")
    (kept,) = repo.decisions.assessments(patient)
    assert decision.assessment_id == kept.id
    assert kept.result["page"]["days"][-1]["date"] == TODAY.isoformat()
    assert repo.decisions.last_reviewed()[patient][1] == repo.actor.account_id, "whoever decides has looked"
    assert "Décidé : Réduire" in shown(app).replace("\u00a0", " ")
    assert re.findall(r'href="/export/[^"]+" download>(PDF \w+)<', shown(app)) == ["PDF A4", "PDF Letter"], (
        "its page, at once"
    )
    shown_again = {name: control(app, name).value for name in ("action", "agrees", "reason")}
    assert shown_again == {"action": "regress", "agrees": "yes", "reason": "trop vite"}, (
        "what was decided stays in sight"
    )
    assert control(app, "save").disabled, "and is not saved twice"


def test_a_decision_of_today_is_corrected_without_being_written_again(clinics: Clinics) -> None:
    patient, repo = clinics.id(0), clinics.repo("physio")
    control(choose(consultation(clinics), action="regress", times=80), "save").click().run()
    (first,) = repo.decisions.decisions(patient)
    assert first.content["next"], "a dose was named"
    app = choose(consultation(clinics), reason="trop vite")
    assert (control(app, "action").value, control(app, "times").value) == ("regress", 80)
    control(app, "save").click().run()
    newest = deciding.standing(repo.decisions.decisions(patient))
    assert newest is not None
    assert newest.content == {**first.content, "reason": "trop vite"}, "the dose is still there"
    assert repo.imports.drafts(patient, "decision") == []


def test_what_is_typed_just_before_the_press_is_kept(clinics: Clinics) -> None:
    """A press can come before the run that typing began: both arrive in one."""
    patient, repo = clinics.id(0), clinics.repo("physio")
    app = choose(consultation(clinics), action="regress")
    control(app, "reason").set_value("trop vite")
    control(app, "times").set_value(80)
    control(app, "save").click().run()
    (decision,) = repo.decisions.decisions(patient)
    assert (decision.content["reason"], decision.content["times"]) == ("trop vite", 80)
    assert decision.content["next"], "with the dose of the slider"


def test_a_dose_that_was_not_chosen_is_said(clinics: Clinics) -> None:
    app = choose(consultation(clinics), action="regress")
    assert "Dose à choisir" in shown(app)
    assert "Dose à choisir" not in shown(choose(app, times=80))
    assert "Dose à choisir" not in shown(choose(app, action="hold", times=100))


def test_a_decision_kept_with_less_in_it_is_still_read(clinics: Clinics) -> None:
    bare = Decision("d", "a", "hold", None, {}, "2026-01-01T10:00", "me", superseded=False)
    assert deciding.again(bare) == Writing("hold")
    record = clinics.repo("physio").records.get(clinics.id(0))
    plan = desk_exercises.in_force(record, TODAY)
    taken = desk_exercises.taken_over(record, TODAY, bare.content)
    assert desk_exercises.plan_lines(record, TODAY, plan, taken, "") == [], "the plan stays as it is"


def test_a_colleague_s_decision_of_today_is_not_taken_for_one_s_own(clinics: Clinics) -> None:
    control(choose(consultation(clinics), action="regress"), "save").click().run()
    clinics.repo("lead").people.assign(clinics.id(0), clinics.actors["lead"].account_id)
    app = consultation(clinics, who="lead")
    assert "Décidé : Réduire" in shown(app).replace("\u00a0", " ")
    assert [c for c in app.segmented_control if str(c.key).endswith("-action") and c.value] == []


def test_a_second_decision_of_the_day_supersedes_the_first(clinics: Clinics) -> None:
    patient, repo = clinics.id(0), clinics.repo("physio")
    for action in ("hold", "progress"):
        app = choose(consultation(clinics), action=action)
        control(app, "save").click().run()
    newest, first = sorted(repo.decisions.decisions(patient), key=lambda d: d.superseded)
    assert (newest.action, newest.superseded, first.action, first.superseded) == ("progress", False, "hold", True)
    app = consultation(clinics, tab="frozen")
    assert "<s>Maintenir</s>" in shown(app)


def to_plan(app: AppTest) -> list[Any]:
    return [b for b in app.button if str(b.key).startswith("plan-")]


def test_the_doses_of_a_decision_go_into_the_plan_with_one_press(clinics: Clinics) -> None:
    patient, repo = clinics.id(0), clinics.repo("physio")
    before = {row["exercise"]: row for row in desk_exercises.in_force(repo.records.get(patient), TODAY)}
    app = choose(consultation(clinics), action="regress", times=60, reason="trop vite")
    assert to_plan(app) == [], "what is not decided is no plan"
    control(app, "save").click().run()
    (key,) = to_plan(app)
    assert {row["exercise"]: row for row in desk_exercises.in_force(repo.records.get(patient), TODAY)} == before
    key.click().run()
    assert not app.exception
    assert re.search(r"Plan convenu à partir d’aujourd’hui.:.+ → ", shown(app))
    after = {row["exercise"]: row for row in desk_exercises.in_force(repo.records.get(patient), TODAY)}
    (decision,) = repo.decisions.decisions(patient)
    assert decision.content["next"], "a dose was named"
    for one in decision.content["next"]:
        row = after[one["exercise"]]
        dose = {name: one[name] for name in desk_exercises.DOSE}
        assert {name: row.get(name) for name in desk_exercises.DOSE} == dose
        often = (
            before[one["exercise"]]["per_week"] if one["exercise"] in before else decision.content["sessions_a_week"]
        )
        assert row.get("per_week") == often, "how often stays"
        assert row == before.get(one["exercise"]) or row["date"] == TODAY.isoformat(), "what differs, from today"
    assert to_plan(app) == [], "the plan has it"
    assert control(app, "save").disabled, "and another decision may be begun"
    assert set(before) <= set(after), "an exercise that the session did not have stays"
    assert after != before
    last = repo.records.get(patient).log.events.iloc[-1]
    assert (last["kind"], last["note"]) == ("plan_change", "trop vite")


def test_a_decision_without_a_dose_changes_no_plan(clinics: Clinics) -> None:
    app = choose(consultation(clinics), action="ask_first")
    control(app, "save").click().run()
    assert to_plan(app) == []


def test_a_draft_survives_another_browser(clinics: Clinics) -> None:
    choose(consultation(clinics), action="hold", reason="à revoir")
    again = consultation(clinics)
    assert (control(again, "action").value, control(again, "reason").value) == ("hold", "à revoir")
    choose(again, reason="")
    control(again, "action").set_value(None).run()
    assert clinics.repo("physio").imports.drafts(clinics.id(0), "decision") == [], "nothing left: nothing kept"


def test_a_draft_survives_a_look_at_another_part_of_the_record(clinics: Clinics) -> None:
    app = choose(consultation(clinics), action="regress", times=80, reason="à revoir")
    app.segmented_control(key="tab").set_value("day").run()
    app.segmented_control(key="tab").set_value("reading").run()
    assert not app.exception
    found = {name: control(app, name).value for name in ("action", "times", "reason")}
    assert found == {"action": "regress", "times": 80, "reason": "à revoir"}
    (_, kept) = deciding.draft(clinics.repo("physio"), clinics.id(0))
    assert (kept.action, kept.times, kept.reason) == ("regress", 80, "à revoir")


@pytest.mark.parametrize(("said", "names"), [
    ({"action": "regress", "times": 80}, True), ({"action": "hold"}, True), ({"action": "adjust_strain"}, True),
    ({"action": "regress"}, False), ({"action": "progress"}, False), ({"action": "ask_first"}, False),
])  # fmt: skip
def test_a_decision_names_the_dose_that_stood_on_the_screen_or_none(said: dict[str, Any], names: bool) -> None:
    made = deciding.agreed(Writing(**said), 80.0, EXERCISES, 3)
    assert (made.dose, made.next) == ((80.0, EXERCISES) if names else (None, []))
    assert made.sessions_a_week == 3


def test_the_draft_of_one_is_not_shown_to_another(clinics: Clinics) -> None:
    choose(consultation(clinics), reason="entre nous")
    repo = clinics.repo("lead")
    repo.people.assign(clinics.id(0), clinics.actors["lead"].account_id)
    assert control(consultation(clinics, who="lead"), "reason").value in ("", None)


def test_a_colleague_who_only_reads_decides_nothing(clinics: Clinics) -> None:
    patient = clinics.id(0)
    clinics.repo("physio2").people.open_with_reason(patient, "remplacement")
    app = consultation(clinics, who="physio2")
    assert not [b for b in app.button if str(b.key).startswith("decide-")]
    with pytest.raises(NotFound):
        deciding.decide(
            clinics.repo("physio2"), patient, TODAY, W, Writing("hold"), key="k", supersedes=None, draft_id=None
        )


def test_deciding_twice_with_one_key_is_one_decision(clinics: Clinics) -> None:
    patient, repo = clinics.id(0), clinics.repo("physio")
    both = {
        deciding.decide(repo, patient, TODAY, W, Writing("hold"), key="k", supersedes=None, draft_id=None) for _ in "12"
    }
    assert len(both) == len(repo.decisions.decisions(patient)) == 1
    with pytest.raises(Refused):
        deciding.decide(repo, patient, TODAY, W, Writing(), key="other", supersedes=None, draft_id=None)


def test_what_a_colleague_superseded_meanwhile_is_told(clinics: Clinics) -> None:
    patient, repo = clinics.id(0), clinics.repo("physio")
    first = deciding.decide(repo, patient, TODAY, W, Writing("hold"), key="a", supersedes=None, draft_id=None)
    deciding.decide(repo, patient, TODAY, W, Writing("progress"), key="b", supersedes=first, draft_id=None)
    with pytest.raises(ChangedMeanwhile):
        deciding.decide(repo, patient, TODAY, W, Writing("regress"), key="c", supersedes=first, draft_id=None)


def test_a_record_changed_after_it_was_read_is_not_decided_on(clinics: Clinics) -> None:
    app = choose(consultation(clinics), action="hold")
    add(clinics, clinics.id(0), [Line("daily", {"date": DAY.isoformat(), "pain_morning": 9})])
    control(app, "save").click().run()
    assert not app.exception
    assert "Modifié entre-temps" in shown(app).replace("\u2019", "'")
    assert clinics.repo("physio").decisions.decisions(clinics.id(0)) == []


EXERCISES = [
    {"exercise": "Squat", "sets": 3, "reps": 10, "load_kg": 8.0, "hold_s": None, "level": 1, "dose": 40.0},
    {"exercise": "Gainage", "sets": 3, "reps": None, "load_kg": None, "hold_s": 30, "level": 1, "dose": 60.0},
    {"exercise": "Marche", "sets": None, "reps": None, "load_kg": None, "hold_s": None, "level": None, "dose": None},
]


def test_a_dose_is_scaled_in_units_that_can_be_done() -> None:
    squat, plank, walk = deciding.scaled(EXERCISES, 0.75)
    assert (squat["reps"], squat["load_kg"], squat["dose"]) == (8, 8.0, 32.0), (
        "what can be done, not what was asked for"
    )
    assert (plank["hold_s"], plank["dose"]) == (22, 44.0)
    assert walk == EXERCISES[2]
    assert [one["reps"] or one["hold_s"] for one in deciding.scaled(EXERCISES[:2], 0.001)] == [1, 1]
    assert deciding.scaled(EXERCISES, 1) == EXERCISES


def test_the_same_record_reads_in_english(clinics: Clinics) -> None:
    app = consultation(clinics, lang="en")
    found = shown(app)
    assert "Time to settle" in found
    assert "Next session" in found
    control(app, "action")
    assert {"Save"} <= {b.label for b in app.button}


def test_a_tile_opens_its_day_once(clinics: Clinics) -> None:
    app = consultation(clinics)
    (tiles,) = [p for p in app.pills if p.key == "tiles"]
    day = TODAY - dt.timedelta(days=TODAY.weekday() + 3)
    label = next(o for o in tiles.options if o.split(" ")[0] == str(day.day))
    tiles.select(label).run()
    assert not app.exception
    assert "Reprise du dossier" in shown(app), "what was said of the day, and by whom"
    assert app.session_state["tiles"] is None
    assert "Reprise du dossier" not in shown(app.run()), "the next run does not open it again"


def test_a_frozen_reading_of_other_rules_is_still_shown(clinics: Clinics) -> None:
    """Kept by a loadaid whose rules, sources and kinds of events were others."""
    patient, repo = clinics.id(0), clinics.repo("physio")
    deciding.decide(repo, patient, TODAY, W, Writing("hold"), key="k", supersedes=None, draft_id=None)
    (kept,) = repo.decisions.assessments(patient)
    foreign = {**kept.result["findings"][0], "rule": "rule-of-later", "source": "paper-of-later", "state": "raised", "sentence": "**Un mot** d'alors",
               "unit": "moons", "measured": 2, "limit": 1, "days": [DAY.isoformat()]}  # fmt: skip
    result = {**kept.result, "findings": [foreign]}
    page = {
        **kept.result["page"],
        "events": [{"first": DAY.isoformat(), "last": DAY.isoformat(), "kind": "eclipse", "note": None}],
    }
    assert blocks.reasons(W, result)[0][0] == "rule-of-later"
    assert "paper-of-later" in blocks.findings(W, result)
    assert "eclipse" in json.dumps(charts.figure(page, result["dose_kind"], W, LIGHT))
