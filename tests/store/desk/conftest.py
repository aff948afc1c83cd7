"""Worlds to walk in."""

import pytest
from sqlalchemy import Engine

from tests.walking import World


@pytest.fixture
def world(database: Engine) -> World:
    """A world on each database."""
    return World(database)


@pytest.fixture
def small_world(sqlite: Engine) -> World:
    """A world on SQLite alone, for what does not depend on the database."""
    return World(sqlite)
