"""People, their mandates and interims, and delegations: each change is an event, and wakes what awaits the office."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from states.calendar import paris_day
from states.machine import Actor
from states.refusals import BadField
from states.roles import SYSTEM, Role, role_of, scope_of
from store.desk.dependants import wake_awaiting, wake_presented
from store.desk.references import numbered
from store.people.appointing import (
    checked_triggers,
    email_of,
    existing_office,
    existing_person,
    free_id,
    gender_of,
    mandate_row,
    name_part,
    ordered,
    refuse_second_holder,
    within,
)
from store.people.chronicle import Deed, keeper, record
from store.searching import plain
from store.tables.people import DelegationRecord, MandateRecord, Person

MANDATE = MandateRecord.__table__.c  # type: ignore[attr-defined]
EVE = timedelta(days=1)


def add_person(
    session: Session,
    *,
    given_name: str,
    family_name: str,
    gender: str,
    email: str,
    at: datetime,
    id: str = "",
    fictitious: bool = False,
    exact: bool = False,
    by: str = SYSTEM,
) -> str:
    """A new person; returns the identifier. Their name stands beside the event, where retention may blank it.

    `exact` confirms an address whose domain looks mistyped.
    """
    person = Person(
        id=free_id(session, id) if id else numbered(session, "P"),
        given_name=name_part("prénom", given_name),
        family_name=name_part("nom", family_name),
        gender=gender_of(gender),
        email=email_of(session, email, exact=exact),
        fictitious=fictitious,
        search=plain(f"{given_name} {family_name}"),
    )
    session.add(person)
    session.flush()
    author, texts = _keeper(session, by, at), person_texts(person)
    record(session, "person", person.id, Deed.CREATE, person_facts(person), at=at, by=author, texts=texts)
    return person.id


def person_facts(person: Person) -> dict[str, Any]:
    """What an event says of a person."""
    return {"id": person.id, "gender": person.gender, "fictitious": person.fictitious}


def person_texts(person: Person) -> dict[str, str]:
    """What stands beside it."""
    return {"given_name": person.given_name, "family_name": person.family_name, "email": person.email}


def appoint(
    session: Session,
    *,
    person: str,
    office: str,
    starts_on: date,
    at: datetime,
    ends_on: date | None = None,
    acting: bool = False,
    by: str = SYSTEM,
) -> str:
    """Someone takes an office, in full or as an interim; returns the mandate. An open interim ends on the eve."""
    ordered("fin", starts_on, ends_on)
    existing_office(session, office, starts_on)
    existing_person(session, person)
    author = _keeper(session, by, at)
    if not acting:
        refuse_second_holder(session, office, starts_on, ends_on)
        _end_interims(session, office, starts_on, at, author)
    row = MandateRecord(
        id=numbered(session, "M"), office=office, person=person, starts_on=starts_on, ends_on=ends_on, acting=acting
    )
    session.add(row)
    session.flush()
    _record_mandate(session, row, Deed.APPOINT, starts_on, at, author)
    return row.id


def _end_interims(session: Session, office: str, starts_on: date, at: datetime, by: Actor) -> None:
    query = select(MandateRecord).where(
        MANDATE.office == office,
        MANDATE.acting,
        MANDATE.starts_on < starts_on,
        or_(MANDATE.ends_on.is_(None), MANDATE.ends_on >= starts_on),
    )
    for interim in session.execute(query.order_by(MANDATE.id)).scalars():
        _end(session, interim, starts_on - EVE, at, by)


def end_mandate(session: Session, mandate: str, ends_on: date, at: datetime, *, by: str = SYSTEM) -> None:
    """A mandate ends after that day; delegations given or received through it lapse with it."""
    row = mandate_row(session, "mandat", mandate)
    ordered("fin", row.starts_on, ends_on)
    if not row.acting:
        refuse_second_holder(session, row.office, row.starts_on, ends_on, besides=row.id)
    _end(session, row, ends_on, at, _keeper(session, by, at))


def _end(session: Session, row: MandateRecord, ends_on: date, at: datetime, by: Actor) -> None:
    row.ends_on = ends_on
    session.add(row)
    session.flush()
    _record_mandate(session, row, Deed.END, ends_on, at, by)


def _record_mandate(session: Session, row: MandateRecord, deed: Deed, day: date, at: datetime, by: Actor) -> None:
    record(session, "mandate", row.id, deed, row.model_dump(), at=at, by=by, legal_date=day)
    wake_awaiting(session, row.office, at)
    if role_of(row.office) is Role.REGION_PRESIDENT and not row.acting:
        wake_presented(session, f"region:{scope_of(row.office)}", at)


def delegate(
    session: Session,
    *,
    delegator: str,
    delegate: str,
    triggers: Iterable[str],
    starts_on: date,
    at: datetime,
    ends_on: date | None = None,
    survives: bool = False,
    reference: str = "",
    by: str = SYSTEM,
) -> str:
    """A mandate lets another sign for it, for named acts such as `order.sign`; returns the delegation."""
    giver, taker = _between(session, delegator, delegate, starts_on)
    ordered("fin", starts_on, ends_on)
    row = DelegationRecord(
        id=numbered(session, "D"),
        delegator=giver.id,
        delegate=taker.id,
        triggers=checked_triggers(triggers),
        starts_on=starts_on,
        ends_on=ends_on,
        survives=survives,
        reference=reference,
    )
    session.add(row)
    session.flush()
    _record_delegation(session, row, giver, Deed.DELEGATE, starts_on, at, by)
    return row.id


def _between(session: Session, delegator: str, delegate: str, day: date) -> tuple[MandateRecord, MandateRecord]:
    """Two mandates of different people, both in force that day."""
    giver, taker = mandate_row(session, "délégant", delegator), mandate_row(session, "délégataire", delegate)
    within("délégant", giver, day)
    within("délégataire", taker, day)
    if giver.person == taker.person:
        raise BadField("délégataire", delegate, "on ne se délègue pas sa propre signature : nommez quelqu’un d’autre.")
    return giver, taker


def revoke(session: Session, delegation: str, ends_on: date, at: datetime, *, by: str = SYSTEM) -> None:
    """A delegation ends after that day."""
    row = session.get(DelegationRecord, delegation)
    if row is None:
        raise BadField("délégation", delegation, "inconnue : reprenez son identifiant dans la page des fonctions.")
    ordered("fin", row.starts_on, ends_on)
    row.ends_on = ends_on
    session.add(row)
    session.flush()
    giver = mandate_row(session, "délégant", row.delegator)
    _record_delegation(session, row, giver, Deed.REVOKE, ends_on, at, by)


def _record_delegation(
    session: Session, row: DelegationRecord, giver: MandateRecord, deed: Deed, day: date, at: datetime, by: str
) -> None:
    """The reference is free text: it stands beside the event. The delegator may do this as well as the keepers."""
    facts = row.model_dump(exclude={"reference"})
    author = _keeper(session, by, at, besides=(giver.office,) if by == giver.person else ())
    texts = {"reference": row.reference}
    record(session, "delegation", row.id, deed, facts, at=at, by=author, legal_date=day, texts=texts)
    wake_awaiting(session, giver.office, at)


def _keeper(session: Session, by: str, at: datetime, besides: Iterable[str] = ()) -> Actor:
    return keeper(session, by, paris_day(at), besides)
