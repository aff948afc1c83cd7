"""Acting on many stuck applications: the effect on each before, refusals that stop no other, and what became of it."""

from lxml import html

from tests.api.console.conftest import FILED, INCOMPLETE, REVIEWING, SIGNING, Visit
from tests.api.console.forms import filled, send, text
from tests.walking import BUREAU, DAY, World

LATER = "2017-03-01"


def chosen(gesture: str, *refs: str) -> str:
    return f"/blocages/lot?geste={gesture}" + "".join(f"&ref={ref}" for ref in refs)


def test_the_effect_of_a_reminder_is_shown_for_each_application_and_nothing_is_done_yet(
    world: World, visit: Visit
) -> None:
    before = world.count()
    page = text(visit("dgesco_head").get(chosen("relancer", FILED, INCOMPLETE)))
    assert "2 dossiers seraient traités, 0 serait refusé" in page
    assert "Relancer : Chargée de mission au bureau de la Dgesco" in page
    assert world.count() == before


def test_a_batch_is_done_one_by_one_and_reported(world: World, visit: Visit) -> None:
    client = visit("dgesco_head")
    answer = send(client, chosen("relancer", FILED, INCOMPLETE), "faire")
    report = client.get(answer.headers["location"])
    assert "2 dossiers traités, 0 refusé" in text(report)
    assert "0 dossier traité sur 2 n’est plus bloqué" in text(report)
    assert world.triggers("application", FILED)[-1] == "remind"
    world.act("application", FILED, "start_admissibility", BUREAU)
    assert "1 dossier traité sur 2 n’est plus bloqué" in text(client.get(answer.headers["location"]))
    assert "1 n’est plus bloqué" in text(client.get("/blocages"))


def test_what_changed_since_it_was_shown_is_refused_and_only_that_can_be_played_again(
    world: World, visit: Visit
) -> None:
    client = visit("dgesco_head")
    page = html.fromstring(client.get(chosen("relancer", FILED, INCOMPLETE)).text)
    form = page.get_element_by_id("faire")
    given = {field.name: field.value for field in form.xpath(".//input") if field.name != "ref"}
    world.act("application", FILED, "start_admissibility", BUREAU)
    answer = client.post("/blocages/lot", data=given | {"ref": [FILED, INCOMPLETE]})
    report = client.get(answer.headers["location"])
    assert "1 dossier traité, 1 refusé" in text(report)
    assert "a changé entre-temps" in text(report)
    again = html.fromstring(report.text).xpath("//a[contains(., 'Rejouer les échecs')]/@href")[0]
    assert FILED in again
    assert INCOMPLETE not in again
    replayed = client.get(send(client, again, "faire").headers["location"])
    assert "1 dossier traité, 0 refusé" in text(replayed)
    assert "Reprise des échecs" in text(replayed)


def test_an_extension_needs_its_date_and_reason_and_shows_the_new_deadline(world: World, visit: Visit) -> None:
    client = visit("dgesco_head")
    path = chosen("prolonger", FILED, INCOMPLETE)
    assert send(client, path, "lot", jusqu="", motif="").status_code == 422
    seen = send(client, path, "lot", jusqu=LATER, motif="Congés de fin d’année")
    assert "1 dossier serait traité, 1 serait refusé" in text(seen)
    assert "→ 1er mars 2017" in text(seen)
    data = filled(html.fromstring(seen.text), "faire")
    assert client.post("/blocages/lot", data=data).status_code == 303
    assert world.triggers("application", FILED)[-1] == "extend"
    assert world.triggers("application", INCOMPLETE)[-1] != "extend"


def test_what_is_put_off_leaves_the_list_and_comes_back_by_itself(world: World, visit: Visit) -> None:
    client = visit("dgesco_head")
    seen = send(client, chosen("reporter", FILED), "lot", jusqu="2017-02-01", motif="Le recteur répond fin janvier.")
    client.post("/blocages/lot", data=filled(html.fromstring(seen.text), "faire"))
    assert FILED not in client.get("/blocages").text
    put_off = text(client.get("/blocages?suivi=reportes"))
    assert "Reporté au 1er févr. 2017 : Le recteur répond fin janvier." in put_off
    world.at += 13 * DAY
    assert FILED in visit("dgesco_head").get("/blocages").text


def test_an_application_is_entrusted_to_a_colleague_who_finds_it_among_theirs(world: World, visit: Visit) -> None:
    client, colleague = visit("dgesco_head"), visit("dgesco_officer")
    seen = send(client, chosen("confier", REVIEWING), "lot", personne=world.holder("dgesco_officer"))
    client.post("/blocages/lot", data=filled(html.fromstring(seen.text), "faire"))
    assert REVIEWING in colleague.get("/blocages?suivi=moi").text
    assert FILED not in colleague.get("/blocages?suivi=moi").text
    assert REVIEWING not in colleague.get("/blocages?suivi=libres").text
    assert [row["trigger"] for row in world.events("follow_up", REVIEWING)] == ["take_charge"]


def test_what_became_stuck_since_the_last_visit_is_new(world: World, visit: Visit) -> None:
    client = visit("dgesco_head")
    assert "Nouveaux (0)" in text(client.get("/blocages"))
    world.at += 45 * DAY
    world.sweep()
    client = visit("dgesco_head")
    assert "Nouveaux (" in text(client.get("/blocages"))
    assert "votre dernière visite : 20 janv. 2017" in text(client.get("/blocages"))


def test_applicants_neither_follow_nor_act_on_many(visit: Visit) -> None:
    client = visit("recteur:10")
    assert "Suivis par moi" not in text(client.get("/blocages"))
    assert client.get(chosen("relancer", FILED)).status_code == 403
    assert client.get("/blocages/lot/LOT-2017-0001").status_code == 404


def test_what_is_outside_the_scope_or_unknown_is_not_in_the_batch(world: World, visit: Visit) -> None:
    client = visit("dgesco_head")
    assert "Aucun dossier n’est coché" in text(client.get("/blocages/lot?geste=relancer"))
    assert client.get("/blocages/lot?geste=danser").status_code == 422
    answer = send(client, chosen("relancer", SIGNING, "CMQ-1999-0001"), "faire")
    assert "1 dossier traité" in text(client.get(answer.headers["location"]))
    assert world.events("batch", "LOT-2017-0001")[0]["trigger"] == "batch"


def test_only_the_chosen_ones_are_exported(visit: Visit) -> None:
    client = visit("dgesco_head")
    assert 'formaction="/blocages.xlsx"' in client.get("/blocages").text
    lines = client.get(f"/blocages.csv?ref={FILED}&ref={INCOMPLETE}").text
    assert FILED in lines
    assert INCOMPLETE in lines
    assert REVIEWING not in lines
