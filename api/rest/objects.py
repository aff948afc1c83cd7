"""Reading objects: a list and one, for each kind."""

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query
from sqlalchemy import Engine, Select

from api.entry.identity import Db, Me, Now
from api.rest import models, reading, requests, shapes
from api.rest.details import brief, whole
from api.rest.refusals import refused
from api.rest.shaping import Looking
from store.session import reading as snapshot

router = APIRouter()
Shown = TypeVar("Shown", bound=models.Item)


@router.get("/applications", summary="Lister les dossiers")
def applications(
    me: Me, at: Now, db: Db, asked: Annotated[requests.Applications, Query()]
) -> shapes.Page[models.Application]:
    """Applications in one's scope."""
    return _page(db, "application", models.Application, Looking(me, at), reading.applications(me, asked), asked)


@router.get("/applications/{ref}", summary="Lire un dossier", responses=refused(404))
def application(ref: requests.Ref, me: Me, at: Now, db: Db) -> models.ApplicationDetail:
    """An application, why it waits, and what one may do about it."""
    return models.ApplicationDetail(**_one(db, "application", ref, Looking(me, at)))


@router.get("/waves", summary="Lister les vagues")
def waves(me: Me, at: Now, db: Db, asked: Annotated[requests.Objects, Query()]) -> shapes.Page[models.Wave]:
    """Calls that have been announced; all of them for the ministry."""
    return _page(db, "wave", models.Wave, Looking(me, at), reading.objects("wave", me, asked), asked)


@router.get("/waves/{ref}", summary="Lire une vague", responses=refused(404))
def wave(ref: requests.Ref, me: Me, at: Now, db: Db) -> models.WaveDetail:
    """A call."""
    return models.WaveDetail(**_one(db, "wave", ref, Looking(me, at)))


@router.get("/labels", summary="Lister les labels")
def labels(me: Me, at: Now, db: Db, asked: Annotated[requests.Labels, Query()]) -> shapes.Page[models.Label]:
    """Labels in one's scope."""
    return _page(db, "label", models.Label, Looking(me, at), reading.labels(me, asked), asked)


@router.get("/labels/{ref}", summary="Lire un label", responses=refused(404))
def label(ref: requests.Ref, me: Me, at: Now, db: Db) -> models.LabelDetail:
    """A label."""
    return models.LabelDetail(**_one(db, "label", ref, Looking(me, at)))


@router.get("/orders", summary="Lister les arrêtés")
def orders(me: Me, at: Now, db: Db, asked: Annotated[requests.Objects, Query()]) -> shapes.Page[models.Order]:
    """Orders that carry an application of one's scope; all of them for the ministry."""
    return _page(db, "order", models.Order, Looking(me, at), reading.objects("order", me, asked), asked)


@router.get("/orders/{ref}", summary="Lire un arrêté", responses=refused(404))
def order(ref: requests.Ref, me: Me, at: Now, db: Db) -> models.OrderDetail:
    """A joint order."""
    return models.OrderDetail(**_one(db, "order", ref, Looking(me, at)))


@router.get("/sessions", summary="Lister les séances")
def sessions(me: Me, at: Now, db: Db, asked: Annotated[requests.Objects, Query()]) -> shapes.Page[models.Session]:
    """Sessions that examine an application of one's scope; all of them for the ministry."""
    return _page(db, "session", models.Session, Looking(me, at), reading.objects("session", me, asked), asked)


@router.get("/sessions/{ref}", summary="Lire une séance", responses=refused(404))
def session(ref: requests.Ref, me: Me, at: Now, db: Db) -> models.SessionDetail:
    """A session of the commission."""
    return models.SessionDetail(**_one(db, "session", ref, Looking(me, at)))


def _page(
    db: Engine, kind: str, shape: type[Shown], looking: Looking, query: Select[Any], asked: requests.Slice
) -> shapes.Page[Shown]:
    with snapshot(db) as session:
        rows, following = reading.cut(session, query, kind, asked)
    return shapes.Page(items=[shape(**brief(kind, looking, row)) for row in rows], next=following)


def _one(db: Engine, kind: str, ref: str, looking: Looking) -> dict[str, Any]:
    with snapshot(db) as session:
        return whole(session, kind, looking, reading.one(session, kind, ref, looking.viewer))
