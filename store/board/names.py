"""What offices are called on a day, and who holds them: two statements, however many are named on a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from states.refusals import Unknown
from states.roles import SYSTEM, Role, role_of
from store.people import register
from store.reference import catalogue
from store.reference.records import Gender
from store.tables.people import Person

PERSON = Person.__table__.c  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The words for offices and persons; `anonymous` ones are told by their function alone."""

    day: date
    holders: Mapping[str, Person] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)
    anonymous: bool = False

    def title(self, office: str) -> str:
        """« Rectrice de l’académie de Rennes », agreed with whoever holds it; the office itself when vacant."""
        holder = self.holders.get(office)
        return title_of(office, self.day, holder.gender if holder else "")

    def holder(self, office: str) -> str:
        """Who holds it; empty when vacant, or when rapporteurs are not to be named."""
        found = self.holders.get(office)
        return "" if found is None or self._hides(office) else f"{found.given_name} {found.family_name}"

    def full(self, office: str) -> str:
        """Title and holder in one phrase."""
        name = self.holder(office)
        return f"{self.title(office)} ({name})" if name else self.title(office)

    def is_vacant(self, office: str) -> bool:
        """Whether nobody holds it."""
        return office not in self.holders

    def person(self, person: str, office: str = "") -> str:
        """A person by name, unless the office for which they acted hides them."""
        return "" if person in ("", SYSTEM) or self._hides(office) else self.persons.get(person, "")

    def _hides(self, office: str) -> bool:
        return self.anonymous and office.startswith(Role.RAPPORTEUR.value)


def title_of(office: str, day: date, gender: str = "") -> str:
    """The title of an office on a day; the role's name where the reference data knows no such office."""
    known: Gender = "f" if gender == "f" else "m" if gender == "m" else ""
    try:
        return catalogue.title_on(office, day, known)
    except Unknown:
        return _role(office)


def _role(office: str) -> str:
    try:
        return role_of(office).label
    except ValueError:
        return office


def names(
    session: Session, offices: Iterable[str], persons: Iterable[str], day: date, *, anonymous: bool = False
) -> Names:
    """The names that a page needs."""
    wanted = sorted(set(persons) - {"", SYSTEM})
    query = select(PERSON.id, PERSON.given_name, PERSON.family_name).where(PERSON.id.in_(wanted))
    known = {row[0]: f"{row[1]} {row[2]}" for row in session.execute(query)}
    return Names(
        day=day, holders=register.holders(session, sorted(set(offices)), day), persons=known, anonymous=anonymous
    )
