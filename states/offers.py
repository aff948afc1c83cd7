"""What the rules offer to someone looking: every act of their offices, with what is met and what is missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from states.declaration import Guard, Nature, Step, lifecycle_of
from states.machine import THE_SYSTEM, Actor, Move, reason
from states.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A guard as seen from here: met, unmet, or not asked until someone acts."""

    guard: Guard
    met: bool | None
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An act, for whom, and its conditions; it is possible when none is unmet."""

    step: Step
    offices: tuple[str, ...]
    conditions: tuple[Condition, ...]

    @property
    def possible(self) -> bool:
        """Whether nothing but the act's own fields stands in the way."""
        return all(condition.met is not False for condition in self.conditions)


def offers(facts: Any, offices: Collection[str], at: datetime) -> tuple[Offer, ...]:
    """Acts open from here to any of these offices, in the order of the declaration."""
    found = (offer for step in _acts(facts) for offer in _offer(step, facts, offices, at))
    return tuple(found)


def open_acts(facts: Any, at: datetime) -> tuple[Offer, ...]:
    """Acts open from here to whoever may do them; where offices differ, to those that can do them now."""
    return tuple(_open(step, facts, at) for step in _acts(facts) if _entitled(step, facts))


def _open(step: Step, facts: Any, at: datetime) -> Offer:
    offices = _entitled(step, facts)
    able = tuple(office for office in offices if _described(step, facts, (office,), at).possible)
    return _described(step, facts, able or offices, at)


def _acts(facts: Any) -> tuple[Step, ...]:
    return tuple(s for s in lifecycle_of(facts).steps_from[facts.state] if s.nature is Nature.ACT)


def _entitled(step: Step, facts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(office for audience in step.by for office in audience.of(facts)))


def _offer(step: Step, facts: Any, offices: Collection[str], at: datetime) -> tuple[Offer, ...]:
    mine = tuple(office for office in _entitled(step, facts) if office in offices)
    groups = tuple((office,) for office in mine) if step.personal else ((mine,) if mine else ())
    return tuple(_described(step, facts, group, at) for group in groups)


def _described(step: Step, facts: Any, offices: tuple[str, ...], at: datetime) -> Offer:
    actor = Actor(office=offices[0], person="")
    move = Move(facts=facts, actor=actor, at=at, state=facts.state)
    return Offer(step=step, offices=offices, conditions=conditions(step, move))


def conditions(step: Step, move: Move) -> tuple[Condition, ...]:
    """Every guard of a step, asked where it can be."""
    return tuple(
        Condition(guard=g, met=g.met(move) if _asked(g, move) else None, reason=reason(g, move.facts))
        for g in step.when
    )


def _asked(guard: Guard, move: Move) -> bool:
    return not guard.given and not (guard.personal and move.actor is THE_SYSTEM)
