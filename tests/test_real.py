"""Real logs, where a folder of them is at hand: they are read and reviewed whole, and nothing of them is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from loadaid import logs
from loadaid.analysis.hold import HEADLINES
from loadaid.analysis.review import Review, review
from loadaid.domain.records import Log
from loadaid.locale import words
from tests.contract import problems

pytestmark = pytest.mark.real
STEP = 13  # days between the results that are read in full; no multiple of a week


@pytest.fixture(scope="module")
def log(real_logs: Path) -> Log:
    return logs.read(real_logs)


@pytest.fixture(scope="module")
def reviewed(log: Log) -> Review:
    return review(log)


@pytest.fixture(scope="module")
def days(reviewed: Review) -> pd.DataFrame:
    return reviewed.measures()


def test_every_person_is_read_on_every_day(
    log: Log, reviewed: Review, days: pd.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    written = pd.concat([log.daily[["patient_id", "date"]], log.sessions[["patient_id", "date"]]])
    span = written.astype({"patient_id": "str"}).groupby("patient_id")["date"].agg(["min", "max"])
    assert reviewed.patients == sorted(span.index)
    for patient, (first, last) in span.iterrows():
        own = days.loc[days["patient_id"] == patient, "date"]
        assert list(own) == list(pd.date_range(first, last)), patient
    assert set(days["headline"]) <= set(HEADLINES)
    shares = pd.crosstab(days["patient_id"], days["headline"], normalize="index").mul(100).round().astype(int)
    with capsys.disabled():
        print(f"\n{len(reviewed.patients)} people, {len(days)} days; % of days per headline:\n{shares.to_string()}")


def test_nobody_is_in_the_zone_on_fewer_than_three_responses(reviewed: Review) -> None:
    seen = 0
    for patient in reviewed.patients:
        at = reviewed.at(patient)
        zone = reviewed.numbers_of(patient).headline[0] == HEADLINES.index("in_zone")
        classed = at.w.response.classed_28[at.row, : len(zone)]
        assert (classed[zone] >= 3).all(), patient
        seen += int(zone.sum())
    assert seen > 0


def test_people_without_sessions_are_never_in_the_zone(days: pd.DataFrame) -> None:
    for patient, own in days.groupby("patient_id"):
        if not (own["state"] == "session").any():
            assert "in_zone" not in set(own["headline"]), patient


def test_results_follow_the_contract(reviewed: Review) -> None:
    for patient in reviewed.patients:
        for day in [*reviewed.days(patient)[::STEP], reviewed.days(patient)[-1]]:
            result = reviewed.result(patient, words("fr"), day)
            assert problems(json.loads(json.dumps(result, allow_nan=False))) == [], f"{patient}, {day}"
