"""The "why" panel: every finding can be worked out again from it alone, and it says where its limit comes from."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest
from hypothesis import given

from loadaid.analysis.review import Review, review
from loadaid.analysis.rules import ORDER, RULES, SUSPENDED
from loadaid.analysis.why import why
from loadaid.domain.finding import CANNOT_TELL, CLEAR, RAISED
from loadaid.locale import words
from loadaid.virtual import clinic
from tests.by_hand import BY_RULE
from tests.by_hand.sheet import Sheet
from tests.small_log import Diary, date
from tests.test_properties import FEW, diaries
from tests.test_rules import CASES, Case, reviewed

CODES = {"raised": RAISED, "clear": CLEAR, "cannot_tell": CANNOT_TELL}
GROUPS = {rule.id: rule.group for rule in RULES}
PATIENTS, DAYS = 44, 110  # four of each story
OWN = {"rise_sd": 1.0, "settle_red": 36, "week_pain": 1.0, "baseline_values": 9, "over_usual_red": 1.5, "spike": 20}


@cache
def reviewed_clinic() -> Review:
    return review(clinic(PATIENTS, DAYS, seed=11))


def panel_of(made: Review, patient: str, day: Any = None) -> list[dict[str, Any]]:
    """The panel as JSON gives it back, so that nothing else of it can be used."""
    panel: list[dict[str, Any]] = json.loads(json.dumps(why(made.at(patient, day), words("fr")), allow_nan=False))
    return panel


def compare(made: Review, patient: str, day: Any = None) -> Counter[tuple[str, str]]:
    """Works every finding of a day out again; how often each rule was in each state."""
    at = made.at(patient, day)
    seen: Counter[tuple[str, str]] = Counter()
    panel = panel_of(made, patient, day)
    stands = any(x["state"] == "raised" for x in panel if GROUPS[x["rule"]] == "safety")
    assert [x["rule"] for x in panel] == list(ORDER)
    for x in panel:
        told = f"{x['rule']} {patient} {x['as_of']}"
        assert x["suspended"] == (stands and GROUPS[x["rule"]] in SUSPENDED), told
        state, measured = BY_RULE[x["rule"]](Sheet(x))
        reading = at.readings[x["rule"]]
        assert bool(reading.known[at.row, at.day]) == (state != "cannot_tell"), told
        if not x["suspended"]:
            assert state == x["state"], told
            assert (measured is None) == (x["measured"] is None), told
        if measured is not None:
            assert measured == pytest.approx(reading.measured[at.row, at.day], abs=1e-6), told
            assert x["suspended"] or measured == pytest.approx(x["measured"], abs=0.005 + 1e-6), told
        assert (x["entries_needed"] == 0) == (x["state"] != "cannot_tell"), told
        seen[x["rule"], x["state"]] += 1
    return seen


def test_every_finding_of_a_clinic_can_be_worked_out_from_its_panel() -> None:
    made, seen = reviewed_clinic(), Counter[tuple[str, str]]()
    for number, patient in enumerate(made.patients):
        days = made.days(patient)
        for place in (3 + number % 11, len(days) // 2 + number % 7, len(days) - 1 - number % 5):
            seen += compare(made, patient, days[min(place, len(days) - 1)])
    states = {(rule, state) for rule in ORDER for state in ("raised", "clear", "cannot_tell")}
    always = {(rule, "cannot_tell") for rule in ("enough-pain-days", "enough-baseline", "enough-responses")}
    rare = {("log-quality", "raised"), ("safety-emergency", "raised")}  # the small diaries below hold them
    assert states - set(seen) <= always | rare


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_state_of_every_rule_can_be_worked_out(case: Case) -> None:
    assert compare(reviewed(case), "p1")[case.rule, case.state] == 1


@FEW
@given(diaries())
def test_every_finding_of_a_restless_diary_can_be_worked_out(diary: Diary) -> None:
    made = diary.review()
    for day in made.days("p1")[::9]:
        compare(made, "p1", day)


def test_a_clinic_with_limits_of_its_own_can_be_worked_out() -> None:
    made = review(clinic(22, DAYS, seed=12), limits=OWN)
    for patient in made.patients:
        compare(made, patient)


def entry(panel: list[dict[str, Any]], rule: str) -> dict[str, Any]:
    return next(x for x in panel if x["rule"] == rule)


def small(diary: Diary, rule: str, own: dict[str, str] | None = None, **limits: float) -> dict[str, Any]:
    """One rule's panel of a small diary."""
    made = review(diary.log(), limits=limits)
    return entry(why(made.at("p1"), words("fr"), own or {}), rule)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_says_all_that_the_panel_promises(language: str) -> None:
    made = reviewed_clinic()
    for x in why(made.at(made.patients[0]), words(language)):
        for text in (x["question"], x["sentence"], x["recipe"], *x["terms"], x["citation"], x["caveat"]):
            assert text.strip()
            assert "{" not in text, x["rule"]
        assert x["strength"] in "ABCD"
        assert x["limits"][0]["id"] == next(rule.limit_id for rule in RULES if rule.id == x["rule"])
        names = [(y["name"], y["of"], y["date"]) for y in x["inputs"]]
        assert len(names) == len(set(names)), x["rule"]


