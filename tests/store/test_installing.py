"""`campus init` makes a database ready for its first log-in, once."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, func, select

from states.refusals import BadField, Conflict
from store.desk.chain import EVENT
from store.people.installing import init
from store.people.register import holders
from store.people.seeding import OFFICE, is_furnished, mark_furnished
from store.session import transaction

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)


def test_the_administrator_holds_the_office_from_the_first_day(database: Engine) -> None:
    with transaction(database) as session:
        init(session, "Anne.Le-Goff@education.gouv.fr", AT)
        admin = holders(session, ["admin"], date(2026, 11, 25))["admin"]
        offices = session.execute(select(func.count()).select_from(OFFICE)).scalar()
        furnished = is_furnished(session)
    assert (admin.given_name, admin.family_name, admin.email) == ("Anne", "Le-Goff", "anne.le-goff@education.gouv.fr")
    assert offices == 265
    assert not furnished


def test_an_address_without_a_name_still_names_someone(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        init(session, "campus@education.gouv.fr", AT)
        admin = holders(session, ["admin"], date(2026, 11, 25))["admin"]
    assert (admin.given_name, admin.family_name) == ("Administration", "campus")


def test_a_second_installation_is_refused_and_says_what_to_do(database: Engine) -> None:
    with transaction(database) as session:
        init(session, "anne@education.gouv.fr", AT)
    with (
        pytest.raises(Conflict, match="depuis le 2026-11-25 : connectez-vous"),
        transaction(database) as session,
    ):
        init(session, "yves@education.gouv.fr", AT)


def test_a_demonstration_is_not_installed_over(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        mark_furnished(session, AT)
        with pytest.raises(Conflict, match="CAMPUS_HOME"):
            init(session, "anne@education.gouv.fr", AT)


def test_a_bad_address_leaves_the_database_empty(sqlite: Engine) -> None:
    with pytest.raises(BadField, match="adresse complète"), transaction(sqlite) as session:
        init(session, "anne", AT)
    with transaction(sqlite) as session:
        assert session.execute(select(func.count()).select_from(EVENT)).scalar() == 0
