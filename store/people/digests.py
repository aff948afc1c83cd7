"""Who reads the weekly digest: each person says so, or else their function does; and how it stops."""

import re
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlmodel import Session

from states.calendar import paris_day
from states.facts import Quality
from states.machine import Actor
from states.roles import Role, role_of
from store.dialects import insert_into
from store.people.chronicle import Deed, record
from store.tables.people import MandateRecord
from store.tables.watching import DigestChoice, WeeklyDigest

MANDATE = MandateRecord.__table__.c  # type: ignore[attr-defined]
CHOICE = DigestChoice.__table__  # type: ignore[attr-defined]
WEEKLY = WeeklyDigest.__table__  # type: ignore[attr-defined]
#: Those who run the waves read it unless they say no; everyone else, who has a page of their own, once they ask for it.
BY_HABIT = frozenset({Role.DGESCO_OFFICER, Role.DGESCO_HEAD, Role.COMMISSION_SECRETARY})
TOKEN = re.compile(r"[\w-]{20,80}", re.ASCII)


def chosen(session: Session, person: str) -> DigestChoice | None:
    """What the person has said, if anything."""
    return session.get(DigestChoice, person)


def wanted(choice: DigestChoice | None, offices: Iterable[str]) -> bool:
    """Whether someone with that choice and those offices reads it."""
    return choice.wanted if choice else any(role_of(office) in BY_HABIT for office in offices)


def choose(session: Session, person: str, wish: bool, at: datetime, office: str = "") -> None:
    """Keep the choice, with an event when it changes anything."""
    known = chosen(session, person)
    if known is not None and known.wanted == wish:
        return
    values = {"person": person, "wanted": wish, "chosen_at": at}
    row = insert_into(session, CHOICE).values(**values)
    session.execute(row.on_conflict_do_update(index_elements=["person"], set_=values))
    deed = Deed.SUBSCRIBE if wish else Deed.UNSUBSCRIBE
    by = Actor(office=office or _office(session, person, at), person=person, quality=Quality.HOLDER)
    record(session, "digest", person, deed, {"weekly_digest": wish}, at=at, by=by)


def _office(session: Session, person: str, at: datetime) -> str:
    """One that they hold that day: who stops a digest from its mail says no more than who they are."""
    day = paris_day(at)
    held = (MANDATE.person == person) & (MANDATE.starts_on <= day)
    lasts = MANDATE.ends_on.is_(None) | (MANDATE.ends_on >= day)
    query = select(MANDATE.office).where(held, lasts).order_by(MANDATE.acting, MANDATE.starts_on)
    return session.execute(query.limit(1)).scalar() or ""


def hashed(token: str) -> str:
    """What is kept of the token of a link."""
    return sha256(token.encode()).hexdigest()


def owner(session: Session, token: str) -> str:
    """Whose digest carried that link; empty when none did."""
    if not TOKEN.fullmatch(token):
        return ""
    query = select(WEEKLY.c.person).where(WEEKLY.c.stop_hash == hashed(token))
    return session.execute(query).scalar() or ""


def stop(session: Session, token: str, at: datetime) -> bool:
    """No digest any more for whoever that link was sent to; False when it was sent to nobody."""
    person = owner(session, token)
    if person:
        choose(session, person, False, at)
    return bool(person)
