"""What must hold for any log: no row order, calendar, name, neighbour or later day has a say in a patient's reading."""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadaid.analysis.hold import HEADLINES, IN_ZONE
from loadaid.analysis.review import Review, review
from loadaid.domain.records import SAFETY_ITEMS, TABLES, Log
from loadaid.locale import words
from loadaid.virtual import clinic
from tests.contract import problems
from tests.small_log import MONDAY, Diary, Row, date, log_of

FEW = settings(max_examples=20)
DATES = [(table.name, c.name) for table in TABLES for c in table.columns if c.kind in ("date", "datetime")]


def some(luck: random.Random, chance: float, value: Any) -> Any:
    """The value, or blank."""
    return value if luck.random() < chance else None


@st.composite
def diaries(draw: st.DrawFn, patient: str = "p1") -> Diary:
    """Restless diaries with gaps: days of every kind, painful weeks, two exercises, answers, scores and events."""
    kinds = draw(st.lists(st.sampled_from("ssrrrb"), min_size=25, max_size=75))
    luck = random.Random(draw(st.integers(0, 10**6)))
    known, level, noise = luck.choice([1.0, 0.9, 0.6]), luck.uniform(0, 8), luck.choice([0, 1, 2])
    has_sets = luck.random() < 0.8
    d = Diary(len(kinds), trains=(), patient=patient)
    for k, kind in enumerate(kinds):
        pain = float(np.clip(round(level + luck.gauss(0, noise) + (luck.random() < 0.1) * 3), 0, 10))
        d.day[k] = {name: some(luck, known, value) for name, value in {
            "pain_morning": pain, "pain_average": min(pain + luck.randint(0, 1), 10), "impact": max(pain - luck.randint(0, 2), 0),
            "exercised": {"s": "yes", "r": "no", "b": None}[kind], "flare": luck.choice(["no", "no", "no", "yes"]),
            "sleep_quality": luck.randint(2, 9), "fatigue": luck.randint(1, 9), "stress": luck.randint(0, 9),
            "worked": luck.choice(["yes", "no"]), "work_effort": luck.randint(0, 9), "lifting": luck.choice(["none", "light", "heavy"]),
            "posture_hours": luck.randint(0, 9), "rescue_medication": luck.choice(["yes", "no"]),
        }.items()}  # fmt: skip
        if kind == "s":
            d.session[k] = {name: some(luck, known, value) for name, value in {
                "exercise": luck.choice(["squat", "hinge"]), "family": "strength", "sets": luck.randint(1, 5) if has_sets else None,
                "reps": luck.randint(5, 12), "load_kg": luck.choice([5, 10]), "session_minutes": luck.randint(20, 60),
                "session_rpe": luck.randint(1, 9), "pain_before": pain, "pain_during": min(pain + luck.randint(0, 4), 10),
                "pain_after": min(pain + luck.randint(0, 2), 10), "onset_min": luck.randint(1, 30), "settle_h": luck.choice([0, 1, 6, 30, 60]),
                "soreness": luck.randint(0, 6), "soreness_kind": luck.choice(["muscle", "usual_pain"]),
                "sleep_disturbed": luck.choice(["no", "no", "yes"]), "completed": luck.choice(["yes", "yes", "partly", "no"]),
            }.items()}  # fmt: skip
    if luck.random() < 0.3:
        d.answer(luck.randrange(len(kinds)), **{luck.choice(SAFETY_ITEMS): luck.choice(["yes", "no"])})
    for k in range(0, len(kinds), 20):
        d.add("outcomes", k, measure="psfs", activity="walking", value=luck.randint(0, 10))
    d.add("events", luck.randrange(len(kinds)), kind=luck.choice(["visit", "holiday", "safety_reviewed", "deload"]))
    d.add("patients", fear=luck.randint(0, 10), irritability=luck.choice(["low", "high"]), birth_year=1980)
    return d


def results(reviewed: Review, patient: str = "p1", step: int = 7) -> list[dict[str, Any]]:
    """Every seventh day's result and the last one's."""
    days = reviewed.days(patient)
    return [reviewed.result(patient, words("fr"), day) for day in [*days[::step], days[-1]]]


def rows_changed(log: Log, change: Any) -> Log:
    return Log(**{f.name: change(getattr(log, f.name)) for f in fields(log)})


