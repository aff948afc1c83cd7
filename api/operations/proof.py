"""The proof that letters work: kind by kind over a period, what was owed and what came of it."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import RowMapping

from api.entry.identity import Db, Me, Now
from api.operations.page import measured, national
from api.showing import pages
from api.showing.fields import Field, Option
from notifications import typography
from notifications.naming import OTHER_LETTER
from states.letters import readers, told_of
from states.lifecycles import LIFECYCLES
from store.board import proof
from store.session import reading

router = APIRouter(include_in_schema=False)
PERIODS = {"7": "7 jours", "30": "30 jours", "90": "90 jours", "365": "12 mois"}
Period = Annotated[str, Query(pattern="^(7|30|90|365)?$")]


@router.get("/exploitation/rappels")
def show(request: Request, me: Me, at: Now, db: Db, jours: Period = "30") -> HTMLResponse:
    """One line per kind of letter, and how late dates and letters were."""
    national(me)
    since = at - timedelta(days=int(jours or "30"))
    with reading(db) as session:
        kinds = [_line(row) for row in proof.by_kind(session, since, at)]
        fates = proof.passed_over(session, since, at)
        late = measured(session, since, at)
    options = tuple(Option(value, label) for value, label in PERIODS.items())
    fields = (Field("jours", "Période", "choice", required=False, options=options, value=jours or "30"),)
    return pages.render(request, "operations/proof.html", kinds=kinds, fates=fates, lateness=late, fields=fields)


def _line(row: RowMapping) -> dict[str, Any]:
    kind, _, name = row["letter"].partition("/")
    state = name.rpartition("_")[0]
    lifecycle = LIFECYCLES.get(kind)
    states = {one.value: one.label for one in lifecycle.states} if lifecycle else {}
    about = states.get(state, "") if row["reminders"] else ""
    title = told_of(row["letter"]) or OTHER_LETTER
    return {
        **row,
        "title": f"{title} – {about}" if about else title,
        "about": ", à : ".join(filter(None, (lifecycle.label if lifecycle else "", readers(row["letter"])))),
        "effect": typography.percent(row["answered"], row["sent"]) if row["sent"] else "–",
    }
