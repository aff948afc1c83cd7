"""Validity between two dates, and dates that are only partly known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from states.words import Word


class Precision(Word):
    """How much of a date the source gives; the rest of the day is a convention and must not be shown."""

    UNKNOWN = "", "date inconnue"
    DAY = "day", "au jour près"
    MONTH = "month", "au mois près"
    YEAR = "year", "à l’année près"
    ON_OR_BEFORE = "on_or_before", "au plus tard"
    ASSUMED = "assumed", "hypothèse"


class Provenance(Word):
    SOURCE = "source", "tiré d’une source"
    MEMORY = "memory", "connaissance générale, à vérifier"
    ASSUMED = "assumed", "hypothèse"


class Dated(Protocol):
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


def in_force(thing: Dated, day: date) -> bool:
    """Whether the day lies in the validity; an empty bound is open, both bounds are included."""
    return (thing.valid_from or date.min) <= day <= (thing.valid_to or date.max)


def first_in_force(things: Iterable[D], day: date) -> D | None:
    """The first of the dated things that holds on that day."""
    return next((thing for thing in things if in_force(thing, day)), None)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and what may be believed of it; no day at all when nothing is known."""

    day: date | None
    precision: Precision
