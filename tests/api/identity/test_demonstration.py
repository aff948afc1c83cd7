"""In a demonstration one chooses a person; anywhere else there is no such way in."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api import security
from api.entry import persons
from store.people.seeding import mark_furnished
from store.session import transaction
from tests.api import asking
from tests.api.identity.test_sessions import INSIDE, token_of
from tests.walking import BUREAU, World


@pytest.fixture
def world(sqlite: Engine) -> World:
    world = World(sqlite)
    with transaction(sqlite) as session:
        mark_furnished(session, world.at)
    world.holder(BUREAU)
    for code in ("14", "25", "04", "10", "11"):
        world.holder(f"recteur:{code}")
    return world


@pytest.fixture
def app(world: World) -> FastAPI:
    return asking.application(world, demo=True)


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    return asking.stranger(app)


def choose(browser: TestClient, person: str, suite: str = "/blocages") -> tuple[int, str]:
    """Send the form as the page does; the status and where it leads."""
    data = {"personne": person}
    answer = browser.post(f"/connexion/demonstration?suite={suite}", data=data)
    return answer.status_code, answer.headers.get("location", "")


def test_the_page_lists_the_persons_in_office_by_role(browser: TestClient) -> None:
    page = browser.get("/connexion").text
    assert "Recteur ou rectrice d’académie" in page
    assert "Rectrice de l’académie de Rennes" in page
    assert page.count('name="personne"') == 1 + persons.SHOWN
    assert "1 autre personne" in page.replace("\u00a0", " ")


def test_the_page_finds_a_person_by_title_whatever_the_accents(browser: TestClient) -> None:
    page = browser.get("/connexion?q=academie+de+RENNES").text
    assert page.count('name="personne"') == 1
    assert browser.get("/connexion?role=recteur").text.count('name="personne"') == 5
    assert "Personne ne répond" in browser.get("/connexion?q=introuvable").text


def test_choosing_someone_logs_in_as_them(browser: TestClient, world: World) -> None:
    assert choose(browser, world.holder(BUREAU), "/vagues") == (303, "/vagues")
    assert browser.get(INSIDE).status_code == 200
    assert "Le Goff" in browser.get("/connexion").text


def test_the_identifier_of_a_session_changes_at_the_log_in(app: FastAPI, browser: TestClient, world: World) -> None:
    choose(browser, world.holder(BUREAU))
    first = browser.cookies[security.SESSION_COOKIE]
    token = token_of(browser.get("/connexion").text)
    data = {"personne": world.holder("recteur:14"), security.FORM_TOKEN: token}
    assert browser.post("/connexion/demonstration", data=data).status_code == 303
    assert browser.cookies[security.SESSION_COOKIE] != first
    assert asking.bearer(app, first).get(INSIDE).status_code == 401


@pytest.mark.parametrize(
    "suite", ["//ailleurs.example", "https://ailleurs.example", "/\\ailleurs.example", "/connexion"]
)
def test_the_log_in_leads_nowhere_else(browser: TestClient, world: World, suite: str) -> None:
    assert choose(browser, world.holder(BUREAU), suite) == (303, "/")


def test_nobody_is_made_up(browser: TestClient) -> None:
    assert choose(browser, "p-nobody")[0] == 404


@pytest.mark.parametrize("demo", [True, False])
def test_outside_a_furnished_database_nobody_is_chosen(sqlite: Engine, demo: bool) -> None:
    world = World(sqlite)
    person = world.holder(BUREAU)
    browser = asking.stranger(asking.application(world, demo=demo))
    assert choose(browser, person)[0] == 404
    assert "personne" not in token_free(browser.get("/connexion").text)


def token_free(page: str) -> str:
    """The names of the fields of a page's forms."""
    return " ".join(part.split('"')[0] for part in page.split('name="')[1:])


def test_a_furnished_database_served_for_real_lets_nobody_be_chosen(world: World) -> None:
    browser = asking.stranger(asking.application(world))
    assert choose(browser, world.holder(BUREAU))[0] == 404
