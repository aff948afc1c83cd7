"""What is typed survives the session in which it was typed: it waits until the log-in that follows."""

from datetime import datetime
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Engine
from starlette.datastructures import FormData

from api import security
from api.showing import pages
from store import drafting
from store.board.viewer import Viewer
from store.session import transaction

BASE, CHOICE, NEXT = "version_lue", "choix", "suite"
#: What a form may weigh to be kept without a session.
LIGHT = 200_000
CHANGED = (
    "Votre session a changé depuis l’ouverture de cette page : relisez votre texte, puis enregistrez-le de nouveau."
)


def kept_for_log_in(request: Request, db: Engine, ref: str, part: str, form: FormData, at: datetime) -> Response:
    """What was typed waits under a token that only this browser knows; else it is shown, to be copied."""
    wanted, body = request.url.path, typed(form)
    if any(value for _, value in body):
        token = _keep(request, db, ref, part, form, at)
        if not token:
            return pages.render(request, "applicants/copy.html", typed=body, status=401)
        wanted = f"{wanted}?garde={token}"
    return RedirectResponse(f"/connexion?{urlencode({'suite': wanted})}", 303)


def _keep(request: Request, db: Engine, ref: str, part: str, form: FormData, at: datetime) -> str:
    body = typed(form)
    if not security.session_secret(request) or sum(len(value) for _, value in body) > LIGHT:
        return ""
    with transaction(db) as session:
        return drafting.keep_unclaimed(session, ref, part, body, based_on=based_on(form), at=at)


def claimed(db: Engine, token: str, ref: str, me: Viewer) -> None:
    """After the log-in, what waited under the token is its author's; nobody claims it in another's name."""
    if token and not me.seen_by:
        with transaction(db) as session:
            drafting.claim(session, token, ref, me.person)


def typed(form: FormData) -> list[tuple[str, str]]:
    """What was typed, and nothing of what the page added."""
    own = {security.FORM_TOKEN, BASE, CHOICE, NEXT, "version"}
    return [(name, value) for name, value in form.multi_items() if name not in own and isinstance(value, str)]


def based_on(form: FormData) -> int:
    """The version of the content that its author had read."""
    text = str(form.get(BASE, ""))
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def is_stale(request: Request, form: FormData) -> bool:
    """Whether the form was opened in another session."""
    return security.form_token(request) != form.get(security.FORM_TOKEN)
