"""The "why" panel: every finding can be worked out again from it alone, and it says where its limit comes from."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest

from loadaid.analysis.review import Review, review
from loadaid.analysis.rules import ORDER, RULES, SUSPENDED
from loadaid.analysis.why import why
from loadaid.domain.finding import CANNOT_TELL, CLEAR, RAISED
from loadaid.locale import words
from loadaid.virtual import clinic
from tests.by_hand import BY_RULE, Sheet
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
    assert states - set(seen) <= always | {("log-quality", "raised")}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_state_of_every_rule_can_be_worked_out(case: Case) -> None:
    assert compare(reviewed(case), "p1")[case.rule, case.state] == 1


def test_a_clinic_with_limits_of_its_own_can_be_worked_out() -> None:
    made = review(clinic(22, DAYS, seed=12), limits=OWN)
    for patient in made.patients:
        compare(made, patient)
