"""From an office to those who read for it: its functional mailbox and whoever holds it that day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import bindparam, select
from sqlmodel import Session

from notifications.addresses import is_usable
from notifications.troubles import Code
from notifications.typography import day as written
from notifications.wording import titles
from notifications.wording.context import Addressee, Contact
from states.roles import Role, role_of
from store.people import register
from store.reference.records import Gender
from store.tables.people import Office, Person

OFFICE = Office.__table__.c  # type: ignore[attr-defined]
MAILBOXES = select(OFFICE.id, OFFICE.mailbox, OFFICE.valid_to).where(
    OFFICE.id.in_(bindparam("offices", expanding=True))
)
#: Offices that one person alone fills: without that person the procedure stands still, whoever reads the mailbox.
SOLE = frozenset({Role.RECTEUR, Role.REGION_PRESIDENT, Role.MINISTER, Role.DGESCO_HEAD, Role.COMMISSION_CHAIR})
IN_CHARGE = {"session": Role.COMMISSION_SECRETARY.value}


def office_in_charge(kind: str) -> str:
    """The service that answers for a kind of object."""
    return IN_CHARGE.get(kind, Role.DGESCO_OFFICER.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One mailbox that reads for an office; `person` is empty for the functional one."""

    mailbox: str
    office: str
    person: str
    name: str
    addressee: Addressee


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """Why an office cannot be reached, or nobody can act for it, and what to do."""

    code: Code
    words: str


@dataclass(slots=True)
class Directory:
    """The offices as they are on a day; what has been read once is kept."""

    session: Session
    day: date
    mailboxes: dict[str, str | None] = field(default_factory=dict)
    holders: dict[str, Person] = field(default_factory=dict)
    read_by: dict[str, tuple[Address, ...]] = field(default_factory=dict)

    def meet(self, offices: Iterable[str]) -> None:
        """Read those that are not known yet, all at once."""
        new = {*offices} - self.mailboxes.keys()
        if not new:
            return
        rows = self.session.execute(MAILBOXES, {"offices": list(new)})
        known: dict[str, Any] = {one: (box, end) for one, box, end in rows}
        for office in new:
            mailbox, end = known.get(office, ("", None))
            self.mailboxes[office] = None if end and end < self.day else mailbox
        self.holders |= register.holders(self.session, new, self.day)

    def gender(self, office: str) -> Gender:
        """Of whoever holds it; empty when nobody does."""
        self.meet((office,))
        holder = self.holders.get(office)
        return cast(Gender, holder.gender) if holder else ""

    def title_of(self, office: str) -> str:
        """« la présidente du conseil régional de Bretagne »."""
        return titles.with_article(office, self.day, self.gender(office))

    def contact(self, kind: str) -> Contact:
        """The service in charge of a kind of object."""
        office = office_in_charge(kind)
        self.meet((office,))
        return Contact(title=titles.with_article(office, self.day, ""), mailbox=self.mailboxes[office] or "")

    def addresses(self, office: str) -> tuple[Address, ...]:
        """Every mailbox that reads for it, each once."""
        if office not in self.read_by:
            self.read_by[office] = self._addresses(office)
        return self.read_by[office]

    def _addresses(self, office: str) -> tuple[Address, ...]:
        self.meet((office,))
        box, holder = self.mailboxes[office], self.holders.get(office)
        found = [self._functional(office, box)] if box and is_usable(box) else []
        if box is not None and holder and is_usable(holder.email) and holder.email != box:
            found.append(self._personal(office, holder))
        return tuple(found)

    def _functional(self, office: str, mailbox: str) -> Address:
        title = titles.title(office, self.day, "")
        addressee = Addressee(salutation=titles.EVERYONE, gender="")
        return Address(mailbox=mailbox, office=office, person="", name=title, addressee=addressee)

    def _personal(self, office: str, holder: Person) -> Address:
        gender = cast(Gender, holder.gender)
        addressee = Addressee(salutation=titles.salutation(office, gender), gender=gender)
        name = f"{holder.given_name} {holder.family_name}"
        return Address(mailbox=holder.email, office=office, person=holder.id, name=name, addressee=addressee)

    def lack(self, office: str, awaited: bool) -> Lack | None:
        """What is missing to reach it, or to get an answer from it when it is awaited."""
        reached, holder = self.addresses(office), self.holders.get(office)
        if holder is None and (not reached or (awaited and role_of(office) in SOLE)):
            return Lack(code=Code.OFFICE_VACANT, words=self._vacant(office))
        if not reached:
            return Lack(code=Code.ADDRESS_UNKNOWN, words=self._unknown(office))
        return None

    def _vacant(self, office: str) -> str:
        return (
            f"{titles.title(office, self.day, '')} : personne n’exerce cette fonction au {written(self.day)}. "
            "Enregistrez la nomination, ou un intérim, dans la page des offices."
        )

    def _unknown(self, office: str) -> str:
        return (
            f"{titles.title(office, self.day, '')} : aucune adresse électronique connue. Indiquez une boîte "
            "fonctionnelle ou l’adresse de la personne en fonction, dans la page des offices."
        )
