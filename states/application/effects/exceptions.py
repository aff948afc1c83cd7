"""What suspending, resuming, ending and reopening change."""

from datetime import date, datetime, timedelta
from typing import Any

from states.application.effects.dates import by_days, moved
from states.application.effects.preparation import signed, without_office
from states.application.facts import ApplicationFacts, StayOfReview
from states.application.words import SUPPORT_WITHDRAWN, State
from states.calendar import Delay, Unit, add, last_instant, next_working_day, paris_day
from states.deadlines import due_at
from states.machine import Move

RESTORE_DELAY = Delay(15, Unit.DAYS)
BEFORE_FILING = (State.DRAFT, State.JOINT_SIGNATURE)
CARRIED = (State.SCHEDULED, State.IN_SESSION, State.CO_SIGNATURE, State.SEALED)


def stayed(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """All clocks stop; what was left of the deadline is kept."""
    return {"stay": _stay(facts, move, "decision")}


def support_withdrawn(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The co-sponsor's own signature goes; fifteen days to restore it."""
    stay = _stay(facts, move, SUPPORT_WITHDRAWN, due=add(move.day, RESTORE_DELAY), office=move.actor.office)
    return {"signatures": without_office(facts, move.actor.office), "stay": stay}


def _stay(
    facts: ApplicationFacts, move: Move, cause: str, *, due: date | None = None, office: str = ""
) -> StayOfReview:
    ends = due_at(facts)
    left = max(0, int((ends - move.at).total_seconds())) if ends else None
    source = State(facts.state)
    return StayOfReview(source=source, since=move.at, cause=cause, seconds_left=left, due=due, office=office)


def resumed(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The clock goes on with what it had left."""
    return {"stay": None, "resumed_at": move.at} | _given_back(facts, move)


def support_restored(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The office signs the same content again and the review goes on with what its clock had left."""
    return resumed(facts, move) | signed(facts, move)


def _given_back(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """To the closing, to the dates that acts have set, or to the stage's own rule; a carrier keeps its own date."""
    assert facts.stay is not None
    source, left = facts.stay.source, facts.stay.seconds_left
    if source in CARRIED or (source is State.PROPOSED and facts.order_ref) or left is None:
        return {}
    if source in BEFORE_FILING:
        return {"own_closing": _until(move.at, left)} if left else {}
    days = (paris_day(move.at) - paris_day(facts.stay.since)).days
    return moved(facts, source, by_days(days)) or {"due_override": _until(move.at, left)}


def _until(at: datetime, seconds: int) -> datetime:
    last_day = paris_day(at + timedelta(seconds=seconds, microseconds=-1))
    return last_instant(next_working_day(last_day))


def ended(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """No order carries it any more, nor a session that has not heard it."""
    unheard: dict[str, Any] = {} if facts.opinion else {"session_ref": "", "session": None}
    return {"order_ref": "", "order": None} | unheard


def reopened(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """A new examination, on a new clock: the annulled decision and what followed the filing are behind."""
    dropped = ("completion", "clarification", "opinion", "reservations", "session", "order", "appeal")
    emptied: dict[str, Any] = {"decisions": (), "reviews": (), "session_ref": "", "order_ref": "", "cnee_document": ""}
    return dict.fromkeys(dropped) | emptied | {"adjournments": 0, "second_looks": 0}
