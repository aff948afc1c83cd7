"""How stuck applications are followed: what is new, what someone took charge of, what is put off, in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, func, or_, select
from sqlmodel import Session

from states.words import Word
from store.board.names import PERSON
from store.board.scope import APPLICATION, seen
from store.board.viewer import FOLLOWERS, Viewer
from store.desk.chain import EVENT, TEXT
from store.desk.kinds import TABLES
from store.people import register
from store.tables.tending import FollowUp

MANDATE = register.MANDATE.c
FOLLOW_UP = FollowUp.__table__.c  # type: ignore[attr-defined]
MOST_NOTES = 100


class Basket(Word):
    """The part of what is stuck that one looks at; what is put off comes back by itself."""

    TO_TREAT = "", "À traiter"
    FRESH = "nouveaux", "Nouveaux"
    MINE = "moi", "Suivis par moi"
    FREE = "libres", "Suivis par personne"
    PUT_OFF = "reportes", "Reportés"


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """Where someone looks from: themselves, their day, and when they last looked; `since` None on a first visit."""

    person: str
    day: date
    since: datetime | None = None
    basket: Basket = Basket.TO_TREAT


def condition(glance: Glance, basket: Basket) -> ColumnElement[bool]:
    """Applications of a basket, whatever else is asked of them."""
    off = APPLICATION.ref.in_(_those(FOLLOW_UP.put_off_until > glance.day))
    if basket is Basket.PUT_OFF:
        return off
    return and_(~off, *_narrowed(glance, basket))


def _narrowed(glance: Glance, basket: Basket) -> list[ColumnElement[bool]]:
    if basket is Basket.FRESH:
        return [APPLICATION.stuck_since > glance.since] if glance.since else [APPLICATION.ref == ""]
    if basket is Basket.MINE:
        return [APPLICATION.ref.in_(_those(FOLLOW_UP.taken_by == glance.person))]
    return [APPLICATION.ref.not_in(_those(FOLLOW_UP.taken_by != ""))] if basket is Basket.FREE else []


def _those(which: ColumnElement[bool]) -> Select[Any]:
    return select(FOLLOW_UP.ref).where(FOLLOW_UP.kind == "application", which)


def tallies(session: Session, viewer: Viewer, glance: Glance) -> dict[Basket, int]:
    """How many stuck applications each basket holds, before any filter, in one statement."""
    counted = [func.sum(case((condition(glance, basket), 1), else_=0)) for basket in Basket]
    query = select(*counted).select_from(TABLES["application"])
    found = session.execute(query.where(APPLICATION.stuck_cause > "", seen("application", viewer))).one()
    return {basket: int(count or 0) for basket, count in zip(Basket, found, strict=True)}


def follow_ups(session: Session, refs: Sequence[str]) -> Mapping[str, RowMapping]:
    """Who follows these applications, and until when and why they are put off."""
    name = (PERSON.given_name + " " + PERSON.family_name).label("taken_name")
    query = (
        select(FOLLOW_UP.ref, FOLLOW_UP.taken_by, FOLLOW_UP.taken_at, FOLLOW_UP.put_off_until, name)
        .add_columns(TEXT.c.text.label("reason"))
        .outerjoin(PERSON.id.table, PERSON.id == FOLLOW_UP.taken_by)
        .outerjoin(TEXT, and_(TEXT.c.event == FOLLOW_UP.put_off_event, TEXT.c.name == "reason"))
        .where(FOLLOW_UP.kind == "application", FOLLOW_UP.ref.in_(list(refs)))
    )
    return {row["ref"]: row for row in session.execute(query).mappings()}


def notes(session: Session, ref: str) -> Sequence[RowMapping]:
    """What those who follow an application wrote and did about it, latest first."""
    query = (
        select(EVENT.c.at, EVENT.c.trigger, EVENT.c.office, EVENT.c.person, EVENT.c.facts, TEXT.c.text)
        .outerjoin(TEXT, TEXT.c.event == EVENT.c.id)
        .where(EVENT.c.kind == "follow_up", EVENT.c.ref == ref)
    )
    return session.execute(query.order_by(EVENT.c.seq.desc()).limit(MOST_NOTES)).mappings().all()


def followers(session: Session, day: date) -> dict[str, str]:
    """Those who may be given an application to follow: names by person."""
    offices = [role.value for role in FOLLOWERS]
    query = (
        select(PERSON.id, PERSON.given_name, PERSON.family_name)
        .join(MANDATE.person.table, MANDATE.person == PERSON.id)
        .where(
            MANDATE.office.in_(offices),
            MANDATE.starts_on <= day,
            or_(MANDATE.ends_on.is_(None), MANDATE.ends_on >= day),
        )
    )
    rows = session.execute(query.order_by(PERSON.family_name, PERSON.given_name))
    return {row[0]: f"{row[1]} {row[2]}" for row in rows}
