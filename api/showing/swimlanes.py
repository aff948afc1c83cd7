"""Draws the way of one object through its offices: lanes are who holds it, columns are how far it has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from api.showing.routing import BOX_HEIGHT, BOX_WIDTH, GUTTER, LANE_TITLE, ROW_GUTTER, Cell, Router

LINE_LENGTH = 15
MARGIN = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A state: where it stands, and whether the object has been there."""

    key: str
    label: str
    lane: int
    rank: int
    kind: Literal["ahead", "visited", "current", "stuck"] = "ahead"


@dataclass(frozen=True, slots=True)
class Arc:
    """A way from one state to another, taken or not."""

    source: str
    target: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    y: float
    height: float
    lines: list[str]
    text_y: float


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    kind: str
    lines: list[str]
    text_y: float


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Coordinates and texts for the template, and the same way told in a sentence."""

    width: float
    height: float
    bands: list[Band]
    boxes: list[Box]
    lines: list[Line]
    told: str
    box_width: float = BOX_WIDTH
    box_height: float = BOX_HEIGHT


def draw(lanes: Sequence[str], places: Sequence[Place], arcs: Iterable[Arc]) -> Drawing:
    """Lay out the states in their lanes, those of one lane and rank under each other, and route the arcs between."""
    depths = [_depth(places, lane) for lane in range(len(lanes))]
    first_rows = [0, *accumulate(depths)]
    cells = _cells(places, first_rows)
    router = Router(cells.values())
    lines = [_line(router, cells, arc) for arc in sorted(arcs, key=lambda arc: arc.taken)]
    return Drawing(
        width=LANE_TITLE + (1 + max(place.rank for place in places)) * (BOX_WIDTH + GUTTER) + MARGIN,
        height=first_rows[-1] * (BOX_HEIGHT + ROW_GUTTER),
        bands=[_band(name, first_rows[lane], depths[lane]) for lane, name in enumerate(lanes)],
        boxes=[_box(place, cells[place.key]) for place in places],
        lines=lines,
        told=_told(lanes, places),
    )


def _depth(places: Sequence[Place], lane: int) -> int:
    ranks = [place.rank for place in places if place.lane == lane]
    return max((ranks.count(rank) for rank in ranks), default=1)


def _cells(places: Sequence[Place], first_rows: Sequence[int]) -> dict[str, Cell]:
    taken: dict[tuple[int, int], int] = {}
    cells = {}
    for place in places:
        below = taken.get((place.lane, place.rank), 0)
        taken[place.lane, place.rank] = below + 1
        cells[place.key] = Cell(place.rank, first_rows[place.lane] + below)
    return cells


def _line(router: Router, cells: dict[str, Cell], arc: Arc) -> Line:
    points = router.route(cells[arc.source], cells[arc.target])
    path = "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
    return Line("taken" if arc.taken else "ahead", path)


def _band(name: str, row: int, depth: int) -> Band:
    y, height = row * (BOX_HEIGHT + ROW_GUTTER), depth * (BOX_HEIGHT + ROW_GUTTER)
    lines = _wrapped(name)
    return Band(y, height, lines, _first_baseline(y + height / 2, len(lines), 15))


def _box(place: Place, cell: Cell) -> Box:
    lines = _wrapped(place.label)
    return Box(cell.left, cell.top, place.kind, lines, _first_baseline(cell.middle_y, len(lines), 13))


def _first_baseline(middle: float, count: int, step: float) -> float:
    return middle + 4 - step * (count - 1) / 2


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= LINE_LENGTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _told(lanes: Sequence[str], places: Sequence[Place]) -> str:
    by_rank = sorted(places, key=lambda place: place.rank)
    passed = [place.label for place in by_rank if place.kind == "visited"]
    here = [f"{place.label} ({lanes[place.lane]})" for place in by_rank if place.kind in ("current", "stuck")]
    ahead = [place.label for place in by_rank if place.kind == "ahead"]
    parts = (("Étapes franchies", passed), ("Étape actuelle", here), ("Étapes possibles ensuite", ahead))
    return " ".join(f"{title}\u00a0: {', '.join(labels)}." for title, labels in parts if labels)
