"""Questions about a call: asked until its date by those who prepare a file, answered by the bureau, read by all."""

import pytest

from tests.api.console.conftest import NOW, WAVE, Visit
from tests.api.console.forms import send, text
from tests.walking import DAY, World, published_wave

PAGE = "/vagues/2017-1"
ASKED = "Un CFA peut-il être support ?"


@pytest.fixture
def called(world: World) -> World:
    """A call that is open, and receives questions for ten days."""
    dates = {"opens_at": NOW - DAY, "questions_close_at": NOW + 10 * DAY, "closes_at": NOW + 60 * DAY}
    published_wave(world, "2017-1", session_on=None, target_decision_on=None, **dates)
    world.sweep()
    return world


def told(page: str) -> str:
    return page.split("Questions sur l’appel")[1].split("Votre question")[0]


def test_a_question_is_answered_and_read_by_all_without_who_asked(called: World, visit: Visit) -> None:
    asker, other, bureau = visit("rectorate_officer:14"), visit("region_officer:84"), visit("dgesco_officer")
    assert send(asker, PAGE, "demander", question=ASKED).status_code == 303
    assert "Pas encore de réponse." in told(text(other.get(PAGE)))
    assert send(bureau, PAGE, "repondre-1", reponse="Oui, parmi les partenaires.").status_code == 303
    read = told(text(other.get(PAGE)))
    assert ASKED in read
    assert "Oui, parmi les partenaires." in read
    assert "Rennes" not in read
    assert "Rennes" in told(text(bureau.get(PAGE)))
    assert [one["trigger"] for one in called.events("question", "2017-1-Q-0001")] == ["ask", "answer"]


def test_nobody_asks_after_the_date_nor_without_a_file_to_prepare(called: World, visit: Visit) -> None:
    assert 'id="demander"' not in visit("dgesco_officer").get(PAGE).text
    assert send(visit("recteur:14"), PAGE, "demander", question="  ").status_code == 422
    called.at += 11 * DAY
    closed = visit("rectorate_officer:14").get(PAGE)
    assert "Cet appel ne reçoit pas de question aujourd’hui." in text(closed)
    assert 'id="demander"' not in closed.text


def test_a_call_that_is_closed_keeps_its_questions_and_takes_no_more(visit: Visit) -> None:
    assert "Aucune question n’a été posée." in text(visit("recteur:14").get(f"/vagues/{WAVE}"))
