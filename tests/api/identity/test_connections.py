"""One's own sessions, closed from anywhere; and an administrator who looks as someone else, and only looks."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import html
from sqlalchemy import Engine

from api.entry.connections import told
from tests.api import asking
from tests.api.identity.test_sessions import INSIDE, token_of
from tests.walking import BUREAU, HEAD, OPENS, World, draft, published_wave


@pytest.fixture
def world(sqlite: Engine) -> World:
    world = World(sqlite)
    published_wave(world)
    world.at = OPENS
    draft(world)
    return world


@pytest.fixture
def app(world: World) -> FastAPI:
    return asking.application(world)


@pytest.fixture
def admin(app: FastAPI, world: World) -> TestClient:
    return asking.holder(app, world, "admin")


def press(client: TestClient, page: str, action: str, **more: str) -> int:
    """Send the form of a page that goes to that address."""
    token = token_of(client.get(page).text)
    return client.post(action, data={"jeton": token} | more).status_code


def test_someone_sees_their_own_sessions_and_closes_one(app: FastAPI, world: World) -> None:
    here, elsewhere = asking.holder(app, world, BUREAU), asking.holder(app, world, BUREAU)
    other = asking.holder(app, world, HEAD)
    page = html.fromstring(here.get("/connexions").text)
    (far,) = page.xpath("//button[@name='session'][@value!='autres']/@value")
    assert len(page.xpath("//tbody/tr")) == 2
    assert press(other, "/connexions", "/connexions/fermer", session=far) == 303
    assert elsewhere.get(INSIDE).status_code == 200
    assert press(here, "/connexions", "/connexions/fermer", session=far) == 303
    assert [one.get(INSIDE).status_code for one in (here, elsewhere, other)] == [200, 401, 200]


def test_all_other_sessions_close_at_once(app: FastAPI, world: World) -> None:
    here, *others = (asking.holder(app, world, BUREAU) for _ in range(3))
    assert press(here, "/connexions", "/connexions/fermer", session="autres") == 303
    assert [one.get(INSIDE).status_code for one in (here, *others)] == [200, 401, 401]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox sur Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge sur Windows"),
        ("curl/8", "Navigateur inconnu"),
    ],
)
def test_a_browser_is_told_by_name(agent: str, name: str) -> None:
    assert told(agent) == name


def test_an_administrator_looks_as_someone_and_only_looks(admin: TestClient, world: World) -> None:
    rector = world.holder("recteur:14")
    world.appoint("recteur:10", "p-autre")
    assert press(admin, f"/personnes/{rector}", f"/personnes/{rector}/voir-comme") == 303
    page = admin.get("/dossiers").text
    assert "Vous voyez la console comme" in page
    assert admin.get("/exploitation").status_code == 404
    token = token_of(page)
    closed = ("/vues", "/dossiers/CMQ-2016-0001/withdraw", "/personnes/p-autre/voir-comme", "/connexions/fermer")
    for path in (*closed, "/dossiers/CMQ-2016-0001/contenu/territoire", "/connexion"):
        refused = admin.post(path, data={"jeton": token})
        assert refused.status_code == 403
        assert "rien ne s’y enregistre" in refused.text
    assert admin.post("/api/v1/applications/CMQ-2016-0001/sign", json={"office": "recteur:14"}).status_code == 403


def test_it_ends_by_a_button_and_the_journal_says_both_names(admin: TestClient, world: World) -> None:
    rector, who = world.holder("recteur:14"), world.holder("admin")
    press(admin, f"/personnes/{rector}", f"/personnes/{rector}/voir-comme")
    assert press(admin, "/dossiers", "/fin-de-consultation") == 303
    assert admin.get("/exploitation").status_code == 200
    assert press(admin, "/dossiers", "/fin-de-consultation") == 404
    events = world.events("support", rector)
    assert [(event["trigger"], event["person"], event["ref"]) for event in events] == [
        ("look_as", who, rector),
        ("look_no_more", who, rector),
    ]


@pytest.mark.parametrize("office", [BUREAU, HEAD, "recteur:14", "minister:en"])
def test_nobody_else_looks_as_someone(app: FastAPI, world: World, office: str) -> None:
    client, rector = asking.holder(app, world, office), world.holder("recteur:10")
    assert press(client, "/connexions", f"/personnes/{rector}/voir-comme") == 403


def test_the_right_to_look_goes_with_the_mandate(app: FastAPI, world: World) -> None:
    rector, world.at = world.holder("recteur:14"), OPENS.replace(hour=21, minute=30)
    world.appoint("admin", "p-passing", ends_on=world.at.date())
    client = asking.person(app, world, "p-passing")
    press(client, "/connexions", f"/personnes/{rector}/voir-comme")
    assert "Vous voyez la console comme" in client.get("/dossiers").text
    world.at += timedelta(minutes=40)
    page = client.get("/dossiers")
    assert page.status_code == 200
    assert "Vous voyez la console comme" not in page.text
