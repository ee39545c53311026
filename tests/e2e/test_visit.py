"""A whole visit in the browser, as at a desk: signed in, read, asked, decided, printed, signed out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import planned, ready

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).with_name("pictures")
SAID = {
    "fr": {
        "physio": "Kinésithérapeute", "reading": "Progression trop rapide|Contraintes du quotidien|À éclaircir", "rest": "repos",
        "reduce": "Réduire", "saved": "Décision enregistrée : Réduire", "print": "Imprimer", "out": "Se déconnecter",
    },
    "en": {
        "physio": "Physiotherapist", "reading": "Progressing too fast|Daily strain|To be clarified", "rest": "rest",
        "reduce": "Reduce", "saved": "Decision saved: Reduce", "print": "Print", "out": "Sign out",
    },
}  # fmt: skip
WAYS = list(product(("fr", "en"), ("light", "dark"), ((1280, 720), (1366, 768))))
VISITED: set[str] = set()  # each way has its own patient: what one decided today would stand on the next one's page
LONGEST_WAY = 6  # presses from the list to a printed page


@pytest.fixture(scope="module")
def clinic(serve: Callable[[Path | None], str]) -> str:
    """A demonstration of its own: what other tests decide and leave begun does not stand in it."""
    return serve(None)


@dataclass
class Walk:
    """A visit: its page, what was pressed on the shortest way, and where its pictures go."""

    page: Page
    name: str
    pressed: list[str] = field(default_factory=list)

    def press(self, what: str, key: Locator) -> None:
        key.click()
        self.pressed.append(what)
        ready(self.page)

    def picture(self, step: str) -> None:
        self.page.screenshot(path=PICTURES / f"{self.name}-{step}.png")


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]}-{way[1]}-{way[2][0]}")
def way(request: pytest.FixtureRequest) -> tuple[str, str, tuple[int, int]]:
    return request.param


@pytest.fixture
def walk(browser: Browser, clinic: str, way: tuple[str, str, tuple[int, int]]) -> Iterator[Walk]:
    """Nothing of it leaves the machine, and the browser has nothing to complain of."""
    lang, scheme, (width, height) = way
    context = browser.new_context(
        locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )  # fmt: skip
    page, asked, complaints = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield Walk(page, f"visit-{lang}-{scheme}-{width}")
        assert [url for url in asked if not url.startswith((clinic, "data:", "blob:"))] == []
        assert complaints == []
    finally:
        context.close()


def bare(text: str) -> str:
    """Without spaces: where a line is broken on paper, and how wide a space is, is no matter."""
    return re.sub(r"\s", "", text)


def test_the_whole_visit(walk: Walk, clinic: str, way: tuple[str, str, tuple[int, int]], tmp_path: Path) -> None:
    page, said, decision = walk.page, SAID[way[0]], walk.page.locator(".st-key-decision")
    page.goto(f"{clinic}/auth/login?lang={way[0]}")
    walk.picture("1-login")
    page.get_by_role("button", name=re.compile(f"^{said['physio']}")).click()
    lines = page.locator("table.lines tr", has=page.locator(".state", has_text=re.compile(said["reading"])))
    expect(lines.first).to_be_visible()
    ready(page)
    chosen = next(one for one in addresses(lines) if one not in VISITED)
    VISITED.add(chosen)
    line = page.locator("table.lines tr", has=page.locator(f'a[href*="{chosen}"]')).first
    walk.picture("2-list")
    begun = time.monotonic()

    walk.press("patient", line.locator("a"))
    expect(page.locator(".verdict h1")).to_be_visible()
    verdict = page.get_by_role("heading", level=1).nth(1).inner_text()
    assert re.match(said["reading"], verdict)
    read_s = time.monotonic() - begun
    walk.picture("3-verdict")

    reason = page.locator('[class*="st-key-reason"] [role="radio"]').first
    name = reason.inner_text()
    number = page.locator(".js-plotly-plot .annotation-text").get_by_text("1", exact=True)
    outlines = page.locator(".js-plotly-plot .shapelayer path")
    expect(outlines.first).to_be_attached()
    before = outlines.count()
    walk.press("reason", reason)
    expect(number.first).to_be_visible()
    expect(outlines).not_to_have_count(before)
    opened = page.locator(".why details[open]")
    expect(opened).to_have_count(1)
    expect(opened).to_have_class("raised")
    assert name.startswith("1")
    walk.picture("4-reason")

    walk.press("decision", decision.get_by_role("radio", name=said["reduce"]))
    slider = decision.get_by_role("slider")
    for _ in range(4):
        slider.press("ArrowLeft")
    planned(decision, "80")
    ready(page)
    walk.pressed.append("slider")
    walk.picture("5-decision")
    walk.press("save", decision.locator('[class*="-save"] button'))
    expect(page.get_by_role("status").get_by_text(said["saved"])).to_be_visible()
    walk.picture("6-saved")

    with page.expect_download() as loading:
        walk.press("page", page.get_by_role("status").get_by_role("link", name="PDF A4"))
    done_s = time.monotonic() - begun
    loading.value.save_as(tmp_path / "page.pdf")
    paper = PdfReader(tmp_path / "page.pdf")
    assert len(paper.pages) == 1
    assert paper.root_object["/MarkInfo"]["/Marked"]
    text = bare(paper.pages[0].extract_text())
    for printed in (verdict, said["reduce"], *page.locator(".six p b").all_inner_texts()):
        assert bare(printed) in text, printed
    print(f"{walk.name}: verdict after {read_s:.1f} s; {len(walk.pressed)} presses, page printed after {done_s:.1f} s")
    assert len(walk.pressed) <= LONGEST_WAY, walk.pressed

    page.get_by_role("button", name=said["print"]).click()
    expect(page.get_by_test_id("stPopoverBody").get_by_role("link")).to_have_count(5)
    ready(page)
    walk.picture("7-print")
    page.keyboard.press("Escape")
    answer_a_question(page, said["rest"])
    walk.picture("8-answered")
    page.get_by_role("button", name=said["out"]).click()
    expect(page).to_have_url(f"{clinic}/auth/login")


def addresses(lines: Locator) -> list[str]:
    """Whose lines these are: the order of a list moves with every decision."""
    hrefs = [line.locator("a").get_attribute("href") or "" for line in lines.all()]
    return [found[0] for href in hrefs if (found := re.findall(r"patient=\w+", href))]


def answer_a_question(page: Page, rest: str) -> None:
    """Where one is asked: the day counts as known at once."""
    keys = page.locator('[class*="st-key-gaps-"]').get_by_role("button", name=rest, exact=True)
    if keys.count() == 0:
        return
    known = page.locator(".who-is span").get_by_text(re.compile(r"^\d+/\d+"))
    before = known.first.inner_text()
    keys.click()
    expect(page.locator('[class*="st-key-gaps-"]').get_by_role("status")).to_be_visible()
    expect(known.first).not_to_have_text(before)
