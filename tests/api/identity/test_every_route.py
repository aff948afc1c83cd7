"""Every route asks for a log-in, save those written here."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import create_engine

from api.app import create_app
from store.session import engine_for
from store.settings import Settings
from tests.api import asking
from tests.api.routes import routes
from tests.walking import World

PUBLIC = {
    "/",
    "/accessibilite",
    "/agenda/{token}.ics",
    "/api",
    "/connexion",
    "/connexion/demonstration",
    "/connexion/lien",
    "/connexion/lien/{token}",
    "/connexion/proconnect",
    "/connexion/proconnect/retour",
    "/deconnexion",
    "/health",
    "/metrics",
    "/ready",
    "/recapitulatif/arret/{jeton}",
    "/registre",
    "/registre.csv",
    "/registre.json",
    "/verifier",
    "/verifier/{code}",
}
#: What stands in an address for a word that only some values fit.
NAMED = {
    "collection": "applications",
    "form": "csv",
    "office": "admin",
    "part": "s1",
    "ref": "CMQ-2016-0001",
    "trigger": "sign",
}
BLANK = create_app(Settings(), engine=create_engine("sqlite://"))
CLOSED = sorted({(method, path) for method, path in routes(BLANK) if path not in PUBLIC})


@pytest.fixture(scope="module")
def app(sqlite_migrated: Path) -> Iterator[FastAPI]:
    """One application for all who knock: none of them comes in."""
    engine = engine_for(f"sqlite:///{sqlite_migrated}")
    yield asking.application(World(engine))
    engine.dispose()


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_a_route_is_closed_to_whoever_is_not_logged_in(app: FastAPI, method: str, path: str) -> None:
    address = re.sub(r"{(\w+)}", lambda found: NAMED.get(found[1], "1"), path)
    answer = asking.stranger(app).request(method, address, json={"office": "admin"} if "/api/" in path else None)
    if path.startswith("/api/"):
        assert answer.status_code == 401
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/connexion?suite=")


def test_the_list_of_public_routes_holds_nothing_that_is_gone(app: FastAPI) -> None:
    assert {path for _, path in routes(app)} >= PUBLIC


def test_there_are_routes_to_close() -> None:
    assert ("POST", "/api/v1/{collection}/{ref}/{trigger}") in CLOSED
    assert ("GET", "/dossiers/{ref}") in CLOSED


@pytest.mark.parametrize(("method", "path"), [one for one in CLOSED if one[0] == "POST"])
def test_no_route_that_changes_something_listens_to_another_site(app: FastAPI, method: str, path: str) -> None:
    address = re.sub(r"{\w+}", "x", path)
    answer = asking.stranger(app).request(method, address, headers={"Origin": "https://ailleurs.example"})
    assert answer.status_code == 403
