"""The table of deadlines of one object: past, present and to come."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from api.entry.identity import Db, Me, Now
from api.rest import requests
from api.rest.refusals import refused
from api.rest.shapes import OfficeTerm, Page, Shape, Term
from api.rest.shaping import Looking, term
from states.table.rows import Change, DeadlineRow, Pause
from store.board.deadlines import deadlines as table_of
from store.board.sight import Sight, look
from store.session import reading as snapshot

router = APIRouter()


class Moved(Shape):
    """A date that moved; `event` of the journal says why, else `why` does."""

    at: datetime
    before: datetime | None
    after: datetime | None
    event: int | None
    why: str


class Paused(Shape):
    """A time during which the clock stood still; `until` is null while it lasts."""

    since: datetime
    until: datetime | None
    event: int
    why: str


class Deadline(Shape):
    """What is due, by whom, under which rule, since when, until when, and what became of it."""

    what: Annotated[str, Field(description="Ce qui satisfait l’échéance.")]
    stage: Annotated[Term | None, Field(description="Étape à laquelle elle appartient ; null si elle en dépasse une.")]
    awaits: list[str]
    offices: Annotated[list[OfficeTerm], Field(description="Offices attendus à présent.")]
    rule: str
    law: str
    since: datetime | None
    until: Annotated[datetime | None, Field(description="Instant où elle est dépassée ; null tant qu’on l’ignore.")]
    standing: Term
    ended_at: datetime | None
    on_passing: str
    moved: list[Moved]
    paused: list[Paused]


@router.get("/{collection}/{ref}/deadlines", summary="Lire toutes les échéances d’un objet", responses=refused(404))
def deadlines(collection: requests.Collection, ref: requests.Ref, me: Me, at: Now, db: Db) -> Page[Deadline]:
    """Every deadline of an object, in the order in which they begin; those to come are last."""
    looking = Looking(me, at)
    with snapshot(db) as session:
        sight = look(session, me, collection.kind, ref, at)
        rows = table_of(session, sight, at)
    return Page(items=[_deadline(row, sight, looking) for row in rows], next=None)


def _deadline(row: DeadlineRow, sight: Sight, looking: Looking) -> Deadline:
    plain = ("what", "rule", "law", "since", "until", "ended_at", "on_passing")
    return Deadline(
        **{name: getattr(row, name) for name in plain},
        stage=looking.state(sight.kind, row.state) if row.state else None,
        awaits=list(row.awaits),
        offices=looking.offices(row.offices),
        standing=term(row.standing),
        moved=[_moved(change) for change in row.changes],
        paused=[_paused(pause) for pause in row.pauses],
    )


def _moved(change: Change) -> Moved:
    return Moved(at=change.at, before=change.before, after=change.after, event=change.event or None, why=change.why)


def _paused(pause: Pause) -> Paused:
    return Paused(since=pause.since, until=pause.until, event=pause.event, why=pause.why)
