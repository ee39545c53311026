"""What a physiotherapist meets in the browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, Request, expect

from loadaid import logs, virtual
from loadaid.analysis.review import review
from loadaid.locale import words
from loadaid.practice.demo import SEED
from tests.e2e.conftest import ready

pytestmark = pytest.mark.browser


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    ready(page)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=20_000)
    expect(page.locator(".footer")).to_be_visible()
    return page


def test_opens_in_french_and_calls_nobody(page: Page, viewer: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    opened(page, viewer)
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert page.title() == "loadaid"
    expect(page.locator(".verdict h1")).to_be_visible()
    assert [url for url in asked if not url.startswith((viewer, "data:", "blob:"))] == []
    assert complaints == [], "the security policy must not hinder the page itself"


TILES = '[class*="st-key-tiles"] :is([role="radiogroup"], ol)'
READ = (".verdict", ".moved", ".bar", ".six", ".js-plotly-plot", ".four", TILES)


def foot(page: Page, part: str) -> float:
    """Where a part of the page ends."""
    box = page.locator(part).first.bounding_box()
    assert box is not None, part
    return box["y"] + box["height"]


@pytest.mark.parametrize("patient", ["P-001", "P-024"])  # the first, and the one with most to say
def test_the_answer_is_seen_without_scrolling(page: Page, viewer: str, patient: str) -> None:
    opened(page, f"{viewer}/?patient={patient}")
    for part in READ:
        assert foot(page, part) <= 720, f"{part} ends at {foot(page, part):.0f} px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_clinic_s_consultation_is_seen_without_scrolling(page: Page, demo: str) -> None:
    """A patient of each headline. Where a safety answer waits it comes first, and the chart may begin over the bar and go on
    under it: verdict, answer, numbers, four parameters and the decision are seen.
    """
    page.goto(demo)
    lines = page.locator("table.lines tr:has(.state)")
    expect(lines.first).to_be_visible()
    first = {line.locator(".state").inner_text().split(":")[0]: line for line in reversed(lines.all())}
    assert len(first) >= 5, "nearly every headline"
    for address in [line.locator("a").get_attribute("href") for line in first.values()]:
        page.goto(f"{demo}/{address}")
        expect(page.locator(f"{TILES} button")).to_have_count(28)
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        ready(page)
        waits = page.locator('[class*="st-key-safety-"]').count() > 0
        parts = (".verdict", ".moved", '[class*="st-key-safety-"]', ".six", ".four") if waits else READ
        bar = page.get_by_test_id("stBottom").bounding_box()
        assert bar is not None
        for part in parts:
            assert foot(page, part) <= bar["y"], f"{page.locator('.verdict h1').inner_text()}: {part}"
        assert foot(page, ".st-key-decision") <= 720
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_another_patient_another_language_and_a_reload(page: Page, viewer: str) -> None:
    opened(page, viewer)
    patient = page.get_by_label("Patient")
    patient.click()
    page.get_by_role("option").nth(2).click()
    ready(page)
    expect(page).to_have_url(re.compile(r"[?&]patient="))
    chosen = patient.input_value()
    headline = review(virtual.clinic(seed=SEED), patients=[chosen]).result(chosen, words("fr"))["headline"]
    verdict = page.locator(f".verdict.{headline.replace('_', '-')}")
    expect(verdict).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.get_by_text("All rules")).to_be_visible(timeout=20_000)
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(patient).to_have_value(chosen)
    expect(verdict).to_be_visible()
    page.reload()
    expect(page.get_by_text("All rules")).to_be_visible(timeout=20_000)
    expect(patient).to_have_value(chosen)
    expect(verdict).to_be_visible()


def test_the_chart_is_described_in_words(page: Page, viewer: str) -> None:
    opened(page, viewer)
    expect(page.get_by_role("figure", name=re.compile(r"^Du .* au .*jours? non renseigné"))).to_be_visible()


@pytest.mark.parametrize(("lang", "sure", "title", "first"), [
    ("fr", "probable", "Ce que l’outil sait, et ne sait pas", "Ceci n’est pas une validation clinique."),
    ("en", "probable", "What the tool knows, and does not know", "This is not clinical validation."),
])  # fmt: skip
def test_how_sure_and_how_good(page: Page, viewer: str, lang: str, sure: str, title: str, first: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, f"{viewer}/?patient=P-004&day=2026-11-14&lang={lang}")
    chip = page.locator(".verdict .chip.sure")
    expect(chip).to_have_attribute("title", re.compile(rf"^{sure}.*75"))
    expect(page.locator(".weighed").first).to_be_visible()
    link = page.get_by_role("link", name=title)
    link.click()
    for again in (lambda: None, page.reload):
        again()
        expect(page.get_by_role("heading", name=title)).to_be_visible(timeout=20_000)
        expect(page.locator(".known > p").first).to_contain_text(first)
        expect(page.get_by_test_id("stPlotlyChart")).to_have_count(11, timeout=20_000)
        expect(page).to_have_url(re.compile(r"patient=P-004&day=2026-11-14"))
    page.go_back()
    expect(link).to_be_visible(timeout=20_000)
    link.click()
    page.get_by_role("link", name={"fr": "Retour à la consultation", "en": "Back to the consultation"}[lang]).click()
    expect(chip).to_be_visible(timeout=20_000)
    assert page.get_by_label("Patient").input_value() == "P-004"
    assert page.evaluate("document.documentElement.lang") == lang
    expect(page).to_have_url(re.compile(r"day=2026-11-14"))
    assert [url for url in asked if not url.startswith((viewer, "data:", "blob:"))] == []


HOSTILE = "<img src=x onerror=alert(1)> **gras** [lien](http://127.0.0.9/)"


def test_patients_words_stay_words(page: Page, serve: Callable[[Path | None], str], tmp_path: Path) -> None:
    log = virtual.clinic(patients=1, days=40, seed=1)
    for table in (log.sessions, log.daily, log.patients, log.safety, log.outcomes, log.events, log.plan):
        table["patient_id"] = HOSTILE
    log.events["note"] = HOSTILE
    log.sessions["exercise"] = HOSTILE
    logs.write(replace(log, plan=log.plan.iloc[:0]), tmp_path / "log")  # a plan has one row per exercise and day
    dialogs: list[str] = []
    asked: list[Request] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request))
    address = serve(tmp_path / "log")
    opened(page, address)
    assert page.get_by_label("Patient").input_value() == HOSTILE
    expect(page.get_by_text("Clinique de démonstration")).to_have_count(0)
    assert dialogs == []
    assert page.locator("img[src=x], a[href*='127.0.0.9']").count() == 0
    assert [r.url for r in asked if not r.url.startswith((address, "data:", "blob:"))] == []


def test_a_broken_folder_is_explained(page: Page, serve: Callable[[Path | None], str], tmp_path: Path) -> None:
    logs.write(virtual.clinic(patients=1, days=10, seed=1), tmp_path / "log")
    daily = tmp_path / "log" / "daily.csv"
    shutil.copy(daily, tmp_path / "kept.csv")
    daily.write_text("patient_id,date,pain_morning\np1,2026-03-01,11\np1,2026-03-02,mal\n", encoding="utf-8")
    page.goto(serve(tmp_path / "log"))
    ready(page)
    expect(page.get_by_role("heading", name="Ce dossier ne peut pas être lu")).to_be_visible()
    assert page.locator("table.findings tbody tr").count() == 2
    expect(page.get_by_text("Traceback")).to_have_count(0)
    shutil.copy(tmp_path / "kept.csv", daily)
    page.reload()
    expect(page.locator(".verdict h1")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("path", ["_stcore/metrics", "_stcore/agent/openapi.json"])
def test_the_running_server_keeps_its_doors_shut(viewer: str, path: str) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{viewer}/{path}", timeout=5)
    assert refused.value.code == 404
    refused.value.close()
