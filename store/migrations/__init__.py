"""The schema, revision by revision; `python -m store.migrations` writes the revisions from the tables."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from states.refusals import Conflict, Reason

#: Any number, as long as two processes that upgrade at once take the same one.
LOCK = 0x43414D505553


def config(connection: Connection) -> Config:
    """How Alembic finds the revisions, from a checkout or from an installed wheel."""
    found = Config(attributes={"connection": connection})
    found.set_main_option("script_location", "store:migrations")
    found.set_main_option("path_separator", "os")
    return found


def upgrade(engine: Engine) -> None:
    """Bring a database to the newest schema, in one transaction; several processes may ask at once."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        command.upgrade(config(connection), "head")


def is_at_head(engine: Engine) -> bool:
    """Whether a database has the newest schema."""
    with engine.execution_options(reading=True).connect() as connection:
        heads = set(ScriptDirectory.from_config(config(connection)).get_heads())
        return set(MigrationContext.configure(connection).get_current_heads()) == heads


def require_head(engine: Engine) -> None:
    """Refuse to work in a database that is not there yet, or behind."""
    if not is_at_head(engine):
        raise Conflict(Reason("schema", "La base n’existe pas encore ou n’est pas à jour : lancez « campus migrate »."))
