"""Every page in a real browser, in each theme: nothing that hinders, in both colour schemes, on a narrow screen too."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.api.console.browsing import opened
from tests.api.console.conftest import FILED, INCOMPLETE, ORDER, SIGNING, WAVE
from tests.walking import World

PAGES = (
    "/blocages",
    f"/blocages/lot?geste=relancer&ref={FILED}",
    f"/blocages/lot?geste=reporter&ref={FILED}",
    "/dossiers",
    f"/dossiers/{SIGNING}",
    f"/dossiers/{FILED}",
    f"/dossiers/{INCOMPLETE}/extend_completion",
    f"/vagues/{WAVE}",
    f"/arretes/{ORDER}",
    "/echeances",
    "/agendas",
    "/offices?role=recteur",
    "/offices/recteur:14",
    "/personnes/p-dgesco-officer/absence",
    "/vues",
    "/connexions",
    "/journal",
    "/exploitation",
    "/exploitation/retenues/nouvelle",
    "/echeances/courriels",
    f"/vagues/{WAVE}/et-si",
    "/exploitation/rappels",
    "/exploitation/indisponibilites/enregistrer",
    "/recapitulatif",
    "/registre",
    "/vagues/creer",
)
#: Only what is wrong is told in detail; contrast has passes of its own.
STRUCTURE = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
#: The design system paints with gradients, behind which axe cannot read colours: without them it can.
PLAIN = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{background-image:none!important} *::before,*::after{background:none!important}');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def test_no_page_hinders_anyone(browser: Browser, world: World, served: str) -> None:
    """One visit for structure, colours and width in the light, and one for the colours in the dark."""
    light, dark = (opened(browser, world, "dgesco_head", color_scheme=scheme) for scheme in ("light", "dark"))
    said: list[str] = []
    for page in (light, dark):
        page.on("console", lambda message: said.extend(_complaint(message)))
    for path in PAGES:
        dark.goto(f"{served}{path}")
        found = [*_hindrances(light, f"{served}{path}"), *_unreadable(dark)]
        assert not found, "\n".join([path, *found])
    assert not said, said
    light.context.close()
    dark.context.close()


def _complaint(message: ConsoleMessage) -> Iterator[str]:
    """What the browser itself objects to: a broken script, a blocked style."""
    if message.type == "error":
        yield f"{message.location.get('url')} : {message.text}"


def _hindrances(page: Page, address: str) -> Iterator[str]:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    found = Axe().run(page, options=STRUCTURE)
    if found.response["violations"]:
        yield found.generate_report()
    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 320:
        yield f"{width} pixels wide on a screen of 320"
    yield from _unreadable(page)


def _unreadable(page: Page) -> Iterator[str]:
    page.evaluate(PLAIN)
    found = Axe().run(page, options=COLOURS)
    if found.response["violations"]:
        yield found.generate_report()
