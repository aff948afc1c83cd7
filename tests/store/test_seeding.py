"""A new database knows every office there ever was, and writes to nobody unless it is told to whom."""

from datetime import UTC, date, datetime

from sqlalchemy import Engine, func, select

from store.desk.chain import EVENT
from store.people.seeding import CAMPUS, OFFICE, is_furnished, mark_furnished, seed
from store.reference import catalogue
from store.session import reading, transaction

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)


def test_every_office_is_there_dead_ones_too_each_with_its_event(database: Engine) -> None:
    with transaction(database) as session:
        written = seed(session, AT)
    with reading(database) as session:
        offices = {row.id: row for row in session.execute(select(OFFICE))}
        events = session.execute(select(func.count()).select_from(EVENT).where(EVENT.c.kind == "office")).scalar()
    assert written == len(offices) == events == len(catalogue.every_office())
    assert offices["recteur:05"].valid_to == date(2019, 12, 31)
    assert offices["recteur:14"].superior == "dgesco_head"


def test_seeding_again_adds_nothing(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        seed(session, AT)
        assert seed(session, AT) == 0


def test_a_real_database_gets_no_made_up_mailbox_and_no_campus(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        seed(session, AT)
        assert set(session.execute(select(OFFICE.c.mailbox)).scalars()) == {""}
        assert session.execute(select(CAMPUS)).all() == []
        assert not is_furnished(session)


def test_a_furnished_database_is_marked_and_all_its_mailboxes_end_in_example(database: Engine) -> None:
    with transaction(database) as session:
        seed(session, AT, furnished=True)
        mailboxes = session.execute(select(OFFICE.c.mailbox)).scalars().all()
        assert all(mailbox.endswith(".example") for mailbox in mailboxes)
        assert is_furnished(session)


def test_a_campus_says_what_was_supposed_of_it(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        seed(session, AT, furnished=True)
        notes = dict(session.execute(select(CAMPUS.c.code, CAMPUS.c.note)).tuples().all())
    assert len(notes) == 70
    assert notes["CAMP-001"] == (
        "Inauguré le 14 octobre 2013. Confiance élevée, date au mois près."
        " Champs supposés : duration_months, support_kind. Sources : education.gouv.fr, laplasturgie.fr."
    )


def test_no_mailbox_stands_in_clear_in_the_journal(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        seed(session, AT, furnished=True)
        facts = session.execute(select(EVENT.c.facts)).scalars().all()
    assert not any("@" in one for one in facts)


def test_the_mark_of_a_furnished_database_is_never_taken_back(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        mark_furnished(session, AT)
        mark_furnished(session, AT.replace(year=2027))
        assert is_furnished(session)
