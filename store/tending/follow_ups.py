"""Taking charge of an application, putting it off until a day: who follows it, and when it comes back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from states.calendar import paris_day
from states.machine import Actor
from states.refusals import BadField, NotYours, Reason
from states.texts import LONG, clean_text
from store.board import scope
from store.board.viewer import Viewer
from store.desk.kinds import TABLES
from store.dialects import insert_into
from store.people.chronicle import Deed, record
from store.tables.tending import FollowUp

FOLLOW_UP = FollowUp.__table__  # type: ignore[attr-defined]
KIND = "follow_up"
LONGEST_DAYS = 92


def take(session: Session, viewer: Viewer, ref: str, at: datetime, person: str = "") -> int:
    """Someone takes charge, or is given charge by a colleague. Returns the event; NotYours, Unknown."""
    holder = person or viewer.person
    return _change(session, viewer, ref, at, Deed.TAKE_CHARGE, {"taken_by": holder, "taken_at": at})


def release(session: Session, viewer: Viewer, ref: str, at: datetime) -> int:
    """Nobody follows it any more."""
    return _change(session, viewer, ref, at, Deed.RELEASE, {"taken_by": "", "taken_at": None})


def put_off(session: Session, viewer: Viewer, ref: str, until: date | None, reason: str, at: datetime) -> int:
    """It leaves the list of what is to be treated, and comes back by itself on that day. BadField."""
    why = clean_text("Motif du report", reason, LONG, lines=True)
    if not why:
        raise BadField("motif", None, "dites pourquoi le dossier est reporté.")
    days = (until - paris_day(at)).days if until else 0
    if not 0 < days <= LONGEST_DAYS:
        raise BadField("jusqu", until, f"indiquez un jour à venir, dans {LONGEST_DAYS} jours au plus.")
    changes = {"put_off_until": until, "put_off_by": viewer.person}
    return _change(session, viewer, ref, at, Deed.PUT_OFF, changes, {"reason": why})


def bring_back(session: Session, viewer: Viewer, ref: str, at: datetime) -> int:
    """Before its day."""
    return _change(session, viewer, ref, at, Deed.BRING_BACK, {"put_off_until": None, "put_off_by": ""})


def _change(
    session: Session,
    viewer: Viewer,
    ref: str,
    at: datetime,
    deed: Deed,
    changes: Mapping[str, Any],
    texts: Mapping[str, str] | None = None,
) -> int:
    actor = acting(viewer)
    hold(session, viewer, ref)
    facts = {"of": "application"} | {name: _plain(value) for name, value in changes.items()}
    event = record(session, KIND, ref, deed, facts, at=at, by=actor, texts=texts)
    values = dict(changes) | ({"put_off_event": event} if deed is Deed.PUT_OFF else {})
    statement = insert_into(session, FOLLOW_UP).values(kind="application", ref=ref, **_blank() | values)
    session.execute(statement.on_conflict_do_update(index_elements=["kind", "ref"], set_=values))
    return event


def acting(viewer: Viewer) -> Actor:
    """In what capacity; NotYours for those who follow nothing."""
    office = viewer.follows
    if not office:
        raise NotYours(Reason("suivi", "Le suivi des dossiers revient à la Dgesco et au secrétariat de la commission."))
    return Actor(office=office, person=viewer.person)


def hold(session: Session, viewer: Viewer, ref: str) -> None:
    """One at a time on one application, in scope: the chain of its follow-up has one end."""
    scope.check(session, "application", ref, viewer)
    table = TABLES["application"].c
    session.execute(select(table.ref).where(table.ref == ref).with_for_update())


def _blank() -> dict[str, Any]:
    return {"taken_by": "", "put_off_by": ""}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
