"""One furnished database for all that look at it; who writes in it takes everything back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import Engine

from replay.furnish import furnish
from replay.playing import hasten
from store.session import engine_for
from tests.conftest import Once

#: The day on which the tests furnish.
TODAY = datetime(2026, 11, 25, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Furnished:
    """The demonstration's database as of TODAY, and what furnishing said as it went."""

    path: Path
    told: tuple[str, ...]


@pytest.fixture(scope="session")
def furnishing(sqlite_migrated: Path, once: Once) -> Furnished:
    """Made once: it takes longer than all that is asked of it."""

    def make(path: Path) -> str:
        copyfile(sqlite_migrated, path)
        return "\n".join(_furnished(path))

    path, told = once("furnished", make)
    return Furnished(path, tuple(told.splitlines()))


def _furnished(path: Path) -> list[str]:
    said: list[str] = []
    engine = engine_for(f"sqlite:///{path}")
    hasten(engine)
    furnish(engine, TODAY, said.append)
    engine.dispose()
    return said


@pytest.fixture(scope="session")
def told(furnishing: Furnished) -> tuple[str, ...]:
    return furnishing.told


@pytest.fixture(scope="session")
def furnished(furnishing: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A copy of it for this worker alone."""
    path = tmp_path_factory.mktemp("furnished") / "campus.db"
    copyfile(furnishing.path, path)
    engine = engine_for(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def at() -> datetime:
    """The instant as of which everything is looked at."""
    return TODAY
