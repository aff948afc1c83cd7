"""Asking for the check of the night now: it runs after the answer, once at a time, and leaves the row of its sweep."""

from datetime import timedelta

from fastapi import APIRouter, BackgroundTasks, Request
from fastapi.responses import RedirectResponse, Response

from api.console.acting import GUARDED
from api.entry.identity import Db, Me, Now
from api.operations.page import national
from notifications.sweeping import sweeps
from notifications.sweeping.heartbeats import last_runs
from states.refusals import Conflict, NotYours, Reason
from store.session import reading

router = APIRouter(include_in_schema=False)
#: A check that began longer ago than that was cut short.
LONGEST = timedelta(hours=2)


@router.post("/exploitation/controle", dependencies=GUARDED)
def ask(request: Request, me: Me, at: Now, db: Db, tasks: BackgroundTasks) -> Response:
    """Begin a check unless one is under way; the page shows its result when it has come to its end."""
    national(me)
    if not me.registers:
        raise NotYours(Reason("controle", "Le contrôle est demandé par la Dgesco ou l’administration."))
    with reading(db) as session:
        last = last_runs(session).get("selfcheck")
    if last and last["ended_at"] is None and at - last["started_at"] < LONGEST:
        raise Conflict(Reason("controle", "Un contrôle est déjà en cours : son résultat paraîtra sur la page."))
    tasks.add_task(sweeps.run, "selfcheck", at, on=db)
    return RedirectResponse("/exploitation#controle", 303)
