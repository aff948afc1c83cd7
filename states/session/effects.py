"""What each act changes in a session."""

from typing import Any

from states.machine import Move
from states.session.facts import SessionFacts


def attended(facts: SessionFacts, move: Move) -> dict[str, Any]:
    """Who sits."""
    return {"present": tuple(move.payload["present"])}


def moved(facts: SessionFacts, move: Move) -> dict[str, Any]:
    """Another date, to be summoned again with an agenda that may change: the quorum is required once more."""
    date_set = {"held_at": move.payload["held_at"], "date_set_at": move.at, "summoned_at": None}
    return date_set | {"without_quorum": False, "present": ()}


def summoned_again(facts: SessionFacts, move: Move) -> dict[str, Any]:
    """A second summons with the same agenda, which requires no quorum."""
    return {"held_at": move.payload["held_at"], "without_quorum": True, "summoned_at": move.at, "present": ()}


def minuted(facts: SessionFacts, move: Move) -> dict[str, Any]:
    """The draft minutes, by hash."""
    return {"minutes_hash": move.payload["document"]}


def minutes_corrected(facts: SessionFacts, move: Move) -> dict[str, Any]:
    """Other minutes take the place of those signed, and are signed in their turn; the journal keeps the first."""
    return minuted(facts, move) | {"minutes_signed_on": None}


def minutes_signed(facts: SessionFacts, move: Move) -> dict[str, Any]:
    """The minutes are signed."""
    return {"minutes_signed_on": move.day}
