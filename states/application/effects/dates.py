"""Dates that acts have set in the facts, moved together: by an extension, or by what a suspension took."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from states.application.facts import ApplicationFacts, Review
from states.application.words import ReviewState, State
from states.calendar import last_instant, next_working_day
from states.machine import Move

Shift = Callable[[date], date]
RECORDS = {
    State.INCOMPLETE: "completion",
    State.CLARIFICATION: "clarification",
    State.RESERVATIONS: "reservations",
    State.STAYED: "stay",
}


def moved(facts: ApplicationFacts, state: State, to: Shift) -> dict[str, Any]:
    """The date by which that state ends, where an act set it; empty when a rule or another object does."""
    if state is State.UNDER_REVIEW:
        return pending_moved(facts, to)
    record = getattr(facts, RECORDS[state]) if state in RECORDS else None
    return {RECORDS[state]: replace(record, due=to(record.due))} if record and record.due else {}


def pending_moved(facts: ApplicationFacts, to: Shift) -> dict[str, Any]:
    """The dates of the reports and opinions still awaited; empty when none is."""
    awaited = [review for review in facts.reviews if review.state is ReviewState.PENDING]
    return {"reviews": tuple(_moved(review, to) for review in facts.reviews)} if awaited else {}


def _moved(review: Review, to: Shift) -> Review:
    return replace(review, due=to(review.due)) if review.state is ReviewState.PENDING else review


def by_days(days: int) -> Shift:
    """So many days later, on a working day; nothing moves within the same day."""
    return lambda day: next_working_day(day + timedelta(days=days)) if days > 0 else day


def extended(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """A later date granted by an act takes the place of the date, or of the rule, of the stage."""
    granted: date = move.payload["due"]
    changes = moved(facts, State(facts.state), lambda due: max(due, granted))
    return (changes or {"due_override": last_instant(granted)}) | {"date_set_at": move.at}
