"""Cancelling one letter that has not left, with a reason."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import RowMapping, select
from sqlmodel import Session

from api import errors
from api.console import asking
from api.console.acting import GUARDED, Sent
from api.console.rooms import BY_KIND
from api.entry.identity import Db, Me, Now
from api.showing import pages
from api.showing.fields import Field
from notifications.composing.batches import LETTER
from notifications.posting import cancelling
from states.calendar import paris_day
from states.letters import told_of
from states.refusals import NotYours, Reason, Refusal, Unknown
from store.board import scope
from store.board.names import title_of
from store.board.viewer import Viewer
from store.session import reading, transaction
from store.tables.letters import LetterStatus

router = APIRouter(include_in_schema=False)
PATH = "/echeances/courriels/{number}/annuler"
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
FIELDS = (Field("motif", "Motif", "textarea", hint="Il reste avec le courriel, dans la page de son objet."),)


@router.get(PATH)
def ask(request: Request, me: Me, at: Now, db: Db, number: Number) -> HTMLResponse:
    """The letter, and the question why."""
    with reading(db) as session:
        letter = _letter(session, me, number)
    return _page(request, letter, FIELDS)


def _letter(session: Session, me: Viewer, number: int) -> RowMapping:
    if not me.registers:
        raise NotYours(Reason("courriel", "Un courriel est annulé par la Dgesco ou l’administration de l’application."))
    letter = session.execute(select(LETTER).where(LETTER.c.id == number)).mappings().first()
    if letter is None:
        raise Unknown(Reason("courriel", f"Aucun courriel ne porte le numéro {number}."))
    scope.check(session, letter["kind"], letter["ref"], me)
    return letter


def _page(
    request: Request,
    letter: RowMapping,
    fields: tuple[Field, ...],
    reasons: tuple[Reason, ...] = (),
    status: int = 200,
) -> HTMLResponse:
    return pages.render(
        request,
        "letters/cancel.html",
        status=status,
        letter=letter,
        title=told_of(letter["letter"]),
        to=title_of(letter["office"], paris_day(letter["owed_at"])),
        word=LetterStatus(letter["status"]).label,
        page=BY_KIND[letter["kind"]].page(letter["ref"]),
        fields=fields,
        reasons=reasons,
    )


@router.post(PATH, dependencies=GUARDED)
def take(request: Request, me: Me, at: Now, db: Db, number: Number, form: Sent) -> Response:
    """Cancel it, and go to its object; or say why it is too late."""
    with reading(db) as session:
        letter = _letter(session, me, number)
    try:
        with transaction(db) as session:
            cancelling.cancel(session, number, reason=str(form.get("motif", "")), person=me.person, at=at)
    except Unknown:
        raise
    except Refusal as refusal:
        fields = asking.refilled(FIELDS, form, {})
        return _page(request, letter, fields, refusal.reasons, errors.STATUS[type(refusal)])
    return RedirectResponse(f"{BY_KIND[letter['kind']].page(letter['ref'])}#courriels", 303)
