"""Who sits where, and each change of it: by a form, with errors and remedy, an event, and what it wakes told after."""

from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import select

from store.integrity import check
from store.people.register import MANDATE
from store.session import reading, transaction
from store.tables.people import Person
from tests.api.console.conftest import FILED, ORDER, Visit
from tests.api.console.forms import send, text
from tests.walking import BUREAU, HEAD, World

RENNES = "recteur:14"
FORMS = (
    "/offices/recteur:14/boite",
    "/offices/recteur:14/deleguer",
    "/mandats/M-0001/fin",
    "/personnes/p-recteur-14/corriger",
    "/personnes/p-recteur-14/absence",
)


def mandate(world: World, office: str) -> str:
    """The last mandate to it."""
    return str(world.rows(select(MANDATE.c.id).where(MANDATE.c.office == office).order_by(MANDATE.c.id))[-1]["id"])


def rows(page: str, table: str) -> list[str]:
    """The lines of a table as they are read."""
    found = html.fromstring(page).xpath(f"//*[@id='{table}']//tbody/tr")
    return [" ".join(row.text_content().split()) for row in found]


def test_vacant_offices_come_first(visit: Visit) -> None:
    told = rows(visit(HEAD).get("/offices").text, "offices")
    vacant = ["Vacant" in line for line in told]
    assert vacant == sorted(vacant, reverse=True)
    assert 0 < sum(vacant) < len(vacant)


def test_an_office_tells_who_held_it_and_what_awaits_it(visit: Visit, world: World) -> None:
    client = visit(HEAD)
    told = client.get(f"/offices/{BUREAU}")
    assert "En cours" in rows(told.text, "mandats")[0]
    assert FILED in told.text
    assert FILED not in visit(RENNES).get(f"/offices/{BUREAU}").text


def test_a_mandate_ends_by_form_and_leaves_the_office_vacant_the_day_after(visit: Visit, world: World) -> None:
    client = visit(HEAD)
    answer = send(client, f"/mandats/{mandate(world, BUREAU)}/fin", "fiche", jusqu=world.at.date().isoformat())
    told = text(client.get(answer.headers["location"]))
    assert "« Fin de fonctions » : c’est enregistré" in told
    assert f"Réexaminé aussitôt : {FILED}" in told
    world.at += timedelta(days=1)
    assert "Vacant" in text(visit(HEAD).get(f"/offices/{BUREAU}"))


def test_a_mandate_does_not_end_before_it_began(visit: Visit, world: World) -> None:
    answer = send(visit(HEAD), f"/mandats/{mandate(world, RENNES)}/fin", "fiche", jusqu="1999-01-01")
    assert answer.status_code == 422
    assert "Au plus tôt le vendredi 1er janvier 2010" in text(answer).replace("\u00a0", " ")


def test_a_delegation_is_given_by_form_checked_at_the_act_and_ended(visit: Visit, world: World) -> None:
    client = visit(HEAD)
    delegate = world.holder("minister:esr") and world.holder("dgesip_officer")
    given = {
        "delegant": mandate(world, "minister:esr"),
        "delegataire": mandate(world, "dgesip_officer"),
        "actes": "order.sign",
    }
    answer = send(client, "/offices/minister:esr/deleguer", "fiche", reference="Arrêté du 3 janvier 2017", **given)
    told = client.get(answer.headers["location"])
    assert "« Délégation » : c’est enregistré" in text(told)
    assert "Enregistrer la signature" in rows(told.text, "delegations")[0]
    assert "Arrêté du 3 janvier 2017" in told.text
    world.act("order", ORDER, "sign", "minister:esr", document=world.pdf("Arrêté signé"), _person=delegate)
    assert world.events("order", ORDER)[-1]["delegation"] == "D-0001"
    ended = send(client, "/delegations/D-0001/fin", "fiche", au=world.at.date().isoformat())
    assert "« Fin de la délégation » : c’est enregistré" in text(client.get(ended.headers["location"]))


def test_a_delegation_names_its_acts(visit: Visit, world: World) -> None:
    given = {"delegant": mandate(world, RENNES), "delegataire": mandate(world, "rectorate_officer:14")}
    answer = send(visit(HEAD), f"/offices/{RENNES}/deleguer", "fiche", **given)
    assert answer.status_code == 422
    assert "Pour quels actes : à remplir" in text(answer)


