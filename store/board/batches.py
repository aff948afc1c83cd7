"""Acts on many applications as they are looked at later: done, refused and why, and whether they freed anything."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, and_, case, func, select
from sqlmodel import Session

from states.refusals import Reason, Unknown
from states.words import Word
from store.board.names import PERSON
from store.board.scope import APPLICATION, seen
from store.board.viewer import Viewer
from store.desk.chain import EVENT, TEXT
from store.desk.kinds import TABLES
from store.tables.tending import Batch, BatchItem

BATCH, ITEM = Batch.__table__.c, BatchItem.__table__.c  # type: ignore[attr-defined]
RECENT = 5


class Since(Word):
    """What became of an application since: a reminder that was accepted has not yet solved anything."""

    FREED = "freed", "n’est plus bloqué"
    SAME = "same", "toujours bloqué"
    OTHER = "other", "bloqué pour une autre raison"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One batch, its items with their application's row, and the reason that was given."""

    batch: RowMapping
    items: Sequence[RowMapping]
    reason: str
    given: Mapping[str, str]

    @property
    def failed(self) -> list[str]:
        return [row["ref"] for row in self.items if not row["done"]]


def report(session: Session, viewer: Viewer, ref: str) -> Report:
    """A batch, to those who follow applications; Unknown otherwise, or when there is none."""
    batch = session.execute(_batches(viewer).where(BATCH.ref == ref)).mappings().first() if viewer.follows else None
    if batch is None:
        raise Unknown(Reason("inconnu", f"Aucun traitement groupé « {ref} » dans votre périmètre."))
    joined = and_(TEXT.c.event == EVENT.c.id, TEXT.c.name == "reason")
    query = select(TEXT.c.text).join(EVENT, joined).where(EVENT.c.kind == "batch", EVENT.c.ref == ref)
    reason = session.execute(query).scalar() or ""
    given = json.loads(batch["given"] or "{}")
    return Report(batch=batch, items=_items(session, viewer, ref), reason=reason, given=given)


def _items(session: Session, viewer: Viewer, ref: str) -> Sequence[RowMapping]:
    query = (
        select(*ITEM, APPLICATION.name, APPLICATION.state, APPLICATION.stuck_cause, APPLICATION.stuck_since)
        .join(APPLICATION.ref.table, APPLICATION.ref == ITEM.ref)
        .where(ITEM.batch == ref, seen("application", viewer))
    )
    return session.execute(query.order_by(ITEM.done, ITEM.ref)).mappings().all()


def since(row: Mapping[str, Any] | RowMapping) -> Since:
    """Whether what was stuck then is stuck now."""
    if row["stuck_cause"] is None:
        return Since.FREED
    same = (row["stuck_cause"], row["stuck_since"]) == (row["cause"], row["cause_since"])
    return Since.SAME if same else Since.OTHER


def recent(session: Session, viewer: Viewer, at: datetime) -> Sequence[RowMapping]:
    """The latest batches with what they did, and how many of those done are no longer stuck."""
    if not viewer.follows:
        return ()
    done = func.sum(case((ITEM.done, 1), else_=0))
    freed = func.sum(case((and_(ITEM.done, APPLICATION.stuck_cause.is_(None)), 1), else_=0))
    query = _batches(viewer, func.count().label("items"), done.label("done"), freed.label("freed"))
    query = query.join(ITEM.ref.table, ITEM.batch == BATCH.ref).join(TABLES["application"], APPLICATION.ref == ITEM.ref)
    query = query.where(BATCH.at <= at).group_by(*BATCH, PERSON.given_name, PERSON.family_name)
    return session.execute(query.order_by(BATCH.at.desc()).limit(RECENT)).mappings().all()


def _batches(viewer: Viewer, *more: Any) -> Any:
    name = (PERSON.given_name + " " + PERSON.family_name).label("by")
    return select(*BATCH, name, *more).join(PERSON.id.table, PERSON.id == BATCH.person)
