"""The landing page: applications that are stuck, why, who holds them, who follows them, and what to do about many."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine
from sqlmodel import Session

from api.console.gestures import Gesture
from api.console.lists import Wanted, context
from api.console.rooms import BY_KIND
from api.entry.identity import Db, Me, Now
from api.showing import pages
from states.calendar import paris_day
from store.board import batches, following, lists
from store.board.following import Basket, Glance
from store.board.lists import Asked
from store.board.viewer import Viewer
from store.session import reading, transaction
from store.tending import visits

router = APIRouter(include_in_schema=False)
ROOM = BY_KIND["application"]


@router.get("/blocages")
def blockages(
    request: Request, me: Me, at: Now, db: Db, asked: Wanted, suivi: Annotated[str, Query(max_length=20)] = ""
) -> HTMLResponse:
    """Stuck applications, those put off left out until their day."""
    since = _visited(db, me, at) if me.follows and not me.seen_by else None
    asked = stuck(asked, me, at, suivi, since)
    with reading(db) as session:
        shown = context(request, session, ROOM, me, at, asked)
        shown |= _followed(request, session, me, at, asked, shown) if me.follows else _NOTHING
        elsewhere = lists.stuck_elsewhere(session, me)
    others = [(BY_KIND[kind], count) for kind, count in elsewhere.items() if count]
    return pages.render(request, "blockages.html", others=others, since=since, gesture_label=_label, **shown)


def stuck(asked: Asked, me: Viewer, at: datetime, basket: str, since: datetime | None) -> Asked:
    """Only what is stuck, the most late first unless another order is asked for; of one basket for those who follow."""
    asked = replace(asked, stuck=True, sort=asked.sort or "retard")
    if not me.follows:
        return asked
    return replace(asked, glance=Glance(person=me.person, day=paris_day(at), since=since, basket=_basket(basket)))


def _label(gesture: str) -> str:
    return str(Gesture(gesture).label)


_NOTHING: dict[str, Any] = {"baskets": (), "followed": {}, "fresh": frozenset(), "gestures": (), "recent": ()}


def _visited(db: Engine, me: Viewer, at: datetime) -> datetime | None:
    """When they last looked, before this visit, which is noted."""
    with reading(db) as session:
        since, unnoted = visits.before(session, me.person, at)
    if unnoted:
        with transaction(db) as session:
            visits.note(session, me.person, since, at)
    return since


def _basket(name: str) -> Basket:
    return next((basket for basket in Basket if basket.value == name), Basket.TO_TREAT)


def _followed(
    request: Request, session: Session, me: Viewer, at: datetime, asked: Asked, shown: dict[str, Any]
) -> dict[str, Any]:
    glance, rows = asked.glance, shown["found"].rows
    assert glance is not None
    tallies = following.tallies(session, me, glance)
    return {
        "filtered": shown["filtered"] or glance.basket is not Basket.TO_TREAT,
        "baskets": [_tab(request, basket, tallies[basket], glance) for basket in Basket],
        "followed": following.follow_ups(session, [row["ref"] for row in rows]),
        "fresh": {row["ref"] for row in rows if glance.since and row["stuck_since"] > glance.since},
        "gestures": tuple(Gesture),
        "recent": batches.recent(session, me, at),
    }


def _tab(request: Request, basket: Basket, count: int, glance: Glance) -> tuple[str, int, str, bool]:
    """Label, how many, address, whether it is the one shown."""
    address = pages.query(request, suivi=basket.value or None, page=None)
    return basket.label, count, address, basket is glance.basket
