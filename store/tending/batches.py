"""One act on many applications: written down before it begins, then one by one, so that nothing is lost half-way."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session

from states.calendar import paris_day
from states.refusals import Refusal
from store.board import scope
from store.board.viewer import Viewer
from store.desk.kinds import TABLES
from store.desk.references import numbered
from store.people.chronicle import Deed, record
from store.tables.tending import Batch, BatchItem
from store.tending.follow_ups import acting

BATCH, ITEM = Batch.__table__, BatchItem.__table__  # type: ignore[attr-defined]
APPLICATION = TABLES["application"].c
MOST = 200
PENDING = "Pas encore traité : le traitement a été interrompu."


def begin(
    session: Session,
    viewer: Viewer,
    trigger: str,
    refs: Sequence[str],
    given: Mapping[str, str],
    at: datetime,
    *,
    reason: str = "",
    replays: str = "",
) -> str:
    """A batch over these applications, in scope, each with what it is stuck on today; returns its reference."""
    actor = acting(viewer)
    ref = numbered(session, f"LOT-{paris_day(at).year}")
    rows = session.execute(
        select(APPLICATION.ref, APPLICATION.stuck_cause, APPLICATION.stuck_since).where(
            APPLICATION.ref.in_(list(refs)[:MOST]), scope.seen("application", viewer)
        )
    ).all()
    facts = {"trigger": trigger, "refs": sorted(row.ref for row in rows), "given": dict(given)}
    record(session, "batch", ref, Deed.BATCH, facts, at=at, by=actor, texts={"reason": reason})
    values = {"ref": ref, "trigger": trigger, "person": viewer.person, "at": at, "replays": replays}
    session.execute(insert(BATCH).values(**values, given=json.dumps(dict(given), sort_keys=True)))
    items = [
        {"batch": ref, "ref": row.ref, "why": PENDING, "cause": row.stuck_cause or "", "cause_since": row.stuck_since}
        for row in rows
    ]
    if items:
        session.execute(insert(ITEM), items)
    return ref


def succeeded(session: Session, batch: str, ref: str, event: int) -> None:
    """That application was acted upon, in this transaction."""
    _settle(session, batch, ref, done=True, event=event, why="")


def refused(session: Session, batch: str, ref: str, refusal: Refusal) -> None:
    """Nothing was done to that one, and why."""
    _settle(session, batch, ref, done=False, why=" ".join(reason.sentence for reason in refusal.reasons))


def _settle(session: Session, batch: str, ref: str, **values: object) -> None:
    session.execute(update(ITEM).where(ITEM.c.batch == batch, ITEM.c.ref == ref).values(**values))
