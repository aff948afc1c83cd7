"""On a phone: an interregional file from the empty draft to the decision, by those who write, sign, review and read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from states.editions import edition
from tests.api.applicants.conftest import DRAFT, PARTIES, SIGNATORIES
from tests.api.console.browsing import opened
from tests.api.console.conftest import INCOMPLETE, REVIEWING
from tests.api.console.test_every_page import PLAIN
from tests.api.serving import serving
from tests.walking import (
    DAY,
    World,
    examined,
    order_in_signature,
    paris,
    pdf,
    planned_session,
    published,
    signed_by_all,
)

#: Milliseconds after which what is not on the page will not come.
PATIENCE = 5000
PHONE = {"width": 360, "height": 780}
FILE = f"/dossiers/{DRAFT}"
RENNES, _, _, LOIRE = PARTIES
RECTEUR, OTHER_RECTEUR, PRESIDENT, OTHER_PRESIDENT = SIGNATORIES


@pytest.fixture
def at_work(world: World, browser: Browser) -> Iterator["Desk"]:
    """The draft, served to phones without scripts."""
    with serving(world, "neutre") as address:
        yield Desk(world, browser, address)


class Desk:
    """Phones of several people on one file."""

    def __init__(self, world: World, browser: Browser, address: str) -> None:
        self.world, self.browser, self.address = world, browser, address

    def phone(self, office: str, path: str = "/") -> Page:
        """Someone opens a page."""
        page = opened(self.browser, self.world, office, viewport=PHONE, java_script_enabled=False)
        page.set_default_timeout(PATIENCE)
        page.goto(f"{self.address}{path}")
        return page

    def act(self, office: str, trigger: str, **payload: object) -> None:
        """What others do elsewhere."""
        self.world.act("application", DRAFT, trigger, office, **payload)

    @property
    def state(self) -> str:
        return self.world.state("application", DRAFT)


def press(page: Page, name: str) -> None:
    """Press a button, or follow a link that looks like one; and confirm when the page asks."""
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def write(desk: Desk) -> None:
    """Two agents fill in the file: the first all that is written, the second the partners."""
    page = desk.phone(RENNES)
    press(page, "Compléter le dossier")
    press(page, "Compléter")
    page.get_by_label("Secteur").select_option(index=1)
    page.get_by_label("Établissement support").fill("Lycée naval de Brest")
    press(page, "Enregistrer et passer à la suite")
    page.get_by_label("Votre texte").fill("Bretagne et Pays de la Loire.")
    press(page, "Enregistrer et passer à la suite")
    page.get_by_label("Votre texte").fill("Onze chantiers navals.")
    press(page, "Enregistrer")
    desk.act(RENNES, "edit", sections={section.code: "Texte." for section in edition("2014").sections[1:]})
    other = desk.phone(LOIRE, f"{FILE}/contenu")
    assert "Il manque un EPLE" in other.locator("main").inner_text()
    press(other, "Partenaires du réseau")
    for rank, kind, name in ((1, "eple", "Lycée naval"), (2, "epscp", "Université de Nantes")):
        line = other.locator(f"#ligne-{rank}")
        line.get_by_label("Nature").select_option(kind)
        line.get_by_label("Nom").fill(name)
    press(other, "Enregistrer")
    press(other, "Demander les signatures")
    press(other, "Demander les signatures")
    assert desk.state == "joint_signature"


def sign(desk: Desk, office: str) -> Page:
    """A signatory reads, then signs."""
    page = desk.phone(office)
    press(page, "Lire et signer")
    press(page, "Signer la présentation conjointe")
    press(page, "Signer la présentation conjointe")
    return page


def consult(desk: Desk) -> None:
    """The assemblies and the bodies consulted, elsewhere."""
    for region in ("53", "52"):
        given = {"dated": paris(desk.world), "executory": True, "document": desk.world.pdf()}
        desk.act(f"region_officer:{region}", "attach_resolution", **given)
    for body in ("caen:14", "caen:17", "crefop:53", "crefop:52"):
        desk.act(body, "give_opinion", sense="favourable", dated=paris(desk.world))


def correct(desk: Desk) -> None:
    """An agent changes a word after the first signature: what falls is named before, and falls."""
    page = desk.phone(RENNES, f"{FILE}/presentation")
    told = page.locator("main").inner_text()
    assert "Toute modification du contenu annulera" in told
    assert "signé le" in told
    page.get_by_text("Modifier, retirer ou refuser").click()
    press(page, "Rouvrir le contenu")
    page.get_by_label("Motif").fill("Une faute dans le titre")
    press(page, "Rouvrir le contenu")
    if desk.state == "joint_signature":
        page.locator("form[method=post] button[type=submit]").last.click()
    page.goto(f"{desk.address}{FILE}/contenu/s1")
    page.get_by_label("Votre texte").fill("Texte corrigé.")
    press(page, "Enregistrer")
    press(page, "Demander les signatures")
    press(page, "Demander les signatures")
    page.goto(f"{desk.address}{FILE}/presentation")
    assert "À signer de nouveau" in page.locator("#signatures").inner_text()


def test_two_agents_and_their_signatories_go_from_an_empty_draft_to_the_receipt(at_work: Desk) -> None:
    write(at_work)
    consult(at_work)
    sign(at_work, RECTEUR)
    correct(at_work)
    sign(at_work, RECTEUR)
    at_work.act(OTHER_RECTEUR, "sign")
    at_work.act(OTHER_PRESIDENT, "sign")
    page = sign(at_work, PRESIDENT)
    assert at_work.state == "submitted"
    page.goto(f"{at_work.address}{FILE}/presentation")
    with page.expect_download() as download:
        press(page, "Télécharger l’accusé de réception")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-1.7")
    signatures = at_work.world.load("application", DRAFT).valid_signatures
    assert {one.office for one in signatures} == set(SIGNATORIES)
    assert len({one.content_hash for one in signatures}) == 1


def test_missing_pieces_are_sent_and_the_report_and_the_decision_read(running: World, browser: Browser) -> None:
    with serving(running, "neutre") as address:
        desk = Desk(running, browser, address)
        answered(desk)
        reported(desk)
        decided(desk)


def answered(desk: Desk) -> None:
    """A completion request, piece by piece."""
    page = desk.phone("rectorate_officer:04")
    press(page, "Transmettre les pièces")
    for number in (1, 2):
        form = page.locator(f"#piece-{number}")
        form.get_by_label("Document").set_input_files(
            {"name": "piece.pdf", "mimeType": "application/pdf", "buffer": pdf(f"Pièce {number}")}
        )
        form.get_by_role("button", name=re.compile("Transmettre")).click()
    assert desk.world.state("application", INCOMPLETE) == "admissibility"


def reported(desk: Desk) -> None:
    """A rapporteur writes beside the file."""
    page = desk.phone("rapporteur:03")
    press(page, "Rédiger le rapport")
    for choice in page.get_by_label("Satisfaisant", exact=True).all():
        choice.check()
    for comment in page.get_by_label("Commentaire").all():
        comment.fill("Solide.")
    page.get_by_label("Avis d’ensemble").fill("Favorable.")
    page.get_by_label("Note sur 20").fill("15")
    press(page, "Remettre le rapport")
    for office in desk.world.load("application", REVIEWING).rules.directorates:
        desk.world.act("application", REVIEWING, "deliver_report", office, document=desk.world.pdf("Avis"))
    assert desk.world.state("application", REVIEWING) == "reviewed"


def decided(desk: Desk) -> None:
    """The decision, with its remedies."""
    world = desk.world
    examined(world, planned_session(world, world.at + 30 * DAY), REVIEWING)
    published(world, signed_by_all(world, order_in_signature(world, REVIEWING)), nor="MENE1700124B")
    page = desk.phone("region_president:84", f"/dossiers/{REVIEWING}/suivi")
    told = page.locator("main").inner_text()
    assert "Le label est attribué" in told
    assert "Voies et délais de recours" in told


def test_a_text_sent_while_the_connection_is_down_stays_on_the_page(world: World, browser: Browser) -> None:
    with serving(world, "neutre") as address:
        page = opened(browser, world, RENNES, viewport=PHONE)
        page.goto(f"{address}{FILE}/contenu/s1")
        page.get_by_label("Votre texte").fill("Trois pages.")
        page.context.set_offline(True)
        press(page, "Enregistrer")
        assert "La connexion est coupée" in page.get_by_role("alert").inner_text()
        page.context.set_offline(False)
        press(page, "Enregistrer")
        assert "Partie enregistrée" in page.get_by_role("status").inner_text()
        page.context.close()


PAGES = (f"{FILE}/contenu", f"{FILE}/contenu/partenaires")
OTHERS = (("rapporteur:03", f"/dossiers/{REVIEWING}/rapport"),)


def faults(page: Page) -> Iterator[str]:
    """What axe finds: structure and colours in the light, colours in the dark; and what is wider than the phone."""
    page.evaluate(PLAIN)
    light = Axe().run(page)
    page.emulate_media(color_scheme="dark")
    dark = Axe().run(page, options={"runOnly": ["color-contrast"]})
    yield from (found.generate_report() for found in (light, dark) if found.response["violations"])
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        yield f"{width} pixels wide"


def test_no_page_of_the_applicants_hinders_anyone(world: World, running: World, browser: Browser) -> None:
    for where, visits in ((world, [(RENNES, path) for path in PAGES]), (running, OTHERS)):
        with serving(where, "dsfr") as address:
            for office, path in visits:
                page = opened(browser, where, office, viewport=PHONE, color_scheme="light")
                page.goto(f"{address}{path}")
                assert not list(faults(page)), path
                page.context.close()
