"""Internal notes on an application: written and read by those who follow it, never by applicants."""

from datetime import datetime

from sqlmodel import Session

from states.refusals import BadField
from states.texts import LONG, clean_text
from store.board.viewer import Viewer
from store.people.chronicle import Deed, record
from store.tending.follow_ups import KIND, acting, hold


def write(session: Session, viewer: Viewer, ref: str, text: str, at: datetime) -> int:
    """One more note; it is not changed afterwards, another one corrects it. BadField, NotYours, Unknown."""
    actor = acting(viewer)
    said = clean_text("Note", text, LONG, lines=True)
    if not said:
        raise BadField("note", None, "écrivez la note.")
    hold(session, viewer, ref)
    return record(session, KIND, ref, Deed.NOTE, {"of": "application"}, at=at, by=actor, texts={"note": said})
