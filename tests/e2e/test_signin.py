"""From nothing to a real clinic with a lead and a patient who have signed in, as the README says, in a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, running, sign_in

pytestmark = pytest.mark.browser
PASSWORD = "tilleul quai ombre 42"
WAIT = 60_000


def command(home: Path, *arguments: str) -> str:
    environment = {**os.environ, "LOADAID_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "loadaid", "clinic", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def invite_a_patient(page: Page, address: str) -> str:
    """The lead adds a patient, and gets the code that opens the patient's account."""
    page.goto(f"{address}/patients")
    page.get_by_text("Ajouter un patient").first.click(timeout=WAIT)
    page.get_by_label("Nom et prénom").fill("Jean Essai")
    page.get_by_role("button", name="Ajouter").click()
    page.get_by_text("Fiche", exact=True).click(timeout=WAIT)
    page.get_by_role("button", name="Créer un code d’invitation").click(timeout=WAIT)
    code = page.locator("p.code")
    expect(code).to_be_visible(timeout=WAIT)
    return code.inner_text()


def test_a_new_clinic_lets_its_first_people_in(page: Page, tmp_path: Path) -> None:
    said = command(tmp_path, "create", "--name", "Cabinet des Tilleuls", "--person", "Anne Martin")
    code = re.findall(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", said)[0]
    with running(None, tmp_path / "log.txt", tmp_path) as address:
        page.goto(address)
        expect(page).to_have_url(f"{address}/auth/login")
        assert page.evaluate("document.documentElement.lang") == "fr"
        page.get_by_role("link", name="code d’invitation").click()
        page.get_by_label("Code d’invitation").fill(code)
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_text("Bonjour Anne Martin.")).to_be_visible()
        page.get_by_label("Identifiant").fill("anne@tilleuls.example")
        page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        page.get_by_label("Le même mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Créer mon accès").click()
        page.get_by_text("Je ne peux pas le lire").click()
        secret = page.locator("details code").inner_text().replace(" ", "")
        page.get_by_label("2. Saisissez le code").fill(pyotp.TOTP(secret).now())
        page.get_by_role("button", name="Vérifier").click()
        expect(page.locator("ul.codes li")).to_have_count(8)
        recovery = page.locator("ul.codes li").first.inner_text()
        page.get_by_role("link", name="continuer").click()
        page.get_by_role("button", name="J’ai lu").click()
        expect(page.get_by_text("Anne Martin").first).to_be_visible(timeout=WAIT)
        page.get_by_role("button", name="Se déconnecter").click()
        expect(page).to_have_url(f"{address}/auth/login", timeout=WAIT)
        page.goto(address)
        expect(page).to_have_url(f"{address}/auth/login")
        page.get_by_label("Identifiant").fill("anne@tilleuls.example")
        page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_label("Code à 6 chiffres").fill(recovery)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Anne Martin").first).to_be_visible(timeout=WAIT)
        patient_code = invite_a_patient(page, address)
        mine = page.context.browser.new_page(locale="fr-FR")  # type: ignore[union-attr]  the patient's own telephone
        mine.goto(f"{address}/auth/invitation")
        mine.get_by_label("Code d’invitation").fill(patient_code)
        mine.get_by_role("button", name="Continuer").click()
        expect(mine.get_by_text("Bonjour Jean Essai.")).to_be_visible()
        mine.get_by_label("Identifiant").fill("jean@example.org")
        mine.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        mine.get_by_label("Le même mot de passe").fill(PASSWORD)
        mine.get_by_role("button", name="Créer mon accès").click()
        expect(mine.get_by_text("Appelez le 15 ou le 112.")).to_be_visible()
        mine.get_by_role("button", name="J’ai lu").click()
        expect(mine.get_by_text("Jean Essai").first).to_be_visible(timeout=WAIT)
        mine.close()
    assert "Anne Martin, anne@tilleuls.example, second factor" in command(tmp_path, "accounts")
    assert not [p.name for p in tmp_path.rglob("*") if p.stat().st_mode & 0o077 and p.name in ("clinic.key", "clinic")]


@pytest.mark.parametrize("role", ["Kinésithérapeute", "Patient", "Responsable du cabinet", "Administration"])
def test_every_persona_of_the_demonstration_enters_by_one_click(
    browser: object, serve: object, role: str, demo: str
) -> None:
    page = browser.new_page(locale="fr-FR")  # type: ignore[attr-defined]  without the cookies of `demo`
    try:
        page.goto(demo)
        page.get_by_role("button", name=re.compile(f"^{role}")).click()
        expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible(timeout=WAIT)
        page.goto(f"{demo}/auth/account")
        expect(page.get_by_text(role, exact=False).first).to_be_visible()
        page.goto(f"{demo}/auth/login?lang=en")
        assert page.url.startswith(f"{demo}/")
    finally:
        page.close()


@pytest.mark.parametrize("size", [(390, 844), (1280, 720), (320, 640)])
def test_pages_of_sign_in_fit_and_work_without_scripts(browser: object, demo: str, size: tuple[int, int]) -> None:
    context = browser.new_context(
        locale="en-GB", viewport={"width": size[0], "height": size[1]}, java_script_enabled=False
    )  # type: ignore[attr-defined]
    try:
        page = context.new_page()
        page.goto(demo)
        expect(page.get_by_role("heading", name="Demonstration")).to_be_visible()
        page.get_by_role("button", name=re.compile("^Administration")).click()
        page.goto(f"{demo}/auth/account")
        expect(page.get_by_role("heading", name="My access")).to_be_visible()
        wide = page.locator("main").bounding_box()
        assert wide
        assert wide["x"] >= 0
        assert wide["x"] + wide["width"] <= size[0]
        for button in page.get_by_role("button").all():
            box = button.bounding_box()
            assert box
            assert box["height"] >= 44
    finally:
        context.close()


def test_a_page_that_nobody_touches_goes_away_with_its_sign_in(page: Page, demo: str) -> None:
    page.goto(demo)
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible(timeout=WAIT)
    elsewhere = page.context.new_page()
    elsewhere.goto(f"{demo}/auth/logout")
    elsewhere.get_by_role("button", name="Se déconnecter").click()
    expect(elsewhere).to_have_url(f"{demo}/auth/login")
    page.evaluate(
        "document.dispatchEvent(new Event('visibilitychange'))"
    )  # as when one comes back to it; else within 30 s
    expect(page).to_have_url(f"{demo}/auth/login")


@pytest.mark.parametrize(("role", "path"), [("patient", "/"), ("physio", "/how-good")])
def test_an_old_page_goes_away_when_someone_signs_in_on_its_browser(
    page: Page, demo: str, role: str, path: str
) -> None:
    """Another person gets their own first page; the same person, who signed in again, the page they had."""
    with page.expect_response(f"{demo}/auth/alive"):
        page.goto(f"{demo}/how-good")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible(timeout=WAIT)
    page.evaluate("window.drawnBefore = true")
    with page.expect_response(f"{demo}/auth/alive"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("window.drawnBefore"), "the same sign-in: the page stays"
    cookies = sign_in(demo, role)
    page.context.add_cookies([{"name": name, "value": value, "url": demo} for name, value in cookies.items()])
    with page.expect_navigation():
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("window.drawnBefore") is None
    assert page.url.removeprefix(demo).partition("?")[0] == path
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible(timeout=WAIT)
