"""In what capacity someone acts: by mandate, interim or delegation, at the console or on a paper registered later."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from states.calendar import paris_day
from states.machine import Actor
from states.mandates import Capacity, capacity_for
from states.refusals import BadField
from states.texts import LONG, clean_text
from store.people import register

REGISTRARS = frozenset({"dgesco_officer", "dgesco_head", "admin"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An act done on paper and registered by an officer: who registers, when it was done, its scan, and why so."""

    registrar: str
    registrar_office: str
    legal_date: date
    scan: str = ""
    reason: str = ""


def actor_for(
    session: Session,
    kind: str,
    trigger: str,
    *,
    person: str,
    office: str,
    at: datetime,
    paper: Paper | None = None,
) -> Actor:
    """In what capacity someone acts; NotYours when in none."""
    if paper:
        _check_paper(session, paper, at)
    day = paper.legal_date if paper else paris_day(at)
    capacity = _capacity(session, f"{kind}.{trigger}", person, office, day)
    return Actor(
        office=office,
        person=person,
        quality=capacity.quality,
        delegation=capacity.delegation,
        registrar=paper.registrar if paper else "",
        legal_date=paper.legal_date if paper else None,
    )


def _capacity(session: Session, act: str, person: str, office: str, day: date) -> Capacity:
    held = register.capacities_of(session, person, act, day, office)
    entitled = any(capacity.office == office for capacity in held)
    who = person if entitled else register.name_of(session, person)
    return capacity_for(office, held, who, day)


def _check_paper(session: Session, paper: Paper, at: datetime) -> None:
    today = paris_day(at)
    clean_text("motif de l’enregistrement", paper.reason, LONG, lines=True)
    if paper.legal_date > today:
        raise BadField("date de l’acte", paper.legal_date, "un acte sur papier ne s’enregistre qu’une fois fait.")
    if paper.registrar_office not in REGISTRARS:
        raise BadField("registrar", paper.registrar_office, "un acte sur papier est enregistré par la Dgesco.")
    _capacity(session, "register", paper.registrar, paper.registrar_office, today)
