"""The journal of all objects in scope, latest first, cut at an event."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, RowMapping, and_, or_, select, true
from sqlmodel import Session

from store.board.history import COMPARATIVE, PUBLISHED
from store.board.scope import APPLICATION, LABEL, seen
from store.board.viewer import Viewer
from store.desk.chain import EVENT

PER_PAGE = 50


def feed(
    session: Session, viewer: Viewer, *, before: int = 0, kind: str = "", ref: str = "", many: int = PER_PAGE
) -> tuple[Sequence[RowMapping], int]:
    """One page of events, and the event below which the next one begins; zero at the end."""
    query = select(*(column for column in EVENT.c if column.name != "facts")).where(_readable(viewer))
    for column, value in ((EVENT.c.kind, kind), (EVENT.c.ref, ref)):
        query = query.where(column == value) if value else query
    if before:
        query = query.where(EVENT.c.id < before)
    rows = session.execute(query.order_by(EVENT.c.id.desc()).limit(many + 1)).mappings().all()
    return rows[:many], rows[many - 1]["id"] if len(rows) > many else 0


def _readable(viewer: Viewer) -> ColumnElement[bool]:
    """The whole journal for the nation; elsewhere that of one's applications and labels, secrets left out."""
    if viewer.national:
        return true()
    mine = select(APPLICATION.ref).where(seen("application", viewer))
    decided = mine.where(or_(APPLICATION.state.in_(PUBLISHED), APPLICATION.ref.in_(sorted(viewer.assigned))))
    labels = select(LABEL.ref).where(seen("label", viewer))
    told = or_(EVENT.c.trigger.not_in(COMPARATIVE), EVENT.c.ref.in_(decided))
    return or_(
        and_(EVENT.c.kind == "application", EVENT.c.ref.in_(mine), told),
        and_(EVENT.c.kind == "label", EVENT.c.ref.in_(labels)),
    )
