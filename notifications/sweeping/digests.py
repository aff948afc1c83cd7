"""The weekly digests: on the first working day of the ISO week at 07:30, or on the first one that is left of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import Engine, or_, select
from sqlmodel import Session

from notifications.addresses import is_usable
from notifications.composing.weekly import write
from notifications.tally import Tally
from states.calendar import PARIS, is_working_day, next_working_day, paris_day
from store.people.digests import WEEKLY, wanted
from store.session import reading, transaction
from store.tables.people import MandateRecord, Person
from store.tables.watching import DigestChoice

MANDATE = MandateRecord.__table__.c  # type: ignore[attr-defined]
PERSON = Person.__table__.c  # type: ignore[attr-defined]
HOUR = time(7, 30)


def drain(at: datetime, on: Engine | None) -> Tally:
    """Decide about everyone of whom this week nothing has been decided yet, each in a transaction of their own."""
    tally, day = Tally(), paris_day(at)
    with reading(on) as session:
        waiting = readers(session, at)
    for person in waiting:
        _attempt(person, week_of(day), first_hour(day), at, on, tally)
    return tally


def readers(session: Session, at: datetime) -> Sequence[Person]:
    """Those about whom the week's decision is due and not taken; nobody on a day off."""
    day = paris_day(at)
    due = first_hour(day)
    return list(_readers(session, day, due)) if is_working_day(day) and at >= due else ()


def rehearse(session: Session, at: datetime) -> Iterator[str]:
    """One line per person, in French."""
    week = week_of(paris_day(at))
    yield from (f"Récapitulatif {week} de {one.given_name} {one.family_name}." for one in readers(session, at))


def _attempt(person: Person, week: str, due: datetime, at: datetime, on: Engine | None, tally: Tally) -> None:
    try:
        with transaction(on) as session:
            mine = write(session, person, week, at)
    except Exception as error:
        tally.failure(error, f"récapitulatif de {person.id}")
    else:
        tally.did(due, at) if mine else tally.skip()


def week_of(day: date) -> str:
    """The ISO week, as « 2026-W48 »."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def first_hour(day: date) -> datetime:
    """When the digests of that day's week are due."""
    monday = day - timedelta(days=day.weekday())
    return datetime.combine(next_working_day(monday), HOUR, PARIS)


def _readers(session: Session, day: date, due: datetime) -> Iterator[Person]:
    """Those in office since the digests were due, who want them since then, have an address, and await a decision."""
    offices = _offices(session, paris_day(due), day)
    choices = {one.person: one for one in session.execute(select(DigestChoice)).scalars()}
    decided = select(WEEKLY.c.person).where(WEEKLY.c.key.like(f"{week_of(day)}:%"))
    query = select(Person).where(PERSON.id.in_(sorted(offices)), PERSON.id.not_in(decided)).order_by(PERSON.id)
    for person in session.execute(query).scalars():
        choice = choices.get(person.id)
        in_time = choice is None or choice.chosen_at < due or not choice.wanted
        if in_time and is_usable(person.email) and wanted(choice, offices[person.id]):
            yield person


def _offices(session: Session, since: date, day: date) -> dict[str, list[str]]:
    """The offices of everyone who held one on that first day and still does."""
    lasts = or_(MANDATE.ends_on.is_(None), MANDATE.ends_on >= day)
    query = select(MANDATE.person, MANDATE.office).where(MANDATE.starts_on <= since, lasts)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for person, office in session.execute(query):
        found[person].append(office)
    return found
