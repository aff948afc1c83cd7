"""What suspending, resuming and reopening change."""

from datetime import timedelta
from typing import Any

from states.application.facts import ApplicationFacts, StayOfReview
from states.application.words import State
from states.deadlines import due_at
from states.machine import Move


def stayed(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """All clocks stop; what was left of the deadline is kept."""
    due = due_at(facts)
    left = int((due - move.at).total_seconds()) if due and due > move.at else None
    return {"stay": StayOfReview(source=State(facts.state), since=move.at, cause="decision", seconds_left=left)}


def resumed(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The clock goes on with what it had left."""
    left = facts.stay.seconds_left if facts.stay else None
    due = {"due_override": move.at + timedelta(seconds=left)} if left else {}
    return {"stay": None, "resumed_at": move.at} | due


def reopened(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """A new examination, on a new clock: the annulled decision and what followed the filing are behind."""
    return {"decisions": (), "opinion": None, "reviews": (), "session_ref": "", "order_ref": "", "adjournments": 0}
