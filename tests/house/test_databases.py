"""Each test has a database to itself."""

import pytest
from sqlalchemy import create_engine, text


@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_finds_no_table_that_another_left(database_url: str, turn: int) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE trace (turn INTEGER)"))
        connection.execute(text("INSERT INTO trace VALUES (:turn)"), {"turn": turn})
        assert connection.scalars(text("SELECT turn FROM trace")).all() == [turn]
    engine.dispose()


def test_postgresql_is_the_real_server(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version()")).startswith("PostgreSQL ")
        assert connection.scalar(text("SHOW fsync")) == "off"
    engine.dispose()
