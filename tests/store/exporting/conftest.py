"""Lives to export: from the call to the labels."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from store.exporting import xes
from store.integrity import digests
from store.people.seeding import seed
from store.session import snapshot, transaction
from tests.beginnings import begun
from tests.walking import DAY, World, draft, labelled, published_wave

Log = Callable[[str], bytes]
RENNES, NANTES = ("14", "53"), ("17", "52")


def lived(world: World) -> str:
    """Two labels of one wave, a draft of another wave, and the digest of that night."""
    with transaction(world.engine) as session:
        seed(session, world.at)
    label, *_ = labelled(world, RENNES, NANTES)
    undated: dict[str, Any] = {"session_on": None, "target_decision_on": None}
    published_wave(world, "2017-1", opens_at=world.at, closes_at=world.at + 90 * DAY, **undated)
    draft(world, *RENNES, wave_code="2017-1")
    world.sweep()
    world.at += timedelta(hours=1)
    with transaction(world.engine) as session:
        digests.take(session, world.at)
    return label


@pytest.fixture
def world(sqlite: Engine) -> World:
    """That life on SQLite, walked once."""
    found = World(sqlite)
    begun(found, lived)
    return found


@pytest.fixture
def either(database: Engine) -> World:
    """The same on each database, for what reads it."""
    found = World(database)
    if database.dialect.name == "sqlite":
        begun(found, lived)
    else:
        lived(found)
    return found


@pytest.fixture
def log(world: World) -> Log:
    """The event log, of a wave if one is named."""

    def export(wave: str = "") -> bytes:
        return logged(world, wave)

    return export


def logged(world: World, wave: str = "") -> bytes:
    """The event log of a world."""
    with snapshot(world.engine) as session:
        return b"".join(xes.export(session, wave))