def test_a_limit_is_the_default_the_clinics_or_the_patients() -> None:
    assert (small(Diary(), "week-pain")["whose"], small(Diary(), "week-pain")["default"]) == ("default", 1.5)
    x = small(Diary(), "week-pain", {"week_pain": "patient", "scale_ceiling": "clinic"}, week_pain=2, scale_ceiling=10)
    assert (x["limit"], x["default"], x["whose"]) == (2, 1.5, "patient")
    assert {y["id"]: (y["value"], y["whose"]) for y in x["limits"]} == {
        "week_pain": (2, "patient"), "over_usual_red": (2, "default"), "scale_ceiling": (10, "clinic"),
    }  # fmt: skip
    assert "relevé à 2 ou plus" in x["recipe"]


def test_what_is_not_known_is_listed_as_such_and_never_as_0() -> None:
    blank = Diary().change([57, 58, 60], pain_morning=None, pain_average=None)
    x = small(blank, "week-pain")
    pains = {y["date"]: y["value"] for y in x["inputs"] if y["name"] == "douleur moyenne du jour"}
    gone = [date(k).isoformat() for k in (57, 58, 60)]
    assert [day for day, value in pains.items() if value is None] == gone
    assert x["missing"] == [{"name": "douleur moyenne du jour", "dates": gone}]
    assert (x["state"], x["entries_needed"]) == ("cannot_tell", 1)
    assert small(blank.change([60], pain_morning=3), "week-pain")["state"] == "clear"


def test_a_gap_a_rest_day_and_a_session_are_three_things() -> None:
    x = small(Diary().change([59], exercised=None), "dose-growth")
    held = {y["date"]: y["value"] for y in x["inputs"] if y["name"] == "séance"}
    assert [held[date(k).isoformat()] for k in (58, 59, 60, 61)] == [1, None, 1, 0]
    dose = {y["date"]: y["value"] for y in x["inputs"] if y["name"] == "dose des exercices"}
    assert [dose[date(k).isoformat()] for k in (58, 59, 60, 61)] == [100, None, 100, 0]


def test_at_the_top_of_the_scale_no_entry_would_tell() -> None:
    d = Diary()
    d.change(range(63), pain_morning=9, pain_average=9)
    x = small(d, "week-pain")
    assert (x["state"], x["entries_needed"]) == ("cannot_tell", None)


@pytest.mark.parametrize("case", [c for c in CASES if c.state == "cannot_tell"], ids=str)
def test_what_cannot_be_told_says_how_many_entries_are_missing(case: Case) -> None:
    assert entry(panel_of(reviewed(case), "p1"), case.rule)["entries_needed"] >= 1
