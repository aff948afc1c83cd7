"""A page costs the same statements at twenty applications and at two hundred: lists, an object, a dry run."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, Table, event, insert, select

from store.desk.chain import EVENT
from store.desk.kinds import TABLES
from store.session import transaction
from store.tables.objects import ApplicationTerritory, Awaiting
from tests.api.console.conftest import FILED, ORDER, SIGNING, SITTING, WAVE, Visit
from tests.walking import World

APPLICATION = TABLES["application"]
BESIDE: tuple[tuple[Table, str], ...] = (
    (ApplicationTerritory.__table__, "application"),  # type: ignore[attr-defined]
    (Awaiting.__table__, "ref"),  # type: ignore[attr-defined]
    (EVENT, "ref"),
)
PATHS = (
    "/blocages",
    "/blocages?suivi=nouveaux",
    "/dossiers",
    f"/dossiers/{FILED}",
    f"/vagues/{WAVE}",
    f"/arretes/{ORDER}",
    f"/seances/{SITTING}",
    "/echeances",
    "/journal",
)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    found: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def crowd(world: World, numbers: range) -> None:
    """As many more applications, each a copy of one that is stuck and of one that ministers sign."""
    with transaction(world.engine) as session:
        for of in (FILED, SIGNING):
            row = session.execute(select(APPLICATION).where(APPLICATION.c.ref == of)).mappings().one()
            session.execute(insert(APPLICATION), [dict(row) | {"ref": _copy(of, number)} for number in numbers])
            for table, column in BESIDE:
                rows = session.execute(select(table).where(table.c[column] == of)).mappings().all()
                copies = [dict(one) | {column: _copy(of, number)} for one in rows for number in numbers]
                session.execute(insert(table), [{k: v for k, v in one.items() if k != "id"} for one in copies])


def _copy(of: str, number: int) -> str:
    return f"{of[:9]}{of[-1]}{number:03d}"


@pytest.fixture
def asked(world: World, visit: Visit) -> Any:
    """How many statements each page costs to the head of the bureau, whose visit is already noted."""
    client = visit("dgesco_head")
    client.get("/blocages")

    def count(path: str) -> int:
        with statements(world.engine) as found:
            assert client.get(path).status_code == 200
        return len(found)

    return count


def test_a_page_costs_the_same_statements_at_twenty_rows_and_at_two_hundred(world: World, asked: Any) -> None:
    crowd(world, range(10))
    few = {path: asked(path) for path in PATHS}
    crowd(world, range(10, 100))
    assert {path: asked(path) for path in PATHS} == few


def test_what_counts_the_stuck_reads_their_index_and_no_row(world: World, visit: Visit) -> None:
    client = visit("dgesco_head")
    with statements(world.engine) as found:
        client.get("/blocages?cause=deadline&tri=retard&academie=10")
    counting = [one for one in found if "count(" in one and "stuck_cause > ?" in one]
    assert len(counting) == len(TABLES)
    for statement in counting:
        with world.engine.connect() as connection:
            given = ("",) * statement.count("?")
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
        assert any("USING COVERING INDEX" in step[3] and "_stuck" in step[3] for step in plan), [statement, plan]
