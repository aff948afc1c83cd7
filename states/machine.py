"""The engine: one shared `transitions` machine per lifecycle, unbound, moved by small attempts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, partial
from typing import Any, cast

from transitions import EventData, Machine, MachineError

from states.asks import read_payload
from states.calendar import paris_day
from states.declaration import Guard, Lifecycle, Nature, Step
from states.facts import Facts, Quality
from states.refusals import Blocked, NotYours, OutOfOrder, Reason
from states.roles import SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, for which office, in what capacity; `registrar` is the officer who registers an act done on paper."""

    office: str
    person: str
    quality: Quality = Quality.HOLDER
    delegation: str = ""
    registrar: str = ""
    legal_date: date | None = None


THE_SYSTEM = Actor(office=SYSTEM, person=SYSTEM, quality=Quality.SYSTEM)


@dataclass(slots=True, kw_only=True)
class Move:
    """One attempt: the facts, who tries, when, with what; `state` is what the machine moves."""

    facts: Any
    actor: Actor
    at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)
    state: Any = None
    step: Step | None = None
    unmet: list[Reason] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The Paris day of the act: its legal date when it was done on paper."""
        return self.actor.legal_date or paris_day(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one move left: the step taken, the facts before and after, and the objects born of it."""

    step: Step
    actor: Actor
    at: datetime
    legal_date: date
    payload: Mapping[str, Any]
    before: Any
    after: Any
    births: tuple[Facts, ...] = ()


def fire(
    lifecycle: Lifecycle,
    facts: Any,
    trigger: Any,
    *,
    actor: Actor,
    at: datetime,
    payload: Mapping[str, object] | None = None,
) -> Outcome:
    """Try one trigger; a refusal names every unmet guard, and nothing changed.

    Raises OutOfOrder (no such act from here), NotYours (another office's act), Blocked (guards), BadField.
    """
    candidates = [step for step in lifecycle.steps_from[facts.state] if step.trigger == trigger]
    if not candidates:
        raise OutOfOrder(Reason("ordre", _out_of_order(lifecycle, facts, trigger)))
    if not any(may(step, facts, actor.office) for step in candidates):
        raise NotYours(_not_yours(candidates[0]))
    move = Move(facts=facts, actor=actor, at=at, state=facts.state)
    move.payload = read_payload(candidates[0].asks, payload or {}, facts)
    return _fire(lifecycle, move, trigger)


def _not_yours(step: Step) -> Reason:
    whose = ", ".join(audience.label for audience in step.by) or "le système"
    return Reason("acteur", f"« {step.trigger.label} » revient à : {whose}.")


def _fire(lifecycle: Lifecycle, move: Move, trigger: Any) -> Outcome:
    try:
        moved = _machine(lifecycle).events[trigger.value].trigger(move)
    except MachineError as error:
        raise OutOfOrder(Reason("ordre", _out_of_order(lifecycle, move.facts, trigger))) from error
    if not moved or move.step is None:
        raise Blocked(*move.unmet)
    return _outcome(move, move.step)


def _out_of_order(lifecycle: Lifecycle, facts: Facts, trigger: Any) -> str:
    possible = ", ".join(dict.fromkeys(step.trigger.label for step in lifecycle.steps_from[facts.state]))
    return (
        f"« {trigger.label} » n’est pas possible à l’étape « {facts.state.label} »."
        f" Possible ici : {possible or 'aucun acte'}."
    )


def _outcome(move: Move, step: Step) -> Outcome:
    changes: dict[str, Any] = {"moved_at": move.at} if step.stirs else {}
    if move.state != move.facts.state:
        changes |= {"state": move.state, "entered_at": move.at, "date_set_at": None, "due_override": None}
        changes |= {"resumed_at": None, "reminded": (), "acknowledgements": ()}
    changes |= step.does(move.facts, move) if step.does else {}
    after = replace(move.facts, **changes) if changes else move.facts
    legal = step.legal_date(move.facts) if step.legal_date else None
    return Outcome(
        step=step,
        actor=move.actor,
        at=move.at,
        legal_date=legal or move.day,
        payload=move.payload,
        before=move.facts,
        after=after,
        births=step.births(after, move) if step.births else (),
    )


def may(step: Step, facts: Any, office: str) -> bool:
    """Whether a step belongs to an office, given the object's own offices."""
    if step.nature is not Nature.ACT:
        return office == SYSTEM
    return any(office in audience.of(facts) for audience in step.by)


def unmet(step: Step, move: Move, *, given: bool = True) -> tuple[Guard, ...]:
    """Guards of a step that say no; those that only the payload or the actor decide are left out unless `given`."""
    return tuple(guard for guard in step.when if (given or not guard.given) and not guard.met(move))


def reason(guard: Guard, facts: Any) -> Reason:
    """A guard's refusal, with the offices that can lift it."""
    return Reason(guard.code, guard.sentence(facts), guard.by.of(facts) if guard.by else (), guard.field)


def _permits(step: Step, target: Any, event: EventData) -> bool:
    move = cast(Move, event.model)
    if step.back and move.facts.returns_to != target:
        return False
    move.unmet.extend(reason(guard, move.facts) for guard in unmet(step, move))
    if move.unmet:
        return False
    move.step = step
    return True


@cache
def _machine(lifecycle: Lifecycle) -> Machine:
    machine = Machine(
        model=None, states=lifecycle.states, initial=lifecycle.start, auto_transitions=False, send_event=True
    )
    for step in lifecycle.steps:
        for source in step.sources:
            for target in targets(lifecycle, step, source):
                permits = partial(_permits, step, target)
                goes = None if target == source else target
                machine.add_transition(step.trigger.value, source, goes, conditions=permits)
    return machine


def targets(lifecycle: Lifecycle, step: Step, source: Any) -> tuple[Any, ...]:
    """Where a step may lead from a state: its target, itself, or every state that can be suspended."""
    if not step.back:
        return (step.target or source,)
    return tuple(s for stay in lifecycle.steps if stay.target == source for s in stay.sources)
