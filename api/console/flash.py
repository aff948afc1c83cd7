"""After an act: what was done and who was told, read back from the journal, so that a reload says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api.console.past import trigger_label
from api.console.rooms import Room
from states.calendar import paris_day
from store.board import history
from store.board.names import names
from store.board.viewer import Viewer

NAMED = 4


@dataclass(frozen=True, slots=True)
class Done:
    """The sentence of success, and the one that says who will read of it."""

    title: str
    text: str


def done(session: Session, room: Room, ref: str, seq: int, viewer: Viewer, at: datetime) -> Done | None:
    """What the act that recorded event `seq` did; None when there is no such event, or when it is secret."""
    events = history.since(session, room.kind, ref, seq)
    if not events:
        return None
    first, *others = (trigger_label(room.kind, event["trigger"]) for event in events)
    told = history.told(session, [event["id"] for event in events])
    known = names(session, told, (), paris_day(at), anonymous=not viewer.sees_inside)
    return Done(f"« {first} » : c’est enregistré", f"{_then(others)}{_told([known.full(office) for office in told])}")


def _then(others: Sequence[str]) -> str:
    return f"Il s’ensuit : {', '.join(others)}. " if others else ""


def _told(titles: Sequence[str]) -> str:
    if not titles:
        return "Aucun courriel n’est dû."
    more = len(titles) - NAMED
    return f"Un courriel part à : {' ; '.join(titles[:NAMED])}{f' ; et {more} autres' if more > 0 else ''}."
