"""Sending again one letter that a server refused, to the addresses that its office has today."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select
from starlette.background import BackgroundTask

from api.console.acting import GUARDED
from api.console.rooms import BY_KIND
from api.entry.identity import Db, Me, Now
from notifications.composing.batches import LETTER
from notifications.posting.again import send_again
from notifications.posting.post import post_now
from states.refusals import Reason, Unknown
from store.board import scope
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.post("/echeances/courriels/{number}/renvoyer", dependencies=GUARDED)
def take(request: Request, me: Me, at: Now, db: Db, number: Number) -> Response:
    """Send it, and go back to its object; the answer of the server is there as soon as it came."""
    with reading(db) as session:
        about = session.execute(select(LETTER.c.kind, LETTER.c.ref).where(LETTER.c.id == number)).first()
        if about is None:
            raise Unknown(Reason("courriel", f"Aucun courriel ne porte le numéro {number}."))
        scope.check(session, about.kind, about.ref, me)
    with transaction(db) as session:
        mails = send_again(session, number, person=me.person, at=at)
    leaving = BackgroundTask(post_now, mails, at, on=db)
    return RedirectResponse(f"{BY_KIND[about.kind].page(about.ref)}#courriels", 303, background=leaving)
