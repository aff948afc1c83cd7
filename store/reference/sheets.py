"""Reads the sheets of this folder: `;` between columns, `|` inside a cell, an empty cell for what is unknown."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from store.reference.dating import Moment, Precision

FOLDER = Path(__file__).parent


class Line:
    """One line of a sheet, read by column name; KeyError for a column that does not exist."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells

    def text(self, column: str) -> str:
        return self._cells[column]

    def day(self, column: str) -> date | None:
        cell = self._cells[column]
        return date.fromisoformat(cell) if cell else None

    def number(self, column: str) -> int | None:
        cell = self._cells[column]
        return int(cell) if cell else None

    def many(self, column: str) -> tuple[str, ...]:
        cell = self._cells[column]
        return tuple(cell.split("|")) if cell else ()

    def moment(self, column: str, precision: str) -> Moment:
        return Moment(self.day(column), Precision(self.text(precision)))


def lines(sheet: str) -> tuple[Line, ...]:
    """All the lines of `sheet`.csv, in their order."""
    with (FOLDER / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Line(cells) for cells in csv.DictReader(file, delimiter=";", strict=True))
