"""Calendars to subscribe to: a page to open and close them, and the private address that calendar programs read."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parseaddr
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import RowMapping, select
from sqlmodel import Session

from api import security
from api.console.acting import GUARDED
from api.console.rooms import BY_KIND
from api.console.telling import state_label
from api.entry.identity import Db, Me, Now
from api.showing import pages
from api.showing.fields import Field, Option
from notifications.typography import NBSP
from notifications.wording.calendars import Deadline, calendar, uid
from notifications.wording.messages import domain_of
from states.calendar import paris_day
from states.refusals import BadField
from store.board.scope import WAVE, seen
from store.board.viewer import Viewer, viewer
from store.feeds import keeping, telling
from store.feeds.keeping import About
from store.reference import catalogue
from store.reference.records import Kind
from store.session import reading, transaction
from store.settings import settings
from store.tables.feeds import CalendarFeed

router = APIRouter(include_in_schema=False)
Number = Annotated[int, Path(ge=1, le=2**31)]
Token = Annotated[str, Path(max_length=100)]
#: Holds the address of a calendar from the form to the page that shows it, once.
SHOWN_ONCE = "__Host-agenda"
#: Calendar programs ask every hour or so; a moved date may wait as long.
CACHED = "private, max-age=900"
CLOSED = "Cet agenda a été fermé : son adresse ne répond plus. Retirez l’abonnement de votre programme d’agenda."
NONE = "Aucun agenda n’a cette adresse. Reprenez-la telle qu’elle a été affichée, ou ouvrez un autre agenda."


@router.get("/agendas")
def mine(request: Request, me: Me, at: Now, db: Db) -> HTMLResponse:
    """One's own calendars; the address of the one that was just opened, this once."""
    with reading(db) as session:
        feeds = [(feed, _title(feed)) for feed in keeping.open_feeds(session, me.person)]
        field = Field("agenda", "Ce que l’agenda contient", "choice", options=tuple(_choices(session, me, at)))
    token = request.cookies.get(security.cookie_name(request, SHOWN_ONCE), "")
    response = pages.render(
        request, "agendas.html", feeds=feeds, fields=(field,), address=_address(token) if token else ""
    )
    if token:
        security.drop_cookie(request, response, SHOWN_ONCE)
    return response


def _address(token: str) -> str:
    return f"{settings().public_url}/agenda/{token}.ics"


def _title(feed: CalendarFeed) -> str:
    if feed.kind == About.WAVE:
        return f"Vague {feed.about}"
    if feed.kind == About.ACADEMIE:
        return f"Académie{NBSP}: {catalogue.territory(f'academie:{feed.about}').name}"
    return About.MINE.label


def _choices(session: Session, me: Viewer, at: datetime) -> Iterator[Option]:
    yield Option(About.MINE.value, About.MINE.label)
    query = select(WAVE.ref, WAVE.name).where(seen("wave", me)).order_by(WAVE.ref.desc())
    for ref, name in session.execute(query):
        yield Option(f"{About.WAVE.value}:{ref}", f"{ref} – {name}", About.WAVE.label)
    for one in catalogue.active_territories(Kind.ACADEMIE, paris_day(at)):
        if me.national or one.ref in me.territories:
            yield Option(one.ref, one.name, About.ACADEMIE.label)


@router.post("/agendas", dependencies=GUARDED)
def create(request: Request, me: Me, at: Now, db: Db, agenda: Annotated[str, Form()] = "") -> Response:
    """Open one; the page that follows shows its address."""
    if not agenda:
        raise BadField("agenda", None, "choisissez ce que l’agenda contient.")
    with transaction(db) as session:
        token = keeping.open_feed(session, me, agenda[:80], at)
    response = RedirectResponse("/agendas", 303)
    security.set_cookie(request, response, token, SHOWN_ONCE)
    return response


@router.post("/agendas/{number}/fermer", dependencies=GUARDED)
def close(number: Number, me: Me, at: Now, db: Db) -> Response:
    """Close one of one's own; its address answers no more."""
    with transaction(db) as session:
        keeping.close_feed(session, me, number, at)
    return RedirectResponse("/agendas", 303)


@router.get("/agenda/{token}.ics")
def read(request: Request, token: Token, at: Now, db: Db) -> Response:
    """The calendar itself, with what its owner may see today; whoever has the address may read it."""
    with reading(db) as session:
        feed = keeping.feed_of(session, token)
        if feed is None:
            raise HTTPException(404, NONE)
        if feed.revoked_at:
            raise HTTPException(410, CLOSED)
        owner = viewer(session, feed.person, paris_day(at))
        said = [_said(kind, row, owner) for kind, row in telling.due(session, owner, feed)]
    raw = calendar((_deadline(row) for row in telling.published(db, feed, said, at)), _named(feed))
    return _answer(request, raw)


def _said(kind: str, row: RowMapping, owner: Viewer) -> telling.Said:
    stage, room = state_label(kind, row["state"], owner), BY_KIND[kind]
    about = row["ref"] if row["name"] in ("", row["ref"]) else f"{row['ref']} – {row['name']}"
    return telling.Said(
        uid=uid(kind, row["ref"], row["state"], row["entered_at"], domain_of(parseaddr(settings().mail_from)[1])),
        kind=kind,
        ref=row["ref"],
        summary=f"Échéance{NBSP}: {stage} – {about}"[:400],
        detail=f"{room.one.capitalize()} {about}\nÉtape{NBSP}: {stage}"[:900],
        due_at=row["due_at"],
    )


def _deadline(row: RowMapping) -> Deadline:
    return Deadline(
        uid=row["uid"],
        due=row["due_at"],
        summary=row["summary"],
        detail=row["detail"],
        url=f"{settings().public_url}{BY_KIND[row['kind']].page(row['ref'])}",
        changed_at=row["changed_at"],
        sequence=row["sequence"],
        gone=row["gone_at"] is not None,
    )


def _named(feed: CalendarFeed) -> str:
    return f"Campus{NBSP}: {_title(feed)}"


def _answer(request: Request, raw: bytes) -> Response:
    tag = f'"{sha256(raw).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": CACHED}
    if tag in {given.strip().removeprefix("W/") for given in request.headers.get("if-none-match", "").split(",")}:
        return Response(status_code=304, headers=headers)
    shown = {"Content-Disposition": 'inline; filename="campus.ics"'}
    return Response(raw, media_type="text/calendar; charset=utf-8", headers=headers | shown)
