"""Two workers beside one on the same sweep. At least 1.6 times as fast, and nothing done twice.

`python -m benchmarks.sharing [sqlite|postgresql]`
"""

import multiprocessing
import sys
from functools import partial
from multiprocessing.pool import Pool
from statistics import median

from sqlalchemy import text

from benchmarks.crowds import REMINDED, SLICE, Crowd, gather
from benchmarks.databases import DIALECTS, Databases, databases, migrated
from benchmarks.measuring import PAIRS, report, seconds
from notifications.posting.routes import NOWHERE
from notifications.sweeping import sweeps
from store.session import engine_for

SIZE = 2 * (PAIRS + 1) * SLICE


def _sweep(url: str, number: int) -> int:
    return sweeps.run("deadlines", REMINDED, on=engine_for(url), smtp_url=NOWHERE).done


def took(pool: Pool, url: str, crowd: Crowd, workers: int, part: int) -> float:
    """Seconds in which so many workers drain a thousand."""
    crowd.due(part)
    done: list[int] = []
    spent = seconds(lambda _: done.extend(pool.map(partial(_sweep, url), range(workers), chunksize=1)), part)
    assert sum(done) == SLICE, done
    return spent


def measure(made: Databases, dialect: str) -> None:
    """In turn, one and two."""
    url = made.url(dialect, "shared")
    with migrated(url) as engine, multiprocessing.get_context("spawn").Pool(2) as pool:
        crowd = gather(engine, SIZE)
        pool.map(partial(_sweep, url), range(2), chunksize=1)
        found = []
        for turn in range(PAIRS + 1):
            parts = {1: 2 * turn, 2: 2 * turn + 1}
            spent = {workers: took(pool, url, crowd, workers, parts[workers]) for workers in ((1, 2), (2, 1))[turn % 2]}
            found.append((spent[1], spent[2]))
        with engine.connect() as connection:
            rungs = connection.execute(
                text("SELECT count(*), count(DISTINCT ref) FROM rung WHERE ref LIKE 'BAN-%'")
            ).one()
    assert tuple(rungs) == (SIZE, SIZE), rungs
    each = [SLICE / median(side) for side in zip(*found, strict=True)]
    rates = f"{each[0]:.0f} and {each[1]:.0f} applications/s"
    report(f"{dialect}: two workers / one, in rate", [one / two for one, two in found[1:]], least=1.6, rates=rates)
    made.drop(dialect, "shared")


if __name__ == "__main__":
    with databases() as made:
        for dialect in sys.argv[1:2] or DIALECTS:
            measure(made, dialect)
