"""One database, one kind of transaction: `with transaction() as session`, in the handler or the sweep, nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from states.refusals import Conflict, Reason
from store.settings import settings

#: PostgreSQL: serialization failure, deadlock, lock not available.
CONTENTION = {"40001", "40P01", "55P03"}
# As many connections as the web server has threads: a client that waits for a lock holds one.
POOL = {"pool_size": 10, "max_overflow": 30}


class Busy(Conflict):
    """Another transaction holds what this one needs; nothing was written, and it may be tried again."""

    def __init__(self, what: str = "Cet objet") -> None:
        super().__init__(Reason("occupe", f"{what} est en cours de traitement : recommencez dans un instant."))


@cache
def engine_for(url: str) -> Engine:
    """The engine of a database, made once."""
    if not url.startswith("sqlite"):
        return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), **POOL)
    Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False}, **POOL)
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
    """Committed when the block ends, rolled back when it raises; Busy when another transaction got in the way."""
    try:
        with Session(on or engine(), expire_on_commit=False) as session, session.begin():
            yield session
    except DBAPIError as error:
        if _is_contention(error):
            raise Busy from error
        raise


def _is_contention(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", "") in CONTENTION or "database is locked" in str(error.orig)


@contextmanager
def reading(on: Engine | None = None) -> Iterator[Session]:
    """A consistent read that takes no write lock."""
    source = (on or engine()).execution_options(reading=True)
    with Session(source, expire_on_commit=False) as session:
        yield session


@contextmanager
def snapshot(on: Engine | None = None) -> Iterator[Session]:
    """A read in many statements that all see the same instant, whatever is committed meanwhile."""
    source = on or engine()
    # SQLite's reads are so by themselves; PostgreSQL's each see what was committed before them, unless asked.
    if source.dialect.name == "postgresql":
        source = source.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with reading(source) as session:
        yield session


@contextmanager
def rehearsal(on: Engine | None = None) -> Iterator[Session]:
    """A transaction that writes nothing in the end: what an act would do is read from what it has just done."""
    try:
        with Session(on or engine(), expire_on_commit=False) as session:
            yield session
            session.rollback()
    except DBAPIError as error:
        if _is_contention(error):
            raise Busy from error
        raise
