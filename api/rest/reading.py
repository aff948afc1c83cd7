"""Lists and single objects, within what the person may see; pages are cut by the last reference of the one before."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Select, select
from sqlmodel import Session

from api.rest import requests
from api.rest.shaping import alike
from states.lifecycles import LIFECYCLES
from store.board import scope, veil
from store.board.scope import LABELLED, PLACED
from store.board.viewer import Viewer
from store.desk.kinds import TABLES
from store.tables.objects import Awaiting

AWAITING = Awaiting.__table__.c  # type: ignore[attr-defined]
Row = Mapping[str, Any]


def rows(session: Session, query: Select[Any]) -> Sequence[Row]:
    """What a query finds."""
    return cast(Sequence[Row], session.execute(query).mappings().all())


def one(session: Session, kind: str, ref: str, me: Viewer) -> Row:
    """The row of an object; Unknown outside the scope as for what does not exist."""
    scope.check(session, kind, ref, me)
    return rows(session, scope.visible(kind, me).where(TABLES[kind].c.ref == ref))[0]


def cut(session: Session, query: Select[Any], kind: str, asked: requests.Slice) -> tuple[Sequence[Row], str | None]:
    """A page of a list in the order of references, and where the next one begins."""
    column = TABLES[kind].c.ref
    query = query.where(column > asked.after) if asked.after else query
    found = rows(session, query.order_by(column).limit(asked.limit + 1))
    kept = found[: asked.limit]
    return kept, kept[-1]["ref"] if len(found) > asked.limit else None


def objects(kind: str, me: Viewer, asked: requests.Objects) -> Select[Any]:
    """The objects of a kind in scope, under the filters that every kind understands."""
    table, query = TABLES[kind].c, scope.visible(kind, me)
    if asked.state:
        query = query.where(veil.column(kind, "state", me).in_(_states(kind, asked.state, me)))
    if asked.stuck:
        cause = veil.column(kind, "stuck_cause", me)
        query = query.where(cause.is_not(None) if asked.stuck == "any" else cause == asked.stuck)
    if asked.awaits:
        held = select(AWAITING.ref).where(AWAITING.kind == kind, AWAITING.office == asked.awaits)
        query = query.where(table.ref.in_(held), veil.uncovered(kind, me))
    return query


def _states(kind: str, state: str, me: Viewer) -> list[str]:
    """The state asked for; outside the ministry, all that look like it."""
    if state not in set(LIFECYCLES[kind].states):
        return []
    return [state] if me.sees_inside else alike(kind, state)


def applications(me: Viewer, asked: requests.Applications) -> Select[Any]:
    """Applications in scope, under the filters of their list."""
    table, query = TABLES["application"].c, objects("application", me, asked)
    order = veil.column("application", "order_ref", me)
    carriers = {table.wave_ref: asked.wave, order: asked.order, table.session_ref: asked.session}
    for column, value in carriers.items():
        if value:
            query = query.where(column == value)
    if asked.territory:
        query = query.where(table.ref.in_(select(PLACED.application).where(PLACED.territory == asked.territory)))
    return query


def labels(me: Viewer, asked: requests.Labels) -> Select[Any]:
    """Labels in scope, under the filters of their list."""
    table, query = TABLES["label"].c, objects("label", me, asked)
    if asked.territory:
        query = query.where(table.ref.in_(select(LABELLED.label).where(LABELLED.territory == asked.territory)))
    if asked.expires_before:
        query = query.where(table.expires_on < asked.expires_before)
    return query
