"""The drawn way of an object: readable, complete, and told in words."""

from itertools import pairwise

import pytest

from api.console.ways import LANE_OF, passages, whole_ways
from api.showing.routing import BOX_HEIGHT, BOX_WIDTH, Cell, Router
from api.showing.swimlanes import Arc, Drawing, Place, draw
from states.lifecycles import LIFECYCLES
from store.board.viewer import Viewer

GRID = [Cell(column, row) for column in range(4) for row in range(4)]
LANES = ["Recteur d’académie", "Région", "Dgesco"]


@pytest.fixture
def drawing() -> Drawing:
    places = [
        Place("draft", "Brouillon", 0, 0, "visited"),
        Place("joint", "Signatures conjointes", 1, 1, "stuck"),
        Place("asked", "Compléments demandés", 2, 2),
        Place("refused", "Irrecevable", 2, 2),
    ]
    return draw(LANES, places, [Arc("draft", "joint", True), Arc("joint", "asked"), Arc("joint", "refused")])


def crosses(first: tuple[float, float], second: tuple[float, float], box: Cell) -> bool:
    (x1, x2), (y1, y2) = sorted((first[0], second[0])), sorted((first[1], second[1]))
    across = x1 < box.right and x2 > box.left
    return across and y1 < box.top + BOX_HEIGHT and y2 > box.top


def test_states_of_one_lane_and_rank_stand_under_each_other(drawing: Drawing) -> None:
    asked, refused = drawing.boxes[2:]
    assert asked.x == refused.x
    assert refused.y >= asked.y + BOX_HEIGHT
    assert drawing.bands[2].height == 2 * drawing.bands[0].height


def test_every_arc_is_drawn_and_those_taken_come_on_top(drawing: Drawing) -> None:
    assert [line.kind for line in drawing.lines] == ["ahead", "ahead", "taken"]


def test_the_way_is_told_in_words(drawing: Drawing) -> None:
    assert drawing.told == (
        "Étapes franchies\u00a0: Brouillon. Étape actuelle\u00a0: Signatures conjointes (Région). "
        "Étapes possibles ensuite\u00a0: Compléments demandés, Irrecevable."
    )


def test_everything_stays_within_the_picture(drawing: Drawing) -> None:
    assert all(box.x + BOX_WIDTH <= drawing.width and box.y + BOX_HEIGHT <= drawing.height for box in drawing.boxes)


@pytest.mark.parametrize("source", GRID, ids=str)
def test_no_arrow_crosses_a_box_even_on_a_full_grid(source: Cell) -> None:
    for target in GRID:
        if target != source:
            points = Router(GRID).route(source, target)
            for first, second in pairwise(points):
                assert not [box for box in GRID if crosses(first, second, box)], (target, points)


def test_arrows_between_the_same_boxes_do_not_hide_each_other() -> None:
    router = Router(GRID)
    there, back = router.route(GRID[0], GRID[5]), router.route(GRID[0], GRID[5])
    assert not set(there) & set(back)


def test_every_stage_stands_in_the_lane_of_the_first_audience_that_it_awaits() -> None:
    stages = (stage for lifecycle in LIFECYCLES.values() for stage in lifecycle.stages)
    assert {stage.awaits[0].code for stage in stages if stage.awaits} == set(LANE_OF), "LANE_OF is in console/ways.py"


@pytest.mark.parametrize("kind", LIFECYCLES)
def test_every_transition_of_the_tables_has_an_arc(kind: str) -> None:
    official = Viewer(person="p", name="Anne Le Goff", national=True)
    stage = LIFECYCLES[kind].stages[1]
    drawn = [line for _, drawing in whole_ways(kind, stage.state.value, official) for line in drawing.lines]
    assert len(drawn) == len(passages(LIFECYCLES[kind]))
    boxes = {
        " ".join(box.lines) for _, drawing in whole_ways(kind, stage.state.value, official) for box in drawing.boxes
    }
    assert len(boxes) == len({state for move in passages(LIFECYCLES[kind]) for state in move})
