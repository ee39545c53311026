"""False alarms: on 1,000 stable diaries every alarm is one. The two bounds are a promise of the README."""

from __future__ import annotations

import pandas as pd
import pytest

from loadaid.analysis.review import review
from loadaid.virtual import stable
from loadaid.virtual.clinic import END

PATIENTS, DAYS, PERIOD = 1000, 84, 28
ALARMS = ("too_fast", "strain_driven", "flare_unclear", "too_cautious")
LAST_DAY, ANY_DAY = 0.05, 0.12


def alarms(seed: int) -> pd.DataFrame:
    """One row per patient and 28-day period after the first 28 days: alarm on its last day, alarm on any day."""
    days = review(stable(PATIENTS, DAYS, seed), as_of=END).measures()
    days["period"] = (DAYS - 1 - (pd.Timestamp(END) - days["date"]).dt.days) // PERIOD
    days["alarm"] = days["headline"].isin(ALARMS)
    return days[days["period"] >= 1].groupby(["patient_id", "period"])["alarm"].agg(last="last", any="any")


@pytest.mark.parametrize("seed", [1, 2])
def test_false_alarms_on_stable_diaries_stay_rare(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    found = alarms(seed)
    last, ever = found["last"].mean(), found["any"].mean()
    with capsys.disabled():
        print(f"\nfalse alarms, seed {seed}, {len(found)} periods of 28 days: last day {last:.1%}, any day {ever:.1%}")
    assert len(found) == PATIENTS * (DAYS // PERIOD - 1)
    assert last < LAST_DAY
    assert ever < ANY_DAY
