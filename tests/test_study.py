"""The virtual study: the same every time, inside the contract, and a truth that is what the mechanisms say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from loadaid.domain.records import TABLES
from loadaid.logs import read, write
from loadaid.virtual.study import MECHANISMS, UNTOUCHED, Study, study
from loadaid.virtual.study.reporters import KINDS, LEAST_KNOWN_SD, MOST_KNOWN_SD
from loadaid.virtual.study.scenarios import SCENARIOS
from loadaid.virtual.study.truth import MATTERS, NOTHING, STATES, WARM

ALL = tuple(MECHANISMS)


@cache
def made() -> Study:
    return study(800, 84, 21, mechanisms=ALL)


@cache
def days() -> pd.DataFrame:
    found = made().days.merge(made().people, on="patient_id")
    found["day"] = found.groupby("patient_id").cumcount()
    for part in ("exercise", "strain", "nights"):
        found[f"{part}_week"] = found.groupby("patient_id")[part].transform(
            lambda x: x.rolling(7, min_periods=1).mean()
        )
    return found


def test_the_same_arguments_give_the_same_study() -> None:
    one, other = study(30, 70, 5), study(30, 70, 5)
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(one.log, table.name), getattr(other.log, table.name))
    pd.testing.assert_frame_equal(one.days, other.days)
    assert not one.days.equals(study(30, 70, 6).days)


def test_a_patient_is_the_same_whatever_the_number_of_patients() -> None:
    few, many = study(3, 70, 5, mechanisms=("pool",)), study(9, 70, 5, mechanisms=("pool",))
    mine = few.people["patient_id"]
    pd.testing.assert_frame_equal(few.days, many.days[many.days["patient_id"].isin(mine)].reset_index(drop=True))


def test_the_log_is_one_the_contract_accepts(tmp_path: Path) -> None:
    log = study(40, 84, 9, mechanisms=ALL).log
    write(log, tmp_path / "log")
    assert len(read(tmp_path / "log").sessions) == len(log.sessions)


def test_the_untouched_mechanism_is_left_out_unless_named() -> None:
    assert UNTOUCHED not in set(study(30, 70, 5).people["mechanism"])
    assert set(study(4, 70, 5, mechanisms=(UNTOUCHED,)).people["mechanism"]) == {UNTOUCHED}


@pytest.mark.parametrize(("patients", "length"), [(2, 84), (30, 59)])
def test_too_small_a_study_is_refused(patients: int, length: int) -> None:
    with pytest.raises(ValueError, match="A study needs"):
        study(patients, length)


@pytest.mark.parametrize("mechanism", ALL)
def test_every_mechanism_shows_every_state(mechanism: str) -> None:
    share = days().loc[days()["mechanism"] == mechanism, "state"].value_counts(normalize=True)
    assert set(share.index) == set(STATES)
    assert share["in_zone"] > 0.15
    assert (share[["too_fast", "too_cautious", "strain", "recovery"]] > 0.005).all()


def test_every_scenario_and_every_habit_of_writing_is_there() -> None:
    assert set(made().people["scenario"]) == {s.key for s in SCENARIOS}
    assert set(made().people["reporter"]) == set(KINDS)


def test_the_truth_is_what_the_body_feels() -> None:
    """In the zone nothing adds to pain; too fast, sessions do; strain and recovery, daily life does."""
    by = days()[days()["day"] >= WARM].groupby("state")[["exercise_week", "strain_week", "nights_week"]]
    lowest, highest = by.min(), by.max()
    life = days().assign(life=lambda d: d["strain_week"] + d["nights_week"])
    assert highest.loc["in_zone"].max() < NOTHING + 1e-9
    assert highest.loc["too_cautious"].max() < NOTHING + 1e-9
    assert lowest.loc["too_fast", "exercise_week"] > MATTERS - 1e-9
    assert life.loc[life["state"].isin(["strain", "recovery"]), "life"].min() > MATTERS - 1e-9
    assert (days().loc[days()["day"] < WARM, "state"] == "not_identifiable").all()


def test_age_counts_the_days_of_a_state() -> None:
    again = days().groupby("patient_id")["state"].transform(lambda s: s.ne(s.shift()).cumsum())
    counted = days().groupby(["patient_id", again]).cumcount() + 1
    assert (counted == days()["age"]).all()


def test_diaries_are_as_patchy_and_as_noisy_as_real_ones() -> None:
    written = len(made().log.daily) / len(days())
    assert 0.6 < written < 0.75
    assert made().people["sd"].between(LEAST_KNOWN_SD, MOST_KNOWN_SD).all()
    pain = made().log.daily["pain_morning"].dropna()
    assert (pain == np.rint(pain)).all()
    assert pain.between(0, 10).all()


def test_the_dose_is_lowered_in_bad_weeks() -> None:
    """Confounding by indication: where daily life is what hurts, the dose falls too."""
    state = made().days[["patient_id", "date", "state"]]
    log = made().log.sessions.merge(state, on=["patient_id", "date"]).merge(made().people, on="patient_id")
    hard = log[log["scenario"].isin(["work", "nights"])]
    dose = hard["sets"] * hard["reps"] * (1 + hard["load_kg"].fillna(0) / 20)
    usual = dose.groupby([hard["patient_id"], hard["exercise"]]).transform("median")
    relative = (dose / usual).groupby(hard["state"].isin(["strain", "recovery"])).mean()
    assert relative[True] < relative[False]
