"""The register of offices: who holds them, who stands in, who may sign for whom, and where they are written to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import bindparam, exists, or_, select
from sqlmodel import Session

from states.mandates import Capacity, Delegation, Mandate, capacities
from store.tables.people import Absence, DelegationRecord, MandateRecord, Person

MANDATE = MandateRecord.__table__  # type: ignore[attr-defined]
ABSENCE = Absence.__table__  # type: ignore[attr-defined]
DELEGATION = DelegationRecord.__table__.c  # type: ignore[attr-defined]
PERSON = Person.__table__.c  # type: ignore[attr-defined]
GIVER, TAKER = MANDATE.alias("giver"), MANDATE.alias("taker")
HELD = select(MANDATE).where(MANDATE.c.person == bindparam("of")).order_by(MANDATE.c.starts_on)
HELD_IN = HELD.where(MANDATE.c.office == bindparam("office"))
WIDTH = len(MANDATE.c)
STANDING = MANDATE.alias("standing")
#: Someone stands in for this person in this office that day.
IS_AWAY = exists(
    select(ABSENCE.c.id)
    .join_from(STANDING, ABSENCE, STANDING.c.absence == ABSENCE.c.id)
    .where(STANDING.c.office == MANDATE.c.office, ABSENCE.c.person == MANDATE.c.person)
    .where(STANDING.c.starts_on <= bindparam("day"), STANDING.c.ends_on >= bindparam("day"))
)
# An interim comes first, so that the holder takes its place, unless the interim stands in for that very person.
IN_OFFICE = (
    select(MANDATE.c.office, Person)
    .join_from(MANDATE, Person, PERSON.id == MANDATE.c.person)
    .where(
        MANDATE.c.office.in_(bindparam("offices", expanding=True)),
        MANDATE.c.starts_on <= bindparam("day"),
        or_(MANDATE.c.ends_on.is_(None), MANDATE.c.ends_on >= bindparam("day")),
        ~IS_AWAY,
    )
    .order_by(MANDATE.c.acting.desc(), MANDATE.c.starts_on)
)


def capacities_of(session: Session, person: str, trigger: str, day: date, office: str = "") -> tuple[Capacity, ...]:
    """Every capacity in which a person may try an act on a day; when an office is named, what it needs and no more."""
    rows = session.execute(HELD_IN if office else HELD, {"of": person, "office": office} if office else {"of": person})
    own = capacities(person, trigger, day, [_mandate(row) for row in rows], ())
    if office and own:
        return own
    return own + capacities(person, trigger, day, (), delegations_to(session, person))


def _mandate(row: Any) -> Mandate:
    id, office, holder, starts_on, ends_on, acting, _ = row
    return Mandate(id=id, office=office, person=holder, starts_on=starts_on, ends_on=ends_on, acting=acting)


def delegations_to(session: Session, person: str) -> tuple[Delegation, ...]:
    """Delegations received by a person through their mandates."""
    query = (
        select(
            GIVER,
            TAKER,
            DELEGATION.id,
            DELEGATION.triggers,
            DELEGATION.starts_on,
            DELEGATION.ends_on,
            DELEGATION.survives,
        )
        .join_from(GIVER, DelegationRecord, GIVER.c.id == DELEGATION.delegator)
        .join(TAKER, TAKER.c.id == DELEGATION.delegate)
        .where(TAKER.c.person == person)
        .order_by(DELEGATION.starts_on, DELEGATION.id)
    )
    return tuple(_delegation(row) for row in session.execute(query))


def _delegation(row: Any) -> Delegation:
    id, triggers, starts_on, ends_on, survives = row[2 * WIDTH :]
    return Delegation(
        id=id,
        delegator=_mandate(row[:WIDTH]),
        delegate=_mandate(row[WIDTH : 2 * WIDTH]),
        triggers=tuple(triggers.split()),
        starts_on=starts_on,
        ends_on=ends_on,
        survives=survives,
    )


def name_of(session: Session, person: str) -> str:
    """First and last name, or the identifier when the person is unknown."""
    found = session.execute(select(PERSON.given_name, PERSON.family_name).where(PERSON.id == person)).first()
    return f"{found[0]} {found[1]}" if found else person


def holders(session: Session, offices: Iterable[str], day: date) -> dict[str, Person]:
    """Who holds each office on a day; an interim only where there is no holder. Vacant offices are absent."""
    return dict(session.execute(IN_OFFICE, {"offices": list(offices), "day": day}).tuples().all())
