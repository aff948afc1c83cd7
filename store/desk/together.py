"""Objects that look again and that nothing moves: many in one transaction, as a reminder or a date asks no more."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from states.settle import moves
from store.desk.kinds import TABLES
from store.desk.loading import from_rows
from store.desk.rungs import honour_all
from store.desk.writing import save_all


def look_again(session: Session, kind: str, refs: Sequence[str], at: datetime) -> dict[str, datetime]:
    """Honour the rungs and correct the bearings of those that stay where they are; since when each was due.

    Those that move, are in trouble or are held by another transaction are left as they are. It waits for no lock, so
    that it may hold many at once.
    """
    rows = [dict(row) for row in session.execute(_claiming(kind), {"of": refs, "now": at}).mappings()]
    still = [one for one in from_rows(session, kind, rows, at, choices=False) if not moves(one.facts, at)]
    save_all(session, kind, list(zip(still, honour_all(session, still, at), strict=True)), at)
    return {one.facts.ref: one.row["wake_at"] for one in still}


@cache
def _claiming(kind: str) -> Select[Any]:
    table = TABLES[kind]
    among = table.c.ref.in_(bindparam("of", expanding=True))
    due = (table.c.wake_at <= bindparam("now")) & table.c.troubled.is_(False)
    return select(table).where(among, due).order_by(table.c.ref).with_for_update(skip_locked=True)
