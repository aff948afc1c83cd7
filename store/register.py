"""The register of offices: who holds them, who stands in, who may sign for whom, and where they are written to."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session

from states.mandates import Capacity, Delegation, Mandate, capacities
from store.tables.people import DelegationRecord, MandateRecord, Person


def capacities_of(session: Session, person: str, trigger: str, day: date) -> tuple[Capacity, ...]:
    """Every capacity in which a person may try an act on a day."""
    mandates = [_mandate(m) for m in session.exec(select_mandates(person)).scalars()]
    return capacities(person, trigger, day, mandates, delegations_to(session, person))


def select_mandates(person: str):  # type: ignore[no-untyped-def]
    """The mandates of a person, oldest first."""
    return select(MandateRecord).where(MandateRecord.person == person).order_by(MandateRecord.starts_on)


def _mandate(row: MandateRecord) -> Mandate:
    return Mandate(
        id=row.id,
        office=row.office,
        person=row.person,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        acting=row.acting,
    )


def delegations_to(session: Session, person: str) -> tuple[Delegation, ...]:
    """Delegations received by a person through their mandates."""
    giver, taker = aliased(MandateRecord), aliased(MandateRecord)
    query = (
        select(DelegationRecord, giver, taker)
        .join(giver, giver.id == DelegationRecord.delegator)
        .join(taker, taker.id == DelegationRecord.delegate)
        .where(taker.person == person)
    )
    return tuple(
        Delegation(
            id=row.id,
            delegator=_mandate(delegator),
            delegate=_mandate(delegate),
            triggers=tuple(row.triggers.split()),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            survives=row.survives,
        )
        for row, delegator, delegate in session.execute(query)
    )


def name_of(session: Session, person: str) -> str:
    """First and last name, or the identifier when the person is unknown."""
    found = session.get(Person, person)
    return f"{found.given_name} {found.family_name}" if found else person


def holders(session: Session, offices: Iterable[str], day: date) -> dict[str, Person]:
    """Who holds each office on a day; an interim only where there is no holder. Vacant offices are absent."""
    query = (
        select(MandateRecord.office, MandateRecord.acting, Person)
        .join(Person, Person.id == MandateRecord.person)  # type: ignore[arg-type]
        .where(
            MandateRecord.office.in_(list(offices)),  # type: ignore[attr-defined]
            MandateRecord.starts_on <= day,
            or_(MandateRecord.ends_on.is_(None), MandateRecord.ends_on >= day),  # type: ignore[union-attr,operator]
        )
        .order_by(MandateRecord.acting.desc(), MandateRecord.starts_on)  # type: ignore[attr-defined]
    )
    return {office: person for office, _, person in session.execute(query)}
