"""Lists: counters and filters that are the address, and honest empty states."""

from typing import Any

import pytest
from lxml import html

from store.people.directory import correct_person
from store.session import transaction
from tests.api import asking
from tests.api.console.conftest import FILED, INCOMPLETE, REVIEWING, SIGNING, Visit
from tests.api.console.forms import text
from tests.walking import World


def listed(page: str) -> list[str]:
    found = html.fromstring(page).xpath("//tbody//a[starts-with(@href, '/dossiers/')]/@href")
    return [str(path).rpartition("/")[2] for path in found]


def test_the_landing_page_is_what_is_stuck_the_most_late_first(visit: Visit) -> None:
    client = visit("dgesco_head")
    assert client.get("/").headers["location"] == "/blocages"
    page = client.get("/blocages").text
    assert listed(page)[:2] == [FILED, INCOMPLETE]
    assert listed(page)[-2:] == [REVIEWING, SIGNING]
    assert "Échéance dépassée" in page
    assert "l’ouverture de l’examen" in page


def test_counters_filter_and_lead_back(visit: Visit) -> None:
    client = visit("dgesco_head")
    page = html.fromstring(client.get("/blocages").text)
    links = page.xpath("//ul[@class='campus-counters fr-raw-list']//a")
    assert [" ".join(link.text_content().split()) for link in links] == [
        "0 Incident technique",
        "4 Échéances dépassées",
        "0 Condition non remplie",
        "0 Sans activité",
    ]
    filtered = html.fromstring(client.get(f"/blocages{links[1].get('href')}").text)
    assert filtered.xpath("//ul[@class='campus-counters fr-raw-list']//a[@aria-current]")
    assert len(listed(client.get(f"/blocages{links[1].get('href')}").text)) == 4
    assert not listed(client.get(f"/blocages{links[3].get('href')}").text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=CMQ-2016-0002", [FILED]),
        ("q=académie 10", [FILED]),
        ("q=clermont-FERRAND", [REVIEWING]),
        ("q=Académie campus lyon", [FILED]),
        ("etape=incomplete", [INCOMPLETE]),
        ("academie=06", [REVIEWING]),
        ("tient=dgesco_officer", [FILED]),
        ("vague=2017-1", []),
        ("q=100%25", []),
        ("q=' OR 1=1 --", []),
        ("etape=n'existe pas", []),
    ],
)
def test_filters_find_what_they_say(visit: Visit, query: str, found: list[str]) -> None:
    assert listed(visit("dgesco_head").get(f"/dossiers?{query}").text) == found


def test_someone_finds_the_files_of_a_person_by_name(visit: Visit, world: World) -> None:
    named: dict[str, Any] = {"given_name": "Éloïse", "family_name": "Kerœlec", "gender": "f", "email": ""}
    for person in map(world.holder, ("region_president:53", "rapporteur:03")):
        with transaction(world.engine) as session:
            correct_person(session, person, world.at, **named)
    assert listed(visit("dgesco_head").get("/dossiers?q=KEROELEC+eloise").text) == [REVIEWING, SIGNING]
    assert listed(visit("recteur:06").get("/dossiers?q=keroelec").text) == []


def test_each_sort_is_an_address(visit: Visit) -> None:
    client = visit("dgesco_head")
    assert listed(client.get("/dossiers?tri=reference").text)[0] == "CMQ-2016-0005"
    assert listed(client.get("/dossiers?tri=retard").text)[0] == FILED


def test_an_empty_list_says_so_and_where_to_go(visit: Visit) -> None:
    assert "Aucun dossier n’est bloqué" in text(visit("recteur:33").get("/blocages"))
    assert "Aucun dossier bloqué ne répond à ces filtres" in text(visit("dgesco_head").get("/blocages?q=rien"))


def test_an_unreadable_page_number_is_refused_in_words(visit: Visit) -> None:
    assert visit("dgesco_head").get("/dossiers?page=0").status_code == 422
    assert visit("dgesco_head").get("/dossiers?page=99").status_code == 200


def test_an_empty_list_says_when_its_first_line_appears_and_who_may_begin(bare: World) -> None:
    page = asking.holder(asking.application(bare), bare, "dgesco_officer").get("/vagues").text
    assert "dès que le bureau de la Dgesco prépare un appel à projets" in page
    assert html.fromstring(page).xpath("//div[@class='campus-empty']//a/@href") == ["/vagues/creer"]


def test_the_journal_calls_offices_and_persons_by_their_names(bare: World) -> None:
    page = asking.holder(asking.application(bare), bare, "dgesco_officer").get("/journal")
    told = {cell.text: cell.get("href") for cell in html.fromstring(page.text).xpath("//tbody//td[2]/a")}
    assert told["Anne Le Goff"] == "/personnes/p-dgesco-officer"
    assert told["Présidence du conseil exécutif de Corse"] == "/offices/region_president:94"
