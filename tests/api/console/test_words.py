"""Every stage has its lane and every condition its name: nothing new in the rules goes unsaid on a page."""

import pytest

from api.console.conditions import MET
from api.console.past import TEXTS
from api.console.ways import LANES, lane_of
from api.showing.speaking import spoken
from states.lifecycles import LIFECYCLES
from store.desk.writing import WRITTEN

STAGES = [(kind, stage) for kind, lifecycle in LIFECYCLES.items() for stage in lifecycle.stages]


@pytest.mark.parametrize(("kind", "stage"), STAGES, ids=[f"{kind}.{stage.state.value}" for kind, stage in STAGES])
def test_every_stage_stands_in_a_lane(kind: str, stage: object) -> None:
    assert lane_of(kind, stage) in LANES  # type: ignore[arg-type]


def test_every_condition_of_a_way_forward_has_a_name_once_met() -> None:
    unnamed = {
        guard.code
        for kind, stage in STAGES
        for step in LIFECYCLES[kind].steps_from[stage.state]
        if step.trigger == stage.forward
        for guard in step.when
        if guard.code not in MET
    }
    assert not unnamed


def test_every_text_kept_with_an_act_is_introduced_in_french() -> None:
    steps = [step for lifecycle in LIFECYCLES.values() for step in lifecycle.steps]
    written = {ask.name for step in steps for ask in step.asks if ask.kind in WRITTEN}
    assert written <= TEXTS.keys()


def test_every_life_fits_the_stepper() -> None:
    for lifecycle in LIFECYCLES.values():
        phases = {stage.phase for stage in lifecycle.stages}
        assert 2 <= len(phases) <= 8


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("Il manque : minister:en.", "Il manque : Ministère de l’éducation nationale."),
        ("Le ministère et le recteur attendent.", "Le ministère et le recteur attendent."),
        ("par dgesco_head, hier", "par Direction du bureau de la Dgesco chargé des campus, hier"),
    ],
)
def test_an_office_named_by_the_rules_is_said_by_its_title(told: str, said: str) -> None:
    assert spoken(told) == said
