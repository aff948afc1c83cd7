"""What concerns a person: the applications under way in their scope, and what they did themselves."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, select
from sqlmodel import Session

from store.board import veil
from store.board.scope import APPLICATION, seen
from store.board.viewer import Viewer
from store.desk.chain import EVENT
from store.desk.kinds import FINALS

DEEDS, FILES = 8, 30


def deeds(session: Session, viewer: Viewer, refs: Sequence[str]) -> Sequence[RowMapping]:
    """What the viewer did last on these applications, latest first."""
    columns = [EVENT.c[name] for name in ("kind", "ref", "seq", "trigger", "office", "at")]
    query = select(*columns).where(
        EVENT.c.kind == "application", EVENT.c.ref.in_(refs), EVENT.c.person == viewer.person
    )
    return session.execute(query.order_by(EVENT.c.at.desc(), EVENT.c.id.desc()).limit(DEEDS)).mappings().all()


def under_way(session: Session, viewer: Viewer) -> Sequence[RowMapping]:
    """Applications in scope that have not ended, the most recent first."""
    query = select(*veil.columns("application", viewer)).where(
        seen("application", viewer), APPLICATION.state.not_in(FINALS["application"])
    )
    return session.execute(query.order_by(APPLICATION.ref.desc()).limit(FILES)).mappings().all()
