"""Where each shape stands and how each edge runs: columns in reading order, lanes stacked, right angles only.

Between columns there are gutters, at the top of each lane a channel: edges run there and nowhere else, so that none
crosses a shape. Edges that lead to the same shape share one track, as those that leave the same one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from store.exporting.bpmn.graph import Flow, Graph, Node, Part, Tag

ORIGIN, STRIP = 100, 30
TASK, GATEWAY, EVENT = (140, 80), (50, 50), (36, 36)
SIZES = {Tag.USER: TASK, Tag.SERVICE: TASK, Tag.GATEWAY: GATEWAY}
#: Width of what stands first, in the middle and last in a line, the first side being that of the states.
MAIN, BESIDE = (120, 140), 80
ROW, AXIS, TRACK, MARGIN = 140, 50, 10, 25
LETTER, LETTER_LINE, LABEL_GAP = 6, 14, 4


class Box(NamedTuple):
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The border on that side."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The border on that side."""
        return self.y + self.height

    @property
    def axis(self) -> int:
        """The height at which edges come and go."""
        return self.y + self.height // 2


Point = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The drawing: the pool, lanes and nodes by id, labels of those that bear theirs beneath, edges by flow."""

    pool: Box
    lanes: dict[str, Box]
    shapes: dict[str, Box]
    labels: dict[str, Box]
    edges: dict[str, list[Point]]


class Net(NamedTuple):
    """Edges drawn as one: all that lead `in` to a node, or `out` of it; `lane` is where their trunk runs."""

    way: str
    node: str
    lane: str


class Span(NamedTuple):
    """A part of a net that takes a track: where, from where to where; `rank` keeps departures left of arrivals."""

    rank: int
    start: int
    end: int
    net: Net


def layout(graph: Graph) -> Layout:
    """The same drawing for the same graph."""
    return _Draughtsman(graph).drawn()


class _Draughtsman:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes = {node.id: node for node in graph.nodes}
        self.lines = _lines(graph)
        self.rows = _rows(graph)
        self.blocks = 1 + max(node.block for node in graph.nodes)
        self.trunks: dict[Net, int] = {}
        self.tracks: dict[tuple[int, Net], int] = {}
        self.gutters: dict[int, int] = {}
        self.starts: dict[int, int] = {}

    def drawn(self) -> Layout:
        remote = [flow for flow in self.graph.flows if self._is_remote(flow)]
        self.trunks = self._trunks(remote)
        tops, lanes = self._stacked()
        axes = {node.id: self._axis(node, tops) for node in self.graph.nodes}
        self._dig(axes, tops)
        columns, width = self._columns()
        shapes = {node.id: self._box(node, columns, axes[node.id]) for node in self.graph.nodes}
        left, height = ORIGIN + STRIP, sum(height for _, height in lanes.values())
        return Layout(
            pool=Box(ORIGIN, ORIGIN, width - ORIGIN, height),
            lanes={lane: Box(left, top, width - left, tall) for lane, (top, tall) in lanes.items()},
            shapes=shapes,
            labels={node.id: _label(node, shapes[node.id]) for node in self.graph.nodes if _bears_label(node)},
            edges={flow.id: self._edge(flow, shapes, tops) for flow in self.graph.flows},
        )

    def _leaves(self, node: Node) -> int:
        return 2 * node.block + node.side + 1

    def _enters(self, node: Node) -> int:
        return 2 * node.block + node.side

    def _ends(self, flow: Flow) -> tuple[Node, Node]:
        return self.nodes[flow.source], self.nodes[flow.target]

    def _is_inner(self, flow: Flow) -> bool:
        source, target = self._ends(flow)
        return source.line == target.line

    def _is_remote(self, flow: Flow) -> bool:
        source, target = self._ends(flow)
        return not self._is_inner(flow) and self._leaves(source) != self._enters(target)

    def _net(self, flow: Flow) -> Net:
        source, target = self._ends(flow)
        parts = source.part is Part.PART or (source.side == 0 and not self._is_remote(flow))
        return Net("out", source.id, source.lane) if parts else Net("in", target.id, target.lane)

    def _trunks(self, flows: Iterable[Flow]) -> dict[Net, int]:
        """The track of each net in the channel of its lane, by the gutters between which it runs."""
        reach: defaultdict[Net, list[int]] = defaultdict(list)
        for flow in flows:
            source, target = self._ends(flow)
            reach[self._net(flow)] += [self._leaves(source), self._enters(target)]
        found: dict[Net, int] = {}
        for lane in self.graph.lanes:
            spans = [Span(0, min(at), max(at), net) for net, at in reach.items() if net.lane == lane.id]
            found |= _tracks(spans)
        return found

    def _stacked(self) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
        """Where the rows of each lane begin, and each lane's top and height; its name fits in its height."""
        tops, lanes, y = {}, {}, ORIGIN
        for lane in self.graph.lanes:
            used = [track for net, track in self.trunks.items() if net.lane == lane.id]
            channel = MARGIN + TRACK * (max(used, default=-1) + 1)
            rows = 1 + max(row for line, row in self.rows.items() if self.lines[line][0].lane == lane.id)
            height = max(channel + rows * ROW, ceil(len(lane.name) / 2) * LETTER + 4 * MARGIN)
            tops[lane.id], lanes[lane.id] = y + channel, (y, height)
            y += height
        return tops, lanes

    def _axis(self, node: Node, tops: dict[str, int]) -> int:
        return tops[node.lane] + self.rows[node.line] * ROW + AXIS

    def _trunk(self, net: Net, tops: dict[str, int]) -> int:
        return tops[net.lane] - TRACK * (self.trunks[net] + 1)

    def _dig(self, axes: dict[str, int], tops: dict[str, int]) -> None:
        """The tracks of each gutter, by the heights between which each net runs in it."""
        leaving: defaultdict[tuple[int, Net], list[int]] = defaultdict(list)
        entering: defaultdict[tuple[int, Net], list[int]] = defaultdict(list)
        for flow in self.graph.flows:
            if self._is_inner(flow) or self._is_straight(flow, axes):
                continue
            net, (source, target) = self._net(flow), self._ends(flow)
            leaving[self._leaves(source), net].append(axes[source.id])
            entering[self._enters(target), net].append(axes[target.id])
            if self._is_remote(flow):
                trunk = self._trunk(net, tops)
                leaving[self._leaves(source), net].append(trunk)
                entering[self._enters(target), net].append(trunk)
        for gutter in range(2 * self.blocks + 1):
            nets = dict.fromkeys(net for at, net in (*leaving, *entering) if at == gutter)
            spans = []
            for net in nets:
                out, in_ = leaving.get((gutter, net), []), entering.get((gutter, net), [])
                rank = 1 if out and in_ else 0 if out else 2
                spans.append(Span(rank, min(out + in_), max(out + in_), net))
            found = _tracks(spans)
            self.tracks |= {(gutter, net): track for net, track in found.items()}
            self.gutters[gutter] = 1 + max(found.values(), default=-1)

    def _is_straight(self, flow: Flow, axes: dict[str, int]) -> bool:
        return not self._is_remote(flow) and axes[flow.source] == axes[flow.target]

    def _columns(self) -> tuple[dict[tuple[int, int], tuple[int, ...]], int]:
        """Where each part of each side begins, after the gutter before it; and where the drawing ends."""
        parts = {(node.block, node.side, node.part) for node in self.graph.nodes}
        columns: dict[tuple[int, int], tuple[int, ...]] = {}
        x = ORIGIN + 2 * STRIP
        for block in range(self.blocks):
            for side in (0, 1):
                self.starts[2 * block + side] = x
                x += self._gutter(2 * block + side)
                widths = [
                    BESIDE * ((block, side, Part.MEET) in parts),
                    MAIN[side] * ((block, side, Part.MAIN) in parts),
                    BESIDE * ((block, side, Part.PART) in parts),
                ]
                columns[block, side] = (x, x + widths[0], x + widths[0] + widths[1])
                x += sum(widths)
        self.starts[2 * self.blocks] = x
        return columns, x + self._gutter(2 * self.blocks)

    def _gutter(self, number: int) -> int:
        return 2 * MARGIN + TRACK * max(self.gutters[number] - 1, 0)

    def _box(self, node: Node, columns: dict[tuple[int, int], tuple[int, ...]], axis: int) -> Box:
        width, height = SIZES.get(node.tag, EVENT)
        left = columns[node.block, node.side][node.part]
        if node.part is Part.MAIN:
            left += (MAIN[node.side] - width) // 2
        elif node.part is Part.PART:
            left += BESIDE - width
        return Box(left, axis - height // 2, width, height)

    def _edge(self, flow: Flow, shapes: dict[str, Box], tops: dict[str, int]) -> list[Point]:
        source, target = shapes[flow.source], shapes[flow.target]
        first, last = (source.right, source.axis), (target.x, target.axis)
        if self._is_inner(flow) or (not self._is_remote(flow) and source.axis == target.axis):
            return [first, last]
        net, (left, right) = self._net(flow), self._ends(flow)

        def at(gutter: int) -> int:
            return self.starts[gutter] + MARGIN + TRACK * self.tracks[gutter, net]

        out, in_ = at(self._leaves(left)), at(self._enters(right))
        if not self._is_remote(flow):
            return _plain([first, (out, first[1]), (out, last[1]), last])
        trunk = self._trunk(net, tops)
        return _plain([first, (out, first[1]), (out, trunk), (in_, trunk), (in_, last[1]), last])


def _plain(points: list[Point]) -> list[Point]:
    """Without the points that turn nowhere."""
    kept = [points[0]]
    for point, then in pairwise(points[1:]):
        before = kept[-1]
        level = before[1] == point[1] == then[1] or before[0] == point[0] == then[0]
        if point != before and not level:
            kept.append(point)
    return [*kept, points[-1]]


def _lines(graph: Graph) -> dict[str, list[Node]]:
    found: defaultdict[str, list[Node]] = defaultdict(list)
    for node in graph.nodes:
        found[node.line].append(node)
    return found


def _rows(graph: Graph) -> dict[str, int]:
    """The row of each line in its lane: the first that is free in its column."""
    taken: defaultdict[tuple[str, int, int], int] = defaultdict(int)
    found: dict[str, int] = {}
    for node in graph.nodes:
        if node.line not in found:
            column = node.lane, node.block, node.side
            found[node.line] = taken[column]
            taken[column] += 1
    return found


def _tracks(spans: Iterable[Span]) -> dict[Net, int]:
    """A track for each, shared by those that do not meet; those of a rank before those of the next."""
    found: dict[Net, int] = {}
    base = 0
    by_rank: defaultdict[int, list[Span]] = defaultdict(list)
    for span in spans:
        by_rank[span.rank].append(span)
    for _, alike in sorted(by_rank.items()):
        ends: list[int] = []
        for span in sorted(alike, key=lambda one: (one.start, one.end, one.net)):
            track = next((number for number, end in enumerate(ends) if end < span.start), len(ends))
            ends[track : track + 1] = [span.end]
            found[span.net] = base + track
        base += len(ends)
    return found


def _bears_label(node: Node) -> bool:
    return bool(node.name) and node.tag not in (Tag.USER, Tag.SERVICE)


def _label(node: Node, shape: Box) -> Box:
    width = BESIDE if node.part is Part.PART else MAIN[node.side]
    height = LETTER_LINE * ceil(len(node.name) * LETTER / (width - 2 * LETTER))
    return Box(shape.x + shape.width // 2 - width // 2, shape.bottom + LABEL_GAP, width, height)
