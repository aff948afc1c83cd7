"""What each act changes in a label."""

from typing import Any

from states.calendar import add
from states.label.dates import term
from states.label.facts import Amended, LabelFacts
from states.label.guards import OBSERVATIONS
from states.label.words import State
from states.machine import Move
from states.signing import signature


def mid_term_filed(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """The report at half-term is in."""
    return {"mid_term_filed_on": move.day}


def extended(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """Prolonged by an explicit act."""
    return {"extended_until": move.payload["until"], "date_set_at": move.at, "decisions": ()}


def expired(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """Reached its term; flagged when its renewal is still being examined."""
    return {"expired_while_pending": facts.renewal_pending}


def withdrawal_opened(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """The sponsors are heard first."""
    due = move.payload["due"] or add(move.day, OBSERVATIONS)
    heard: dict[str, Any] = {"observations_on": None, "observed_by": (), "decisions": ()}
    return {"notice_on": move.day, "observations_due": due, "resumes_as": State(facts.state)} | heard


def observed(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """One of them has been."""
    return {"observations_on": move.day, "observed_by": (*facts.observed_by, move.actor.office)}


def decision_signed(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """One of those who granted has signed this decision; another text takes the place of the one signed before."""
    others = tuple(one for one in facts.decisions if one.office != move.actor.office)
    return {"decisions": (*others, signature(move, 0, move.payload["document"]))}


def maintained(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """The decisions that had begun fall."""
    return {"decisions": ()}


def rectified(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """The dates that the order fixes take the place of those entered; what follows from them is reckoned anew."""
    starts, months = move.payload["starts_on"], move.payload["months"]
    return {"starts_on": starts, "months": months, "expires_on": term(starts, months), "date_set_at": move.at}


def amended(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """A change that needs no new decision."""
    return {"amended": (*facts.amended, Amended(nature=move.payload["nature"], on=move.day))}


def support_withdrawn(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """One sponsor no longer stands behind the label, which runs on."""
    return {"unsupported_by": (*facts.unsupported_by, move.actor.office)}


def support_restored(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """It does again."""
    return {"unsupported_by": tuple(one for one in facts.unsupported_by if one != move.actor.office)}


def suspended(facts: LabelFacts, move: Move) -> dict[str, Any]:
    """To be reinstated where it stood."""
    return {"resumes_as": State(facts.state), "decisions": ()}
