"""What a page says of the letters about its object: what became of each, in the servers' own words, and what to do."""

import pytest
from lxml import html
from sqlalchemy import select

from notifications.composing.batches import CARRIES, LETTER, MAIL
from notifications.composing.compose import compose
from notifications.posting.post import post, post_now
from notifications.posting.sink import Box, sink
from store.settings import settings
from tests.api.console.conftest import INCOMPLETE, Visit
from tests.api.console.forms import text
from tests.mailing import rows, scripted
from tests.walking import BUREAU, World

AGAIN = "/echeances/courriels/{}/renvoyer"
PAGE = f"/dossiers/{INCOMPLETE}"


@pytest.fixture
def posted(world: World) -> int:
    """The letters of the programme, posted; the number of the one to a rectorat that was refused."""
    compose(world.at, on=world.engine)
    mine = select(MAIL.c.id, LETTER.c.id.label("letter")).join(CARRIES, CARRIES.c.mail == MAIL.c.id)
    mine = mine.join(LETTER, LETTER.c.id == CARRIES.c.letter).order_by(MAIL.c.id.desc())
    first = rows(world.engine, mine.where(LETTER.c.office == "rectorate_officer:04", LETTER.c.ref == INCOMPLETE))[0]
    with scripted(["550 5.1.1 inconnu"]) as server:
        post_now((first["id"],), world.at, on=world.engine, smtp_url=server.url)
        post(world.at, on=world.engine, smtp_url=server.url)
    return int(first["letter"])


def plain(told: str) -> str:
    return told.replace("\u00a0", " ").replace("\u202f", " ")


def token(page: str) -> str:
    return str(html.fromstring(page).xpath("//input[@name='jeton']/@value")[0])


def test_every_letter_shows_the_own_words_of_the_server(posted: int, visit: Visit) -> None:
    told = plain(text(visit(BUREAU).get(PAGE)))
    assert "Refusée (550 5.1.1 inconnu)" in told
    assert "« 250 2.0.0 pris »" in told


def test_a_refused_letter_is_sent_again_from_the_page_of_its_object(
    posted: int, world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, box = visit(BUREAU), Box()
    page = client.get(PAGE).text
    (action,) = html.fromstring(page).xpath("//form[contains(@action, 'renvoyer')]/@action")
    assert action == AGAIN.format(posted)
    with sink(box) as url:
        monkeypatch.setenv("CAMPUS_SMTP_URL", url)
        settings.cache_clear()
        answer = client.post(action, data={"jeton": token(page)})
    monkeypatch.undo()
    settings.cache_clear()
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}#courriels")
    assert len(box.received) == 1
    assert "« 250 2.0.0 Accepté »" in plain(text(client.get(PAGE)))
    assert "renvoyer" not in client.get(PAGE).text


def test_only_those_who_keep_the_register_may_do_it_and_only_with_what_was_refused(
    posted: int, world: World, visit: Visit
) -> None:
    client = visit("recteur:04")
    page = client.get(PAGE).text
    assert "renvoyer" not in page
    assert client.post(AGAIN.format(posted), data={"jeton": token(page)}).status_code == 403
    stranger = visit("recteur:06")
    away = stranger.post(AGAIN.format(posted), data={"jeton": token(stranger.get("/dossiers").text)})
    assert away.status_code == 404

    client = visit(BUREAU)
    other = rows(world.engine, select(LETTER.c.id).where(LETTER.c.status == "accepted").limit(1))[0]["id"]
    sent = {"jeton": token(client.get(PAGE).text)}
    assert client.post(AGAIN.format(other), data=sent).status_code == 409
    assert client.post(AGAIN.format(2**30), data=sent).status_code == 404
