"""Views: lists that someone keeps under a name, to find their filters again."""

from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine

from api import errors
from api.console.acting import GUARDED
from api.console.rooms import ROOMS
from api.entry.identity import Db, Me, Now
from api.showing import pages
from api.showing.fields import Field
from states.refusals import BadField, Unknown
from store.board.viewer import Viewer
from store.people import views
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form()]
Number = Annotated[int, Path(ge=1, le=2**31)]
LISTS = {"/blocages": "Dossiers bloqués", "/offices": "Offices", "/journal": "Journal"}
LISTS |= {room.path: room.title for room in ROOMS}
#: Where one stands in a list or in the journal is no part of a view.
PASSING = {"page", "avant", "fait"}
LONGEST = 1000


@router.get("/vues")
def mine(request: Request, me: Me, db: Db) -> HTMLResponse:
    """One's own views, to open, rename or drop."""
    return _page(request, db, me)


def _page(request: Request, db: Engine, me: Viewer, *, status: int = 200, **wrong: object) -> HTMLResponse:
    with reading(db) as session:
        found = views.mine(session, me.person)
    asked: dict[str, object] = {"fields": (), "hidden": (), "number": 0, "error": ""} | wrong
    return pages.render(request, "views.html", status=status, found=found, lists=LISTS, **asked)  # type: ignore[arg-type]


@router.post("/vues", dependencies=GUARDED)
def keep(request: Request, me: Me, at: Now, db: Db, nom: Text = "", chemin: Text = "", requete: Text = "") -> Response:
    """Keep the list as it is filtered; back to it, under its name."""
    if chemin not in LISTS:
        raise Unknown()
    query = _plain(requete)
    try:
        _keep(db, me, nom, chemin, query, at)
    except BadField as refused:
        field = Field("nom", "Nom de la vue", value=nom, error=refused.remedy)
        hidden = [("chemin", chemin), ("requete", query)]
        return _page(request, db, me, status=422, fields=(field,), hidden=hidden)
    return RedirectResponse(f"{chemin}?{query}", 303)


def _keep(db: Engine, me: Viewer, name: str, path: str, query: str, at: datetime) -> None:
    with transaction(db) as session:
        views.keep(session, me.person, name, path, query, at)


def _plain(query: str) -> str:
    """The filters and the order, in one spelling."""
    asked = parse_qsl(query[:LONGEST].removeprefix("?"))
    return urlencode([(name, value) for name, value in asked if name not in PASSING])[:LONGEST]


@router.post("/vues/{number}/renommer", dependencies=GUARDED)
def rename(request: Request, number: Number, me: Me, db: Db, nom: Text = "") -> Response:
    """Another name."""
    try:
        with transaction(db) as session:
            views.rename(session, me.person, number, nom)
    except BadField as refused:
        status = errors.STATUS[BadField]
        return _page(request, db, me, status=status, number=number, error=refused.remedy)
    return RedirectResponse("/vues", 303)


@router.post("/vues/{number}/supprimer", dependencies=GUARDED)
def forget(number: Number, me: Me, db: Db) -> Response:
    """Drop it; the list itself stays where it is."""
    with transaction(db) as session:
        views.forget(session, me.person, number)
    return RedirectResponse("/vues", 303)
