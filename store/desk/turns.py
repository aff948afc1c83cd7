"""Dates at which what facts read of the world changes by itself: a territory ends, a wave's edition changes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from states.calendar import last_instant
from store.reference import catalogue


@cache
def _ends() -> dict[str, date]:
    """Last days of the territories for which another one then stands in."""
    return {t.ref: t.valid_to for t in catalogue.territories() if t.valid_to is not None and t.successor}


def next_turn(facts: Any, after: datetime) -> datetime | None:
    """The first such instant that is still to come."""
    return min((turn for turn in map(last_instant, _last_days(facts)) if turn > after), default=None)


def _last_days(facts: Any) -> Iterator[date]:
    named = (
        *(f"academie:{code}" for code in getattr(facts, "academies", ())),
        *(f"region:{code}" for code in getattr(facts, "regions", ())),
    )
    yield from (_ends()[ref] for ref in named if ref in _ends())
    wave = getattr(facts, "wave", None)
    if wave is not None:
        yield from (change.on - timedelta(days=1) for change in wave.edition_changes)
