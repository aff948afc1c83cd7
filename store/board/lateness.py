"""How late deadlines and letters were, over a period: nearest-rank percentiles, computed where the rows are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select
from sqlmodel import Session

from states.declaration import Nature
from states.lifecycles import LIFECYCLES
from states.roles import SYSTEM
from store.desk.chain import EVENT
from store.dialects import seconds_between
from store.tables.letters import Letter, LetterStatus, Mail, MailLetter

LETTER = Letter.__table__.c  # type: ignore[attr-defined]
MAIL = Mail.__table__.c  # type: ignore[attr-defined]
CARRIES = MailLetter.__table__.c  # type: ignore[attr-defined]


def _fired() -> ColumnElement[bool]:
    """Events of transitions that a date did, whatever the object."""
    timers = {
        kind: sorted({step.trigger.value for step in lifecycle.steps if step.nature is Nature.TIMER})
        for kind, lifecycle in LIFECYCLES.items()
    }
    return or_(*(and_(EVENT.c.kind == kind, EVENT.c.trigger.in_(found)) for kind, found in timers.items() if found))


# Written out, so that both databases see that it is the condition of an index.
BY_A_DATE = and_(_fired(), EVENT.c.person == literal_column(f"'{SYSTEM}'"))
#: When the first server took a letter, and when it was owed.
ACCEPTED = (
    select(func.min(MAIL.settled_at).label("accepted_at"), LETTER.owed_at)
    .join_from(Letter, MailLetter, CARRIES.letter == LETTER.id)
    .join(Mail, and_(MAIL.id == CARRIES.mail, MAIL.status == LetterStatus.ACCEPTED.value))
    .group_by(LETTER.id, LETTER.owed_at)
)


@dataclass(frozen=True, slots=True)
class Lateness:
    """How many there were, and how late they were, in seconds: half, all but one in a hundred, the latest."""

    count: int = 0
    median: float = 0
    p99: float = 0
    longest: float = 0


def of_deadlines(session: Session, since: datetime, until: datetime) -> Lateness:
    """From the instant at which a date should have moved an object to the one at which it was written."""
    late = seconds_between(EVENT.c.recorded_at, EVENT.c.at)
    period = EVENT.c.recorded_at.between(since, until)
    return _ranked(session, select(late.label("late")).where(BY_A_DATE, period))


def of_letters(session: Session, since: datetime, until: datetime) -> Lateness:
    """From the instant at which a letter was owed to the one at which a server took it."""
    first = ACCEPTED.where(MAIL.settled_at.between(since, until)).subquery()
    return _ranked(session, select(seconds_between(first.c.accepted_at, first.c.owed_at).label("late")))


def _ranked(session: Session, query: Select[tuple[float]]) -> Lateness:
    late = query.subquery().c.late
    rank, whole = func.row_number().over(order_by=late), func.count().over()
    ranks = select(late, rank.label("rank"), whole.label("whole")).subquery().c
    wanted = or_(*(ranks.rank == _nearest(percent, ranks.whole) for percent in (50, 99, 100)))
    rows = session.execute(select(ranks.rank, ranks.late, ranks.whole).where(wanted)).all()
    if not rows:
        return Lateness()
    count = rows[0].whole
    at = {row.rank: max(0.0, row.late) for row in rows}
    return Lateness(count, *(at[_nearest(percent, count)] for percent in (50, 99, 100)))


def _nearest(percent: int, whole: Any) -> Any:
    """The nearest rank: the smallest that leaves that share of the values at or below it."""
    return (whole * percent + 99) // 100
