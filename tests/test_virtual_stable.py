"""The stable diaries: exactly the noise they promise, and nothing else that changes but the dose."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from loadaid.domain.records import TABLES, Log
from loadaid.virtual import stable
from loadaid.virtual.chance import chance
from loadaid.virtual.steady import BELL, EVEN, felt

DAYS = 84


@pytest.fixture(scope="module")
def log() -> Log:
    return stable(400, DAYS, 2)


def test_pain_has_the_promised_noise_before_it_becomes_whole_numbers() -> None:
    luck = chance(2, 0, 400, DAYS, BELL, EVEN, ("level", "impact", "programme"))
    morning, average, impact = felt(luck)
    level = luck.between("level", 2, 5)[:, None]
    for series in (morning, average):
        noise = series - level
        assert noise.std() == pytest.approx(1.1, abs=0.03)
        assert np.corrcoef(noise[:, :-1].ravel(), noise[:, 1:].ravel())[0, 1] == pytest.approx(0.4, abs=0.03)
        assert np.std(series, axis=1).mean() == pytest.approx(1.1, abs=0.15)
    within = [np.corrcoef(a, b)[0, 1] for a, b in zip(average, impact, strict=True)]
    assert np.mean(within) == pytest.approx(0.65, abs=0.04)


def test_pain_and_impact_are_whole_numbers_that_still_go_together(log: Log) -> None:
    scales = log.daily[["pain_morning", "pain_average", "impact"]]
    assert (scales % 1 == 0).all(axis=None)
    assert ((scales >= 0) & (scales <= 10)).all(axis=None)
    own = log.daily.groupby("patient_id", observed=True)
    together = own[["pain_average", "impact"]].corr().xs("pain_average", level=1)["impact"]
    assert 0.5 <= together.mean() <= 0.7
    assert own["pain_average"].mean().between(1, 6).all()


def test_a_fifth_of_the_days_is_missing_and_their_sessions_are_kept(log: Log) -> None:
    assert 1 - len(log.daily) / (400 * DAYS) == pytest.approx(0.2, abs=0.01)
    days = log.sessions.drop_duplicates(["patient_id", "date"])
    assert (days.groupby("patient_id", observed=True).size() == 12 * DAYS / 28).all()
    written = pd.MultiIndex.from_frame(log.daily[["patient_id", "date"]])
    trained = pd.MultiIndex.from_frame(days[["patient_id", "date"]])
    assert (~trained.isin(written)).mean() == pytest.approx(0.2, abs=0.02)
    assert ((log.daily["exercised"] == "yes").to_numpy() == written.isin(trained)).all()


def test_the_dose_rises_five_percent_a_week(log: Log) -> None:
    rows = log.sessions
    dose = rows["sets"] * rows["reps"] * (1 + rows["load_kg"] / 20) * (1 + 0.15 * (rows["level"] - 1))
    week = (rows["date"] - rows["date"].min()).dt.days // 7
    by_week = dose.groupby([rows["exercise"], week]).mean().unstack()
    growth = by_week / by_week.shift(1, axis=1)
    assert growth.iloc[:, 1:].mean(axis=1).between(1.045, 1.055).all()
    assert growth.iloc[:, 1:].sub(1.05).abs().max(axis=None) < 0.03


def test_sessions_are_well_tolerated(log: Log) -> None:
    rows = log.sessions
    assert set(rows["session_rpe"]) == {4, 5, 6}
    assert (rows["pain_during"] - rows["pain_before"]).isin([0, 1, 2]).all()
    assert (rows["pain_after"] - rows["pain_before"]).isin([0, 1]).all()
    assert rows["settle_h"].dropna().eq(1).all()
    assert rows["session_minutes"].mean() == pytest.approx(40, abs=0.5)


def test_every_value_is_inside_the_contract(log: Log) -> None:
    for table in TABLES:
        rows: pd.DataFrame = getattr(log, table.name)
        assert list(rows.columns) == [c.name for c in table.columns]
        for column in table.columns:
            if column.low is not None:
                assert rows[column.name].dropna().between(column.low, column.high).all(), column.name


def test_a_patient_is_the_same_whatever_the_number_of_patients(log: Log) -> None:
    few = stable(3, DAYS, 2).daily
    many = log.daily[log.daily["patient_id"].isin(["P-001", "P-002", "P-003"])]
    columns = [c for c in few.columns if c != "patient_id"]
    pd.testing.assert_frame_equal(few[columns], many[columns].reset_index(drop=True))


def test_a_thousand_diaries_are_made_in_seconds() -> None:
    begin = time.perf_counter()
    made = stable(1000, DAYS, 1)
    assert time.perf_counter() - begin < 3
    assert made.daily["patient_id"].nunique() == 1000
