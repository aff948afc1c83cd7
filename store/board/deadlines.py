"""The table of deadlines of an object, as far as a viewer may read its history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from states.application.secrecy import VEILED
from states.roles import Role
from states.table.deadlines import deadline_table
from states.table.rows import DeadlineRow, Moment
from store.board.sight import Sight
from store.desk import snapshots
from store.desk.chain import EVENT


def deadlines(session: Session, sight: Sight, at: datetime) -> tuple[DeadlineRow, ...]:
    """Past, present and future deadlines; those of comparative work only for those to whom it is open."""
    rows = deadline_table(sight.facts, _past(session, sight), at)
    return tuple(_told(row, sight) for row in rows if sight.whole or not (row.inner or row.state in _hidden(sight)))


def _hidden(sight: Sight) -> tuple[str, ...]:
    return VEILED if sight.kind == "application" else ()


def _told(row: DeadlineRow, sight: Sight) -> DeadlineRow:
    """That ministers are deciding against is not told before they have."""
    deciding = getattr(sight.facts, "decisions", ()) and not sight.whole
    return replace(row, offices=(Role.DGESCO_HEAD.value,)) if row.offices and deciding else row


def _past(session: Session, sight: Sight) -> Sequence[Moment]:
    return moments(session, sight.kind, EVENT.c.id.in_([event["id"] for event in sight.events]))


def moments(session: Session, kind: str, which: ColumnElement[bool]) -> Sequence[Moment]:
    """The facts that each of some events left, in order: the journal keeps them, so nothing is replayed."""
    query = select(EVENT.c.id, EVENT.c.at, EVENT.c.trigger, EVENT.c.facts).where(which).order_by(EVENT.c.seq)
    return [
        Moment(event=event, at=at, trigger=trigger, facts=snapshots.load(kind, text))
        for event, at, trigger, text in session.execute(query)
    ]
