"""What the admissibility examination changes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from states.application.facts import ApplicationFacts, Completion, Item
from states.calendar import Delay, Unit, add, is_working_day, last_instant, paris_day
from states.deadlines import due_at
from states.machine import Move
from states.signing import signature

EXAMINATION = Delay(10, Unit.WORKING_DAYS)


def items_requested(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The list is sent, the clock of the examination is paused with the working days it had left."""
    due = move.payload["due"] or add(move.day, facts.rules.completion_delay)
    items = tuple(Item(number=number) for number in range(1, len(move.payload["items"]) + 1))
    left = _working_days_left(facts, move)
    return {"completion": Completion(requested_at=move.at, due=due, items=items, days_left=left), "decisions": ()}


def _working_days_left(facts: ApplicationFacts, move: Move) -> int:
    if facts.rules.completion_restarts:
        return EXAMINATION.count
    due, today = due_at(facts), paris_day(move.at)
    assert due is not None
    last = paris_day(due - timedelta(microseconds=1))
    days = (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
    return max(1, sum(is_working_day(day) for day in days))


def item_received(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """One piece of the list has come; the others are still awaited."""
    assert facts.completion is not None
    number, document = int(move.payload["item"]), move.payload["document"]
    items = tuple(
        replace(item, received_at=move.at, document=document) if item.number == number else item
        for item in facts.completion.items
    )
    return {"completion": replace(facts.completion, items=items)}


def completion_extended(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The one extension."""
    assert facts.completion is not None
    due = move.payload["due"]
    return {"completion": replace(facts.completion, due=due, extended=True), "date_set_at": move.at}


def examination_resumed(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The clock goes on with what it had left."""
    left = facts.completion.days_left if facts.completion else EXAMINATION.count
    until = add(paris_day(move.at), Delay(max(left, 1), Unit.WORKING_DAYS))
    return {"due_override": last_instant(until), "resumed_at": move.at}


def undecided(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """A negative decision that had begun is dropped: it cannot be completed on other grounds later."""
    return {"decisions": ()}


def decision_signed(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """One granting office has signed the negative decision."""
    return {"decisions": (*facts.decisions, signature(move, facts.round, facts.content_hash))}
