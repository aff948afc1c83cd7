"""Instants: the change of hour, overseas, the last hour of a day, office hours and the hour of reminders."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from states.calendar import (
    METROPOLE,
    PARIS,
    AmbiguousHour,
    ImpossibleHour,
    NaiveTime,
    Place,
    in_office_hours,
    instant,
    is_working_day,
    last_instant,
    office_hours,
    paris_day,
    place_of_department,
    rung_instant,
)

REUNION, MARTINIQUE, TAHITI = (place_of_department(code) for code in ("974", "972", "987"))
MIQUELON = ZoneInfo("America/Miquelon")
SECOND = timedelta(seconds=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_day_is_a_paris_day_on_both_sides_of_midnight() -> None:
    assert paris_day(utc("2026-09-30T21:59:59")) == date(2026, 9, 30)
    assert paris_day(utc("2026-09-30T22:00:00")) == date(2026, 10, 1)
    assert paris_day(datetime(2026, 10, 1, 1, 59, 59, tzinfo=ZoneInfo("Indian/Reunion"))) == date(2026, 9, 30)


@pytest.mark.parametrize("ask", [paris_day, lambda at: office_hours(at, METROPOLE)])
def test_an_instant_without_a_zone_is_refused(ask: Callable[[datetime], object]) -> None:
    with pytest.raises(NaiveTime, match="indiquez le fuseau"):
        ask(datetime(2026, 9, 30, 15))  # noqa: DTZ001 - naive on purpose


@pytest.mark.parametrize(
    ("day", "end", "hours"),
    [
        ("2026-09-30", "2026-09-30T22:00:00", 24),
        ("2026-03-29", "2026-03-29T22:00:00", 23),
        ("2026-10-25", "2026-10-25T23:00:00", 25),
    ],
)
def test_the_last_day_runs_to_its_twenty_fourth_hour(day: str, end: str, hours: int) -> None:
    last = last_instant(date.fromisoformat(day))
    assert last == utc(end)
    assert last.tzinfo is UTC
    assert paris_day(last - SECOND) == date.fromisoformat(day) < paris_day(last)
    assert last - last_instant(date.fromisoformat(day) - timedelta(days=1)) == timedelta(hours=hours)


def test_the_last_hour_overseas_is_the_local_one() -> None:
    assert last_instant(date(2026, 9, 30), ZoneInfo("Indian/Reunion")) == utc("2026-09-30T20:00:00")
    assert last_instant(date(2026, 9, 30), ZoneInfo("Pacific/Tahiti")) == utc("2026-10-01T10:00:00")


@pytest.mark.parametrize(
    ("department", "winter", "summer"),
    [
        ("971", "2026-12-15T10:00", "2026-06-30T09:00"),
        ("972", "2026-12-15T10:00", "2026-06-30T09:00"),
        ("973", "2026-12-15T11:00", "2026-06-30T10:00"),
        ("974", "2026-12-15T18:00", "2026-06-30T17:00"),
        ("976", "2026-12-15T17:00", "2026-06-30T16:00"),
        ("987", "2026-12-15T04:00", "2026-06-30T03:00"),
        ("988", "2026-12-16T01:00", "2026-07-01T00:00"),
    ],
)
def test_three_in_the_afternoon_in_paris_is_another_hour_overseas(department: str, winter: str, summer: str) -> None:
    zone = ZoneInfo(place_of_department(department).timezone)
    for day, local in ((date(2026, 12, 15), winter), (date(2026, 6, 30), summer)):
        assert instant(day, time(15)).astimezone(zone).isoformat()[:16] == local


@pytest.mark.parametrize("fold", [None, 0, 1])
def test_an_hour_that_the_clock_jumps_is_refused(fold: int | None) -> None:
    with pytest.raises(ImpossibleHour, match=r"n’existe pas le dimanche 29 mars 2026.*par exemple 3.h.30"):
        instant(date(2026, 3, 29), time(2, 30), fold=fold)


def test_an_hour_that_comes_twice_must_say_which() -> None:
    with pytest.raises(AmbiguousHour, match="arrive deux fois le dimanche 25 octobre 2026"):
        instant(date(2026, 10, 25), time(2, 30))
    assert instant(date(2026, 10, 25), time(2, 30), fold=0) == utc("2026-10-25T00:30:00")
    assert instant(date(2026, 10, 25), time(2, 30), fold=1) == utc("2026-10-25T01:30:00")


def test_the_hours_around_a_change_of_hour_are_plain() -> None:
    assert instant(date(2026, 3, 29), time(1, 59, 59)) + SECOND == instant(date(2026, 3, 29), time(3))
    assert instant(date(2026, 10, 25), time(3)) - instant(date(2026, 10, 25), time(1, 59, 59)) == timedelta(
        hours=2, seconds=1
    )


def test_each_zone_has_its_own_change_of_hour() -> None:
    assert instant(date(2026, 3, 8), time(2, 30)) == utc("2026-03-08T01:30:00")
    with pytest.raises(ImpossibleHour):
        instant(date(2026, 3, 8), time(2, 30), MIQUELON)


@pytest.mark.parametrize(
    ("local", "place", "moved_to"),
    [
        ("2026-06-01T07:29:59", METROPOLE, "2026-06-01T07:30:00"),
        ("2026-06-01T07:30:00", METROPOLE, "2026-06-01T07:30:00"),
        ("2026-06-01T18:59:59", METROPOLE, "2026-06-01T18:59:59"),
        ("2026-06-01T19:00:00", METROPOLE, "2026-06-02T07:30:00"),
        ("2026-05-22T19:00:00", METROPOLE, "2026-05-26T07:30:00"),
        ("2026-05-22T10:00:00", MARTINIQUE, "2026-05-26T07:30:00"),
        ("2026-10-23T20:00:00", METROPOLE, "2026-10-26T07:30:00"),
        ("2026-12-31T23:00:00", TAHITI, "2027-01-04T07:30:00"),
    ],
)
def test_what_falls_outside_office_hours_waits_for_the_next_ones(local: str, place: Place, moved_to: str) -> None:
    zone = ZoneInfo(place.timezone)
    found = office_hours(datetime.fromisoformat(local).replace(tzinfo=zone), place)
    assert found.tzinfo is UTC
    assert found.astimezone(zone) == datetime.fromisoformat(moved_to).replace(tzinfo=zone)


def test_office_hours_open_at_half_past_seven_and_are_over_at_seven() -> None:
    opens, closes = (instant(date(2026, 6, 1), hour) for hour in (time(7, 30), time(19)))
    assert [in_office_hours(at, METROPOLE) for at in (opens - SECOND, opens, closes - SECOND, closes)] == [
        False,
        True,
        True,
        False,
    ]


def test_office_hours_are_never_early_and_always_within() -> None:
    random = Random("office hours")
    for _ in range(3_000):
        at = utc("2026-01-01T00:00:00") + timedelta(seconds=random.randrange(3 * 365 * 86_400))
        place = place_of_department(random.choice(("75", "57", "971", "973", "974", "975", "976", "987", "988")))
        found = office_hours(at, place)
        assert found >= at
        assert in_office_hours(found, place)
        assert (found == at) == in_office_hours(at, place)
        assert office_hours(found, place) == found


@pytest.mark.parametrize(
    ("day", "place", "before", "after"),
    [
        ("2026-06-02", METROPOLE, "2026-06-02T05:30:00", "2026-06-02T05:30:00"),
        ("2026-08-15", METROPOLE, "2026-08-14T05:30:00", "2026-08-17T05:30:00"),
        ("2026-10-25", METROPOLE, "2026-10-23T05:30:00", "2026-10-26T06:30:00"),
        ("2026-05-22", MARTINIQUE, "2026-05-21T11:30:00", "2026-05-26T11:30:00"),
        ("2028-12-20", REUNION, "2028-12-19T03:30:00", "2028-12-21T03:30:00"),
    ],
)
def test_reminders_leave_at_half_past_seven_of_the_office(day: str, place: Place, before: str, after: str) -> None:
    assert rung_instant(date.fromisoformat(day), place, before=True) == utc(before)
    assert rung_instant(date.fromisoformat(day), place, before=False) == utc(after)


def test_half_past_seven_is_within_hours_all_year_everywhere() -> None:
    for place in (METROPOLE, REUNION, MARTINIQUE, TAHITI):
        for offset in range(366):
            at = rung_instant(date(2026, 1, 1) + timedelta(days=offset), place, before=False)
            assert in_office_hours(at, place)
            assert not in_office_hours(at - SECOND, place)


def test_paris_is_the_zone_of_the_mainland() -> None:
    assert ZoneInfo(METROPOLE.timezone) is PARIS
    assert is_working_day(date(2026, 4, 3))
