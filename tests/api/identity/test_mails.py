"""The letters of a demonstration are read by the ministry's persons, in the demonstration only."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, func, select, update
from sqlmodel import col

from api.mails import ALONE
from notifications.composing.batches import MAIL
from notifications.composing.compose import compose
from notifications.posting.post import post
from notifications.posting.sink import sink
from notifications.wording.messages import mailbox
from store.people.seeding import mark_furnished
from store.session import transaction
from store.tables.people import Office
from tests.api import asking
from tests.beginnings import begun
from tests.walking import BUREAU, DAY, OPENS, World, draft, filed, published_wave

LIST = "/demo/courriels"


@pytest.fixture
def world(sqlite: Engine) -> World:
    world = World(sqlite)
    begun(world, letters_composed)
    return world


def letters_composed(world: World) -> None:
    """A wave and an application filed, the letters of which have been composed."""
    with transaction(world.engine) as session:
        mark_furnished(session, world.at)
    published_wave(world)
    world.at = OPENS + DAY
    filed(world, draft(world))
    with transaction(world.engine) as session:
        session.execute(update(Office).values(mailbox=func.replace(col(Office.id), ":", "-") + "@essai.example"))
    compose(world.at, on=world.engine)


@pytest.fixture
def reader(world: World) -> TestClient:
    return asking.holder(asking.application(world, demo=True), world, BUREAU)


def test_mails_are_listed_with_their_fate(reader: TestClient, world: World) -> None:
    page = reader.get(LIST).text
    assert "prête" in page
    assert "@essai.example" in page
    with sink() as url:
        post(world.at, on=world.engine, smtp_url=url)
    assert "acceptée par le serveur" in reader.get(LIST).text


def test_a_mail_is_read_as_it_was_composed(reader: TestClient) -> None:
    found = re.search(rf'href="({LIST}/\d+)"', reader.get(f"{LIST}?q=recteur-14").text)
    assert found
    page = reader.get(found[1]).text
    assert "recteur-14@essai.example" in page
    assert "Madame la Rectrice," in page
    assert "CMQ-2016-0001" in page


def test_its_html_part_is_shown_alone_and_powerless(reader: TestClient) -> None:
    found = re.search(rf'href="({LIST}/\d+)"', reader.get(LIST).text)
    assert found
    answer = reader.get(f"{found[1]}/html")
    assert answer.headers["content-security-policy"] == ALONE
    assert "sandbox;" in ALONE
    assert "script" not in ALONE
    assert "<!DOCTYPE html>" in answer.text


@pytest.mark.parametrize(
    ("words", "found"), [("CMQ-2016-0001", True), ("cmq-1999", False), ("100%", False), ("recteur_14", False)]
)
def test_mails_are_found_by_reference_subject_or_address(reader: TestClient, words: str, found: bool) -> None:
    page = reader.get(LIST, params={"q": words}).text
    assert (f'href="{LIST}/' in page) is found


def test_only_the_ministry_reads_them(world: World) -> None:
    app = asking.application(world, demo=True)
    assert asking.holder(app, world, "recteur:14").get(LIST).status_code == 404
    assert asking.holder(app, world, "recteur:14").get(f"{LIST}/1").status_code == 404
    assert asking.holder(app, world, "recteur:14").get(f"{LIST}/1/html").status_code == 404


def test_there_is_no_such_page_outside_a_demonstration(world: World) -> None:
    officer = asking.holder(asking.application(world), world, BUREAU)
    assert [officer.get(path).status_code for path in (LIST, f"{LIST}/1", f"{LIST}/1/html")] == [404, 404, 404]


def test_a_mail_that_does_not_exist_is_not_found(reader: TestClient) -> None:
    assert [reader.get(f"{LIST}/{number}").status_code for number in ("999", "0", "x")] == [404, 404, 404]


def test_a_long_name_written_in_several_encoded_words_is_read_as_one(reader: TestClient, world: World) -> None:
    name = "Comité régional de l’emploi, de la formation et de l’orientation professionnelles de Bretagne"
    written = f"To: {mailbox('crefop@essai.example', name)}".encode()
    with transaction(world.engine) as session:
        number, content = session.execute(select(MAIL.c.id, MAIL.c.content).limit(1)).one()
        content = re.sub(rb"^To: [^>]*>", written, content, count=1, flags=re.MULTILINE)
        session.execute(update(MAIL).where(MAIL.c.id == number).values(content=content))
    assert f"{name} <crefop@essai.example>" in unescape(reader.get(f"{LIST}/{number}").text)
