"""Whatever is sent as an act, the answer is never a failure of the server, and what is refused leaves nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from states.asks import options
from states.declaration import Ask, AskKind, Step, lifecycle_of
from states.lifecycles import LIFECYCLES
from states.machine import may
from store.session import engine_for
from tests.api import asking
from tests.walking import CLOSES, DAY, OPENS, WAVE, World, ask_signatures, draft, filed, planned_session, published_wave

EXTREMES: dict[AskKind, list[object]] = {
    AskKind.DATE: ["0001-01-01", "9999-12-31", "2016-12-08"],
    AskKind.INSTANT: ["0001-01-01T00:00+14:00", "9999-12-31T23:59:59-12:00", "2016-12-08T10:00+01:00"],
    AskKind.NUMBER: [0, -1, 4, 10**30, "9" * 5000],
    AskKind.FLAG: [True, False, "oui"],
    AskKind.TEXT: ["Motif", "<script>", "a" * 400],
    AskKind.LONG_TEXT: ["Un motif.\nDeux lignes.", "a" * 20_001],
    AskKind.OFFICE: ["recteur:14", "rapporteur:01", "personne:00"],
    AskKind.OFFICES: [["rapporteur:01", "rapporteur:02"], ["rapporteur:01"] * 2, "rapporteur:01"],
    AskKind.LABELS: [["Bilan", "Budget"], []],
    AskKind.SECTIONS: [{"A": "Texte"}, {"": ""}],
    AskKind.PARTNERS: [[{"kind": "eple", "name": "Lycée"}], [{"kind": []}]],
    AskKind.BUDGET: [
        [{"label": "Plateau", "amount": "12 000"}],
        [{"amount": -1}],
        [{"label": "Plateau", "amount": []}],
    ],
    AskKind.ANNEXES: [[{"name": "Plan", "document": "a" * 64}], [{"document": {}}]],
}
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@dataclass(frozen=True)
class Place:
    """A database to start from, and what stands in it."""

    path: Path
    world: World
    objects: tuple[tuple[str, str], ...]
    document: str


@pytest.fixture(scope="module")
def place(sqlite_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A wave with a draft, one in signature and one filed, and a session to come."""
    path = tmp_path_factory.mktemp("any") / "campus.db"
    copyfile(sqlite_migrated, path)
    engine = engine_for(f"sqlite:///{path}")
    world = World(engine)
    published_wave(world)
    world.at = OPENS + DAY
    bare, signing, submitted = (draft(world, *where) for where in (("14", "53"), ("25", "11"), ("10", "84")))
    ask_signatures(world, signing)
    filed(world, submitted)
    session = planned_session(world)
    document = world.pdf("Pièce")
    world.at = CLOSES - DAY
    objects = (("application", bare), ("application", signing), ("application", submitted))
    for kind, ref in (*objects, ("wave", WAVE), ("session", session)):
        facts = world.load(kind, ref)
        for step in LIFECYCLES[kind].steps_from[facts.state]:
            for office in offices(step, facts):
                world.holder(office)
    engine.dispose()
    yield Place(path, world, (*objects, ("wave", WAVE), ("session", session)), document)
    engine.dispose()


def offices(step: Step, facts: Any) -> list[str]:
    """Who may take a step."""
    found = dict.fromkeys(office for audience in step.by for office in audience.of(facts))
    return [office for office in found if may(step, facts, office)]


def value_of(draw: Any, ask: Ask, facts: Any, document: str) -> object:
    """Something for a field: right, extreme, or anything at all."""
    likely = list(EXTREMES.get(ask.kind, [])) + list(options(ask, facts))
    likely += [document] if ask.kind in (AskKind.DOCUMENT, AskKind.HASH) else []
    return draw(st.sampled_from(likely) | JUNK if likely else JUNK)


@settings(max_examples=20)
@given(data=st.data())
def test_no_payload_breaks_the_server(place: Place, tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    path = tmp_path_factory.mktemp("example") / "campus.db"
    copyfile(place.path, path)
    engine = engine_for(f"sqlite:///{path}")
    world = World(engine, at=place.world.at, holders=place.world.holders)
    kind, ref = data.draw(st.sampled_from(place.objects))
    facts = world.load(kind, ref)
    steps = [step for step in lifecycle_of(facts).steps_from[facts.state] if offices(step, facts)]
    step = data.draw(st.sampled_from(steps))
    office = data.draw(st.sampled_from(offices(step, facts)))
    fields = {
        ask.name: value_of(data.draw, ask, facts, place.document) for ask in step.asks if data.draw(st.booleans())
    }
    client: TestClient = asking.holder(asking.application(world), world, office)
    before = world.row(kind, ref)
    answer = client.post(f"/api/v1/{kind}s/{ref}/{step.trigger.value}", json={"office": office, "fields": fields})
    assert answer.status_code in (200, 409, 422), answer.text
    if answer.status_code != 200:
        assert answer.json()["reasons"]
        assert world.row(kind, ref) == before
    engine.dispose()
    path.unlink()


@settings(max_examples=20)
@given(body=JUNK | st.fixed_dictionaries({"office": JUNK, "fields": JUNK, "version": JUNK, "paper": JUNK}))
def test_no_body_breaks_the_server(place: Place, body: object) -> None:
    client = asking.holder(asking.application(place.world), place.world, "recteur:25")
    answer = client.post(f"/api/v1/applications/{place.objects[1][1]}/sign", json=body)
    assert answer.status_code in (403, 409, 422), answer.text
    assert answer.json()["reasons"]


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff", b'"\\ud800"', b'{"office": "recteur:25", "fields": {"a": "\\ud800"}}']
)
def test_no_bytes_break_the_server(place: Place, raw: bytes) -> None:
    client = asking.holder(asking.application(place.world), place.world, "recteur:25")
    headers = {"Content-Type": "application/json"}
    answer = client.post(f"/api/v1/applications/{place.objects[1][1]}/sign", content=raw, headers=headers)
    assert answer.status_code in (400, 422), answer.text
