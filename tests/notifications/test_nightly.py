"""The nightly check keeps a digest of all chains, and never covers up a night that found them cut."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from notifications.sweeping.sweeps import run
from store.integrity.digests import DIGEST
from tests.walking import World, published_wave


@pytest.fixture
def world(sqlite: Engine) -> World:
    world = World(sqlite)
    published_wave(world)
    world.at += timedelta(hours=1)
    return world


def cut(world: World) -> None:
    """Someone with the database in hand takes away a person and all traces of them."""
    with world.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER event_delete"))
        connection.execute(text("DROP TRIGGER eventtext_delete"))
        person = "ref = 'p-recteur-14'"
        connection.execute(text(f"DELETE FROM eventtext WHERE event IN (SELECT id FROM event WHERE {person})"))
        connection.execute(text(f"DELETE FROM event WHERE {person}"))
        connection.execute(text("DELETE FROM mandate WHERE person = 'p-recteur-14'"))
        connection.execute(text("DELETE FROM person WHERE id = 'p-recteur-14'"))


def test_each_night_adds_a_digest(world: World) -> None:
    for night in range(3):
        run("selfcheck", world.at + timedelta(days=night), on=world.engine)
    assert world.count(DIGEST) == 3


def test_a_night_that_finds_a_chain_cut_fails_and_so_does_every_night_after(world: World) -> None:
    world.holder("recteur:14")
    world.at += timedelta(days=1)
    run("selfcheck", world.at, on=world.engine)
    cut(world)
    for night in (1, 2):
        report = run("selfcheck", world.at + timedelta(days=night), on=world.engine)
        assert "les journaux d’alors ont perdu ou changé des événements depuis" in report.error
    assert world.count(DIGEST) == 1
