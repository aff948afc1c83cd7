"""What is coming, and what happened everywhere: the pages one reads without acting."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import RowMapping
from sqlmodel import Session

from api.console import past, telling
from api.console.rooms import BY_KIND, ROOMS
from api.entry.identity import Db, Me, Now
from api.showing import pages
from api.showing.fields import Field, Option
from states.calendar import paris_day
from store.board import coming, journal, names
from store.board.names import Names
from store.board.viewer import Viewer
from store.people import views
from store.session import reading

router = APIRouter(include_in_schema=False)
Short = Annotated[str, Query(max_length=80)]
OTHER_KINDS = {
    "follow_up": "Suivi interne",
    "batch": "Traitement groupé",
    "question": "Question",
    "office": "Office",
    "person": "Personne",
    "mandate": "Mandat",
    "delegation": "Délégation",
    "absence": "Absence",
    "plan": "Plan de reprise",
    "hold": "Retenue de courriels",
    "letter": "Courriel",
    "outage": "Indisponibilité",
    "digest": "Récapitulatif",
    "support": "Assistance",
    "identity": "Identité",
}
ELSEWHERE = {"office": "/offices", "person": "/personnes"}


@router.get("/echeances")
def deadlines(request: Request, me: Me, at: Now, db: Db) -> HTMLResponse:
    """What awaits the viewer, then all that falls due within fourteen days."""
    with reading(db) as session:
        mine, soon = coming.awaited(session, me), coming.soon(session, me, at)
        rows = [due.row for due in (*mine, *soon)]
        known = names.names(session, telling.offices_of(rows), (), paris_day(at), anonymous=not me.sees_inside)
    told = [[telling.line(due.kind, due.row, me, known, at) for due in found] for found in (mine, soon)]
    return pages.render(request, "deadlines.html", mine=told[0], soon=told[1])


@router.get("/journal")
def happened(
    request: Request,
    me: Me,
    at: Now,
    db: Db,
    objet: Short = "",
    ref: Short = "",
    avant: Annotated[int, Query(ge=0, le=2**62)] = 0,
) -> HTMLResponse:
    """Events of the whole scope, latest first."""
    with reading(db) as session:
        rows, after = journal.feed(session, me, before=avant, kind=objet, ref=ref.strip())
        events = as_read(session, rows, me, at)
        mine = views.mine(session, me.person, "/journal")
    kinds = _kinds(me)
    fields = (
        Field("ref", "Référence", value=ref, required=False),
        Field("objet", "Objet", "choice", False, options=tuple(Option(k, v) for k, v in kinds.items()), value=objet),
    )
    filtered = bool(objet or ref)
    return pages.render(
        request, "journal.html", events=events, fields=fields, after=after, filtered=filtered, views=mine
    )


def _kinds(me: Viewer) -> dict[str, str]:
    return {room.kind: room.one.capitalize() for room in ROOMS} | (OTHER_KINDS if me.national else {})


def as_read(session: Session, rows: Sequence[RowMapping], me: Viewer, at: datetime) -> list[dict[str, Any]]:
    """Events as people read them."""
    offices = {row["office"] for row in rows} | _refs(rows, "office")
    persons = {row[who] for row in rows for who in ("person", "registrar")} | _refs(rows, "person")
    known = names.names(session, offices, persons, paris_day(at), anonymous=not me.sees_inside)
    return [_told(row, known, _kinds(me)) for row in rows]


def _refs(rows: Sequence[RowMapping], kind: str) -> set[str]:
    return {row["ref"] for row in rows if row["kind"] == kind}


def _told(row: RowMapping, known: Names, kinds: dict[str, str]) -> dict[str, Any]:
    return {
        "at": row["at"],
        "kind": kinds.get(row["kind"], row["kind"]),
        "ref": row["ref"],
        "path": _path(row["kind"], row["ref"]),
        "name": _name(row["kind"], row["ref"], known),
        "title": past.trigger_label(row["kind"], row["trigger"]),
        "by": past.by(row, known),
        "late": past.done_late(row),
        "legal_date": row["legal_date"] if row["legal_date"] != paris_day(row["at"]) else None,
        "hash": row["hash"][:12],
    }


def _path(kind: str, ref: str) -> str:
    room = BY_KIND.get(kind)
    return room.page(ref) if room else f"{ELSEWHERE[kind]}/{ref}" if kind in ELSEWHERE else ""


def _name(kind: str, ref: str, known: Names) -> str:
    """What people call it: offices and persons are known by other words than their code."""
    if kind == "office":
        return known.title(ref)
    return known.person(ref) or ref if kind == "person" else ref
