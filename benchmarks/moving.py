"""A durable move by the desk, beside the same statements written by hand for the driver alone. At least half as fast.

`python -m benchmarks.moving [sqlite|postgresql]`: the examination of a filed application opens: load, settle, guards,
machine, event, bearings, owed letters, commit. What the desk sends to the driver is written down once, then sent again
by hand to a copy of the same database: by one client, then by eight processes at once.
"""

import multiprocessing
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cache, partial
from multiprocessing.pool import Pool
from statistics import median
from typing import Any

import psycopg
from sqlalchemy import Engine, event, make_url

from benchmarks.crowds import FILED, Crowd, gather
from benchmarks.databases import DIALECTS, Databases, databases, migrated
from benchmarks.measuring import PAIRS, pairs, report
from store.desk import desk
from store.session import engine_for, transaction

SIZE, MOVES, CLIENTS = 10_000, 240, 8
LATER = FILED + timedelta(hours=5)
Statements = list[tuple[str, Any]]


def move(engine: Engine, bureau: str, ref: str) -> None:
    """One act, in its own transaction."""
    with transaction(engine) as session:
        desk.act(session, "application", ref, "start_admissibility", person=bureau, office="dgesco_officer", at=LATER)


def written_down(engine: Engine, bureau: str, refs: Sequence[str]) -> list[Statements]:
    """What each move sends to the driver."""
    sent: Statements = []

    def listen(connection: Any, cursor: Any, statement: str, given: Any, context: Any, many: bool) -> None:
        sent.append((statement, given))

    event.listen(engine, "before_cursor_execute", listen)
    found = []
    for ref in refs:
        sent.clear()
        move(engine, bureau, ref)
        found.append([one for one in sent if not one[0].startswith("BEGIN")])
    event.remove(engine, "before_cursor_execute", listen)
    return found


def _by_desk(url: str, bureau: str, refs: Sequence[str]) -> None:
    for ref in refs:
        move(engine_for(url), bureau, ref)


@cache
def _driver(url: str) -> Any:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=30)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain)


def _by_hand(url: str, moves: Sequence[Statements]) -> None:
    connection = _driver(url)
    sqlite = url.startswith("sqlite")
    for statements in moves:
        cursor = connection.cursor()
        if sqlite:
            cursor.execute("BEGIN IMMEDIATE")
        for statement, given in statements:
            _send(cursor, statement, given)
        connection.commit()


def _send(cursor: Any, statement: str, given: Any) -> None:
    if isinstance(given, list):
        cursor.executemany(statement, given)
        return
    cursor.execute(statement, given)
    if cursor.description:
        cursor.fetchall()


@contextmanager
def _clients(count: int) -> Iterator[Pool | None]:
    """Processes that stay, each with its connection; none but this one for a single client."""
    if count == 1:
        yield None
        return
    with multiprocessing.get_context("spawn").Pool(count) as pool:
        yield pool


def _shared(pool: Pool | None, works: Sequence[Any], count: int, do: Any) -> None:
    """The same number of moves for each client."""
    if pool is None:
        do(works)
    else:
        pool.map(do, [works[number::count] for number in range(count)], chunksize=1)


def measure(made: Databases, dialect: str) -> None:
    """One client, then eight."""
    with migrated(made.url(dialect, "model")) as engine:
        crowd = gather(engine, SIZE)
    for count in (1, CLIENTS):
        urls = {name: made.copy(dialect, "model", f"{name}{count}") for name in ("noted", "desk", "hand")}
        _compare(urls, crowd, dialect, count)
        for name in urls:
            made.drop(dialect, f"{name}{count}")
    made.drop(dialect, "model")


def _compare(urls: dict[str, str], crowd: Crowd, dialect: str, count: int) -> None:
    refs = [[crowd.ref(turn * MOVES + number) for number in range(1, MOVES + 1)] for turn in range(PAIRS + 1)]
    noted = [written_down(engine_for(urls["noted"]), crowd.bureau, some) for some in refs]
    engine_for(urls["noted"]).dispose()
    by_desk, by_hand = partial(_by_desk, urls["desk"], crowd.bureau), partial(_by_hand, urls["hand"])
    with _clients(count) as pool:
        took = pairs(
            lambda turn: _shared(pool, refs[turn], count, by_desk),
            lambda turn: _shared(pool, noted[turn], count, by_hand),
        )
    engine_for(urls["desk"]).dispose()
    _driver.cache_clear()
    rates = [f"{MOVES / median(side):.0f}" for side in zip(*took, strict=True)]
    statements = len(noted[0][0])
    words = f"{rates[0]} moves/s by the desk, {rates[1]} by hand ({statements} statements each)"
    name = f"{dialect}: durable move / the same statements by hand, {count} client{'s' if count > 1 else ''}"
    report(name, [hand / ours for ours, hand in took], least=0.5, rates=words)


if __name__ == "__main__":
    with databases() as made:
        for dialect in sys.argv[1:2] or DIALECTS:
            measure(made, dialect)
