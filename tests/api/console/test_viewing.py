"""Lists kept under a name: each person's own, with their filters and order."""

from fastapi.testclient import TestClient
from httpx2 import Response
from lxml import html

from tests.api.console.conftest import INCOMPLETE, Visit
from tests.api.console.forms import text
from tests.api.console.test_lists import listed
from tests.walking import HEAD


def keep(client: TestClient, path: str, name: str) -> Response:
    """Fill in the form of a list as it is filtered."""
    (form,) = html.fromstring(client.get(path).text).xpath("//form[@action='/vues']")
    given = {one.name: one.value for one in form.xpath(".//input")}
    return client.post("/vues", data=given | {"nom": name})


def test_a_view_finds_its_filters_again(visit: Visit) -> None:
    client = visit(HEAD)
    answer = keep(client, "/dossiers?etape=incomplete&tri=retard&page=1", "Les incomplets")
    assert answer.headers["location"] == "/dossiers?etape=incomplete&tri=retard"
    page = html.fromstring(client.get("/dossiers").text)
    (link,) = page.xpath("//a[text()='Les incomplets']/@href")
    assert listed(client.get(link).text) == [INCOMPLETE]


def test_a_view_belongs_to_one_list_and_one_person(visit: Visit) -> None:
    client, other = visit(HEAD), visit("dgesco_officer")
    keep(client, "/blocages?cause=deadline", "En retard")
    assert "En retard" in client.get("/vues").text
    assert ">En retard<" not in client.get("/dossiers").text
    assert "En retard" not in other.get("/vues").text
    token = html.fromstring(other.get("/vues").text).xpath("//input[@name='jeton']/@value")[0]
    assert other.post("/vues/1/supprimer", data={"jeton": token}).status_code == 404
    assert "En retard" in client.get("/vues").text


def test_a_name_serves_once_and_a_view_needs_one(visit: Visit) -> None:
    client = visit(HEAD)
    keep(client, "/dossiers", "Tout")
    twice, none = keep(client, "/labels", "Tout"), keep(client, "/labels", " ")
    assert [twice.status_code, none.status_code] == [422, 422]
    assert "une de vos vues porte déjà ce nom" in text(twice).lower()
    assert "donnez-lui un nom" in text(none).lower()


def test_a_view_is_renamed_and_dropped(visit: Visit) -> None:
    client = visit(HEAD)
    keep(client, "/dossiers?q=lyon", "Lyon")
    keep(client, "/dossiers?q=rennes", "Rennes")
    forms = html.fromstring(client.get("/vues").text).xpath("//form[contains(@action, '/vues/')]")
    token = forms[0].xpath(".//input[@name='jeton']/@value")[0]
    assert client.post("/vues/1/renommer", data={"jeton": token, "nom": "Rhône"}).status_code == 303
    assert client.post("/vues/1/renommer", data={"jeton": token, "nom": "Rennes"}).status_code == 422
    assert client.post("/vues/2/supprimer", data={"jeton": token}).status_code == 303
    told = text(client.get("/vues"))
    assert "Rhône" in told
    assert "Rennes" not in told


def test_a_view_of_anything_else_is_not_kept(visit: Visit) -> None:
    client = visit(HEAD)
    token = html.fromstring(client.get("/vues").text).xpath("//input[@name='jeton']/@value")[0]
    given = {"jeton": token, "nom": "Ailleurs", "chemin": "//ailleurs.example", "requete": ""}
    assert client.post("/vues", data=given).status_code == 404
