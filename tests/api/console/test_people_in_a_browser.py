"""In a real browser: hand over the files of someone absent, in few clicks; and log in by the link of a mail."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from notifications.posting.sink import Box, sink
from store.people.register import holders
from store.session import reading
from store.settings import settings
from tests.api.console.browsing import opened
from tests.walking import BUREAU, HEAD, World

#: What one may press or choose on the way; typing a date is not among them.
MOST = 5


class Bell(Box):
    """A box that rings at the first mail: it leaves after the answer, in a thread of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.rung = Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        told = await super().handle_DATA(server, session, envelope)
        self.rung.set()
        return told


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bell]:
    """Where the mails of the application arrive."""
    received = Bell()
    with sink(received) as url:
        monkeypatch.setenv("CAMPUS_SMTP_URL", url)
        settings.cache_clear()
        yield received
    monkeypatch.undo()
    settings.cache_clear()


class Hand:
    """Presses what it is told to, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def link(self, name: str) -> None:
        self.presses += 1
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def button(self, name: str) -> None:
        self.presses += 1
        self.page.get_by_role("button", name=name).click()

    def choose(self, label: str, value: str) -> None:
        self.presses += 1
        self.page.get_by_label(label).select_option(value)


@pytest.mark.parametrize("served", ["dsfr"], indirect=True)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_official_hands_over_the_files_of_someone_absent(
    browser: Browser, world: World, served: str, box: Bell, scripts: bool
) -> None:
    page = opened(browser, world, HEAD, java_script_enabled=scripts)
    hand, today = Hand(page), world.at.date()
    page.goto(f"{served}/offices/{BUREAU}")
    hand.link("Anne Le Goff")
    hand.link("Enregistrer une absence")
    assert "l’attend" in page.locator("main").inner_text()
    page.get_by_label("Au", exact=False).last.fill((today + timedelta(days=10)).isoformat())
    hand.choose("Suppléé par", world.holder("dgesip_officer"))
    hand.button("Confier tout ce qui est tenu")
    told = page.get_by_role("status").inner_text()
    assert "Absence et suppléance" in told
    assert "Courriel envoyé à" in told
    assert hand.presses <= MOST
    with reading(world.engine) as session:
        assert holders(session, [BUREAU], today)[BUREAU].id == world.holder("dgesip_officer")
    page.context.close()


@pytest.mark.parametrize("served", ["dsfr"], indirect=True)
def test_someone_logs_in_by_the_link_of_a_mail(browser: Browser, world: World, served: str, box: Bell) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{served}/journal")
    page.get_by_label("Votre adresse de courriel professionnelle").fill("p-dgesco-officer@essai.example")
    page.get_by_role("button", name="Recevoir un lien").click()
    assert "Consultez votre messagerie" in page.locator("h1").inner_text()
    page.goto(f"{served}{link(box)}")
    page.get_by_role("button", name="Se connecter").click()
    assert page.url == f"{served}/journal"
    assert "Anne Le Goff" in page.locator("header").inner_text()
    page.context.close()


def link(box: Bell) -> str:
    """The path of the link in the only mail."""
    assert box.rung.wait(timeout=30)
    received = box.received[0]
    message: Any = message_from_bytes(received.content, policy=policy.default)
    found = re.search(r"https?://[^/]+(/connexion/lien/[^>\s]+)", message.get_body(("plain",)).get_content())
    assert found
    return found[1]
