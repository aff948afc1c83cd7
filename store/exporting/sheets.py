"""Lists as spreadsheets, written as they are read: CSV for every tool, XLSX with dates that are dates."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from tempfile import TemporaryFile
from typing import IO, Any

from xlsxwriter import Workbook

from states.calendar import PARIS

BOM = "\ufeff"
#: What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BOOK = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
SLICE = 64 * 1024
NARROW, WIDE = 14, 48
Cell = str | int | bool | date | datetime | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A list: its title, its columns (name, whether it holds sentences), and its rows."""

    name: str
    columns: Sequence[tuple[str, bool]]
    rows: Iterable[Sequence[Cell]]


def as_csv(sheet: Sheet) -> Iterator[bytes]:
    """Semicolons, a byte order mark, no formula."""
    yield BOM.encode()
    yield _line([name for name, _ in sheet.columns])
    for row in sheet.rows:
        yield _line([safe(written(cell)) for cell in row])


def _line(cells: Sequence[str]) -> bytes:
    line = StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()


def written(cell: Cell) -> str:
    """A cell as text, with the dates and hours of Paris."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, datetime):
        return f"{cell.astimezone(PARIS):%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return ", ".join(cell) if isinstance(cell, tuple) else "" if cell is None else str(cell)


def safe(text: str) -> str:
    """Text that no spreadsheet computes."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_xlsx(sheet: Sheet) -> Iterator[bytes]:
    """One sheet, its first row frozen, its columns filterable; written to the disk as it comes, then sent."""
    with TemporaryFile() as file:
        with Workbook(file, BOOK) as book:
            _fill(book, sheet)
        file.seek(0)
        yield from _slices(file)


def _slices(file: IO[bytes]) -> Iterator[bytes]:
    while part := file.read(SLICE):
        yield part


def _fill(book: Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name[:31])
    head, long = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    day, moment = (book.add_format({"num_format": f"dd/mm/yyyy{hour}", "align": "left"}) for hour in ("", " hh:mm"))
    for column, (name, sentences) in enumerate(sheet.columns):
        page.set_column(column, column, WIDE if sentences else NARROW, long if sentences else None)
        page.write_string(0, column, name, head)
    page.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            _put(page, last, column, cell, day, moment)
    page.autofilter(0, 0, last, len(sheet.columns) - 1)


def _put(page: Any, row: int, column: int, cell: Cell, day: object, moment: object) -> None:
    if isinstance(cell, datetime):
        page.write_datetime(row, column, cell.astimezone(PARIS), moment)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, day)
    elif isinstance(cell, int) and not isinstance(cell, bool):
        page.write_number(row, column, cell)
    elif cell not in (None, "", ()):
        page.write_string(row, column, written(cell))
