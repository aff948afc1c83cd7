"""A world made once for all the tests of a module, and copied for each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copyfile

from sqlalchemy import Engine

from store.session import engine_for
from tests.walking import World


@dataclass(frozen=True)
class Made:
    """Its file, its instant, and who holds what in it."""

    path: Path
    at: datetime
    holders: dict[str, str]

    def copied(self, engine: Engine) -> World:
        """The same, in a test's own database."""
        engine.dispose()
        copyfile(self.path, str(engine.url.database))
        return World(engine, self.at, dict(self.holders))


def make(migrated: Path, folder: Path, furnished: Callable[[Engine], World]) -> Made:
    """Make it, from a migrated SQLite file."""
    path = folder / "campus.db"
    copyfile(migrated, path)
    engine = engine_for(f"sqlite:///{path}")
    world = furnished(engine)
    engine.dispose()
    return Made(path, world.at, world.holders)
