"""What each act changes in a label."""

from typing import Any

from states.calendar import add
from states.label.facts import LabelFacts
from states.label.guards import OBSERVATIONS
from states.label.words import State
from states.machine import Move


def mid_term_filed(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """The report at half-term is in."""
    return {"mid_term_filed_on": move.day}


def extended(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """Prolonged by an explicit act."""
    return {"extended_until": move.payload["until"], "date_set_at": move.at}


def expired(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """Reached its term; flagged when its renewal is still being examined."""
    pending = facts.renewal is not None and facts.renewal.on is not None and not facts.renewal.final
    return {"expired_while_pending": pending}


def withdrawal_opened(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """The sponsors are heard first."""
    due = move.payload["due"] or add(move.day, OBSERVATIONS)
    return {"notice_on": move.day, "observations_due": due, "observations_on": None, "resumes_as": State(facts.state)}


def observed(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """They have been."""
    return {"observations_on": move.day}


def suspended(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """To be reinstated where it stood."""
    return {"resumes_as": State(facts.state)}
