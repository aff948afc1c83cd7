"""An application as it was on a day: its facts and those around it from the snapshots that the journal keeps."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, select
from sqlmodel import Session

from states.calendar import last_instant
from states.dates import french_day
from states.diagnosis import bearings
from states.refusals import Reason, Unknown
from store.board import veil
from store.board.sight import Sight
from store.board.viewer import Viewer
from store.desk import snapshots
from store.desk.borrowing import borrow
from store.desk.chain import EVENT
from store.desk.contents import CONTENT

#: What an application borrows whole from one other object: the field, the kind, and where its reference stands.
AROUND = {"wave": "wave_code", "session": "session_ref", "order": "order_ref"}


def look_back(session: Session, viewer: Viewer, now: Sight, day: date) -> Sight:
    """What that page showed at the end of a Paris day, to whoever may read it today; Unknown before it began."""
    at = last_instant(day)
    facts = _facts(session, now, at)
    if facts is None:
        raise Unknown(Reason("inconnu", f"Le dossier {now.ref} n’existait pas encore le {french_day(day)}."))
    events = [event for event in now.events if event["recorded_at"] < at]
    veiled = not now.whole and veil.covers(viewer, now.kind, now.ref, facts.state.value)
    row = _row(now, facts, at) | (_veiled(events) if veiled else {})
    return replace(
        now,
        row=row,
        facts=facts if now.whole else veil.as_seen(viewer, now.kind, facts, row["entered_at"]),
        veiled=veiled,
        events=events,
        letters=[letter for letter in now.letters if letter["owed_at"] < at],
        attachments=[piece for piece in now.attachments if piece["at"] < at],
        content=_content(session, now.ref, at),
    )


def _facts(session: Session, now: Sight, at: datetime) -> Any:
    """Its own facts and those of its wave, session and order as they then were; the rest of the world is today's."""
    facts = _snapshot(session, now.kind, now.ref, at)
    if facts is None:
        return None
    facts = borrow(session, now.kind, facts, None, at, choices=False)
    then = {name: _snapshot(session, name, getattr(facts, ref), at) for name, ref in AROUND.items()}
    order = then["order"]
    return replace(facts, **then | ({"order": replace(order, places=facts.places)} if order else {}))


def _snapshot(session: Session, kind: str, ref: str, at: datetime) -> Any:
    query = select(EVENT.c.facts).where(EVENT.c.kind == kind, EVENT.c.ref == ref, EVENT.c.recorded_at < at)
    text = session.execute(query.order_by(EVENT.c.seq.desc()).limit(1)).scalar() if ref else None
    return snapshots.load(kind, text) if text else None


def _row(now: Sight, facts: Any, at: datetime) -> dict[str, Any]:
    found = bearings(facts, at)
    names = ("due_at", "wake_at", "stuck_since", "stuck_sentence", "holder")
    carried = {"order_ref": facts.order_ref, "session_ref": facts.session_ref}
    return (
        dict(now.row)
        | {name: getattr(found, name) for name in names}
        | carried
        | {
            "state": facts.state.value,
            "entered_at": facts.entered_at,
            "stuck_cause": found.stuck_cause.value if found.stuck_cause else None,
            "awaiting": " ".join(found.awaiting),
        }
    )


def _veiled(events: list[RowMapping]) -> dict[str, Any]:
    began = next(event["at"] for event in events if event["target"] == veil.BEGINS.value)
    decider = {"holder": veil.DECIDER, "awaiting": veil.DECIDER, "order_ref": ""}
    return {"state": veil.BEGINS.value, "entered_at": began, "due_at": None} | decider


def _content(session: Session, ref: str, at: datetime) -> Mapping[str, Any]:
    query = select(CONTENT.c.body).where(CONTENT.c.application == ref, CONTENT.c.at < at)
    body: dict[str, Any] = json.loads(
        session.execute(query.order_by(CONTENT.c.version.desc()).limit(1)).scalar() or "{}"
    )
    return body
