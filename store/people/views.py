"""The lists that someone keeps under a name of their own: a path, its filters and its order."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, select, update
from sqlmodel import Session

from states.refusals import BadField, Reason, Unknown
from states.texts import clean_text
from store.tables.access import SavedView

VIEW = SavedView.__table__  # type: ignore[attr-defined]
LONGEST, MOST = 80, 50


def mine(session: Session, person: str, path: str = "") -> Sequence[RowMapping]:
    """Someone's views by name; those of one list when a path is given."""
    query = select(*VIEW.c).where(VIEW.c.person == person)
    query = query.where(VIEW.c.path == path) if path else query
    return session.execute(query.order_by(VIEW.c.name, VIEW.c.id)).mappings().all()


def keep(session: Session, person: str, name: str, path: str, query: str, at: datetime) -> None:
    """Keep a view; BadField when the name is taken, or when there are too many."""
    found = _free_name(session, person, name)
    if _count(session, person) >= MOST:
        raise BadField("nom", name, f"vous avez déjà {MOST} vues : supprimez-en une.")
    row = {"person": person, "name": found, "path": path, "query": query, "at": at}
    session.execute(insert(VIEW).values(**row))


def _count(session: Session, person: str) -> int:
    query = select(func.count()).select_from(VIEW).where(VIEW.c.person == person)
    return int(session.execute(query).scalar_one())


def _free_name(session: Session, person: str, name: str, besides: int = 0) -> str:
    found = clean_text("nom", name, LONGEST)
    if not found:
        raise BadField("nom", name, "donnez-lui un nom, comme « Signatures en retard ».")
    taken = select(VIEW.c.id).where(VIEW.c.person == person, VIEW.c.name == found, VIEW.c.id != besides)
    if session.execute(taken).first():
        raise BadField("nom", name, "une de vos vues porte déjà ce nom : choisissez-en un autre.")
    return found


def rename(session: Session, person: str, view: int, name: str) -> None:
    """Another name for one of someone's own views."""
    found = _free_name(session, person, name, besides=view)
    _touched(session.execute(update(VIEW).where(*_own(person, view)).values(name=found)).rowcount)  # type: ignore[attr-defined]


def forget(session: Session, person: str, view: int) -> None:
    """Drop one of someone's own views."""
    _touched(session.execute(delete(VIEW).where(*_own(person, view))).rowcount)  # type: ignore[attr-defined]


def _own(person: str, view: int) -> tuple[ColumnElement[bool], ...]:
    return VIEW.c.person == person, VIEW.c.id == view


def _touched(rows: int) -> None:
    if not rows:
        raise Unknown(Reason("vue", "Vous n’avez pas de vue de ce numéro."))
