"""The schema comes from its revisions alone, on both databases, and keeps the journal whole."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from subprocess import run
from zipfile import ZipFile

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from store.migrations import config, is_at_head, upgrade
from store.migrations.metadata import METADATA, is_declared
from store.session import engine_for
from store.tables.journal import Digest, EventText

REMEDY = 'write the revision, `python -m store.migrations "what changed"`, and fill in it the rows that exist'
AT = datetime(2016, 1, 1, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
AN_EVENT = {
    "id": 1,
    "kind": "wave",
    "ref": "2016-1",
    "seq": 1,
    "trigger": "create",
    "source": "nowhere",
    "target": "draft",
    "office": "dgesco_officer",
    "person": "P1",
    "quality": "holder",
    "facts": "{}",
    "hash": "0" * 64,
}
MOMENTS = {"at": "2016-01-01T00:00:00+00:00", "recorded_at": "2016-01-01T00:00:00+00:00", "legal_date": "2016-01-01"}


def test_upgrade_gives_the_very_tables_that_the_code_reads(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_declared})
        assert compare_metadata(context, METADATA) == [], REMEDY
        assert set(inspect(connection).get_table_names()) == set(METADATA.tables) | {"alembic_version"}


def test_a_revision_written_now_would_drop_nothing_that_the_tables_do_not_declare(database: Engine) -> None:
    with database.connect() as connection:
        command.check(config(connection))


def test_postgresql_looks_for_words_by_trigrams(postgresql: Engine) -> None:
    query = text("SELECT count(*) FROM pg_indexes WHERE indexname LIKE '%searching' AND indexdef LIKE '%gin_trgm_ops%'")
    with postgresql.connect() as connection:
        assert connection.scalar(query) == 6


def test_there_is_one_head(sqlite: Engine) -> None:
    with sqlite.connect() as connection:
        assert len(ScriptDirectory.from_config(config(connection)).get_heads()) == 1


def test_upgrading_again_changes_nothing(database: Engine) -> None:
    upgrade(database)
    assert is_at_head(database)


def test_an_upgrade_that_fails_half_way_leaves_nothing(database_url: str) -> None:
    engine = engine_for(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE wave (id INTEGER)"))
    with pytest.raises(DBAPIError):
        upgrade(engine)
    with engine.connect() as connection:
        assert "application" not in inspect(connection).get_table_names()
    engine.dispose()


def an_event(connection: Connection) -> None:
    names = ", ".join(f'"{name}"' for name in AN_EVENT | MOMENTS)
    marks = ", ".join(f":{name}" for name in AN_EVENT | MOMENTS)
    extra = "delegation, registrar, texts_hash, previous"
    statement = f"INSERT INTO event ({names}, {extra}) VALUES ({marks}, '', '', '', '')"
    connection.execute(text(statement), AN_EVENT | MOMENTS)
    values = {"event": 1, "name": "reason", "text": "Le dossier est complet.", "salt": "s", "hash": "h"}
    connection.execute(insert(EventText), values)
    connection.execute(insert(Digest), {"taken_at": AT, "last_event": 1, "chains": 1, "hash": "h", "previous": ""})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET facts = '[]'",
        "DELETE FROM event",
        "UPDATE eventtext SET text = 'Autre chose.'",
        "UPDATE eventtext SET text = NULL, hash = 'x'",
        "DELETE FROM eventtext",
        "UPDATE digest SET hash = ''",
        "DELETE FROM digest",
    ],
)
def test_the_journal_refuses_to_be_changed(database: Engine, statement: str) -> None:
    with database.begin() as connection:
        an_event(connection)
    with pytest.raises(DBAPIError, match="append-only"), database.begin() as connection:
        connection.execute(text(statement))


def test_the_journal_refuses_to_be_emptied_at_one_stroke(postgresql: Engine) -> None:
    for table in ("event", "eventtext", "digest"):
        with pytest.raises(DBAPIError, match="append-only"), postgresql.begin() as connection:
            connection.execute(text(f"TRUNCATE {table} CASCADE"))


def test_a_free_text_may_be_blanked(database: Engine) -> None:
    with database.begin() as connection:
        an_event(connection)
        connection.execute(text("UPDATE eventtext SET text = NULL"))
        assert connection.scalars(text("SELECT text FROM eventtext")).all() == [None]


def test_an_installed_wheel_brings_its_revisions_along(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    run(build, cwd=ROOT, check=True, capture_output=True)
    wheel = next(tmp_path.glob("*.whl"))
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    migrate = "from store.session import engine; from store.migrations import upgrade; upgrade(engine())"
    environment = {"PYTHONPATH": str(tmp_path / "site"), "CAMPUS_HOME": str(tmp_path)}
    run([sys.executable, "-c", migrate], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "campus.db").exists()


def test_processes_that_start_together_upgrade_one_after_the_other(database_url: str) -> None:
    engine = engine_for(database_url)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: upgrade(engine), range(4)))
    assert is_at_head(engine)
    engine.dispose()
