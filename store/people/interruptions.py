"""Times when nobody could reach the platform: recorded, and a later closing for the files that they touched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, insert, select
from sqlmodel import Session

from states.calendar import paris_day
from states.refusals import BadField, Blocked, Reason, Unknown
from states.roles import Role
from states.wave.closings import LAST_DAY
from states.wave.facts import WaveFacts
from states.wave.words import State, Trigger
from store.desk import desk, snapshots
from store.desk.chain import EVENT, TEXT
from store.desk.kinds import TABLES
from store.people.chronicle import Deed, keeper, record
from store.tables.watching import Outage

OUTAGE = Outage.__table__  # type: ignore[attr-defined]
WAVE = TABLES["wave"].c
RECEIVING = (State.OPEN.value, State.CLOSED.value, State.IN_REVIEW.value)
#: No grace after a closing is longer.
LONGEST_GRACE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Touched:
    """A call whose last day was touched, and the closing that its files have been given since, if any."""

    ref: str
    name: str
    closes_at: datetime
    moved_to: datetime | None


def ref_of(number: int) -> str:
    """How it is named in the journal."""
    return f"PANNE-{number}"


def declare(session: Session, starts_at: datetime, ends_at: datetime, reason: str, at: datetime, by: str) -> int:
    """Keep the window, with an event that carries the reason. BadField when it ends before it began, or to come."""
    author = keeper(session, by, paris_day(at))
    if not starts_at < ends_at:
        raise BadField("Fin", None, "la fin suit le début.")
    if ends_at > at:
        raise BadField("Fin", None, "une indisponibilité s’enregistre une fois le service rétabli.")
    values = {"starts_at": starts_at, "ends_at": ends_at, "declared": True, "person": by, "recorded_at": at}
    number: int = session.execute(insert(OUTAGE).values(**values).returning(OUTAGE.c.id)).scalar_one()
    told = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat(), "declared": True}
    record(session, "outage", ref_of(number), Deed.OUTAGE, told, at=at, by=author, texts={"reason": reason})
    return number


def declared(session: Session, number: int) -> RowMapping:
    """One that a person recorded; Unknown otherwise."""
    query = select(OUTAGE).where(OUTAGE.c.id == number, OUTAGE.c.declared)
    row = session.execute(query).mappings().first()
    if row is None:
        raise Unknown(Reason("indisponibilite", "Cette indisponibilité n’est pas enregistrée."))
    return row


def reason(session: Session, number: int) -> str:
    """Why, in the words of whoever recorded it."""
    of = (EVENT.c.kind == "outage") & (EVENT.c.ref == ref_of(number))
    query = select(TEXT.c.text).join(EVENT, EVENT.c.id == TEXT.c.event).where(of, TEXT.c.name == "reason")
    return session.execute(query).scalar() or ""


def touched(session: Session, row: RowMapping) -> Sequence[Touched]:
    """The calls that received files in its window, on their last day."""
    starts, ends = row["starts_at"], row["ends_at"]
    near = WAVE.closes_at.between(starts - LONGEST_GRACE, ends + LAST_DAY)
    query = select(WAVE.ref, WAVE.name, WAVE.facts).where(near, WAVE.state.in_(RECEIVING)).order_by(WAVE.ref)
    found = [(one.ref, one.name, snapshots.load("wave", one.facts)) for one in session.execute(query)]
    return [
        Touched(ref, name, facts.closes_at, _moved(facts, starts, ends))
        for ref, name, facts in found
        if ends > facts.closes_at - LAST_DAY and starts <= facts.receives_until
    ]


def _moved(facts: WaveFacts, starts: datetime, ends: datetime) -> datetime | None:
    same = [one.closes_at for one in facts.outages if (one.started_at, one.ended_at) == (starts, ends)]
    return same[-1] if same else None


def extend(session: Session, number: int, closes_at: datetime, day_off: str, at: datetime, person: str) -> list[str]:
    """One later closing for the files of every call that it touched, all or none; the references of those calls.

    Raises the refusals of the act itself, and Blocked when no call is left to extend.
    """
    row = declared(session, number)
    waiting = [one for one in touched(session, row) if one.moved_to is None]
    if not waiting:
        raise Blocked(Reason("vagues_touchees", "Aucun appel touché n’attend un report : rien n’est à faire."))
    payload = {
        "started_at": row["starts_at"],
        "ended_at": row["ends_at"],
        "closes_at": closes_at,
        "day_off_reason": day_off,
        "reason": reason(session, number),
    }
    for one in waiting:
        act = Trigger.RECORD_OUTAGE.value
        head = Role.DGESCO_HEAD.value
        desk.act(session, "wave", one.ref, act, person=person, office=head, at=at, payload=payload)
    return [one.ref for one in waiting]
