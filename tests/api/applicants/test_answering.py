"""Answering what is asked: missing pieces one by one, a question, and a text that outlives its session."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from tests.api import asking
from tests.api.applicants.conftest import Visit
from tests.api.console.conftest import INCOMPLETE, REVIEWING
from tests.api.console.forms import filled, send, text
from tests.walking import World, pdf

PIECES, ANSWER = f"/dossiers/{INCOMPLETE}/reponses", f"/dossiers/{REVIEWING}/reponses"
PDF = {"document": ("budget.pdf", pdf("Budget"), "application/pdf")}


@pytest.fixture
def world(running: World) -> World:
    return running


def test_pieces_are_sent_one_by_one_and_the_clock_is_told(world: World, visit: Visit) -> None:
    client = visit("rectorate_officer:04")
    told = text(client.get(PIECES))
    assert "Le délai d’examen est suspendu" in told
    assert "jours ouvrés à la réception de la dernière pièce" in told
    assert "1. Lettre d’engagement" in told
    assert send(client, PIECES, "piece-2", files=PDF).status_code == 303
    page = html.fromstring(client.get(PIECES).text)
    assert page.xpath("//form[starts-with(@id, 'piece-')]/@id") == ["piece-1"]
    assert send(client, PIECES, "piece-1", files=PDF).status_code == 303
    assert world.state("application", INCOMPLETE) == "admissibility"
    assert "Aucune réponse n’est attendue" in text(client.get(PIECES))


def test_what_is_no_pdf_is_refused_beside_its_piece(visit: Visit) -> None:
    fake = {"document": ("budget.pdf", b"PK\x03\x04", "application/pdf")}
    answer = send(visit("rectorate_officer:04"), PIECES, "piece-2", files=fake)
    assert answer.status_code == 422
    (wrong,) = html.fromstring(answer.text).xpath("//form[.//p[@class='fr-error-text']]/@id")
    assert wrong == "piece-2"


def test_those_who_do_not_answer_read_what_is_asked(visit: Visit) -> None:
    page = visit("dgesco_officer").get(PIECES)
    assert "Budget" in text(page)
    assert '<form method="post" action="/dossiers' not in page.text
    assert visit("recteur:10").get(PIECES).status_code == 404


def test_a_question_is_answered_and_a_long_answer_outlives_its_session(world: World, visit: Visit) -> None:
    world.act("application", REVIEWING, "ask_clarification", "rapporteur:03", question="Quels BTS ?\nDepuis quand ?")
    client = visit("region_officer:84")
    assert "Depuis quand ?" in text(client.get(ANSWER))
    given = filled(html.fromstring(client.get(ANSWER).text), "reponse")
    world.at += timedelta(hours=2)
    sent = client.post(ANSWER, data=given | {"answer": "Deux BTS, depuis 2012."})
    (back,) = parse_qs(urlsplit(sent.headers["location"]).query)["suite"]
    again = asking.holder(asking.application(world), world, "region_officer:84")
    assert "Deux BTS, depuis 2012." in again.get(back).text
    assert send(again, ANSWER, "reponse").status_code == 303
    assert world.state("application", REVIEWING) == "under_review"
    assert "Aucune réponse" in text(again.get(ANSWER))


def test_an_empty_answer_is_refused_on_the_page(world: World, visit: Visit) -> None:
    world.act("application", REVIEWING, "ask_clarification", "rapporteur:03", question="Quels BTS ?")
    answer = send(visit("region_officer:84"), ANSWER, "reponse", answer=" ")
    assert answer.status_code == 422
    assert "obligatoire" in text(answer)
