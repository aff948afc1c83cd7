"""One plan to catch up: what leaves, what is merged or dropped, and the one click that lets it go."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import RowMapping

from api.console.acting import GUARDED
from api.console.rooms import BY_KIND
from api.entry.identity import Db, Me, Now
from api.operations.page import national
from api.showing import pages
from notifications.composing import catchup
from notifications.naming import letter_label
from states.agenda import Fate
from states.calendar import paris_day
from states.refusals import NotYours, Reason, Unknown
from store.board import outages
from store.board.names import Names, names
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
Plan = Annotated[int, Path(ge=1, le=2**31)]


@router.get("/exploitation/reprises/{plan}")
def show(request: Request, me: Me, at: Now, db: Db, plan: Plan) -> HTMLResponse:
    """The list, reminder by reminder."""
    national(me)
    with reading(db) as session:
        row = outages.plan(session, plan)
        if row is None:
            raise Unknown(Reason("plan", "Ce plan de reprise n’existe pas."))
        lines = outages.planned(session, plan)
        known = names(session, {line["office"] for line in lines}, (row["person"],), paris_day(at))
        told = catchup.told(catchup.counts(session, plan))
    rungs = [_line(line, known) for line in lines]
    by = known.person(row["person"])
    return pages.render(
        request, "operations/plan.html", plan=row, told=told, rungs=rungs, by=by, registers=me.registers
    )


def _line(line: RowMapping, known: Names) -> dict[str, Any]:
    room = BY_KIND.get(line["kind"])
    return {
        **line,
        "path": room.page(line["ref"]) if room else "",
        "fate": Fate(line["fate"]).label,
        "to": known.title(line["office"]),
        "what": letter_label(line["key"].partition(":")[0], line["days"]),
    }


@router.post("/exploitation/reprises/{plan}", dependencies=GUARDED)
def approve(request: Request, me: Me, at: Now, db: Db, plan: Plan) -> Response:
    """Yes: what waits leaves."""
    national(me)
    if not me.registers:
        raise NotYours(Reason("plan", "Un plan de reprise est approuvé par la Dgesco ou l’administration."))
    with transaction(db) as session:
        catchup.apply(session, plan, me.person, at)
    return RedirectResponse(f"/exploitation/reprises/{plan}", 303)
