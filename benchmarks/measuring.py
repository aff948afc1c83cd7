"""Pairs that take turns at going first, one ratio from each, and their median: other loads cancel."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter

PAIRS = 7
Work = Callable[[int], object]


def seconds(work: Work, turn: int) -> float:
    """How long it takes."""
    began = perf_counter()
    work(turn)
    return perf_counter() - began


def pairs(one: Work, other: Work, count: int = PAIRS) -> list[tuple[float, float]]:
    """Seconds of both, so many times after one that only warms up; `turn` counts from 0."""
    found = []
    for turn in range(count + 1):
        works = (one, other) if turn % 2 else (other, one)
        took = {work: seconds(work, turn) for work in works}
        if turn:
            found.append((took[one], took[other]))
    return found


def report(name: str, ratios: Sequence[float], *, least: float = 0, most: float = 0, rates: str = "") -> None:
    """One line: the median, its spread, what it must reach, and whether it does."""
    middle = median(ratios)
    asked = f"≥ {least}" if least else f"≤ {most}"
    kept = middle >= least if least else middle <= most
    verdict = "kept" if kept else "MISSED"
    spread = f"{min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)}"
    print(f"{name}: {middle:.2f} ({spread}), asked {asked}: {verdict}. {rates}".rstrip(), flush=True)
