"""The application under test, over TestClient and in a real Chromium."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from os import environ
from pathlib import Path
from types import SimpleNamespace

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, sync_playwright

from api.app import create_app
from api.showing import pages
from api.showing.fields import Field, Option
from api.showing.swimlanes import Arc, Place, draw
from api.showing.tiles import PLACES
from store.settings import Settings
from tests.api.serving import served

HERE = Path(__file__).parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
ABSENT = "Chromium absent : apt-get install chromium, ou CAMPUS_CHROMIUM=…"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOON = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def one_loop() -> Iterator[None]:
    """One event loop for all requests: to start one, in a thread, for each takes longer than many an answer."""
    with start_blocking_portal() as TestClient.portal:
        yield
    TestClient.portal = None


@pytest.fixture
def app() -> FastAPI:
    return with_gallery(create_app(Settings()))


@pytest.fixture
def neutral_app() -> FastAPI:
    return with_gallery(create_app(Settings(theme="neutre")))


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="https://testserver", raise_server_exceptions=False)


@pytest.fixture
def neutral_client(neutral_app: FastAPI) -> TestClient:
    return TestClient(neutral_app, base_url="https://testserver")


@pytest.fixture(params=["dsfr", "neutre"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a real server answers, in each theme."""
    with served(with_gallery(create_app(Settings(theme=request.param)))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for a file: while it runs, its own event loop does, and no other can begin in the process.

    Without one the test is skipped, or fails where CAMPUS_E2E=1 says it must be there.
    """
    path = environ.get("CAMPUS_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        (pytest.fail if environ.get("CAMPUS_E2E") == "1" else pytest.skip)(ABSENT)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def with_gallery(app: FastAPI) -> FastAPI:
    """Add a page that shows every macro once, and one that breaks, and a person who looks at them."""
    app.state.furnished = True

    @app.get("/galerie")
    def gallery(request: Request) -> HTMLResponse:
        request.state.person = SimpleNamespace(name="Mme A. Martin", capacity="Bureau de la Dgesco")
        template = pages.ENVIRONMENT.from_string((HERE / "gallery.html").read_text())
        return HTMLResponse(template.render(**pages.shell(request), **samples()))

    @app.get("/panne")
    def broken() -> None:
        raise RuntimeError("a secret of the server")

    return app


def samples() -> dict[str, object]:
    """One of each: states, fields, académies, in words long enough to break a layout."""
    places = [
        Place("draft", "Brouillon", 0, 0, "visited"),
        Place("joint", "Signatures conjointes", 1, 1, "stuck"),
        Place("done", "Déposé", 0, 2),
    ]
    arcs = [Arc("draft", "joint", taken=True), Arc("joint", "draft"), Arc("joint", "done")]
    options = tuple(Option(str(rank), f"Recteur de l'académie no {rank}", "Rectorats") for rank in range(7))
    fields = [
        Field("motif", "Motif", "textarea", error="à remplir.", hint="Il figure dans le courrier."),
        Field("jour", "Date légale", "date", value="2026-11-24", error="cette date est à venir."),
        Field("heure", "Nouvelle clôture", "datetime"),
        Field("sens", "Sens de l'avis", "choice", options=(Option("f", "Favorable"), Option("d", "Défavorable"))),
        Field("pieces", "Pièces", "choices", False, options=(Option("a", "Lettre"), Option("b", "Avis")), value=("b",)),
        Field("office", "Destinataire", "office", options=options, value="3"),
        Field("scan", "Document signé", "document", required=False, error="ce n'est pas un PDF."),
        Field("duree", "Durée, en mois", "number", value="48"),
        Field("certifie", "Je certifie l'original", "bool", error="à cocher."),
    ]
    tiles = [
        SimpleNamespace(code=code, name=f"Académie {code}", labels=rank % 3, pending=rank % 2, path="/dossiers")
        for rank, code in enumerate(PLACES)
    ]
    return {"drawing": draw(["Recteur", "Région"], places, arcs), "fields": fields, "tiles": tiles, "at": NOON}
