"""The register of offices on a day: what they are called, who holds them, which are vacant, what awaits each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, func, or_, select
from sqlmodel import Session

from states.roles import Role
from store.board import veil
from store.board.names import title_of
from store.board.scope import seen
from store.board.viewer import Viewer
from store.desk.kinds import TABLES
from store.people.register import ABSENCE, GIVER, MANDATE, TAKER
from store.searching import plain
from store.tables.objects import Awaiting
from store.tables.people import DelegationRecord, Office, Person

OFFICE = Office.__table__.c  # type: ignore[attr-defined]
PERSON = Person.__table__.c  # type: ignore[attr-defined]
DELEGATION = DelegationRecord.__table__.c  # type: ignore[attr-defined]
AWAITING = Awaiting.__table__.c  # type: ignore[attr-defined]
MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An office of the day, and whoever sits there; `mandates` may hold a holder and an interim.

    `names` is empty for those whose names the viewer may not read; `waiting` counts what awaits it in their scope.
    """

    office: str
    role: Role
    title: str
    mailbox: str
    mandates: tuple[RowMapping, ...]
    named: bool = True
    waiting: int = 0

    @property
    def vacant(self) -> bool:
        return not self.mandates


def seats(
    session: Session, viewer: Viewer, day: date, words: str = "", role: str = "", *, vacant: bool = False
) -> list[Seat]:
    """The offices that exist that day, filtered: vacant ones first, then in the order of the roles."""
    query = select(OFFICE.id, OFFICE.role, OFFICE.mailbox).where(
        or_(OFFICE.valid_from.is_(None), OFFICE.valid_from <= day),
        or_(OFFICE.valid_to.is_(None), OFFICE.valid_to >= day),
    )
    if role:
        query = query.where(OFFICE.role == role)
    sitting, waiting = _sitting(session, day), _waiting(session, viewer)
    rows = session.execute(query).mappings()
    found = [_seat(row, sitting.get(row["id"], ()), viewer, waiting, day) for row in rows]
    kept = [seat for seat in found if _answers(seat, words) and (not vacant or seat.vacant)]
    order = list(Role)
    return sorted(kept, key=lambda one: (not one.vacant, order.index(one.role), plain(one.title), one.office))


def sitting_query() -> Select[Any]:
    """Mandates with whoever holds them, and for an interim whom it stands in for."""
    return (
        select(*MANDATE.c)
        .add_columns(PERSON.given_name, PERSON.family_name, PERSON.gender, PERSON.fictitious)
        .add_columns(ABSENCE.c.person.label("covers"))
        .join(PERSON.id.table, PERSON.id == MANDATE.c.person)
        .outerjoin(ABSENCE, ABSENCE.c.id == MANDATE.c.absence)
    )


def _sitting(session: Session, day: date) -> dict[str, tuple[RowMapping, ...]]:
    query = (
        sitting_query()
        .where(MANDATE.c.starts_on <= day, or_(MANDATE.c.ends_on.is_(None), MANDATE.c.ends_on >= day))
        .order_by(MANDATE.c.acting, MANDATE.c.starts_on)
    )
    found: dict[str, tuple[RowMapping, ...]] = {}
    for row in session.execute(query).mappings():
        found[row["office"]] = (*found.get(row["office"], ()), row)
    return found


def _waiting(session: Session, viewer: Viewer) -> Mapping[str, int]:
    """How many objects in scope await each office, in one statement for each kind."""
    found: dict[str, int] = {}
    for kind, table in TABLES.items():
        query = select(AWAITING.office, func.count()).join(table, table.c.ref == AWAITING.ref)
        query = query.where(AWAITING.kind == kind, seen(kind, viewer), veil.uncovered(kind, viewer))
        for office, count in session.execute(query.group_by(AWAITING.office)):
            found[office] = found.get(office, 0) + count
    return found


def _seat(
    row: RowMapping, mandates: tuple[RowMapping, ...], viewer: Viewer, waiting: Mapping[str, int], day: date
) -> Seat:
    named = viewer.sees_inside or row["role"] != Role.RAPPORTEUR.value
    gender = mandates[0]["gender"] if mandates and named else ""
    return Seat(
        office=row["id"],
        role=Role(row["role"]),
        title=title_of(row["id"], day, gender),
        mailbox=row["mailbox"],
        mandates=mandates,
        named=named,
        waiting=waiting.get(row["id"], 0),
    )


def _answers(seat: Seat, words: str) -> bool:
    names = " ".join(f"{one['given_name']} {one['family_name']}" for one in seat.mandates if seat.named)
    told = plain(f"{seat.title} {seat.office} {names}")
    return all(word in told for word in plain(words).split())


def office_row(session: Session, office: str) -> RowMapping | None:
    """The office of that identifier, alive or not."""
    return session.execute(select(*OFFICE).where(OFFICE.id == office)).mappings().first()


def mandates_of(session: Session, office: str) -> Sequence[RowMapping]:
    """All who hold, held or will hold it, the latest first."""
    query = sitting_query().where(MANDATE.c.office == office)
    return session.execute(query.order_by(MANDATE.c.starts_on.desc(), MANDATE.c.id.desc())).mappings().all()


def awaiting(session: Session, viewer: Viewer, offices: Sequence[str]) -> list[tuple[str, RowMapping]]:
    """What awaits these offices in the viewer's scope: kind and row, the first due first."""
    found = [(kind, row) for kind in TABLES for row in _awaiting(session, kind, viewer, offices)]
    return sorted(found, key=lambda one: (one[1]["due_at"] is None, one[1]["due_at"] or one[1]["entered_at"]))


def _awaiting(session: Session, kind: str, viewer: Viewer, offices: Sequence[str]) -> Sequence[RowMapping]:
    table = TABLES[kind]
    mine = select(AWAITING.ref).where(AWAITING.kind == kind, AWAITING.office.in_(offices))
    query = select(*veil.columns(kind, viewer)).where(table.c.ref.in_(mine), seen(kind, viewer))
    query = query.where(veil.uncovered(kind, viewer))
    return session.execute(query.order_by(table.c.due_at, table.c.ref).limit(MOST)).mappings().all()


def delegations(session: Session, day: date | None = None, offices: Sequence[str] = ()) -> Sequence[RowMapping]:
    """Delegations of signature that stand on a day, or all of them, by office of the delegator."""
    query = (
        select(*DELEGATION)
        .add_columns(GIVER.c.office.label("giver"), TAKER.c.office.label("taker"))
        .add_columns(GIVER.c.person.label("giving"), TAKER.c.person.label("taking"))
        .join(GIVER, GIVER.c.id == DELEGATION.delegator)
        .join(TAKER, TAKER.c.id == DELEGATION.delegate)
        .order_by(GIVER.c.office, DELEGATION.starts_on, DELEGATION.id)
    )
    if day:
        query = query.where(DELEGATION.starts_on <= day, or_(DELEGATION.ends_on.is_(None), DELEGATION.ends_on >= day))
    if offices:
        query = query.where(or_(GIVER.c.office.in_(offices), TAKER.c.office.in_(offices)))
    return session.execute(query).mappings().all()
