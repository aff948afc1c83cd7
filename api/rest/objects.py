"""Reading objects: a list and one, for each kind."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Engine, Select

from api.identity import Db, Me, Now
from api.rest import models, reading, requests
from api.rest.details import brief, whole
from api.rest.shaping import Looking
from store.session import reading as snapshot

router = APIRouter()


@router.get("/applications", summary="Lister les dossiers")
def applications(
    me: Me, at: Now, db: Db, asked: Annotated[requests.Applications, Query()]
) -> models.Page[models.Application]:
    """Applications in one's scope."""
    return _page(db, "application", Looking(me, at), reading.applications(me, asked), asked)


@router.get("/applications/{ref}", summary="Lire un dossier")
def application(ref: requests.Ref, me: Me, at: Now, db: Db) -> models.ApplicationDetail:
    """An application, why it waits, and what one may do about it."""
    return models.ApplicationDetail(**_one(db, "application", ref, Looking(me, at)))


@router.get("/waves", summary="Lister les vagues")
def waves(me: Me, at: Now, db: Db, asked: Annotated[requests.Objects, Query()]) -> models.Page[models.Wave]:
    """Calls that have been announced; all of them for the ministry."""
    return _page(db, "wave", Looking(me, at), reading.objects("wave", me, asked), asked)


@router.get("/waves/{ref}", summary="Lire une vague")
def wave(ref: requests.Ref, me: Me, at: Now, db: Db) -> models.WaveDetail:
    """A call."""
    return models.WaveDetail(**_one(db, "wave", ref, Looking(me, at)))


@router.get("/labels", summary="Lister les labels")
def labels(me: Me, at: Now, db: Db, asked: Annotated[requests.Labels, Query()]) -> models.Page[models.Label]:
    """Labels in one's scope."""
    return _page(db, "label", Looking(me, at), reading.labels(me, asked), asked)


@router.get("/labels/{ref}", summary="Lire un label")
def label(ref: requests.Ref, me: Me, at: Now, db: Db) -> models.LabelDetail:
    """A label."""
    return models.LabelDetail(**_one(db, "label", ref, Looking(me, at)))


@router.get("/orders", summary="Lister les arrêtés")
def orders(me: Me, at: Now, db: Db, asked: Annotated[requests.Objects, Query()]) -> models.Page[models.Order]:
    """Orders that carry an application of one's scope; all of them for the ministry."""
    return _page(db, "order", Looking(me, at), reading.objects("order", me, asked), asked)


@router.get("/orders/{ref}", summary="Lire un arrêté")
def order(ref: requests.Ref, me: Me, at: Now, db: Db) -> models.OrderDetail:
    """A joint order."""
    return models.OrderDetail(**_one(db, "order", ref, Looking(me, at)))


@router.get("/sessions", summary="Lister les séances")
def sessions(me: Me, at: Now, db: Db, asked: Annotated[requests.Objects, Query()]) -> models.Page[models.Session]:
    """Sessions that examine an application of one's scope; all of them for the ministry."""
    return _page(db, "session", Looking(me, at), reading.objects("session", me, asked), asked)


@router.get("/sessions/{ref}", summary="Lire une séance")
def session(ref: requests.Ref, me: Me, at: Now, db: Db) -> models.SessionDetail:
    """A session of the commission."""
    return models.SessionDetail(**_one(db, "session", ref, Looking(me, at)))


_SHAPES: dict[str, Any] = {
    "application": models.Application,
    "wave": models.Wave,
    "label": models.Label,
    "order": models.Order,
    "session": models.Session,
}


def _page(db: Engine, kind: str, looking: Looking, query: Select[Any], asked: requests.Slice) -> Any:
    with snapshot(db) as session:
        rows, following = reading.cut(session, query, kind, asked)
    items = [_SHAPES[kind](**brief(kind, looking, row)) for row in rows]
    return models.Page(items=items, next=following)


def _one(db: Engine, kind: str, ref: str, looking: Looking) -> dict[str, Any]:
    with snapshot(db) as session:
        return whole(session, kind, looking, reading.one(session, kind, ref, looking.viewer))
