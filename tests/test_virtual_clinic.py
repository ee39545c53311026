"""The virtual clinic: the same every time, inside the contract, and each story recognisable from its log alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pytest

from loadaid.domain.records import SAFETY_ITEMS, TABLES, TIER_1, Log, Table
from loadaid.logs import read, write
from loadaid.virtual import clinic, clinic_with_truth, stable
from loadaid.virtual.clinic import BLOCK
from loadaid.virtual.stories import STORIES

PER_STORY = 8
Clinic = tuple[Log, pd.DataFrame]


@pytest.fixture(scope="module")
def made() -> Clinic:
    """Eight patients of each story over 180 days."""
    return clinic_with_truth(PER_STORY * len(STORIES), 180, seed=3)


def of(log: Log, table: str, patient_ids: list[str]) -> pd.DataFrame:
    """The rows of some patients, ids as plain text."""
    rows: pd.DataFrame = getattr(log, table)
    rows = rows.assign(patient_id=rows["patient_id"].astype("str"))
    return rows[rows["patient_id"].isin(patient_ids)].reset_index(drop=True)


def story(made: Clinic, table: str, key: str) -> pd.DataFrame:
    """The rows of the patients of one story."""
    log, truth = made
    return of(log, table, list(truth.loc[truth["story"] == key, "patient_id"].astype("str").unique()))


def last_days(rows: pd.DataFrame, days: int) -> pd.DataFrame:
    return rows[rows["date"] > pd.Timestamp("2026-11-15") - pd.Timedelta(days=days)]


def rises(made: Clinic, key: str, days: int) -> float:
    """Mean next-morning rise after the sessions of the last days."""
    diary = story(made, "daily", key).set_index(["patient_id", "date"])["pain_morning"]
    sessions = last_days(story(made, "sessions", key), days).query("completed != 'no'")
    sessions = sessions.drop_duplicates(["patient_id", "date"])
    after = diary.reindex(pd.MultiIndex.from_arrays([sessions["patient_id"], sessions["date"] + pd.Timedelta(days=1)]))
    before = diary.reindex(pd.MultiIndex.from_arrays([sessions["patient_id"], sessions["date"]]))
    return float(np.nanmean(after.to_numpy() - before.to_numpy()))


def test_the_same_seed_gives_the_same_clinic() -> None:
    once, again, other = clinic(12, 60, 5), clinic(12, 60, 5), clinic(12, 60, 6)
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(once, table.name), getattr(again, table.name))
    assert not once.daily["pain_average"].equals(other.daily["pain_average"])


@pytest.mark.parametrize("patients", [1, 3, BLOCK + 2])
def test_a_patient_is_the_same_whatever_the_size_of_the_clinic(patients: int) -> None:
    small, truth = clinic_with_truth(patients, 40, 5)
    large, large_truth = clinic_with_truth(BLOCK + 20, 40, 5)
    last = [f"P-{patients:03d}"]
    for table in TABLES:
        pd.testing.assert_frame_equal(of(small, table.name, last), of(large, table.name, last))
    columns = ["date", "state", "capacity", "ratio"]
    pd.testing.assert_frame_equal(
        truth.loc[truth["patient_id"] == last[0], columns].reset_index(drop=True),
        large_truth.loc[large_truth["patient_id"] == last[0], columns].reset_index(drop=True),
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_value_is_inside_the_contract(made: Clinic, table: Table) -> None:
    rows: pd.DataFrame = getattr(made[0], table.name)
    assert list(rows.columns) == [c.name for c in table.columns]
    assert len(rows) > 0
    for column in table.columns:
        known = rows[column.name].dropna()
        if column.required:
            assert len(known) == len(rows), column.name
        if column.low is not None:
            assert known.between(column.low, column.high).all(), column.name
        if column.kind == "whole":
            assert (known % 1 == 0).all(), column.name
        if column.kind == "choice":
            assert tuple(rows[column.name].cat.categories) == column.choices
        if column.kind in ("date", "datetime"):
            assert known.between(pd.Timestamp("2000-01-01"), pd.Timestamp("2026-11-16")).all(), column.name
    assert not table.key or not rows.duplicated(list(table.key)).any()


def test_the_answers_about_a_session_are_the_same_on_all_its_rows(made: Clinic) -> None:
    wide = [c.name for c in TABLES[0].columns if c.session_wide]
    sessions = made[0].sessions
    different = sessions.groupby(["patient_id", "date", "session"], observed=True)[wide].nunique(dropna=False)
    assert (different == 1).all(axis=None)


def test_every_patient_is_in_every_table_that_needs_them(made: Clinic) -> None:
    log, truth = made
    everyone = set(truth["patient_id"])
    assert [t.name for t in TABLES if set(getattr(log, t.name)["patient_id"]) != everyone] == []
    assert set(log.patients["clinician"]) == {"Kiné A", "Kiné B", "Kiné C", "Kiné D"}


def test_gaps_are_mostly_single_days(made: Clinic) -> None:
    log, truth = made
    written = log.daily.groupby("patient_id", observed=True).size()
    share = 1 - len(log.daily) / len(truth)
    missing = 1 - written / truth.groupby("patient_id", observed=True).size()
    assert 0.10 <= share <= 0.40
    assert missing.between(0.05, 0.55).all()
    irregular = set(truth.loc[truth["story"] == "irregular", "patient_id"])
    assert missing[missing.index.isin(irregular)].mean() == pytest.approx(0.40, abs=0.05)
    gaps = log.daily.groupby("patient_id", observed=True)["date"].diff().dt.days.dropna() - 1
    gaps = gaps[gaps > 0]
    assert (gaps == 1).mean() > 0.5
    assert (gaps >= 4).any()


def test_some_session_answers_are_left_blank(made: Clinic) -> None:
    done = made[0].sessions.query("completed != 'no'")
    blank = done[["pain_before", "pain_during", "pain_after", "session_rpe", "settle_h"]].isna().mean()
    assert blank.between(0.05, 0.20).all()
    assert made[0].daily["exercised"].isna().mean() == pytest.approx(0.06, abs=0.02)


def test_the_last_evening_knows_nothing_of_the_next_day(made: Clinic) -> None:
    sessions = made[0].sessions
    tonight = sessions[sessions["date"] == sessions["date"].max()]
    assert len(tonight) > 0
    assert tonight[["soreness", "soreness_kind", "sleep_disturbed"]].isna().all(axis=None)
    assert not (tonight["settle_h"] > 4).any()
    assert not (made[0].daily["entered_at"] >= pd.Timestamp("2026-11-16")).any()


def test_two_to_four_sessions_a_week_of_three_to_five_exercises(made: Clinic) -> None:
    plan = made[0].plan
    assert plan["per_week"].between(2, 4).all()
    sessions = made[0].sessions.groupby(["patient_id", "date"], observed=True).size()
    assert sessions.between(3, 5).all()


def test_too_fast_rises_on_the_next_morning(made: Clinic) -> None:
    others = [rises(made, s.key, 14) for s in STORIES if s.key not in ("too_fast", "silent")]
    assert rises(made, "too_fast", 14) > max(others) + 0.3
    late = last_days(story(made, "sessions", "too_fast"), 9)
    assert (late["settle_h"] > 24).any()
    assert (last_days(story(made, "daily", "too_fast"), 9)["flare"] == "yes").any()


def test_too_cautious_is_light_unchanged_and_short_of_its_goals(made: Clinic) -> None:
    sessions = story(made, "sessions", "too_cautious").query("completed == 'yes'")
    assert sessions.groupby("patient_id")["session_rpe"].median().between(2, 3).all()
    dose = sessions.groupby(["patient_id", "exercise"])[["sets", "reps", "load_kg", "hold_s", "level"]]
    assert (dose.nunique() <= 1).all(axis=None)
    psfs = last_days(story(made, "outcomes", "too_cautious").query("measure == 'psfs'"), 45)
    assert psfs.groupby("patient_id")["value"].mean().between(3.5, 6.5).all()
    diary = last_days(story(made, "daily", "too_cautious"), 28)
    assert diary["impact"].mean() > 1.5
    assert diary["pain_average"].mean() < 3


@pytest.mark.parametrize(("key", "column"), [("work_week", "lifting"), ("sleep", "sleep_quality")])
def test_outside_strain_raises_pain_while_exercise_stays_harmless(made: Clinic, key: str, column: str) -> None:
    diary = story(made, "daily", key)
    late = last_days(diary, 7)
    earlier = last_days(diary, 34).drop(last_days(diary, 13).index)
    assert late["pain_average"].mean() > earlier["pain_average"].mean() + 1
    if column == "lifting":
        assert (late["lifting"] == "heavy").mean() > 0.7
    else:
        assert late["sleep_quality"].mean() < earlier["sleep_quality"].mean() - 2
    truth = made[1]
    assert truth.loc[truth["story"] == key, "ratio"].max() < 1.1


def test_silence_holiday_and_safety_come_at_the_end(made: Clinic) -> None:
    assert len(last_days(story(made, "daily", "silent"), 11)) == 0
    assert len(last_days(story(made, "sessions", "silent"), 11)) == 0
    holidays = story(made, "events", "holiday").query("kind == 'holiday'")
    assert holidays["patient_id"].nunique() == PER_STORY
    assert (holidays["end_date"] - holidays["date"]).dt.days.eq(17).all()
    yes = made[0].safety.query("answer == 'yes'")
    assert set(yes["patient_id"].astype("str")) == set(story(made, "patients", "red_flag")["patient_id"])
    assert len(last_days(yes, 4)) == len(yes)
    assert 0 < yes["item"].isin(TIER_1).sum() < len(yes)
    assert (made[0].safety.groupby(["patient_id", "date"], observed=True).size() == len(SAFETY_ITEMS)).all()


def test_function_grows_while_pain_stays(made: Clinic) -> None:
    diary, sessions = story(made, "daily", "pain_stays"), story(made, "sessions", "pain_stays")
    late, start = diary.index.isin(last_days(diary, 28).index), diary["date"] < pd.Timestamp("2026-07-20")
    assert abs(diary[late]["pain_average"].mean() - diary[start]["pain_average"].mean()) < 0.6
    assert diary[late]["impact"].mean() < diary[start]["impact"].mean() - 1
    first, last = sessions[sessions["date"] < pd.Timestamp("2026-07-20")], last_days(sessions, 28)
    assert last["settle_h"].median() < 0.6 * first["settle_h"].median()
    assert last["onset_min"].median() > 1.5 * first["onset_min"].median()


def test_the_truth_names_what_each_story_does(made: Clinic) -> None:
    truth = made[1]
    expected = {"too_fast": "too_fast", "too_cautious": "too_cautious", "work_week": "strain", "sleep": "recovery",
                "silent": "silent", "red_flag": "safety", "steady": "in_zone", "progresses": "in_zone"}  # fmt: skip
    last = truth[truth["date"] == truth["date"].max()].set_index("story")["state"]
    for key, state in expected.items():
        assert (last[key] == state).mean() >= 0.6, key
    assert not truth.duplicated(["patient_id", "date"]).any()
    assert (truth["capacity"] > 0).all()


def test_a_visit_that_changes_the_plan_says_so(made: Clinic) -> None:
    log = made[0]
    changes = log.events.query("kind == 'plan_change'")
    visits = log.events.query("kind == 'visit'")
    new_rows = set(zip(log.plan["patient_id"], log.plan["date"], strict=True))
    changed = set(zip(changes["patient_id"], changes["date"], strict=True))
    assert len(changed) > PER_STORY
    assert changed <= new_rows
    assert changed <= set(zip(visits["patient_id"], visits["date"], strict=True))


def test_the_last_day_is_the_end() -> None:
    log = clinic(22, 30, 1, end=date(2025, 3, 2))
    assert log.daily["date"].max() == pd.Timestamp("2025-03-02")
    assert log.daily["date"].min() >= pd.Timestamp("2025-02-01")


@pytest.mark.parametrize("days", [1, 2, 3, 8])
def test_a_very_short_clinic_can_be_made(days: int) -> None:
    log, truth = clinic_with_truth(11, days, 1)
    assert len(truth) <= 11 * days
    assert len(log.patients) == 11


@pytest.mark.parametrize(("patients", "days"), [(0, 10), (10, 0)])
def test_an_empty_clinic_is_refused(patients: int, days: int) -> None:
    with pytest.raises(ValueError, match="1 patient and 1 day or more"):
        clinic(patients, days)


@pytest.mark.parametrize("format", ["csv", "parquet"])
@pytest.mark.parametrize("log", [clinic(11, 60), stable(4, 28)], ids=["clinic", "stable"])
def test_the_log_folder_takes_it_and_gives_it_back(tmp_path: Path, log: Log, format: Literal["csv", "parquet"]) -> None:
    write(log, tmp_path / "folder", format=format)
    back = read(tmp_path / "folder")
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(back, table.name), getattr(log, table.name))
