"""Counting what a sweep did, and how late it was."""

from dataclasses import dataclass, field
from datetime import datetime
from math import ceil


@dataclass(slots=True)
class Tally:
    """What was due, done, skipped and failed; `late` in seconds, one per item done; `error` says the first failure."""

    due: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    late: list[float] = field(default_factory=list)
    error: str = ""

    def did(self, since: datetime, at: datetime) -> None:
        """One item done, due since then."""
        self.due, self.done = self.due + 1, self.done + 1
        self.late.append(max(0.0, (at - since).total_seconds()))

    def skip(self) -> None:
        """One item left as it is: another worker holds it, or it makes no sense any more."""
        self.due, self.skipped = self.due + 1, self.skipped + 1

    def failure(self, error: BaseException, where: str) -> None:
        """One item failed; the first one is told."""
        self.due, self.failed = self.due + 1, self.failed + 1
        self.error = self.error or f"{where} : {type(error).__name__} : {error}"[:2000]

    def add(self, other: "Tally") -> None:
        """What another part of the same sweep did."""
        self.due, self.done = self.due + other.due, self.done + other.done
        self.skipped, self.failed = self.skipped + other.skipped, self.failed + other.failed
        self.late += other.late
        self.error = self.error or other.error

    def lateness(self, percent: int) -> float | None:
        """Nearest-rank percentile of the lateness; None when nothing was due."""
        if not self.late:
            return None
        ranked = sorted(self.late)
        return ranked[max(0, ceil(percent * len(ranked) / 100) - 1)]