def same_numbers(one: Review, other: Review, patient: str = "p1") -> None:
    """Every code of every day is the same, and every number but for the order of adding up."""
    a, b = one.numbers_of(patient), other.numbers_of(patient)
    for f in fields(a):
        compare = np.testing.assert_allclose if f.name == "measured" else np.testing.assert_array_equal
        compare(getattr(a, f.name), getattr(b, f.name), err_msg=f.name)
    left, right = (review.measures(patient).drop(columns="date") for review in (one, other))
    pd.testing.assert_frame_equal(left, right, rtol=1e-12)


@FEW
@given(diaries())
def test_every_result_keeps_the_contract(diary: Diary) -> None:
    for result in results(diary.review(), step=3):
        assert problems(json.loads(json.dumps(result, allow_nan=False))) == [], result["as_of"]


@FEW
@given(diaries())
def test_in_the_zone_rests_on_three_responses(diary: Diary) -> None:
    at = diary.review().at("p1")
    zone = at.w.states.headline[:, at.row] == IN_ZONE
    assert not (zone & (at.w.response.classed_28[at.row] < 3)).any()


@FEW
@given(diaries(), st.integers(0, 10**6))
def test_the_order_of_rows_has_no_say(diary: Diary, seed: int) -> None:
    log = diary.log()
    shuffled = rows_changed(log, lambda frame: frame.sample(frac=1, random_state=seed))
    assert results(review(shuffled)) == results(review(log))


@FEW
@given(diaries(), st.integers(-2000, 20_000))
def test_a_log_moved_in_time_reads_the_same(diary: Diary, days: int) -> None:
    log = diary.log()
    by = pd.Timedelta(days=days)
    moved = {t.name: getattr(log, t.name).copy() for t in TABLES}
    for table, column in DATES:
        moved[table][column] = moved[table][column] + by
    one, other = review(log), review(Log(**moved))
    same_numbers(one, other)
    for a, b in zip(results(one), results(other), strict=True):
        for found, shifted in zip(a["findings"], b["findings"], strict=True):
            back = [(dt.date.fromisoformat(d) - by.to_pytimedelta()).isoformat() for d in shifted["days"]]
            assert (found["days"], found["measured"]) == (back, shifted["measured"])


@FEW
@given(diaries(), st.text("abz-09 é", min_size=1, max_size=8).filter(str.strip))
def test_a_patient_s_name_has_no_say(diary: Diary, name: str) -> None:
    before = results(diary.review())
    diary.patient = name
    after = results(diary.review(), name)
    assert [{**r, "patient_id": "p1"} for r in after] == before


@FEW
@given(diaries(), diaries("a0"), diaries("p10"))
def test_other_patients_have_no_say(diary: Diary, before: Diary, after: Diary) -> None:
    together: dict[str, list[Row]] = {t.name: [] for t in TABLES}
    for one in (after, diary, before):
        for table, rows in one.rows().items():
            together[table] += rows
    same_numbers(review(diary.log()), review(log_of(**together)))
    assert results(review(log_of(**together))) == results(review(diary.log()))


def test_a_patient_alone_reads_as_among_others() -> None:
    log = clinic(22, 100, 5)
    together = review(log)
    for patient in together.patients:
        same_numbers(together, review(log, patients=[patient]), patient)


@FEW
@given(diaries(), st.sampled_from([0.25, 0.5, 2, 3, 7]))
def test_load_in_another_unit_reads_the_same(diary: Diary, k: float) -> None:
    log = diary.log()
    scaled = log.sessions.copy()
    scaled[["sets", "session_minutes", "onset_min"]] *= k
    one, other = review(log), review(replace(log, sessions=scaled))
    a, b = one.numbers_of("p1"), other.numbers_of("p1")
    np.testing.assert_array_equal(a.headline, b.headline)
    np.testing.assert_array_equal(a.state, b.state)
    np.testing.assert_array_equal(a.trajectory, b.trajectory)
    np.testing.assert_allclose(a.measured, b.measured, rtol=1e-5, atol=1e-4)


@FEW
@given(diaries())
def test_an_unlogged_day_read_as_rest_is_the_reading_of_a_log_that_says_rest(diary: Diary) -> None:
    """And only that one: a blank day is not a rest day in the log as it is."""
    said = {k: dict(row) for k, row in diary.day.items()}
    state = diary.review().measures("p1")["state"]
    with_blanks = diary.review().numbers_of("p1").headline
    for k in np.flatnonzero(state == "not_logged"):
        said[int(k)]["exercised"] = "no"
    diary.day = said
    rested = diary.review()
    assert "not_logged" not in set(rested.measures("p1")["state"])
    np.testing.assert_array_equal(rested.numbers_of("p1").headline[0], with_blanks[1])


