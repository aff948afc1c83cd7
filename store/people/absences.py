"""Someone away from one day to another: all they hold goes to a substitute in one act, and comes back by itself.

It comes back because the interims that carry it are dated, as the absence is: nothing has to run on the last day.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session

from states.calendar import paris_day
from states.dates import french_day
from states.machine import Actor
from states.refusals import BadField
from states.roles import SYSTEM, Role, role_of
from store.desk.dependants import wake_awaiting
from store.desk.references import numbered
from store.people.appointing import existing_person, ordered
from store.people.chronicle import Deed, keeper, record
from store.tables.people import Absence, MandateRecord

ABSENCE = Absence.__table__.c  # type: ignore[attr-defined]
MANDATE = MandateRecord.__table__.c  # type: ignore[attr-defined]
#: Chosen for themselves: in their place someone else is designated, for each application or for the commission.
PERSONAL = frozenset({Role.RAPPORTEUR, Role.COMMISSION_MEMBER})
EVE = timedelta(days=1)


def handed(session: Session, person: str, starts_on: date, ends_on: date) -> Sequence[MandateRecord]:
    """The mandates that a substitute would take over for these days: all but what is personal."""
    query = select(MandateRecord).where(
        MANDATE.person == person,
        MANDATE.starts_on <= ends_on,
        or_(MANDATE.ends_on.is_(None), MANDATE.ends_on >= starts_on),
    )
    found = session.execute(query.order_by(MANDATE.office, MANDATE.starts_on, MANDATE.id)).scalars()
    return [one for one in found if role_of(one.office) not in PERSONAL and one.ends_on != one.starts_on - EVE]


def declare(
    session: Session,
    *,
    person: str,
    substitute: str,
    starts_on: date,
    ends_on: date,
    at: datetime,
    by: str = SYSTEM,
) -> str:
    """Hand all that is held to a substitute, both days included; returns the absence."""
    author = keeper(session, by, paris_day(at))
    _check(session, person, substitute, starts_on, ends_on, paris_day(at))
    mandates = handed(session, person, starts_on, ends_on)
    if not mandates:
        raise BadField("du", starts_on, "cette personne ne tient alors aucune fonction qui se confie.")
    row = Absence(id=numbered(session, "S"), person=person, substitute=substitute, starts_on=starts_on, ends_on=ends_on)
    session.add(row)
    session.flush()
    record(session, "absence", row.id, Deed.AWAY, row.model_dump(), at=at, by=author, legal_date=starts_on)
    for mandate in mandates:
        _stand_in(session, row, mandate, at, author)
    return row.id


def _check(session: Session, person: str, substitute: str, starts_on: date, ends_on: date, today: date) -> None:
    existing_person(session, person)
    ordered("au", starts_on, ends_on)
    if ends_on < today:
        raise BadField("au", ends_on, "cette absence est déjà finie : elle ne confierait plus rien.")
    if not substitute or substitute == person:
        raise BadField("suppléant", substitute, "choisissez une autre personne.")
    existing_person(session, substitute)
    _refuse_overlap(session, "du", person, starts_on, ends_on)
    _refuse_overlap(session, "suppléant", substitute, starts_on, ends_on)


def _refuse_overlap(session: Session, field: str, person: str, starts_on: date, ends_on: date) -> None:
    query = select(ABSENCE.starts_on, ABSENCE.ends_on).where(
        ABSENCE.person == person, ABSENCE.starts_on <= ends_on, ABSENCE.ends_on >= starts_on
    )
    other = session.execute(query.order_by(ABSENCE.starts_on)).first()
    if other:
        period = f"du {french_day(other[0])} au {french_day(other[1])}"
        raise BadField(field, starts_on, f"absence déjà enregistrée {period} : mettez-y fin, ou changez les dates.")


def _stand_in(session: Session, row: Absence, mandate: MandateRecord, at: datetime, author: Actor) -> None:
    """An interim for as long as both the absence and the mandate last."""
    last = min(row.ends_on, mandate.ends_on or date.max)
    interim = MandateRecord(
        id=numbered(session, "M"),
        office=mandate.office,
        person=row.substitute,
        starts_on=max(row.starts_on, mandate.starts_on),
        ends_on=last,
        acting=True,
        absence=row.id,
    )
    session.add(interim)
    session.flush()
    _told(session, interim, Deed.APPOINT, interim.starts_on, at, author)


def _told(session: Session, interim: MandateRecord, deed: Deed, day: date, at: datetime, author: Actor) -> None:
    record(session, "mandate", interim.id, deed, interim.model_dump(), at=at, by=author, legal_date=day)
    wake_awaiting(session, interim.office, at)


def come_back(session: Session, absence: str, last_day: date, at: datetime, *, by: str = SYSTEM) -> None:
    """End an absence sooner; the eve of its first day calls it off."""
    author = keeper(session, by, paris_day(at))
    row = session.get(Absence, absence, with_for_update=True)
    if row is None:
        raise BadField("absence", absence, "inconnue : reprenez-la dans la fiche de la personne.")
    if not row.starts_on - EVE <= last_day <= row.ends_on:
        period = f"entre le {french_day(row.starts_on - EVE)} et le {french_day(row.ends_on)}"
        raise BadField("dernier jour", last_day, f"indiquez un jour {period} ; la veille du premier jour l’annule.")
    row.ends_on = last_day
    session.add(row)
    session.flush()
    record(session, "absence", absence, Deed.BACK, row.model_dump(), at=at, by=author, legal_date=last_day)
    query = select(MandateRecord).where(MANDATE.absence == absence, MANDATE.ends_on > last_day).order_by(MANDATE.id)
    for interim in session.execute(query).scalars():
        interim.ends_on = max(last_day, interim.starts_on - EVE)
        session.add(interim)
        session.flush()
        _told(session, interim, Deed.END, interim.ends_on, at, author)
