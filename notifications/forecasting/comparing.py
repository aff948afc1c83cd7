"""Two futures side by side: what leaves at another instant, what leaves no more, what leaves besides."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from notifications.forecasting.lines import Line
from notifications.forecasting.playing import Play


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDate:
    """A date of the object's own calendar, before and after."""

    name: str
    before: datetime | date | None
    after: datetime | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDeadline:
    """A deadline that moves; None on a side where nothing is due."""

    kind: str
    ref: str
    name: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLetter:
    """A letter that leaves at another instant, or on one side alone."""

    before: Line | None
    after: Line | None

    @property
    def line(self) -> Line:
        """What it is, on the side where it leaves."""
        line = self.after or self.before
        assert line is not None
        return line


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What an act would change. `now` are the letters of the act itself, `kept` how many others leave all the same,
    `ahead` every letter that leaves until `until` if the act is done."""

    dates: tuple[MovedDate, ...]
    deadlines: tuple[MovedDeadline, ...]
    now: tuple[Line, ...]
    letters: tuple[MovedLetter, ...]
    kept: int
    ahead: tuple[Line, ...]
    until: datetime


def told(plain: Play, acted: Play, dates: tuple[MovedDate, ...], deadlines: tuple[MovedDeadline, ...]) -> WhatIf:
    """The two futures side by side."""
    before, after = _leaving(plain), _leaving(acted)
    at = acted.world.at
    now = tuple(line for line in after if line.days is None and line.key not in plain.lines and line.at == at)
    moved, kept = _compared(before, [line for line in after if line not in now])
    return WhatIf(
        dates=dates,
        deadlines=deadlines,
        now=now,
        letters=moved,
        kept=kept,
        ahead=tuple(after),
        until=acted.until,
    )


def _leaving(play: Play) -> list[Line]:
    lines = (line for line in play.lines.values() if line.leaves)
    return sorted(lines, key=lambda line: (line.at, line.ref, line.office, line.key))


def _compared(before: Iterable[Line], after: Iterable[Line]) -> tuple[tuple[MovedLetter, ...], int]:
    """Letters paired by what they are: those that leave at the same instant are only counted."""
    old, new = _by_place(before), _by_place(after)
    moved, kept = list[MovedLetter](), 0
    for place in {**old, **new}:
        ours, theirs = old.get(place, []), new.get(place, [])
        for rank in range(max(len(ours), len(theirs))):
            pair = MovedLetter(before=_at(ours, rank), after=_at(theirs, rank))
            same = pair.before and pair.after and pair.before.at == pair.after.at
            kept += bool(same)
            moved += [] if same else [pair]
    return tuple(sorted(moved, key=lambda one: (one.line.at, one.line.ref, one.line.office))), kept


def _by_place(lines: Iterable[Line]) -> dict[tuple[Any, ...], list[Line]]:
    found: defaultdict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for line in lines:
        found[line.letter, line.ref, line.office, line.days].append(line)
    return found


def _at(lines: list[Line], rank: int) -> Line | None:
    return lines[rank] if rank < len(lines) else None
