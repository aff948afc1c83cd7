"""What is coming, who sits where, and what happened everywhere: the pages one reads without acting."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import RowMapping

from api import pages
from api.console import past, telling
from api.console.rooms import BY_KIND, ROOMS
from api.fields import Field, Option
from api.identity import Db, Me, Now
from states.calendar import paris_day
from states.roles import Role
from store.board import coming, journal, names, offices
from store.board.names import Names
from store.session import reading

router = APIRouter(include_in_schema=False)
Short = Annotated[str, Query(max_length=80)]
OTHER_KINDS = {"office": "Office", "person": "Personne", "mandate": "Mandat", "delegation": "Délégation"}


@router.get("/echeances")
def deadlines(request: Request, me: Me, at: Now, db: Db) -> HTMLResponse:
    """What awaits the viewer, then all that falls due within fourteen days."""
    with reading(db) as session:
        mine, soon = coming.awaited(session, me), coming.soon(session, me, at)
        rows = [due.row for due in (*mine, *soon)]
        known = names.names(session, telling.offices_of(rows), (), paris_day(at), anonymous=not me.sees_inside)
    told = [[telling.line(due.kind, due.row, me, known, at) for due in found] for found in (mine, soon)]
    return pages.render(request, "deadlines.html", mine=told[0], soon=told[1])


@router.get("/offices")
def seats(
    request: Request, me: Me, at: Now, db: Db, q: Short = "", role: Short = "", vacants: Short = ""
) -> HTMLResponse:
    """The offices of the day; mailboxes are shown to the nation only."""
    day = paris_day(at)
    with reading(db) as session:
        found = offices.seats(session, day, q, role, vacant=bool(vacants))
        lent = offices.delegations(session, day)
        named = {row[side] for row in lent for side in ("giver", "taker")}
        known = names.names(session, named, (), day)
    roles = tuple(Option(one.value, one.label) for one in Role if one is not Role.SYSTEM)
    fields = (
        Field("q", "Nom, fonction ou territoire", value=q, required=False),
        Field("role", "Fonction", "choice", required=False, options=roles, value=role),
        Field("vacants", "Titulaire", "choice", required=False, options=(Option("1", "Vacants"),), value=vacants),
    )
    told = [(known.full(row["giver"]), known.full(row["taker"]), _acts(row["triggers"]), row) for row in lent]
    return pages.render(
        request, "offices.html", seats=found, delegations=told, fields=fields, filtered=bool(q or role or vacants)
    )


def _acts(triggers: str) -> str:
    named = (name.partition(".") for name in triggers.split())
    return ", ".join(past.trigger_label(kind, trigger) for kind, _, trigger in named)


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
        acting, persons = {row["office"] for row in rows}, {row[who] for row in rows for who in ("person", "registrar")}
        known = names.names(session, acting, persons, paris_day(at), anonymous=not me.sees_inside)
    kinds = {room.kind: room.one.capitalize() for room in ROOMS} | (OTHER_KINDS if me.national else {})
    fields = (
        Field("ref", "Référence", value=ref, required=False),
        Field("objet", "Objet", "choice", False, options=tuple(Option(k, v) for k, v in kinds.items()), value=objet),
    )
    told = [_told(row, known, kinds) for row in rows]
    return pages.render(request, "journal.html", events=told, fields=fields, after=after, filtered=bool(objet or ref))


def _told(row: RowMapping, known: Names, kinds: dict[str, str]) -> dict[str, Any]:
    room = BY_KIND.get(row["kind"])
    return {
        "at": row["at"],
        "kind": kinds.get(row["kind"], row["kind"]),
        "ref": row["ref"],
        "path": room.page(row["ref"]) if room else "",
        "title": past.trigger_label(row["kind"], row["trigger"]),
        "by": past.by(row, known),
        "legal_date": row["legal_date"] if row["legal_date"] != paris_day(row["at"]) else None,
        "hash": row["hash"][:12],
    }
