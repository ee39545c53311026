"""Stories a clinician can read (tests/cases), reviewed: the headline and what the story is about.

Each expectation is read as of its own day, once with the later days there and once as if they did not exist.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from loadaid.analysis.context import with_context
from loadaid.analysis.review import Review, review
from loadaid.locale import words
from loadaid.logs import read, write
from tests import diary

FOLDER = Path(__file__).parent / "cases"
STORIES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
KEYS = {"on", "headline", "not_headline", "says", "axes", "findings", "measured", "suggestions", "notices", "result", "measures"}  # fmt: skip


@cache
def reviewed(name: str) -> Review:
    return review(diary.log_of(STORIES[name]))


def expectations() -> list[Any]:
    return [
        pytest.param(name, expected, id=f"{name} {expected.get('on', 'last day')}")
        for name, story in STORIES.items()
        for expected in story["expect"]
    ]


def assert_part(found: Any, expected: Any, where: str) -> None:
    """Every key the story names has its value; keys it does not name are free."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert key in found, f"{where} has no {key!r}"
            assert_part(found[key], value, f"{where}.{key}")
    else:
        assert found == expected, where


@pytest.mark.parametrize(("name", "expected"), expectations())
def test_story(name: str, expected: dict[str, Any]) -> None:
    story = STORIES[name]
    assert not set(expected) - KEYS, f"unknown expectation {set(expected) - KEYS}"
    whole = reviewed(name)
    start = pd.Timestamp(story["start"]).date()
    day = diary.day_of(expected["on"], start) if "on" in expected else whole.days("p1")[-1]
    result = whole.result("p1", words("fr"), day)
    findings = {f["rule"]: f for f in result["findings"]}

    if "headline" in expected:
        assert result["headline"] == expected["headline"], result["headline_sentence"]
    assert result["headline"] not in expected.get("not_headline", ()), result["headline_sentence"]
    if "says" in expected:
        assert expected["says"] in f"{result['headline_label']} {result['headline_sentence']}"
    assert_part(result["axes"], expected.get("axes", {}), "axes")
    assert_part({rule: f["state"] for rule, f in findings.items()}, expected.get("findings", {}), "findings")
    assert_part({rule: f["measured"] for rule, f in findings.items()}, expected.get("measured", {}), "measured")
    if "suggestions" in expected:
        assert [s["id"] for s in result["suggestions"]] == expected["suggestions"]
    for notice in expected.get("notices", ()):
        assert any(notice in said for said in result["data_quality"]["reasons"]), result["data_quality"]["reasons"]
    assert_part(result, expected.get("result", {}), "result")
    if "measures" in expected:
        as_known = with_context(review(diary.log_of(story), as_of=day).measures("p1")).set_index("date")
        for on, values in expected["measures"].items():
            row = as_known.loc[pd.Timestamp(diary.day_of(on, start))].to_dict()
            row = {k: v if isinstance(v, str) else (None if pd.isna(v) else round(v, 2)) for k, v in row.items()}
            assert_part(row, values, f"measures of {on}")


@pytest.mark.parametrize(("name", "expected"), expectations())
def test_later_days_have_no_part_in_it(name: str, expected: dict[str, Any]) -> None:
    whole = reviewed(name)
    start = pd.Timestamp(STORIES[name]["start"]).date()
    day = diary.day_of(expected["on"], start) if "on" in expected else whole.days("p1")[-1]
    cut = review(diary.log_of(STORIES[name]), as_of=day)
    assert cut.result("p1", words("fr")) == whole.result("p1", words("fr"), day)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_is_a_log_the_contract_accepts(name: str, tmp_path: Path) -> None:
    log = diary.log_of(STORIES[name])
    write(log, tmp_path / "log")
    again = review(read(tmp_path / "log"))
    assert again.result("p1", words("fr")) == reviewed(name).result("p1", words("fr"))


@pytest.mark.parametrize("name", STORIES)
def test_a_story_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    story = STORIES[name]
    assert story["title"]
    assert story["origin"]
    assert story["story"]
    assert story["expect"]


def test_a_blank_is_not_a_zero() -> None:
    log = diary.log_of({"start": "2026-03-02", "days": "s . - .", "pain_morning": "0 . 3 .", "session": {"pain_during": "."}})  # fmt: skip
    assert log.daily["pain_morning"].tolist() == [0, 3]
    assert log.daily["exercised"].isna().tolist() == [True, False]
    assert log.sessions["pain_during"].isna().tolist() == [True]


@pytest.mark.parametrize(
    ("story", "message"),
    [
        ({"start": "2026-03-03", "days": "s"}, "begins on a Monday"),
        ({"start": "2026-03-02", "days": "s q"}, r"days: \['q'\] unknown"),
        ({"start": "2026-03-02", "days": "s - -", "impact": "1 2"}, "impact: 2 tokens for 3 days"),
        ({"start": "2026-03-02", "days": "s -", "flare": "maybe"}, "flare"),
        ({"start": "2026-03-02", "days": "s s", "session": {"pain": "1"}}, "no column"),
    ],
)
def test_a_slip_in_a_story_is_named(story: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        diary.log_of(story)
