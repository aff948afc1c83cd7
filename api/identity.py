"""Who is asking, when, and of which database: what every handler takes as parameters."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from sqlalchemy import Engine

from api import security, sessions
from states.calendar import paris_day
from store import clock
from store.board.viewer import Viewer, viewer
from store.session import reading

LOGGED_OUT = "Connectez-vous : cette adresse n’est pas publique."


def engine_of(request: Request) -> Engine:
    """The database of this application."""
    found: Engine = request.app.state.engine
    return found


#: The instant of reception, before any lock.
Now = Annotated[datetime, Depends(clock.now)]
Db = Annotated[Engine, Depends(engine_of)]


def visitor(request: Request, db: Db, at: Now) -> Viewer | None:
    """Who is logged in, with the rights of the day; None for everyone else."""
    person = sessions.person_of(db, security.session_secret(request), at)
    if not person:
        return None
    with reading(db) as session:
        request.state.person = viewer(session, person, paris_day(at))
    found: Viewer = request.state.person
    return found


Visitor = Annotated[Viewer | None, Depends(visitor)]


def me(found: Visitor) -> Viewer:
    """Who is logged in; everyone else is sent to log in (a page), or refused (an interface)."""
    if found is None:
        raise HTTPException(401, LOGGED_OUT, {"WWW-Authenticate": "Session"})
    return found


Me = Annotated[Viewer, Depends(me)]
