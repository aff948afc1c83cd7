"""Who may have signed for an office, on paper, some time ago."""

from sqlalchemy import select
from sqlmodel import Session

from store.people.register import GIVER, MANDATE, TAKER
from store.tables.people import DelegationRecord, Person

PERSON = Person.__table__.c  # type: ignore[attr-defined]
DELEGATION = DelegationRecord.__table__.c  # type: ignore[attr-defined]
MOST = 40


def signatories(session: Session, office: str) -> list[tuple[str, str]]:
    """Holders of an office, past and present, then their delegates: identifier and name."""
    holding = select(PERSON.id, PERSON.given_name, PERSON.family_name, MANDATE.c.starts_on)
    held = holding.join(MANDATE, MANDATE.c.person == PERSON.id).where(MANDATE.c.office == office)
    lent = (
        select(PERSON.id, PERSON.given_name, PERSON.family_name, DELEGATION.starts_on)
        .join(TAKER, TAKER.c.person == PERSON.id)
        .join(DelegationRecord, DELEGATION.delegate == TAKER.c.id)
        .join(GIVER, GIVER.c.id == DELEGATION.delegator)
        .where(GIVER.c.office == office)
    )
    found: dict[str, str] = {}
    for query, order in ((held, MANDATE.c.starts_on), (lent, DELEGATION.starts_on)):
        for person, given, family, _ in session.execute(query.order_by(order.desc()).limit(MOST)):
            found.setdefault(person, f"{given} {family}")
    return list(found.items())
