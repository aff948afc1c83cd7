"""The persons of a furnished database, as whom anyone may log in: who holds which office today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import or_, select
from sqlmodel import Session, col

from notifications.wording.titles import title
from states.roles import Role, role_of
from store.reference.records import Gender
from store.searching import plain
from store.tables.people import MandateRecord, Person

SHOWN = 4
#: Those who see the whole first, then everyone in the order of the procedure.
FIRST = (Role.DGESCO_OFFICER, Role.DGESCO_HEAD, Role.ADMIN)
ORDER = (*FIRST, *(role for role in Role if role not in FIRST))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone in office."""

    person: str
    name: str
    title: str
    role: Role

    def answers(self, words: str) -> bool:
        """Whether every word is found in the name or the title, accents and case ignored."""
        told = plain(f"{self.name} {self.title}")
        return all(word in told for word in plain(words).split())


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates of one role; `hidden` more are a filter away."""

    role: Role
    candidates: tuple[Candidate, ...]
    hidden: int


def in_office(session: Session, day: date) -> Iterator[Candidate]:
    """Everyone who holds an office on a day, those who see the whole first."""
    ended = col(MandateRecord.ends_on)
    query = select(col(MandateRecord.office), Person).join(Person, col(Person.id) == col(MandateRecord.person))
    query = query.where(col(MandateRecord.starts_on) <= day, or_(ended.is_(None), ended >= day))
    found = [_candidate(office, person, day) for office, person in session.execute(query)]
    yield from sorted(found, key=lambda one: (ORDER.index(one.role), plain(one.title), one.person))


def _candidate(office: str, person: Person, day: date) -> Candidate:
    gender: Gender = "f" if person.gender == "f" else "m" if person.gender == "m" else ""
    name = f"{person.given_name} {person.family_name}"
    return Candidate(person.id, name, title(office, day, gender), role_of(office))


def groups(session: Session, day: date, words: str, role: str) -> tuple[Group, ...]:
    """Those who answer the words and the role; without either, the first few of each role."""
    found = [one for one in in_office(session, day) if one.answers(words) and role in ("", one.role.value)]
    most = None if words or role else SHOWN
    sorted_in = [(key, tuple(each)) for key, each in groupby(found, key=lambda one: one.role)]
    return tuple(Group(key, each[:most], len(each[most:]) if most else 0) for key, each in sorted_in)
