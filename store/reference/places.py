"""Where offices work and which territories stand in for others: pure look-ups in the reference data."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache

from states.calendar import METROPOLE, Place, place_of_department
from states.refusals import Unknown
from store.reference import catalogue
from store.reference.records import Kind


class Places(Mapping[str, Place]):
    """Every office's place; Paris for those that have no territory of their own."""

    def __getitem__(self, office: str) -> Place:
        return place_of(office)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


PLACES = Places()


@cache
def place_of(office: str) -> Place:
    """The place of one office."""
    try:
        return place_of_department(catalogue.office(office).holiday_department)
    except (Unknown, ValueError):
        return METROPOLE


@lru_cache(512)
def heirs_on(day: date) -> Mapping[str, str]:
    """For each territory that no longer exists that day, the one that stands in for it."""
    dead = (t for t in catalogue.territories() if t.valid_to is not None and t.valid_to < day and t.successor)
    return {t.ref: catalogue.successor_on(t.ref, day).ref for t in dead}


@lru_cache(512)
def active_on(day: date) -> frozenset[str]:
    """Territories that exist that day."""
    return frozenset(
        t.ref
        for t in catalogue.territories()
        if (t.valid_from is None or t.valid_from <= day) and (t.valid_to is None or day <= t.valid_to)
    )


@lru_cache(512)
def called_on(day: date) -> tuple[str, ...]:
    """Académies and régions that a call is sent to that day."""
    kinds = (Kind.ACADEMIE, Kind.REGION)
    return tuple(t.ref for kind in kinds for t in catalogue.active_territories(kind, day))
