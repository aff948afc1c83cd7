"""The lists of every kind of object, each view being an address."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api.console import creating, filtering, telling
from api.console.rooms import ROOMS, Room
from api.entry.identity import Db, Me, Now
from api.showing import pages
from states.calendar import paris_day
from store.board import lists, names, waves
from store.board.lists import Asked
from store.board.viewer import Viewer
from store.people import views
from store.session import reading

router = APIRouter(include_in_schema=False)
Wanted = Annotated[Asked, Depends(filtering.asked)]


def context(request: Request, session: Session, room: Room, me: Viewer, at: datetime, asked: Asked) -> dict[str, Any]:
    """What a list shows: its lines, what its filters count, its sorts."""
    found = lists.listing(session, room.kind, me, asked)
    named = names.names(
        session,
        telling.offices_of(found.rows) | set(found.holders),
        (),
        paris_day(at),
        anonymous=not me.sees_inside,
    )
    told = [telling.line(room.kind, row, me, named, at, found.reminders.get(row["ref"], 0)) for row in found.rows]
    codes = waves.codes(session, me) if room.kind == "application" else ()
    return {
        "room": room,
        "found": found,
        "lines": told,
        "asked": asked,
        "fields": filtering.fields(room.kind, asked, found, named, me, codes),
        "sorts_": filtering.sorts(request, asked),
        "counters_": filtering.counters(request, asked, found),
        "filtered": filtering.is_filtered(asked),
        "views": views.mine(session, me.person, "/blocages" if asked.stuck else room.path),
        "may_create": creating.may_create(room.kind, me),
    }


def _list_of(room: Room) -> Callable[..., HTMLResponse]:
    def page(request: Request, me: Me, at: Now, db: Db, asked: Wanted) -> HTMLResponse:
        with reading(db) as session:
            found = context(request, session, room, me, at, by_reference(asked))
        return pages.render(request, "list.html", **found)

    return page


def by_reference(asked: Asked) -> Asked:
    """The latest reference first, unless another order is asked for."""
    return replace(asked, sort=asked.sort or "reference")


for _room in ROOMS:
    router.add_api_route(_room.path, _list_of(_room), methods=["GET"], name=f"list_{_room.kind}")
