"""Every list as a file: the same filters, order and scope as its page, and the same words."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlalchemy import Engine
from sqlmodel import Session

from api.console import blockages, telling, watching
from api.console.lists import Wanted, by_reference
from api.console.rooms import BY_KIND, ROOMS, Room
from api.console.telling import Line
from api.entry.identity import Db, Me, Now
from api.showing import sheets
from states.calendar import paris_day
from store.board import chasing, coming, journal, lists, names, offices
from store.board.lists import Asked
from store.board.viewer import Viewer
from store.exporting.sheets import Cell, Sheet
from store.session import reading
from store.tending import visits

router = APIRouter(include_in_schema=False)
Form = Literal["csv", "xlsx"]
Short = Annotated[str, Query(max_length=80)]
Basket = Annotated[str, Query(max_length=20)]
SHORT, LONG = False, True
OBJECTS = (
    ("Référence", SHORT),
    ("Intitulé", LONG),
    ("À propos", LONG),
    ("Fictif", SHORT),
    ("Étape", LONG),
    ("Dans cette étape depuis le", SHORT),
    ("Cause du blocage", SHORT),
    ("Pourquoi", LONG),
    ("Attendu de", LONG),
    ("Échéance", SHORT),
    ("Jours de retard", SHORT),
    ("Relances", SHORT),
)
SEATS = (
    ("Office", LONG),
    ("Identifiant", SHORT),
    ("Titulaire", LONG),
    ("Par intérim", SHORT),
    ("Depuis le", SHORT),
    ("Jusqu’au", SHORT),
    ("L’attendent", SHORT),
    ("Boîte fonctionnelle", LONG),
)
EVENTS = (
    ("Quand", SHORT),
    ("Objet", SHORT),
    ("Référence", SHORT),
    ("Ce qui s’est passé", LONG),
    ("Par", LONG),
    ("Date légale", SHORT),
    ("Empreinte", SHORT),
)
#: Events read at once.
MANY = 1000


@router.get("/blocages.{form}")
def stuck(form: Form, me: Me, at: Now, db: Db, asked: Wanted, suivi: Basket = "") -> Response:
    """Stuck applications, of the basket that the page shows."""
    with reading(db) as session:
        since, _ = visits.before(session, me.person, at) if me.follows else (None, None)
    rows = _objects(db, "application", me, at, blockages.stuck(asked, me, at, suivi, since))
    return sheets.answer(Sheet(name="dossiers-bloques", columns=OBJECTS, rows=rows), form)


def _list_of(room: Room) -> Callable[..., Response]:
    def export(form: Form, me: Me, at: Now, db: Db, asked: Wanted) -> Response:
        rows = _objects(db, room.kind, me, at, by_reference(asked))
        return sheets.answer(Sheet(name=room.path.strip("/"), columns=OBJECTS, rows=rows), form)

    return export


def _objects(db: Engine, kind: str, me: Viewer, at: datetime, asked: Asked) -> Iterator[Sequence[Cell]]:
    with reading(db) as session:
        for rows in lists.everything(session, kind, me, asked):
            reminders = chasing.reminders(session, kind, rows)
            yield from _told(session, kind, rows, me, at, reminders)


def _told(
    session: Session, kind: str, rows: Sequence[Any], me: Viewer, at: datetime, reminders: Any
) -> Iterator[Sequence[Cell]]:
    known = names.names(session, telling.offices_of(rows), (), paris_day(at), anonymous=not me.sees_inside)
    for row in rows:
        line = telling.line(kind, row, me, known, at, reminders.get(row["ref"], 0))
        yield _cells(line, row["entered_at"])


def _cells(line: Line, entered_at: datetime) -> Sequence[Cell]:
    cause = line.cause.label if line.cause else ""
    told = (line.ref, line.name, line.about, line.fictitious, line.state, paris_day(entered_at))
    return (*told, cause, line.sentence, line.awaited, line.due, line.late or None, line.reminders)


@router.get("/echeances.{form}")
def deadlines(form: Form, me: Me, at: Now, db: Db) -> Response:
    """What awaits the viewer, then what falls due, as the page has them."""
    columns = (("Liste", SHORT), ("Objet", SHORT), *OBJECTS)
    return sheets.answer(Sheet(name="echeances", columns=columns, rows=_due(db, me, at)), form)


def _due(db: Engine, me: Viewer, at: datetime) -> Iterator[Sequence[Cell]]:
    with reading(db) as session:
        found = {"Attendu de vous": coming.awaited(session, me), "Quatorze jours": coming.soon(session, me, at)}
        for name, dues in found.items():
            for due in dues:
                (told,) = _told(session, due.kind, [due.row], me, at, {})
                yield (name, BY_KIND[due.kind].one.capitalize(), *told)


@router.get("/offices.{form}")
def seats(form: Form, me: Me, at: Now, db: Db, q: Short = "", role: Short = "", vacants: Short = "") -> Response:
    """The register of the day; mailboxes for the nation only."""
    with reading(db) as session:
        found = offices.seats(session, me, paris_day(at), q, role, vacant=bool(vacants))
    rows = (row for seat in found for row in _seat(seat, me))
    return sheets.answer(Sheet(name="offices", columns=SEATS, rows=rows), form)


def _seat(seat: offices.Seat, me: Viewer) -> Iterator[Sequence[Cell]]:
    box = seat.mailbox if me.national else ""
    for one in seat.mandates:
        name = f"{one['given_name']} {one['family_name']}" if seat.named else "Nom non communiqué"
        dates = one["starts_on"], one["ends_on"]
        yield seat.title, seat.office, name, one["acting"], *dates, seat.waiting or None, box
    if seat.vacant:
        yield seat.title, seat.office, "Vacant", None, None, None, seat.waiting or None, box


@router.get("/journal.{form}")
def happened(form: Form, me: Me, at: Now, db: Db, objet: Short = "", ref: Short = "") -> Response:
    """The journal of the scope, whole, latest first."""
    rows = _events(db, me, at, objet, ref.strip())
    return sheets.answer(Sheet(name="journal", columns=EVENTS, rows=rows), form)


def _events(db: Engine, me: Viewer, at: datetime, kind: str, ref: str) -> Iterator[Sequence[Cell]]:
    before = 0
    with reading(db) as session:
        while True:
            events, before = journal.feed(session, me, before=before, kind=kind, ref=ref, many=MANY)
            for told in watching.as_read(session, events, me, at):
                at_, kind_, by = told["at"], told["kind"], told["by"]
                yield at_, kind_, told["ref"], told["title"], by, told["legal_date"], told["hash"]
            if not before:
                return


for _room in ROOMS:
    router.add_api_route(f"{_room.path}.{{form}}", _list_of(_room), methods=["GET"], name=f"export_{_room.kind}")
