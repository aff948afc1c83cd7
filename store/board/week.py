"""What a week brought to a viewer: what is new, what awaits them, what is late, what expires soon; in their scope."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, select
from sqlmodel import Session

from states.calendar import Delay, Unit, add, paris_day
from states.diagnosis import Cause
from store.board import coming, veil
from store.board.coming import Due
from store.board.scope import seen
from store.board.viewer import Viewer
from store.desk.chain import EVENT
from store.desk.kinds import FINALS, TABLES

SOON = timedelta(days=7)
ENDING = Delay(6, Unit.MONTHS)
LABEL = TABLES["label"].c
MOST = 200


@dataclass(frozen=True, slots=True)
class Week:
    """By part, each object once, in the part that asks most of the reader."""

    awaited: Sequence[Due]
    late: Sequence[Due]
    soon: Sequence[Due]
    ending: Sequence[RowMapping]
    new: Sequence[Due]

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return any((self.awaited, self.late, self.soon, self.ending, self.new))


def week(session: Session, viewer: Viewer, since: datetime, at: datetime) -> Week:
    """All of it, as of an instant; `new` is what began since the instant given."""
    awaited = coming.awaited(session, viewer)
    told = {due.row["ref"] for due in awaited}
    late = [due for due in _late(session, viewer) if due.row["ref"] not in told]
    told |= {due.row["ref"] for due in late}
    soon = [due for due in coming.soon(session, viewer, at) if due.row["due_at"] <= at + SOON]
    return Week(
        awaited=awaited,
        late=late,
        soon=[due for due in soon if due.row["ref"] not in told],
        ending=_ending(session, viewer, at),
        new=list(_new(session, viewer, since, at)),
    )


def _late(session: Session, viewer: Viewer) -> Iterator[Due]:
    for kind in TABLES:
        cause, since = (veil.column(kind, name, viewer) for name in ("stuck_cause", "stuck_since"))
        yield from _read(session, viewer, kind, cause == Cause.DEADLINE.value, since, TABLES[kind].c.ref)


def _new(session: Session, viewer: Viewer, since: datetime, at: datetime) -> Iterator[Due]:
    for kind in TABLES:
        begun = select(EVENT.c.ref).where(EVENT.c.kind == kind, EVENT.c.seq == 1, EVENT.c.at > since, EVENT.c.at <= at)
        yield from _read(session, viewer, kind, TABLES[kind].c.ref.in_(begun), TABLES[kind].c.ref)


def _ending(session: Session, viewer: Viewer, at: datetime) -> Sequence[RowMapping]:
    """Labels that end within six months and that nothing has replaced or renewed yet."""
    today = paris_day(at)
    living = LABEL.state.not_in(sorted(FINALS["label"])) & LABEL.expires_on.between(today, add(today, ENDING))
    return [due.row for due in _read(session, viewer, "label", living, LABEL.expires_on, LABEL.ref)]


def _read(session: Session, viewer: Viewer, kind: str, which: ColumnElement[bool], *order: Any) -> Iterator[Due]:
    query = select(*veil.columns(kind, viewer)).where(which, seen(kind, viewer)).order_by(*order).limit(MOST)
    yield from (Due(kind, row) for row in session.execute(query).mappings())
