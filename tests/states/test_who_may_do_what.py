"""The acts allowed to each role, from which states: a table written by hand, compared with the rules both ways."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from states.declaration import Lifecycle, Nature, Step
from states.lifecycles import LIFECYCLES
from states.machine import fire
from states.refusals import BadField, Blocked, NotYours, OutOfOrder
from states.roles import Role, role_of
from tests.states.builders import AT, someone
from tests.states.payloads import filled
from tests.states.samples import sample

TABLE = Path(__file__).with_name("who_may_do_what.csv")
SYSTEM, AWAITED, EVERYWHERE = "le système", "qui est attendu", "toute étape en cours"
Rule = tuple[frozenset[str], frozenset[Any]]


def _rows() -> Iterator[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        yield from (row for row in csv.reader(lines, delimiter=";") if not row[0].startswith("#"))


def _written() -> dict[tuple[str, str], Rule]:
    return {
        (kind, trigger): (frozenset(who.split(", ")), _states(LIFECYCLES[kind], where))
        for kind, trigger, who, where in list(_rows())[1:]
    }


def _states(lifecycle: Lifecycle, where: str) -> frozenset[Any]:
    if where.startswith(EVERYWHERE):
        living = {stage.state for stage in lifecycle.stages if not stage.final} - {lifecycle.start}
        return frozenset(living) - _named(lifecycle, where.removeprefix(EVERYWHERE).removeprefix(" sauf "))
    return _named(lifecycle, where)


def _named(lifecycle: Lifecycle, where: str) -> frozenset[Any]:
    by_label = {state.label: state for state in lifecycle.states}
    names = where.split(" ＋ ") if " ＋ " in where else [name for name in where.split(", ") if name]
    return frozenset(by_label[name] for name in names)


def _roles(lifecycle: Lifecycle, step: Step, state: Any) -> frozenset[str]:
    if step.nature is not Nature.ACT:
        return frozenset({SYSTEM})
    if [audience.code for audience in step.by] == ["awaited"]:
        return frozenset({AWAITED})
    facts = sample(lifecycle.kind, state)
    return frozenset(role_of(office).value for audience in step.by for office in audience.of(facts))


def test_the_rules_name_the_acts_of_the_table_and_no_other() -> None:
    declared = {(kind, step.trigger.value) for kind, lifecycle in LIFECYCLES.items() for step in lifecycle.steps}
    assert declared == set(_written()), f"write or strike out the line of each in {TABLE.name}"


@pytest.mark.parametrize(("kind", "trigger"), _written())
def test_each_act_belongs_to_the_roles_and_the_states_of_the_table(kind: str, trigger: str) -> None:
    lifecycle, (who, where) = LIFECYCLES[kind], _written()[kind, trigger]
    steps = [step for step in lifecycle.steps if step.trigger.value == trigger]
    sources = {state for step in steps for state in step.sources}
    missing, more = ({state.label for state in states} for states in (where - sources, sources - where))
    assert sources == where, f"{TABLE.name} allows it in {missing or 'no other state'}, the steps in {more or 'none'}"
    for step in steps:
        for state in step.sources:
            assert _roles(lifecycle, step, state) == who, state.label


def _offices_of_all_roles() -> list[str]:
    scopes = {"recteur": "14", "rectorate_officer": "14", "caen": "14", "minister": "en", "cabinet": "en"}
    scopes |= {"region_president": "53", "region_officer": "53", "crefop": "53", "partner_directorate": "dge"}
    scopes |= {"rapporteur": "01", "commission_member": "01", "support_head": "0350028K", "campus_director": "C1"}
    people = [role.value for role in Role if role is not Role.SYSTEM]
    return [f"{role}:{scopes[role]}" if role in scopes else role for role in people]


@pytest.mark.parametrize("kind", LIFECYCLES)
def test_every_other_role_and_every_other_state_is_refused(kind: str) -> None:
    lifecycle, written = LIFECYCLES[kind], _written()
    for state in lifecycle.states:
        facts = sample(kind, state)
        for trigger in lifecycle.triggers:
            assert (kind, trigger.value) in written, f"write the line of « {trigger.value} » in {TABLE.name}"
            who, where = written[kind, trigger.value]
            if state not in where:
                assert _attempt(lifecycle, facts, trigger, "dgesco_head", {}) is OutOfOrder, (state, trigger)
            elif AWAITED not in who:
                _only(lifecycle, facts, trigger, who)


def _only(lifecycle: Lifecycle, facts: Any, trigger: Any, who: frozenset[str]) -> None:
    """Of all offices, the act is refused to those that the table does not name, and to no other."""
    step = next(s for s in lifecycle.steps_from[facts.state] if s.trigger == trigger)
    payload = filled(step, facts, AT)
    for office in _offices_of_all_roles():
        refusal = _attempt(lifecycle, facts, trigger, office, payload)
        assert (refusal is NotYours) == (role_of(office).value not in who), (facts.state, trigger, office)


def _attempt(
    lifecycle: Lifecycle, facts: Any, trigger: Any, office: str, payload: dict[str, object]
) -> type[Exception] | None:
    try:
        fire(lifecycle, facts, trigger, actor=someone(office), at=AT, payload=payload)
    except (OutOfOrder, NotYours, Blocked, BadField) as refusal:
        return type(refusal)
    return None
