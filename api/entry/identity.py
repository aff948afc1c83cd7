"""Who is asking, when, and of which database: what every handler takes as parameters."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from sqlalchemy import Engine
from sqlmodel import Session

from api import security
from api.entry import sessions
from states.calendar import paris_day
from states.roles import Role
from store import clock
from store.board.viewer import Viewer, viewer
from store.session import reading

LOOKING = "Vous voyez la console comme {} : rien ne s’y enregistre. Redevenez vous-même pour agir."
#: What one may still send while looking as someone else: to be oneself again, or to leave.
OWN = frozenset({"/fin-de-consultation", "/deconnexion"})
LOGGED_OUT = "Connectez-vous : cette adresse n’est pas publique."


def engine_of(request: Request) -> Engine:
    """The database of this application."""
    found: Engine = request.app.state.engine
    return found


#: The instant of reception, before any lock.
Now = Annotated[datetime, Depends(clock.now)]
Db = Annotated[Engine, Depends(engine_of)]


def visitor(request: Request, db: Db, at: Now) -> Viewer | None:
    """Who is logged in, with the rights of the day; None for everyone else. An administrator who looks as another
    person only looks, save to stop."""
    standing = sessions.standing(db, security.session_secret(request), at)
    if standing is None:
        return None
    with reading(db) as session:
        own = viewer(session, standing.person, paris_day(at))
        found = _seen_as(session, own, standing.seen_as, at)
    request.state.person = found
    if found.seen_by and request.method not in security.SAFE_METHODS and request.url.path not in OWN:
        raise HTTPException(403, LOOKING.format(found.name))
    return found


def _seen_as(session: Session, own: Viewer, other: str, at: datetime) -> Viewer:
    """Only as long as one administers: the right to look as others goes with the mandate."""
    if not other or Role.ADMIN.value not in own.own:
        return own
    return replace(viewer(session, other, paris_day(at)), seen_by=own.name)


Visitor = Annotated[Viewer | None, Depends(visitor)]


def me(found: Visitor) -> Viewer:
    """Who is logged in; everyone else is sent to log in (a page), or refused (an interface)."""
    if found is None:
        raise HTTPException(401, LOGGED_OUT, {"WWW-Authenticate": "Session"})
    return found


Me = Annotated[Viewer, Depends(me)]