def test_those_of_the_same_territory_are_proposed_first(visit: Visit, world: World) -> None:
    page = html.fromstring(visit(HEAD).get(f"/offices/{RENNES}/deleguer").text)
    near, *others = page.xpath("//select[@name='delegataire']/optgroup")
    assert near.get("label") == "Les plus proches"
    assert mandate(world, "rectorate_officer:14") in near.xpath("option/@value")
    assert mandate(world, "rectorate_officer:10") not in near.xpath("option/@value")
    assert others


def test_a_mailbox_is_changed_and_the_change_told(visit: Visit, world: World) -> None:
    client = visit(HEAD)
    answer = send(client, f"/offices/{RENNES}/boite", "fiche", boite="Rectorat@ac-rennes.fr")
    told = text(client.get(answer.headers["location"]))
    assert "« Modification » : c’est enregistré" in told
    assert "rectorat@ac-rennes.fr" in told
    assert "rectorat@ac-rennes.fr" not in visit("recteur:10").get(f"/offices/{RENNES}").text
    wrong = send(client, f"/offices/{RENNES}/boite", "fiche", boite="rectorat")
    assert "Écrivez une adresse complète" in text(wrong)


def test_a_person_is_corrected_and_found_under_the_new_name(visit: Visit, world: World) -> None:
    client, someone = visit(HEAD), world.holder(RENNES)
    answer = send(client, f"/personnes/{someone}/corriger", "fiche", nom="Kerouédan")
    assert "« Modification » : c’est enregistré" in text(client.get(answer.headers["location"]))
    assert rows(client.get("/personnes?q=kerouedan").text, "personnes")[0].startswith("Kerouédan Anne")
    with transaction(world.engine) as session:
        assert session.get_one(Person, someone).email == "p-recteur-14@essai.example"


def test_an_address_that_is_another_person_s_is_refused_beside_its_question(visit: Visit, world: World) -> None:
    path = f"/personnes/{world.holder(RENNES)}/corriger"
    answer = send(visit(HEAD), path, "fiche", courriel="p-recteur-10@essai.example")
    assert answer.status_code == 422
    assert "Une autre personne a déjà cette adresse" in text(answer)


@pytest.mark.parametrize("path", FORMS)
def test_only_the_keepers_of_the_register_come_to_its_forms(visit: Visit, world: World, path: str) -> None:
    world.holder(RENNES)
    assert visit(RENNES).get(path).status_code == 403
    assert visit("commission_secretary").get(path).status_code == 403
    assert visit(BUREAU).get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/offices/recteur:xx/boite",
        "/offices/recteur:xx",
        "/mandats/M-9999/fin",
        "/delegations/D-9/fin",
        "/absences/S/fin",
    ],
)
def test_what_does_not_exist_is_not_found(visit: Visit, path: str) -> None:
    assert visit(HEAD).get(path).status_code == 404


def test_a_person_is_seen_by_the_nation_and_by_themselves(visit: Visit, world: World) -> None:
    path = f"/personnes/{world.holder(RENNES)}"
    assert [visit(one).get(path).status_code for one in (HEAD, RENNES, "recteur:10")] == [200, 200, 404]
    assert visit(RENNES).get("/personnes").status_code == 404


def test_who_reports_is_not_named_to_those_who_are_reported_on(visit: Visit) -> None:
    path = "/offices/rapporteur:01"
    assert "Anne Le Goff" in visit(HEAD).get(path).text
    for page in (path, "/offices?role=rapporteur"):
        assert "Nom non communiqué" in visit(RENNES).get(page).text
        assert "p-rapporteur" not in visit(RENNES).get(page).text


def test_every_change_of_the_register_agrees_with_its_journal(visit: Visit, world: World) -> None:
    client = visit(HEAD)
    send(client, f"/personnes/{world.holder(RENNES)}/corriger", "fiche", prenom="Aude")
    send(client, f"/offices/{RENNES}/boite", "fiche", boite="rectorat@ac-rennes.fr")
    send(client, f"/mandats/{mandate(world, RENNES)}/fin", "fiche", jusqu="2017-03-01")
    with reading(world.engine) as session:
        assert not [one for one in check(session, world.at) if one.kind in ("office", "mandate", "person")]
