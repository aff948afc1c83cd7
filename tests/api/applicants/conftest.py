"""The same small programme as the console's, and an interregional draft that nobody has written in."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from store.migrations import upgrade
from store.people import seeding
from store.session import engine_for, transaction
from tests.api import asking
from tests.api.console.conftest import programme
from tests.conftest import Once
from tests.walking import DAY, OPENS, WAVE, World, application_facts, published_wave

Visit = Callable[[str], TestClient]
#: Rennes and Nantes, Bretagne and Pays de la Loire.
DRAFT = "CMQ-2016-0001"
PARTIES = ("rectorate_officer:14", "rectorate_officer:17", "region_officer:53", "region_officer:52")
SIGNATORIES = ("recteur:14", "recteur:17", "region_president:53", "region_president:52")


def interregional(path: Path) -> dict[str, str]:
    """A wave under way, and the draft of two académies and two régions."""
    engine = engine_for(f"sqlite:///{path}")
    upgrade(engine)
    world = World(engine)
    with transaction(engine) as session:
        seeding.seed(session, world.at)
    published_wave(world)
    world.at = OPENS + 30 * DAY
    facts = application_facts(WAVE, academies=("14", "17"), regions=("53", "52"), campus="campus-ouest")
    world.create("application", facts, PARTIES[0], "Campus des industries navales")
    for office in (*PARTIES, *SIGNATORIES, "recteur:10", "dgesco_officer", "dgesco_head", "rapporteur:01"):
        world.holder(office)
    engine.dispose()
    return world.holders


@pytest.fixture(scope="session")
def drafted(once: Once) -> tuple[Path, dict[str, str]]:
    """The file that each test's own is copied from, and who holds what."""
    path, holders = once("interregional", lambda path: json.dumps(interregional(path)))
    return path, json.loads(holders)


@pytest.fixture
def world(drafted: tuple[Path, dict[str, str]], tmp_path: Path) -> World:
    """The draft, to write in at will."""
    return copied(drafted, tmp_path, OPENS + 31 * DAY)


def copied(made: tuple[Path, dict[str, str]], tmp_path: Path, at: datetime) -> World:
    """A world of one's own."""
    path, holders = made
    copyfile(path, tmp_path / "campus.db")
    return World(engine_for(f"sqlite:///{tmp_path / 'campus.db'}"), at, dict(holders))


@pytest.fixture(scope="session")
def run(once: Once) -> tuple[Path, dict[str, str]]:
    """The small programme of the console, with applications at several stages."""
    path, holders = once("programme", lambda path: json.dumps(programme(path)))
    return path, json.loads(holders)


@pytest.fixture
def running(run: tuple[Path, dict[str, str]], tmp_path: Path) -> World:
    """The small programme, to act in."""
    return copied(run, tmp_path, datetime(2017, 1, 20, 9, tzinfo=UTC))


@pytest.fixture
def app(world: World) -> FastAPI:
    return asking.application(world)


@pytest.fixture
def visit(world: World, app: FastAPI) -> Visit:
    """A browser for the holder of an office."""
    return lambda office: asking.holder(app, world, office)
