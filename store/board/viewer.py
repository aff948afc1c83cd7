"""Who looks, and how far: offices held that day give territories, assigned files, or the nation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlmodel import Session

from states.application.facts import ApplicationFacts
from states.application.words import ReviewState
from states.mandates import Delegation
from states.refusals import Unknown
from states.roles import SIDES, Role, role_of, scope_of
from store.desk import snapshots
from store.desk.kinds import TABLES
from store.people import register
from store.reference import catalogue
from store.reference.places import heirs_on
from store.reference.records import Gender
from store.tables.letters import Letter
from store.tables.people import Person

LETTER = Letter.__table__.c  # type: ignore[attr-defined]
NATIONAL = frozenset(
    {
        *(Role.DGESCO_OFFICER, Role.DGESCO_HEAD, Role.DGESIP_OFFICER, Role.PARTNER_DIRECTORATE),
        *(Role.COMMISSION_CHAIR, Role.COMMISSION_SECRETARY, Role.COMMISSION_MEMBER),
        *(Role.CNEE, Role.MINISTER, Role.CABINET, Role.ADMIN),
    }
)

FOLLOWERS = (Role.DGESCO_OFFICER, Role.DGESCO_HEAD, Role.COMMISSION_SECRETARY, Role.ADMIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A person, with what their offices of the day let them see; `lent` are delegations: an office and its acts.

    `seen_by` names the administrator who looks as this person, and who may only look.
    """

    person: str
    name: str
    offices: tuple[str, ...] = ()
    capacity: str = ""
    territories: frozenset[str] = frozenset()
    campuses: frozenset[str] = frozenset()
    assigned: frozenset[str] = frozenset()
    national: bool = False
    own: frozenset[str] = frozenset()
    lent: tuple[tuple[str, str], ...] = field(default=())
    seen_by: str = ""

    @property
    def sees_inside(self) -> bool:
        """Whether states bear their inner names: everyone but the applicants."""
        return self.national or any(role_of(office) is Role.RAPPORTEUR for office in self.offices)

    @property
    def registers(self) -> str:
        """The office for which this person registers acts done on paper; empty for those who may not."""
        able = (Role.DGESCO_OFFICER.value, Role.DGESCO_HEAD.value, Role.ADMIN.value)
        return next((office for office in able if office in self.own), "")

    @property
    def follows(self) -> str:
        """The office for which this person follows stuck applications, by chasing whoever is awaited; empty if none."""
        return next((role.value for role in FOLLOWERS if role.value in self.own), "")

    def judges(self, ref: str) -> bool:
        """Whether comparative opinions on that application are open to them before the decision."""
        return self.national or ref in self.assigned

    def may(self, kind: str, trigger: str) -> frozenset[str]:
        """Offices for which they may try an act: their own, and those whose delegation names it."""
        return self.own | {office for office, act in self.lent if act == f"{kind}.{trigger}"}


def viewer(session: Session, person_id: str, day: date) -> Viewer:
    """The person of that id with the offices of that day; Unknown when there is none."""
    person = session.get(Person, person_id)
    if person is None:
        raise Unknown()
    own = _own(session, person_id, day)
    lent = _lent(register.delegations_to(session, person_id), day)
    offices = tuple(dict.fromkeys([*own, *(office for office, _ in lent)]))
    return Viewer(
        person=person_id,
        name=f"{person.given_name} {person.family_name}",
        offices=offices,
        capacity=_capacity(offices, person.gender, day),
        territories=_territories(offices, day),
        campuses=_campuses(offices),
        assigned=_assigned(session, offices),
        national=any(role_of(office) in NATIONAL for office in offices),
        own=frozenset(own),
        lent=lent,
    )


def _own(session: Session, person: str, day: date) -> list[str]:
    mandate = register.MANDATE.c
    query = select(mandate.office).where(
        mandate.person == person,
        mandate.starts_on <= day,
        or_(mandate.ends_on.is_(None), mandate.ends_on >= day),
    )
    return list(dict.fromkeys(session.execute(query.order_by(mandate.acting, mandate.starts_on)).scalars()))


def _lent(received: Iterable[Delegation], day: date) -> tuple[tuple[str, str], ...]:
    return tuple((d.delegator.office, act) for d in received for act in d.triggers if d.covers(day, act))


def _capacity(offices: tuple[str, ...], gender: str, day: date) -> str:
    if not offices:
        return "Sans fonction en cours"
    known: Gender = "f" if gender == "f" else "m" if gender == "m" else ""
    try:
        return catalogue.title_on(offices[0], day, known)
    except Unknown:
        return role_of(offices[0]).label


def _territories(offices: tuple[str, ...], day: date) -> frozenset[str]:
    """Territories of the offices, and those that no longer exist and that these stand in for."""
    living = {f"{SIDES[role_of(o)]}:{scope_of(o)}" for o in offices if role_of(o) in SIDES}
    heirs = heirs_on(day)
    return frozenset(living | {dead for dead, heir in heirs.items() if heir in living})


def _campuses(offices: tuple[str, ...]) -> frozenset[str]:
    local = {Role.SUPPORT_HEAD, Role.CAMPUS_DIRECTOR}
    return frozenset(scope_of(office) for office in offices if role_of(office) in local)


def _assigned(session: Session, offices: tuple[str, ...]) -> frozenset[str]:
    """Applications whose report they were asked for: a letter told them so, and nobody has taken their place."""
    mine = {office for office in offices if role_of(office) is Role.RAPPORTEUR}
    if not mine:
        return frozenset()
    told = select(LETTER.ref).where(LETTER.office.in_(sorted(mine)), LETTER.kind == "application")
    table = TABLES["application"].c
    texts = session.execute(select(table.facts).where(table.ref.in_(told))).scalars()
    found = (snapshots.load("application", text) for text in texts)
    return frozenset(facts.ref for facts in found if mine & _reviewers(facts))


def _reviewers(facts: ApplicationFacts) -> set[str]:
    out = {ReviewState.RECUSED, ReviewState.REPLACED}
    return {review.office for review in facts.reviews if review.state not in out}
