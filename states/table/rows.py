"""A line of the table of deadlines, and what it is made from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from states.calendar import Delay
from states.words import Word


class Standing(Word):
    """What became of a deadline, or has not yet."""

    AHEAD = "ahead", "à venir"
    RUNNING = "running", "en cours"
    PAUSED = "paused", "suspendue"
    OVERDUE = "overdue", "dépassée"
    KEPT = "kept", "tenue"
    LATE = "late", "tenue en retard"
    MISSED = "missed", "non tenue"
    VOID = "void", "sans objet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened: its event, when, by which trigger, and the facts that it left."""

    event: int
    at: datetime
    trigger: str
    facts: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A date moved: when, from what to what; `event` leads to its reason, `why` gives what came from elsewhere."""

    at: datetime
    before: datetime | None
    after: datetime | None
    event: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time during which the clock stood still: since when, until when (None while it lasts), and why."""

    since: datetime
    until: datetime | None
    event: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    """One deadline: what is due, by whom, by which rule and text, since when, until when, and what became of it.

    `until` is exclusive, and None while it cannot be dated or its clock stands still; `awaits` names the audiences,
    `offices` those awaited now; `state` is the stage to which it belongs; `delay` is what is counted from `since`;
    `inner` rows are for those to whom comparative work is open.
    """

    what: str
    awaits: tuple[str, ...]
    rule: str
    on_passing: str
    standing: Standing
    since: datetime | None = None
    until: datetime | None = None
    ended_at: datetime | None = None
    law: str = ""
    state: str = ""
    delay: Delay | None = None
    offices: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    pauses: tuple[Pause, ...] = ()
    inner: bool = False


def judged(until: datetime | None, done: datetime | None, at: datetime) -> Standing:
    """Whether a date was kept, once what it asked for is done; or how it stands."""
    if done:
        return Standing.KEPT if until is None or done <= until else Standing.LATE
    return Standing.OVERDUE if until and until <= at else Standing.RUNNING
