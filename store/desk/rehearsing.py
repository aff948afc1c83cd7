"""What an act would do, by doing it and taking it back: refused and why, or moved where, and who would be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from states.refusals import Reason, Refusal
from store.desk import desk
from store.desk.actors import Paper
from store.desk.chain import EVENT
from store.desk.kinds import TABLES
from store.tables.letters import Letter

LETTER = Letter.__table__.c  # type: ignore[attr-defined]
Happened = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What would follow: events as (kind, ref, trigger, target), letters as (letter, office), the row afterwards."""

    refused: tuple[Reason, ...] = ()
    events: tuple[Happened, ...] = ()
    letters: tuple[tuple[str, str], ...] = ()
    row: Mapping[str, Any] | None = None


def rehearse(
    session: Session,
    kind: str,
    ref: str,
    trigger: str,
    *,
    person: str,
    office: str,
    at: datetime,
    payload: Mapping[str, object],
    version: int | None = None,
    paper: Paper | None = None,
) -> Rehearsed:
    """Do it inside a savepoint, read what it left, take it back. The session must be one that is never committed."""
    point = session.begin_nested()
    last = session.execute(select(func.coalesce(func.max(EVENT.c.id), 0))).scalar_one()
    given: dict[str, Any] = {"person": person, "office": office, "at": at, "payload": payload}
    try:
        desk.act(session, kind, ref, trigger, version=version, paper=paper, **given)
    except Refusal as refusal:
        return Rehearsed(refused=refusal.reasons)
    else:
        return _left(session, kind, ref, last, at)
    finally:
        point.rollback()


def _left(session: Session, kind: str, ref: str, last: int, at: datetime) -> Rehearsed:
    query = select(EVENT.c.id, EVENT.c.kind, EVENT.c.ref, EVENT.c.trigger, EVENT.c.target)
    events = session.execute(query.where(EVENT.c.id > last, EVENT.c.recorded_at == at).order_by(EVENT.c.id)).all()
    told = select(LETTER.letter, LETTER.office).where(LETTER.event.in_([event.id for event in events]))
    columns = [column for column in TABLES[kind].c if column.name != "facts"]
    row = session.execute(select(*columns).where(TABLES[kind].c.ref == ref)).mappings().one()
    return Rehearsed(
        events=tuple((event.kind, event.ref, event.trigger, event.target) for event in events),
        letters=tuple(dict.fromkeys(session.execute(told.order_by(LETTER.id)).tuples())),
        row=dict(row),
    )
