"""Following an application from its page: who took charge, and internal notes that applicants never read."""

from tests.api.console.conftest import FILED, INCOMPLETE, Visit
from tests.api.console.forms import send, text
from tests.walking import DAY, World

NOTE = "Le rectorat a promis le budget par téléphone."


def follow(client: object, gesture: str) -> int:
    return send(client, f"/dossiers/{INCOMPLETE}", "suivre", geste=gesture).status_code  # type: ignore[arg-type]


def test_someone_takes_charge_and_lets_go(world: World, visit: Visit) -> None:
    client = visit("dgesco_officer")
    assert "Personne ne suit ce dossier." in text(client.get(f"/dossiers/{INCOMPLETE}"))
    assert follow(client, "prendre") == 303
    assert "Suivi par Anne Le Goff." in text(client.get(f"/dossiers/{INCOMPLETE}"))
    assert follow(client, "rendre") == 303
    assert "Personne ne suit ce dossier." in text(client.get(f"/dossiers/{INCOMPLETE}"))
    assert [one["trigger"] for one in world.events("follow_up", INCOMPLETE)] == ["take_charge", "release"]
    assert follow(client, "danser") == 422


def test_a_note_is_read_by_those_who_follow_and_by_nobody_else(world: World, visit: Visit) -> None:
    client = visit("dgesco_officer")
    assert send(client, f"/dossiers/{INCOMPLETE}", "noter", note=NOTE).status_code == 303
    for office in ("dgesco_head", "commission_secretary", "admin"):
        assert NOTE in text(visit(office).get(f"/dossiers/{INCOMPLETE}"))
    for office in ("recteur:04", "region_officer:75", "minister:en", "commission_member:01"):
        for path in (f"/dossiers/{INCOMPLETE}", "/journal", f"/api/v1/events?ref={INCOMPLETE}"):
            assert NOTE not in visit(office).get(path).text
    assert send(client, f"/dossiers/{INCOMPLETE}", "noter", note="  ").status_code == 422


def test_applicants_follow_nothing_and_note_nothing(world: World, visit: Visit) -> None:
    client = visit("recteur:04")
    page = text(client.get(f"/dossiers/{INCOMPLETE}"))
    assert "Suivi interne" not in page
    token = send(visit("dgesco_officer"), f"/dossiers/{FILED}", "suivre", geste="prendre")
    assert token.status_code == 303
    assert client.post(f"/dossiers/{INCOMPLETE}/notes", data={"note": "Moi aussi"}).status_code == 403


def test_the_notes_of_the_past_are_those_of_that_day(world: World, visit: Visit) -> None:
    send(visit("dgesco_officer"), f"/dossiers/{INCOMPLETE}", "noter", note=NOTE)
    world.at += 3 * DAY
    client = visit("dgesco_officer")
    assert NOTE in text(client.get(f"/dossiers/{INCOMPLETE}?au=2017-01-20"))
    assert NOTE not in text(client.get(f"/dossiers/{INCOMPLETE}?au=2017-01-19"))


def test_each_document_shows_its_version_and_its_hash_and_each_content_who_signed_it(visit: Visit) -> None:
    page = text(visit("dgesco_head").get(f"/dossiers/{INCOMPLETE}"))
    assert "Empreinte SHA-256" in page
    assert "1 (actuelle)" in page
