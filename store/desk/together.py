"""Objects that look again and that nothing moves: many in one transaction, as a reminder or a date asks no more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from states.settle import moves
from store.desk.kinds import TABLES
from store.desk.loading import Loaded, from_rows
from store.desk.rungs import honour_all
from store.desk.writing import save_all

#: Few enough that two workers share what is due evenly, and that nobody waits long for what a batch holds.
MOST = 100


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of a batch: since when those were due that have looked again, and which want a turn of their own."""

    seen: dict[str, datetime]
    left: tuple[str, ...]


def look_again(session: Session, kind: str, at: datetime, *, besides: Collection[str] = ()) -> Looked:
    """The first of those that are due: honour the rungs and correct the bearings of all that stay where they are.

    It waits for no lock, so that it may hold many: what another transaction holds is left to that one. What moves, or
    is in trouble, wants a turn of its own.
    """
    query, given = _due(kind), {"now": at}
    claimed = session.execute(query.where(TABLES[kind].c.ref.not_in(besides)) if besides else query, given).mappings()
    rows = [dict(row) for row in claimed]
    calm = [row for row in rows if not row["troubled"]]
    still = [one for one in from_rows(session, kind, calm, at, choices=False) if not moves(one.facts, at)]
    save_all(session, kind, list(zip(still, honour_all(session, still, at), strict=True)), at)
    return _looked(rows, still)


def _looked(rows: list[dict[str, Any]], still: list[Loaded]) -> Looked:
    seen = {one.facts.ref: one.row["wake_at"] for one in still}
    return Looked(seen=seen, left=tuple(row["ref"] for row in rows if row["ref"] not in seen))


@cache
def _due(kind: str) -> Select[Any]:
    table = TABLES[kind]
    query = select(table).where(table.c.wake_at <= bindparam("now")).order_by(table.c.wake_at, table.c.ref)
    return query.limit(MOST).with_for_update(skip_locked=True)
