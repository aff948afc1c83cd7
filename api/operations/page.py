"""The page of those who run the service: one sentence first, then sweeps, alarms, outages, letters, and the check."""

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import RowMapping
from sqlmodel import Session

from api.console.rooms import BY_KIND
from api.entry.identity import Db, Me, Now
from api.operations.verdict import verdict
from api.showing import pages
from notifications import typography
from notifications.composing import catchup
from notifications.composing.alarming import Code
from notifications.sweeping.heartbeats import DAILY, LABELS, Beat, beats
from states.calendar import paris_day
from store.board import lateness, outages, running
from store.board.lateness import Lateness
from store.board.names import title_of
from store.board.outages import Told
from store.board.viewer import Viewer
from store.session import reading
from store.tables.letters import LetterStatus

router = APIRouter(include_in_schema=False)
CHILD = "prefect-child.json"
CHILD_STATES = {"running": "en marche", "waiting": "arrêté, va redémarrer", "stopped": "arrêté"}
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """The process that gives the rhythm, as its keeper last described it."""

    state: str
    healthy: bool
    restarts: int


def national(me: Viewer) -> None:
    """There are no such pages outside the nation."""
    if not me.national:
        raise HTTPException(404)


@router.get("/exploitation")
def watch(request: Request, me: Me, at: Now, db: Db) -> HTMLResponse:
    """How the service is doing."""
    national(me)
    with reading(db) as session:
        context = _context(session, at, request.app.state.watchdog.began)
        # Addresses, some of them of persons, are for those who can correct them.
        context["doubtful"] = [_mail(row, at) for row in running.doubtful_mails(session)] if me.registers else []
    child = _child(Path(request.app.state.settings.home) / CHILD)
    return pages.render(request, "operations/page.html", labels=LABELS, child=child, registers=me.registers, **context)


def _context(session: Session, at: datetime, began: datetime | None) -> dict[str, Any]:
    rhythm = beats(session, at, began)
    return {
        "verdict": verdict(session, rhythm, LABELS, at),
        "sweeps": [_sweep(beat) for beat in rhythm.values()],
        "failures": running.failures(session),
        "alarms": [(row, Code(row["code"]).label) for row in running.alarms(session)],
        "plans": [(row, catchup.told(catchup.counts(session, row["id"]))) for row in outages.plans(session)],
        "outages": [_outage(told) for told in outages.latest(session)],
        "letters": _counted(running.letters(session)),
        "mails": _counted(running.mails(session)),
        "troubles": [_trouble(row, at) for row in running.troubles(session)],
        "late": sum(running.awake(session, at).values()),
        "lateness": measured(session, at - WEEK, at),
        "check": rhythm["selfcheck"].run,
        "digest": running.last_digest(session),
        "versions": _versions(running.versions(session)),
    }


def _sweep(beat: Beat) -> dict[str, Any]:
    hour = DAILY.get(beat.name)
    return {
        "name": LABELS[beat.name],
        "run": beat.run,
        "rhythm": f"chaque jour à {hour:%-H} h {hour:%M}" if hour else "chaque minute",
        "late": _seconds(beat.run["lateness_p99"]) if beat.run else "–",
        "state": _state(beat),
    }


def _state(beat: Beat) -> tuple[str, str]:
    """In a word, and its tone."""
    if beat.run is None:
        return ("Jamais passé", "warning") if beat.late else ("Pas encore passé", "info")
    if beat.awaited:
        return ("En retard", "error") if beat.late else ("Attendu", "info")
    if beat.failed:
        return "Incident", "error"
    return ("À l’heure", "success") if beat.run["ended_at"] else ("En cours", "info")


def _seconds(value: float | None) -> str:
    return "–" if value is None else span(value)


def span(seconds: float) -> str:
    """As « 0,4 s », « 38 s », « 12 min », or in hours and days beyond two hours."""
    if seconds < 10:
        return f"{typography.number(seconds, 1)}{typography.NBSP}s"
    if seconds < 120:
        return f"{typography.number(seconds)}{typography.NBSP}s"
    if seconds < 7200:
        return f"{typography.number(seconds / 60)}{typography.NBSP}min"
    return typography.duration(timedelta(seconds=seconds))


def measured(session: Session, since: datetime, at: datetime) -> list[tuple[str, int, str, str, str]]:
    """How late dates and letters were: what, how many, half, all but one in a hundred, the latest."""
    found = (
        ("Échéances, de leur date à leur effet", lateness.of_deadlines(session, since, at)),
        ("Courriels, du moment dû à l’acceptation par le serveur", lateness.of_letters(session, since, at)),
    )
    return [(what, one.count, *_ranks(one)) for what, one in found]


def _ranks(one: Lateness) -> tuple[str, str, str]:
    if not one.count:
        return "–", "–", "–"
    return span(one.median), span(one.p99), span(one.longest)


def _outage(told: Told) -> dict[str, Any]:
    row = told.row
    return {
        "row": row,
        "lasted": span((row["ends_at"] - row["starts_at"]).total_seconds()),
        "dates": told.dates,
        "latest": span(told.latest) if told.dates else "",
        "sent": told.rungs.get("send", 0),
        "merged": told.rungs.get("merged", 0),
        "dropped": told.rungs.get("dropped", 0),
    }


def _counted(found: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(status.label, found[status.value]) for status in LetterStatus if status.value in found]


def _mail(row: RowMapping, at: datetime) -> dict[str, Any]:
    office = title_of(row["office"], paris_day(at)) if row["office"] else ""
    return {**row, "status": LetterStatus(row["status"]).label, "office": office}


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


def _versions(found: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return (
        ("Campus Label", version("campus-label")),
        ("Tables, révision", found["revision"]),
        ("Base de données", found["database"]),
        ("Python", platform.python_version()),
        ("Prefect", version("prefect")),
    )