def test_blank_is_not_rest() -> None:
    """Five unlogged days in a fortnight leave the growth of the dose unknown; five rest days do not."""
    rest = (50, 52, 54, 57, 59)
    logged, blank = Diary(), Diary().change(rest, exercised=None)
    assert logged.finding("dose-growth")["state"] == "clear"
    assert blank.finding("dose-growth")["state"] == "cannot_tell"
    assert blank.result()["unlogged_days"] == [date(k).isoformat() for k in rest]
    assert set(blank.review().measures()["state"].iloc[list(rest)]) == {"not_logged"}


@FEW
@given(diaries())
def test_an_empty_row_is_no_row(diary: Diary) -> None:
    without = review(diary.log(), as_of=date(diary.last + 1))
    diary.day[diary.last + 1] = {}
    diary.last += 1
    same_numbers(without, diary.review())


@pytest.mark.parametrize(
    "diary",
    [Diary(), Diary().change([59, 61], pain_morning=6), Diary().change_sessions([60], sets=4, session_minutes=60)],
    ids=["calm", "reaction", "spike"],
)
def test_one_silent_day_changes_counts_only(diary: Diary) -> None:
    today = diary.result()
    later = review(diary.log(), as_of=date(63)).result("p1", words("fr"))
    changed = ("as_of", "certainty", "findings", "unlogged_days", "data_quality", "headline_sentence")
    assert {k: v for k, v in later.items() if k not in changed} == {k: v for k, v in today.items() if k not in changed}
    for now, then in zip(later["findings"], today["findings"], strict=True):
        silenced = (
            now["rule"] == "daily-strain" and now["state"] == "cannot_tell"
        )  # strain of an unlogged day is unknown
        assert silenced or now["state"] == then["state"], now
    assert later["unlogged_days"] == [date(63).isoformat()]
    assert later["data_quality"]["days_logged"] == today["data_quality"]["days_logged"] - 1


@FEW
@given(diaries())
def test_the_same_log_gives_the_same_bytes(diary: Diary) -> None:
    one, other = (json.dumps(results(diary.review()), ensure_ascii=False) for _ in range(2))
    assert one == other


# Nothing dated after a day has any part in what is said of it.


@FEW
@given(diaries(), st.data())
def test_later_rows_have_no_say(diary: Diary, data: st.DataObject) -> None:
    log = diary.log()
    whole = review(log)
    first = whole.days("p1")[0]
    for day in data.draw(st.lists(st.integers((first - MONDAY).days, diary.last), min_size=3, max_size=3)):
        cut = review(log, as_of=date(day))
        assert cut.result("p1", words("fr")) == whole.result("p1", words("fr"), date(day)), day
        assert (cut.numbers_of("p1").headline == whole.numbers_of("p1").headline[:, : len(cut.days("p1"))]).all()


def test_later_rows_have_no_say_while_soreness_is_provisional_and_a_session_unsettled() -> None:
    sore = {"soreness": 5, "soreness_kind": "muscle", "exercise": "new", "settle_h": 70}
    diary = Diary().change_sessions([51, 58], **sore).change([52, 59], pain_morning=6).change([54, 55], pain_morning=5)
    log, whole = diary.log(), diary.review()
    red = [whole.at("p1", date(k)).is_red(51) for k in range(52, 60)]
    assert len(set(red)) == 2, "the class of the session changes while soreness is looked at"
    for k in range(45, 63):
        assert review(log, as_of=date(k)).result("p1", words("fr")) == whole.result("p1", words("fr"), date(k)), k


def test_later_rows_have_no_say_in_a_clinic() -> None:
    log = clinic(22, 150, 3)
    whole = review(log)
    last = max(whole.days(p)[-1] for p in whole.patients)
    compared = set()
    for back in range(1, 120, 7):
        day = last - dt.timedelta(days=back)
        there = [p for p in whole.patients if whole.days(p)[0] <= day <= whole.days(p)[-1]]
        cut = review(log, as_of=day, patients=there)
        for p in there:
            assert cut.result(p, words("en")) == whole.result(p, words("en"), day), f"{p} {day}"
            compared.add(whole.result(p, words("en"), day)["headline"])
    assert compared == set(HEADLINES), "days of every headline were compared"
