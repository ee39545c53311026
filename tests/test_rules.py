"""Every rule in its three states: one calm diary, one thing changed, and the numbers and days the sentence must hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from loadaid.analysis.review import Review
from loadaid.analysis.rules import ORDER, RULES, SUSPENDED
from loadaid.locale import words
from tests.small_log import Diary, date, finding_of, iso

# The calm diary ends on Sunday, day 62; its last sessions are days 56, 58 and 60; today is day 62.
NIGHTS = range(63)
LAST_FORTNIGHT = (49, 51, 53, 56, 58, 60)
MONTH = (35, 37, 39, 42, 44, 46, *LAST_FORTNIGHT)


@dataclass(frozen=True)
class Case:
    rule: str
    state: str
    diary: Callable[[], Diary]
    measured: float | None = None
    limit: float | None = None
    days: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.rule}-{self.state}"

    def finding(self, language: str = "fr") -> dict[str, Any]:
        return finding_of(reviewed(self).result("p1", words(language)), self.rule)


@cache
def reviewed(case: Case) -> Review:
    return case.diary().review()


def calm() -> Diary:
    return Diary()


def answered() -> Diary:
    return Diary().answer(60)


def without(days: Any, *names: str) -> Diary:
    return Diary().change(days, **dict.fromkeys(names))


def unanswered(days: Any) -> Diary:
    """No word of these mornings, nor of how long any session took to settle."""
    d = without(days, "pain_morning")
    return d.change_sessions([k for k in d.session if k + 1 in days], settle_h=None)


def silent_sessions(*names: str) -> Diary:
    d = Diary()
    return d.change_sessions(d.session, **dict.fromkeys(names))


def busy(last: range, **values: Any) -> Diary:
    """Some values on the last days."""
    return Diary().change(last, **values)


def lighter_until(day: int) -> Diary:
    d = Diary()
    return d.change_sessions([k for k in d.session if k < day], sets=2)


def heavier() -> Diary:
    """The last session a third heavier, and longer: a spike needs both, when both are known."""
    return Diary().change_sessions([60], sets=4, session_minutes=60)


def light() -> Diary:
    d = Diary()
    return d.change_sessions(d.session, session_rpe=2)


def sore_mornings() -> Diary:
    d = Diary()
    return d.change([k + 1 for k in d.session], pain_morning=4)


def risen() -> Diary:
    """Pain 3 for four weeks, 5 from then on; by day 62 the usual level has followed."""
    d = Diary()
    for k in range(28, 63):
        d.day[k] |= {"pain_average": d.day[k]["pain_average"] + 2, "pain_morning": d.day[k]["pain_morning"] + 2}
    return d


def no_mornings(d: Diary) -> Diary:
    return d.change(NIGHTS, pain_morning=None, pain_average=None).change_sessions(d.session, settle_h=None)


def written_late() -> Diary:
    d = Diary()
    for k in NIGHTS:
        d.day[k]["entered_at"] = date(k + 4)
    return d


CASES = (
    Case("safety-emergency", "raised", lambda: Diary().answer(60, saddle_numbness="yes"), 1, 1, (60,)),
    Case("safety-emergency", "clear", answered, 0, 1),
    Case("safety-emergency", "cannot_tell", calm),
    Case("safety-urgent", "raised", lambda: Diary().answer(60, fever="yes", weight_loss="yes"), 2, 1, (60,)),
    Case("safety-urgent", "clear", answered, 0, 1),
    Case("safety-urgent", "cannot_tell", calm),
    Case("enough-pain-days", "raised", lambda: without(range(61), "pain_morning", "pain_average"), 2, 5, (61, 62)),
    Case("enough-pain-days", "raised", lambda: without(range(56, 63), "pain_morning", "pain_average"), 0, 3),
    Case("enough-pain-days", "clear", calm, 7, 5, tuple(range(56, 63))),
    Case("enough-baseline", "raised", lambda: without(range(49), "pain_morning", "pain_average"), 6, 7),
    Case("enough-baseline", "clear", calm, 21, 7),
    Case("enough-responses", "raised", lambda: unanswered([38, 40, 43, 45, 47, 50, 52, 54, 57, 59]), 2, 3, (35, 60)),
    Case("enough-responses", "clear", calm, 12, 3, MONTH),
    Case("log-quality", "raised", written_late, 1, 1),
    Case("log-quality", "clear", calm, 0, 1),
    Case("log-quality", "cannot_tell", lambda: without(range(54, 63), "pain_morning", "pain_average")),
    Case("during-session-pain", "raised", lambda: Diary().change_sessions([60], pain_during=7), 7, 5, (60,)),
    Case("during-session-pain", "clear", calm, 3, 5, (60,)),
    Case("during-session-pain", "cannot_tell", lambda: silent_sessions("pain_during")),
    Case("next-morning-response", "raised", lambda: busy(range(61, 62), pain_morning=6), 3, 2, (60, 61)),
    Case("next-morning-response", "clear", lambda: busy(range(61, 62), pain_morning=4), 1, 2, (60, 61)),
    Case("next-morning-response", "cannot_tell", lambda: without(range(42, 63), "pain_morning")),
    Case("settle-time", "raised", lambda: Diary().change_sessions([58], settle_h=30), 30, 24, (58,)),
    Case("settle-time", "clear", calm, 1, 24, (56, 58, 60)),
    Case("settle-time", "cannot_tell", lambda: silent_sessions("settle_h")),
    Case("sleep-after-session", "raised", lambda: Diary().change_sessions([56, 60], sleep_disturbed="yes"), 2, 1, (56, 60)),
    Case("sleep-after-session", "clear", calm, 0, 1),
    Case("sleep-after-session", "cannot_tell", lambda: silent_sessions("sleep_disturbed")),
    Case("repeated-red-sessions", "raised", lambda: Diary().change([59, 61], pain_morning=6), 2, 2, (58, 60)),
    Case("repeated-red-sessions", "clear", lambda: Diary().change([61], pain_morning=6), 1, 2, (60,)),
    Case("repeated-red-sessions", "cannot_tell", lambda: unanswered([*range(42, 57), 59])),
    Case("flare", "raised", lambda: Diary().change([62], flare="yes", impact=4), 1, 1, (62,)),
    Case("flare", "clear", calm, 0, 1),
    Case("flare", "cannot_tell", lambda: without([61, 62], "pain_morning", "pain_average", "flare")),
    Case("week-pain", "raised", lambda: busy(range(56, 63), pain_morning=5), 2, 1.5, tuple(range(56, 63))),
    Case("week-pain", "clear", lambda: busy(range(56, 63), pain_morning=4), 1, 1.5, tuple(range(56, 63))),
    Case("week-pain", "cannot_tell", lambda: without([56, 58, 60], "pain_morning", "pain_average")),
    Case("morning-contrast", "raised", sore_mornings, 1, 1, MONTH),
    Case("morning-contrast", "clear", calm, 0, 1, MONTH),
    Case("morning-contrast", "cannot_tell", lambda: busy(NIGHTS, pain_morning=None)),
    Case("dose-spike", "raised", heavier, 33.33, 10, (60,)),
    Case("dose-spike", "clear", calm, 0, 10, (49,)),
    Case("dose-spike", "cannot_tell", lambda: silent_sessions("sets", "session_rpe", "session_minutes")),
    Case("dose-growth", "raised", lambda: lighter_until(49), 50, 10, LAST_FORTNIGHT),
    Case("dose-growth", "clear", calm, 0, 10, LAST_FORTNIGHT),
    Case("dose-growth", "cannot_tell", lambda: without([54, 55, 57, 59, 61], "exercised")),
    Case("stagnation", "raised", calm, 0, 5, MONTH),
    Case("stagnation", "clear", lambda: lighter_until(49), 50, 5, MONTH),
    Case("stagnation", "cannot_tell", lambda: silent_sessions("sets")),
    Case("low-effort", "raised", light, 2, 3, MONTH),
    Case("low-effort", "clear", calm, 5, 3, MONTH),
    Case("low-effort", "cannot_tell", lambda: silent_sessions("session_rpe")),
    Case("daily-strain", "raised", lambda: busy(range(59, 63), worked="yes", work_effort=9, stress=9), None, 1, (60, 61, 62)),
    Case("daily-strain", "clear", calm, -1.08, 1, (60, 61, 62)),
    Case("daily-strain", "cannot_tell", lambda: busy(NIGHTS, worked=None, work_effort=None, lifting=None, stress=None)),
    Case("recovery-debt", "raised", lambda: busy(range(60, 63), sleep_quality=5), 1.5, 1, (60, 61, 62)),
    Case("recovery-debt", "clear", calm, 0, 1, (60, 61, 62)),
    Case("recovery-debt", "cannot_tell", lambda: busy(NIGHTS, sleep_quality=None, fatigue=None)),
    Case("baseline-risen", "raised", risen, 2, 1.5),
    Case("baseline-risen", "clear", calm, 0, 1.5),
    Case("baseline-risen", "cannot_tell", lambda: no_mornings(Diary())),
)  # fmt: skip
ALWAYS_KNOWN = {"enough-pain-days", "enough-baseline", "enough-responses"}  # how many entries there are is always known
COUNTED_IN_WORDS = {  # sentences that say what was found, and not how many
    "safety-emergency", "safety-urgent", "log-quality", "flare", "sleep-after-session", "stagnation",
}  # fmt: skip


def test_every_rule_is_tried_in_every_state() -> None:
    assert tuple(rule.id for rule in RULES) == ORDER
    tried = {(case.rule, case.state) for case in CASES}
    states = {rule: ("raised", "clear") + (() if rule in ALWAYS_KNOWN else ("cannot_tell",)) for rule in ORDER}
    assert tried == {(rule, state) for rule in ORDER for state in states[rule]}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_finding(case: Case) -> None:
    found = case.finding()
    assert found["state"] == case.state, found
    if case.state == "cannot_tell":
        assert (found["measured"], found["limit"], found["would_clear_if"]) == (None, None, None)
        assert found["days"] == []
        return
    if case.measured is not None:
        assert found["measured"] == case.measured
    assert found["limit"] == case.limit
    assert found["days"] == iso(*case.days)
    assert (found["would_clear_if"] is not None) == (case.state == "raised")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_sentence(case: Case, language: str) -> None:
    found, say = case.finding(language), words(language)
    assert found["sentence"].strip()
    assert "{" not in found["sentence"] + (found["would_clear_if"] or "")
    assert "nan" not in found["sentence"].lower()
    if case.state == "raised" and case.rule not in COUNTED_IN_WORDS:
        assert say.number(found["measured"]) in found["sentence"]
    if case.state == "raised" and "{days}" in next(r.raised for r in RULES if r.id == case.rule):
        assert say.days([date(k) for k in case.days]) in found["sentence"]


def test_french_and_english_differ() -> None:
    for case in CASES:
        french, english = (case.finding(language) for language in ("fr", "en"))
        assert french["sentence"] != english["sentence"], case.rule
        assert {**french, "sentence": "", "would_clear_if": ""} == {**english, "sentence": "", "would_clear_if": ""}


@pytest.mark.parametrize("rule", sorted(ALWAYS_KNOWN))
def test_no_entry_at_all_is_known_to_be_none(rule: str) -> None:
    found = no_mornings(Diary()).finding(rule)
    assert (found["state"], found["measured"]) == ("raised", 0)


def test_a_red_flag_suspends_what_is_said_of_the_load() -> None:
    result = Diary().answer(60, bladder_change="yes").change([59, 61], pain_morning=6).result()
    assert result["headline"] == "red_flag"
    groups = {rule.id: rule.group for rule in RULES}
    for found in result["findings"]:
        if groups[found["rule"]] in SUSPENDED:
            assert found["state"] == "cannot_tell", found["rule"]
            assert "suspendue" in found["sentence"]
    assert [s["id"] for s in result["suggestions"]] == ["contact-emergency"]


# What "would clear if" proposes must clear the finding.


def test_the_next_morning_it_names_clears_the_finding() -> None:
    d = busy(range(61, 62), pain_morning=6)
    assert d.finding("next-morning-response")["would_clear_if"] == (
        "Si le lendemain avait été noté\u00a0: 7\u00a0mars\u00a0: 4 ou moins."
    )
    assert d.change([61], pain_morning=5).finding("next-morning-response")["state"] == "raised"
    assert d.change([61], pain_morning=4).finding("next-morning-response")["state"] == "clear"


def test_every_morning_it_names_is_needed() -> None:
    d = Diary().change([59, 61], pain_morning=6)
    said = d.finding("next-morning-response", "en")["would_clear_if"]
    assert "5 March: 4" in said
    assert "7 March: 4" in said
    assert d.change([59], pain_morning=4).finding("next-morning-response")["state"] == "raised"
    assert d.change([61], pain_morning=4).finding("next-morning-response")["state"] == "clear"


def test_the_settling_time_it_names_clears_the_finding() -> None:
    d = Diary().change_sessions([58], settle_h=30)
    assert "24 h" in d.finding("settle-time")["would_clear_if"]
    assert d.change_sessions([58], settle_h=24).finding("settle-time")["state"] == "clear"


def test_the_dose_it_names_clears_the_finding() -> None:
    d = heavier()
    found = d.finding("dose-spike", "en")
    assert "110" in found["would_clear_if"]
    assert "133" in found["would_clear_if"]
    assert d.change_sessions([60], sets=3, reps=11).finding("dose-spike")["state"] == "clear"
    assert d.change_sessions([60], sets=3, reps=12).finding("dose-spike")["state"] == "raised"


def test_the_week_it_names_clears_the_finding() -> None:
    d = busy(range(56, 63), pain_morning=5)
    assert "4.5" in d.finding("week-pain", "en")["would_clear_if"]
    assert d.change([62], pain_morning=1).finding("week-pain", "en")["measured"] < 1.5
    assert d.finding("week-pain")["state"] == "clear"


def test_the_flare_it_names_ends_after_three_days() -> None:
    d = Diary().change([59], flare="yes", impact=4)
    assert d.finding("flare", day=61)["state"] == "raised"
    assert "récente" in d.finding("flare", day=61)["sentence"]
    assert d.finding("flare", day=62)["state"] == "clear"
    assert d.change([59], impact=2).finding("flare", day=60)["state"] == "clear"


def test_sessions_without_any_effort_are_read() -> None:
    """Effort 0 makes a load of 0: a session 100 % below the one before it, and no dose to go back to."""
    d = Diary()
    d.change_sessions(d.session, session_rpe=0, sets=None)
    d.change_sessions([k for k in d.session if k < 49], session_rpe=4)
    assert d.finding("dose-spike")["measured"] == -100
    assert d.change_sessions(d.session, session_rpe=0).finding("dose-spike")["state"] == "cannot_tell"
