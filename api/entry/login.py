"""Logging in and out: by a link sent to one's own address, or in a demonstration by choosing a person."""

from datetime import datetime
from secrets import token_urlsafe
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import security
from api.entry import entering, links, persons, sessions
from api.entry.identity import Db, Now
from api.entry.sending import send
from api.proconnect.provider import Provider, Unfit
from api.showing import pages
from api.showing.fields import Field
from states.calendar import paris_day
from states.roles import Role
from store.session import reading, transaction
from store.tables.people import Person

router = APIRouter(include_in_schema=False)
BROWSER_COOKIE = "__Host-lien"
NO_ADDRESS = "écrivez une adresse comme « a.martin@ac-rennes.fr »."
TOO_MANY = "Trop de liens ont été demandés. Attendez un quart d’heure, puis recommencez."
FORM = [Depends(security.check_form_token)]
Text = Annotated[str, Form()]


@router.get("/connexion")
def login(request: Request, db: Db, at: Now, suite: str = "", q: str = "", role: str = "") -> HTMLResponse:
    """The form that asks for a link, or the persons of the demonstration."""
    if not request.app.state.demo:
        return _asking(request, suite)
    with reading(db) as session:
        groups = persons.groups(session, paris_day(at), q, role)
    return pages.render(
        request, "login_demo.html", groups=groups, roles=list(Role), q=q, role=role, suite=entering.safe(suite)
    )


def _asking(request: Request, suite: str, *, address: str = "", error: str = "", status: int = 200) -> HTMLResponse:
    field = Field("adresse", "Votre adresse de courriel professionnelle", value=address, error=error, kind="email")
    other = request.app.state.provider.configured
    return pages.render(request, "login.html", field=field, suite=entering.safe(suite), status=status, proconnect=other)


@router.post("/connexion", dependencies=FORM)
def ask(request: Request, db: Db, at: Now, tasks: BackgroundTasks, adresse: Text = "", suite: str = "") -> Response:
    """Send a link if the address is someone's; the answer, and the time it takes, are the same if it is nobody's."""
    address = adresse.strip()
    if "@" not in address or not address.isprintable() or len(address) > 254:
        return _asking(request, suite, address=address, error=NO_ADDRESS, status=422)
    with transaction(db) as session:
        if not links.admits(session, address, request.client.host if request.client else "", at):
            raise HTTPException(429, TOO_MANY)
    browser = token_urlsafe(32)
    tasks.add_task(send, db, request.app.state.settings.public_url, address, browser, entering.safe(suite), at)
    response = RedirectResponse("/connexion/lien", 303)
    security.set_cookie(request, response, browser, BROWSER_COOKIE)
    return response


@router.get("/connexion/lien")
def sent(request: Request) -> HTMLResponse:
    """What happens next, whoever asked."""
    return pages.render(request, "login_sent.html")


@router.get("/connexion/lien/{token}")
def arrive(request: Request, token: str, suite: str = "") -> HTMLResponse:
    """A button only: what opens links on its own, as mail filters do, must not use them up."""
    return pages.render(request, "login_link.html", link=token, suite=entering.safe(suite))


@router.post("/connexion/lien/{token}", dependencies=FORM)
def use(request: Request, db: Db, at: Now, token: str, suite: str = "") -> Response:
    """Consume the link."""
    browser = request.cookies.get(security.cookie_name(request, BROWSER_COOKIE), "")
    with transaction(db) as session:
        person = links.use(session, token, browser, at)
        secret = entering.begin(request, session, person, at) if person else ""
    if not secret:
        return pages.render(request, "login_dead.html", status=410)
    response = entering.entered(request, secret, suite)
    security.drop_cookie(request, response, BROWSER_COOKIE)
    return response


@router.post("/connexion/demonstration", dependencies=FORM)
def choose(request: Request, db: Db, at: Now, personne: Text = "", suite: str = "") -> Response:
    """Log in as someone of the furnished data; there is no such address elsewhere."""
    if not request.app.state.demo:
        raise HTTPException(404)
    with transaction(db) as session:
        if session.get(Person, personne) is None:
            raise HTTPException(404)
        secret = entering.begin(request, session, personne, at)
    return entering.entered(request, secret, suite)


@router.post("/deconnexion", dependencies=FORM)
def leave(request: Request, db: Db, at: Now) -> Response:
    """End this session, here and in the database, and at the identity provider if it began there."""
    with transaction(db) as session:
        token = sessions.end(session, security.session_secret(request))
    elsewhere = _elsewhere(request, token, at)
    response = _parting(request, elsewhere) if elsewhere else RedirectResponse("/connexion", 303)
    security.drop_cookie(request, response)
    return response


def _elsewhere(request: Request, id_token: str, at: datetime) -> str:
    """Where the provider ends its own session; a provider that does not answer keeps nobody logged in here."""
    found: Provider = request.app.state.provider
    try:
        return found.leaving(id_token, token_urlsafe(32), at) if id_token and found.configured else ""
    except Unfit:
        return ""


def _parting(request: Request, elsewhere: str) -> Response:
    """A page that moves on by itself: the policy lets no form of ours end on another site, not even by a redirect."""
    request.state.person = None
    return pages.render(request, "login_parting.html", elsewhere=elsewhere, headers={"Refresh": f"0; url={elsewhere}"})
