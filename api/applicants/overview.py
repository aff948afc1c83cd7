"""The file as a whole: what to do next, what each party still owes, its parts, what changed since the last visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from api.applicants import copying
from api.applicants.annexes import annexes_of
from api.applicants.comparing import changed
from api.applicants.dossier import Dossier, dossier
from api.applicants.parts import Part, is_empty, parts_of, value_of
from api.console.living import Ref
from api.console.past import Happening, happenings
from api.entry.identity import Db, Me, Now
from api.showing import pages
from states.application.completeness import OPINION, RESOLUTION, SIGNATURE, Lack, Party, lacks, parties
from store import drafting
from store.board.viewer import Viewer
from store.desk import contents
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
OF_PRESENTATION = frozenset({RESOLUTION, OPINION, SIGNATURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One thing missing, and where it is put right."""

    sentence: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the equal depositors: its names, and what it still owes of its own."""

    title: str
    holder: str
    mine: bool
    todos: tuple[Todo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What others did since the viewer's last visit."""

    since: datetime
    parts: Sequence[Part]
    events: Sequence[Happening]


@router.get("/dossiers/{ref}/contenu")
def show(
    request: Request,
    ref: Ref,
    me: Me,
    at: Now,
    db: Db,
    enregistre: Annotated[str, Query(max_length=24)] = "",
) -> HTMLResponse:
    """Anyone in scope reads it; the parties write in it."""
    with reading(db) as session:
        opened = dossier(session, me, ref, at)
        missing = lacks(opened.facts)
        waiting = drafting.waiting(session, ref, me.person)
        sources = copying.sources(session, me, opened)
    news = seen(db, opened, me, at)
    return pages.render(
        request,
        "applicants/overview.html",
        opened=opened,
        shared=[_todo(opened, lack) for lack in missing if lack.part not in OF_PRESENTATION],
        sides=sides(opened, missing, me),
        entries=[_entry(opened, part, missing, waiting) for part in opened.parts],
        annexes=annexes_of(opened),
        sources=sources,
        news=news,
        reasons=[],
        saved=next((part.label for part in opened.parts if part.code == enregistre), ""),
    )


def seen(db: Engine, opened: Dossier, me: Viewer, at: datetime) -> News | None:
    """Note this visit, and tell what changed since the one before."""
    ref, now = opened.sight.ref, {"seq": opened.sight.row["seq"], "version": opened.version, "at": at}
    with reading(db) as session:
        known = drafting.visited(session, ref, me.person)
    if not me.seen_by and drafting.is_new(known, **now):
        with transaction(db) as session:
            drafting.visit(session, ref, me.person, **now)
    with reading(db) as session:
        visit = drafting.visited(session, ref, me.person)
        if visit is None or visit.before_at is None:
            return None
        before = contents.version(session, ref, visit.before_version)
    parts = changed(before, dict(opened.sight.content), parts_of(opened.facts))
    return _news(opened, me, visit.before_at, visit.before_seq, parts)


def _news(opened: Dossier, me: Viewer, since: datetime, seq: int, parts: Sequence[Part]) -> News | None:
    recent = [event for event in opened.sight.events if event["seq"] > seq and event["person"] != me.person]
    told = happenings(opened.sight, opened.names, me)
    instants = {event["at"] for event in recent}
    events = [one for one in told if one.at in instants]
    return News(since=since, parts=parts if recent else (), events=events) if recent else None


def sides(opened: Dossier, missing: Sequence[Lack], me: Viewer) -> list[Side]:
    """The parties, the viewer's own first."""
    found = [_side(opened, party, missing, me) for party in parties(opened.facts)]
    return sorted(found, key=lambda side: not side.mine)


def _side(opened: Dossier, party: Party, missing: Sequence[Lack], me: Viewer) -> Side:
    own = [lack for lack in missing if lack.part in OF_PRESENTATION and party.concerned(lack)]
    return Side(
        title=opened.names.title(party.signatory),
        holder=opened.names.holder(party.signatory),
        mine=bool(set(party.offices) & set(me.offices)),
        todos=tuple(_todo(opened, lack) for lack in own),
    )


def _todo(opened: Dossier, lack: Lack) -> Todo:
    path = "presentation" if lack.part in OF_PRESENTATION else f"contenu/{lack.part}"
    return Todo(sentence=lack.sentence, path=f"{opened.page}/{path}")


def _entry(opened: Dossier, part: Part, missing: Sequence[Lack], waiting: Any) -> dict[str, Any]:
    empty = is_empty(part, value_of(part, opened.sight.content))
    lacking = any(lack.part == part.code for lack in missing)
    state = ("À compléter", "warning") if lacking else ("Facultatif", "") if empty else ("Complété", "success")
    return {
        "label": part.label,
        "path": f"{opened.page}/contenu/{part.code}",
        "state": state,
        "lacks": [lack.sentence for lack in missing if lack.part == part.code and part.kind != "text"],
        "kept": waiting.get(part.code),
    }
