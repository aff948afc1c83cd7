"""When something is due: the stage's rule, or the extension that an act granted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from states.calendar import Delay, Unit, add, last_instant, paris_day
from states.declaration import Deadline, lifecycle_of
from states.facts import Facts


def due_at(facts: Any) -> datetime | None:
    """Instant at which the present stage is overdue (exclusive), or None when nothing is due."""
    stage = lifecycle_of(facts).stage_of[facts.state]
    if facts.due_override is not None:
        return facts.due_override  # type: ignore[no-any-return]
    return stage.deadline.due(facts) if stage.deadline else None


def after_entering(count: int, unit: Unit = Unit.WORKING_DAYS) -> Callable[[Facts], datetime]:
    """Rule of time: so many days after the stage began, until 24 hours of the last day."""
    delay = Delay(count, unit)
    return lambda facts: last_instant(add(paris_day(facts.entered_at), delay))


def within(count: int, satisfied_by: str, on_passing: str, law: str = "", unit: Unit = Unit.WORKING_DAYS) -> Deadline:
    """A deadline counted from the day the stage began."""
    delay = Delay(count, unit)
    return Deadline(
        due=after_entering(count, unit),
        rule=f"{delay} après l’entrée dans l’étape",
        satisfied_by=satisfied_by,
        on_passing=on_passing,
        law=law,
        counted=True,
        delay=delay,
    )


def awaited(facts: Any) -> tuple[str, ...]:
    """Offices that the present stage awaits, each once, in the order of the declaration."""
    stage = lifecycle_of(facts).stage_of[facts.state]
    return tuple(dict.fromkeys(office for audience in stage.awaits for office in audience.of(facts)))
