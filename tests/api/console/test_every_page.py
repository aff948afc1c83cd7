"""Every page in a real browser, in each theme: nothing that hinders, in both colour schemes, zoomed, by keyboard."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.api.console.browsing import opened
from tests.api.console.conftest import FILED, INCOMPLETE, ORDER, SIGNING, WAVE
from tests.api.console.measuring import cut_off, moving, unreached, unseen
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
#: Where a whole way is gone with the keyboard alone.
MAIN = ("/blocages", f"/dossiers/{INCOMPLETE}", f"/vagues/{WAVE}", f"/dossiers/{INCOMPLETE}/extend_completion")
#: Only what is wrong is told in detail; contrast has passes of its own.
STRUCTURE = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
NEUTRAL = "link[href$='/neutral.css']"
PAPER = "() => getComputedStyle(document.body).backgroundColor"
#: The design system paints with gradients, behind which axe cannot read colours: without them it can.
PLAIN = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{background-image:none!important} *::before,*::after{background:none!important}');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def test_no_page_hinders_anyone(browser: Browser, world: World, served: str) -> None:
    """One visit for structure, zoom, keyboard and stillness, and for the colours in the light and in the dark."""
    page = opened(browser, world, "dgesco_head", reduced_motion="reduce")
    said: list[str] = []
    page.on("console", lambda message: said.extend(_complaint(message)))
    for path in PAGES:
        found = list(_hindrances(page, f"{served}{path}"))
        assert not found, "\n".join([path, *found])
    assert not said, said
    page.context.close()


def _complaint(message: ConsoleMessage) -> Iterator[str]:
    """What the browser itself objects to: a broken script, a blocked style."""
    if message.type == "error":
        yield f"{message.location.get('url')} : {message.text}"


def _hindrances(page: Page, address: str) -> Iterator[str]:
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    if address.endswith(MAIN):
        yield from unreached(page)
    for found_by in (_misbuilt, unseen, moving, cut_off, _unreadable):
        yield from found_by(page)


def _misbuilt(page: Page) -> Iterator[str]:
    """A theme changes only what surrounds a page: the pages are read in one, what surrounds them in the other too."""
    if page.url.endswith(PAGES[0]) or not page.locator(NEUTRAL).count():
        yield from _reported(page, STRUCTURE)


def _unreadable(page: Page) -> Iterator[str]:
    """In the light, then in the dark."""
    page.evaluate(PLAIN)
    yield from _reported(page, COLOURS)
    light = page.evaluate(PAPER)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => ({PAPER})() !== light", arg=light)
    yield from _reported(page, COLOURS)


def _reported(page: Page, options: dict[str, Any]) -> Iterator[str]:
    found = Axe().run(page, options=options)
    if found.response["violations"]:
        yield found.generate_report()


BAD = """<style>
  p { overflow: hidden; height: 1rem; width: 2000px } a:focus { outline: none } b { transition: color 1s }
</style>
<p>Un texte<br>coupé.</p> <a href="/" tabindex="2">Un lien</a> <b>Un mot</b> <button tabindex="1">Agir</button>"""


def test_what_hinders_is_found_where_it_is(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(BAD)
    found = "\n".join(one for measure in (unreached, unseen, moving, cut_off) for one in measure(page))
    assert "Tab goes [1, 0] over 2 stops" in found
    assert "focus not seen: a. Un lien" in found
    assert "moves: b. Un mot" in found
    assert "cut off at 640 pixels: p. Un texte" in found
    page.close()
