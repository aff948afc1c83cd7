"""One furnished database for all that look at it; who writes in it takes everything back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import Engine

from replay.furnish import furnish
from replay.playing import hasten
from store.session import engine_for

#: The day on which the tests furnish.
TODAY = datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def told() -> list[str]:
    """What furnishing said as it went."""
    return []


@pytest.fixture(scope="session")
def furnished(sqlite_migrated: Path, tmp_path_factory: pytest.TempPathFactory, told: list[str]) -> Iterator[Engine]:
    """The demonstration's database, as of TODAY."""
    path = tmp_path_factory.mktemp("furnished") / "campus.db"
    copyfile(sqlite_migrated, path)
    engine = engine_for(f"sqlite:///{path}")
    hasten(engine)
    furnish(engine, TODAY, told.append)
    yield engine
    engine.dispose()


@pytest.fixture
def at() -> datetime:
    """The instant as of which everything is looked at."""
    return TODAY
