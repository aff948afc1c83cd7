"""Where the two databases are asked differently for the same thing."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_into(session: Session, table: Table) -> Any:
    """An insertion that can say what to do when the row is already there."""
    return insertion(dialect_of(session), table)


def insertion(dialect: str, table: Table) -> Any:
    """The same, for a statement that is built once for each dialect."""
    return _INSERTS[dialect](table)


def dialect_of(session: Session) -> str:
    """Which of the two this is."""
    return session.connection().dialect.name


def locks_rows(session: Session) -> bool:
    """Whether rows are locked one by one; SQLite lets one writer in at a time, from its first statement."""
    return dialect_of(session) == "postgresql"
