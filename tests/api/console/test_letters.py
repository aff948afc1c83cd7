"""The pages about letters that have not left: the forecast, the holds, a cancelling, and a date tried before saving."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from notifications.composing.batches import LETTER
from states.calendar import paris_day
from store.holds import HOLD
from tests.api.console.conftest import FILED, SIGNING, Visit
from tests.api.console.forms import send
from tests.walking import BUREAU, DAY, HEAD, World, wave_facts

AHEAD, HOLDS, NEW = "/echeances/courriels", "/exploitation/retenues", "/exploitation/retenues/nouvelle"
SOON = "2017-02-03"


def words(text: str) -> str:
    """A page with plain spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def unsent(world: World, ref: str) -> list[int]:
    """Letters about an object that have not left."""
    return [row["id"] for row in world.rows(select(LETTER.c.id).where(LETTER.c.ref == ref, LETTER.c.status == "owed"))]


def test_the_forecast_says_what_leaves_to_whom_and_filters_by_its_address(world: World, visit: Visit) -> None:
    page = words(visit(BUREAU).get(f"{AHEAD}?objet=application&jours=30").text)
    assert f"/dossiers/{FILED}" in page
    assert "d’ici au dimanche 19 février 2017" in page
    nothing = words(visit(BUREAU).get(f"{AHEAD}?q=personne-de-ce-nom").text)
    assert "Aucun courriel" in nothing
    assert visit(BUREAU).get(f"{AHEAD}?jours=400").status_code == 422


def test_a_hold_is_placed_shows_in_the_forecast_and_is_lifted(world: World, visit: Visit) -> None:
    client = visit(BUREAU)
    answer = send(client, NEW, "retenir", portee="object", objet=FILED, jusqu=SOON, motif="Messagerie en panne.")
    assert (answer.status_code, answer.headers["location"]) == (303, HOLDS)
    listed = words(client.get(HOLDS).text)
    assert "RET-2017-0001" in listed
    assert "Messagerie en panne." in listed
    held = words(client.get(f"{AHEAD}?etat=retenus").text)
    assert "Retenu jusqu’au vendredi 3 février 2017 inclus (RET-2017-0001) : Messagerie en panne." in held
    answer = send(client, f"{HOLDS}/RET-2017-0001/lever", "lever", motif="Réparée.")
    assert answer.status_code == 303
    assert "Rien n’est retenu" in words(client.get(HOLDS).text)
    again = send(client, f"{HOLDS}/RET-2017-0001/lever", "lever")
    assert again.status_code == 409
    assert "a déjà pris fin" in words(again.text)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"portee": "object", "objet": "CMQ-1900-0001"}, "aucun objet ne porte cette référence"),
        ({"portee": "person", "personne": "nul@part.example"}, "aucune personne n’est connue"),
        ({"portee": "kind"}, "cette sorte de courriel n’existe pas"),
        ({"portee": "everything", "jusqu": "hier"}, "indiquez une date"),
        ({"portee": "everything", "jusqu": "2016-01-01"}, "une retenue a toujours une fin"),
        ({"portee": "everything", "motif": " "}, "dites pourquoi ces courriels sont retenus"),
    ],
)
def test_a_hold_that_cannot_be_is_refused_beside_its_field(
    world: World, visit: Visit, typed: dict[str, str], told: str
) -> None:
    answer = send(visit(BUREAU), NEW, "retenir", **{"jusqu": SOON, "motif": "Panne."} | typed)
    assert answer.status_code == 422
    assert told in words(answer.text)
    assert world.rows(select(HOLD)) == []


def test_a_person_is_held_by_their_address(world: World, visit: Visit) -> None:
    person = world.holder("recteur:14")
    typed = {"portee": "person", "personne": f"{person}@ESSAI.example", "jusqu": SOON, "motif": "Deuil."}
    assert send(visit(BUREAU), NEW, "retenir", **typed).status_code == 303
    assert [row["target"] for row in world.rows(select(HOLD))] == [person]
    assert "Une personne : Anne Le Goff" in words(visit("minister:en").get(HOLDS).text)


