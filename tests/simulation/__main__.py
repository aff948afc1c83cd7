"""`python -m tests.simulation [FIRST [LAST]]`: plays every seed of a range on all processors; says which one failed."""

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import timedelta
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from traceback import format_exc

from tests.simulation.waves import TOGETHER, Waves


def played(seeds: range) -> list[tuple[int, list[str]]]:
    """Seeds that share their beginning, each with what it broke; a crash is told like a broken promise."""
    with TemporaryDirectory(prefix="campus-simulation-") as folder:
        waves = Waves(Path(folder))
        return [(seed, _of(waves, seed)) for seed in seeds]


def _of(waves: Waves, seed: int) -> list[str]:
    try:
        return waves.play(seed)[1]
    except Exception:
        return [format_exc()]


def _batches(first: int, last: int) -> Iterator[range]:
    for start in range(first - first % TOGETHER, last + 1, TOGETHER):
        yield range(max(first, start), min(last + 1, start + TOGETHER))


def main(first: int, last: int) -> int:
    """How many seeds failed."""
    total, began, failed, done = last - first + 1, monotonic(), list[int](), 0
    print(f"Seeds {first} to {last}, {cpu_count()} at a time", flush=True)
    with ProcessPoolExecutor() as workers:
        for batch in as_completed([workers.submit(played, seeds) for seeds in _batches(first, last)]):
            for seed, found in batch.result():
                done += 1
                if found:
                    failed.append(seed)
                    print(f"✗ seed {seed} (again: make simulate SEEDS={seed})", *found, sep="\n  ", flush=True)
            left = timedelta(seconds=round((monotonic() - began) / done * (total - done)))
            print(f"{done} of {total} played, {len(failed)} failed, {left} left", flush=True)
    took = timedelta(seconds=round(monotonic() - began))
    print(f"Failed: {' '.join(map(str, sorted(failed)))}" if failed else f"None failed, in {took}", flush=True)
    return len(failed)


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    first, last = (given[0], given[-1]) if given else (0, 999)
    sys.exit(1 if main(first, last) else 0)
