"""Legal time: days, delays and office hours, always from and to aware instants."""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from states.computation import Computation, Line, asked, compute, explain
from states.dates import french_day, french_time
from states.delays import Delay, Unit, UnknownRule, add, add_months
from states.holidays import (
    METROPOLE,
    ONE_DAY,
    OutOfCalendar,
    Place,
    UnknownDepartment,
    holidays,
    is_business_day,
    is_working_day,
    next_working_day,
    place_of_department,
    previous_working_day,
)
from states.refusals import BadField

__all__ = [
    "METROPOLE",
    "PARIS",
    "AmbiguousHour",
    "Computation",
    "Delay",
    "ImpossibleHour",
    "Line",
    "NaiveTime",
    "OutOfCalendar",
    "Place",
    "Unit",
    "UnknownDepartment",
    "UnknownRule",
    "add",
    "add_months",
    "asked",
    "compute",
    "explain",
    "first_instant",
    "holidays",
    "in_office_hours",
    "instant",
    "is_business_day",
    "is_working_day",
    "last_instant",
    "next_working_day",
    "office_hours",
    "paris_day",
    "place_of_department",
    "previous_working_day",
    "rung_instant",
]

PARIS = ZoneInfo("Europe/Paris")
OPENS, CLOSES = time(7, 30), time(19)


class NaiveTime(BadField, ValueError):
    """An instant without a time zone is no instant."""

    def __init__(self, at: datetime) -> None:
        super().__init__("instant", at, "indiquez le fuseau, par exemple « 2026-09-30T15:00+02:00 ».")


class ImpossibleHour(BadField, ValueError):
    """The clock jumps over that hour."""

    def __init__(self, wall: datetime) -> None:
        after = wall.astimezone(UTC).astimezone(wall.tzinfo).time()
        super().__init__(
            "heure",
            french_time(wall.time()),
            f"cette heure n’existe pas le {french_day(wall)}, jour du passage à l’heure d’été ; "
            f"choisissez-en une autre, par exemple {french_time(after)}.",
        )


class AmbiguousHour(BadField, ValueError):
    """The clock shows that hour twice."""

    def __init__(self, wall: datetime) -> None:
        super().__init__(
            "heure",
            french_time(wall.time()),
            f"cette heure arrive deux fois le {french_day(wall)}, jour du passage à l’heure d’hiver ; "
            "précisez la première (heure d’été) ou la seconde (heure d’hiver).",
        )


@cache
def _zone(timezone: str) -> ZoneInfo:
    return ZoneInfo(timezone)


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    if at.utcoffset() is None:
        raise NaiveTime(at)
    return at.astimezone(zone)


def paris_day(at: datetime) -> date:
    """The day it is in Paris at an aware instant; NaiveTime otherwise."""
    return _local(at, PARIS).date()


def first_instant(day: date) -> datetime:
    """Midnight, in Paris, at which a day begins."""
    return last_instant(day - ONE_DAY)


def last_instant(day: date, zone: ZoneInfo = PARIS) -> datetime:
    """« Vingt-quatre heures du dernier jour », in UTC: the next local midnight, which no longer belongs to the day."""
    return datetime.combine(day + ONE_DAY, time(), zone).astimezone(UTC)


def instant(day: date, time: time, zone: ZoneInfo = PARIS, fold: int | None = None) -> datetime:
    """The UTC instant of a wall hour; ImpossibleHour when the clock jumps it, AmbiguousHour when twice and no fold."""
    wall = datetime.combine(day, time, zone)
    first, second = (wall.replace(fold=occurrence).astimezone(UTC) for occurrence in (0, 1))
    if first > second:
        raise ImpossibleHour(wall.replace(fold=0))
    if first < second and fold is None:
        raise AmbiguousHour(wall)
    return second if fold else first


def in_office_hours(at: datetime, place: Place) -> bool:
    """From 07:30 included to 19:00 excluded, local time, on a jour ouvré of the place."""
    local = _local(at, _zone(place.timezone))
    return OPENS <= local.time() < CLOSES and is_working_day(local.date(), place)


def office_hours(at: datetime, place: Place) -> datetime:
    """The first instant from `at` on, in UTC, that is within office hours of the place."""
    local = _local(at, _zone(place.timezone))
    day = local.date()
    if local.time() >= CLOSES:
        day += ONE_DAY
    elif local.time() >= OPENS and is_working_day(day, place):
        return at.astimezone(UTC)
    return _opening(next_working_day(day, place), place)


def rung_instant(day: date, place: Place, *, before: bool) -> datetime:
    """07:30 local, in UTC, that day; on a day off, of the working day before or of the one after."""
    working = previous_working_day if before else next_working_day
    return _opening(working(day, place), place)


def _opening(day: date, place: Place) -> datetime:
    return datetime.combine(day, OPENS, _zone(place.timezone)).astimezone(UTC)
