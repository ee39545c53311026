"""What axe-core finds on the screens, as they are and with what opens over them: nothing but what Streamlit itself brings."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.e2e.conftest import ready, sign_in

pytestmark = pytest.mark.browser
# WCAG 2.2 asks for the size of targets; axe leaves the rule out unless it is asked for.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# Rule -> a piece of the element's HTML, and why it stays.
ALLOWED = {
    # Day, month and year of Streamlit's date field, 18 x 20 px and near one another; the calendar beside them is large enough.
    "target-size": 'role="spinbutton"',
}
# What lies under the pinned decision until it is scrolled would count as too small.
TALL: ViewportSize = {"width": 1280, "height": 1000}


def found(page: Page, where: str) -> list[str]:
    """What is wrong, a line each."""
    ready(page)
    return [
        f"{where}: {one['id']}: {node['html'][:160]} {[m['message'] for m in (*node['any'], *node['all'], *node['none'])]}"
        for one in Axe().run(page, options=OPTIONS).response["violations"]
        for node in one["nodes"]
        if ALLOWED.get(one["id"], "\0") not in node["html"]
    ]


def of_reading(page: Page, name: str) -> str:
    """The address of the first patient of the list whose reading begins so."""
    line = page.locator("table.lines tr", has=page.locator(".state", has_text=name)).first
    return line.locator("a").get_attribute("href") or ""


def at(page: Page, demo: str, address: str) -> None:
    page.goto(f"{demo}/{address}")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    ready(page)


@pytest.mark.parametrize(("scheme", "readings"), [
    ("light", ("Drapeau rouge", "Progression trop")),
    ("dark", ("Données insuffisantes",)),
])  # fmt: skip
def test_the_list_and_the_consultation(page: Page, demo: str, scheme: str, readings: tuple[str, ...]) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size(TALL)
    page.goto(demo)
    expect(page.locator("table.lines").first).to_be_visible()
    wrong = found(page, "list")
    addresses = {name: of_reading(page, name) for name in readings}
    for name, address in addresses.items():
        at(page, demo, address)
        wrong += found(page, name)
    page.locator('[class*="st-key-reason"] [role="radio"]').first.click()
    expect(page.locator(".why details[open]")).to_have_count(1)
    page.locator(".st-key-decision").get_by_role("radio", name="Alléger").click()
    expect(page.locator('.st-key-decision [class*="-save"] button')).to_be_enabled()
    wrong += found(page, "why, decided")
    assert wrong == []


def test_what_opens_over_the_consultation_and_the_other_parts(page: Page, demo: str) -> None:
    page.goto(demo)
    address = of_reading(page, "Progression trop")
    at(page, demo, address)
    page.get_by_role("button", name="Imprimer").click()
    expect(page.get_by_test_id("stPopoverBody").get_by_role("link").first).to_be_visible()
    wrong = found(page, "print")
    page.keyboard.press("Escape")
    page.locator('[class*="st-key-tiles"] [role="radio"]').first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    wrong += found(page, "day")
    for tab in ("desk", "desk&desk=session", "desk&desk=plan", "frozen", "limits"):
        page.goto(f"{demo}/{address}&tab={tab}")
        expect(page.locator(".who-is")).to_be_visible()
        wrong += found(page, tab)
    assert wrong == []


@pytest.mark.parametrize(("role", "rooms", "size"), [
    ("patient", ("", "record"), (390, 844)),
    ("lead", ("",), (1280, 720)),
])  # fmt: skip
def test_the_rooms_of_others(
    browser: Browser, demo: str, role: str, rooms: tuple[str, ...], size: tuple[int, int]
) -> None:
    context = browser.new_context(locale="fr-FR", viewport={"width": size[0], "height": size[1]})
    context.add_cookies([{"name": name, "value": value, "url": demo} for name, value in sign_in(demo, role).items()])
    try:
        page, wrong = context.new_page(), []
        for room in rooms:
            page.goto(f"{demo}/{room}")
            expect(page.get_by_role("heading", level=1).last).to_be_visible()
            wrong += found(page, room or role)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert wrong == []
    finally:
        context.close()
