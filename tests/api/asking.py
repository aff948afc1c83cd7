"""Asking the application as someone, at the instant of a world."""

from functools import cache

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from api import security
from api.app import create_app, point
from api.entry import sessions
from store import clock
from store.session import transaction
from store.settings import Settings
from tests.walking import World

HERE = "https://testserver"


def application(world: World, *, demo: bool = False) -> FastAPI:
    """The application on a world's database, living at its instant: one for all tests, on one world at a time."""
    app = _built()
    point(app, Settings(), world.engine, demo=demo)
    app.dependency_overrides = {clock.now: lambda: world.at}
    return app


@cache
def _built() -> FastAPI:
    return create_app(Settings(), engine=create_engine("sqlite://"))


def stranger(app: FastAPI, **more: str) -> TestClient:
    """A browser where nobody is logged in, which says where its requests come from."""
    return TestClient(app, base_url=HERE, headers={"Origin": HERE} | more, follow_redirects=False)


def bearer(app: FastAPI, secret: str) -> TestClient:
    """A browser that claims a session."""
    client = stranger(app)
    client.cookies.set(security.SESSION_COOKIE, secret)
    return client


def person(app: FastAPI, world: World, person: str) -> TestClient:
    """A browser where someone is logged in."""
    with transaction(world.engine) as session:
        secret = sessions.begin(session, person, world.at)
    return bearer(app, secret)


def holder(app: FastAPI, world: World, office: str) -> TestClient:
    """A browser where the holder of an office is logged in."""
    return person(app, world, world.holder(office))
