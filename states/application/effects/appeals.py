"""What an administrative appeal changes."""

from typing import Any

from states.application.facts import Appeal, ApplicationFacts
from states.application.words import State
from states.calendar import Delay, Unit, add
from states.machine import Move

#: Silence kept two months on an administrative appeal rejects it (CRPA, art. L. 411-7 and L. 231-4).
SILENCE = Delay(2, Unit.MONTHS)


def lodged(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The delay to go to court is interrupted; that of silence begins."""
    appeal = Appeal(source=State(facts.state), office=move.actor.office, lodged_on=move.day, due=add(move.day, SILENCE))
    return {"appeal": appeal}
