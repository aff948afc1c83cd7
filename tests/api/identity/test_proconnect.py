"""The identity provider says who comes: against a real one on loopback, with its redirects, codes and signed tokens."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from joserfc.jwk import RSAKey
from sqlalchemy import Engine

from api import security
from api.app import create_app
from store import clock
from store.people.directory import correct_person
from store.session import transaction
from store.settings import Settings
from store.tables.access import Identity
from tests.api import asking
from tests.api.identity.provider import CLIENT, SECRET, Idp, listening
from tests.api.identity.test_sessions import INSIDE, token_of
from tests.walking import BUREAU, World

ADDRESS = "p-dgesco-officer@essai.example"
IDENTITY = Identity.__table__  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[Idp, dict[str, Any]]]:
    """One provider for all: its clock is that of whichever world is under test."""
    clocks: dict[str, Any] = {}
    with listening(lambda: clocks["world"].at) as idp:
        yield idp, clocks


@pytest.fixture
def world(sqlite: Engine) -> World:
    world = World(sqlite)
    world.holder(BUREAU)
    return world


@pytest.fixture
def idp(listener: tuple[Idp, dict[str, Any]], world: World) -> Idp:
    found, clocks = listener
    clocks["world"] = world
    found.back, found.email, found.subject = f"{asking.HERE}/connexion/proconnect/retour", ADDRESS, "sub-1"
    found.refuses, found.plain_info, found.stranger = False, False, None
    found.spoilt, found.info, found.ended, found.codes = {}, {}, [], {}
    return found


@pytest.fixture
def app(world: World, idp: Idp) -> FastAPI:
    chosen = Settings(oidc_issuer=idp.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET, public_url=asking.HERE)
    app = create_app(chosen, engine=world.engine)
    app.dependency_overrides[clock.now] = lambda: world.at
    return app


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    return asking.stranger(app)


def back_from(browser: TestClient, suite: str = "/vagues") -> str:
    """Off to the provider; the address to which it sends the browser back."""
    answer = browser.get(f"/connexion/proconnect?suite={suite}")
    assert answer.status_code == 303
    there = httpx2.get(answer.headers["location"])
    assert there.status_code == 302, there.text
    return there.headers["location"].removeprefix(asking.HERE)


def log_in(browser: TestClient) -> Response:
    answer: Response = browser.get(back_from(browser))
    return answer


def test_someone_whom_the_provider_knows_and_we_know_comes_in(browser: TestClient, world: World) -> None:
    answer = log_in(browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/vagues")
    assert browser.get(INSIDE).status_code == 200
    assert set(browser.cookies) == {security.SESSION_COOKIE}
    assert world.triggers("identity", world.holder(BUREAU)) == ["create"]


def test_state_and_nonce_are_long_enough_and_nothing_unknown_is_asked(browser: TestClient) -> None:
    asked = parse_qs(urlsplit(browser.get("/connexion/proconnect").headers["location"]).query)
    assert len(asked["state"][0]) >= 32
    assert len(asked["nonce"][0]) >= 32
    assert set(asked) == {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce"}


def test_rights_come_from_mandates_and_not_from_the_provider(browser: TestClient, world: World, idp: Idp) -> None:
    world.appoint("recteur:14", "p-gone", ends_on=world.at.date())
    idp.email, idp.info = "p-gone@essai.example", {"roles": ["admin"], "siret": "11004301500012"}
    log_in(browser)
    assert "national" not in browser.get("/api/v1/applications").text
    world.at += timedelta(days=1)
    log_in(browser)
    assert browser.get("/api/v1/applications").json()["items"] == []
    assert browser.get("/exploitation").status_code == 404


def test_someone_whom_we_do_not_know_is_told_so_and_what_to_do(browser: TestClient, idp: Idp) -> None:
    idp.email = "inconnue@education.example"
    answer = log_in(browser)
    assert answer.status_code == 403
    assert "inconnue@education.example" in answer.text
    assert "enregistrer votre nomination" in answer.text
    assert browser.get(INSIDE).status_code == 401


def test_once_known_a_person_comes_in_under_the_same_name_whatever_their_address(
    browser: TestClient, world: World, idp: Idp
) -> None:
    log_in(browser)
    with transaction(world.engine) as session:
        named: dict[str, Any] = {
            "given_name": "Anne",
            "family_name": "Le Goff",
            "gender": "f",
            "email": "nouvelle@essai.example",
        }
        correct_person(session, world.holder(BUREAU), world.at, **named)
    assert log_in(browser).status_code == 303


def test_an_address_that_has_changed_hands_opens_nothing(browser: TestClient, idp: Idp) -> None:
    log_in(browser)
    idp.subject = "sub-2"
    assert log_in(browser).status_code == 403


def test_an_address_that_the_provider_has_not_verified_opens_nothing(browser: TestClient, idp: Idp) -> None:
    idp.info = {"email_verified": False}
    assert log_in(browser).status_code == 403


def test_a_provider_that_answers_in_plain_json_is_understood(browser: TestClient, idp: Idp) -> None:
    idp.plain_info = True
    assert log_in(browser).status_code == 303


@pytest.mark.parametrize(
    "spoilt",
    [
        {"iss": "https://ailleurs.example"},
        {"aud": "un-autre-service"},
        {"nonce": "n" * 43},
        {"exp": 0},
        {"sub": ""},
    ],
)
def test_an_identity_that_does_not_verify_opens_nothing(
    browser: TestClient, idp: Idp, spoilt: dict[str, object]
) -> None:
    idp.spoilt = spoilt
    answer = log_in(browser)
    assert answer.status_code == 502
    assert "ProConnect ne répond pas" in answer.text
    assert browser.get(INSIDE).status_code == 401


@pytest.mark.parametrize("info", [{"sub": "quelqu-un-d-autre"}, {"iss": "https://ailleurs.example"}, {"aud": "autre"}])
def test_information_about_someone_else_opens_nothing(browser: TestClient, idp: Idp, info: dict[str, object]) -> None:
    idp.info = info
    assert log_in(browser).status_code == 502


def test_a_token_that_another_key_signed_opens_nothing(browser: TestClient, idp: Idp) -> None:
    idp.stranger = RSAKey.generate_key(2048, {"kid": "une", "use": "sig"})
    assert log_in(browser).status_code == 502


def test_a_wrong_state_a_second_use_and_another_browser_open_nothing(app: FastAPI, browser: TestClient) -> None:
    path = back_from(browser)
    wrong = path.replace("state=", "state=x")
    assert browser.get(wrong).status_code == 400
    assert asking.stranger(app).get(path).status_code == 400
    assert browser.get(path).status_code == 303
    assert browser.get(path).status_code == 400


def test_a_log_in_begun_too_long_ago_is_to_be_begun_again(browser: TestClient, world: World) -> None:
    path = back_from(browser)
    world.at += timedelta(minutes=15)
    answer = browser.get(path)
    assert answer.status_code == 400
    assert "quart d’heure" in answer.text


def test_a_code_that_waited_is_refused_by_the_provider_and_told(browser: TestClient, world: World) -> None:
    path = back_from(browser)
    world.at += timedelta(seconds=31)
    assert browser.get(path).status_code == 502


def test_a_person_who_gives_up_at_the_provider_comes_back_to_a_page_that_says_so(browser: TestClient, idp: Idp) -> None:
    idp.refuses = True
    answer = log_in(browser)
    assert answer.status_code == 403
    assert "n’a pas confirmé votre identité" in answer.text


def test_a_provider_that_is_away_leaves_the_link_by_mail(browser: TestClient, app: FastAPI) -> None:
    app.state.provider.settings = app.state.provider.settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:1"})
    answer = browser.get("/connexion/proconnect")
    assert answer.status_code == 502
    assert "demandez un lien de connexion" in answer.text


def test_addresses_of_the_provider_are_safe_or_on_this_machine(browser: TestClient, app: FastAPI, idp: Idp) -> None:
    address, idp.address = idp.address, "http://idp.example"
    app.state.provider.settings = app.state.provider.settings.model_copy(update={"oidc_issuer": f"{address}/api/v2"})
    assert browser.get("/connexion/proconnect").status_code == 502
    idp.address = address


def test_the_log_out_ends_the_session_of_the_provider_too(browser: TestClient, idp: Idp) -> None:
    log_in(browser)
    token = token_of(browser.get("/vagues").text)
    answer = browser.post("/deconnexion", data={security.FORM_TOKEN: token})
    elsewhere = answer.headers["refresh"].partition("url=")[2]
    assert f'href="{elsewhere}"'.replace("&", "&amp;") in answer.text
    parted = httpx2.get(elsewhere)
    assert parted.headers["location"].startswith(f"{asking.HERE}/connexion?")
    assert idp.ended[0]["id_token_hint"].count(".") == 2
    assert len(idp.ended[0]["state"]) >= 32
    assert browser.get(INSIDE).status_code == 401


def test_without_settings_there_is_no_such_door(world: World) -> None:
    browser = asking.stranger(asking.application(world))
    assert browser.get("/connexion/proconnect").status_code == 404
    assert browser.get("/connexion/proconnect/retour?code=a&state=b").status_code == 404
    assert "ProConnect" not in browser.get("/connexion").text


def test_the_log_in_page_offers_both_ways(browser: TestClient) -> None:
    page = browser.get("/connexion?suite=/labels").text
    assert 'href="/connexion/proconnect?suite=/labels"' in page
    assert "Recevoir un lien" in page
