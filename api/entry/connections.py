"""One's own sessions, to close those left open elsewhere; and looking as someone else, to help them, without acting."""

import re
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from api import security
from api.console.acting import GUARDED
from api.entry import sessions
from api.entry.identity import LOGGED_OUT, Db, Me, Now, Visitor
from api.offices.registering import Id
from api.showing import pages
from states.facts import Quality
from states.machine import Actor
from states.refusals import NotYours, Reason, Unknown
from states.roles import Role
from store.people.chronicle import Deed, record
from store.session import reading, transaction
from store.tables.people import Person

router = APIRouter(include_in_schema=False)
#: As browsers name themselves; the first that fits, for most of them claim to be all the others.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
OTHERS = "autres"


@router.get("/connexions")
def mine(request: Request, me: Me, at: Now, db: Db) -> HTMLResponse:
    """Where one is logged in, since when, and last seen when."""
    here = sessions.hashed(security.session_secret(request))
    with reading(db) as session:
        found = [
            {"row": one, "browser": told(one.agent), "here": one.id_hash == here}
            for one in sessions.of(session, me.person, at)
        ]
    return pages.render(request, "connections.html", found=found, others=OTHERS)


def told(agent: str) -> str:
    """A browser by its name and its system, as far as it tells them."""
    names = [next((name for sign, name in known if re.search(sign, agent)), "") for known in (BROWSERS, SYSTEMS)]
    return " sur ".join(name for name in names if name) or "Navigateur inconnu"


@router.post("/connexions/fermer", dependencies=GUARDED)
def close(request: Request, me: Me, db: Db, session: Annotated[str, Form()] = "") -> Response:
    """End one of one’s sessions, or all but this one."""
    with transaction(db) as writing:
        if session == OTHERS:
            sessions.close_others(writing, me.person, security.session_secret(request))
        else:
            sessions.close(writing, me.person, session)
    return RedirectResponse("/connexions", 303)


@router.post("/personnes/{person}/voir-comme", dependencies=GUARDED)
def look_as(request: Request, person: Id, me: Me, at: Now, db: Db) -> Response:
    """See the console as that person does, without acting; the journal says who looked as whom."""
    if Role.ADMIN.value not in me.own:
        raise NotYours(
            Reason("assistance", "Voir comme une autre personne revient à l’administration de l’application.")
        )
    with transaction(db) as session:
        _look(session, security.session_secret(request), me.person, person, at)
    return RedirectResponse("/", 303)


def _look(session: Session, secret: str, admin: str, person: str, at: datetime) -> None:
    if person == admin or session.get(Person, person) is None:
        raise Unknown(Reason("personne", "Cette personne n’est pas connue ici."))
    _note(session, admin, person, Deed.LOOK_AS, at)
    sessions.look_as(session, secret, person)


def _note(session: Session, admin: str, person: str, deed: Deed, at: datetime) -> None:
    """On the chain of the person seen, under the name of whoever looks."""
    author = Actor(office=Role.ADMIN.value, person=admin, quality=Quality.HOLDER)
    record(session, "support", person, deed, {"person": person, "by": admin}, at=at, by=author)


@router.post("/fin-de-consultation", dependencies=GUARDED)
def stop_looking(request: Request, found: Visitor, at: Now, db: Db) -> Response:
    """Oneself again; the journal says that too."""
    secret = security.session_secret(request)
    standing = sessions.standing(db, secret, at)
    if found is None:
        raise HTTPException(401, LOGGED_OUT)
    if standing is None or not standing.seen_as:
        raise HTTPException(404)
    with transaction(db) as session:
        _note(session, standing.person, standing.seen_as, Deed.LOOK_NO_MORE, at)
        sessions.look_as(session, secret, None)
    return RedirectResponse(f"/personnes/{standing.seen_as}", 303)
