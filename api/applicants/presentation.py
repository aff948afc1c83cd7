"""The joint presentation: one content, as many signatures as there are equal depositors, and the receipt."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.applicants.dossier import ROOM, dossier
from api.applicants.overview import OF_PRESENTATION, seen
from api.console import acts, flash
from api.console.living import Ref
from api.console.panel import ACTS, panel
from api.entry.identity import Db, Me, Now
from api.papers import receipt
from api.showing import pages
from states.application.completeness import lacks
from store.session import reading

router = APIRouter(include_in_schema=False)
#: From this strength on, an act undoes something: it is not put forward.
STRONG = 3


@router.get("/dossiers/{ref}/presentation")
def show(
    request: Request, ref: Ref, me: Me, at: Now, db: Db, fait: Annotated[int, Query(ge=0, le=10**6)] = 0
) -> HTMLResponse:
    """Who has signed what, what is missing, and what this person may do about it."""
    with reading(db) as session:
        opened = dossier(session, me, ref, at)
        signing = panel(session, opened.sight, opened.names)
        possible, closed = acts.offered(ROOM, opened.facts, me, opened.names, at)
        done = flash.done(session, ROOM, ref, fait, me, at) if fait else None
        paper = acts.on_paper(ROOM, opened.facts, me, opened.names, at)
    seen(db, opened, me, at)
    rank = {trigger.value: number for number, trigger in enumerate(ACTS)}
    offered = sorted((act for act in possible if act.trigger in rank), key=lambda act: rank[act.trigger])
    todo = [one for one in lacks(opened.facts) if one.part not in OF_PRESENTATION] if opened.open else []
    return pages.render(
        request,
        "applicants/presentation.html",
        opened=opened,
        panel=signing,
        mild=[act for act in offered if act.strength < STRONG],
        strong=[act for act in offered if act.strength >= STRONG],
        closed=[act for act in closed if act.trigger in rank and act.strength < STRONG and not todo],
        todo=todo,
        paper=[act for act in paper if act.trigger in rank],
        done=done,
        reasons=[],
    )


@router.get("/dossiers/{ref}/accuse.pdf")
def receipt_of(ref: Ref, me: Me, at: Now, db: Db) -> Response:
    """The receipt of the filing: the same bytes whenever it is asked for."""
    with reading(db) as session:
        opened = dossier(session, me, ref, at)
        found = receipt.of(session, opened.sight)
    if found is None:
        raise HTTPException(404)
    headers = {"Content-Disposition": f'attachment; filename="accuse-{ref}.pdf"'}
    return Response(found, media_type="application/pdf", headers=headers)
