"""« Ma page »: what awaits a person, by date, each with one button; what they did; what comes next, and how soon."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api.applicants.doors import Door, door
from api.applicants.paths import ahead, awaited, habit
from api.console import past, telling
from api.console.rooms import BY_KIND
from api.entry.identity import Db, Now, Visitor
from api.showing import pages
from states.calendar import paris_day
from store.board import coming, names, own
from store.board.coming import Due
from store.board.names import Names
from store.board.paces import Pace, paces, public
from store.board.viewer import Viewer
from store.session import reading

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do: on what, until when, by one button."""

    line: telling.Line
    door: Door


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An application under way: where it stands, how long that usually lasts, what follows."""

    line: telling.Line
    state: str
    awaited: str
    habit: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that the person did."""

    at: datetime
    title: str
    ref: str
    path: str


@router.get("/")
def home(request: Request, found: Visitor, at: Now, db: Db) -> Response:
    """Those who run the programme begin with what is stuck, everyone else with what awaits them."""
    if found is None:
        return RedirectResponse("/connexion?suite=%2F", 303)
    if found.national:
        return RedirectResponse("/blocages", 303)
    with reading(db) as session:
        tasks, files, deeds = _mine(session, found, at)
    return pages.render(request, "applicants/home.html", tasks=tasks, files=files, deeds=deeds)


def _mine(session: Session, me: Viewer, at: datetime) -> tuple[list[Task], list[File], list[Deed]]:
    tasks, files = coming.awaited(session, me), own.under_way(session, me)
    offices = telling.offices_of([*files, *(due.row for due in tasks)])
    known = names.names(session, offices, (), paris_day(at), anonymous=not me.sees_inside)
    lasting = paces(session) if files else {}
    return (
        [_task(due, me, known, at) for due in tasks],
        [_file(row, me, known, lasting, at) for row in files],
        [_deed(row) for row in own.deeds(session, me, [row["ref"] for row in files])],
    )


def _task(due: Due, me: Viewer, known: Names, at: datetime) -> Task:
    line = telling.line(due.kind, due.row, me, known, at)
    return Task(line=line, door=door(due.kind, due.row["ref"], due.row["state"], me))


def _file(row: telling.Row, me: Viewer, known: Names, lasting: Mapping[str, Pace], at: datetime) -> File:
    state = public(row["state"])
    return File(
        line=telling.line("application", row, me, known, at),
        state=telling.state_label("application", row["state"], me),
        awaited=awaited(row["awaiting"].split(), me, known),
        habit=habit(lasting.get(state)),
        next=ahead(row["state"]),
    )


def _deed(row: telling.Row) -> Deed:
    title = past.trigger_label(row["kind"], row["trigger"])
    return Deed(at=row["at"], title=title, ref=row["ref"], path=BY_KIND[row["kind"]].page(row["ref"]))
