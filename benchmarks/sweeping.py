"""A sweep over 1 000 due among a million applications, beside the same among ten thousand. At most 1.2 times as long.

`python -m benchmarks.sweeping [sqlite|postgresql] [MANY]`
"""

import sys
from statistics import median

from benchmarks.crowds import REMINDED, SLICE, Crowd, gather
from benchmarks.databases import DIALECTS, Databases, databases, migrated
from benchmarks.measuring import pairs, report, seconds
from notifications.posting.routes import NOWHERE
from notifications.sweeping import sweeps

FEW, MANY = 10_000, 1_000_000


def swept(crowd: Crowd, turn: int) -> float:
    """One thousand that have come due since the last turn, each owing a reminder: seconds of the sweep alone."""
    crowd.due(turn)

    def sweep(_: int) -> None:
        done = sweeps.run("deadlines", REMINDED, on=crowd.engine, smtp_url=NOWHERE)
        assert done.done == SLICE, done

    return seconds(sweep, turn)


def measure(made: Databases, dialect: str, many: int = MANY) -> None:
    """Both sizes in turn, on one kind of database."""
    with migrated(made.url(dialect, "few")) as small, migrated(made.url(dialect, "many")) as large:
        few, crowd = gather(small, FEW), gather(large, many)
        took: dict[int, list[float]] = {FEW: [], many: []}
        pairs(lambda turn: took[FEW].append(swept(few, turn)), lambda turn: took[many].append(swept(crowd, turn)))
    ratios = [large / small for small, large in zip(took[FEW][1:], took[many][1:], strict=True)]
    rates = f"{SLICE / median(took[FEW][1:]):.0f} and {SLICE / median(took[many][1:]):.0f} applications/s"
    report(f"{dialect}: sweep of {SLICE} among {many} / among {FEW}, in time", ratios, most=1.2, rates=rates)
    for name in ("few", "many"):
        made.drop(dialect, name)


if __name__ == "__main__":
    with databases() as made:
        for dialect in sys.argv[1:2] or DIALECTS:
            measure(made, dialect, int(sys.argv[2]) if len(sys.argv) > 2 else MANY)
