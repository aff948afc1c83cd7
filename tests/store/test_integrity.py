"""`campus check`: silent on a whole database, and naming whatever was touched behind the desk's back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import Engine, text

from store.integrity import check, digests
from store.integrity.findings import Finding
from store.migrations import upgrade
from store.people.seeding import seed
from store.session import engine_for, reading, transaction
from tests.walking import World, labelled

SEEDED_AT = datetime(2016, 3, 1, 9, tzinfo=UTC)
APPLICATION, LABEL = "CMQ-2016-0001", "LAB-2017-0001"


def walk(engine: Engine) -> World:
    """A life from the call to the label, with nothing left to do, and the digest of that night."""
    with transaction(engine) as session:
        seed(session, SEEDED_AT)
    world = World(engine)
    labelled(world)
    world.sweep()
    world.at += timedelta(hours=1)
    with transaction(engine) as session:
        digests.take(session, world.at)
    return world


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    path = tmp_path_factory.mktemp("lived") / "campus.db"
    engine = engine_for(f"sqlite:///{path}")
    upgrade(engine)
    at = walk(engine).at
    engine.dispose()
    return path, at


@pytest.fixture
def world(lived: tuple[Path, datetime], tmp_path: Path) -> Iterator[World]:
    """The same life, for one test to tamper with: without triggers nor foreign keys, as on a stolen disk."""
    copyfile(lived[0], tmp_path / "campus.db")
    engine = engine_for(f"sqlite:///{tmp_path / 'campus.db'}")
    with engine.begin() as connection:
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    yield World(engine, at=lived[1])
    engine.dispose()


def findings(world: World) -> tuple[Finding, ...]:
    with reading(world.engine) as session:
        return check(session, world.at)


def tamper(world: World, *statements: str) -> None:
    with world.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.exec_driver_sql("BEGIN")


def test_a_whole_life_agrees_with_itself(database: Engine) -> None:
    assert findings(walk(database)) == ()


def test_an_empty_database_agrees_with_itself(sqlite: Engine) -> None:
    assert findings(World(sqlite)) == ()


LAST = f"(SELECT max(seq) FROM event WHERE ref = '{APPLICATION}')"
TAMPERED = {
    "event_altered": f"UPDATE event SET person = 'p-autre' WHERE ref = '{APPLICATION}' AND seq = 3",
    "chain_gap": f"DELETE FROM event WHERE ref = '{APPLICATION}' AND seq = 3",
    "chain_broken": f"UPDATE event SET previous = 'x' WHERE ref = '{APPLICATION}' AND seq = 3",
    "chain_cut": f"DELETE FROM event WHERE ref = '{APPLICATION}' AND seq = {LAST}",
    "chain_missing": f"DELETE FROM event WHERE ref = '{APPLICATION}'",
    "object_missing": f"DELETE FROM application WHERE ref = '{APPLICATION}'",
    "facts_altered": f"UPDATE application SET facts = replace(facts, '\"14\"', '\"15\"') WHERE ref = '{APPLICATION}'",
    "texts_missing": "DELETE FROM eventtext",
    "text_altered": "UPDATE eventtext SET text = 'x'",
    "cause_missing": f"UPDATE event SET cause = 999999 WHERE ref = '{LABEL}'",
    "row_altered": "UPDATE mandate SET ends_on = '2030-01-01' WHERE office = 'recteur:14'",
    "row_missing": "DELETE FROM mandate WHERE office = 'recteur:14'",
    "row_untold": "UPDATE person SET id = 'intrus' WHERE id = 'p-recteur-14'",
    "text_differs": "UPDATE person SET email = 'intrus@essai.example' WHERE id = 'p-recteur-14'",
    "bearings_drift": f"UPDATE label SET due_at = NULL WHERE ref = '{LABEL}'",
    "awaiting_orphan": f"UPDATE awaiting SET ref = 'LAB-2099-0001' WHERE ref = '{LABEL}'",
    "signatures_differ": f"DELETE FROM signature WHERE ref = '{APPLICATION}' AND office = 'recteur:14'",
    "signature_orphan": f"UPDATE signature SET ref = 'CMQ-2099-0001' WHERE ref = '{APPLICATION}'",
    "document_altered": "UPDATE documentslice SET content = x'00'",
    "content_altered": f"UPDATE content SET body = '[]' WHERE application = '{APPLICATION}'",
    "content_differs": f"DELETE FROM content WHERE application = '{APPLICATION}'",
    "orphan": f"UPDATE letter SET ref = 'CMQ-2099-0001' WHERE ref = '{APPLICATION}'",
    "digest_missing": "UPDATE digest SET previous = 'x'",
    "tail_cut": "UPDATE digest SET hash = 'x'",
}


@pytest.mark.parametrize("code", TAMPERED)
def test_what_was_touched_is_named(world: World, code: str) -> None:
    assert findings(world) == ()
    tamper(world, TAMPERED[code])
    found = findings(world)
    assert code in {finding.code for finding in found}
    assert all(str(finding) for finding in found)


def test_a_tail_cut_with_all_its_traces_is_revealed_by_the_digest_alone(world: World) -> None:
    labels = f"(SELECT id FROM event WHERE ref = '{LABEL}')"
    gone = [f"DELETE FROM {table} WHERE ref = '{LABEL}'" for table in ("letter", "awaiting", "event", "label")]
    links = f"DELETE FROM labelterritory WHERE label = '{LABEL}'"
    tamper(world, f"UPDATE event SET cause = NULL WHERE cause IN {labels}", links, *gone)
    assert {finding.code for finding in findings(world)} == {"tail_cut"}


def test_what_is_about_to_be_looked_at_is_no_drift(world: World) -> None:
    tamper(world, f"UPDATE label SET due_at = NULL, wake_at = '2017-02-13 10:00:00' WHERE ref = '{LABEL}'")
    assert findings(world) == ()


def test_digests_of_several_nights_follow_each_other_while_chains_grow(world: World) -> None:
    world.at += timedelta(days=1)
    world.appoint("recteur:10", "p-recteur-10")
    world.at += timedelta(days=1)
    with transaction(world.engine) as session:
        first, second = (digests.take(session, world.at + timedelta(days=day)) for day in (0, 1))
    assert first != second
    world.sweep()
    assert findings(world) == ()


def test_an_event_of_the_last_minutes_waits_for_the_next_digest(world: World) -> None:
    world.appoint("recteur:10", "p-recteur-10")
    with transaction(world.engine) as session:
        digests.take(session, world.at)
    tamper(world, "DELETE FROM event WHERE ref = 'p-recteur-10'", "DELETE FROM person WHERE id = 'p-recteur-10'")
    assert "tail_cut" not in {finding.code for finding in findings(world)}
