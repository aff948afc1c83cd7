"""Health, readiness and figures."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from api.app import create_app
from store.people.seeding import mark_furnished
from store.session import engine_for, transaction
from store.settings import Settings
from store.tables.journal import SweepRun
from tests.api import asking
from tests.walking import CLOSES, DAY, OPENS, World, draft, published_wave


def near(world: World, chosen: Settings | None = None, client: str = "127.0.0.1") -> TestClient:
    """A collector at some address."""
    app = asking.application(world)
    app.state.settings = chosen or app.state.settings
    return TestClient(app, client=(client, 50000))


def test_a_database_at_head_is_ready(world: World) -> None:
    answer = asking.stranger(asking.application(world)).get("/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_a_database_without_tables_is_not_ready_but_the_process_is_healthy(sqlite_url: str) -> None:
    client = TestClient(create_app(Settings(), engine=engine_for(sqlite_url)))
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["reason"]) == (
        503,
        "La base n’a pas les dernières tables : campus migrate.",
    )
    assert client.get("/health").status_code == 200


def test_a_database_of_an_older_revision_is_not_ready(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert TestClient(create_app(Settings(), engine=sqlite)).get("/ready").status_code == 503


def test_a_database_that_does_not_answer_is_not_ready() -> None:
    engine = engine_for("postgresql://nobody@127.0.0.1:1/nothing")
    answer = TestClient(create_app(Settings(), engine=engine)).get("/ready")
    assert (answer.status_code, answer.json()["reason"]) == (503, "La base de données ne répond pas.")


@pytest.mark.parametrize(
    ("trusted", "client", "status"),
    [
        ("", "127.0.0.1", 200),
        ("", "::1", 200),
        ("", "192.0.2.7", 404),
        ("192.0.2.0/24, 203.0.113.9", "192.0.2.7", 200),
        ("192.0.2.0/24, 203.0.113.9", "203.0.113.9", 200),
        ("192.0.2.0/24, 203.0.113.9", "198.51.100.1", 404),
        ("*", "198.51.100.1", 404),
        ("", "testclient", 404),
    ],
)
def test_figures_are_read_from_nearby_only(world: World, trusted: str, client: str, status: int) -> None:
    assert near(world, Settings(trusted_proxies=trusted), client).get("/metrics").status_code == status


def test_figures_are_openmetrics(world: World) -> None:
    published_wave(world)
    world.at = OPENS + DAY
    draft(world)
    with transaction(world.engine) as session:
        session.add(
            SweepRun(
                name="waves",
                started_at=CLOSES + DAY / 2,
                ended_at=CLOSES + DAY / 2,
                due=3,
                done=2,
                failed=1,
                lateness_p50=4,
            )
        )
    world.at = CLOSES + DAY
    world.sweep()
    world.at += DAY / 2
    answer = near(world).get("/metrics")
    lines = answer.text.splitlines()
    assert answer.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    assert lines[-1] == "# EOF"
    assert 'campus_stuck{kind="application",cause="deadline"} 0' in lines
    assert 'campus_letters{status="ready"} 0' in lines
    assert any(line.startswith('campus_letters{status="owed"}') and not line.endswith(" 0") for line in lines)
    assert 'campus_sweep_age_seconds{sweep="waves"} 86400' in lines
    assert 'campus_sweep_failed{sweep="waves"} 1' in lines
    assert 'campus_sweep_lateness_seconds{sweep="waves",quantile="0.5"} 4' in lines
    assert 'campus_alarms{code="silence"} 0' in lines
    assert 'campus_lateness_seconds{what="deadlines",quantile="1"} 86280' in lines
    for line in lines[:-1]:
        assert line.startswith(("# TYPE ", "# HELP ")) or line.partition("{")[0].startswith("campus_")


def test_a_furnished_database_says_so_on_every_page(sqlite: Engine) -> None:
    world = World(sqlite)
    with transaction(sqlite) as session:
        mark_furnished(session, world.at)
    assert "Base de démonstration" in asking.stranger(asking.application(world)).get("/accessibilite").text
