"""A wave with applications at several stages, made through the desk once and copied for each test."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from store.migrations import upgrade
from store.people import seeding
from store.session import engine_for, transaction
from tests.api import asking
from tests.api.serving import serving
from tests.conftest import Once
from tests.walking import (
    BUREAU,
    CLOSES,
    DAY,
    OPENS,
    SECRETARY,
    World,
    draft,
    examined,
    filed,
    order_in_signature,
    planned_session,
    published_wave,
    reviewed,
    write_file,
)

#: Where the small programme stands, so that tests need not look it up.
SIGNING, FILED, INCOMPLETE, REVIEWING, LAPSED = (f"CMQ-2016-000{rank}" for rank in range(1, 6))
SITTING, ORDER, WAVE = "SEA-2016-0001", "ARR-2016-0001", "2016-1"
NOW = datetime(2017, 1, 20, 9, tzinfo=UTC)
Visit = Callable[[str], TestClient]


def programme(path: Path) -> dict[str, str]:
    """One application signed by ministers, one filed and forgotten, one incomplete, one in review, one lapsed."""
    engine = engine_for(f"sqlite:///{path}")
    upgrade(engine)
    world = World(engine)
    with transaction(engine) as session:
        seeding.seed(session, world.at)
    published_wave(world)
    world.at = OPENS + 30 * DAY
    signing, _, incomplete, reviewing = (
        filed(world, draft(world, *where)) for where in (("14", "53"), ("10", "84"), ("04", "75"), ("06", "84"))
    )
    write_file(world, draft(world, "09", "32"))
    world.at = CLOSES + DAY
    world.sweep()
    _review(world, signing, incomplete, reviewing)
    world.at = NOW
    world.sweep()
    engine.dispose()
    return world.holders


def _review(world: World, signing: str, incomplete: str, reviewing: str) -> None:
    reviewed(world, signing)
    world.act("application", incomplete, "start_admissibility", BUREAU)
    world.act("application", incomplete, "request_completion", BUREAU, items=["Lettre d’engagement", "Budget"])
    world.act("application", reviewing, "start_admissibility", BUREAU)
    world.act("application", reviewing, "declare_admissible", BUREAU)
    pair = ["rapporteur:01", "rapporteur:03"]
    world.act("application", reviewing, "assign_rapporteurs", SECRETARY, rapporteurs=pair)
    world.act("application", reviewing, "deliver_report", "rapporteur:01", score=13, document=world.pdf("Rapport"))
    examined(world, planned_session(world), signing)
    order_in_signature(world, signing)


@pytest.fixture(scope="session")
def made(once: Once) -> tuple[Path, dict[str, str]]:
    """The file that each test's own is copied from, and who holds what."""
    path, holders = once("programme", lambda path: json.dumps(programme(path)))
    return path, json.loads(holders)


@pytest.fixture
def world(made: tuple[Path, dict[str, str]], tmp_path: Path) -> World:
    """The small programme, to change at will."""
    path, holders = made
    own = tmp_path / "campus.db"
    copyfile(path, own)
    engine: Engine = engine_for(f"sqlite:///{own}")
    return World(engine, NOW, dict(holders))


@pytest.fixture
def bare(sqlite_migrated: Path, tmp_path: Path) -> World:
    """The first day: offices, and nothing that has a life yet."""
    world = World(engine_for(f"sqlite:///{copyfile(sqlite_migrated, tmp_path / 'bare.db')}"), NOW)
    with transaction(world.engine) as session:
        seeding.seed(session, world.at)
    return world


@pytest.fixture
def app(world: World) -> FastAPI:
    return asking.application(world)


@pytest.fixture
def visit(world: World, app: FastAPI) -> Visit:
    """A browser for the holder of an office."""
    return lambda office: asking.holder(app, world, office)


@pytest.fixture(params=["dsfr", "neutre"])
def served(request: pytest.FixtureRequest, world: World) -> Iterator[str]:
    """The application on the small programme, at its instant, in each theme."""
    with serving(world, request.param) as address:
        yield address
