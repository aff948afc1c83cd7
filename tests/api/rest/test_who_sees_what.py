"""Who sees what: a table that a jurist reads, `who_sees_what.csv`, held against every route that shows something.

Each line is a question: at this address, does each person read this? « oui », « non » (the page is theirs, not this
part of it), « introuvable » (nothing there tells that it exists), « interdit » (not their function),
« connexion » (log in first).
"""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from store.board.history import ATTACHMENT
from store.desk.chain import EVENT
from store.desk.kinds import TABLES
from store.people import interruptions
from store.session import engine_for, transaction
from store.tables.watching import CatchupPlan
from tests.api import asking
from tests.api.routes import routes
from tests.walking import (
    BUREAU,
    DAY,
    SECRETARY,
    World,
    draft,
    filed,
    labelled,
    planned_session,
    published_wave,
    reviewed,
    wave_facts,
)

TABLE = (Path(__file__).parents[1] / "who_sees_what.csv").read_text(encoding="utf-8")
LINES = list(csv.DictReader(TABLE.splitlines(), delimiter=";"))
SUBJECT, ADDRESS, SHOWN = "ce qui est demandé", "adresse", "ce qu’on y lirait"
PERSONS = {
    "personne sans connexion": "",
    "rectrice de l’académie du dossier": "recteur:14",
    "services de son rectorat": "rectorate_officer:14",
    "présidente de la région du dossier": "region_president:53",
    "services de sa région": "region_officer:53",
    "rectrice d’une autre académie": "recteur:10",
    "présidente d’une autre région": "region_president:84",
    "rapporteure désignée": "rapporteur:01",
    "rapporteure non désignée": "rapporteur:09",
    "bureau de la Dgesco": "dgesco_officer",
    "membre de la commission": "commission_member:01",
    "ministre": "minister:en",
    "administration": "admin",
}
REFUSED = {403: "interdit", 404: "introuvable"}
#: Routes that show nothing of anyone: the log-in, the probes, the manual, and forms, which tests of acts hold.
ELSEWHERE = re.compile(
    r"/|/connexion.*|/deconnexion|/health|/ready|/metrics|/api|/accessibilite|/verifier|/demo/.*|.*/creer|.*{trigger}"
)


@pytest.fixture(scope="module")
def world(sqlite_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A label and the file it comes from, a file examined and put to a session, and a call being drafted."""
    path = tmp_path_factory.mktemp("seen") / "campus.db"
    copyfile(sqlite_migrated, path)
    engine = engine_for(f"sqlite:///{path}")
    world = World(engine)
    labelled(world)
    filed_again(world)
    world.create("wave", wave_facts("2018-1", opens_at=OPENS, closes_at=CLOSES), BUREAU, "Vague 2018")
    for office in PERSONS.values():
        world.holder(office) if office else None
    watched(world)
    yield world
    engine.dispose()


OPENS, CLOSES = datetime(2017, 4, 3, 6, tzinfo=UTC), datetime(2017, 9, 29, 15, tzinfo=UTC)


def filed_again(world: World) -> None:
    """A second file of the same académie, as far as the agenda of a session."""
    calendar = {"session_on": date(2017, 12, 8), "target_decision_on": date(2018, 2, 13)}
    world.at = OPENS - 5 * DAY
    published_wave(world, "2017-1", opens_at=OPENS, closes_at=CLOSES, **calendar)
    world.at = OPENS + DAY
    ref = filed(world, draft(world, wave_code="2017-1"))
    world.at = CLOSES + DAY
    reviewed(world, ref)
    session = planned_session(world, datetime(2017, 12, 8, 9, tzinfo=UTC))
    world.act("application", ref, "schedule", SECRETARY, session=session)
    world.act("session", session, "summon", SECRETARY)
    world.at = datetime(2017, 12, 1, 9, tzinfo=UTC)
    world.sweep()


def watched(world: World) -> None:
    """A plan to catch up, and an outage that someone recorded."""
    with transaction(world.engine) as session:
        session.add(CatchupPlan(made_at=world.at, applies_at=world.at + DAY))
        window = world.at - DAY, world.at - DAY / 2
        interruptions.declare(session, *window, "Coupure du réseau.", world.at, world.holder("admin"))


@pytest.fixture(scope="module")
def named(world: World) -> dict[str, str]:
    """What the words between braces of the table stand for."""

    def ref(kind: str, last: bool = False) -> str:
        column = TABLES[kind].c.ref
        return str(world.rows(select(column).order_by(column.desc() if last else column))[0]["ref"])

    found = {
        "dossier": ref("application", last=True),
        "dossier labellisé": ref("application"),
        "label": ref("label"),
        "arrêté": ref("order"),
        "séance": ref("session", last=True),
        "séance levée": ref("session"),
        "vague": "2017-1",
        "vague en préparation": "2018-1",
    }
    papers = {
        "délibération": ("dossier", "attach_resolution"),
        "rapport": ("dossier", "deliver_report"),
        "rapport ancien": ("dossier labellisé", "deliver_report"),
        "procès-verbal": ("séance levée", "draft_minutes"),
        "arrêté numérisé": ("arrêté", "open_signature"),
    }
    return found | {paper: attached(world, found[word], trigger) for paper, (word, trigger) in papers.items()}


def attached(world: World, ref: str, trigger: str) -> str:
    """The number of a document that an act attached."""
    query = select(ATTACHMENT.id).join(EVENT, EVENT.c.id == ATTACHMENT.event)
    rows = world.rows(query.where(ATTACHMENT.ref == ref, EVENT.c.trigger == trigger).order_by(ATTACHMENT.id))
    return str(rows[0]["id"])


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[str, TestClient]:
    """Each person of the table, logged in."""
    app = asking.application(world)
    return {
        person: asking.holder(app, world, office) if office else asking.stranger(app)
        for person, office in PERSONS.items()
    }


def reads(browser: TestClient, address: str, shown: str) -> str:
    """What the table says of it, in its own words."""
    answer = browser.get(address)
    if answer.status_code == 401 or answer.headers.get("location", "").startswith("/connexion"):
        return "connexion"
    if answer.status_code in REFUSED:
        return REFUSED[answer.status_code]
    assert answer.status_code == 200, (address, answer.status_code)
    return "oui" if shown in answer.text.replace("\u00a0", " ") else "non"


def filled(text: str, named: dict[str, str]) -> str:
    """An address or a text with references instead of words."""
    for word, ref in named.items():
        text = text.replace(f"{{{word}}}", ref)
    return text


@pytest.mark.parametrize("line", LINES, ids=[line[SUBJECT] for line in LINES])
def test_each_reads_what_the_table_says(
    line: dict[str, str], named: dict[str, str], browsers: dict[str, TestClient]
) -> None:
    address, shown = filled(line[ADDRESS], named), filled(line[SHOWN], named)
    found = {person: reads(browser, address, shown) for person, browser in browsers.items()}
    assert found == {person: line[person] for person in PERSONS}


def test_the_table_asks_about_every_route_that_shows_something(world: World, named: dict[str, str]) -> None:
    app = asking.application(world)
    asked = [filled(line[ADDRESS], named).partition("?")[0] for line in LINES]
    for method, path in routes(app):
        if method == "GET" and not ELSEWHERE.fullmatch(path):
            form = re.compile(re.sub(r"{\w+}", "[^/]+", path))
            assert any(form.fullmatch(address) for address in asked), path
