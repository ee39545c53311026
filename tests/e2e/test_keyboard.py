"""The consultation without a mouse, and at 200 %: in reading order, all of it reached, nothing covered."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import planned, ready
from tests.e2e.test_axe import at, of_reading

pytestmark = pytest.mark.browser
# What Tab stops at, from the patient's name down: each is the key of one control, or of one group walked through with arrows.
ORDER = (
    "who-is", "tab", "day", "window", "print", "mark", "gap", "reason", "tiles", "why", "action", "motive", "times", "agrees", "save",
)  # fmt: skip
STOP = """() => {
  const e = document.activeElement, key = e.closest('[class*="st-key-"]')?.className.match(/st-key-([^ ]+)/)?.[1]
  return key ?? e.tagName
}"""


def stop(page: Page) -> str:
    """What has the focus, as ORDER calls it."""
    key: str = page.evaluate(STOP)
    if key.startswith("decide-"):
        last = key.rsplit("-", 1)[1]
        return "motive" if last == "reason" else last
    return "who-is" if key == "who-is" else key.split("-")[0]


def stops(page: Page) -> list[str]:
    """Every stop from the top of the page to its end, each once."""
    found: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        here = stop(page)
        if here == "BODY":
            return found
        if here not in found:
            found.append(here)
    raise AssertionError(f"Tab does not come to an end: {found}")


@pytest.fixture
def opened(page: Page, demo: str) -> Page:
    """The consultation of a patient with reasons and a planner."""
    page.goto(demo)
    expect(page.locator("table.lines").first).to_be_visible()
    at(page, demo, of_reading(page, "Progression trop"))
    return page


def test_tab_goes_in_reading_order_and_each_control_works(opened: Page) -> None:
    page, decision = opened, opened.locator(".st-key-decision")
    decision.get_by_role("radio", name="Maintenir").press("Space")
    expect(decision.locator('[class*="-save"] button')).to_be_enabled()
    page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    page.get_by_test_id("stSkipToContent").focus()
    found = [one for one in stops(page) if one in ORDER]
    expected = [one for one in ORDER if one != "gap" or page.locator('[class*="st-key-gap-"]').count()]
    assert found == expected

    reasons = page.locator('[class*="st-key-reason"] [role="radio"]')
    reasons.first.press("ArrowRight")
    page.keyboard.press("Space")
    expect(reasons.nth(1)).to_be_checked()
    expect(page.locator(".why details[open]")).to_have_count(1)

    ready(page)
    page.locator('[class*="st-key-tiles"] [role="radio"]').first.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.wait_for_function("document.activeElement.closest('[role=dialog]') !== null")
    ready(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    slider = decision.get_by_role("slider")
    slider.press("ArrowRight")
    planned(decision, "105")
    ready(page)
    decision.locator('[class*="-save"] button').press("Enter")
    expect(page.get_by_role("status").get_by_text("Décision enregistrée")).to_be_visible()
    ready(page)

    page.get_by_role("button", name="Imprimer").press("Enter")
    link = page.get_by_test_id("stPopoverBody").get_by_role("link").first
    expect(link).to_be_visible()
    ready(page)
    for _ in range(90):  # Streamlit puts what opens at the end of the page
        page.keyboard.press("Tab")
        if link.evaluate("e => e === document.activeElement"):
            break
    with page.expect_download():
        page.keyboard.press("Enter")


def test_at_200_percent_nothing_is_covered_or_out_of_reach(opened: Page) -> None:
    page = opened
    page.set_viewport_size({"width": 640, "height": 360})
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth")
    for part in (
        ".verdict",
        ".six",
        ".js-plotly-plot",
        ".four",
        '[class*="st-key-tiles"]',
        "[class*='st-key-why']",
        ".st-key-decision",
    ):
        block = page.locator(part).first
        block.scroll_into_view_if_needed()
        expect(block).to_be_in_viewport()
        assert page.evaluate("""() => {
          const pinned = [...document.querySelectorAll('[data-testid="stBottom"], .st-key-who-is')]
            .filter(e => ['sticky', 'fixed'].includes(getComputedStyle(e).position))
          return pinned.reduce((sum, e) => sum + e.getBoundingClientRect().height, 0)
        }""") <= 360 / 3  # fmt: skip
