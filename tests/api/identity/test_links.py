"""A log-in link: sent to one's own address only, good once, for a quarter of an hour, in the browser that asked."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select, update
from sqlmodel import col

from api import security
from api.entry import links
from api.entry.sessions import hashed
from notifications.posting.sink import Box, sink
from store.session import reading, transaction
from store.settings import settings
from store.tables.access import LoginAsk, LoginLink
from store.tables.letters import Mail
from store.tables.people import Office
from tests.api import asking
from tests.walking import BUREAU, World

INSIDE = "/api/v1/waves"
ADDRESS = "p-dgesco-officer@essai.example"


@pytest.fixture
def world(database: Engine) -> World:
    world = World(database)
    world.holder(BUREAU)
    return world


@pytest.fixture
def app(world: World) -> FastAPI:
    return asking.application(world)


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    return asking.stranger(app)


@pytest.fixture(autouse=True)
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """Where the mails of the application arrive."""
    received = Box()
    with sink(received) as url:
        monkeypatch.setenv("CAMPUS_SMTP_URL", url)
        settings.cache_clear()
        yield received
    monkeypatch.undo()
    settings.cache_clear()


def ask(browser: TestClient, address: str = ADDRESS, suite: str = "/vagues") -> int:
    """Send the form."""
    return browser.post(f"/connexion?suite={suite}", data={"adresse": address}).status_code


def letter(box: Box) -> EmailMessage:
    """The only mail that arrived."""
    (received,) = box.received
    message = message_from_bytes(received.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def link(box: Box) -> str:
    """The path of the link in it."""
    part = letter(box).get_body(("plain",))
    assert part is not None
    found = re.search(r"https?://[^/]+(/connexion/lien/[^>\s]+)", part.get_content())
    assert found
    return found[1]


def enter(browser: TestClient, path: str) -> int:
    """Press the button of the link's page."""
    return browser.post(path).status_code


