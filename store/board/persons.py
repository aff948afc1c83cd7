"""People as the keepers of the register see them: what they hold, for whom they sign, when they are away."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, RowMapping, and_, func, or_, select
from sqlmodel import Session

from store.board.offices import DELEGATION
from store.people.register import ABSENCE, GIVER, MANDATE, TAKER
from store.searching import phrases, says
from store.tables.people import Person

PERSON = Person.__table__.c  # type: ignore[attr-defined]
AWAY, STAND_IN = Person.__table__.alias("away"), Person.__table__.alias("stand_in")  # type: ignore[attr-defined]
MOST = 100


def listed(session: Session, words: str, day: date) -> tuple[Sequence[RowMapping], int]:
    """People by family name, with how many offices they hold that day; and how many there are in all."""
    wanted = and_(*(says(PERSON.search, phrase) for phrase in phrases(words))) if phrases(words) else None
    held = select(func.count()).where(MANDATE.c.person == PERSON.id, *_standing(day)).scalar_subquery()
    query, total = select(*PERSON, held.label("held")), select(func.count()).select_from(Person)
    if wanted is not None:
        query, total = query.where(wanted), total.where(wanted)
    rows = session.execute(query.order_by(PERSON.family_name, PERSON.given_name, PERSON.id).limit(MOST)).mappings()
    return rows.all(), int(session.execute(total).scalar_one())


def _standing(day: date) -> tuple[ColumnElement[bool], ...]:
    return MANDATE.c.starts_on <= day, or_(MANDATE.c.ends_on.is_(None), MANDATE.c.ends_on >= day)


def person_row(session: Session, person: str) -> RowMapping | None:
    """The person of that identifier."""
    return session.execute(select(*PERSON).where(PERSON.id == person)).mappings().first()


def mandates(session: Session, person: str) -> Sequence[RowMapping]:
    """All they hold, held or will hold, the latest first."""
    query = select(*MANDATE.c).where(MANDATE.c.person == person)
    return session.execute(query.order_by(MANDATE.c.starts_on.desc(), MANDATE.c.id.desc())).mappings().all()


def absences(session: Session, person: str) -> Sequence[RowMapping]:
    """Theirs, and those of the people they stand in for, the latest first; with both names."""
    names = (AWAY.c.given_name, AWAY.c.family_name, STAND_IN.c.given_name, STAND_IN.c.family_name)
    labels = ("away_given", "away_family", "substitute_given", "substitute_family")
    query = (
        select(*ABSENCE.c, *(column.label(label) for column, label in zip(names, labels, strict=True)))
        .join(AWAY, AWAY.c.id == ABSENCE.c.person)
        .join(STAND_IN, STAND_IN.c.id == ABSENCE.c.substitute)
        .where(or_(ABSENCE.c.person == person, ABSENCE.c.substitute == person))
        .order_by(ABSENCE.c.starts_on.desc(), ABSENCE.c.id.desc())
    )
    return session.execute(query).mappings().all()


def delegations(session: Session, person: str) -> Sequence[RowMapping]:
    """Delegations that they gave or received."""
    query = (
        select(*DELEGATION)
        .add_columns(GIVER.c.office.label("giver"), TAKER.c.office.label("taker"))
        .add_columns(GIVER.c.person.label("giving"), TAKER.c.person.label("taking"))
        .join(GIVER, GIVER.c.id == DELEGATION.delegator)
        .join(TAKER, TAKER.c.id == DELEGATION.delegate)
        .where(or_(GIVER.c.person == person, TAKER.c.person == person))
        .order_by(DELEGATION.starts_on.desc(), DELEGATION.id)
    )
    return session.execute(query).mappings().all()


def candidates(session: Session, day: date) -> Sequence[RowMapping]:
    """Everyone in office that day: whom one may choose as a substitute or a delegate."""
    query = (
        select(MANDATE.c.id, MANDATE.c.office, MANDATE.c.person, PERSON.given_name, PERSON.family_name)
        .join(PERSON.id.table, PERSON.id == MANDATE.c.person)
        .where(*_standing(day))
        .order_by(PERSON.family_name, PERSON.given_name, MANDATE.c.office)
    )
    return session.execute(query).mappings().all()
