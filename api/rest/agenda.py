"""The agenda: what dates will do by themselves, and the letters they owe, object by object."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import or_
from sqlmodel import Session

from api.entry.identity import Db, Me, Now
from api.rest import reading, requests, shapes, traces
from api.rest.details import as_dated
from api.rest.refusals import refused
from api.rest.shaping import Looking
from store.board import veil
from store.board.scope import visible
from store.desk.kinds import FINALS, TABLES
from store.desk.loading import Loaded, from_rows
from store.session import reading as snapshot

router = APIRouter()
FAR = timedelta(days=20 * 366)


@router.get("/agenda", summary="Lire les échéances à venir")
def agenda(me: Me, at: Now, db: Db, asked: Annotated[requests.Ahead, Query()]) -> shapes.Page[traces.Agenda]:
    """Objects in one's scope that are late, or for which a date comes within some days."""
    table, until = TABLES[asked.kind].c, at + timedelta(days=asked.days)
    query = visible(asked.kind, me).where(table.state.not_in(FINALS[asked.kind]))
    due, wake = (veil.column(asked.kind, name, me) for name in ("due_at", "wake_at"))
    query = query.where(or_(due <= until, wake <= until))
    with snapshot(db) as session:
        rows, following = reading.cut(session, query, asked.kind, asked)
        items = _agendas(session, Looking(me, at), asked.kind, rows, until)
    return shapes.Page(items=items, next=following)


@router.get("/agenda/{collection}/{ref}", summary="Lire les échéances d’un objet", responses=refused(404))
def one(collection: requests.Collection, ref: requests.Ref, me: Me, at: Now, db: Db) -> traces.Agenda:
    """All that dates will do to one object in its present stage."""
    kind = collection.kind
    with snapshot(db) as session:
        return _agendas(session, Looking(me, at), kind, [reading.one(session, kind, ref, me)], at + FAR)[0]


def _agendas(
    session: Session, looking: Looking, kind: str, rows: Sequence[reading.Row], until: datetime
) -> list[traces.Agenda]:
    return [
        traces.Agenda(
            kind=kind,
            ref=one.row["ref"],
            name=one.row["name"],
            due_at=one.row["due_at"],
            awaiting=looking.offices(one.row["awaiting"].split()),
            coming=_coming(looking, one, until),
        )
        for one in from_rows(session, kind, rows, looking.at)
    ]


def _coming(looking: Looking, one: Loaded, until: datetime) -> list[shapes.Coming]:
    """What dates will do; under the veil, nothing that is told."""
    if veil.covers(looking.viewer, one.kind, one.facts.ref, one.facts.state.value):
        return []
    return looking.coming(as_dated(one.facts, looking.at), until)
