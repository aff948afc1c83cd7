"""How an application is followed: by whom, put off until when, and the notes of those who follow it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.console.past import trigger_label
from states.calendar import paris_day
from store.board import following
from store.board.names import names
from store.board.viewer import Viewer


def followed(session: Session, me: Viewer, kind: str, ref: str, at: datetime, *, past: bool) -> dict[str, Any]:
    """What the page shows of it, to those who follow applications; of the past, what was then written."""
    if not me.follows or kind != "application":
        return {"follow_up": None}
    found = None if past else following.follow_ups(session, [ref]).get(ref)
    rows = [row for row in following.notes(session, ref) if row["at"] <= at]
    known = names(session, {row["office"] for row in rows}, {row["person"] for row in rows}, paris_day(at))
    told = [
        {
            "at": row["at"],
            "title": trigger_label("follow_up", row["trigger"]),
            "by": known.persons.get(row["person"], ""),
            "detail": row["text"] or "",
            "path": "",
            "current": False,
        }
        for row in rows
    ]
    return {"follow_up": {"row": found, "notes": told, "mine": bool(found and found["taken_by"] == me.person)}}
