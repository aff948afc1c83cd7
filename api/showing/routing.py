"""Routes arrows between boxes of a grid along its gutters, so that none crosses a box and none hides another."""

from collections.abc import Iterable
from dataclasses import dataclass

BOX_WIDTH, BOX_HEIGHT = 92, 44
GUTTER, ROW_GUTTER = 28, 24
LANE_TITLE = 116
TRACK = 5
TRACKS = (0, 1, -1, 2, -2)
PORTS = (0, 1, -1, 2, -2)
PORT = 8

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """A box of the grid, by column and row."""

    column: int
    row: int

    @property
    def left(self) -> float:
        return LANE_TITLE + self.column * (BOX_WIDTH + GUTTER)

    @property
    def top(self) -> float:
        return self.row * (BOX_HEIGHT + ROW_GUTTER) + ROW_GUTTER / 2

    @property
    def middle_x(self) -> float:
        return self.left + BOX_WIDTH / 2

    @property
    def middle_y(self) -> float:
        return self.top + BOX_HEIGHT / 2

    @property
    def right(self) -> float:
        return self.left + BOX_WIDTH


class Router:
    """Remembers which tracks of the gutters and which ports of the boxes are taken."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.boxes = frozenset(cells)
        self.used: dict[tuple[str, object], int] = {}

    def route(self, source: Cell, target: Cell) -> list[Point]:
        """Corner points from an edge of `source` to an edge of `target`."""
        if source.column == target.column:
            return self._within_a_column(source, target)
        if target.column < source.column:
            return self._around(source, target)
        return self._forward(source, target)

    def _forward(self, source: Cell, target: Cell) -> list[Point]:
        y_out, y_in = self._port(source, "right"), self._port(target, "left")
        if source.row == target.row and self._clear(source, target):
            return [(source.right, y_out), (target.left, y_out)]
        if self._clear(source, Cell(target.column, source.row)):
            x = self._column_track(target.column)
        elif self._clear(Cell(source.column, target.row), target):
            x = self._column_track(source.column + 1)
        else:
            return self._by_a_row_gutter(source, target, y_out, y_in)
        return [(source.right, y_out), (x, y_out), (x, y_in), (target.left, y_in)]

    def _by_a_row_gutter(self, source: Cell, target: Cell, y_out: float, y_in: float) -> list[Point]:
        y = self._row_track(target.row + (target.row < source.row))
        first, last = self._column_track(source.column + 1), self._column_track(target.column)
        return [(source.right, y_out), (first, y_out), (first, y), (last, y), (last, y_in), (target.left, y_in)]

    def _within_a_column(self, source: Cell, target: Cell) -> list[Point]:
        y_out, y_in = self._port(source, "right"), self._port(target, "right")
        x = self._column_track(source.column + 1)
        return [(source.right, y_out), (x, y_out), (x, y_in), (target.right, y_in)]

    def _around(self, source: Cell, target: Cell) -> list[Point]:
        below = target.row < source.row
        y = self._row_track(target.row + below)
        x_in = self._port_x(target, "bottom" if below else "top")
        y_in = target.top + BOX_HEIGHT if below else target.top
        if abs(source.row - target.row) <= 1 and source.row != target.row:
            x_out = self._port_x(source, "top" if below else "bottom")
            y_out = source.top if below else source.top + BOX_HEIGHT
            return [(x_out, y_out), (x_out, y), (x_in, y), (x_in, y_in)]
        y_out, x = self._port(source, "left"), self._column_track(source.column)
        return [(source.left, y_out), (x, y_out), (x, y), (x_in, y), (x_in, y_in)]

    def _clear(self, source: Cell, target: Cell) -> bool:
        return not any(Cell(column, source.row) in self.boxes for column in range(source.column + 1, target.column))

    def _column_track(self, column: int) -> float:
        return LANE_TITLE + column * (BOX_WIDTH + GUTTER) - GUTTER / 2 + self._next("column", column) * TRACK

    def _row_track(self, row: int) -> float:
        return row * (BOX_HEIGHT + ROW_GUTTER) + self._next("row", row) * TRACK / 1.5

    def _port(self, cell: Cell, side: str) -> float:
        return cell.middle_y + self._next(side, cell) * PORT

    def _port_x(self, cell: Cell, side: str) -> float:
        return cell.middle_x + self._next(side, cell) * PORT * 2

    def _next(self, kind: str, where: object) -> int:
        rank = self.used.get((kind, where), 0)
        self.used[kind, where] = rank + 1
        return TRACKS[rank % len(TRACKS)]
