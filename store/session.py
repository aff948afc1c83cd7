"""One database, one kind of transaction: `with transaction() as session`, in the handler or the sweep, nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlmodel import Session

from store.settings import settings


@cache
def engine_for(url: str) -> Engine:
    """The engine of a database, made once."""
    if not url.startswith("sqlite"):
        return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_size=10, max_overflow=20)
    Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def engine() -> Engine:
    """The engine that the settings name."""
    return engine_for(settings().database)


def _prepare_sqlite(connection: Any, record: Any) -> None:
    # The driver must not open transactions by itself: BEGIN IMMEDIATE below takes the write lock first,
    # so that two writers queue instead of one failing half-way.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def transaction(on: Engine | None = None) -> Iterator[Session]:
    """A transaction that commits when the block ends, and rolls back when it raises."""
    with Session(on or engine(), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(on: Engine | None = None) -> Iterator[Session]:
    """A consistent read that takes no write lock."""
    source = (on or engine()).execution_options(reading=True)
    with Session(source, expire_on_commit=False) as session:
        yield session
