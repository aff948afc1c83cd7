"""The procedure as BPMN: nothing of the tables is missing, nothing dangles, and the drawing can be read."""

import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from bpmn_io import BpmnModdle, check
from bpmn_io.lint import Linter
from bpmn_io.lint.resolver.node_resolver import NodeResolver

from states.declaration import Lifecycle, Nature
from states.lifecycles import LIFECYCLES
from states.machine import targets
from store.exporting.bpmn import export
from store.exporting.bpmn.layout import Box
from tests.store.exporting.reading import BPMN, Process, read

KINDS = sorted(LIFECYCLES)
TAGS = {Nature.ACT: "userTask", Nature.JOIN: "serviceTask", Nature.TIMER: "intermediateCatchEvent"}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def process(kind: str) -> Process:
    return read(export(kind))


@pytest.fixture
def lifecycle(kind: str) -> Lifecycle:
    return LIFECYCLES[kind]


def moving(lifecycle: Lifecycle) -> set[tuple[str, str, str, str]]:
    """Source, trigger, nature and target of every move that the tables allow."""
    return {
        (source.value, step.trigger.label, TAGS[step.nature], target.value)
        for step in lifecycle.steps
        for source in step.sources
        for target in targets(lifecycle, step, source)
        if target != source
    }


def drawn(process: Process) -> set[tuple[str, str, str, str]]:
    passages = process.passages
    return {
        (
            source.removeprefix("state_"),
            process.nodes[step].attrib["name"],
            process.nodes[step].tag.removeprefix(BPMN),
            target.removeprefix("state_"),
        )
        for source, step in passages
        if step.startswith("step_")
        for again, target in passages
        if again == step
    }


def test_every_state_is_there_under_its_name(process: Process, lifecycle: Lifecycle) -> None:
    for stage in lifecycle.stages:
        assert process.nodes[f"state_{stage.state.value}"].attrib["name"] == stage.state.label


def test_every_move_of_the_tables_is_drawn(process: Process, lifecycle: Lifecycle) -> None:
    assert moving(lifecycle) <= drawn(process)


def test_a_move_that_is_drawn_is_one_of_the_tables(process: Process, lifecycle: Lifecycle) -> None:
    """A step that leads back goes through one gateway, whichever state was left: the token knows, not the drawing."""
    backs = {step.trigger.label for step in lifecycle.steps if step.back}
    assert {move for move in drawn(process) if move[1] not in backs} <= moving(lifecycle)


def test_what_stays_in_its_state_is_told_there(process: Process, lifecycle: Lifecycle) -> None:
    for stage in lifecycle.stages:
        said = process.nodes[f"state_{stage.state.value}"].findtext(f"{BPMN}documentation") or ""
        for step in lifecycle.steps_from[stage.state]:
            if targets(lifecycle, step, stage.state) == (stage.state,):
                assert step.trigger.label in said


def test_a_task_tells_its_conditions_and_its_text(process: Process, lifecycle: Lifecycle) -> None:
    said = " ".join(node.findtext(f"{BPMN}documentation") or "" for node in process.nodes.values())
    for step in lifecycle.steps:
        if any(target != source for source in step.sources for target in targets(lifecycle, step, source)):
            assert step.law in said
            assert all(guard.code in said for guard in step.when)


def test_an_end_is_an_end_and_the_beginning_a_beginning(process: Process, lifecycle: Lifecycle) -> None:
    ends = {name.partition("_")[2] for name, node in process.nodes.items() if node.tag == f"{BPMN}endEvent"}
    assert ends == {stage.state.value for stage in lifecycle.stages if stage.final}
    starts = [name for name, node in process.nodes.items() if node.tag == f"{BPMN}startEvent"]
    assert starts == [f"state_{lifecycle.start.value}"]


