"""Asking about a call, and answering, on its page."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.console.acting import GUARDED, Sent
from api.console.living import Ref
from api.console.rooms import BY_KIND
from api.entry.identity import Db, Me, Now
from store.session import transaction
from store.tending import questions

router = APIRouter(include_in_schema=False)
ROOM = BY_KIND["wave"]
ANCHOR = "#questions"


@router.post(f"{ROOM.path}/{{ref}}/questions", dependencies=GUARDED)
def ask(ref: Ref, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """One more question."""
    with transaction(db) as session:
        questions.ask(session, me, ref, str(form.get("question", "")), at)
    return RedirectResponse(f"{ROOM.page(ref)}{ANCHOR}", 303)


@router.post(f"{ROOM.path}/{{ref}}/reponses", dependencies=GUARDED)
def answer(ref: Ref, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """The answer to one of them."""
    with transaction(db) as session:
        wave = questions.answer(session, me, str(form.get("sur", ""))[:40], str(form.get("reponse", "")), at)
    return RedirectResponse(f"{ROOM.page(wave)}{ANCHOR}", 303)
