"""Changing what is known of offices and people: mailboxes, names, addresses; each change is an event."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from states.calendar import paris_day
from states.roles import SYSTEM
from store.desk.dependants import wake_awaiting
from store.people.appointing import email_of, existing_person, gender_of, name_part, unknown_office, usable
from store.people.appointments import person_facts, person_texts
from store.people.chronicle import Deed, keeper, record
from store.people.seeding import office_facts
from store.searching import plain
from store.tables.people import MandateRecord, Office

MANDATE = MandateRecord.__table__.c  # type: ignore[attr-defined]


def set_mailbox(
    session: Session, office: str, mailbox: str, at: datetime, *, by: str = SYSTEM, exact: bool = False
) -> bool:
    """The functional mailbox of an office, or none; objects that await it look again. False when nothing changes.

    `exact` confirms an address whose domain looks mistyped; one that stands already needs no confirmation.
    """
    author = keeper(session, by, paris_day(at))
    row = session.get(Office, office, with_for_update=True)
    if row is None:
        raise unknown_office(session, office)
    wanted = usable(session, "boîte", mailbox, exact=exact or mailbox == row.mailbox) if mailbox else ""
    if row.mailbox == wanted:
        return False
    row.mailbox = wanted
    session.add(row)
    session.flush()
    record(session, "office", office, Deed.CHANGE, office_facts(row.model_dump()), at=at, by=author)
    wake_awaiting(session, office, at)
    return True


def correct_person(
    session: Session,
    person: str,
    at: datetime,
    *,
    given_name: str,
    family_name: str,
    gender: str,
    email: str,
    exact: bool = False,
    by: str = SYSTEM,
) -> None:
    """Names, civility and address as they should be; what awaits the offices that this person holds looks again."""
    author = keeper(session, by, paris_day(at))
    row = existing_person(session, person)
    names = name_part("prénom", given_name), name_part("nom", family_name)
    found = gender_of(gender), email_of(session, email, besides=person, exact=exact or email == row.email)
    (row.given_name, row.family_name), (row.gender, row.email) = names, found
    row.search = plain(" ".join(names))
    session.add(row)
    session.flush()
    record(session, "person", person, Deed.CHANGE, person_facts(row), at=at, by=author, texts=person_texts(row))
    offices = session.execute(select(MANDATE.office).distinct().where(MANDATE.person == person)).scalars()
    for office in sorted(offices):
        wake_awaiting(session, office, at)