def test_no_reference_dangles_and_no_id_is_there_twice(process: Process) -> None:
    ids = [one.attrib["id"] for one in process.root.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    pointing = [process.root.iterfind(f".//*[@{name}]") for name in ("bpmnElement", "processRef")]
    named = {one.get("bpmnElement") or one.attrib["processRef"] for found in pointing for one in found}
    named |= {end for flow in process.flows.values() for end in flow}
    named |= {node for lane in process.lanes.values() for node in lane}
    assert named <= set(ids)
    assert "Start" not in ids


def test_flows_in_and_out_are_told_on_both_sides(process: Process) -> None:
    told = {
        (side, node, flow.text)
        for node, element in process.nodes.items()
        for side in ("incoming", "outgoing")
        for flow in element.iter(f"{BPMN}{side}")
    }
    flows = process.flows.items()
    assert told == {(side, ends[at], flow) for flow, ends in flows for side, at in (("outgoing", 0), ("incoming", 1))}


def test_every_node_stands_in_one_lane(process: Process) -> None:
    placed = [node for lane in process.lanes.values() for node in lane]
    assert sorted(placed) == sorted(process.nodes)


def box(process: Process, name: str) -> Box:
    return Box(*process.boxes[name])


def apart(one: Box, other: Box) -> bool:
    return one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y


def inside(one: Box, other: Box) -> bool:
    return other.x <= one.x and one.right <= other.right and other.y <= one.y and one.bottom <= other.bottom


def test_no_two_shapes_nor_their_names_overlap(process: Process) -> None:
    drawn = [Box(*process.boxes[node]) for node in process.nodes] + [Box(*label) for label in process.labels.values()]
    assert all(apart(one, other) for one, other in combinations(drawn, 2))


def test_shapes_and_names_stand_inside_their_lane_and_lanes_fill_the_pool(process: Process, kind: str) -> None:
    boxes, labels = process.boxes, process.labels
    pool, lanes = Box(*boxes[f"participant_{kind}"]), [Box(*boxes[lane]) for lane in process.lanes]
    for lane, nodes in process.lanes.items():
        for node in nodes:
            assert inside(Box(*boxes[node]), Box(*boxes[lane]))
            assert inside(Box(*labels.get(node, boxes[node])), Box(*boxes[lane]))
    assert all(inside(lane, pool) for lane in lanes)
    assert [lane.bottom for lane in lanes[:-1]] == [lane.y for lane in lanes[1:]]
    assert (lanes[0].y, lanes[-1].bottom) == (pool.y, pool.bottom)


def test_edges_run_at_right_angles_from_border_to_border(process: Process) -> None:
    edges = process.edges
    assert set(edges) == set(process.flows)
    for flow, (source, target) in process.flows.items():
        points, left, right = edges[flow], box(process, source), box(process, target)
        assert points[0] == (left.right, left.axis)
        assert points[-1] == (right.x, right.axis)
        assert all((one[0] == then[0]) != (one[1] == then[1]) for one, then in pairwise(points))


def test_no_edge_crosses_a_shape_or_a_name(process: Process) -> None:
    drawn = [Box(*process.boxes[node]) for node in process.nodes] + [Box(*label) for label in process.labels.values()]
    for points in process.edges.values():
        for (x, y), (then_x, then_y) in pairwise(points):
            leg = Box(min(x, then_x), min(y, then_y), abs(then_x - x), abs(then_y - y))
            assert all(apart(leg, one) for one in drawn)


def test_states_stand_in_reading_order(process: Process, lifecycle: Lifecycle) -> None:
    left = [process.boxes[f"state_{stage.state.value}"][0] for stage in lifecycle.stages]
    assert left == sorted(left)


def test_the_reference_reader_takes_it_without_a_warning(kind: str) -> None:
    content = export(kind).decode()
    assert check(content).ok
    assert BpmnModdle().from_xml(content).warnings == []


def test_it_passes_the_recommended_rules(kind: str) -> None:
    """Without an error; a state that is reached and left in one way only is a gateway all the same, and warned of."""
    root = cast(Any, BpmnModdle().from_xml(export(kind).decode()).root_element)
    found = Linter(config={"extends": "bpmnlint:recommended"}, resolver=cast(Any, NodeResolver())).lint(root)
    assert set(found) <= {"superfluous-gateway"}
    assert all(report["id"].startswith("state_") for report in found.get("superfluous-gateway", []))


def test_a_broken_process_does_not_pass() -> None:
    """The control: the same checks see a flow that leads nowhere."""
    broken = export("session").decode().replace('targetRef="step_summon"', 'targetRef="step_nowhere"')
    assert BpmnModdle().from_xml(broken).warnings


def test_it_is_the_same_in_another_process(tmp_path: Path) -> None:
    asked = "import sys; from store.exporting.bpmn import export; sys.stdout.buffer.write(export('application'))"
    again = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, check=True, env={"PYTHONHASHSEED": "7"}, cwd=Path.cwd()
    )
    assert again.stdout == export("application")
