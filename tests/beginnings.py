"""Where many tests begin alike, the way there is walked once and its end copied."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Engine

from tests.walking import World

T = TypeVar("T")


@dataclass(frozen=True)
class End:
    """What a walk left, and what it returned."""

    database: sqlite3.Connection
    at: datetime
    holders: dict[str, str]
    told: Any


WALKED: dict[Callable[[World], Any], End] = {}


def begun(world: World, walk: Callable[[World], T]) -> T:
    """Bring a world that nobody has touched, on SQLite, to the end of a walk; what the walk returns."""
    if walk not in WALKED:
        told = walk(world)
        kept = sqlite3.connect(":memory:", check_same_thread=False)
        _copied(world.engine, lambda own: own.backup(kept))
        WALKED[walk] = End(kept, world.at, dict(world.holders), told)
    else:
        _copied(world.engine, WALKED[walk].database.backup)
    end = WALKED[walk]
    world.at, world.holders = end.at, dict(end.holders)
    told_again: T = end.told
    return told_again


def _copied(engine: Engine, copy: Callable[[sqlite3.Connection], None]) -> None:
    connection = engine.raw_connection()
    try:
        copy(connection.driver_connection)  # type: ignore[arg-type]
    finally:
        connection.close()
