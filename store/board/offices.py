"""The register of offices on a day: what they are called, who holds them, which are vacant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, or_, select
from sqlmodel import Session

from states.roles import Role
from store.board.names import title_of
from store.people.register import GIVER, MANDATE, TAKER
from store.searching import plain
from store.tables.people import DelegationRecord, Office, Person

OFFICE = Office.__table__.c  # type: ignore[attr-defined]
PERSON = Person.__table__.c  # type: ignore[attr-defined]
DELEGATION = DelegationRecord.__table__.c  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An office of the day, and whoever sits there; `mandates` may hold a holder and an interim."""

    office: str
    role: Role
    title: str
    mailbox: str
    mandates: tuple[RowMapping, ...]

    @property
    def vacant(self) -> bool:
        return not self.mandates


def seats(session: Session, day: date, words: str = "", role: str = "", *, vacant: bool = False) -> list[Seat]:
    """The offices that exist that day, filtered, in the order of the roles."""
    query = select(OFFICE.id, OFFICE.role, OFFICE.mailbox).where(
        or_(OFFICE.valid_from.is_(None), OFFICE.valid_from <= day),
        or_(OFFICE.valid_to.is_(None), OFFICE.valid_to >= day),
    )
    if role:
        query = query.where(OFFICE.role == role)
    sitting = _sitting(session, day)
    found = [_seat(row, sitting.get(row["id"], ()), day) for row in session.execute(query).mappings()]
    order = list(Role)
    kept = [seat for seat in found if _answers(seat, words) and (not vacant or seat.vacant)]
    return sorted(kept, key=lambda seat: (order.index(seat.role), plain(seat.title), seat.office))


def _sitting(session: Session, day: date) -> dict[str, tuple[RowMapping, ...]]:
    query = (
        select(MANDATE.c.office, MANDATE.c.starts_on, MANDATE.c.ends_on, MANDATE.c.acting)
        .add_columns(PERSON.given_name, PERSON.family_name, PERSON.gender, PERSON.fictitious)
        .join(PERSON.id.table, PERSON.id == MANDATE.c.person)
        .where(MANDATE.c.starts_on <= day, or_(MANDATE.c.ends_on.is_(None), MANDATE.c.ends_on >= day))
        .order_by(MANDATE.c.acting, MANDATE.c.starts_on)
    )
    found: dict[str, tuple[RowMapping, ...]] = {}
    for row in session.execute(query).mappings():
        found[row["office"]] = (*found.get(row["office"], ()), row)
    return found


def _seat(row: RowMapping, mandates: tuple[RowMapping, ...], day: date) -> Seat:
    gender = mandates[0]["gender"] if mandates else ""
    return Seat(
        office=row["id"],
        role=Role(row["role"]),
        title=title_of(row["id"], day, gender),
        mailbox=row["mailbox"],
        mandates=mandates,
    )


def _answers(seat: Seat, words: str) -> bool:
    names = " ".join(f"{one['given_name']} {one['family_name']}" for one in seat.mandates)
    told = plain(f"{seat.title} {seat.office} {names}")
    return all(word in told for word in plain(words).split())


def delegations(session: Session, day: date) -> Sequence[RowMapping]:
    """Delegations of signature that stand that day, by office of the delegator."""
    query = (
        select(DELEGATION.triggers, DELEGATION.starts_on, DELEGATION.ends_on, DELEGATION.reference)
        .add_columns(GIVER.c.office.label("giver"), TAKER.c.office.label("taker"))
        .join(GIVER, GIVER.c.id == DELEGATION.delegator)
        .join(TAKER, TAKER.c.id == DELEGATION.delegate)
        .where(DELEGATION.starts_on <= day, or_(DELEGATION.ends_on.is_(None), DELEGATION.ends_on >= day))
        .order_by(GIVER.c.office, DELEGATION.starts_on)
    )
    return session.execute(query).mappings().all()
