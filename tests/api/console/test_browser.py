"""In a real browser: find why an application is stuck and free it, with scripts and without."""

import pytest
from playwright.sync_api import Browser

from tests.api.console.browsing import opened
from tests.api.console.conftest import INCOMPLETE
from tests.walking import World


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_official_finds_why_an_application_is_stuck_and_frees_it(
    browser: Browser, world: World, served: str, scripts: bool
) -> None:
    page = opened(browser, world, "dgesco_head", java_script_enabled=scripts)
    page.goto(f"{served}/")
    page.get_by_label("Référence, intitulé, lieu ou personne").fill(INCOMPLETE)
    page.get_by_role("button", name="Filtrer").click()
    page.locator("tbody a").first.click()
    assert "la réception de toutes les pièces" in page.locator(".campus-why").inner_text()
    assert "Budget" in page.locator("main").inner_text()
    page.get_by_role("link", name="Reprendre l’examen sans les pièces").click()
    page.get_by_label("Motif").fill("Les pièces restantes ne sont pas indispensables.")
    page.get_by_role("button", name="Reprendre l’examen sans les pièces").click()
    assert "c’est enregistré" in page.get_by_role("status").inner_text()
    assert world.state("application", INCOMPLETE) == "admissibility"
    page.context.close()
