"""Where a file stands, the letters received, and the decision read with its remedies."""

import pytest
from lxml import html

from notifications.composing.compose import compose
from store.board.paces import Pace, paces
from store.session import reading
from tests.api.applicants.conftest import Visit
from tests.api.console.conftest import INCOMPLETE, ORDER, SIGNING
from tests.api.console.forms import send, text
from tests.walking import World, published, signed_by_all

PAGE = f"/dossiers/{INCOMPLETE}/suivi"


@pytest.fixture
def world(running: World) -> World:
    return running


def test_the_way_is_told_in_the_words_of_applicants(visit: Visit) -> None:
    told = text(visit("recteur:04").get(PAGE))
    assert "Pièces à fournir" in told
    assert "Étape suivante" in told
    assert "Accusé de réception (PDF)" in told


def test_a_file_under_the_veil_says_no_more_than_the_others(visit: Visit) -> None:
    told = text(visit("recteur:14").get(f"/dossiers/{SIGNING}/suivi"))
    assert "Examiné par la commission" in told
    assert "ministre" not in told.lower().replace("ministère", "")


def test_the_letters_received_are_read_word_for_word(world: World, visit: Visit) -> None:
    compose(world.at, on=world.engine)
    client = visit("recteur:04")
    links = html.fromstring(client.get(PAGE).text).xpath("//section[@aria-labelledby='recus']//a/@href")
    assert links
    assert INCOMPLETE in text(client.get(links[0]))
    others = html.fromstring(visit("region_president:75").get(PAGE).text)
    theirs = set(others.xpath("//section[@aria-labelledby='recus']//a/@href"))
    assert theirs
    assert client.get(min(theirs - set(links))).status_code == 404


def test_an_error_is_reported_to_the_office_in_charge(world: World, visit: Visit) -> None:
    path = f"/dossiers/{INCOMPLETE}/report_error?office=rectorate_officer:04"
    given = {"about": "Date de la délibération", "remark": "Il faut lire le 12 mai."}
    assert send(visit("rectorate_officer:04"), path, **given).status_code == 303
    assert world.triggers("application", INCOMPLETE)[-1] == "report_error"
    assert "Il faut lire le 12 mai." in text(visit("dgesco_officer").get(f"/dossiers/{INCOMPLETE}"))


def test_the_decision_is_read_with_its_remedies(world: World, visit: Visit) -> None:
    published(world, signed_by_all(world, ORDER))
    told = text(visit("recteur:14").get(f"/dossiers/{SIGNING}/suivi"))
    assert "Le label est attribué" in told
    assert "MENE1700123A" in told
    assert "deux mois francs" in told
    with reading(world.engine) as session:
        found = paces(session)
    assert found["En expertise nationale"] == Pace(10, 10, 1)
    assert found[""].median == 264
