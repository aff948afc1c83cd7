"""Where the two databases are asked differently for the same thing."""

from typing import Any

from sqlalchemy import Float, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
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


class seconds_between(GenericFunction[float]):
    """From an earlier instant to a later one: `seconds_between(later, earlier)`."""

    type = Float()
    inherit_cache = True


@compiles(seconds_between, "sqlite")
def _by_julian_days(element: Any, compiler: Any, **given: Any) -> str:
    later, earlier = (compiler.process(one, **given) for one in element.clauses)
    return f"((julianday({later}) - julianday({earlier})) * 86400.0)"


@compiles(seconds_between, "postgresql")
def _by_epoch(element: Any, compiler: Any, **given: Any) -> str:
    later, earlier = (compiler.process(one, **given) for one in element.clauses)
    return f"CAST(extract(epoch FROM {later} - {earlier}) AS double precision)"
