"""What a raised finding says would clear it does: the change is made in the log, and the finding is gone.

On every raised finding of 500 virtual patients, on five days, and of restless small diaries. The changes come from the
function that also gives the sentence its numbers (analysis/rules/clearing).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
from hypothesis import given, settings

from loadaid.analysis.review import Review, review
from loadaid.analysis.rules import ORDER, RULES
from loadaid.analysis.rules.base import At, Change, Rule
from loadaid.domain.finding import RAISED
from loadaid.domain.records import EVENTS, SAFETY, SAFETY_ITEMS, Log
from loadaid.virtual.study import study
from loadaid.virtual.study.study import END
from tests.counterfactual import changed, dated, filled, of
from tests.small_log import Diary, date
from tests.test_properties import diaries

PATIENTS, SEED = 500, 1
DATES = [END - dt.timedelta(days=back) for back in (74, 55, 27, 0)]


@cache
def patients() -> Log:
    """The study's patients, with what it never writes: disturbed nights, late entries, answers about safety."""
    log = study(PATIENTS, 84, SEED).log
    luck = np.random.default_rng(SEED)
    sessions, daily = log.sessions.copy(), log.daily.copy()
    who = pd.Series(luck.random(PATIENTS), index=sessions["patient_id"].cat.categories)
    night = sessions.groupby(["patient_id", "date"], observed=True).ngroup()
    disturbed = np.where(luck.random(night.max() + 1)[night] < 0.06, "yes", "no")
    sessions["sleep_disturbed"] = pd.Categorical(disturbed, categories=["no", "yes"])
    late = daily["patient_id"].map(who).astype(float) * luck.uniform(0.6, 1.4, len(daily)) < 0.15
    daily["entered_at"] = (daily["date"] + pd.to_timedelta(np.where(late, 80, 21), "h")).astype("datetime64[s]")
    safety, events = [], []
    for patient in who.index[who > 0.85]:
        for back in luck.integers(0, 84, 2):
            answer = {"patient_id": patient, "date": END - dt.timedelta(days=int(back)), "answer": "yes"}
            safety += [{**answer, "item": item} for item in luck.choice(SAFETY_ITEMS, 2, replace=False)]
        day = END - dt.timedelta(days=int(luck.integers(0, 84)))
        events.append({"patient_id": patient, "date": day, "kind": "safety_reviewed"})
    return replace(
        log,
        sessions=sessions,
        daily=daily,
        safety=filled(SAFETY, safety),
        events=pd.concat([log.events.astype({"patient_id": str}), filled(EVENTS, events)], ignore_index=True),
    )


def raised(reviewed: Review, rule: Rule) -> list[At]:
    """Everyone whose finding is raised on the last day."""
    k = RULES.index(rule)
    found = []
    for patient in reviewed.patients:
        if reviewed.numbers_of(patient).state[k, -1] == RAISED:
            found.append(reviewed.at(patient))
    return found


def last(at: At, way: list[Change]) -> dt.date:
    """The day on which the change has been made: today, or the last of the days to come."""
    return at.calendar(max([at.day, *(change.day for change in way)]))


def days(rule: Rule, at: At, way: list[Change]) -> list[dt.date]:
    """On one of these the finding must be gone: the day on which the change has been made.

    On its way down a usual level can pass below its own lowest, and then has risen anew: it is enough that it came under.
    """
    until = last(at, way)
    if rule.id != "baseline-risen":
        return [until]
    return [at.calendar(at.day + k + 1) for k in range((until - at.calendar(at.day)).days)]


def is_raised(reviewed: Review, rule: Rule, patient: str, day: dt.date) -> bool:
    at = reviewed.at(patient, day)
    reading = reviewed.workings(reviewed._block(reviewed._number(patient)))[1][rule.id]
    return bool(reading.raised[at.row, at.day] & reading.known[at.row, at.day])


def still_raised(log: Log, rule: Rule, items: list[tuple[At, list[Change]]]) -> list[str]:
    """Whose finding the changes do not clear; those of many patients are made in one log."""
    names = [at.w.panel.ids[at.row] for at, _ in items]
    changes = [one for at, way in items for one in dated(at, way)]
    again = review(changed(of(log, names), changes), as_of=max(last(*item) for item in items))
    return [
        f"{rule.id} {name} {at.calendar(at.day)}: {way}"
        for name, (at, way) in zip(names, items, strict=True)
        if all(is_raised(again, rule, name, day) for day in days(rule, at, way))
    ]


def test_what_a_finding_of_a_virtual_patient_names_clears_it() -> None:
    tried, failed = Counter[str](), []
    for day in DATES:
        log = of(patients(), until=day)
        reviewed = review(log, as_of=day)
        for rule in RULES:
            ways: dict[int, list[tuple[At, list[Change]]]] = {}
            for at in raised(reviewed, rule):
                found = rule.clears(at)
                assert found, f"{rule.id} {at.w.panel.ids[at.row]} {day}: nothing is said to clear it"
                tried[rule.id] += 1
                for k, way in enumerate(found):
                    ways.setdefault(k, []).append((at, way))
            for items in ways.values():
                failed += still_raised(log, rule, items)
    print("\n" + "\n".join(f"{rule:24} {tried[rule]:5}" for rule in ORDER))
    assert failed == [], "\n".join(failed)
    assert min(tried[rule] for rule in ORDER) >= 20, "every rule was raised often enough"


@settings(max_examples=15)
@given(diaries())
def test_what_a_finding_of_a_restless_diary_names_clears_it(diary: Diary) -> None:
    for k in (diary.last, diary.last - 9):
        log = of(diary.log(), until=date(k))
        reviewed = review(log, as_of=date(k))
        for rule in RULES:
            for at in raised(reviewed, rule):
                for way in rule.clears(at):
                    assert still_raised(log, rule, [(at, way)]) == []
