"""Delays: how long, in which unit, and the day on which they end."""

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self
from unicodedata import combining, normalize

from states.holidays import (
    METROPOLE,
    OutOfCalendar,
    Place,
    days_that_count,
    is_business_day,
    is_working_day,
    next_working_day,
)
from states.refusals import BadField
from states.words import Word

RULE = re.compile(r"([+-]?[0-9]{1,4}) (\D+)")


class Unit(Word):
    """What a delay counts."""

    DAYS = "days", "jours"
    WORKING_DAYS = "working_days", "jours ouvrés"
    BUSINESS_DAYS = "business_days", "jours ouvrables"
    CLEAR_DAYS = "clear_days", "jours francs"
    MONTHS = "months", "mois"
    CLEAR_MONTHS = "clear_months", "mois francs"

    @property
    def singular(self) -> str:
        """The label for one."""
        return " ".join(word if word == "mois" else word.removesuffix("s") for word in self.label.split())


class UnknownRule(BadField, ValueError):
    """The rule of a delay cannot be read."""

    def __init__(self, rule: object) -> None:
        units = ", ".join(f"« {unit.label} »" for unit in Unit)
        super().__init__(
            "délai",
            rule,
            f"écrivez un nombre entier, de 1 à 9999, suivi de l’une des unités {units} ; "
            "par exemple « 10 jours ouvrés », ou « -5 jours ouvrés » pour compter à rebours.",
        )


@dataclass(frozen=True, slots=True)
class Delay:
    """So many units forward, or backward when the count is negative; zero is refused (UnknownRule)."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if not self.count:
            raise UnknownRule(str(self))

    @classmethod
    def parse(cls, rule: str) -> Self:
        """Read « 10 jours ouvrés »; accents, capitals and kinds of space and minus sign do not matter."""
        found = RULE.fullmatch(_plain(rule))
        unit = UNITS.get(found[2]) if found else None
        if not found or not unit:
            raise UnknownRule(rule)
        return cls(int(found[1]), unit)

    @property
    def forward(self) -> bool:
        """Whether it counts towards the future."""
        return self.count > 0

    @property
    def shifts(self) -> bool:
        """Whether an end on a day off moves: forward only (Cass. 2e civ., 4 Feb. 1998, 96-13.391)."""
        return self.count > 0 and self.unit in SHIFTING

    @property
    def clear(self) -> timedelta:
        """The day that a délai franc adds, since neither its first nor its last day counts."""
        return timedelta(days=(self.unit in CLEAR) * (1 if self.forward else -1))

    def __str__(self) -> str:
        return f"{self.count} {self.unit.label if abs(self.count) > 1 else self.unit.singular}"


def _plain(text: str) -> str:
    letters = normalize("NFKD", text.replace("\N{MINUS SIGN}", "-").casefold())
    return " ".join("".join(letter for letter in letters if not combining(letter)).split())


UNITS = {_plain(name): unit for unit in Unit for name in (unit.label, unit.singular)}
CLEAR = frozenset({Unit.CLEAR_DAYS, Unit.CLEAR_MONTHS})
SHIFTING = CLEAR | {Unit.DAYS}
COUNTING: dict[Unit, Callable[[date, Place], bool]] = {
    Unit.WORKING_DAYS: is_working_day,
    Unit.BUSINESS_DAYS: is_business_day,
}


def add_months(day: date, months: int) -> date:
    """The same day of the month, else the last day of that month (CPC art. 641)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_counted(start: date, delay: Delay) -> date:
    """Where the count of a calendar unit ends, before the added day of a délai franc and before any shift."""
    if delay.unit in (Unit.MONTHS, Unit.CLEAR_MONTHS):
        return add_months(start, delay.count)
    return start + timedelta(days=delay.count)


def add(start: date, delay: Delay, place: Place = METROPOLE) -> date:
    """The day on which a delay ends; the start never counts (CPC art. 640-642). OutOfCalendar past year 9999."""
    try:
        counts = COUNTING.get(delay.unit)
        if counts:
            return _nth(start, delay.count, counts, place)
        day = last_counted(start, delay) + delay.clear
        return next_working_day(day, place) if delay.shifts else day
    except (OverflowError, ValueError):
        raise OutOfCalendar(f"{start}, {delay}") from None


def _nth(start: date, count: int, counts: Callable[[date, Place], bool], place: Place) -> date:
    year, days = start.year, days_that_count(counts, start.year, place)
    index = bisect_right(days, start) + count - 1 if count > 0 else bisect_left(days, start) + count
    while index < 0:
        year -= 1
        days = days_that_count(counts, year, place)
        index += len(days)
    while index >= len(days):
        index -= len(days)
        year += 1
        days = days_that_count(counts, year, place)
    return days[index]
