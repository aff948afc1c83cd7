"""For those who run the service: sweeps, letters, obstacles, and the process beside the console."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import RowMapping

from api import pages
from api.console.rooms import BY_KIND
from api.identity import Db, Me, Now
from notifications import typography
from notifications.sweeping.sweeps import NAMES
from states.calendar import paris_day
from store import integrity
from store.board import running
from store.board.names import title_of
from store.session import reading
from store.tables.letters import LetterStatus

router = APIRouter(include_in_schema=False)
CHILD = "prefect-child.json"
SWEEPS = {
    "waves": "Vagues : ouvertures et clôtures",
    "deadlines": "Dossiers : échéances et rappels",
    "labels": "Labels : prises d’effet, renouvellements, échéances",
    "sessions": "Séances et arrêtés",
    "compose": "Composition des courriels",
    "post": "Envoi des courriels",
    "digests": "Récapitulatifs quotidiens",
    "alarms": "Alertes quotidiennes",
    "retention": "Durées de conservation",
    "selfcheck": "Contrôle de la base",
}
CHILD_STATES = {"running": "en marche", "waiting": "arrêté, va redémarrer", "stopped": "arrêté"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """The process that gives the rhythm, as its keeper last described it."""

    state: str
    healthy: bool
    restarts: int


@router.get("/exploitation")
def watch(request: Request, me: Me, at: Now, db: Db, controle: str = "") -> HTMLResponse:
    """How the service is doing; there is no such page outside the nation."""
    if not me.national:
        raise HTTPException(404)
    with reading(db) as session:
        runs = running.last_runs(session)
        context: dict[str, Any] = {
            "failures": running.failures(session),
            "letters": _counted(running.letters(session)),
            "mails": _counted(running.mails(session)),
            "troubles": [_trouble(row, at) for row in running.troubles(session)],
            "awake": running.awake(session, at),
            "findings": integrity.check(session, at) if controle else None,
        }
    sweeps = [(SWEEPS.get(name, name), runs.get(name), _late(runs.get(name))) for name in NAMES]
    child = _child(Path(request.app.state.settings.home) / CHILD)
    late = sum(context["awake"].values())
    return pages.render(request, "running.html", sweeps=sweeps, labels=SWEEPS, child=child, late=late, **context)


def _counted(found: Any) -> list[tuple[str, int]]:
    return [(status.label, found[status.value]) for status in LetterStatus if status.value in found]


def _late(run: RowMapping | None) -> str:
    """The lateness that one item in a hundred exceeded."""
    seconds = run["lateness_p99"] if run else None
    return "–" if seconds is None else f"{typography.number(seconds)}{typography.NBSP}s"


def _trouble(row: RowMapping, at: datetime) -> dict[str, Any]:
    room = BY_KIND.get(row["kind"])
    return {
        "path": room.page(row["ref"]) if room else "",
        "ref": row["ref"],
        "words": row["words"] or row["code"],
        "office": title_of(row["office"], paris_day(at)) if row["office"] else "",
        "since": row["since"],
    }


def _child(path: Path) -> Child | None:
    """None when no such process is kept beside this console."""
    try:
        told = json.loads(path.read_text())
        state = str(told["state"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    restarts = told.get("restarts", 0)
    return Child(state=CHILD_STATES.get(state, state), healthy=state == "running", restarts=int(restarts or 0))
