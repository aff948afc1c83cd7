"""What is due soon: to the viewer's own offices first, then in their whole scope."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, and_, select
from sqlmodel import Session

from store.board import veil
from store.board.scope import seen
from store.board.viewer import Viewer
from store.desk.kinds import TABLES
from store.tables.objects import Awaiting

AWAITING = Awaiting.__table__.c  # type: ignore[attr-defined]
AHEAD = timedelta(days=14)
MOST = 100


@dataclass(frozen=True, slots=True)
class Due:
    """One object and its deadline."""

    kind: str
    row: RowMapping


def awaited(session: Session, viewer: Viewer) -> list[Due]:
    """All that awaits one of the viewer's offices, the most urgent first; what has no date comes last."""
    found = [due for kind in TABLES for due in _awaited(session, kind, viewer)]
    return sorted(found, key=lambda due: (due.row["due_at"] is None, due.row["due_at"] or due.row["entered_at"]))


def _awaited(session: Session, kind: str, viewer: Viewer) -> list[Due]:
    table = TABLES[kind]
    mine = select(AWAITING.ref).where(AWAITING.kind == kind, AWAITING.office.in_(list(viewer.offices)))
    query = select(*veil.columns(kind, viewer)).where(table.c.ref.in_(mine), seen(kind, viewer))
    return _read(session, kind, query.order_by(table.c.due_at.is_(None), table.c.due_at, table.c.ref))


def soon(session: Session, viewer: Viewer, at: datetime) -> list[Due]:
    """All that falls due in the viewer's scope within fourteen days, whoever is awaited."""
    found = [due for kind in TABLES for due in _soon(session, kind, viewer, at)]
    return sorted(found, key=lambda due: (due.row["due_at"], due.row["ref"]))


def _soon(session: Session, kind: str, viewer: Viewer, at: datetime) -> list[Due]:
    due = veil.column(kind, "due_at", viewer)
    query = select(*veil.columns(kind, viewer)).where(and_(due > at, due <= at + AHEAD), seen(kind, viewer))
    return _read(session, kind, query.order_by(due, TABLES[kind].c.ref))


def _read(session: Session, kind: str, query: Any) -> list[Due]:
    return [Due(kind, row) for row in session.execute(query.limit(MOST)).mappings()]
