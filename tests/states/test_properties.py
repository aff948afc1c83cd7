"""Whatever anyone does, in whatever order, at whatever time: what is offered can be done and the facts stay sound."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from states.agenda import Rung, agenda, rungs, timers
from states.application.facts import ApplicationFacts
from states.deadlines import awaited
from states.declaration import lifecycle_of
from states.diagnosis import bearings
from states.lifecycles import LIFECYCLES
from states.machine import fire
from states.offers import offers
from states.order.words import State as OrderState
from states.refusals import BadField, Blocked, NotYours, OutOfOrder, Refusal
from states.session.words import State as SessionState
from states.settle import act, join, settle
from states.wave.words import State as WaveState
from tests.states.builders import AT, someone
from tests.states.payloads import filled
from tests.states.samples import samples

OFFICES = (
    "recteur:14",
    "recteur:99",
    "rectorate_officer:14",
    "region_president:53",
    "region_officer:53",
    "caen:14",
    "crefop:53",
    "dgesco_officer",
    "dgesco_head",
    "dgesip_officer",
    "commission_chair",
    "commission_secretary",
    "commission_member:01",
    "rapporteur:01",
    "rapporteur:03",
    "cnee",
    "minister:en",
    "minister:esr",
    "cabinet:en",
    "admin",
)
JUMPS = [timedelta(), timedelta(hours=3), timedelta(days=2), timedelta(days=16), timedelta(days=130)]
ALL = samples()


def named(facts: Any) -> str:
    """Identifier of a parametrised test."""
    return f"{lifecycle_of(facts).kind}-{facts.state.value}"


def outcome(facts: Any, trigger: Any, office: str, at: datetime) -> Refusal | None:
    """How an act with well-formed fields is answered."""
    step = next((one for one in lifecycle_of(facts).steps_from[facts.state] if one.trigger == trigger), None)
    payload = filled(step, facts, at) if step else {}
    try:
        fire(lifecycle_of(facts), facts, trigger, actor=someone(office), at=at, payload=payload)
    except Refusal as refusal:
        return refusal
    return None


@pytest.mark.parametrize("facts", ALL, ids=named)
@pytest.mark.parametrize("jump", JUMPS)
def test_what_is_offered_can_be_done_and_nothing_else_can(facts: Any, jump: timedelta) -> None:
    at = AT + jump
    for office in OFFICES:
        offered = {offer.step.trigger: offer for offer in offers(facts, (office,), at)}
        for trigger in lifecycle_of(facts).triggers:
            answer = outcome(facts, trigger, office, at)
            if trigger not in offered:
                assert isinstance(answer, OutOfOrder | NotYours), (office, trigger)
            elif offered[trigger].possible:
                assert answer is None or isinstance(answer, BadField) or _only_given(offered[trigger], answer)
            else:
                assert isinstance(answer, Blocked | BadField), (office, trigger)


def _only_given(offer: Any, answer: Refusal) -> bool:
    given_codes = {condition.guard.code for condition in offer.conditions if condition.met is None}
    return isinstance(answer, Blocked) and {reason.code for reason in answer.reasons} <= given_codes


_WORLD = st.sampled_from(
    [
        ("order", {"state": OrderState.IN_SIGNATURE, "contested": ()}),
        ("order", {"state": OrderState.IN_SIGNATURE, "contested": ("CMQ-2016-0001",)}),
        ("order", {"state": OrderState.SIGNED}),
        ("session", {"state": SessionState.IN_PROGRESS, "present": tuple(f"m{n}" for n in range(5))}),
        ("session", {"state": SessionState.MINUTES_SIGNED}),
        ("wave", {"state": WaveState.CANCELLED}),
    ]
)
_ACT = st.tuples(st.just("act"), st.integers(0, 200), st.sampled_from(OFFICES))
_JUMP = st.tuples(st.just("jump"), st.sampled_from(JUMPS), st.none())
_CHANGE = st.tuples(st.just("world"), _WORLD, st.none())
_LIFE = st.lists(st.one_of(_ACT, _ACT, _ACT, _JUMP, _CHANGE), max_size=30)


@given(st.sampled_from(ALL), _LIFE)
@settings(max_examples=250)
def test_any_sequence_of_acts_and_clock_jumps_keeps_the_facts_sound(facts: Any, life: list[Any]) -> None:
    at, held = max(AT, facts.entered_at), facts
    for kind, what, office in life:
        if kind == "jump":
            at += what
        facts = _settled(facts, at)
        if kind == "act":
            facts = _acted(facts, what, office, at)
        elif kind == "world" and isinstance(facts, ApplicationFacts):
            facts = _settled(_changed(facts, *what), at)
        _sound(held, facts, at)
        held = facts


def _settled(facts: Any, at: datetime) -> Any:
    done = settle(facts, at)
    facts = done[-1].after if done else facts
    joined = join(facts, at)
    return joined[-1].after if joined else facts


def _acted(facts: Any, number: int, office: str, at: datetime) -> Any:
    """One of the acts open to the office, if any; a refusal changes nothing."""
    open_to = [offer for offer in offers(facts, (office,), at) if offer.possible]
    if not open_to:
        return facts
    step = open_to[number % len(open_to)].step
    try:
        done = act(facts, step.trigger, actor=someone(office), at=at, payload=filled(step, facts, at))
    except (BadField, Blocked):
        return facts
    return done[-1].after


def _changed(facts: ApplicationFacts, name: str, changes: dict[str, Any]) -> ApplicationFacts:
    """The order, the session or the wave that the application reads has moved."""
    other = getattr(facts, name)
    return replace(facts, **{name: replace(other, **changes)}) if other else facts


def _sound(before: Any, facts: Any, at: datetime) -> None:
    stage, found = lifecycle_of(facts).stage_of[facts.state], bearings(facts, at)
    assert settle(facts, at) == () == join(facts, at), "settling twice changes nothing"
    assert facts.entered_at <= at
    assert facts.entered_at >= before.entered_at or facts.state == before.state
    assert found.wake_at is None or found.wake_at > at or (found.wake_at == at and agenda(facts, at))
    assert found.awaiting == (() if stage.final else awaited(facts))
    assert stage.final or found.awaiting or facts.state is lifecycle_of(facts).start
    assert all(timer.at > at for timer in timers(facts))
    _sound_rungs(facts, stage.ladder is None or stage.final)
    if isinstance(facts, ApplicationFacts):
        _sound_application(before, facts)


def _sound_rungs(facts: Any, silent: bool) -> None:
    found: tuple[Rung, ...] = rungs(facts)
    assert len({rung.key for rung in found}) == len(found)
    assert not (silent and found)
    floors = [moment for moment in (facts.entered_at, facts.date_set_at, facts.resumed_at) if moment]
    assert all(rung.at > max(floors) for rung in found)


def _sound_application(before: ApplicationFacts, facts: ApplicationFacts) -> None:
    signed = Counter((one.round, one.office) for one in facts.signatures)
    assert all(count == 1 for count in signed.values()), "one signature per round and office"
    assert facts.round >= before.round
    assert (facts.stay is not None) == (facts.state.value == "stayed") or facts.state.value in _ENDED
    if facts.state.value == "stayed" and facts.stay and facts.stay.due is None:
        assert rungs(facts) == ()


#: What may still happen to a published order, a completed wave, a refusal or an expired label.
AFTERLIFE = {"reopen", "archive", "correct", "repeal", "withdraw", "annul", "annul_part", "renew", "merge", "rectify"}
_ENDED = {"withdrawn", "closed_without_action"}


@pytest.mark.parametrize("kind", LIFECYCLES)
def test_an_act_from_an_ended_object_is_refused_save_those_that_the_table_reopens(kind: str) -> None:
    for facts in (one for one in ALL if lifecycle_of(one).kind == kind):
        if lifecycle_of(facts).stage_of[facts.state].final:
            for trigger in lifecycle_of(facts).triggers:
                if trigger.value not in {
                    "reopen",
                    "lodge_appeal",
                    "revive",
                    "correct_minutes",
                    "archive",
                    "correct",
                    "repeal",
                    "withdraw",
                    "annul",
                    "annul_part",
                    "rectify",
                    "renew",
                    "merge",
                    "split",
                }:
                    assert isinstance(outcome(facts, trigger, "dgesco_head", AT), OutOfOrder)
