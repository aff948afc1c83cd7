"""The weekly digest: one setting on a page of one's own, and the link of each mail that stops it without logging in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import security
from api.entry.identity import Db, Me, Now, visitor
from api.showing import pages
from store.board.viewer import Viewer
from store.people import digests
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
FORM = [Depends(security.check_form_token)]
NAMED = [Depends(visitor)]
SETTING, STOP = "/recapitulatif", "/recapitulatif/arret/{jeton}"
Token = Annotated[str, Path(max_length=100)]


@router.get(SETTING)
def setting(request: Request, me: Me, db: Db, fait: str = "") -> HTMLResponse:
    """Whether one receives it, and one button to change that."""
    with reading(db) as session:
        reads = digests.wanted(digests.chosen(session, me.person), me.own)
    return pages.render(request, "operations/weekly.html", reads=reads, done=bool(fait))


@router.post(SETTING, dependencies=FORM)
def choose(request: Request, me: Me, at: Now, db: Db, recevoir: Annotated[str, Form()] = "") -> Response:
    """Keep the choice."""
    with transaction(db) as session:
        digests.choose(session, me.person, recevoir == "oui", at, _office(me))
    return RedirectResponse(f"{SETTING}?fait=1", 303)


def _office(me: Viewer) -> str:
    return me.offices[0] if me.offices else ""


@router.get(STOP, dependencies=NAMED)
def arrive(request: Request, db: Db, jeton: Token) -> HTMLResponse:
    """A button only: what opens links on its own, as mail filters do, must not stop anything."""
    with reading(db) as session:
        known = bool(digests.owner(session, jeton))
    return _answer(request, link=jeton if known else "", known=known)


@router.post(STOP, dependencies=[*NAMED, *FORM])
def stop(request: Request, at: Now, db: Db, jeton: Token) -> HTMLResponse:
    """No more digests for whoever that mail was for."""
    with transaction(db) as session:
        known = digests.stop(session, jeton, at)
    return _answer(request, link="", known=known)


def _answer(request: Request, *, link: str, known: bool) -> HTMLResponse:
    return pages.render(request, "operations/stop.html", link=link, known=known, status=200 if known else 404)
