"""A lifecycle as a graph: a gateway for each state, a task for each step that moves, a lane for each who acts.

BPMN asks that ways meet and part at different gateways: where several lead to a state or to a task, they meet at an
unnamed gateway before it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from states.declaration import Audience, Lifecycle, Nature, Stage, Step
from states.machine import targets
from states.roles import Role
from store.exporting.bpmn import words


class Tag(StrEnum):
    """What BPMN calls a node."""

    START = "startEvent"
    END = "endEvent"
    GATEWAY = "exclusiveGateway"
    USER = "userTask"
    SERVICE = "serviceTask"
    TIMER = "intermediateCatchEvent"


TAGS = {Nature.ACT: Tag.USER, Nature.JOIN: Tag.SERVICE, Nature.TIMER: Tag.TIMER}


class Part(IntEnum):
    """Where a node stands in its line: ways meet, something is or happens, ways part."""

    MEET = 0
    MAIN = 1
    PART = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A shape: what it is called, in whose lane; `block` is the column of a state, `side` 1 for what follows it there,
    `line` the nodes that stand in one row."""

    id: str
    tag: Tag
    name: str
    lane: str
    block: int
    side: int
    line: str
    part: Part = Part.MAIN
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """From a node to another."""

    source: str
    target: str

    @property
    def id(self) -> str:
        """Readable, and the same as long as its ends are."""
        return f"flow_{self.source}_to_{self.target}"


