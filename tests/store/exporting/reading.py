"""An exported process as others read it: shapes, flows and boxes, from the XML alone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from states.words import Word

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
#: Nodes at which something is or happens; the other gateways only let ways meet and part.
NAMED = ("state_", "step_", "end_")
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Process:
    """What a file says."""

    root: Element

    @cached_property
    def body(self) -> Element:
        found = self.root.find(f"{BPMN}process")
        assert found is not None
        return found

    @cached_property
    def nodes(self) -> dict[str, Element]:
        """Every flow node by its id."""
        left_out = ("documentation", "laneSet", "sequenceFlow")
        return {one.attrib["id"]: one for one in self.body if one.tag.removeprefix(BPMN) not in left_out}

    @cached_property
    def flows(self) -> dict[str, tuple[str, str]]:
        found = self.body.iter(f"{BPMN}sequenceFlow")
        return {flow.attrib["id"]: (flow.attrib["sourceRef"], flow.attrib["targetRef"]) for flow in found}

    @cached_property
    def lanes(self) -> dict[str, list[str]]:
        found = self.body.iter(f"{BPMN}lane")
        return {lane.attrib["id"]: [ref.text or "" for ref in lane] for lane in found}

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """Where each thing is drawn."""
        shapes = self.root.iter(f"{DI}BPMNShape")
        return {shape.attrib["bpmnElement"]: _box(shape) for shape in shapes}

    @cached_property
    def labels(self) -> dict[str, Box]:
        shapes = self.root.iter(f"{DI}BPMNShape")
        found = ((shape.attrib["bpmnElement"], shape.find(f"{DI}BPMNLabel")) for shape in shapes)
        return {name: _box(label) for name, label in found if label is not None}

    @cached_property
    def edges(self) -> dict[str, list[tuple[int, int]]]:
        edges = self.root.iter(f"{DI}BPMNEdge")
        return {
            edge.attrib["bpmnElement"]: [(int(at.attrib["x"]), int(at.attrib["y"])) for at in edge.iter(WAYPOINT)]
            for edge in edges
        }

    @cached_property
    def passages(self) -> set[tuple[str, str]]:
        """From one named node to the next, through the gateways that have no name of their own."""
        onward = defaultdict(list)
        for source, target in self.flows.values():
            onward[source].append(target)

        def reached(node: str) -> Iterator[str]:
            for then in onward[node]:
                if then.startswith(NAMED):
                    yield then
                else:
                    yield from reached(then)

        return {(node, then) for node in self.nodes if node.startswith(NAMED) for then in reached(node)}

    def steps_named(self, label: str) -> list[str]:
        """The tasks and timers of that name."""
        return [name for name, node in self.nodes.items() if name.startswith("step_") and node.get("name") == label]


def _box(parent: Element) -> Box:
    bounds = parent.find(f"{DC}Bounds")
    assert bounds is not None
    x, y, width, height = (int(bounds.attrib[name]) for name in ("x", "y", "width", "height"))
    return x, y, width, height


def read(content: bytes) -> Process:
    return Process(fromstring(content))


@dataclass(frozen=True)
class Moved:
    """An event of a log that moves: what it is called, from which state to which."""

    name: str
    source: str
    target: str


def gap(process: Process, trace: Sequence[Moved], start: Word) -> str:
    """Why a trace cannot be walked on a process, naming the steps that are missing; nothing when it can."""
    passages, token = process.passages, f"state_{start.value}"
    for moved in trace:
        source, target = f"state_{moved.source}", f"state_{moved.target}"
        if source != token:
            return f"il manque une étape entre {token} et {source} : {', '.join(_between(process, token, source))}"
        taken = [
            step
            for step in process.steps_named(moved.name)
            if (source, step) in passages and (step, target) in passages
        ]
        if not taken:
            return f"« {moved.name} » ne mène pas de {source} à {target}"
        token = target
    return ""


def _between(process: Process, source: str, target: str) -> list[str]:
    passages = process.passages
    steps = [then for node, then in passages if node == source and (then, target) in passages]
    return sorted(process.nodes[step].attrib["name"] for step in steps)


def traces(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """The events of a log by the name of their trace, as plain values."""
    space = "{http://www.xes-standard.org/}"
    found = {}
    for trace in fromstring(content).iter(f"{space}trace"):
        name = values(trace)["concept:name"]
        assert name not in found
        found[name] = [values(event) for event in trace.iter(f"{space}event")]
    return found


def values(element: Element) -> dict[str, Any]:
    """Its own attributes."""
    return {one.attrib["key"]: one.attrib["value"] for one in element if "value" in one.attrib}


def moves(events: Sequence[dict[str, Any]]) -> list[Moved]:
    """Those of a trace that move."""
    moving = (event for event in events if event["change_etape"] == "true")
    return [Moved(event["concept:name"], event["etape_avant"], event["etape_apres"]) for event in moving]
