"""The setting of the weekly digest, and the link that stops it."""

from fastapi import FastAPI
from sqlalchemy import insert, select

from store.people.digests import CHOICE, WEEKLY, hashed
from store.session import transaction
from tests.api import asking
from tests.api.console.conftest import Visit
from tests.api.console.forms import send, text
from tests.walking import World


def test_anyone_in_office_turns_the_weekly_digest_on_and_off(world: World, visit: Visit) -> None:
    rectrice = visit("recteur:14")
    assert "Vous ne recevez pas ce récapitulatif." in text(rectrice.get("/recapitulatif"))
    assert send(rectrice, "/recapitulatif", "reglage").headers["location"] == "/recapitulatif?fait=1"
    assert "Vous recevrez le récapitulatif" in text(rectrice.get("/recapitulatif?fait=1"))
    assert world.triggers("digest", world.holder("recteur:14")) == ["subscribe"]
    assert "Vous recevez ce récapitulatif." in text(visit("dgesco_officer").get("/recapitulatif"))


def test_the_link_of_a_digest_stops_it_without_logging_in_and_only_by_the_button(world: World, app: FastAPI) -> None:
    person, token = world.holder("dgesco_officer"), "a" * 32
    with transaction(world.engine) as session:
        row = {"key": f"2017-W03:{person}", "person": person, "decided_at": world.at, "stop_hash": hashed(token)}
        session.execute(insert(WEEKLY).values(**row))
    anyone = asking.stranger(app)
    assert "Encore un geste" in text(anyone.get(f"/recapitulatif/arret/{token}"))
    assert world.count(CHOICE) == 0
    assert "C’est arrêté" in text(send(anyone, f"/recapitulatif/arret/{token}", "arret"))
    assert [row["wanted"] for row in world.rows(select(CHOICE))] == [False]
    unknown = anyone.get(f"/recapitulatif/arret/{'b' * 32}")
    assert (unknown.status_code, "Ce lien n’est pas reconnu" in text(unknown)) == (404, True)
