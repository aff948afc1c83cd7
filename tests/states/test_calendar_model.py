"""An independent model, day by day and with its own list of holidays, agrees on thousands of random cases."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from states.calendar import (
    Delay,
    Place,
    Unit,
    add,
    compute,
    is_business_day,
    is_working_day,
    next_working_day,
    previous_working_day,
)

CASES = 10_000
DAY = timedelta(days=1)
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
LOCAL = {
    "Alsace-Moselle": (12, 26),
    "Mayotte": (4, 27),
    "Martinique": (5, 22),
    "Guadeloupe": (5, 27),
    "Guyane": (6, 10),
    "Saint-Barthélémy": (10, 9),
    "La Réunion": (12, 20),
    "Saint-Martin": (5, 28),
}
PLAIN = ("Métropole", "Nouvelle-Calédonie", "Polynésie Française", "Wallis-et-Futuna", "Saint-Pierre-et-Miquelon")
ZONES = (*LOCAL, *PLAIN)


def easter(year: int) -> date:
    """Easter Sunday by the lunar tables of Gauss, not by the algorithm that the holiday list uses."""
    century = year // 100
    shift = (15 - (13 + 8 * century) // 25 + century - century // 4) % 30
    moon = (19 * (year % 19) + shift) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + (4 + century - century // 4) % 7) % 7
    late = (moon == 29 and sunday == 6) or (moon == 28 and sunday == 6 and year % 19 > 10)
    return date(year, 3, 22) + (moon + sunday - 7 * late) * DAY


@cache
def days_off(year: int, zone: str) -> frozenset[date]:
    after_easter = (1, 39, 50, -2) if zone == "Alsace-Moselle" else (1, 39, 50)
    local = {(5, 27)} if zone == "Saint-Martin" and year < 2018 else {LOCAL[zone]} if zone in LOCAL else set()
    return frozenset(
        {date(year, month, day) for month, day in {*FIXED, *local}} | {easter(year) + n * DAY for n in after_easter}
    )


def worked(day: date, zone: str, last_weekday: str = "vendredi") -> bool:
    week = {"vendredi": range(1, 6), "samedi": range(1, 7)}[last_weekday]
    return day.isoweekday() in week and day not in days_off(day.year, zone)


def walk_days(start: date, count: int, counts: Callable[[date], bool]) -> date:
    day, left, step = start, abs(count), DAY if count > 0 else -DAY
    while left:
        day += step
        left -= counts(day)
    return day


def walk_months(start: date, months: int) -> date:
    """Day by day until as many months lie between, on the same day or, if the month is too short, on its last."""
    day, step = start, DAY if months > 0 else -DAY
    while True:
        day += step
        crossed = (day.year - start.year) * 12 + day.month - start.month
        month_ends = (day + DAY).month != day.month
        if crossed == months and (day.day == start.day or (month_ends and day.day < start.day)):
            return day


def expected(start: date, count: int, unit: Unit, zone: str) -> date:
    match unit:
        case Unit.WORKING_DAYS:
            return walk_days(start, count, lambda day: worked(day, zone))
        case Unit.BUSINESS_DAYS:
            return walk_days(start, count, lambda day: worked(day, zone, "samedi"))
        case Unit.MONTHS:
            return walk_months(start, count)
    end = walk_months(start, count) if unit is Unit.CLEAR_MONTHS else walk_days(start, count, lambda _: True)
    if unit is not Unit.DAYS:
        end += DAY if count > 0 else -DAY
    while count > 0 and not worked(end, zone):
        end += DAY
    return end


def random_case(random: Random, longest: int) -> tuple[date, int, Place]:
    start = date(2000, 1, 1) + random.randrange(365 * 30) * DAY
    count = random.choice((-1, 1)) * random.randint(1, longest)
    return start, count, Place("Europe/Paris", random.choice(ZONES))


@pytest.mark.parametrize("unit", Unit)
def test_ten_thousand_random_delays_agree_with_counting_by_hand(unit: Unit) -> None:
    random = Random(unit.value)
    for _ in range(CASES):
        start, count, place = random_case(random, 14 if "mois" in unit.label else 70)
        assert add(start, Delay(count, unit), place) == expected(start, count, unit, place.zone), (start, count, place)


@pytest.mark.parametrize("unit", Unit)
def test_the_working_ends_where_the_fast_path_does(unit: Unit) -> None:
    random = Random(f"working of {unit.value}")
    for _ in range(CASES // 5):
        start, count, place = random_case(random, 60)
        computation = compute(start, Delay(count, unit), place)
        assert computation.day == add(start, Delay(count, unit), place), (start, count, place)
        assert max(line.counted or 0 for line in computation.lines) == abs(count)


def test_every_day_of_forty_years_is_worked_or_not_as_by_hand() -> None:
    for zone in ZONES:
        place = Place("Europe/Paris", zone)
        for offset in range(365 * 40):
            day = date(2005, 1, 1) + offset * DAY
            assert is_working_day(day, place) == worked(day, zone), (day, zone)
            assert is_business_day(day, place) == worked(day, zone, "samedi"), (day, zone)


def test_next_and_previous_working_days_enclose_a_day_off() -> None:
    random = Random("neighbours")
    for _ in range(CASES):
        day, _count, place = random_case(random, 1)
        after, before = next_working_day(day, place), previous_working_day(day, place)
        assert (after == day) == (before == day) == worked(day, place.zone)
        assert before <= day <= after
        assert not any(worked(before + n * DAY, place.zone) for n in range(1, (after - before).days))
