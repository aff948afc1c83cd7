"""From the opinion to the publication a sponsor reads the same pages, word for word, whatever is being prepared."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from states.order.facts import OrderFacts
from states.order.words import State as OrderState
from store.board.history import LETTER
from store.people.appointments import add_person
from store.session import engine_for, transaction
from tests.api import asking
from tests.walking import (
    BUREAU,
    CLOSES,
    DAY,
    HEAD,
    OPENS,
    World,
    draft,
    examined,
    filed,
    planned_session,
    published_wave,
    reviewed,
    signed_by_all,
)

RECTEUR, MINISTER = "recteur:14", "minister:en"
REF, ORDER, WAVE = "CMQ-2016-0001", "ARR-2016-0001", "2016-1"
OF, REST = f"/dossiers/{REF}", "/api/v1/applications"
PATHS = (
    *(OF, f"{OF}/suivi", f"{OF}/presentation", f"{OF}/withdraw", f"{OF}/withdraw_support", f"{OF}/report_error"),
    *("/", "/dossiers.csv", "/dossiers?q=Minerve", f"/dossiers?q={ORDER}", "/blocages", "/arretes", "/echeances"),
    *(f"{OF}/echeances.csv", "/journal.csv", f"/vagues/{WAVE}", "/offices.csv", f"/offices/{MINISTER}"),
    *(f"{REST}/{REF}", REST, f"{REST}?awaits={MINISTER}", f"{REST}?awaits={HEAD}", f"{REST}?order={ORDER}"),
    *(f"{REST}?state=co_signature", f"{REST}?state=opinion_rendered", f"{REST}/{REF}/deadlines"),
    *("/api/v1/agenda", f"/api/v1/agenda/applications/{REF}", "/api/v1/events", "/api/v1/letters", "/api/v1/orders"),
)
#: What only a proposal or an order brings.
TELLING = (ORDER, "sealed", "Arrêté signé", "co_signature", "Signature des ministres", "Proposé aux ministres")


@pytest.fixture
def world(sqlite_migrated: Path, tmp_path: Path) -> Iterator[World]:
    """A file on which the commission has just given a favourable opinion."""
    copyfile(sqlite_migrated, tmp_path / "campus.db")
    engine = engine_for(f"sqlite:///{tmp_path / 'campus.db'}")
    world = World(engine)
    for office in ("cnee", "minister:fp", "minister:esr", "minister:eco"):
        world.holder(office)
    minerve(world)
    published_wave(world)
    world.at = OPENS + 30 * DAY
    filed(world, draft(world))
    world.at = CLOSES + DAY
    reviewed(world, REF)
    examined(world, planned_session(world), REF)
    yield world
    engine.dispose()


def minerve(world: World) -> None:
    """A minister whom one may look for by name."""
    named: dict[str, Any] = {"id": "p-minerve", "given_name": "Minerve", "family_name": "Athéna", "gender": "f"}
    with transaction(world.engine) as session:
        add_person(session, **named, email="minerve@essai.example", at=world.at)
    world.holders[MINISTER] = world.appoint(MINISTER, "p-minerve")


@pytest.fixture
def app(world: World) -> FastAPI:
    return asking.application(world)


def read(client: TestClient) -> Mapping[str, str]:
    return {path: client.get(path).text for path in PATHS}


def proposed(world: World) -> None:
    world.act("application", REF, "attach_cnee_opinion", "cnee", document=world.pdf("Avis du CNEE"))
    world.act("application", REF, "propose", HEAD)
    ministers = world.load("application", REF).rules.ministers
    facts = OrderFacts(ref="", state=OrderState.NOWHERE, entered_at=world.at, ministers=ministers)
    world.create("order", facts, BUREAU, "Arrêté conjoint")
    world.act("application", REF, "put_in_order", BUREAU, order=ORDER)
    world.act("order", ORDER, "send_to_legal_check", BUREAU)
    world.act("order", ORDER, "open_signature", HEAD, document=world.pdf("Arrêté"))


def test_a_sponsor_reads_the_same_words_at_the_opinion_at_the_signature_and_once_the_order_is_signed(
    app: FastAPI, world: World
) -> None:
    client = asking.holder(app, world, RECTEUR)
    client.get(f"{OF}/presentation")
    at_the_opinion = read(client)
    proposed(world)
    at_the_signature = read(client)
    signed_by_all(world, ORDER)
    assert world.state("application", REF) == "sealed"
    for now in (at_the_signature, read(client)):
        assert [path for path in PATHS if now[path] != at_the_opinion[path]] == []


def test_a_refusal_does_not_tell_where_the_file_stands(app: FastAPI, world: World) -> None:
    proposed(world)
    signed_by_all(world, ORDER)
    client = asking.holder(app, world, RECTEUR)
    body = {"office": RECTEUR, "fields": {"reason": "Motif"}}
    told = [client.post(f"{REST}/{REF}/{trigger}", json=body) for trigger in ("sign", "withdraw")]
    told.append(client.post(f"{REST}/{REF}/report_error", json=body | {"version": 1}))
    assert [answer.status_code for answer in told] == [409, 409, 409]
    told.append(client.get(f"{OF}/sign"))
    assert not [word for word in TELLING for answer in told if word in answer.text]


def test_a_suspension_keeps_to_itself_from_where_the_file_will_go_on(app: FastAPI, world: World) -> None:
    proposed(world)
    signed_by_all(world, ORDER)
    world.act("application", REF, "stay", HEAD, reason="Enquête")
    client = asking.holder(app, world, RECTEUR)
    pages = {path: text for path, text in read(client).items() if "q=" not in path}
    assert not [(word, path) for path, text in pages.items() for word in TELLING if word in text]
    assert client.get(f"{REST}/{REF}").json()["version"] is None
    world.act("application", REF, "resume", HEAD, reason="Enquête close")
    rows = world.rows(select(LETTER).where(LETTER.letter == "application/resume"))
    assert {row["office"] for row in rows if row["due_at"]} == {BUREAU}
