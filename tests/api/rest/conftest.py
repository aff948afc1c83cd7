"""An application on the database of a small world."""

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from tests.api import asking
from tests.walking import World


@pytest.fixture
def world(sqlite: Engine) -> World:
    """A world on SQLite: what depends on the database is tested with the store."""
    return World(sqlite)


@pytest.fixture
def app(world: World) -> FastAPI:
    return asking.application(world)
