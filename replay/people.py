"""Who holds the offices of a scenario: those it names, and for all others someone invented, and marked so."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from unicodedata import normalize

from sqlmodel import Session

from replay.deeds import Holder
from store.people.appointments import add_person, appoint
from store.people.register import holders
from store.reference import catalogue

GIVEN = (
    ("Amina", "f"), ("Benoît", "m"), ("Claire", "f"), ("David", "m"), ("Élodie", "f"), ("Fabrice", "m"),
    ("Gaëlle", "f"), ("Hugo", "m"), ("Inès", "f"), ("Julien", "m"), ("Karima", "f"), ("Loïc", "m"),
    ("Maëlle", "f"), ("Nicolas", "m"), ("Océane", "f"), ("Pascal", "m"), ("Raphaëlle", "f"), ("Stéphane", "m"),
    ("Thaïs", "f"), ("Yves", "m"),
)  # fmt: skip
FAMILY = (
    "Aubin", "Belkacem", "Carpentier", "Delmas", "Étienne", "Fournel", "Guillou", "Hamelin", "Imbert", "Jolivet",
    "Kervella", "Lemoine", "Marchal", "Nguyen", "Ollivier", "Perrault", "Quéré", "Rousselot", "Sauvage", "Tessier",
    "Urvoy", "Vasseur", "Weber",
)  # fmt: skip
#: Before the first call, so that whoever acts has been in office for long.
LONG_AGO = date(2012, 1, 1)


@dataclass(slots=True)
class People:
    """Finds, or appoints, the holder of an office on a day.

    `written_to`: they have an address of their own, save the one of the office `unreachable`.
    """

    written_to: bool = False
    unreachable: str = ""
    appointed: dict[str, str] = field(default_factory=dict)

    def named(self, session: Session, named: Iterable[Holder], at: datetime) -> None:
        """Appoint those whom the scenario names."""
        known: dict[str, str] = {}
        for one in named:
            if one.person not in known:
                known[one.person] = self._person(session, one.given_name, one.family_name, one.gender, at)
            appoint(
                session,
                person=known[one.person],
                office=one.office,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                at=at,
            )

    def holder(self, session: Session, office: str, at: datetime, day: date) -> str:
        """The person in office that day, invented when there is none; an invented holder stays."""
        if office in self.appointed:
            return self.appointed[office]
        found = holders(session, (office,), day).get(office)
        if found is not None:
            return found.id
        self.appointed[office] = self._invent(session, office, at)
        return self.appointed[office]

    def _invent(self, session: Session, office: str, at: datetime) -> str:
        number = len(self.appointed)
        given, gender = GIVEN[number % len(GIVEN)]
        family = FAMILY[number * 7 % len(FAMILY)]
        person = self._person(session, given, family, gender, at, reached=office != self.unreachable)
        known = catalogue.office(office)
        start = max(LONG_AGO, known.valid_from) if known.valid_from else LONG_AGO
        appoint(session, person=person, office=office, starts_on=start, ends_on=known.valid_to, at=at)
        return person

    def _person(
        self, session: Session, given: str, family: str, gender: str, at: datetime, *, reached: bool = True
    ) -> str:
        email = ""
        if self.written_to and reached:
            plain = normalize("NFKD", f"{given}.{family}").encode("ascii", "ignore").decode().lower()
            email = f"{plain.replace(' ', '-')}.{len(self.appointed)}@personnes.example"
        return add_person(
            session, given_name=given, family_name=family, gender=gender, email=email, at=at, fictitious=True
        )
