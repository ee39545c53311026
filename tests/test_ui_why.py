"""The "why" panel on the screen: order, what is open, whose the limit is, and that what is not known is neither 0 nor blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from loadaid.analysis.review import review
from loadaid.analysis.why import why
from loadaid.locale import words
from loadaid.report import terms
from loadaid.ui.pages import why_panel
from tests.small_log import Diary
from tests.store_clinic import Clinics
from tests.ui_stage import built, opened, shown

HOSTILE = '<img src=x onerror="alert(1)">'


def diary() -> Diary:
    """A flare on the last day, an emergency question never asked, a morning that is blank."""
    d = Diary().change([62], flare="yes", impact=6, pain_morning=7).change([60], pain_morning=None, pain_average=None)
    return d.change_sessions(d.session, exercise=HOSTILE)


@cache
def entries(language: str = "fr", **own: str) -> list[dict[str, Any]]:
    return why(review(diary().log()).at("p1"), words(language), own)


def block(html: str, rule: str) -> str:
    """The <details> of one rule."""
    return next(x for x in re.findall(r"<details.+?</details>", html, re.DOTALL) if f"<code>{rule}</code>" in x)


def test_raised_rules_come_first_then_those_that_cannot_tell() -> None:
    html = why_panel.html(words("fr"), entries())
    order = re.findall(r"<code>([\w-]+)</code></summary>", html)
    state = {x["rule"]: x["state"] for x in entries()}
    states = [state[rule] for rule in order]
    assert sorted(order) == sorted(terms.ORDER)
    assert states == sorted(states, key=["raised", "cannot_tell", "clear"].index)
    raised = [rule for rule in order if state[rule] == "raised"]
    assert raised == [rule for rule in terms.ORDER if state[rule] == "raised"]
    assert "flare" in raised


def test_only_the_chosen_rule_is_open() -> None:
    w = words("fr")
    assert " open>" not in why_panel.html(w, entries())
    html = why_panel.html(w, entries(), "week-pain")
    assert html.count(" open>") == 1
    assert block(html, "week-pain").split(">")[0].endswith(" open")


def test_what_is_not_known_has_a_mark_and_0_is_0() -> None:
    w = words("fr")
    week = block(why_panel.html(w, entries()), "week-pain")
    row = re.search(r'<tr><th scope="row">douleur au réveil</th>(.+?)</tr>', week)
    assert row
    cells = re.findall(r"<td>(.*?)</td>", row[1])
    assert [re.sub("<.+?>", "", x) for x in cells] == ["3", "3", "3", "3", "?", "3", "7"]
    growth = block(why_panel.html(w, entries()), "dose-growth")
    assert "<td>0</td>" in growth
    assert "<td>non</td>" in growth


def test_whose_a_limit_is() -> None:
    w = words("fr")
    assert "valeur par défaut." in block(why_panel.html(w, entries()), "week-pain")
    assert "seuil de ce patient" in block(why_panel.html(w, entries(week_pain="patient")), "week-pain")
    assert "seuil du cabinet" in block(why_panel.html(w, entries(scale_ceiling="clinic")), "week-pain")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_sources_are_english_tables_have_heads_and_typed_words_stay_words(language: str) -> None:
    html = why_panel.html(words(language), entries(language))
    assert html.count('<cite lang="en">') == len(terms.ORDER)
    assert "<th>" not in html
    assert 'scope="row"' in html
    assert "<img" not in html
    assert "&lt;img src=x" in block(html, "stagnation")


@pytest.fixture(scope="module")
def clinics(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinics]:
    found = built(tmp_path_factory.mktemp("clinics"))
    yield found
    found.database.close()


def test_the_panel_on_a_page(clinics: Clinics) -> None:
    app = opened(clinics, lambda visit: why_panel.show(why_panel.html(visit.w, entries(), "flare")), "physio")
    assert not app.exception
    assert "Poussée présente" in block(shown(app), "flare")
    assert (Path(why_panel.__file__).parent.parent / "why.css").exists()
