"""Settle before you act: fire the timers that are due, each as of its own instant, and the joins they allow."""

from datetime import datetime
from typing import Any

from states.agenda import timers
from states.declaration import Nature, lifecycle_of
from states.machine import THE_SYSTEM, Move, Outcome, fire, unmet

#: A lifecycle that chains more than this many automatic moves is wrongly declared.
LONGEST_CHAIN = 20


class EndlessChain(RuntimeError):
    """Automatic transitions follow each other without end: the declaration is wrong."""


def settle(facts: Any, at: datetime) -> tuple[Outcome, ...]:
    """Moves that dates have done up to that instant; the facts after the last one are the settled facts."""
    done: list[Outcome] = []
    while len(done) < LONGEST_CHAIN:
        due = next((timer for timer in timers(facts) if timer.at <= at), None)
        if due is None:
            return tuple(done)
        outcome = fire(lifecycle_of(facts), facts, due.step.trigger, actor=THE_SYSTEM, at=due.at)
        done += [outcome, *join(outcome.after, due.at)]
        facts = done[-1].after
    raise EndlessChain(facts.ref)


def join(facts: Any, at: datetime) -> tuple[Outcome, ...]:
    """Moves that follow by themselves because all their conditions are now met."""
    done: list[Outcome] = []
    while len(done) < LONGEST_CHAIN:
        step = _ready(facts, at)
        if step is None:
            return tuple(done)
        done.append(fire(lifecycle_of(facts), facts, step.trigger, actor=THE_SYSTEM, at=at))
        facts = done[-1].after
    raise EndlessChain(facts.ref)


def _ready(facts: Any, at: datetime) -> Any:
    move = Move(facts=facts, actor=THE_SYSTEM, at=at, state=facts.state)
    steps = lifecycle_of(facts).steps_from[facts.state]
    return next((s for s in steps if s.nature is Nature.JOIN and s.when and not unmet(s, move)), None)


def moves(facts: Any, at: datetime) -> tuple[Outcome, ...]:
    """All that happens by itself up to that instant: what dates have done, then what is now possible."""
    done = settle(facts, at)
    return done + join(done[-1].after if done else facts, at)


def act(facts: Any, trigger: Any, **attempt: Any) -> tuple[Outcome, ...]:
    """The act itself, on settled facts, and the joins it completes."""
    outcome = fire(lifecycle_of(facts), facts, trigger, **attempt)
    return (outcome, *join(outcome.after, attempt["at"]))
