"""What every way of logging in ends with: a new session in place of the old one, and the page that was asked for."""

from datetime import datetime

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api import security
from api.entry import sessions

HOME = "/"


def safe(suite: str) -> str:
    """Where to go next, on this site only."""
    local = suite.startswith("/") and not suite.startswith(("//", "/\\")) and suite.isprintable()
    return suite if local and not suite.startswith("/connexion") else HOME


def begin(request: Request, session: Session, person: str, at: datetime, *, id_token: str = "") -> str:
    """A session of that person in this browser, in place of the one it had."""
    old, agent = security.session_secret(request), request.headers.get("user-agent", "")
    return sessions.begin(session, person, at, instead_of=old, agent=agent, id_token=id_token)


def entered(request: Request, secret: str, suite: str) -> Response:
    """Off to the page that was asked for."""
    response = RedirectResponse(safe(suite), 303)
    security.set_cookie(request, response, secret)
    return response
