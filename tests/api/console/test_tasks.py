"""The everyday tasks of those who run the waves, in a real browser, from the landing page, in few clicks."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page
from sqlalchemy import update

from store.desk.writing import LETTER
from store.session import transaction
from store.tables.letters import LetterStatus
from tests.api.console.browsing import opened
from tests.api.console.conftest import FILED, INCOMPLETE, NOW
from tests.walking import CLOSES, DAY, World, draft, published_wave, write_file

pytestmark = pytest.mark.parametrize("served", ["dsfr"], indirect=True)
NEXT = "2017-1"


def read(page: Page, where: str = "main") -> str:
    """What is written there, every space alike."""
    return page.locator(where).first.inner_text().replace("\xa0", " ")


class Hand:
    """Clicks, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name).first)


@pytest.fixture
def called(world: World) -> World:
    """A call under way, with one file that nobody has signed."""
    dates = {"opens_at": NOW - DAY, "closes_at": NOW + timedelta(days=60)}
    published_wave(world, NEXT, session_on=None, target_decision_on=None, **dates)
    world.sweep()
    write_file(world, draft(world, "09", "32", wave_code=NEXT))
    with transaction(world.engine) as session:  # most territories of this small world have nobody to write to
        session.execute(update(LETTER).values(status=LetterStatus.ACCEPTED.value))
    return world


def test_finding_why_a_file_is_stuck_and_freeing_it_takes_three_clicks(
    browser: Browser, world: World, served: str
) -> None:
    page = opened(browser, world, "dgesco_head")
    page.goto(f"{served}/")
    hand = Hand(page)
    hand.click(page.locator(f"tbody a[href='/dossiers/{INCOMPLETE}']"))
    assert "la réception de toutes les pièces" in read(page, ".campus-why")
    hand.link("Reprendre l’examen sans les pièces")
    assert "Ce dossier passe à l’étape « Examen de recevabilité »" in read(page)
    page.get_by_label("Motif").fill("Les pièces restantes ne sont pas indispensables.")
    hand.button("Reprendre l’examen sans les pièces")
    assert "Un courriel part à" in read(page, "[role=status]")
    assert hand.clicks == 3
    page.context.close()


def test_reminding_many_takes_a_tick_each_and_two_clicks(browser: Browser, world: World, served: str) -> None:
    page = opened(browser, world, "dgesco_head")
    page.goto(f"{served}/")
    hand = Hand(page)
    for ref in (FILED, INCOMPLETE):
        page.get_by_label(f"Choisir {ref}").check(force=True)  # the box is drawn by its label, over the real one
    hand.button("Relancer")
    assert "2 dossiers seraient traités" in read(page)
    hand.button("Relancer")
    assert "2 dossiers traités" in read(page, "[role=status]")
    assert hand.clicks == 2
    page.context.close()


def test_seeing_which_drafts_will_miss_the_closing_takes_two_clicks(
    browser: Browser, called: World, served: str
) -> None:
    page = opened(browser, called, "dgesco_officer")
    page.goto(f"{served}/")
    hand = Hand(page)
    hand.link("Vagues")
    hand.click(page.locator(f"tbody a[href='/vagues/{NEXT}']"))
    drafts = read(page, "#brouillons")
    assert "Campus de l’académie 09" in drafts
    assert "rectorat" in drafts
    assert "il sera caduc" in read(page)
    assert hand.clicks == 2
    page.context.close()


def test_moving_a_closing_date_shows_what_moves_and_takes_five_clicks(
    browser: Browser, called: World, served: str
) -> None:
    page = opened(browser, called, "dgesco_head")
    page.goto(f"{served}/")
    hand = Hand(page)
    hand.link("Vagues")
    hand.click(page.locator(f"tbody a[href='/vagues/{NEXT}']"))
    hand.link("Essayer d’autres dates")
    page.get_by_label("Nouvelle clôture").fill("2017-04-14T17:00")
    hand.button("Voir ce qui changerait")
    assert "14 avril 2017" in read(page, "[aria-labelledby=change]")
    page.get_by_label("Motif", exact=True).fill("Une délibération régionale est attendue début avril.")
    hand.button("Reporter la clôture")
    assert called.load("wave", NEXT).closes_at > CLOSES + 190 * DAY
    assert "c’est enregistré" in read(page, "[role=status]")
    assert hand.clicks == 5
    page.context.close()
