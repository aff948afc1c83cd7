"""What the expertise changes."""

from dataclasses import replace
from datetime import date
from typing import Any

from states.application.effects.dates import by_days, pending_moved
from states.application.facts import ApplicationFacts, Clarification, Review
from states.application.words import ReviewKind, ReviewState
from states.calendar import Delay, Unit, add, paris_day
from states.machine import Move

REPORT_DELAY = Delay(30, Unit.DAYS)
ANSWER_DELAY = Delay(10, Unit.DAYS)


def assigned(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """Two reports are expected, and the opinions of the directorates that the edition names."""
    due = move.payload["due"] or add(move.day, REPORT_DELAY)
    reports = tuple(_awaited(office, ReviewKind.REPORT, move, due) for office in move.payload["rapporteurs"])
    opinions = tuple(_awaited(office, ReviewKind.OPINION, move, due) for office in facts.rules.directorates)
    kept = tuple(review for review in facts.reviews if review.state is ReviewState.RECUSED)
    return {"reviews": kept + reports + opinions}


def _awaited(office: str, kind: ReviewKind, move: Move, due: date) -> Review:
    return Review(office=office, kind=kind, state=ReviewState.PENDING, assigned_at=move.at, due=due)


def _set(facts: ApplicationFacts, office: str, **changes: Any) -> tuple[Review, ...]:
    pending = ReviewState.PENDING
    return tuple(replace(r, **changes) if r.office == office and r.state is pending else r for r in facts.reviews)


def delivered(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The report is in."""
    given = move.payload
    changes = {"state": ReviewState.DELIVERED, "delivered_at": move.at}
    return {"reviews": _set(facts, move.actor.office, **changes, score=given["score"], document=given["document"])}


def recused(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """A rapporteur steps aside."""
    return {"reviews": _set(facts, move.actor.office, state=ReviewState.RECUSED)}


def replaced(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """Another rapporteur takes over, with a delay of their own."""
    out = _set(facts, move.payload["late"], state=ReviewState.REPLACED)
    return {"reviews": (*out, _newcomer(move))} | {"date_set_at": move.at}


def added(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """One more rapporteur."""
    return {"reviews": (*facts.reviews, _newcomer(move)), "date_set_at": move.at}


def _newcomer(move: Move) -> Review:
    return _awaited(move.payload["office"], ReviewKind.REPORT, move, add(move.day, REPORT_DELAY))


def waived(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The chair goes on without that report or opinion."""
    return {"reviews": _set(facts, move.payload["late"], state=ReviewState.WAIVED)}


def asked(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """A question to the sponsors, with ten days to answer."""
    return {
        "clarification": Clarification(asked_by=move.actor.office, asked_at=move.at, due=add(move.day, ANSWER_DELAY))
    }


def answered(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The sponsors have answered; time spent answering is given back to the rapporteurs."""
    assert facts.clarification is not None
    return {"clarification": replace(facts.clarification, answered_at=move.at)} | resumed(facts, move)


def resumed(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The reports' dates move by the days the question took."""
    assert facts.clarification is not None
    lost = (paris_day(move.at) - paris_day(facts.clarification.asked_at)).days
    return {"resumed_at": move.at} | pending_moved(facts, by_days(lost))