def test_a_link_logs_in_and_leads_to_the_page_that_was_asked_for(browser: TestClient, box: Box) -> None:
    assert ask(browser) == 303
    assert letter(box)["to"].addresses[0].addr_spec == ADDRESS
    path = link(box)
    assert "Se connecter" in browser.get(path).text
    assert browser.get(INSIDE).status_code == 401
    answer = browser.post(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/vagues")
    assert browser.get(INSIDE).status_code == 200


def test_opening_the_link_any_number_of_times_uses_nothing_up(browser: TestClient, box: Box) -> None:
    ask(browser)
    path = link(box)
    for _ in range(3):
        assert browser.get(path).status_code == 200
    assert enter(browser, path) == 303


def test_a_link_serves_once(app: FastAPI, browser: TestClient, box: Box) -> None:
    ask(browser)
    path, cookies = link(box), dict(browser.cookies)
    assert enter(browser, path) == 303
    again = asking.stranger(app)
    again.cookies.update(cookies)
    assert enter(again, path) == 410


def test_a_link_dies_after_a_quarter_of_an_hour(browser: TestClient, box: Box, world: World) -> None:
    ask(browser)
    world.at += timedelta(minutes=15)
    assert enter(browser, link(box)) == 410


def test_a_link_lives_until_then(browser: TestClient, box: Box, world: World) -> None:
    ask(browser)
    world.at += timedelta(minutes=15) - timedelta(microseconds=1)
    assert enter(browser, link(box)) == 303


def test_a_link_opens_no_other_browser(app: FastAPI, browser: TestClient, box: Box) -> None:
    ask(browser)
    thief, other = asking.stranger(app), asking.stranger(app)
    ask(other, "p-nobody@essai.example")
    assert enter(thief, link(box)) == 410
    assert enter(other, link(box)) == 410
    assert enter(browser, link(box)) == 303


def test_a_made_up_link_is_dead(browser: TestClient) -> None:
    assert enter(browser, "/connexion/lien/inventé") == 410


def test_only_the_hash_of_the_token_is_stored_once_the_link_has_served(
    browser: TestClient, box: Box, world: World
) -> None:
    ask(browser)
    path = link(box)
    token = path.removeprefix("/connexion/lien/").partition("?")[0]
    with reading(world.engine) as session:
        assert session.execute(select(col(LoginLink.token_hash))).scalars().all() == [hashed(token)]
    enter(browser, path)
    with reading(world.engine) as session:
        assert session.execute(select(col(Mail.content))).scalars().all() == [b""]


def test_the_letter_of_a_link_that_nobody_used_is_blanked_when_the_next_is_asked(
    browser: TestClient, box: Box, world: World
) -> None:
    ask(browser)
    world.at += timedelta(minutes=15)
    ask(browser, "p-nobody@essai.example")
    with reading(world.engine) as session:
        assert session.execute(select(col(Mail.content))).scalars().all() == [b""]


def test_the_answer_is_the_same_for_an_unknown_address(browser: TestClient, box: Box) -> None:
    known, unknown = (browser.post("/connexion", data={"adresse": one}) for one in (ADDRESS, "x@y.example"))
    assert known.status_code == unknown.status_code
    assert known.headers["location"] == unknown.headers["location"]
    assert known.text == unknown.text
    assert len(box.received) == 1


def test_case_and_spaces_of_an_address_do_not_matter(browser: TestClient, box: Box) -> None:
    ask(browser, f"  {ADDRESS.upper()} ")
    assert len(box.received) == 1


def test_a_functional_mailbox_never_receives_a_link(browser: TestClient, box: Box, world: World) -> None:
    with transaction(world.engine) as session:
        session.execute(update(Office).where(col(Office.id) == BUREAU).values(mailbox=ADDRESS.title()))
    assert ask(browser) == 303
    assert not box.received


@pytest.mark.parametrize("address", ["", "sans-arobase", "a@b\r\nBcc: c@d.example", f"{'a' * 250}@b.example"])
def test_what_is_no_address_is_said_so(browser: TestClient, address: str) -> None:
    answer = browser.post("/connexion", data={"adresse": address})
    assert answer.status_code == 422
    assert "a.martin@ac-rennes.fr" in answer.text


def test_an_address_is_asked_for_three_times_a_quarter(app: FastAPI, box: Box, world: World) -> None:
    asked = [ask(asking.stranger(app)) for _ in range(links.PER_ADDRESS + 1)]
    assert asked == [303, 303, 303, 429]
    assert len(box.received) == links.PER_ADDRESS
    world.at += links.WINDOW
    assert ask(asking.stranger(app)) == 303


def test_the_limit_says_nothing_of_whose_address_it_is(app: FastAPI) -> None:
    asked = [ask(asking.stranger(app), "p-nobody@essai.example") for _ in range(links.PER_ADDRESS + 1)]
    assert asked == [303, 303, 303, 429]


def test_a_client_is_limited_whatever_the_addresses(app: FastAPI) -> None:
    asked = [ask(asking.stranger(app), f"p-{rank}@essai.example") for rank in range(links.PER_CLIENT + 1)]
    assert asked == [303] * links.PER_CLIENT + [429]


def test_asks_are_forgotten_after_a_day(browser: TestClient, world: World) -> None:
    ask(browser)
    world.at += links.KEPT
    ask(browser)
    with reading(world.engine) as session:
        assert len(session.execute(select(LoginAsk)).all()) == 1
        assert len(session.execute(select(LoginLink)).all()) == 1


def test_a_link_whose_letter_could_not_leave_waits_for_the_sweep(
    browser: TestClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMPUS_SMTP_URL", "smtp://127.0.0.1:1")
    settings.cache_clear()
    assert ask(browser) == 303
    with reading(world.engine) as session:
        assert session.execute(select(col(Mail.status))).scalars().all() == ["ready"]


def test_the_cookie_of_the_browser_that_asked_goes_with_the_link(browser: TestClient, box: Box) -> None:
    ask(browser)
    enter(browser, link(box))
    assert set(browser.cookies) == {security.SESSION_COOKIE}