@dataclass(frozen=True, slots=True)
class Lane:
    """Who acts, or is awaited."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A whole process: lanes from top to bottom, nodes in reading order."""

    kind: str
    name: str
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A step that moves: the states it leaves, those it may lead to."""

    id: str
    step: Step
    sources: tuple[Any, ...]
    targets: tuple[Any, ...]


def graph_of(lifecycle: Lifecycle) -> Graph:
    """The graph of a lifecycle, in the reading order of its tables."""
    return _Weaver(lifecycle).woven()


def ways(lifecycle: Lifecycle) -> tuple[Way, ...]:
    """Every step that moves; those that stay in their state are told, not drawn."""
    found = [(step, _moving(lifecycle, step)) for step in lifecycle.steps]
    moving = [(step, sources) for step, sources in found if sources]
    twice = Counter(step.trigger for step, _ in moving)
    order = [stage.state for stage in lifecycle.stages]
    return tuple(
        Way(_way_id(step, sources, twice[step.trigger] > 1), step, sources, _led_to(lifecycle, step, sources, order))
        for step, sources in moving
    )


def _moving(lifecycle: Lifecycle, step: Step) -> tuple[Any, ...]:
    return tuple(source for source in step.sources if any(t != source for t in targets(lifecycle, step, source)))


def _led_to(lifecycle: Lifecycle, step: Step, sources: Sequence[Any], order: list[Any]) -> tuple[Any, ...]:
    found = {target for source in sources for target in targets(lifecycle, step, source) if target != source}
    return tuple(sorted(found, key=order.index))


def _way_id(step: Step, sources: Sequence[Any], several: bool) -> str:
    left = "".join(f"_from_{source.value}" for source in sources) if several else ""
    return f"step_{step.trigger.value}{left}"


class _Weaver:
    """Nodes and flows of a lifecycle."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self.lifecycle, self.ways = lifecycle, ways(lifecycle)
        self.order = {stage.state: place for place, stage in enumerate(lifecycle.stages)}
        self.lanes: dict[str, Lane] = {}
        self.into = Counter(target for way in self.ways for target in way.targets)
        self.left = {source for way in self.ways for source in way.sources}
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []

    def woven(self) -> Graph:
        beside: defaultdict[int, list[Way]] = defaultdict(list)
        for way in self.ways:
            beside[self._block(way)].append(way)
        for block, stage in enumerate(self.lifecycle.stages):
            self._state(stage, block)
            for way in beside[block]:
                self._way(way, block)
        system = self.lanes.pop(Role.SYSTEM.label, None)
        lanes = (*self.lanes.values(), *((system,) if system else ()))
        return Graph(
            kind=self.lifecycle.kind,
            name=self.lifecycle.label,
            lanes=lanes,
            nodes=tuple(self.nodes),
            flows=tuple(self.flows),
        )

    def _block(self, way: Way) -> int:
        """A step stands after the state it leaves; one that leaves several, before the state ahead of all of them."""
        leaves = [self.order[source] for source in way.sources]
        ahead = len(way.targets) == 1 and self.order[way.targets[0]] > max(leaves)
        return max(leaves) if ahead else min(leaves)

    def _state(self, stage: Stage, block: int) -> None:
        state, lane, line = stage.state, self._lane_of_state(stage), f"state_{stage.state.value}"
        said = words.of_state(self.lifecycle, stage)
        if self.into[state] > 1:
            meet = self._node(f"enter_{state.value}", Tag.GATEWAY, "", lane, (block, 0), line, Part.MEET)
            self.flows.append(Flow(meet, line))
        tag = Tag.START if state is self.lifecycle.start else Tag.GATEWAY if state in self.left else Tag.END
        self._node(line, tag, state.label, lane, (block, 0), line, said=said)
        if stage.final and state in self.left:
            end = f"end_{state.value}"
            self._node(end, Tag.END, state.label, lane, (block, 1), end)
            self.flows.append(Flow(line, end))

    def _way(self, way: Way, block: int) -> None:
        lane, entry, exit_ = self._lane_of_step(way.step), way.id, way.id
        if len(way.sources) > 1:
            entry = self._node(f"before_{way.id}", Tag.GATEWAY, "", lane, (block, 1), way.id, Part.MEET)
            self.flows.append(Flow(entry, way.id))
        said = words.of_step(self.lifecycle, way.step)
        self._node(way.id, TAGS[way.step.nature], way.step.trigger.label, lane, (block, 1), way.id, said=said)
        if len(way.targets) > 1:
            known = (words.RETURN,)
            exit_ = self._node(
                f"after_{way.id}", Tag.GATEWAY, "Étape quittée", lane, (block, 1), way.id, Part.PART, said=known
            )
            self.flows.append(Flow(way.id, exit_))
        left = sorted(way.sources, key=lambda source: self.order[source])
        self.flows += [Flow(f"state_{source.value}", entry) for source in left]
        self.flows += [Flow(exit_, self._entry(target)) for target in way.targets]

    def _entry(self, state: Any) -> str:
        return f"{'enter' if self.into[state] > 1 else 'state'}_{state.value}"

    def _node(
        self,
        id_: str,
        tag: Tag,
        name: str,
        lane: str,
        at: tuple[int, int],
        line: str,
        part: Part = Part.MAIN,
        said: tuple[str, ...] = (),
    ) -> str:
        """One more node; its id."""
        self.nodes.append(
            Node(id=id_, tag=tag, name=name, lane=lane, block=at[0], side=at[1], line=line, part=part, said=said)
        )
        return id_

    def _lane_of_state(self, stage: Stage) -> str:
        """Whom it awaits first; an end awaits nobody, and stands where the step is that leads to it."""
        if stage.awaits:
            return self._lane(stage.awaits[0])
        return self._lane_of_step(next(self._around(stage.state)).step)

    def _around(self, state: Any) -> Iterator[Way]:
        yield from (way for way in self.ways if state in way.targets)
        yield from (way for way in self.ways if state in way.sources)

    def _lane_of_step(self, step: Step) -> str:
        return self._lane(step.by[0] if step.nature is Nature.ACT else None)

    def _lane(self, audience: Audience | None) -> str:
        """Two audiences that are called alike share a lane: nobody could tell theirs apart."""
        code, label = (audience.code, audience.label) if audience else (Role.SYSTEM.value, Role.SYSTEM.label)
        return self.lanes.setdefault(label, Lane(f"lane_{code}", label[:1].upper() + label[1:])).id
