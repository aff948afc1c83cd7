"""What happened and what was written: events and letters, in the order in which they were recorded."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import ColumnElement, Select, Table, and_, or_, select, true
from sqlmodel import Session, col

from api.entry.identity import Db, Me, Now
from api.rest import reading, requests, shapes, traces
from api.rest.shaping import Looking, term
from states.facts import Quality
from states.roles import Role, role_of
from store.board.history import COMPARATIVE, PUBLISHED
from store.board.scope import APPLICATION, seen
from store.board.viewer import Viewer
from store.desk.kinds import TABLES
from store.people.chronicle import trigger_of
from store.session import reading as snapshot
from store.tables.journal import Event
from store.tables.letters import Letter, LetterStatus, Mail, MailLetter
from store.tables.people import Person

router = APIRouter()
EVENT: Table = Event.__table__  # type: ignore[attr-defined]
LETTER: Table = Letter.__table__  # type: ignore[attr-defined]
MAIL: Table = Mail.__table__  # type: ignore[attr-defined]
CARRIED: Table = MailLetter.__table__  # type: ignore[attr-defined]
#: Who judges stays unnamed towards those who are judged.
UNNAMED = frozenset({Role.RAPPORTEUR, Role.COMMISSION_MEMBER})


@router.get("/events", summary="Lire le journal")
def events(me: Me, at: Now, db: Db, asked: Annotated[requests.Feed, Query()]) -> shapes.Page[traces.Event]:
    """Events of the objects in one's scope, oldest first."""
    with snapshot(db) as session:
        rows = reading.rows(session, _fed(select(EVENT), EVENT, me, asked).where(open_to(me)))
        names = names_of(session, rows)
    looking = Looking(me, at)
    items = [event(looking, row, names) for row in rows[: asked.limit]]
    return shapes.Page(items=items, next=str(items[-1].id) if len(rows) > asked.limit else None)


@router.get("/letters", summary="Lire les courriers et leur sort")
def letters(me: Me, at: Now, db: Db, asked: Annotated[requests.Feed, Query()]) -> shapes.Page[traces.Letter]:
    """Letters about the objects in one's scope, oldest first."""
    mail = [MAIL.c[name].label(f"mail_{name}") for name in _DISPATCH]
    joined = LETTER.outerjoin(CARRIED, CARRIED.c.letter == LETTER.c.id).outerjoin(MAIL, MAIL.c.id == CARRIED.c.mail)
    with snapshot(db) as session:
        query = _fed(select(LETTER, *mail).select_from(joined), LETTER, me, asked)
        rows = reading.rows(session, query.where(_theirs(me)))
    looking = Looking(me, at)
    items = [_letter(looking, row) for row in rows[: asked.limit]]
    return shapes.Page(items=items, next=str(items[-1].id) if len(rows) > asked.limit else None)


_DISPATCH = ("subject", "composed_at", "status", "attempts", "settled_at", "server_words")


def _fed(query: Select[Any], table: Table, me: Viewer, asked: requests.Feed) -> Select[Any]:
    """Within the scope of each kind, after what was read; one more than asked tells whether there is a next page."""
    kinds = [asked.kind] if asked.kind else list(TABLES)
    query = query.where(table.c.id > asked.after, or_(*(_within(table, kind, me) for kind in kinds)))
    if asked.ref:
        query = query.where(table.c.ref == asked.ref)
    return query.order_by(table.c.id).limit(asked.limit + 1)


def _within(table: Table, kind: str, me: Viewer) -> ColumnElement[bool]:
    if me.national:
        return table.c.kind == kind
    return and_(table.c.kind == kind, table.c.ref.in_(select(TABLES[kind].c.ref).where(seen(kind, me))))


def open_to(me: Viewer) -> ColumnElement[bool]:
    """What compares applications, and the inner work on orders and sessions, wait for the decision."""
    if me.national:
        return true()
    decided = select(APPLICATION.ref).where(APPLICATION.state.in_(PUBLISHED))
    told = or_(EVENT.c.trigger.not_in(COMPARATIVE), EVENT.c.ref.in_(decided), EVENT.c.ref.in_(sorted(me.assigned)))
    return or_(and_(EVENT.c.kind == "application", told), EVENT.c.kind.in_(("label", "wave")))


def _theirs(me: Viewer) -> ColumnElement[bool]:
    """Applicants read the letters written to them; those who judge, all letters about what they judge."""
    if me.national:
        return true()
    return or_(LETTER.c.office.in_(me.offices), LETTER.c.ref.in_(sorted(me.assigned)))


def names_of(session: Session, rows: Iterable[reading.Row]) -> dict[str, str]:
    """First and last names of those who acted."""
    people = {row["person"] for row in rows}
    query = select(col(Person.id), col(Person.given_name), col(Person.family_name)).where(col(Person.id).in_(people))
    return {one: f"{given} {family}" for one, given, family in session.execute(query)}


def event(looking: Looking, row: reading.Row, names: Mapping[str, str]) -> traces.Event:
    """An event in the words due to the viewer; what was written with it is not here."""
    plain = ("id", "kind", "ref", "seq", "at", "legal_date", "recorded_at", "cause", "hash", "previous")
    return traces.Event(
        **{name: row[name] for name in plain},
        trigger=term(trigger_of(row["kind"], row["trigger"])),
        source=looking.state(row["kind"], row["source"]),
        target=looking.state(row["kind"], row["target"]),
        office=looking.office(row["office"]),
        person=_person(looking.viewer, row, names),
        quality=term(Quality(row["quality"])),
        on_paper=bool(row["registrar"]),
    )


def _person(viewer: Viewer, row: reading.Row, names: Mapping[str, str]) -> str:
    hidden = role_of(row["office"]) in UNNAMED and not viewer.judges(row["ref"])
    return "" if hidden else names.get(row["person"], row["person"])


def _letter(looking: Looking, row: reading.Row) -> traces.Letter:
    plain = ("id", "letter", "kind", "ref", "owed_at", "not_before", "due_at", "why")
    return traces.Letter(
        **{name: row[name] for name in plain},
        office=looking.office(row["office"]),
        status=term(LetterStatus(row["status"])),
        mail=_dispatch(row) if row["mail_subject"] is not None else None,
    )


def _dispatch(row: reading.Row) -> traces.Dispatch:
    found = {name: row[f"mail_{name}"] for name in _DISPATCH}
    return traces.Dispatch(**found | {"status": term(LetterStatus(found["status"]))})
