"""Taking charge of an application from its page, and adding a note to it."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.console.acting import GUARDED, Sent
from api.console.living import Ref
from api.console.rooms import BY_KIND
from api.entry.identity import Db, Me, Now
from states.refusals import BadField
from store.session import transaction
from store.tending import follow_ups, notes

router = APIRouter(include_in_schema=False)
ROOM = BY_KIND["application"]
ANCHOR = "#suivi"
GESTURES = {"prendre": follow_ups.take, "rendre": follow_ups.release, "ramener": follow_ups.bring_back}


@router.post(f"{ROOM.path}/{{ref}}/suivi", dependencies=GUARDED)
def follow(ref: Ref, me: Me, at: Now, db: Db, geste: Annotated[str, Form(max_length=20)]) -> Response:
    """Take charge, let go, or bring back what was put off."""
    gesture = GESTURES.get(geste)
    if gesture is None:
        raise BadField("geste", geste, "choisissez un geste de la page.")
    with transaction(db) as session:
        gesture(session, me, ref, at)
    return RedirectResponse(f"{ROOM.page(ref)}{ANCHOR}", 303)


@router.post(f"{ROOM.path}/{{ref}}/notes", dependencies=GUARDED)
def note(ref: Ref, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """One more note."""
    with transaction(db) as session:
        notes.write(session, me, ref, str(form.get("note", "")), at)
    return RedirectResponse(f"{ROOM.page(ref)}{ANCHOR}", 303)
