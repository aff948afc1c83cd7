"""Stuck is a question: why, who is awaited, since when, what comes next, and which acts would free it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from states.agenda import Rung, first_owed, rungs, timers
from states.calendar import Delay, Unit, add, last_instant, paris_day
from states.dates import french_day
from states.deadlines import awaited, due_at
from states.declaration import Guard, Stage, Step, lifecycle_of
from states.machine import THE_SYSTEM, Move
from states.offers import Condition, Offer, conditions, open_acts
from states.words import Word


class Cause(Word):
    """Why an object is stuck, in order of priority."""

    TECHNICAL = "technical", "Incident technique"
    DEADLINE = "deadline", "Échéance dépassée"
    CONDITION = "condition", "Condition non remplie"
    INACTIVITY = "inactivity", "Sans activité"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A cause, since when, and the sentence that lists, pages, letters and exports all show."""

    cause: Cause
    since: datetime
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearings:
    """Where an object stands: derived columns of its row, always recomputable from its facts."""

    due_at: datetime | None
    wake_at: datetime | None
    stuck_cause: Cause | None
    stuck_since: datetime | None
    stuck_sentence: str
    holder: str
    awaiting: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """All that the page says of a blockage, or of an ordinary wait."""

    stuck: Stuck | None
    awaiting: tuple[str, ...]
    since: datetime
    due: datetime | None
    next_timer: tuple[Step, datetime] | None
    next_rung: Rung | None
    forward: Step | None
    conditions: tuple[Condition, ...]
    frees: tuple[Offer, ...]


def bearings(facts: Any, at: datetime) -> Bearings:
    """The derived columns at an instant."""
    final, alarms = _stage(facts).final, tuple(_alarms(facts, at))
    blocked, waiting = _first(alarms, at), () if final else awaited(facts)
    return Bearings(
        due_at=None if final else due_at(facts),
        wake_at=_wake(facts, alarms, at),
        stuck_cause=blocked.cause if blocked else None,
        stuck_since=blocked.since if blocked else None,
        stuck_sentence=blocked.sentence if blocked else "",
        holder=waiting[0] if waiting else "",
        awaiting=waiting,
    )


def _wake(facts: Any, alarms: Iterable[Stuck], at: datetime) -> datetime | None:
    owed = first_owed(facts)
    if owed and owed <= at:
        return at
    coming = [owed, *(alarm.since for alarm in alarms)]
    return min((moment for moment in coming if moment and moment > at), default=None)


def stuck(facts: Any, at: datetime) -> Stuck | None:
    """The first cause that holds, or None: waiting within the deadline is not being stuck."""
    return _first(_alarms(facts, at), at)


def _first(alarms: Iterable[Stuck], at: datetime) -> Stuck | None:
    return next((alarm for alarm in alarms if alarm.since <= at), None)


def _alarms(facts: Any, at: datetime) -> Iterator[Stuck]:
    """Every cause with the instant at which it begins to hold, past or to come, in order of priority."""
    stage = _stage(facts)
    if stage.final or facts.state is lifecycle_of(facts).start:
        return
    for trouble in sorted(facts.troubles, key=lambda t: t.since):
        yield Stuck(cause=Cause.TECHNICAL, since=trouble.since, sentence=trouble.words)
    due = due_at(facts)
    if due is not None:
        yield Stuck(cause=Cause.DEADLINE, since=due, sentence=_overdue(stage, due))
    yield from _conditions(facts, stage, at)
    if stage.patience:
        yield _inactivity(facts, stage)


def _overdue(stage: Stage, due: datetime) -> str:
    what = stage.deadline.satisfied_by if stage.deadline else "la suite"
    return f"Attendu au plus tard le {french_day(paris_day(due - timedelta(microseconds=1)))} : {what}."


def _conditions(facts: Any, stage: Stage, at: datetime) -> Iterator[Stuck]:
    step, holders = _forward(facts), set(awaited(facts))
    if step is None:
        return
    move = Move(facts=facts, actor=THE_SYSTEM, at=at, state=facts.state)
    for guard in step.when:
        if guard.patience is None or guard.given or guard.personal:
            continue
        if _lifted_elsewhere(guard, facts, holders) and not guard.met(move):
            since = last_instant(add(_began(facts), guard.patience))
            yield Stuck(cause=Cause.CONDITION, since=since, sentence=guard.sentence(facts))


def _lifted_elsewhere(guard: Guard, facts: Any, holders: set[str]) -> bool:
    return guard.by is not None and not set(guard.by.of(facts)) & holders


def _inactivity(facts: Any, stage: Stage) -> Stuck:
    last = paris_day(max(facts.entered_at, facts.moved_at or facts.entered_at))
    since = last_instant(add(last, Delay(stage.patience, Unit.WORKING_DAYS)))
    sentence = f"Aucun mouvement depuis le {french_day(last)}."
    return Stuck(cause=Cause.INACTIVITY, since=since, sentence=sentence)


def _began(facts: Any) -> Any:
    moved = max(moment for moment in (facts.entered_at, facts.date_set_at, facts.resumed_at) if moment)
    return paris_day(moved)


def _stage(facts: Any) -> Stage:
    return lifecycle_of(facts).stage_of[facts.state]


def _forward(facts: Any) -> Step | None:
    lifecycle, stage = lifecycle_of(facts), _stage(facts)
    return next((s for s in lifecycle.steps_from[facts.state] if s.trigger == stage.forward), None)


def diagnosis(facts: Any, at: datetime) -> Diagnosis:
    """The whole explanation, computed from the declaration."""
    forward, timer = _forward(facts), next((t for t in timers(facts) if t.at > at), None)
    move = Move(facts=facts, actor=THE_SYSTEM, at=at, state=facts.state)
    return Diagnosis(
        stuck=stuck(facts, at),
        awaiting=awaited(facts),
        since=facts.entered_at,
        due=due_at(facts),
        next_timer=(timer.step, timer.at) if timer else None,
        next_rung=min((r for r in rungs(facts) if r.at > at), key=lambda r: r.at, default=None),
        forward=forward,
        conditions=conditions(forward, move) if forward else (),
        frees=frees(facts, at, forward),
    )


def frees(facts: Any, at: datetime, forward: Step | None) -> tuple[Offer, ...]:
    """Acts possible now that would move it on, from mild to strong; those that lift a missing condition come first."""
    possible = [offer for offer in open_acts(facts, at) if offer.possible and offer.step.frees]
    lifting = _lifting(facts, at, forward)
    return tuple(sorted(possible, key=lambda offer: (offer.step.strength, _name(facts, offer) not in lifting)))


def _lifting(facts: Any, at: datetime, forward: Step | None) -> set[str]:
    if forward is None:
        return set()
    move = Move(facts=facts, actor=THE_SYSTEM, at=at, state=facts.state)
    own = {f"{lifecycle_of(facts).kind}.{forward.trigger.value}"}
    return own | {name for guard in forward.when if guard.given or not guard.met(move) for name in guard.lifts}


def _name(facts: Any, offer: Offer) -> str:
    return f"{lifecycle_of(facts).kind}.{offer.step.trigger.value}"
