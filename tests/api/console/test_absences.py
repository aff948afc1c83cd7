"""All that someone holds goes to a substitute in one act, and comes back on its day, with a trace of both."""

from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select

from notifications.posting.sink import Box, sink
from notifications.wording.recipients import Directory
from states.refusals import NotYours
from store.integrity import check
from store.people.register import MANDATE, holders
from store.session import reading
from store.settings import settings
from tests.api.console.conftest import FILED, INCOMPLETE, Visit
from tests.api.console.forms import send, text
from tests.walking import BUREAU, HEAD, World

MANDATES = select(MANDATE)
FIRST, LAST = date(2017, 1, 20), date(2017, 1, 31)


@pytest.fixture(autouse=True)
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """Where the mails of the application arrive."""
    received = Box()
    with sink(received) as url:
        monkeypatch.setenv("CAMPUS_SMTP_URL", url)
        settings.cache_clear()
        yield received
    monkeypatch.undo()
    settings.cache_clear()


def hand_over(visit: Visit, world: World, person: str, to: str, **more: str) -> Response:
    """As an officer does it from the page of the person away."""
    given = {"du": FIRST.isoformat(), "au": LAST.isoformat(), "suppleant": world.holder(to)} | more
    return send(visit(HEAD), f"/personnes/{world.holder(person)}/absence", "fiche", **given)


def in_charge(world: World, office: str, day: date) -> str:
    with reading(world.engine) as session:
        return holders(session, [office], day)[office].id


def test_all_that_is_held_goes_in_one_act_and_comes_back_by_itself(visit: Visit, world: World) -> None:
    officer, substitute = world.holder(BUREAU), world.holder("dgesip_officer")
    answer = hand_over(visit, world, BUREAU, "dgesip_officer")
    assert answer.headers["location"] == f"/personnes/{officer}?fait=absence:S-0001"
    told = text(visit(HEAD).get(answer.headers["location"]))
    assert "« Absence et suppléance » : c’est enregistré" in told
    assert f"Réexaminé aussitôt : {FILED}" in told
    days = (FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1))
    assert [in_charge(world, BUREAU, day) for day in days] == [officer, substitute, substitute, officer]


def test_the_substitute_acts_for_the_office_and_no_longer_once_it_is_over(visit: Visit, world: World) -> None:
    hand_over(visit, world, BUREAU, "dgesip_officer")
    substitute = world.holder("dgesip_officer")
    done = world.act("application", FILED, "start_admissibility", BUREAU, _person=substitute)
    assert done.facts.state.value == "admissibility"
    assert world.events("application", FILED)[-1]["quality"] == "acting"
    world.at += timedelta(days=15)
    with pytest.raises(NotYours):
        world.act("application", INCOMPLETE, "extend_completion", BUREAU, _person=substitute)


def test_letters_to_the_office_reach_the_substitute_meanwhile(visit: Visit, world: World) -> None:
    hand_over(visit, world, "recteur:14", "rectorate_officer:14")
    with reading(world.engine) as session:
        reached = [Directory(session, day).addresses("recteur:14")[0].person for day in (FIRST, LAST + timedelta(1))]
    assert reached == [world.holder("rectorate_officer:14"), world.holder("recteur:14")]


def test_both_are_told_of_it_by_mail(visit: Visit, world: World, box: Box) -> None:
    answer = hand_over(visit, world, "recteur:14", "rectorate_officer:14")
    mails: list[Any] = [message_from_bytes(one.content, policy=policy.default) for one in box.received]
    assert {mail["to"].addresses[0].addr_spec for mail in mails} == {
        "p-recteur-14@essai.example",
        "p-rectorate-officer-14@essai.example",
    }
    texts = [mail.get_body(("plain",)).get_content().replace("\u00a0", " ") for mail in mails]
    assert all("20 janvier 2017" in one and "académie de Rennes" in one for one in texts)
    assert "Courriel envoyé à : Anne Le Goff et Anne Le Goff" in text(visit(HEAD).get(answer.headers["location"]))


