"""Walls around the declaration: what every table must hold, whatever the procedure becomes."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from states.declaration import Guard, Lifecycle, Nature, Stage, Step
from states.lifecycles import LIFECYCLES
from states.machine import targets
from states.offers import open_acts
from states.refusals import BadField, Blocked
from states.roles import role_of
from states.settle import act
from tests.states.builders import AT, someone
from tests.states.payloads import filled
from tests.states.samples import sample

EVERY = list(LIFECYCLES.values())
LIVING = [
    (lifecycle.kind, stage.state.value)
    for lifecycle in EVERY
    for stage in lifecycle.stages
    if not stage.final and stage.state is not lifecycle.start
]
STEPS = {f"{lifecycle.kind}.{step.trigger.value}": step for lifecycle in EVERY for step in lifecycle.steps}
GUARDS = list(dict.fromkeys(guard for step in STEPS.values() for guard in step.when))
#: Decisions that take something away, or do not give it: each names remedies (CJA) and reasons.
NEGATIVE = {
    "application.declare_inadmissible",
    "application.refuse",
    "application.reject_appeal",
    "label.repeal",
    "label.withdraw",
    "label.suspend",
}


def _stage(kind: str, state: str) -> Stage:
    return LIFECYCLES[kind].stage_of[LIFECYCLES[kind].states(state)]


@pytest.mark.parametrize("lifecycle", EVERY, ids=lambda one: one.kind)
def test_each_state_has_one_stage_and_each_trigger_a_step(lifecycle: Lifecycle) -> None:
    assert Counter(stage.state for stage in lifecycle.stages) == Counter(lifecycle.states)
    assert {step.trigger for step in lifecycle.steps} == set(lifecycle.triggers)


@pytest.mark.parametrize("lifecycle", EVERY, ids=lambda one: one.kind)
def test_the_stepper_has_at_most_eight_phases(lifecycle: Lifecycle) -> None:
    assert 1 < len({stage.phase for stage in lifecycle.stages}) <= 8


@pytest.mark.parametrize("lifecycle", EVERY, ids=lambda one: one.kind)
def test_a_trigger_means_one_thing_in_each_state(lifecycle: Lifecycle) -> None:
    pairs = Counter((source, step.trigger) for step in lifecycle.steps for source in step.sources)
    assert [pair for pair, count in pairs.items() if count > 1] == []


@pytest.mark.parametrize(("kind", "state"), LIVING)
def test_whoever_waits_knows_for_whom_how_long_and_what_comes_next(kind: str, state: str) -> None:
    stage, lifecycle = _stage(kind, state), LIFECYCLES[kind]
    assert stage.awaits
    assert stage.patience > 0
    assert stage.forward in {step.trigger for step in lifecycle.steps_from[stage.state]}
    if stage.ladder is not None:
        assert stage.deadline is not None or stage.carrier
        assert not (stage.ladder.escalate and not stage.escalates_to)
    if stage.carrier:
        assert stage.ladder is None, "the carrier's ladder rules"


@pytest.mark.parametrize("stage", LIFECYCLES["application"].stages[1:], ids=lambda one: one.state.value)
def test_each_state_of_the_application_has_a_name_for_applicants_and_one_while_ahead(stage: Stage) -> None:
    assert stage.public
    assert stage.ahead


@pytest.mark.parametrize("lifecycle", EVERY, ids=lambda one: one.kind)
def test_each_state_is_reached_from_the_start(lifecycle: Lifecycle) -> None:
    assert _reached(lifecycle, lifecycle.start) == set(lifecycle.states)


@pytest.mark.parametrize(("kind", "state"), LIVING)
def test_each_life_can_end(kind: str, state: str) -> None:
    lifecycle = LIFECYCLES[kind]
    ends = {stage.state for stage in lifecycle.stages if stage.final}
    assert _reached(lifecycle, lifecycle.states(state)) & ends


def _reached(lifecycle: Lifecycle, start: Any) -> set[Any]:
    seen, todo = {start}, [start]
    while todo:
        state = todo.pop()
        new = {t for step in lifecycle.steps_from[state] for t in targets(lifecycle, step, state)} - seen
        seen |= new
        todo += new
    return seen


def test_a_guard_has_a_code_of_its_own_in_its_lifecycle() -> None:
    for lifecycle in EVERY:
        guards = {guard for step in lifecycle.steps for guard in step.when}
        assert [code for code, count in Counter(guard.code for guard in guards).items() if count > 1] == []


@pytest.mark.parametrize("guard", GUARDS, ids=lambda one: one.code)
def test_what_lifts_a_guard_exists_and_belongs_to_whom_it_names(guard: Guard) -> None:
    acts = [STEPS[lift] for lift in guard.lifts if lift not in {"time", "given"}]
    assert guard.lifts
    assert not (guard.given and guard.field and "given" not in guard.lifts)
    if guard.by is not None and "given" not in guard.lifts and "time" not in guard.lifts:
        able = {role for name in guard.lifts for role in _roles_of(name)}
        named = _roles_of_guard(guard)
        assert not named or named & able or any(step.nature is not Nature.ACT for step in acts)


def _roles_of(name: str) -> Iterator[str]:
    kind, step = name.partition(".")[0], STEPS[name]
    for source in step.sources:
        yield from (role_of(o).value for audience in step.by for o in audience.of(sample(kind, source)))


def _roles_of_guard(guard: Guard) -> set[str]:
    found = set()
    for name, step in STEPS.items():
        if guard in step.when and guard.by is not None:
            facts = (sample(name.partition(".")[0], source) for source in step.sources)
            found |= {role_of(office).value for one in facts for office in guard.by.of(one)}
    return found


@pytest.mark.parametrize("name", sorted(NEGATIVE))
def test_a_negative_decision_is_reasoned_and_says_how_to_contest_it(name: str) -> None:
    assert "R. 421-1" in STEPS[name].law
    assert "R. 421-5" in STEPS[name].law
    assert "L. 211-" in STEPS[name].law or "L. 241-2" in STEPS[name].law


def test_what_ends_an_application_against_its_sponsors_will_is_never_done_by_silence() -> None:
    timers = {name: step for name, step in STEPS.items() if step.nature is Nature.TIMER and (step.target or step.back)}
    # Silence rejects an appeal, and nothing else (CRPA, art. L. 231-4).
    ours = {name for name in timers if name.startswith("application")}
    assert ours == {"application.lapse", "application.implicit_rejection"}
    assert all(step.nature is Nature.ACT for name, step in STEPS.items() if name.endswith("close_without_action"))


def _exits(kind: str, state: str) -> list[Step]:
    """Acts that lead elsewhere and whose guards can be lifted by time, by whoever acts, or by an act open here."""
    lifecycle, source = LIFECYCLES[kind], LIFECYCLES[kind].states(state)
    here = {f"{kind}.{step.trigger.value}" for step in lifecycle.steps_from[source] if step.nature is Nature.ACT}
    elsewhere = {name for name in STEPS if not name.startswith(f"{kind}.")}
    return [
        step
        for step in lifecycle.steps_from[source]
        if step.nature is Nature.ACT
        and set(targets(lifecycle, step, source)) - {source}
        and all(set(guard.lifts) & (here | elsewhere | {"time", "given"}) for guard in step.when)
    ]


@pytest.mark.parametrize(("kind", "state"), LIVING)
def test_from_every_living_state_someone_has_a_way_out(kind: str, state: str) -> None:
    timers = [s for s in LIFECYCLES[kind].steps_from[_stage(kind, state).state] if s.nature is Nature.TIMER]
    assert _exits(kind, state) or timers


@pytest.mark.parametrize(("kind", "state"), LIVING)
def test_from_every_ordinary_case_a_few_acts_lead_out(kind: str, state: str) -> None:
    facts = sample(kind, LIFECYCLES[kind].states(state))
    instants = (AT, AT + timedelta(days=30), AT + timedelta(days=120))
    assert any(_leaves(facts, at, 2) for at in instants) or (kind, state) in ELSEWHERE


#: A label that awaits its date, and a session whose agenda is exhausted by acts on the applications themselves.
ELSEWHERE = {("label", "pending_effect"), ("session", "in_progress")}


def _leaves(facts: Any, at: datetime, acts: int) -> bool:
    if acts == 0:
        return False
    nexts = [after for after in _tried(facts, at) if after is not None]
    return any(one.state != facts.state for one in nexts) or any(_leaves(one, at, acts - 1) for one in nexts[:8])


def _tried(facts: Any, at: datetime) -> Iterator[Any]:
    for offer in open_acts(facts, at):
        if offer.possible:
            payload = filled(offer.step, facts, at)
            try:
                done = act(facts, offer.step.trigger, actor=someone(offer.offices[0]), at=at, payload=payload)
            except (BadField, Blocked):
                continue
            yield done[-1].after
