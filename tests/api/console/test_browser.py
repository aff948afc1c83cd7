"""In a real browser: find why an application is stuck and free it, in both themes and colour schemes."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, Page

from api import security, sessions
from api.app import create_app
from store import clock
from store.session import transaction
from store.settings import Settings
from tests.api.console.conftest import FILED, INCOMPLETE, ORDER, SIGNING, WAVE
from tests.walking import World

PAGES = (
    "/blocages",
    "/dossiers",
    f"/dossiers/{SIGNING}",
    f"/dossiers/{INCOMPLETE}/extend_completion",
    f"/vagues/{WAVE}",
    f"/arretes/{ORDER}",
    "/echeances",
    "/offices?role=recteur",
    "/journal",
    "/exploitation",
    "/registre",
    "/vagues/creer",
)
#: The design system paints with gradients, behind which axe cannot read colours: without them it can.
PLAIN = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{background-image:none!important} *::before,*::after{background:none!important}');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


@pytest.fixture(params=["dsfr", "neutre"])
def served(request: pytest.FixtureRequest, world: World) -> Iterator[str]:
    """The application on the small programme, at its instant, in each theme."""
    app: FastAPI = create_app(Settings(theme=request.param), engine=world.engine)
    app.dependency_overrides[clock.now] = lambda: world.at
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", lifespan="off"))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


def opened(browser: Browser, world: World, office: str, **context: object) -> Page:
    """A page of someone logged in."""
    with transaction(world.engine) as session:
        secret = sessions.begin(session, world.holder(office), world.at)
    page = browser.new_context(**context).new_page()  # type: ignore[arg-type]
    name = security.SESSION_COOKIE
    page.context.add_cookies([SetCookieParam(name=name, value=secret, domain="127.0.0.1", path="/", secure=True)])
    return page


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


def test_no_page_hinders_those_who_use_assistive_technology(browser: Browser, world: World, served: str) -> None:
    page = opened(browser, world, "dgesco_head", color_scheme="light")
    for path in PAGES:
        page.goto(f"{served}{path}")
        found = Axe().run(page)
        assert not found.response["violations"], f"{path}\n{found.generate_report()}"
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_read_in_both_colour_schemes(
    browser: Browser, world: World, served: str, scheme: str
) -> None:
    page = opened(browser, world, "dgesco_head", color_scheme=scheme)
    for path in PAGES:
        page.goto(f"{served}{path}")
        page.evaluate(PLAIN)
        found = Axe().run(page, options={"runOnly": ["color-contrast"]})
        assert not found.response["violations"], f"{path}\n{found.generate_report()}"
    page.context.close()


def test_no_page_scrolls_sideways_on_a_small_screen(browser: Browser, world: World, served: str) -> None:
    page = opened(browser, world, "dgesco_head", viewport={"width": 320, "height": 640})
    wide = {}
    for path in (*PAGES, f"/dossiers/{FILED}"):
        page.goto(f"{served}{path}")
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > 320} == {}
    page.context.close()
