"""What a viewer may see, as SQL conditions: the same for pages, interface, search and exports."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlmodel import Session

from states.refusals import Reason, Unknown
from store.board import veil
from store.board.viewer import Viewer
from store.desk.kinds import TABLES, table_of
from store.tables.objects import ApplicationTerritory, LabelTerritory

APPLICATION, LABEL, WAVE = TABLES["application"].c, TABLES["label"].c, TABLES["wave"].c
PLACED = ApplicationTerritory.__table__.c  # type: ignore[attr-defined]
LABELLED = LabelTerritory.__table__.c  # type: ignore[attr-defined]
#: What is being prepared is not shown outside the ministry.
UNANNOUNCED = ("drafting", "approved")
#: That an order names an application tells its opinion: it is shown with the decision.
PUBLISHED = ("published", "corrected", "repealed", "withdrawn", "annulled")


def seen(kind: str, viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which a row of that kind is in the viewer's scope."""
    table_of(kind)
    return true() if viewer.national else _SEEN[kind](viewer)


def _applications(viewer: Viewer) -> ColumnElement[bool]:
    placed = select(PLACED.application).where(PLACED.territory.in_(sorted(viewer.territories)))
    return or_(
        APPLICATION.ref.in_(placed),
        APPLICATION.ref.in_(sorted(viewer.assigned)),
        APPLICATION.campus.in_(sorted(viewer.campuses)),
    )


def _labels(viewer: Viewer) -> ColumnElement[bool]:
    placed = select(LABELLED.label).where(LABELLED.territory.in_(sorted(viewer.territories)))
    return or_(LABEL.ref.in_(placed), LABEL.campus.in_(sorted(viewer.campuses)))


def _carriers(kind: str, column: Any) -> Any:
    """Orders and sessions are seen by those who see an application that they carry; orders once they are published."""

    def condition(viewer: Viewer) -> ColumnElement[bool]:
        carried = TABLES[kind].c.ref.in_(select(column).where(_applications(viewer), column != ""))
        return and_(carried, TABLES[kind].c.state.in_(PUBLISHED)) if kind == "order" else carried

    return condition


_SEEN: dict[str, Any] = {
    "application": _applications,
    "label": _labels,
    "order": _carriers("order", APPLICATION.order_ref),
    "session": _carriers("session", APPLICATION.session_ref),
    "wave": lambda viewer: WAVE.state.not_in(UNANNOUNCED),
}


def visible(kind: str, viewer: Viewer) -> Select[Any]:
    """Every row of a kind in the viewer's scope."""
    table = table_of(kind)
    return select(*veil.columns(kind, viewer), table.c.facts).where(seen(kind, viewer))


def check(session: Session, kind: str, ref: str, viewer: Viewer) -> None:
    """Raise Unknown, as for what does not exist, when the object is outside the viewer's scope."""
    table = table_of(kind).c
    if session.execute(select(table.ref).where(table.ref == ref, seen(kind, viewer))).first() is None:
        raise Unknown(Reason("inconnu", f"Aucun objet « {ref} » n’est suivi dans votre périmètre."))
