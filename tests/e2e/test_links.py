"""From the list to a patient and back: at once, and with nothing of one patient left on the page of another."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ready
from tests.e2e.test_axe import of_reading

pytestmark = pytest.mark.browser


def kept(page: Page) -> bool:
    """Whether the page still is the one that was marked, not one loaded since."""
    return bool(page.evaluate("window.marked === true"))


@pytest.fixture
def listed(page: Page, demo: str) -> Page:
    """The list, marked."""
    page.goto(demo)
    expect(page.locator("table.lines").first).to_be_visible()
    settled(page)
    page.evaluate("window.marked = true")
    return page


def settled(page: Page) -> None:
    """No run is under way, nor about to begin: during one, a link loads the page anew."""
    ready(page)
    page.wait_for_timeout(500)
    ready(page)


def opened(page: Page, line: int) -> str:
    """The record of a line of the list; whose it is."""
    page.locator("table.lines a").nth(line).click()
    expect(page.locator(".who-is h1")).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]patient="))
    settled(page)
    return page.locator(".who-is h1").inner_text()


def back_to_list(page: Page) -> None:
    page.get_by_role("link", name="Retour à la liste").click()
    expect(page.locator("table.lines").first).to_be_visible()
    expect(page).not_to_have_url(re.compile(r"[?&](patient|tab|day|desk)="))
    settled(page)


def test_a_patient_is_opened_and_left_without_a_new_page(listed: Page) -> None:
    page = listed
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    last = page.locator("table.lines a").count() - 1
    opened(page, last)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == 0, "a page is read from its top"
    back_to_list(page)
    opened(page, 0)
    assert kept(page)


def test_nothing_of_one_patient_is_left_on_the_next_one_s_page(listed: Page) -> None:
    """A reason chosen, a decision and its reason begun. How many days are shown is the reader's choice, and stays."""
    page = listed
    page.goto(page.url.split("?")[0] + of_reading(page, "Progression trop"))
    expect(page.locator(".verdict h1")).to_be_visible()
    page.evaluate("window.marked = true")
    first = page.locator(".who-is h1").inner_text()
    page.locator('[class*="st-key-reason"] [role="radio"]').first.click()
    decision = page.locator(".st-key-decision")
    decision.get_by_role("radio", name="Maintenir").click()
    expect(decision.locator('[class*="-save"] button')).to_be_enabled()
    decision.get_by_placeholder("Motif").fill("rien que pour lui")
    page.locator('.st-key-window [role="radio"]').last.click()
    settled(page)
    back_to_list(page)
    others = [
        at for at, name in enumerate(page.locator("table.lines a").all_inner_texts()) if not name.startswith(first)
    ]
    for line in others[:3]:
        assert opened(page, line) != first
        expect(page.locator(".verdict h1")).to_be_visible()
        expect(page.locator('[class*="st-key-tiles"] button')).to_have_count(28)
        expect(page.locator('[class*="st-key-reason"] [aria-checked="true"]')).to_have_count(0)
        expect(decision.get_by_role("radio", name="Maintenir")).not_to_be_checked()
        expect(decision.get_by_placeholder("Motif")).not_to_have_value("rien que pour lui")
        back_to_list(page)
    assert kept(page)


def test_back_and_forward_show_whom_the_address_names(listed: Page) -> None:
    page = listed
    one = opened(page, 0)
    back_to_list(page)
    other = opened(page, 1)
    page.go_back()
    expect(page.locator("table.lines").first).to_be_visible()
    page.go_back()
    expect(page.locator(".who-is h1")).to_have_text(one)
    page.go_forward()
    expect(page.locator("table.lines").first).to_be_visible()
    page.go_forward()
    expect(page.locator(".who-is h1")).to_have_text(other)


def test_a_link_opens_another_tab_when_asked(listed: Page) -> None:
    with listed.context.expect_page() as opening:
        listed.locator("table.lines a").first.click(modifiers=["Control"])
    expect(opening.value.locator(".who-is h1")).to_be_visible()
    expect(listed.locator("table.lines").first).to_be_visible()
