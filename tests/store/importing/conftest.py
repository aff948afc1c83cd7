"""Files as an officer would send them, and a database that knows the offices."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import Engine

from store.importing import take_over
from store.people.seeding import seed
from store.session import transaction
from tests.beginnings import begun
from tests.walking import World

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
Table = Sequence[dict[str, object]]
WriteFile = Callable[..., Path]
TakeOver = Callable[..., int]


def _columns(rows: Table) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


@pytest.fixture
def csv_file(tmp_path: Path) -> WriteFile:
    """A CSV file of these rows."""

    def write(rows: Table, *, separator: str = ";", encoding: str = "utf-8", name: str = "reprise.csv") -> Path:
        columns = _columns(rows)
        lines = [separator.join(columns)]
        lines += [separator.join(str(row.get(column, "")) for column in columns) for row in rows]
        path = tmp_path / name
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    return write


@pytest.fixture
def xlsx_file(tmp_path: Path) -> WriteFile:
    """The same as a workbook, with real dates and numbers where the rows have them."""

    def write(rows: Table) -> Path:
        columns, path = _columns(rows), tmp_path / "reprise.xlsx"
        with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, [row.get(column, "") for column in columns])
        return path

    return write


@pytest.fixture
def seeded(database: Engine) -> Engine:
    with transaction(database) as session:
        seed(session, AT)
    return database


@pytest.fixture
def seeded_sqlite(sqlite: Engine) -> Engine:
    begun(World(sqlite), with_its_offices)
    return sqlite


def with_its_offices(world: World) -> None:
    with transaction(world.engine) as session:
        seed(session, AT)


@pytest.fixture
def take() -> TakeOver:
    """Take a file over in a transaction of its own, as the command does."""

    def run(engine: Engine, what: str, file: Path, at: datetime = AT, **how: str) -> int:
        with transaction(engine) as session:
            return take_over(session, what, file, at, **how)

    return run