def test_a_letter_is_cancelled_from_the_page_of_its_object(world: World, visit: Visit) -> None:
    number, client = unsent(world, SIGNING)[0], visit(BUREAU)
    path = f"{AHEAD}/{number}/annuler"
    assert path in client.get(f"/dossiers/{SIGNING}").text
    assert path not in visit("minister:en").get(f"/dossiers/{SIGNING}").text
    assert send(client, path, "annuler", motif=" ").status_code == 422
    answer = send(client, path, "annuler", motif="Doublon.")
    assert answer.headers["location"] == f"/dossiers/{SIGNING}#courriels"
    assert "Annulé par un acte : Doublon." in words(client.get(f"/dossiers/{SIGNING}").text)
    late = send(client, path, "annuler", motif="Encore.")
    assert late.status_code == 409
    assert "Il n’y a rien à annuler" in words(late.text)
    assert client.get(f"{AHEAD}/999999/annuler").status_code == 404


def call(world: World, code: str = "2017-1") -> str:
    """A call that receives applications, closing in forty days."""
    world.at -= DAY
    opens, closes = world.at + timedelta(hours=1), world.at + 40 * DAY
    calendar = {"session_on": paris_day(world.at + 90 * DAY), "target_decision_on": paris_day(world.at + 150 * DAY)}
    world.create("wave", wave_facts(code, opens_at=opens, closes_at=closes, **calendar), BUREAU, "Vague 2017")
    world.act("wave", code, "approve", HEAD, day_off_reason="Calendrier national.")
    world.act("wave", code, "publish", BUREAU, bulletin="BO n° 2")
    world.at += DAY
    world.sweep()
    return code


def test_a_date_is_tried_then_saved_by_the_act_itself(world: World, visit: Visit) -> None:
    code = call(world)
    before, path = world.count(), f"/vagues/{code}/et-si"
    tried = f"{path}?geste=extend&closes_at=2017-03-17T17:00&session_on=2017-04-28&target_decision_on=2017-06-30"
    page = words(visit(HEAD).get(tried).text)
    assert "Nouvelle clôture : 28 février 2017 à 10 h 00 (heure de Paris)" in page
    assert "vendredi 17 mars 2017 à 17 h 00" in page
    assert world.count() == before
    answer = send(visit(HEAD), tried, "enregistrer", reason="Intempéries.")
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, f"/vagues/{code}")
    assert world.triggers("wave", code)[-1] == "extend"
    assert str(world.load("wave", code).closes_at) == "2017-03-17 16:00:00+00:00"


def test_a_date_that_would_be_refused_says_why_and_who_may_not_save_is_told_who_may(world: World, visit: Visit) -> None:
    code = call(world)
    path = f"/vagues/{code}/et-si"
    answer = visit(HEAD).get(f"{path}?geste=extend&closes_at=2017-02-01T17:00")
    assert answer.status_code == 422
    assert "La nouvelle clôture doit être à venir et postérieure à l’actuelle." in words(answer.text)
    assert visit(HEAD).get(f"{path}?geste=extend&closes_at=demain").status_code == 422
    sunday = words(visit(HEAD).get(f"{path}?geste=extend&closes_at=2017-03-19T17:00").text)
    assert "La clôture tomberait le dimanche 19 mars 2017 : il faudra dire pourquoi ce jour." in sunday
    page = words(visit(BUREAU).get(f"{path}?geste=extend&closes_at=2017-03-17T17:00").text)
    assert "Ce geste revient à : Chef" in page
    assert 'id="enregistrer"' not in page
    assert visit("recteur:14").get(path).status_code == 404


def test_a_call_whose_dates_no_longer_move_says_so(world: World, visit: Visit) -> None:
    world.act("wave", "2016-1", "cancel", HEAD, reason="Budget annulé.")
    assert "Aucune date ne se déplace à cette étape" in words(visit(HEAD).get("/vagues/2016-1/et-si").text)
