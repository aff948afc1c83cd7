"""Times during which nothing ran, or nobody could come in, and what became of all that fell due in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, and_, func, select
from sqlmodel import Session

from store.board.lateness import BY_A_DATE, LETTER
from store.board.proof import PLAN, PLANNED, RUNG
from store.desk.chain import EVENT
from store.dialects import seconds_between
from store.tables.letters import Letter, Rung
from store.tables.watching import Outage, PlannedRung

OUTAGE = Outage.__table__.c  # type: ignore[attr-defined]
MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One outage; `dates` fell due in it and were done after it (`latest` of them by so many seconds).

    `rungs` are the reminders that fell due in it and were looked at after it, by fate.
    """

    row: RowMapping
    dates: int
    latest: float
    rungs: Mapping[str, int]


def latest(session: Session) -> list[Told]:
    """The last outages, newest first."""
    rows = session.execute(select(*OUTAGE).order_by(OUTAGE.starts_at.desc()).limit(MOST)).mappings().all()
    return [_told(session, row) for row in rows]


def _told(session: Session, row: RowMapping) -> Told:
    begins, ends = row["starts_at"], row["ends_at"]
    missed = and_(BY_A_DATE, EVENT.c.at.between(begins, ends), EVENT.c.recorded_at >= ends)
    late = func.max(seconds_between(EVENT.c.recorded_at, EVENT.c.at))
    dates, latest_ = session.execute(select(func.count(), late).where(missed)).one()
    overdue = and_(RUNG.at.between(begins, ends), RUNG.honoured_at >= ends)
    fates = session.execute(select(RUNG.fate, func.count()).where(overdue).group_by(RUNG.fate))
    return Told(row=row, dates=dates, latest=latest_ or 0.0, rungs=dict(fates.tuples().all()))


def plans(session: Session) -> Sequence[RowMapping]:
    """Plans to catch up, those that wait first, then the newest."""
    query = select(*PLAN).order_by(PLAN.applied_at.is_not(None), PLAN.id.desc())
    return session.execute(query.limit(MOST)).mappings().all()


def plan(session: Session, number: int) -> RowMapping | None:
    """One plan."""
    return session.execute(select(*PLAN).where(PLAN.id == number)).mappings().first()


def planned(session: Session, number: int) -> Sequence[RowMapping]:
    """Its reminders, those that leave first, with what became of their letters and when they should have left."""
    columns = (RUNG.key, RUNG.kind, RUNG.ref, RUNG.office, RUNG.days, RUNG.fate, RUNG.at)
    query = select(*columns, LETTER.status, LETTER.why).join_from(PlannedRung, Rung, RUNG.key == PLANNED.key)
    query = query.outerjoin(Letter, LETTER.key == RUNG.key).where(PLANNED.plan == number)
    return session.execute(query.order_by(RUNG.letter_key == "", RUNG.at, RUNG.key)).mappings().all()
