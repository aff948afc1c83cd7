"""Where the two databases are asked differently for the same thing."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_into(session: Session, table: Table) -> Any:
    """An insertion that can say what to do when the row is already there."""
    return _INSERTS[session.connection().dialect.name](table)


def locks_rows(session: Session) -> bool:
    """Whether rows are locked one by one; SQLite lets one writer in at a time, from its first statement."""
    return session.connection().dialect.name == "postgresql"
