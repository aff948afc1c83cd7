"""Making something new by form: each kind by those who may, with every fault named."""

from datetime import UTC, date, datetime

import pytest

from tests.api.console.conftest import NOW, Visit
from tests.api.console.forms import send, text
from tests.walking import DAY, World, published_wave

WAVE = {
    "ref": "2017-1",
    "name": "Cinquième vague",
    "edition": "2014",
    "opens_at": "2017-03-01T08:00",
    "closes_at": "2017-06-30T17:00",
    "late_policy": "refuse",
    "session_on": "2017-10-12",
}


def test_a_wave_is_prepared_in_paris_time(world: World, visit: Visit) -> None:
    client = visit("dgesco_officer")
    answer = send(client, "/vagues/creer", "creer", **WAVE)
    assert answer.headers["location"] == "/vagues/2017-1?fait=1"
    assert world.load("wave", "2017-1").closes_at == datetime(2017, 6, 30, 15, tzinfo=UTC)
    assert "« Préparer un appel à projets » : c’est enregistré" in text(client.get(answer.headers["location"]))


def test_a_session_summons_all_members_unless_told_otherwise(world: World, visit: Visit) -> None:
    answer = send(visit("commission_secretary"), "/seances/creer", "creer", held_at="2017-03-09T10:00")
    assert answer.status_code == 303
    assert world.state("session", answer.headers["location"].split("/")[2].split("?")[0]) == "planned"


def test_an_order_takes_its_ministers_from_the_edition(world: World, visit: Visit) -> None:
    answer = send(visit("dgesco_head"), "/arretes/creer", "creer", name="Arrêté conjoint", edition="2013")
    ref = answer.headers["location"].split("/")[2].split("?")[0]
    assert world.load("order", ref).ministers == ("minister:en", "minister:esr")


def test_a_rectorate_creates_an_application_while_the_call_is_open(world: World, visit: Visit) -> None:
    dates = {"opens_at": NOW - DAY, "closes_at": NOW + 60 * DAY, "session_on": None, "target_decision_on": None}
    published_wave(world, "2017-1", **dates)
    world.sweep()
    client = visit("rectorate_officer:25")
    given = {"name": "Campus du vélo", "kind": "initial", "wave": "2017-1", "regions": ["11"]}
    answer = send(client, "/dossiers/creer", "creer", **given)
    assert answer.status_code == 303, text(answer)
    page = client.get(answer.headers["location"])
    assert "Campus du vélo" in page.text
    assert [ref for ref in ("/dossiers/CMQ-2017-0001",) if ref in client.get("/dossiers?q=velo").text]


def test_a_closed_call_is_refused_with_the_reason_and_what_was_typed(visit: Visit) -> None:
    given = {"name": "Trop tard", "kind": "initial", "regions": ["11"]}
    answer = send(visit("rectorate_officer:25"), "/dossiers/creer", "creer", **given)
    assert answer.status_code == 422
    assert "L’appel à projets n’est pas ouvert" in text(answer)
    assert 'value="Trop tard"' in answer.text


def test_every_missing_answer_is_named(visit: Visit) -> None:
    answer = send(visit("dgesco_officer"), "/vagues/creer", "creer", ref="2017-1")
    assert answer.status_code == 422
    assert "5 réponses à corriger" in text(answer).replace("\xa0", " ")


@pytest.mark.parametrize("path", ["/vagues/creer", "/seances/creer", "/arretes/creer", "/dossiers/creer"])
def test_others_may_not(visit: Visit, path: str) -> None:
    assert visit("recteur:14").get(path).status_code == 403
    assert path not in visit("recteur:14").get(path.rpartition("/")[0]).text


def test_an_appointment_frees_what_awaits_the_office(world: World, visit: Visit) -> None:
    client = visit("dgesco_officer")
    given = {"civilite": "f", "prenom": "Odile", "nom": "Le Bihan", "courriel": "odile@essai.example"}
    assert send(client, "/offices/nommer?office=recteur:01", "fiche", **given).status_code == 303
    assert "Odile Le Bihan" in client.get("/offices?q=recteur:01").text
    again = send(client, "/offices/nommer?office=recteur:01", "fiche", **given)
    assert again.status_code == 422
    assert "a déjà un titulaire" in text(again)


def test_only_keepers_of_the_register_appoint(visit: Visit) -> None:
    assert visit("recteur:14").get("/offices/nommer?office=recteur:01").status_code == 403
    assert visit("dgesco_officer").get("/offices/nommer?office=nulle:part").status_code == 404


def test_a_call_is_cloned_a_year_later_with_its_rules(world: World, visit: Visit) -> None:
    client = visit("dgesco_officer")
    assert "/vagues/creer?modele=2016-1" in client.get("/vagues/2016-1").text
    page = client.get("/vagues/creer?modele=2016-1")
    assert "un an plus tard" in text(page)
    answer = send(client, "/vagues/creer?modele=2016-1", "creer")
    assert answer.headers["location"] == "/vagues/2017-1?fait=1"
    made, model = world.load("wave", "2017-1"), world.load("wave", "2016-1")
    assert made.opens_at == datetime(2017, 4, 1, 6, tzinfo=UTC)
    assert made.closes_at == datetime(2017, 9, 30, 15, tzinfo=UTC)
    assert (made.session_on, made.state.value) == (date(2017, 12, 8), "drafting")
    assert (made.edition, made.resolution_due) == (model.edition, model.resolution_due)
    assert visit("recteur:14").get("/vagues/creer?modele=2016-1").status_code == 403
