"""A mistyped domain in the forms of the register: caught, corrected or confirmed, never let through in silence."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

from store.session import reading
from store.tables.people import Office, Person
from tests.api.console.conftest import Visit
from tests.api.console.forms import filled, send, text
from tests.walking import HEAD, World

SLIP, RIGHT = "rectorat@ac-versailes.fr", "rectorat@ac-versailles.fr"
BOX, CARD = "/offices/recteur:14/boite", "/personnes/p-recteur-14/corriger"


def again(client: TestClient, path: str, page: str, **typed: Any) -> Any:
    """Send the form that came back, as it stands but for what is typed."""
    given = filled(html.fromstring(page), "fiche") | typed
    return client.post(path, data={name: value for name, value in given.items() if value is not None})


def mailbox(world: World) -> str:
    with reading(world.engine) as session:
        return session.get_one(Office, "recteur:14").mailbox


@pytest.mark.parametrize(("path", "name"), [(BOX, "boite"), (CARD, "courriel")])
def test_a_slip_is_told_beside_the_question_and_can_be_confirmed(
    visit: Visit, world: World, path: str, name: str
) -> None:
    client = visit(HEAD)
    refused = send(client, path, "fiche", **{name: SLIP})
    assert refused.status_code == 422
    assert f"ouliez-vous dire « {RIGHT} »" in text(refused).replace("\u00a0", " ").replace("\u202f", " ")
    assert f"L’adresse « {SLIP} » est exacte" in text(refused).replace("\u00a0", " ").replace("\u202f", " ")
    assert again(client, path, refused.text).status_code == 422
    assert again(client, path, refused.text, exacte="on").status_code == 303
    with reading(world.engine) as session:
        kept = {session.get_one(Office, "recteur:14").mailbox, session.get_one(Person, "p-recteur-14").email}
    assert SLIP in kept


def test_a_confirmation_covers_the_address_that_was_read_and_no_other(visit: Visit, world: World) -> None:
    client = visit(HEAD)
    refused = send(client, BOX, "fiche", boite=SLIP)
    other = again(client, BOX, refused.text, boite="rectorat@ac-renes.fr", exacte="on")
    assert other.status_code == 422
    assert "ac-rennes.fr" in text(other)
    assert mailbox(world) == ""
    assert again(client, BOX, other.text, boite=RIGHT).status_code == 303
    assert mailbox(world) == RIGHT
