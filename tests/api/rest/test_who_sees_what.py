"""Who sees what: a table that a jurist reads, `who_sees_what.csv`, held against every route that shows something.

Each line is a question: at this address, does each person read this? « oui », « non » (the page is theirs, not this
part of it), « introuvable » (nothing there tells that it exists), « interdit » (not their function),
« connexion » (log in first).
"""

import csv
import hmac
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any
from urllib.parse import parse_qsl

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select
from sqlmodel import Session

from api import security
from store.board.history import ATTACHMENT
from store.desk.chain import EVENT
from store.desk.kinds import TABLES
from store.people import absences, interruptions
from store.people.appointments import delegate as delegate_
from store.people.directory import set_mailbox
from store.people.register import MANDATE
from store.session import engine_for, reading, transaction
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
READING = [line for line in LINES if not line[ADDRESS].startswith("POST ")]
ACTING = [line for line in LINES if line[ADDRESS].startswith("POST ")]
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
CHANGING = "POST "


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
    registered(world)
    yield world
    engine.dispose()


OPENS, CLOSES = datetime(2017, 4, 3, 6, tzinfo=UTC), datetime(2017, 9, 29, 15, tzinfo=UTC)


def registered(world: World) -> None:
    """What the register may hold: a mailbox, an absence to come, a delegation that has ended."""
    away, delegate = world.holder("dgesip_officer"), world.holder("cabinet:en")
    with transaction(world.engine) as session:
        set_mailbox(session, "recteur:14", "rectorat@essai.example", world.at)
        dates: dict[str, Any] = {"starts_on": date(2018, 8, 1), "ends_on": date(2018, 8, 15)}
        absences.declare(session, person=away, substitute=delegate, at=world.at, **dates)
        ends: dict[str, Any] = {"starts_on": date(2017, 11, 1), "ends_on": date(2017, 11, 2)}
        giver, taker = mandate(session, "minister:en"), mandate(session, "cabinet:en")
        delegate_(session, delegator=giver, delegate=taker, triggers=["order.sign"], at=world.at, **ends)


def mandate(session: Session, office: str) -> str:
    """The last mandate to an office."""
    query = select(MANDATE.c.id).where(MANDATE.c.office == office).order_by(MANDATE.c.id.desc())
    return str(session.execute(query).scalars().first())


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
        "personne": world.holder("recteur:14"),
        "absence": "S-0001",
        "délégation": "D-0001",
    }
    with reading(world.engine) as session:
        found["mandat"] = mandate(session, "recteur:14")
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
def app(world: World) -> FastAPI:
    return asking.application(world)


@pytest.fixture(scope="module")
def browsers(world: World, app: FastAPI) -> dict[str, TestClient]:
    """Each person of the table, logged in."""
    return {
        person: asking.holder(app, world, office) if office else asking.stranger(app)
        for person, office in PERSONS.items()
    }


@pytest.fixture
def spent(world: World, app: FastAPI, tmp_path: Path) -> Iterator[None]:
    """A copy of the database, for what might change something."""
    with copied(world, app, tmp_path / "spent.db"):
        yield


@contextmanager
def copied(world: World, app: FastAPI, path: Path) -> Iterator[None]:
    """The application on a copy, as long as the block lasts."""
    with closing(sqlite3.connect(str(world.engine.url.database))) as whole, closing(sqlite3.connect(path)) as copy:
        whole.backup(copy)
    engine = engine_for(f"sqlite:///{path}")
    app.state.engine, kept = engine, app.state.engine
    yield
    app.state.engine = kept
    engine.dispose()


def reads(browser: TestClient, address: str, shown: str) -> str:
    """What the table says of it, in its own words."""
    answer = browser.get(address)
    refused = refusal(answer)
    if refused:
        return refused
    assert answer.status_code in (200, 303), (address, answer.status_code)
    told = answer.text if answer.status_code == 200 else answer.headers["location"]
    return "oui" if shown in told.replace("\u00a0", " ") else "non"


def tries(browser: TestClient, address: str, office: str) -> str:
    """Whether they may so much as try: an empty form, of a version that never was, is theirs to send or not."""
    if address.startswith("/api/"):
        answer = browser.post(address, json={"office": office, "fields": {}})
    else:
        secret = browser.cookies.get(security.SESSION_COOKIE, "")
        token = hmac.digest(secret.encode(), b"form", "sha256").hex() if secret else ""
        path, _, typed = address.partition("?")
        given = {security.FORM_TOKEN: token, "version": "0"} | dict(parse_qsl(typed))
        answer = browser.post(path, data=given)
    assert answer.status_code < 500, (address, answer.status_code)
    return refusal(answer) or "oui"


def refusal(answer: Response) -> str:
    """In the words of the table; empty for whoever is let in."""
    if answer.status_code == 401 or answer.headers.get("location", "").startswith("/connexion?"):
        return "connexion"
    return REFUSED.get(answer.status_code, "")


def filled(text: str, named: dict[str, str]) -> str:
    """An address or a text with references instead of words."""
    for word, ref in named.items():
        text = text.replace(f"{{{word}}}", ref)
    return text


@pytest.mark.parametrize("line", READING, ids=[line[SUBJECT] for line in READING])
def test_each_reads_what_the_table_says(
    line: dict[str, str], named: dict[str, str], browsers: dict[str, TestClient]
) -> None:
    address, shown = filled(line[ADDRESS], named), filled(line[SHOWN], named)
    found = {person: reads(browser, address, shown) for person, browser in browsers.items()}
    assert not differing(found, line)


def differing(found: dict[str, str], line: dict[str, str]) -> list[str]:
    """Where the application says something else than the table."""
    return [f"{who} : {told}, non « {line[who]} »" for who, told in found.items() if told != line[who]]


@pytest.mark.usefixtures("spent")
@pytest.mark.parametrize("line", ACTING, ids=[line[SUBJECT] for line in ACTING])
def test_each_may_try_what_the_table_says(
    line: dict[str, str], named: dict[str, str], browsers: dict[str, TestClient]
) -> None:
    address = filled(line[ADDRESS].removeprefix(CHANGING), named)
    found = {person: tries(browser, address, PERSONS[person]) for person, browser in browsers.items()}
    assert not differing(found, line)


def test_the_table_asks_about_every_route(app: FastAPI, named: dict[str, str]) -> None:
    asked = {(_method(line), _address(line, named)) for line in LINES}
    missing = [
        f"{method} {path}"
        for method, path in sorted(set(routes(app)), key=lambda one: one[1])
        if not any(method == asked_ and _form(path).fullmatch(address) for asked_, address in asked)
    ]
    assert not missing


def _method(line: dict[str, str]) -> str:
    return "POST" if line[ADDRESS].startswith(CHANGING) else "GET"


def _address(line: dict[str, str], named: dict[str, str]) -> str:
    return filled(line[ADDRESS].removeprefix(CHANGING), named).partition("?")[0]


def _form(path: str) -> re.Pattern[str]:
    """A route as the addresses that fall to it and to no other that stands before it."""
    return re.compile(re.sub(r"{\w+}", "[^/]+", path.replace(".", r"\.")))
