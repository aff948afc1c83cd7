"""A session begins at the log-in, lives as long as it is used, and ends everywhere at once."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select
from sqlmodel import col

from api import security
from api.entry import sessions
from store.session import reading, transaction
from store.tables.access import WebSession
from tests.api import asking
from tests.walking import BUREAU, OPENS, World, draft, published_wave

INSIDE = "/api/v1/waves"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def world(database: Engine) -> World:
    return World(database)


@pytest.fixture
def app(world: World) -> FastAPI:
    return asking.application(world)


@pytest.fixture
def officer(app: FastAPI, world: World) -> TestClient:
    return asking.holder(app, world, BUREAU)


def test_a_session_opens_what_is_closed_to_others(app: FastAPI, officer: TestClient) -> None:
    assert asking.stranger(app).get(INSIDE).status_code == 401
    assert officer.get(INSIDE).status_code == 200


def test_only_the_hash_of_a_session_is_stored(officer: TestClient, world: World) -> None:
    secret = officer.cookies[security.SESSION_COOKIE]
    with reading(world.engine) as session:
        kept = session.execute(select(col(WebSession.id_hash))).scalars().all()
    assert kept == [sessions.hashed(secret)]
    assert secret not in kept


def test_a_session_that_nobody_uses_for_an_hour_is_over(officer: TestClient, world: World) -> None:
    world.at += HOUR - MINUTE
    assert officer.get(INSIDE).status_code == 200
    world.at += HOUR - MINUTE
    assert officer.get(INSIDE).status_code == 200
    world.at += HOUR
    assert officer.get(INSIDE).status_code == 401


def test_a_session_is_over_after_twelve_hours_however_much_it_is_used(officer: TestClient, world: World) -> None:
    for _ in range(23):
        world.at += HOUR / 2
        assert officer.get(INSIDE).status_code == 200
    world.at += HOUR / 2
    assert officer.get(INSIDE).status_code == 401


def test_sessions_that_are_over_are_forgotten_at_the_next_log_in(officer: TestClient, world: World) -> None:
    world.at += HOUR
    with transaction(world.engine) as session:
        sessions.begin(session, world.holder(BUREAU), world.at)
    with reading(world.engine) as session:
        assert len(session.execute(select(WebSession)).all()) == 1


def test_someone_may_be_logged_out_of_every_machine(app: FastAPI, officer: TestClient, world: World) -> None:
    elsewhere, other = asking.holder(app, world, BUREAU), asking.holder(app, world, "admin")
    with transaction(world.engine) as session:
        sessions.revoke(session, world.holder(BUREAU))
    assert [one.get(INSIDE).status_code for one in (officer, elsewhere, other)] == [401, 401, 200]


def test_logging_out_ends_the_session_itself_and_not_only_the_cookie(app: FastAPI, officer: TestClient) -> None:
    secret = officer.cookies[security.SESSION_COOKIE]
    token = token_of(officer.get("/connexion").text)
    answer = officer.post("/deconnexion", data={security.FORM_TOKEN: token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion")
    assert asking.bearer(app, secret).get(INSIDE).status_code == 401


def token_of(page: str) -> str:
    """The token of the forms of a page."""
    return page.split(f'name="{security.FORM_TOKEN}" value="')[1].split('"')[0]


def test_a_log_out_without_the_token_of_the_session_is_refused(officer: TestClient) -> None:
    assert officer.post("/deconnexion", data={security.FORM_TOKEN: "0" * 64}).status_code == 403
    assert officer.post("/deconnexion", headers={"Origin": "https://ailleurs.example"}).status_code == 403
    assert officer.get(INSIDE).status_code == 200


def test_a_page_asked_for_without_a_session_leads_to_the_log_in_and_back(app: FastAPI) -> None:
    answer = asking.stranger(app).get("/dossiers?tri=date")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/connexion?suite=%2Fdossiers%3Ftri%3Ddate"


def test_someone_whose_mandate_has_ended_sees_nothing_more(app: FastAPI, world: World) -> None:
    published_wave(world)
    world.at = OPENS
    ref = draft(world)
    world.appoint("recteur:14", "p-gone", ends_on=world.at.date())
    gone = asking.person(app, world, "p-gone")
    assert [one["ref"] for one in gone.get("/api/v1/applications").json()["items"]] == [ref]
    world.at += timedelta(days=1)
    gone = asking.person(app, world, "p-gone")
    assert gone.get("/api/v1/applications").json()["items"] == []
    assert gone.get(f"/api/v1/applications/{ref}").status_code == 404
