"""The way to the identity provider, and back."""

import logging
from datetime import datetime
from secrets import token_urlsafe
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine

from api import security
from api.entry import entering
from api.entry.identity import Db, Now
from api.proconnect import coming
from api.proconnect.provider import Known, Provider, Unfit
from api.showing import pages
from store.session import transaction

router = APIRouter(include_in_schema=False)
COOKIE = "__Host-proconnect"
LOG = logging.getLogger(__name__)
Given = Annotated[str, Query(max_length=4000)]
AWAY = "ProConnect ne répond pas, ou pas comme il le devrait."
LOST = "Cette connexion n’a pas été demandée dans ce navigateur, ou l’a été il y a plus d’un quart d’heure."
REFUSED = "ProConnect n’a pas confirmé votre identité."
UNKNOWN = "ProConnect vous a reconnu, mais personne n’est inscrit ici sous l’adresse qu’il nous donne."


def provider(request: Request) -> Provider:
    """The one of this application; there is no such page without one."""
    found: Provider = request.app.state.provider
    if not found.configured:
        raise HTTPException(404)
    return found


@router.get("/connexion/proconnect")
def leave(request: Request, db: Db, at: Now, suite: str = "") -> Response:
    """Off to the provider."""
    found, browser = provider(request), token_urlsafe(32)
    with transaction(db) as session:
        state, nonce = coming.send(session, browser, entering.safe(suite), at)
    try:
        response = RedirectResponse(found.asking(state, nonce, at), 303)
    except Unfit as unfit:
        return _failed(request, AWAY, unfit)
    security.set_cookie(request, response, browser, COOKIE)
    return response


@router.get("/connexion/proconnect/retour")
def arrive(request: Request, db: Db, at: Now, code: Given = "", state: Given = "", error: Given = "") -> Response:
    """Back from it: whoever it names, if they are known here, is logged in."""
    found, browser = provider(request), request.cookies.get(security.cookie_name(request, COOKIE), "")
    with transaction(db) as session:
        asked = coming.receive(session, state, browser, at)
    if asked is None:
        return _failed(request, LOST, status=400)
    if error or not code:
        return _failed(request, REFUSED, error or "no code", status=403)
    try:
        known = found.who(code, asked[0], at)
    except Unfit as unfit:
        return _failed(request, AWAY, unfit)
    response = _entered(request, db, found.settings.oidc_issuer, known, asked[1], at)
    security.drop_cookie(request, response, COOKIE)
    return response


def _entered(request: Request, db: Engine, issuer: str, known: Known, suite: str, at: datetime) -> Response:
    with transaction(db) as session:
        person = coming.person_of(session, issuer, known, at)
        secret = entering.begin(request, session, person, at, id_token=known.id_token) if person else ""
    if secret:
        return entering.entered(request, secret, suite)
    return _failed(request, UNKNOWN, status=403, email=known.email)


def _failed(request: Request, told: str, why: object = "", *, status: int = 502, email: str = "") -> HTMLResponse:
    """What happened and the other way in; the cause is for the log, where it names nobody."""
    if why:
        LOG.warning("proconnect: %s", str(why)[:300])
    return pages.render(request, "login_refused.html", status=status, told=told, email=email)
