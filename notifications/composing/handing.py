"""The letters of an absence: to the person away, and to whoever stands in for them, each told of the other."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlmodel import Session

from notifications.addresses import is_usable
from notifications.composing import access
from notifications.composing.batches import MAIL
from notifications.wording.titles import title
from states.calendar import paris_day
from store.people.register import MANDATE
from store.settings import settings
from store.tables.people import Absence, Person

FOOTER = "Message automatique du suivi des labels : pour rectifier, voyez le bureau de la Dgesco."


def queue(session: Session, absence: str, at: datetime) -> tuple[int, ...]:
    """One mail for each of the two who has an address; returns their ids."""
    row = session.get_one(Absence, absence)
    away, substitute = session.get_one(Person, row.person), session.get_one(Person, row.substitute)
    given = {
        "away": _name(away),
        "substitute": _name(substitute),
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "titles": _titles(session, absence, at),
        "url": f"{settings().public_url}/echeances",
    }
    letters = ((away, "absence/handed"), (substitute, "absence/received"))
    return tuple(
        access.write(session, one, letter, given, about=("absence", _key(row, one.id)), footer=FOOTER, at=at)
        for one, letter in letters
        if is_usable(one.email)
    )


def _name(person: Person) -> str:
    return f"{person.given_name} {person.family_name}"


def _titles(session: Session, absence: str, at: datetime) -> list[str]:
    offices = session.execute(select(MANDATE.c.office).where(MANDATE.c.absence == absence).order_by(MANDATE.c.office))
    return [title(office, paris_day(at), "") for office in offices.scalars()]


def _key(row: Absence, person: str) -> str:
    return f"{row.id}:{row.starts_on}:{person}"


def told(session: Session, absence: str) -> Sequence[str]:
    """Who of the two was written to, by name."""
    row = session.get_one(Absence, absence)
    found = []
    for person in (row.person, row.substitute):
        start = f"<absence.{sha256(_key(row, person).encode()).hexdigest()[:24]}@"
        if session.execute(select(MAIL.c.id).where(MAIL.c.message_id.startswith(start))).first():
            found.append(_name(session.get_one(Person, person)))
    return found