def test_the_form_says_before_the_click_what_will_be_handed_over(visit: Visit, world: World) -> None:
    told = text(visit(HEAD).get(f"/personnes/{world.holder(BUREAU)}/absence"))
    assert f"Bureau de l’enseignement professionnel de la Dgesco : 1 objet l’attend ({FILED})" in told or FILED in told
    assert "Les deux personnes en sont averties" in told
    assert "Le lendemain, tout revient de soi-même" in told


def test_an_expert_is_replaced_and_not_stood_in_for(visit: Visit, world: World) -> None:
    told = text(visit(HEAD).get(f"/personnes/{world.holder('rapporteur:03')}/absence"))
    assert "Reste en propre" in told
    answer = hand_over(visit, world, "rapporteur:03", BUREAU)
    assert answer.status_code == 422
    assert "aucune fonction qui se confie" in answer.text


@pytest.mark.parametrize(
    ("given", "remedy"),
    [
        ({"au": ""}, "À remplir"),
        ({"au": "2017-01-19"}, "Au plus tôt le vendredi 20"),
        ({"du": "2016-01-01", "au": "2016-02-01"}, "déjà finie"),
        ({"suppleant": ""}, "À remplir"),
        ({"du": "demain"}, "Indiquez une date"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_question(
    visit: Visit, world: World, given: dict[str, str], remedy: str
) -> None:
    answer = hand_over(visit, world, BUREAU, "dgesip_officer", **given)
    assert answer.status_code == 422
    assert remedy in text(answer).replace("\u00a0", " ")


def test_nobody_is_away_twice_nor_stands_in_while_away(visit: Visit, world: World) -> None:
    hand_over(visit, world, BUREAU, "dgesip_officer")
    assert "absence déjà enregistrée" in hand_over(visit, world, BUREAU, "cnee").text.lower()
    assert "absence déjà enregistrée" in hand_over(visit, world, "cnee", BUREAU).text.lower()


def test_someone_who_comes_back_sooner_takes_it_all_back(visit: Visit, world: World) -> None:
    hand_over(visit, world, BUREAU, "dgesip_officer")
    answer = send(visit(HEAD), "/absences/S-0001/fin", "fiche", au="2017-01-22")
    assert answer.status_code == 303
    later = date(2017, 1, 23)
    assert in_charge(world, BUREAU, later - timedelta(1)) == world.holder("dgesip_officer")
    assert in_charge(world, BUREAU, later) == world.holder(BUREAU)


def test_an_absence_may_be_called_off_before_it_begins(visit: Visit, world: World) -> None:
    hand_over(visit, world, BUREAU, "dgesip_officer", du="2017-01-25")
    assert send(visit(HEAD), "/absences/S-0001/fin", "fiche", au="2017-01-24").status_code == 303
    assert in_charge(world, BUREAU, date(2017, 1, 25)) == world.holder(BUREAU)
    assert "annulée" in text(visit(HEAD).get(f"/personnes/{world.holder(BUREAU)}"))
    assert send(visit(HEAD), "/absences/S-0001/fin", "fiche", au="2017-01-20").status_code == 422


def test_a_new_holder_is_not_stood_in_for_by_the_substitute_of_the_one_before(visit: Visit, world: World) -> None:
    hand_over(visit, world, "recteur:14", "rectorate_officer:14", du="2017-01-25")
    recteur = world.rows(MANDATES.where(MANDATE.c.office == "recteur:14", MANDATE.c.acting.is_(False)))[0]["id"]
    send(visit(HEAD), f"/mandats/{recteur}/fin", "fiche", jusqu="2017-01-21")
    world.appoint("recteur:14", "p-new", date(2017, 1, 22))
    assert in_charge(world, "recteur:14", date(2017, 1, 26)) == "p-new"


def test_each_handover_is_chained_and_the_register_agrees(visit: Visit, world: World) -> None:
    hand_over(visit, world, BUREAU, "dgesip_officer")
    send(visit(HEAD), "/absences/S-0001/fin", "fiche", au="2017-01-22")
    assert world.triggers("absence", "S-0001") == ["away", "back"]
    assert {event["person"] for event in world.events("absence", "S-0001")} == {world.holder(HEAD)}
    with reading(world.engine) as session:
        assert not [one for one in check(session, world.at) if one.kind in ("absence", "mandate", "person")]
